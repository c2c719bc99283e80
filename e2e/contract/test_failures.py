"""What the machine does wrong is told as such, without a word of what is inside, and ends when its cause does (R05, R06)."""

import time

import httpx
import pytest

import program
from support import held, nation
from support.people import Caller, code_of


def said(answer, status, code):
    """A problem that says nothing of tables, files or addresses."""
    assert (answer.status_code, code_of(answer)) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["request_id"]
    for inside in ("kept_apart", "affectations", "sqlite", "postgres", "127.0.0.1", "relation", "table"):
        assert inside not in answer.text.lower().replace('"/api/v1/affectations', ""), answer.text


def test_r06_what_nobody_foresaw_is_an_internal_error(own_server):
    manager = Caller(own_server)
    manager.get("/affectations", limit=1)
    held.write(own_server.database, "ALTER TABLE affectations RENAME TO kept_apart")
    said(manager.call("GET", "/affectations", params={"limit": 1}), 500, "internal.error")
    held.write(own_server.database, "ALTER TABLE kept_apart RENAME TO affectations")
    assert manager.get("/affectations", limit=1).json()["items"]


def test_r06_a_database_that_is_away_is_waited_for(own_server):
    database = own_server.database
    if database.kind == "sqlite":
        pytest.skip("a file does not go away from the process that holds it")
    manager = Caller(own_server)
    manager.get("/posts", establishment=nation.HOME, limit=1)
    program.psql(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS false')
    program.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.name}'")
    for _ in range(3):
        answer = manager.call("GET", "/posts", params={"limit": 1})
        said(answer, 503, "service.database_unavailable")
        assert int(answer.headers["retry-after"]) > 0
    said(httpx.get(own_server.base + "/ready"), 503, "service.database_unavailable")
    assert httpx.get(own_server.base + "/health").status_code == 200, "the process lives: to start it again mends nothing"
    program.psql(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS true')
    until = time.monotonic() + 30
    while manager.call("GET", "/posts", params={"limit": 1}).status_code != 200:
        assert time.monotonic() < until, "it does not come back"
        time.sleep(0.2)
    while httpx.get(own_server.base + "/ready").status_code != 200:
        assert time.monotonic() < until, "it is not ready again"
        time.sleep(0.2)
