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


def known_gaps():
    """Tests that do not hold yet, as `known_gaps.txt` lists them: the words of their name, and why."""
    text = (pathlib.Path(__file__).parent / "known_gaps.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    for line in lines:
        words, why = line.split("\t")
        yield words.split(), why


def pytest_collection_modifyitems(items):
    """What is known not to hold is run all the same: the day it holds, its line must go."""
    gaps = list(known_gaps())
    for item in items:
        for words, why in gaps:
            if item.originalname == words[0] and all(word in item.name for word in words[1:]):
                item.add_marker(pytest.mark.xfail(reason=why, strict=True))
