"""The chain of seals: an edit, a deletion, a swap and a truncation are each found (R53), and what must be recorded is."""

import json
import shutil
import sqlite3
import subprocess

import pytest

import program
from support import held, imports, nation
from support.people import Caller, sign_in


def anchor_of(database):
    """The seal kept outside the database: beside a SQLite file, elsewhere for a server."""
    return str(database.files) + ".anchor" if database.files else str(program.WORK / f"{database.name}.anchor")


def verify(database):
    answer = database.run("--anchor", anchor_of(database), "journal", "verify", "--json", code=None)
    return answer.code, json.loads(answer.out.splitlines()[0])


@pytest.fixture(scope="module")
def worked_once(prepared):
    """A database in which several people have worked."""
    database = prepared.copy()
    database.run("--anchor", anchor_of(database), "migrate")
    with program.Server(database, LOGIMEDH_ANCHOR=anchor_of(database)) as server:
        manager = Caller(server)
        for number in range(4):
            manager.create("/posts", {"establishment": nation.HOME, "local_number": f"LJ{number}", "kind": "PC", "quotity": 5000,
                                      "effect": {"valid_from": "2026-01-01", "reason": f"Essai {number}"}})
        imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
        manager.call("GET", "/staffing_table", 200, params={"establishment": nation.HOME, "as_of": nation.TODAY},
                     headers={"Accept": "text/csv; profile=fr"})
        sign_in(manager.http, manager.address, "wrong password 1")
    return database


@pytest.fixture
def worked(worked_once):
    """A copy of it, with its anchor."""
    copy = worked_once.copy()
    if not copy.files:
        shutil.copy(anchor_of(worked_once), anchor_of(copy))
    return copy


def meddle(database, *statements):
    """What somebody with the password of the database could do, past the triggers that guard the journal."""
    if database.kind == "sqlite":
        guards = held.select(database, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held.write(database, *(f'DROP TRIGGER "{name}"' for name, _ in guards), *statements, *(sql for _, sql in guards))
    else:
        held.write(database, "SET session_replication_role = replica", *statements)


LAST = "(SELECT max(seq) FROM changes)"
TAMPERING = {
    "an_edit_of_a_fact": ["UPDATE posts SET quotity = 9000 WHERE quotity = 5000"],
    "an_edit_of_a_reason": ["UPDATE changes SET reason = 'Autre' WHERE reason = 'Essai 1'"],
    "an_edit_of_an_author": ["UPDATE changes SET author = 'Quelqu''un' WHERE reason = 'Essai 2'"],
    "an_edit_of_an_instant": ["UPDATE changes SET at = '2020-01-01 08:00:00' WHERE reason = 'Essai 2'"],
    "an_edit_of_the_knowledge_of_a_fact": ["UPDATE posts SET recorded_at = '2020-01-01 08:00:00' WHERE local_number = 'LJ2'"],
    "a_deletion_of_a_fact": ["DELETE FROM affectations WHERE id = (SELECT max(id) FROM affectations)"],
    "a_deletion_in_the_journal": ["DELETE FROM posts WHERE change_id = (SELECT id FROM changes WHERE reason = 'Essai 1')",
                                  "DELETE FROM changes WHERE reason = 'Essai 1'"],
    "a_swap": ["UPDATE changes SET reason = 'x' WHERE reason = 'Essai 1'",
               "UPDATE changes SET reason = 'Essai 1' WHERE reason = 'Essai 2'",
               "UPDATE changes SET reason = 'Essai 2' WHERE reason = 'x'"],
    "a_swap_of_two_lines": [
        "UPDATE changes SET seq = 1000000 WHERE reason = 'Essai 1'",
        "UPDATE changes SET seq = seq - 1 WHERE reason = 'Essai 2'",
        "UPDATE changes SET seq = (SELECT seq + 1 FROM changes WHERE reason = 'Essai 2') WHERE reason = 'Essai 1'"],
    "a_truncation": [f"DELETE FROM changes WHERE seq = {LAST}"],
    # The end cut off with its seals: what is left agrees with itself, and only the anchor says that there was more.
    "a_truncation_with_its_seals": [f"DELETE FROM seals WHERE seq >= {LAST} - 1", f"DELETE FROM changes WHERE seq >= {LAST} - 1"],
    "an_event_edited": ["UPDATE changes SET details = '{}' WHERE kind = 'event'"],
    "an_event_removed": ["DELETE FROM changes WHERE seq = (SELECT min(seq) FROM changes WHERE kind = 'event')"],
}


def test_r53_what_nobody_touched_is_sound(worked):
    code, said = verify(worked)
    assert code == 0 and said["sound"] and said["findings"] == []
    assert said["changes"] > 8


@pytest.mark.parametrize("name", TAMPERING)
def test_r53_tampering_is_found(worked, name):
    meddle(worked, *TAMPERING[name])
    code, said = verify(worked)
    assert code != 0 and not said["sound"] and said["findings"], said


def test_r53_the_journal_refuses_to_be_rewritten(worked):
    """Without going past the triggers, the database itself says no."""
    for statement in ("UPDATE changes SET reason = 'Autre'", "DELETE FROM changes", "UPDATE seals SET hash = ''", "DELETE FROM seals"):
        with pytest.raises((sqlite3.Error, subprocess.CalledProcessError)):
            held.write(worked, statement)
    assert verify(worked)[0] == 0


def test_r53_what_must_be_recorded_is(own_server):
    """Sign-ins good and bad, extractions with their filters, rows and hash, rights, imports, the reading itself."""
    manager, admin, auditor = (Caller(own_server, one) for one in ("hospital_manager", "cng_admin", "auditor"))
    sign_in(manager.http, manager.address, "wrong password 1")
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    imports.step(manager, view, "undo", {"reason": "Essai"})
    manager.call("GET", "/staffing_table", 200, params={"establishment": nation.HOME, "as_of": nation.TODAY},
                 headers={"Accept": "text/csv; profile=raw"})
    reader = next(one for one in admin.items("/users") if one["email"].startswith("ars-reader"))
    admin.act(f"/users/{reader['id']}/disable", reader, {"reason": "Départ"})
    auditor.get("/journal", limit=1)
    lines = auditor.items("/journal")
    operations = {one["operation"] for one in lines}
    sought = {"session.open", "session.refused", "staffing_table.extract", "import.receive", "sirh.apply", "change.undo",
              "habilitation.create", "account.disable", "journal.read"}
    assert sought <= operations, f"{sought - operations} not among {sorted(operations)}"
    extraction = next(one for one in lines if one["operation"] == "staffing_table.extract")
    assert extraction["details"]["rows"] > 10 and len(extraction["details"]["hash"]) == 64
    assert nation.TODAY in json.dumps(extraction["details"])
    for line in lines:
        assert line["summary"] and line["at"] and line["origin"]
        assert "{" not in line["summary"], "in words"


def test_r53_the_state_of_the_chain_is_told_over_http(server):
    told = Caller(server, "auditor").get("/journal/verify").json()
    assert told["sound"] and told["changes"] > 5 and len(told["last_hash"]) == 64
