"""The chain of seals: an edit, a deletion, a swap and a truncation are each found (R53), and what must be recorded is."""

import json
import shutil
import sqlite3
import subprocess
import uuid

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
    manager.get("/journal", limit=1)
    manager.get("/users", 403)
    national = Caller(own_server, "cng_manager")
    national.get(f"/practitioners/{manager.items('/practitioners', as_of=nation.TODAY)[0]['id']}", as_of=nation.TODAY)
    national.call("POST", "/practitioners/search", 200, json={"establishment": nation.HOME})
    auditor.get("/journal", limit=1)
    lines = auditor.items("/journal")
    operations = {one["operation"] for one in lines}
    sought = {"session.open", "session.refused", "staffing_table.extract", "import.receive", "sirh.apply", "change.undo",
              "habilitation.create", "account.disable", "journal.read", "journal.read_inside", "right.refused",
              "practitioner.read", "practitioner.search"}
    assert sought <= operations, f"{sought - operations} not among {sorted(operations)}"
    extraction = next(one for one in lines if one["operation"] == "staffing_table.extract")
    assert extraction["details"]["rows"] > 10 and len(extraction["details"]["hash"]) == 64
    assert nation.TODAY in json.dumps(extraction["details"])
    for line in lines:
        assert line["summary"] and line["at"] and line["origin"]
        assert "{" not in line["summary"], "in words"


def new_lines(caller, before, operation):
    return [one for one in caller.items("/journal", operation=operation) if one["id"] not in before]


def known(caller):
    return {one["id"] for one in caller.items("/journal")}


def test_r53_a_refusal_says_who_and_what_and_no_value(own_server):
    """One line for what is asked again and again; what was sent is never kept."""
    auditor, agent, agency = (Caller(own_server, one) for one in ("auditor", "hospital_reader", "ars_reader"))
    post = Caller(own_server).items("/posts", as_of=nation.TODAY)[0]
    before = known(auditor)
    for _ in range(5):
        agent.get("/users", 403, q="parole-cachée")
    agency.edit(f"/posts/{post['id']}", post, {"quotity": 4321, "effect": {"valid_from": nation.TODAY, "reason": "parole-cachée"}}, 403)
    lines = new_lines(auditor, before, "right.refused")
    told = {(one["author"], one["details"]["operation"], *one["details"]["things"]) for one in lines}
    names = {who: who.get("/me").json()["name"] for who in (agent, agency)}
    assert told == {(names[agent], "GET /users"), (names[agency], "PATCH /posts/{id}", post["id"])} and len(lines) == 2
    assert not [line for line in lines if "parole-cachée" in json.dumps(line, ensure_ascii=False) or "4321" in json.dumps(line["details"])]
    assert {one["summary"] for one in lines} == {"Demande refusée, faute de droit : comptes", "Demande refusée, faute de droit : postes"}
    # Those of the hospital read that one of theirs was refused.
    assert [one for one in Caller(own_server).items("/journal", operation="right.refused") if one["author"] == names[agent]]


def test_r53_one_account_cannot_fill_the_journal_with_refusals(own_server):
    auditor, agent = Caller(own_server, "auditor"), Caller(own_server, "practitioner")
    before = known(auditor)
    for _ in range(80):
        agent.get(f"/users/{uuid.uuid4()}", 403)
    assert 10 < len(new_lines(auditor, before, "right.refused")) <= 50


def test_r53_those_of_the_hospital_who_read_the_journal_are_in_it(own_server):
    """Once in a while: somebody who works with it all day does not fill it with themselves."""
    manager = Caller(own_server)
    lines = [manager.items("/journal", operation="journal.read_inside") for _ in range(4)]
    assert [len(one) for one in lines] == [0, 1, 1, 1]
    assert lines[-1][0]["summary"] == "Lecture du journal" and lines[-1][0]["establishment"] == nation.HOME


FILES = {
    "sheet": lambda caller, id, _: caller.get(f"/practitioners/{id}", as_of=nation.TODAY),
    "history": lambda caller, id, _: caller.get(f"/practitioners/{id}/history"),
    "timeline": lambda caller, id, _: caller.get(f"/practitioners/{id}/timeline"),
    "statuses": lambda caller, id, _: caller.get(f"/practitioners/{id}/statuses", as_of=nation.TODAY),
    "positions": lambda caller, id, _: caller.get(f"/practitioners/{id}/positions", as_of=nation.TODAY),
    "affectations_of": lambda caller, id, _: caller.get("/affectations", practitioner=id, as_of=nation.TODAY),
    "statuses_of": lambda caller, id, _: caller.get("/statuses", practitioner=id, as_of=nation.TODAY),
    "positions_of": lambda caller, id, _: caller.get("/positions", practitioner=id, as_of=nation.TODAY),
    "status": lambda caller, _, own: caller.get(f"/statuses/{own['statuses']}", as_of=nation.TODAY),
    "status_history": lambda caller, _, own: caller.get(f"/statuses/{own['statuses']}/history"),
    "position": lambda caller, _, own: caller.get(f"/positions/{own['positions']}", as_of=nation.TODAY),
    "affectation": lambda caller, _, own: caller.get(f"/affectations/{own['affectations']}", as_of=nation.TODAY),
    "affectation_history": lambda caller, _, own: caller.get(f"/affectations/{own['affectations']}/history"),
}


def test_r53_a_file_read_from_outside_is_recorded_on_every_way(own_server):
    manager, national = Caller(own_server), Caller(own_server, "cng_manager")
    holder = manager.items("/affectations", as_of=nation.TODAY)[0]
    person = holder["practitioner"]["id"]
    code = next(one["code"] for one in manager.get("/nomenclatures/positions").json()["items"]
                if one["code"] != "ACTIVITE" and one["attributes"].get("sensitive") != "yes")
    held = [one["id"] for one in manager.items("/positions", practitioner=person, as_of=nation.TODAY)] or [manager.create(
        f"/practitioners/{person}/positions", {"position": code, "effect": {"valid_from": nation.TODAY, "reason": "Essai"}}
    ).json()["id"]]
    own = {"positions": held[0], "affectations": holder["id"],
           "statuses": manager.get("/statuses", practitioner=person, as_of=nation.TODAY).json()["items"][0]["id"]}
    assert known(manager) and manager.items("/journal", operation="practitioner.read") == [], "those of the hospital are not outside"
    for way, read in FILES.items():
        before = known(manager)
        read(national, person, own)
        lines = new_lines(manager, before, "practitioner.read")
        assert [one["details"] for one in lines] == [{"practitioner": person}], way
    # A list that is of nobody is no file.
    before = known(manager)
    national.get("/statuses", establishment=nation.HOME, as_of=nation.TODAY)
    assert new_lines(manager, before, "practitioner.read") == []


def test_r53_a_search_from_outside_says_whom_it_found_and_not_the_words(own_server):
    manager, national = Caller(own_server), Caller(own_server, "cng_manager")
    person = manager.items("/practitioners", as_of=nation.TODAY)[0]
    national.call("POST", "/practitioners/search", 200, json={"name": person["usual_name"], "establishment": nation.HOME})
    [line] = manager.items("/journal", operation="practitioner.search")
    assert person["id"] in line["details"]["practitioners"] and line["details"]["rows"] == len(line["details"]["practitioners"])
    assert person["usual_name"] not in json.dumps(line)
    manager.call("POST", "/practitioners/search", 200, json={"name": person["usual_name"]})
    assert len(manager.items("/journal", operation="practitioner.search")) == 1


def test_r53_the_state_of_the_chain_is_told_over_http(server):
    told = Caller(server, "auditor").get("/journal/verify").json()
    assert told["sound"] and told["changes"] > 5 and len(told["last_hash"]) == 64
