"""What a database holds, to show that a call changed nothing, whatever the kind of database."""

import contextlib
import hashlib
import sqlite3

import program

# Traces of the calls themselves: attempts to sign in, sessions, answers kept to be replayed, the last sign-in.
TRACES = {"__diesel_schema_migrations", "sign_in_attempts", "sessions", "refresh_tokens", "replays", "accounts"}
# A refusal may leave its line in the journal; a change of facts may not.
ONLY = {"changes": "kind IS NULL"}


def tables(database):
    """Names of all tables."""
    if database.kind == "sqlite":
        with read_only(database) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return sorted(name for name, in rows)
    return sorted(program.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database.url))


def read_only(database):
    return contextlib.closing(sqlite3.connect(f"file:{database.files}?mode=ro", uri=True))


def select(database, statement):
    """Rows of a query, each as one text, sorted: how they are stored does not count."""
    if database.kind == "sqlite":
        with read_only(database) as connection:
            return sorted(repr(row) for row in connection.execute(statement))
    return sorted(program.psql(f"COPY ({statement}) TO STDOUT", database.url))


def content(database):
    """A hash of each table that holds what people work on."""
    kept = [table for table in tables(database) if table not in TRACES]
    return {table: hashlib.sha256("\n".join(
        select(database, f'SELECT * FROM "{table}" WHERE {ONLY.get(table, "1 = 1")}')).encode()).hexdigest()
        for table in kept}


def differences(before, after):
    """Names of the tables that are not what they were."""
    return sorted(table for table in before if before[table] != after.get(table))
