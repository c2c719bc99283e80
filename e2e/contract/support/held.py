"""What a database holds, to show that a call changed nothing, whatever the kind of database."""

import hashlib
import sqlite3

import program

# What a request may write without changing what people work on: its own trace.
TRACES = {"__diesel_schema_migrations"}


def tables(database):
    """Names of all tables."""
    if database.kind == "sqlite":
        with sqlite3.connect(f"file:{database.files}?mode=ro", uri=True) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return sorted(name for name, in rows)
    return sorted(program.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database.url))


def rows(database, table):
    """Rows of a table as text, in an order that does not depend on how they are stored."""
    if database.kind == "sqlite":
        with sqlite3.connect(f"file:{database.files}?mode=ro", uri=True) as connection:
            return sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"'))
    return sorted(program.psql(f'COPY "{table}" TO STDOUT', database.url))


def content(database, without=()):
    """A hash of each table."""
    kept = [table for table in tables(database) if table not in TRACES and table not in without]
    return {table: hashlib.sha256("\n".join(rows(database, table)).encode()).hexdigest() for table in kept}


def differences(before, after):
    """Names of the tables that are not what they were."""
    return sorted(table for table in before if before[table] != after.get(table))
