"""What a database holds, to show that a call changed nothing, or that something is nowhere, whatever its kind."""

import contextlib
import functools
import gzip
import hashlib
import io
import re
import sqlite3
import zipfile

import program

# Traces of the calls themselves: attempts to sign in, sessions, answers kept to be replayed, the last sign-in.
TRACES = {"__diesel_schema_migrations", "sign_in_attempts", "sessions", "refresh_tokens", "replays", "accounts"}
# A refusal may leave its line in the journal; a change of facts may not.
ONLY = {"changes": "kind IS NULL"}
# How PostgreSQL writes bytes.
BYTES = re.compile(r"\\\\x([0-9a-f]*)")


@functools.cache
def tables(database):
    """Names of all tables; the same for all copies, asked once for each."""
    if database.kind == "sqlite":
        with read_only(database) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return sorted(name for name, in rows)
    return sorted(program.psql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database.url))


def read_only(database):
    return contextlib.closing(sqlite3.connect(f"file:{database.files}?mode=ro", uri=True))


def write(database, *statements):
    """What somebody with the password of the database could do; one transaction."""
    if database.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(database.files, timeout=30)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
    else:
        program.psql("; ".join(statements), database.url)


def select(database, statement):
    """Rows of a query on SQLite."""
    with read_only(database) as connection:
        return connection.execute(statement).fetchall()


def rows(database, statement):
    """Rows of a query that gives one text or number each."""
    if database.kind == "sqlite":
        return [str(value) for value, in select(database, statement)]
    return program.psql(statement, database.url)


def content(database):
    """A hash of each table that holds what people work on."""
    kept = {table: f'SELECT * FROM "{table}" WHERE {ONLY.get(table, "1 = 1")}'
            for table in tables(database) if table not in TRACES}
    if database.kind == "sqlite":
        with read_only(database) as connection:
            return {table: hashlib.sha256("\n".join(
                sorted(repr(row) for row in connection.execute(rows))).encode()).hexdigest()
                for table, rows in kept.items()}
    # One question for all tables: to ask one by one takes longer than to answer.
    hashes = " UNION ALL ".join(
        f"SELECT '{table}=' || md5(coalesce(string_agg(own::text, chr(10) ORDER BY own::text), '')) FROM ({rows}) own"
        for table, rows in kept.items())
    return dict(line.split("=") for line in program.psql(hashes, database.url))


def differences(before, after):
    """Names of the tables that are not what they were."""
    return sorted(table for table in before if before[table] != after.get(table))


def values(database, table):
    """All that a table holds, as text; compressed bytes are opened."""
    if database.kind == "sqlite":
        with read_only(database) as connection:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield opened(value) if isinstance(value, bytes) else str(value)
        return
    for line in program.psql(f'COPY (SELECT * FROM "{table}") TO STDOUT', database.url):
        yield BYTES.sub("", line)
        for found in BYTES.findall(line):
            yield opened(bytes.fromhex(found))


def opened(content):
    """Bytes as text, each byte a character; what is compressed, inside."""
    if content.startswith(b"\x1f\x8b"):
        return opened(gzip.decompress(content))
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    # Sixteen bits a character.
    return content.replace(b"\0", b"").decode("latin-1")
