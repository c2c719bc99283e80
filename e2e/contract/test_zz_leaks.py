"""After all the others: what the servers of this run wrote holds no secret and nobody (R54).

The last file by its name. Logs are those of every server started by these tests; the canaries below are looked for too.
"""

import re

import pytest

import program
from support import imports, nation
from support.people import Caller, cookie_of, refresh, sign_in

CANARY = {"birth_name": "CANARIGRIS", "usual_name": "CANARIJAUNE", "first_names": "Zéphyrine"}
CANARY_PASSWORD = "mot de passe canari 42"
SECRETS = program.SECRETS
INSIDE = re.compile(r"\bSELECT\b|\bINSERT INTO\b|panicked at|/src/|\.rs:\d+")


@pytest.fixture(scope="module")
def chatty(server):
    """A server that has been told secrets and people, rightly and wrongly."""
    manager = Caller(server)
    person = manager.items("/practitioners", as_of=nation.TODAY)[0]
    answers = [
        manager.edit(f"/practitioners/{person['id']}", person, {
            **CANARY, "effect": {"valid_from": nation.TODAY, "reason": "Essai"}}, status=None),
        manager.call("POST", "/practitioners/search", json={"name": CANARY["usual_name"]}),
        manager.call("POST", "/practitioners/search", json={"nom": CANARY["usual_name"]}),
        manager.call("POST", "/practitioners/search", content=CANARY["usual_name"].encode(), headers={"Content-Type": "application/json"}),
        sign_in(manager.http, manager.address, CANARY_PASSWORD),
        sign_in(manager.http, f"{CANARY['usual_name']}@demo.example", CANARY_PASSWORD),
        manager.http.get("/api/v1/posts", headers={"Authorization": f"Bearer {manager.token}x"}),
        refresh(manager.http, "canari-de-jeton"),
        imports.send(manager, f"nom_usage\n{CANARY['usual_name']}\n".encode(), name="personnel.csv", status=None),
    ]
    cookie = cookie_of(sign_in(manager.http, manager.address))
    return manager, answers, cookie


def test_r54_errors_hold_no_secret_and_nothing_of_the_inside(chatty):
    _, answers, _ = chatty
    for answer in answers:
        if answer.status_code >= 400:
            assert not SECRETS.search(answer.text) and not INSIDE.search(answer.text), answer.text
            assert CANARY_PASSWORD not in answer.text
            assert CANARY["usual_name"] not in str(answer.request.url) + answer.text


def test_r54_a_search_by_name_is_not_possible_in_an_address(chatty):
    manager, _, _ = chatty
    for name in ("q", "usual_name", "birth_name", "rpps", "name", "birth_date"):
        answer = manager.call("GET", "/practitioners", params={name: "CANARIBLEU"})
        assert answer.status_code == 400, f"{name}: people are searched by body"


def logs():
    return sorted(program.WORK.rglob("server.log"))


def test_r54_the_logs_of_this_run_hold_no_secret(chatty):
    manager, _, cookie = chatty
    assert logs()
    for log in logs():
        text = log.read_text("utf-8", "replace")
        assert text.strip(), "a server that logs nothing proves nothing"
        found = SECRETS.search(text)
        assert not found, text[max(0, found.start() - 200):found.end() + 50]
        for secret in (manager.token, cookie, CANARY_PASSWORD, "canari-de-jeton", "wrong password"):
            assert secret not in text


def test_r54_the_logs_of_this_run_name_nobody(chatty):
    rows = program.sample_rows(program.SMALL, imports.NEXT)
    people = {row["rpps"] for row in rows} | {row["nom_usage"] for row in rows if "-" in row["nom_usage"]}
    people |= set(CANARY.values()) | {"CANARIBLEU"}
    people.discard("")
    for log in logs():
        text = log.read_text("utf-8", "replace")
        assert not [one for one in people if one in text], log


def test_r54_the_journal_holds_no_secret(chatty):
    manager, _, cookie = chatty
    text = manager.get("/journal", limit=500).text
    assert not SECRETS.search(text) and CANARY_PASSWORD not in text and cookie not in text
