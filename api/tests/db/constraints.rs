//! Each constraint and each trigger broken once, on both databases.

use std::collections::{BTreeMap, BTreeSet};

use api::db::Problem;
use api::db::facts::FactSet;
use diesel::{RunQueryDsl as _, sql_query};
use shared::fact::Noun;
use shared::knowledge::ChangeSet;
use shared::time::Instant;

use super::introspection::{Table, tables};
use super::{execute, record};
use crate::support::{Backend, TestDatabase, both};

const NEVER: &str = "'9999-12-31 00:00:00'";

/// A row of literals by column.
type Row = BTreeMap<String, String>;

/// A row that a table accepts.
fn good_row(table: &str, columns: &[(String, String, bool)], change: &str) -> Row {
    let mut row = Row::new();
    for (column, kind, _) in columns {
        let value = match (column.as_str(), kind.as_str()) {
            ("valid_from", _) => "'2026-01-01'".into(),
            ("recorded_at", _) => "'2026-01-01 00:00:00'".into(),
            ("superseded_at", _) => NEVER.into(),
            ("superseded_by", _) => "NULL".into(),
            ("change_id", _) => format!("'{change}'"),
            ("rank", _) => "'main'".into(),
            ("direction", _) => "'incoming'".into(),
            ("decision", _) => "'publish'".into(),
            ("nature", _) => "'vacant'".into(),
            ("state", _) => "'draft'".into(),
            (_, "date") => "'2027-01-01'".into(),
            (_, "timestamp") => "'2027-01-01 00:00:00'".into(),
            (_, "integer") => "1000".into(),
            (_, "boolean") => "FALSE".into(),
            _ => format!("'{table} {column}'"),
        };
        row.insert(column.clone(), value);
    }
    row
}

fn insert(table: &str, row: &Row) -> String {
    let columns: Vec<String> = row.keys().map(|column| format!("\"{column}\"")).collect();
    let values: Vec<&str> = row.values().map(String::as_str).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "))
}

fn with(row: &Row, changes: &[(&str, &str)]) -> Row {
    let mut row = row.clone();
    row.extend(changes.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())));
    row
}

/// Everything that must be refused in a table of facts: the constraint, and the row that breaks it alone.
fn broken(table: &str, columns: &[(String, String, bool)], good: &Row) -> Vec<(String, Row)> {
    let other = ("id", "'another'");
    let mut all = vec![
        ("period", with(good, &[other, ("valid_to", "'2026-01-01'")])),
        ("knowledge", with(good, &[other, ("recorded_at", NEVER)])),
        ("superseded", with(good, &[other, ("superseded_by", &good["change_id"])])),
        ("superseded", with(good, &[other, ("superseded_at", "'2026-02-01 00:00:00'")])),
        ("in_force", with(good, &[other])),
        ("pkey", with(good, &[("valid_from", "'2026-01-02'")])),
        ("change", with(good, &[other, ("valid_from", "'2026-01-02'"), ("change_id", "'nobody'")])),
        (
            "superseding_change",
            with(good, &[other, ("superseded_at", "'2026-02-01 00:00:00'"), ("superseded_by", "'nobody'")]),
        ),
    ];
    for (column, kind, nullable) in columns {
        let fresh = [other, ("valid_from", "'2026-01-02'")];
        if kind == "integer" {
            all.push((column, with(&with(good, &fresh), &[(column, "-1")])));
            all.push((column, with(&with(good, &fresh), &[(column, "10001")])));
        }
        let is_word = matches!(
            (table, column.as_str()),
            (_, "rank" | "direction" | "decision" | "nature") | ("post_profiles", "state")
        );
        if is_word {
            all.push((column, with(&with(good, &fresh), &[(column, "'neither'")])));
        }
        if !nullable {
            all.push(("", with(&with(good, &fresh), &[(column, "NULL")])));
        }
    }
    let name = |constraint: &str| match constraint {
        "" => String::new(),
        constraint => format!("{table}_{constraint}"),
    };
    all.into_iter().map(|(constraint, row)| (name(constraint), row)).collect()
}

/// Says that the constraint refused it. SQLite names checks only.
fn assert_refused(database: &TestDatabase, statement: &str, constraint: &str) {
    let refused = execute(database, statement).expect_err(statement);
    let Problem::Constraint { name, source } = &refused else {
        panic!("{statement}: {refused}: {refused:?}")
    };
    if !constraint.is_empty() && database.backend == Backend::Postgres {
        assert_eq!(name.as_deref(), Some(constraint), "{statement}");
    }
    let is_check = source.to_string().contains("CHECK");
    if !constraint.is_empty() && is_check {
        assert!(source.to_string().contains(constraint), "{statement}: {source}");
    }
}

fn table_of(all: &BTreeMap<String, Table>, name: &str) -> Vec<(String, String, bool)> {
    all[name].columns.clone()
}

#[test]
fn every_constraint_of_a_fact_is_broken_once() {
    both(|database| {
        let change = record(database, FactSet::Reference, &ChangeSet::default()).unwrap().id.to_string();
        let all = tables(database);
        for noun in Noun::ALL.map(Noun::name) {
            let columns = table_of(&all, noun);
            let good = good_row(noun, &columns, &change);
            execute(database, &insert(noun, &good)).unwrap();
            let mut met = BTreeSet::new();
            for (constraint, row) in broken(noun, &columns, &good) {
                assert_refused(database, &insert(noun, &row), &constraint);
                met.insert(constraint);
            }
            if database.backend == Backend::Sqlite {
                for (column, _, _) in columns.iter().filter(|(_, kind, _)| kind == "boolean") {
                    let row =
                        with(&good, &[("id", "'another'"), ("valid_from", "'2026-01-02'"), (column, "2")]);
                    assert_refused(database, &insert(noun, &row), &format!("{noun}_{column}"));
                    met.insert(format!("{noun}_{column}"));
                }
            }
            let unbroken: Vec<_> = all[noun].constraints.difference(&met).collect();
            assert!(unbroken.is_empty(), "add a row that breaks {unbroken:?}");
            // A superseded statement leaves its first day free.
            let again = with(&good, &[("id", "'third'"), ("valid_from", "'2026-01-03'")]);
            execute(database, &insert(noun, &again)).unwrap();
        }
    });
}

#[test]
fn a_fact_is_neither_changed_nor_deleted_and_superseded_once() {
    both(|database| {
        let change = record(database, FactSet::Reference, &ChangeSet::default()).unwrap().id.to_string();
        let all = tables(database);
        for noun in Noun::ALL.map(Noun::name) {
            let columns = table_of(&all, noun);
            let good = good_row(noun, &columns, &change);
            execute(database, &insert(noun, &good)).unwrap();
            for (column, _, _) in columns.iter().filter(|(name, _, _)| !name.starts_with("superseded_")) {
                let update = format!("UPDATE {noun} SET \"{column}\" = {}", good[column]);
                assert_told(database, &update, "a recorded fact is never changed");
            }
            let both_at_once =
                format!("UPDATE {noun} SET superseded_at = superseded_at, valid_to = '2030-01-01'");
            assert_told(database, &both_at_once, "a recorded fact is never changed");
            assert_told(database, &format!("DELETE FROM {noun}"), "a recorded fact is never deleted");
            if database.backend == Backend::Postgres {
                assert_told(database, &format!("TRUNCATE {noun}"), "a recorded fact is never deleted");
            }
            let supersede = format!(
                "UPDATE {noun} SET superseded_at = '2026-02-01 00:00:00', superseded_by = '{change}'"
            );
            assert_eq!(execute(database, &supersede).unwrap(), 1);
            assert_told(database, &supersede, "a fact is superseded once");
            let revive = format!("UPDATE {noun} SET superseded_at = {NEVER}, superseded_by = NULL");
            assert_told(database, &revive, "a fact is superseded once");
        }
    });
}

fn assert_told(database: &TestDatabase, statement: &str, sentence: &str) {
    let refused = execute(database, statement).expect_err(statement);
    let Problem::Query(source) = &refused else { panic!("{statement}: {refused}") };
    assert!(source.to_string().contains(sentence), "{statement}: {source}");
}

#[test]
fn a_kept_document_is_neither_changed_nor_deleted() {
    both(|database| {
        let insert = |part: &str| {
            format!(
                "INSERT INTO post_documents (document_id, part, key_id, bytes) VALUES ('one', {part}, 'k', '00')"
            )
        };
        assert_refused(database, &insert("-1"), "post_documents_part");
        assert_refused(database, &insert("NULL"), "");
        execute(database, &insert("0")).unwrap();
        assert_refused(database, &insert("0"), "post_documents_pkey");
        let update = "UPDATE post_documents SET key_id = key_id";
        assert_told(database, update, "a kept document is never changed");
        assert_told(database, "DELETE FROM post_documents", "a kept document is never deleted");
        if database.backend == Backend::Postgres {
            assert_told(database, "TRUNCATE post_documents", "a kept document is never deleted");
        }
    });
}

#[test]
fn the_journal_is_neither_changed_nor_shortened() {
    both(|database| {
        record(database, FactSet::Reference, &ChangeSet::default()).unwrap();
        for (table, column) in [("changes", "reason"), ("seals", "hash")] {
            let update = format!("UPDATE {table} SET {column} = {column}");
            assert_told(database, &update, "the journal is never changed");
            assert_told(database, &format!("DELETE FROM {table}"), "the journal is never shortened");
            if database.backend == Backend::Postgres {
                let truncate = format!("TRUNCATE {table} CASCADE");
                assert!(execute(database, &truncate).is_err());
            }
        }
    });
}

#[test]
fn every_constraint_of_the_journal_is_broken_once() {
    both(|database| {
        let first = record(database, FactSet::Reference, &ChangeSet::default()).unwrap();
        let all = tables(database);
        let digest = format!("'{}'", "0".repeat(64));
        let good: Row = [
            ("id", "'second'"),
            ("seq", "2"),
            ("at", "'2026-03-01 00:00:00'"),
            ("author", "'test'"),
            ("origin", "'screen'"),
            ("operation", "'test'"),
            ("facts_digest", &digest),
        ]
        .map(|(column, value)| (column.to_owned(), value.to_owned()))
        .into();
        let first_id = format!("'{}'", first.id);
        let mut broken = vec![
            ("changes_pkey", with(&good, &[("id", &first_id)])),
            ("changes_seq", with(&good, &[("seq", "0")])),
            ("changes_in_order", with(&good, &[("seq", "1")])),
            ("changes_at", with(&good, &[("at", "'2026-01-01 00:00:00'")])),
            ("changes_author", with(&good, &[("author", "''")])),
            ("changes_origin", with(&good, &[("origin", "'elsewhere'")])),
            ("changes_operation", with(&good, &[("operation", "''")])),
            ("changes_undoes", with(&good, &[("undoes", "'nobody'")])),
            ("changes_undoes_another", with(&good, &[("undoes", "'second'")])),
            ("changes_facts_digest", with(&good, &[("facts_digest", "'short'")])),
        ];
        for (column, _, nullable) in &all["changes"].columns {
            if !nullable {
                broken.push(("", with(&good, &[(column, "NULL")])));
            }
        }
        let unbroken: Vec<_> = all["changes"]
            .constraints
            .iter()
            .filter(|name| !broken.iter().any(|(broken, _)| broken == name))
            .collect();
        assert!(unbroken.is_empty(), "add a row that breaks {unbroken:?}");
        for (constraint, row) in broken {
            assert_refused(database, &insert("changes", &row), constraint);
        }
        execute(database, &insert("changes", &good)).unwrap();

        let seal = |seq: &str, hash: &str| format!("INSERT INTO seals (seq, hash) VALUES ({seq}, {hash})");
        assert_refused(database, &seal("1", &digest), "seals_pkey");
        assert_refused(database, &seal("2", "'short'"), "seals_hash");
        assert_refused(database, &seal("2", "NULL"), "");
        assert_refused(database, &seal("3", &digest), "seals_change");
        let head = |scope: &str, seq: &str| format!("INSERT INTO heads (scope, seq) VALUES ({scope}, {seq})");
        assert_refused(database, &head("'reference'", "1"), "heads_pkey");
        assert_refused(database, &head("'other'", "7"), "heads_change");
        assert_refused(database, &head("'other'", "NULL"), "");
        assert_refused(database, &head("NULL", "1"), "");
    });
}

#[test]
fn the_literal_of_never_is_that_of_the_domain() {
    let in_sql = NEVER.trim_matches('\'').replace(' ', "T");
    assert_eq!(Instant::NEVER.to_string(), format!("{in_sql}.000000Z"));
}

#[test]
fn a_read_cannot_write() {
    both(|database| {
        let refused = database
            .read(|connection| sql_query("DELETE FROM heads").execute(connection).map_err(Problem::from));
        assert!(refused.is_err());
        // The connection is as good as before.
        execute(database, "DELETE FROM heads").unwrap();
    });
}
