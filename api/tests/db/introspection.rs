//! What a database says of its own tables, in one form for both.

use std::collections::{BTreeMap, BTreeSet};

use api::db::{Connection, Database, Problem};
use diesel::sql_types::{Bool, Text};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};

/// A table, by what both databases can say of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name, type, whether it may hold nothing; in order.
    pub columns: Vec<(String, String, bool)>,
    pub indexes: BTreeSet<String>,
    pub triggers: BTreeSet<String>,
    /// Checks and foreign keys.
    pub constraints: BTreeSet<String>,
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// All tables but those of the migrations.
pub fn tables(database: &Database) -> BTreeMap<String, Table> {
    let mut tables = BTreeMap::<String, Table>::new();
    database
        .read(|connection| {
            let queries = match connection {
                Connection::Sqlite(_) => SQLITE,
                Connection::Postgres(_) => POSTGRES,
            };
            for column in sql_query(queries.columns).load::<Column>(connection).map_err(Problem::from)? {
                let kind =
                    column.kind.to_lowercase().replace(" without time zone", "").replace("bytea", "blob");
                let table = tables.entry(column.table_name).or_default();
                table.columns.push((column.column_name, kind, column.nullable));
            }
            let mut named = |query: &str| sql_query(query).load::<Named>(connection).map_err(Problem::from);
            for index in named(queries.indexes)? {
                tables.entry(index.table_name).or_default().indexes.insert(index.name);
            }
            for trigger in named(queries.triggers)? {
                tables.entry(trigger.table_name).or_default().triggers.insert(trigger.name);
            }
            for constraint in named(queries.constraints)? {
                let table = tables.entry(constraint.table_name).or_default();
                table.constraints.extend(names_of_constraints(&constraint.name));
            }
            Ok::<_, Problem>(())
        })
        .unwrap();
    tables
}

/// Names of constraints: PostgreSQL gives one, SQLite the text of the table.
fn names_of_constraints(text: &str) -> Vec<String> {
    if !text.contains("CREATE TABLE") {
        return vec![text.to_owned()];
    }
    let names = text.split("CONSTRAINT ").skip(1);
    names.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
}

struct Queries {
    columns: &'static str,
    indexes: &'static str,
    triggers: &'static str,
    constraints: &'static str,
}

const SQLITE: Queries = Queries {
    columns: "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind, c.\"notnull\" = 0 AS nullable \
              FROM sqlite_schema t, pragma_table_info(t.name) c \
              WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY t.name, c.cid",
    indexes: "SELECT tbl_name AS table_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    triggers: "SELECT tbl_name AS table_name, name FROM sqlite_schema WHERE type = 'trigger'",
    constraints: "SELECT name AS table_name, sql AS name FROM sqlite_schema \
                  WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
};

const POSTGRES: Queries = Queries {
    columns: "SELECT table_name::text, column_name::text, data_type::text AS kind, is_nullable = 'YES' AS nullable \
              FROM information_schema.columns WHERE table_schema = 'public' \
              AND table_name NOT LIKE '\\_\\_%' ORDER BY table_name, ordinal_position",
    indexes: "SELECT tablename::text AS table_name, indexname::text AS name FROM pg_indexes \
              WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey'",
    triggers: "SELECT c.relname::text AS table_name, t.tgname::text AS name FROM pg_trigger t \
               JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal",
    constraints: "SELECT c.relname::text AS table_name, k.conname::text AS name FROM pg_constraint k \
                  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
                  WHERE k.contype IN ('c', 'f') AND n.nspname = 'public'",
};
