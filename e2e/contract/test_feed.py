"""The change feed, as a program follows it: a copy stays true (through an import and its undo), and what a caller is told is
what the nation is told, filtered (R42)."""

import collections
import json

import pytest

from support import imports, nation, rights
from support.people import PROFILES, Caller, code_of, hired

RESOURCES = ("structures", "posts", "practitioners", "statuses", "positions", "headships", "affectations")
EMPTY = {"items": [], "more": False}


def token(caller):
    """A token of now."""
    told = caller.get("/changes").json()
    assert {name: told[name] for name in EMPTY} == EMPTY
    return told["next"]


def follow(caller, after, **query):
    """All that is told from a token on, and the token where it ends."""
    items = []
    while True:
        told = caller.get("/changes", after=after, **query).json()
        assert len(told["items"]) <= told["limit"]
        items, after = items + told["items"], told["next"]
        if not told["more"]:
            return items, after


def dump(caller, resource):
    """The things of a list by id, and the token of what the file holds."""
    answer = caller.call("GET", f"/{resource}", 200, params={"as_of": nation.TODAY, "format": "ndjson"})
    *rows, last = [json.loads(line) for line in answer.text.splitlines()]
    assert last["trailer"]["count"] == len(rows)
    return {one["id"]: one for one in rows}, last["trailer"]["changes"]


def gist(rows):
    """What is said, without when and by which change it came to be said."""
    aside = ("version", "recorded_at", "change_id", "allowed_actions")
    return {id: {name: value for name, value in row.items() if name not in aside} for id, row in rows.items()}


def test_a_copy_made_of_dumps_stays_true_through_an_import_and_its_undo(own_server):
    manager = Caller(own_server)
    copies, first = {}, None
    for resource in ("structures", "posts", "practitioners", "affectations"):
        copies[resource], after = dump(manager, resource)
        first = first or after
    began = {resource: gist(rows) for resource, rows in copies.items()}
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)

    def catch_up(after):
        told, after = follow(manager, after, resources=",".join(copies), limit=7)
        for item in told:
            resource, id = item["resource"], item["id"]
            if item["operation"] in ("created", "modified"):
                answer = manager.call("GET", f"/{resource}/{id}", params={"as_of": nation.TODAY})
                # It may hold on other days alone.
                if answer.status_code == 200:
                    row = answer.json()
                    row.pop("time")
                    assert row["version"] >= item["version"]
                    copies[resource][id] = row
                    continue
                assert answer.status_code == 404
            copies[resource].pop(id, None)
        for resource, rows in copies.items():
            there, _ = dump(manager, resource)
            assert {id: row["version"] for id, row in rows.items()} == {id: row["version"] for id, row in there.items()}
        return told, after

    told, after = catch_up(first)
    assert {item["change_id"] for item in told} == {view["change"]} and len(told) > 10
    assert len({(item["resource"], item["id"]) for item in told}) == len(told), "each thing once"
    imports.step(manager, view, "undo", {"reason": "Mauvais fichier"})
    undone, after = catch_up(after)
    opposite = {"created": "retracted", "retracted": "created", "modified": "modified"}
    expected = {(item["resource"], item["id"]): opposite[item["operation"]] for item in told}
    assert {(item["resource"], item["id"]): item["operation"] for item in undone} == expected
    assert set(expected.values()) >= {"retracted", "modified"}
    assert {resource: gist(dump(manager, resource)[0]) for resource in copies} == began
    assert follow(manager, after)[0] == []


def test_r42_the_feed_is_the_national_one_filtered(own_server):
    callers = {profile: Caller(own_server, profile) for profile in PROFILES}
    territory = rights.Territory(callers["cng_manager"], nation.TODAY)
    readers = [profile for profile in rights.AREAS if rights.may(profile, "structures")]
    tokens = {profile: token(callers[profile]) for profile in readers}
    assert code_of(callers["ministry_reader"].get("/changes", 403)) == "right.missing"

    manager = callers["hospital_manager"]
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    for finess, caller in [(nation.HOME, manager)] + [(one, hired(own_server, one)) for one in (nation.NEIGHBOUR, nation.ELSEWHERE)]:
        place = caller.items("/structures", establishment=finess, as_of=nation.TODAY)[0]
        caller.edit(f"/structures/{place['id']}", place, {"label": "Autre nom", "effect": {"valid_from": "2026-09-01"}})
        caller.create("/posts", {"establishment": finess, "local_number": "LF1", "kind": "PC", "quotity": 5000,
                                 "effect": {"valid_from": "2026-01-01"}})
    imports.step(manager, view, "undo", {"reason": "Essai", "untouched_only": True})

    national, _ = follow(callers["cng_admin"], tokens["cng_admin"], limit=500)
    entries = {one["id"]: one for one in callers["auditor"].items("/journal", facts="true")}
    places = {item["change_id"]: entries[item["change_id"]]["establishment"] for item in national}
    assert set(places.values()) == {nation.HOME, nation.NEIGHBOUR, nation.ELSEWHERE}
    assert {item["resource"] for item in national} >= set(RESOURCES) - {"positions"}
    assert [item["seq"] for item in national] == sorted(item["seq"] for item in national)
    sizes = collections.Counter()
    for profile in readers:
        readable = [one for one in RESOURCES if rights.may(profile, rights.rubric_of(one))]
        expected = [item for item in national
                    if item["resource"] in readable and territory.inside(profile, places[item["change_id"]])]
        own, _ = follow(callers[profile], tokens[profile], limit=37)
        assert own == expected, profile
        sizes[len(own)] += 1
        for resource in set(RESOURCES) - set(readable):
            assert code_of(callers[profile].get("/changes", 403, resources=resource)) == "right.missing"
        for resource in readable:
            alone, _ = follow(callers[profile], tokens[profile], resources=resource, limit=500)
            assert alone == [item for item in expected if item["resource"] == resource]
    assert len(sizes) > 2, "filters that differ"


@pytest.mark.parametrize("changed", [lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"), lambda text: "A" + text[1:],
                                     lambda text: text[:40], lambda text: ""])
def test_a_token_is_taken_as_it_was_given(server, changed):
    manager = Caller(server)
    good = token(manager)
    assert code_of(manager.get("/changes", 400, after=changed(good))) == "request.bad_cursor"
    assert code_of(Caller(server, "hospital_reader").get("/changes", 400, after=good)) == "request.bad_cursor"
    assert follow(manager, good)[0] == []


def test_a_right_that_is_withdrawn_asks_for_a_new_copy(own_server):
    admin, manager = Caller(own_server, "cng_admin"), Caller(own_server, "hospital_reader")
    good = token(manager)
    account = next(one for one in admin.items("/users") if one["email"] == manager.address)
    today = admin.get("/me").json()["today"]
    admin.create("/habilitations", {"account": account["id"], "grant": {
        "profile": "hospital_reader", "perimeter": f"ej:{nation.NEIGHBOUR}", "valid_from": today,
        "valid_to": f"{int(today[:4]) + 1}{today[4:8]}01", "reason": "Essai"}})
    manager.forget_token()
    refused = manager.get("/changes", 410, after=good, resources="posts,structures")
    assert code_of(refused) == "feed.resync_required"
    lost = refused.json()
    assert lost["lists"] == ["/api/v1/structures", "/api/v1/posts"]
    for address in lost["lists"]:
        assert manager.get(address, limit=1).json()["items"]
    assert follow(manager, lost["next"])[0] == []
