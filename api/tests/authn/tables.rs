//! The constraints of the tables of access, each broken once.

use api::db::Problem;
use diesel::{RunQueryDsl as _, sql_query};

use crate::support::{TestDatabase, both};

fn execute(database: &TestDatabase, statement: &str) -> Result<usize, Problem> {
    database.write(|tx| Ok(sql_query(statement).execute(&mut **tx)?))
}

const ACCOUNT: &str =
    "INSERT INTO accounts (id, email, name, password_hash, created_at, version, rights_version) VALUES ";
const HELD: &str = "INSERT INTO habilitations (id, account_id, profile, perimeter, grants, valid_from, valid_to, granted_by, reason, created_at, version) VALUES ";
const SESSION: &str = "INSERT INTO sessions (id, account_id, signed_in_at, last_used_at, ends_at, generation, rotated_at, revoked_at, revoked_why) VALUES ";
const TOKEN: &str = "INSERT INTO refresh_tokens (hash, session_id, generation, issued_at) VALUES ";
const ATTEMPT: &str = "INSERT INTO sign_in_attempts (id, account_key, client, at, succeeded) VALUES ";

#[test]
fn every_constraint_of_access_is_broken_once() {
    both(|database| {
        let hash = "a".repeat(64);
        let now = "'2026-11-22 08:00:00'";
        let good = [
            format!("{ACCOUNT}('a', 'a@b.example', 'A', '$argon2id$x', {now}, 1, 1)"),
            format!(
                "{HELD}('h', 'a', 'auditor', 'national', '', '2026-01-01', '2026-02-01', 'x', 'y', {now}, 1)"
            ),
            format!("{SESSION}('s', 'a', {now}, {now}, '2026-11-22 20:00:00', 0, {now}, NULL, NULL)"),
            format!("{TOKEN}('{hash}', 's', 0, {now})"),
            format!("{ATTEMPT}('t', '{hash}', '192.0.2.1', {now}, FALSE)"),
        ];
        for statement in &good {
            execute(database, statement).unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        }
        for (statement, name) in [
            (format!("{ACCOUNT}('b', 'A@b.example', 'A', '$argon2id$x', {now}, 1, 1)"), "accounts_email"),
            (format!("{ACCOUNT}('b', '', 'A', '$argon2id$x', {now}, 1, 1)"), "accounts_email"),
            (format!("{ACCOUNT}('b', 'a@b.example', 'A', '$argon2id$x', {now}, 1, 1)"), "accounts_by_email"),
            (format!("{ACCOUNT}('b', 'b@b.example', '', '$argon2id$x', {now}, 1, 1)"), "accounts_name"),
            (
                format!("{ACCOUNT}('b', 'b@b.example', 'A', 'clear text', {now}, 1, 1)"),
                "accounts_password_hash",
            ),
            (format!("{ACCOUNT}('b', 'b@b.example', 'A', '$argon2id$x', {now}, 0, 1)"), "accounts_version"),
            (
                format!("{ACCOUNT}('b', 'b@b.example', 'A', '$argon2id$x', {now}, 1, 0)"),
                "accounts_rights_version",
            ),
            (
                format!("{HELD}('i', 'a', 'p', 'n', '', '2026-02-02', '2026-02-01', 'x', 'y', {now}, 1)"),
                "habilitations_period",
            ),
            (
                format!("{HELD}('i', 'a', 'p', 'n', '', '2026-02-02', '9999-12-31', 'x', 'y', {now}, 1)"),
                "habilitations_ends",
            ),
            (
                format!("{HELD}('i', 'a', 'p', 'n', '', '2026-01-01', '2026-02-01', '', 'y', {now}, 1)"),
                "habilitations_granted_by",
            ),
            (
                format!("{HELD}('i', 'a', 'p', 'n', '', '2026-01-01', '2026-02-01', 'x', '', {now}, 1)"),
                "habilitations_reason",
            ),
            (
                format!("{HELD}('i', 'a', 'p', 'n', '', '2026-01-01', '2026-02-01', 'x', 'y', {now}, 0)"),
                "habilitations_version",
            ),
            (
                format!("{HELD}('i', 'z', 'p', 'n', '', '2026-01-01', '2026-02-01', 'x', 'y', {now}, 1)"),
                "habilitations_account",
            ),
            (format!("{SESSION}('u', 'a', {now}, {now}, {now}, 0, {now}, NULL, NULL)"), "sessions_lasts"),
            (
                format!("{SESSION}('u', 'a', {now}, {now}, '2026-11-23 00:00:00', -1, {now}, NULL, NULL)"),
                "sessions_generation",
            ),
            (
                format!("{SESSION}('u', 'a', {now}, {now}, '2026-11-23 00:00:00', 0, {now}, {now}, NULL)"),
                "sessions_revoked",
            ),
            (
                format!("{SESSION}('u', 'z', {now}, {now}, '2026-11-23 00:00:00', 0, {now}, NULL, NULL)"),
                "sessions_account",
            ),
            (format!("{TOKEN}('short', 's', 0, {now})"), "refresh_tokens_hash"),
            (format!("{TOKEN}('{}', 's', -1, {now})", "b".repeat(64)), "refresh_tokens_generation"),
            (format!("{TOKEN}('{}', 'z', 0, {now})", "b".repeat(64)), "refresh_tokens_session"),
            (format!("{ATTEMPT}('v', 'short', 'c', {now}, FALSE)"), "sign_in_attempts_account_key"),
        ] {
            let refused = execute(database, &statement).expect_err(&statement);
            let Problem::Constraint { name: told, source } = &refused else { panic!("{name}: {refused:?}") };
            if database.backend == crate::support::Backend::Postgres {
                assert_eq!(told.as_deref(), Some(name), "{statement}");
            }
            let text = source.to_string();
            assert!(!text.contains("CHECK") || text.contains(name), "{name}: {text}");
        }
    });
}
