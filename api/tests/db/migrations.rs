//! Both trees of migrations: up, down, up; equal to each other, and to what the queries believe.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use api::db::{Database, Problem};
use shared::fact::Noun;

use super::introspection::{Table, tables};
use super::journal::five_changes;
use crate::support::{both, on_postgres, on_sqlite, with_postgres};

#[test]
fn up_down_up() {
    both(|database| {
        let before = tables(database);
        assert!(database.is_migrated().unwrap());
        // Down works with data in every kind of table.
        five_changes(database);
        database.revert().unwrap();
        assert!(!database.is_migrated().unwrap());
        let refused = database.read(|_| Ok::<_, Problem>(())).unwrap_err();
        assert!(matches!(refused, Problem::NotMigrated), "{refused}");
        database.migrate().unwrap();
        database.migrate().unwrap();
        assert_eq!(tables(database), before);
    });
}

#[test]
fn every_noun_has_a_table() {
    both(|database| {
        let tables = tables(database);
        let missing: Vec<_> = Noun::ALL.iter().filter(|noun| !tables.contains_key(noun.name())).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let others = tables.keys().filter(|name| Noun::ALL.iter().all(|noun| noun.name() != *name));
        assert_eq!(
            others.collect::<Vec<_>>(),
            [
                "accounts",
                "changes",
                "comment_mentions",
                "comment_readings",
                "comments",
                "habilitations",
                "heads",
                "import_originals",
                "import_plans",
                "imports",
                "job_events",
                "jobs",
                "mails",
                "notice_recipients",
                "notice_settings",
                "notices",
                "post_documents",
                "refresh_tokens",
                "replays",
                "seals",
                "sessions",
                "sigmed_deliveries",
                "sign_in_attempts",
            ]
        );
    });
}

#[test]
fn the_two_trees_make_the_same_tables() {
    if !with_postgres() {
        return;
    }
    let mut sqlite = tables(&on_sqlite());
    let postgres = tables(&on_postgres());
    // The one accepted difference: SQLite needs a check where PostgreSQL has a type.
    for (name, table) in &mut sqlite {
        for (column, kind, _) in &table.columns {
            if kind == "boolean" {
                assert!(
                    table.constraints.remove(&format!("{name}_{column}")),
                    "{name}.{column} is unchecked"
                );
            }
        }
    }
    assert_eq!(sqlite, postgres);
}

#[test]
fn the_schema_of_the_queries_is_that_of_the_tables() {
    both(|database| {
        let stored: BTreeMap<String, _> =
            tables(database).into_iter().map(|(name, Table { columns, .. })| (name, columns)).collect();
        assert_eq!(declared(), stored);
    });
}

/// The tables of `schema.rs` and of the files below it, read from their text.
fn declared() -> BTreeMap<String, Vec<(String, String, bool)>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db");
    let parts = fs::read_dir(home.join("schema")).unwrap().map(|part| part.unwrap().path());
    let read = |path| fs::read_to_string(path).unwrap();
    let text: String = parts.chain([home.join("schema.rs")]).map(read).collect();
    let mut tables = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let bare = kind.trim_start_matches("Nullable<").trim_end_matches('>');
            let name = match bare {
                "BigInt" => "bigint",
                "Bool" => "boolean",
                "Binary" => "blob",
                other => &other.to_lowercase(),
            };
            let columns: &mut Vec<_> = tables.entry(table.clone()).or_default();
            columns.push((column.to_owned(), name.to_owned(), bare != kind));
        } else if let Some((name, _)) = line.split_once(" (") {
            table = name.to_owned();
        }
    }
    tables
}

#[test]
fn an_unknown_scheme_is_refused_without_repeating_the_address() {
    for (url, named) in [
        ("mysql://root:secret@host/base", "mysql"),
        ("base.sqlite", ""),
        ("sqlite://", "sqlite"),
        ("sqlite://:memory:", "sqlite"),
        ("", ""),
    ] {
        let Err(Problem::UnknownScheme { scheme }) = Database::open(url) else { panic!("{url} was opened") };
        assert_eq!(scheme, named);
    }
    let text = Database::open("mysql://root:secret@host/base").err().unwrap().to_string();
    assert!(text.contains("sqlite://") && !text.contains("secret"), "{text}");
}
