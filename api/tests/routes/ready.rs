//! `/ready`: requests may be sent here. What keeps a process from its work is told by a code; nothing of the asking stays.

use std::path::Path;

use api::app::readiness;
use api::db::{Database, Problem, journal};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use shared::problem::Code;
use shared::storage::Disk;

use super::{App, code, header, on_both};
use crate::support::app::Answer;

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn kept(database: &Database) -> (i64, i64) {
    database
        .read(|connection| {
            let counted: Vec<Counted> =
                sql_query("SELECT COUNT(*) AS count FROM replays").load(connection)?;
            Ok::<_, Problem>((counted[0].count, journal::last_seal(connection)?.seq))
        })
        .unwrap()
}

/// Something that only who keeps the database does to it.
fn done_to(app: &App, statement: &str) {
    let database = &app.0.app.state.database;
    database.write(|tx| Ok::<_, Problem>(sql_query(statement).execute(&mut **tx)?)).unwrap();
}

fn ready(app: &App) -> Answer {
    app.0.app.at_root("GET", "/ready")
}

/// Refused with a code of the table, and not a word of what is inside.
fn unready(answer: &Answer, expected: &str) {
    assert_eq!((answer.status, code(answer).as_str()), (503, expected), "{}", answer.body);
    assert_eq!(header(answer, "content-type"), "application/problem+json");
    assert!(!header(answer, "retry-after").is_empty());
    assert!(!answer.body.contains("replays"), "{}", answer.body);
}

#[test]
fn ready_asks_no_sign_in_and_leaves_nothing() {
    on_both(|app| {
        let before = kept(&app.0.app.state.database);
        for method in ["GET", "HEAD"] {
            let answer = app.0.app.at_root(method, "/ready");
            assert_eq!(
                (answer.status, header(&answer, "cache-control")),
                (200, "no-store"),
                "{}",
                answer.body
            );
        }
        assert_eq!(app.0.app.at_root("GET", "/health").status, 200);
        assert_eq!(app.0.app.at_root("POST", "/ready").status, 405);
        assert_eq!(kept(&app.0.app.state.database), before);
        // Again, without what was found before.
        app.0.app.state.database.probe().unwrap();
        assert_eq!(kept(&app.0.app.state.database), before);
    });
}

#[test]
fn a_database_that_takes_no_writes_is_not_ready() {
    on_both(|app| {
        done_to(app, "ALTER TABLE replays RENAME TO kept_apart");
        unready(&ready(app), "service.database_unavailable");
        // The process itself lives: starting it again would mend nothing.
        assert_eq!(app.0.app.at_root("GET", "/health").status, 200);
    });
}

#[test]
fn a_database_that_lacks_a_migration_is_not_ready() {
    on_both(|app| {
        done_to(
            app,
            "DELETE FROM __diesel_schema_migrations \
             WHERE version = (SELECT MAX(version) FROM __diesel_schema_migrations)",
        );
        unready(&ready(app), "service.not_migrated");
    });
}

/// And it is ready again once the cause is gone.
#[test]
fn a_disk_that_is_nearly_full_is_not_ready() {
    on_both(|app| {
        let database = &app.0.app.state.database;
        assert!(!database.folders().is_empty(), "the database or its anchor is on a disk of this machine");
        let with = |free: u64| readiness::look(database, |_: &Path| Ok(Disk { free, total: 1_000 }));
        assert_eq!(with(99), Err(Code::StorageLow));
        assert_eq!((Code::StorageLow.wire(), Code::StorageLow.status()), ("storage.low", 503));
        assert_eq!(with(100), Ok(()));
        let unknown = readiness::look(database, |_: &Path| Err(std::io::Error::other("gone")));
        assert_eq!(unknown, Err(Code::DatabaseUnavailable));
    });
}
