//! The chain of seals finds an edit, a deletion, a swap, a truncation; and nothing where nothing is wrong.

use api::db::anchor::{read_anchor, write_anchor};
use api::db::changes::Change;
use api::db::facts::FactSet;
use api::db::journal::Finding;
use api::db::{Anchor, Database, Problem};
use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use shared::id::PractitionerId;
use shared::knowledge::Facts;
use shared::practitioner::Practitioner;
use shared::time::{Day, Period, Segment};
use uuid::Uuid;

use super::introspection::tables;
use super::{establishment, execute, record};
use crate::support::{Backend, TestDatabase, both};

const TAMPERED: &str = "0000000000000000000000000000000000000000000000000000000000000bad";

/// Takes away what refuses an edit, as somebody with the rights of the owner could.
pub fn unlock(database: &TestDatabase) {
    let all = tables(database);
    let mut statements = String::new();
    for (table, described) in &all {
        match database.backend {
            Backend::Sqlite => {
                for trigger in &described.triggers {
                    statements += &format!("DROP TRIGGER {trigger};");
                }
            }
            Backend::Postgres => statements += &format!("ALTER TABLE {table} DISABLE TRIGGER ALL;"),
        }
    }
    database.write(|tx| tx.batch_execute(&statements).map_err(Problem::from)).unwrap();
}

/// Runs statements without foreign keys, on a connection of its own.
fn tamper(database: &TestDatabase, statements: &str) {
    unlock(database);
    let url = database.url();
    let done = match database.backend {
        Backend::Sqlite => {
            let mut connection =
                diesel::SqliteConnection::establish(url.trim_start_matches("sqlite://")).unwrap();
            connection.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
            connection.batch_execute(statements)
        }
        Backend::Postgres => diesel::PgConnection::establish(url).unwrap().batch_execute(statements),
    };
    done.unwrap();
}

fn people(count: u128, name: &str) -> Facts {
    let mut facts = Facts::default();
    for number in 1..=count {
        let value = Practitioner {
            person: Uuid::from_u128(number).into(),
            matricule: number.to_string().into(),
            rpps: None,
            birth_name: name.into(),
            usual_name: name.into(),
            first_names: "Camille".into(),
            sex: None,
            birth_date: None,
            speciality: None,
            exit_reason: None,
            diplomas: Vec::new(),
        };
        let period = Period::since(Day::new(2026, 1, 1).unwrap());
        facts.practitioners.assert(PractitionerId::from(Uuid::from_u128(number)), Segment { period, value });
    }
    facts
}

/// Five changes over two sets: people come, marry, leave.
pub fn five_changes(database: &Database) -> Vec<Change> {
    let (none, first, second) = (Facts::default(), people(3, "Martin"), people(3, "Durand"));
    let hospital = establishment(1);
    vec![
        record(database, hospital, &none.difference(&first)).unwrap(),
        record(database, FactSet::Reference, &none.difference(&none)).unwrap(),
        record(database, hospital, &first.difference(&second)).unwrap(),
        record(database, hospital, &second.difference(&none)).unwrap(),
        record(database, hospital, &none.difference(&none)).unwrap(),
    ]
}

fn findings(database: &Database) -> Vec<Finding> {
    database.verify().unwrap().findings
}

#[test]
fn a_healthy_base_is_sound() {
    both(|database| {
        let empty = database.verify().unwrap();
        assert!(empty.is_sound());
        assert_eq!((empty.changes, empty.facts, empty.last), (0, 0, Anchor::origin()));
        let changes = five_changes(database);
        let report = database.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
        assert_eq!((report.changes, report.facts, report.last.seq), (5, 6, 5));
        assert_eq!(read_anchor(database.anchor_path().unwrap()).unwrap(), Some(report.last));
        assert!(changes.windows(2).all(|pair| pair[0].at < pair[1].at && pair[0].seq + 1 == pair[1].seq));
        assert!(database.take_anchor_failure().is_none());
    });
}

/// What somebody does behind our back, and what must be found.
fn assert_found(statements: &str, expected: &[Finding]) {
    both(|database| {
        five_changes(database);
        tamper(database, statements);
        assert_eq!(findings(database), expected, "{statements}");
    });
}

#[test]
fn an_edited_change_is_found() {
    for column in ["author", "operation", "reason", "source_name", "source_hash"] {
        let edit = format!("UPDATE changes SET {column} = 'other' WHERE seq = 3");
        assert_found(&edit, &[Finding::ChangeAltered { seq: 3 }]);
    }
    assert_found(
        "UPDATE changes SET extracted_on = '2026-01-01' WHERE seq = 3",
        &[Finding::ChangeAltered { seq: 3 }],
    );
    assert_found(
        &format!("UPDATE changes SET facts_digest = '{TAMPERED}' WHERE seq = 3"),
        &[Finding::ChangeAltered { seq: 3 }, Finding::FactsAltered { seq: 3 }],
    );
}

#[test]
fn an_edited_instant_is_found() {
    // The facts superseded by the change carry its instant and no longer agree with it.
    both(|database| {
        five_changes(database);
        tamper(database, "UPDATE changes SET at = '2026-06-01 00:00:00' WHERE seq = 3");
        let found = findings(database);
        assert!(found.contains(&Finding::ChangeAltered { seq: 3 }), "{found:?}");
        assert!(found.contains(&Finding::OutOfOrder { seq: 4 }), "{found:?}");
        assert!(found.contains(&Finding::FactsAltered { seq: 3 }), "{found:?}");
    });
}

#[test]
fn an_edited_fact_is_found() {
    for edit in [
        "birth_name = 'Dupont'",
        "rpps = '10000000001'",
        "valid_to = '2030-01-01'",
        "subject_id = '00000000-0000-0000-0000-0000000000ff'",
        "establishment_id = NULL",
        "recorded_at = '2025-01-01 00:00:00'",
    ] {
        assert_found(
            &format!("UPDATE practitioners SET {edit} WHERE birth_name = 'Durand' AND matricule = '2'"),
            // The change that superseded it names the row, thing and first day.
            if edit.starts_with("subject_id") {
                &[Finding::FactsAltered { seq: 3 }, Finding::FactsAltered { seq: 4 }]
            } else {
                &[Finding::FactsAltered { seq: 3 }]
            },
        );
    }
}

#[test]
fn a_fact_brought_back_into_force_is_found() {
    assert_found(
        "UPDATE practitioners SET superseded_at = '9999-12-31 00:00:00', superseded_by = NULL \
         WHERE birth_name = 'Durand' AND matricule = '2'",
        &[Finding::FactsAltered { seq: 4 }],
    );
}

#[test]
fn an_edited_end_of_knowledge_is_found() {
    both(|database| {
        five_changes(database);
        tamper(
            database,
            "UPDATE practitioners SET superseded_at = '2026-09-01 00:00:00' \
             WHERE birth_name = 'Durand' AND matricule = '2'",
        );
        let found = findings(database);
        assert!(found.contains(&Finding::FactsAltered { seq: 4 }), "{found:?}");
        assert!(
            found.iter().any(|finding| matches!(finding, Finding::FactWithoutChange { .. })),
            "{found:?}"
        );
    });
}

#[test]
fn a_deleted_fact_is_found() {
    assert_found(
        "DELETE FROM practitioners WHERE birth_name = 'Durand' AND matricule = '2'",
        &[Finding::FactsAltered { seq: 3 }, Finding::FactsAltered { seq: 4 }],
    );
}

#[test]
fn an_added_fact_is_found() {
    let copy = |change: &str| {
        format!(
            "INSERT INTO practitioners SELECT 'added', '00000000-0000-0000-0000-0000000000ff', establishment_id, \
             valid_from, valid_to, recorded_at, '9999-12-31 00:00:00', {change}, NULL, person_id, matricule, rpps, \
             birth_name, usual_name, first_names, sex, birth_date, speciality, exit_reason, diplomas \
             FROM practitioners WHERE birth_name = 'Durand' AND matricule = '2'"
        )
    };
    assert_found(&copy("change_id"), &[Finding::FactsAltered { seq: 3 }]);
    assert_found(
        &copy("'nobody'"),
        &[Finding::FactWithoutChange { table: "practitioners", row: "added".into() }],
    );
}

#[test]
fn a_deleted_change_is_found() {
    // The second change has no facts: only the journal can tell.
    assert_found(
        "DELETE FROM changes WHERE seq = 2",
        &[Finding::ChangesMissing { from: 2, to: 2 }, Finding::HeadDiffers { scope: "reference".into() }],
    );
    // Its seal gone too, the gap remains.
    assert_found(
        "DELETE FROM changes WHERE seq = 2; DELETE FROM seals WHERE seq = 2; DELETE FROM heads WHERE seq = 2",
        &[Finding::ChangeAltered { seq: 3 }, Finding::ChangesMissing { from: 2, to: 2 }],
    );
}

#[test]
fn a_missing_seal_is_found() {
    assert_found("DELETE FROM seals WHERE seq = 3", &[Finding::SealMissing { seq: 3 }]);
}

#[test]
fn an_edited_seal_is_found() {
    assert_found(
        &format!("UPDATE seals SET hash = '{TAMPERED}' WHERE seq = 3"),
        &[Finding::ChangeAltered { seq: 3 }, Finding::ChangeAltered { seq: 4 }],
    );
}

#[test]
fn swapped_changes_are_found() {
    assert_found(
        "UPDATE changes SET seq = 99 WHERE seq = 3; UPDATE changes SET seq = 3 WHERE seq = 4; \
         UPDATE changes SET seq = 4 WHERE seq = 99",
        &[
            Finding::ChangeAltered { seq: 3 },
            Finding::ChangeAltered { seq: 4 },
            Finding::OutOfOrder { seq: 4 },
        ],
    );
}

/// Everything of the last changes goes, consistently: only the anchor can tell.
const CUT_SHORT: &str = "DELETE FROM seals WHERE seq > 4; DELETE FROM changes WHERE seq > 4; \
                         UPDATE heads SET seq = 4 WHERE seq = 5";

#[test]
fn a_truncation_is_found_by_the_anchor() {
    both(|database| {
        five_changes(database);
        tamper(database, CUT_SHORT);
        let without = database.read(|connection| api::db::journal::verify(connection, None)).unwrap();
        assert!(without.is_sound(), "nothing inside the database tells: {:?}", without.findings);
        assert_eq!(findings(database), [Finding::Truncated { anchored: 5, last: 4 }]);
        // Writing again does not hide it: the anchor stays, and says why.
        let path = database.anchor_path().unwrap();
        let anchor = read_anchor(path).unwrap();
        record(database, establishment(1), &people(1, "Petit").difference(&people(1, "Petit"))).unwrap();
        assert!(matches!(database.take_anchor_failure(), Some(Problem::AnchorDiffers)));
        assert_eq!(read_anchor(path).unwrap(), anchor);
        assert_eq!(findings(database), [Finding::AnchorDiffers { seq: 5 }]);
    });
}

#[test]
fn seals_that_are_cut_short_are_found() {
    assert_found(
        "DELETE FROM seals WHERE seq > 3",
        &[
            Finding::SealMissing { seq: 4 },
            Finding::SealMissing { seq: 5 },
            Finding::Truncated { anchored: 5, last: 3 },
        ],
    );
}

#[test]
fn changes_that_are_cut_short_are_found() {
    assert_found(
        "DELETE FROM changes WHERE seq > 4",
        &[
            Finding::ChangesMissing { from: 5, to: 5 },
            Finding::HeadDiffers { scope: Uuid::from_u128(1).to_string() },
        ],
    );
}

#[test]
fn a_chain_that_does_not_match_the_anchor_is_found() {
    both(|database| {
        five_changes(database);
        let path = database.anchor_path().unwrap();
        write_anchor(path, &Anchor { seq: 4, hash: TAMPERED.into() }).unwrap();
        assert_eq!(findings(database), [Finding::AnchorDiffers { seq: 4 }]);
        std::fs::remove_file(path).unwrap();
        assert_eq!(findings(database), [Finding::AnchorMissing]);
        std::fs::write(path, "{").unwrap();
        assert!(matches!(database.verify(), Err(Problem::Anchor { .. })));
    });
}

#[test]
fn a_late_anchor_is_harmless() {
    both(|database| {
        five_changes(database);
        let path = database.anchor_path().unwrap();
        write_anchor(path, &Anchor::origin()).unwrap();
        assert!(database.verify().unwrap().is_sound());
        // The next change brings it up to date.
        record(database, establishment(1), &Facts::default().difference(&Facts::default())).unwrap();
        assert_eq!(read_anchor(path).unwrap().unwrap().seq, 6);
    });
}

#[test]
fn an_unreadable_table_is_found() {
    both(|database| {
        five_changes(database);
        // PostgreSQL cannot hold such a value.
        if database.backend == Backend::Sqlite {
            unlock(database);
            execute(database, "UPDATE practitioners SET birth_date = 'yesterday' WHERE matricule = '1'")
                .unwrap();
            assert!(findings(database).contains(&Finding::TableUnreadable { table: "practitioners" }));
        }
    });
}
