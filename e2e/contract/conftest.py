"""Where each test gets its server: a fresh copy of the demonstration, on every kind of database that is there.

A test file has one server by default (`server`); a test that breaks things takes its own (`own_server`).
"""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import program  # noqa: E402

from support import contract, nation  # noqa: E402


def pytest_report_header():
    return f"binary: {program.binary()}, databases: {', '.join(databases())}"


def databases():
    """SQLite always; PostgreSQL when its address is given, and it must be where `CI` is set."""
    if os.environ.get("LOGIMEDH_TEST_DATABASES") == "sqlite":
        return ["sqlite"]
    if os.environ.get("CI") and not program.ADMIN:
        raise pytest.UsageError("LOGIMEDH_TEST_POSTGRES is not set: nothing is left out where CI is set")
    return program.kinds()


def pytest_generate_tests(metafunc):
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", databases(), scope="session")


@pytest.fixture(scope="session")
def prepared(database_kind):
    """Three hospitals in two regions, one account per profile; made once, copied by who uses it."""
    return nation.prepared(database_kind)


@pytest.fixture(scope="module")
def server(prepared):
    """The server of a test file."""
    with program.Server(prepared.copy()) as server:
        yield server


@pytest.fixture
def own_server(prepared):
    """The server of one test."""
    with program.Server(prepared.copy()) as server:
        yield server


@pytest.fixture(scope="session")
def document():
    """The checked-in contract."""
    return contract.document()
