"""Lists: a walk sees each row once while others write (R08), on the day and at the instant of its first page."""

import base64
import threading

import pytest

import program
from support import contract, nation, things
from support.people import Caller, code_of


# The day of the extract of the large hospital.
CROWDED = "2026-04-01"


@pytest.fixture(scope="module")
def crowded(database_kind):
    """A server over some ten thousand rows: the large hospital is there with all its people."""
    with program.Server(nation.with_large_hospital(database_kind).copy()) as server:
        yield server


def walk(caller, path, **parameters):
    """All ids of a list in the order given, and the pages."""
    seen, pages, cursor = [], [], None
    while True:
        page = caller.get(path, **parameters, **({"cursor": cursor} if cursor else {})).json()
        seen += [item["id"] for item in page["items"]]
        pages.append(page)
        cursor = page["next"]
        if cursor is None:
            return seen, pages


@pytest.mark.parametrize("sort", ["-valid_from,quotity", None], ids=["sorted", "as_it_comes"])
def test_r08_a_walk_sees_each_row_once_while_others_write(crowded, sort):
    reader, manager = Caller(crowded, "cng_manager"), Caller(crowded)
    asked = {"as_of": CROWDED, "limit": 97, **({"sort": sort} if sort else {})}
    counted = reader.get("/affectations", as_of=CROWDED, limit=1, total="exact").json()["total"]
    assert counted > 3000, "not much of a walk"
    stop, written = threading.Event(), []

    def keep_writing():
        number = 0
        while not stop.is_set():
            number += 1
            made = manager.create("/posts", {
                "establishment": nation.HOME, "local_number": f"LE2E{sort is None}{number}", "kind": "PC",
                "quotity": 5000, "effect": {"valid_from": "2026-01-01", "reason": "Essai"}})
            written.append(made.json()["id"])

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        seen, pages = walk(reader, "/affectations", **asked)
        posts, _ = walk(reader, "/posts", as_of=nation.TODAY, limit=41)
    finally:
        stop.set()
        writer.join()
    assert written, "nobody wrote meanwhile"
    assert len(seen) == len(set(seen)) == counted
    assert len(posts) == len(set(posts))
    assert len({page["time"]["known_at"] for page in pages}) == 1, "one knowledge from the first page to the last"


def test_r08_rows_that_come_and_go_do_not_disturb_a_walk(crowded):
    """A thing ended or moved in the order after the first page is given once, as it was."""
    manager = Caller(crowded)
    asked = {"establishment": nation.HOME, "as_of": nation.TODAY, "sort": "quotity", "limit": 5}
    expected, _ = walk(manager, "/posts", **asked)
    first = manager.get("/posts", **asked).json()
    victim = manager.get(f"/posts/{expected[7]}", as_of=nation.TODAY).json()
    manager.act(f"/posts/{victim['id']}/end", victim, {"valid_to": "2026-09-01", "reason": "Essai"})
    manager.create("/posts", {"establishment": nation.HOME, "local_number": "0000000", "kind": "PC", "quotity": 1000,
                              "effect": {"valid_from": "2026-01-01", "reason": "Essai"}})
    seen, cursor = [item["id"] for item in first["items"]], first["next"]
    while cursor:
        page = manager.get("/posts", **asked, cursor=cursor).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert seen == expected
    now, _ = walk(manager, "/posts", **asked)
    assert victim["id"] not in now and len(now) == len(expected)


def damaged(cursor):
    """Cursors that somebody made of a good one."""
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    flipped = bytes([raw[0] ^ 1]) + bytes(raw[1:])
    yield base64.urlsafe_b64encode(flipped).rstrip(b"=").decode()
    yield base64.urlsafe_b64encode(bytes(raw[:-1])).rstrip(b"=").decode()
    yield base64.urlsafe_b64encode(bytes(raw[:-32])).rstrip(b"=").decode()
    yield cursor[:-4] + "AAAA"
    yield cursor + "A"
    yield "eyJrZXlzIjpbXX0"
    yield ""


def test_r08_a_tampered_cursor_is_refused(server):
    manager = Caller(server)
    cursor = manager.get("/posts", limit=3, as_of=nation.TODAY).json()["next"]
    assert manager.get("/posts", limit=3, as_of=nation.TODAY, cursor=cursor).json()["items"]
    for bad in damaged(cursor):
        answer = manager.call("GET", "/posts", params={"limit": 3, "as_of": nation.TODAY, "cursor": bad})
        assert (answer.status_code, code_of(answer)) == (400, "request.bad_cursor"), bad


def test_r08_a_foreign_cursor_is_refused(server):
    """A cursor is for one person, one list and one query."""
    manager, approver = Caller(server), Caller(server, "hospital_approver")
    cursor = manager.get("/posts", limit=3, as_of=nation.TODAY).json()["next"]
    for caller, path, query in [(approver, "/posts", {"as_of": nation.TODAY}),
                                (manager, "/structures", {"as_of": nation.TODAY}),
                                (manager, "/posts", {"as_of": "2026-05-05"}),
                                (manager, "/posts", {"as_of": nation.TODAY, "sort": "-quotity"}),
                                (manager, "/posts", {})]:
        answer = caller.call("GET", path, params={"limit": 3, "cursor": cursor, **query})
        assert (answer.status_code, code_of(answer)) == (400, "request.bad_cursor"), f"{path} {query}"


@pytest.mark.parametrize("path", sorted(things.lists()) if contract.CHECKED_IN.exists() else [])
def test_r08_every_list_pages_alike(server, path):
    """Pages of one and pages of many hold the same, whatever the list; a size above 500 is lowered and said."""
    caller = Caller(server, "cng_admin" if path.split("/")[3] in ("users", "habilitations", "nomenclatures") else
                    "hospital_manager")
    operation = things.lists()[path]
    query = things.queries(operation, nation.HOME)
    if "as_of" in operation.queries():
        query["as_of"] = nation.TODAY
    caller.get(path, limit=1, **query)  # The first reading of the journal is itself told there.
    whole = caller.get(path, limit=9999, **query).json()
    assert whole["limit"] == 500
    if len(whole["items"]) > 60:
        whole = caller.get(path, limit=30, **query).json()
        again = caller.get(path, limit=60, **query).json()["items"]
        following = caller.get(path, limit=30, cursor=whole["next"], **query).json()["items"]
        assert whole["items"] + following == again
        return
    one_by_one, cursor = [], None
    while True:
        page = caller.get(path, limit=7, **query, **({"cursor": cursor} if cursor else {})).json()
        assert len(page["items"]) <= 7
        one_by_one += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert one_by_one == whole["items"]
    assert "total" not in whole
    if "total" in operation.queries():
        assert caller.get(path, limit=1, total="exact", **query).json()["total"] == len(whole["items"])


def test_a_filter_keeps_what_it_says(server):
    manager = Caller(server)
    posts = manager.items("/posts", as_of=nation.TODAY)
    assert len(posts) > 10
    by_kind = manager.items("/posts", as_of=nation.TODAY, kind="PH")
    assert [one["id"] for one in by_kind] == [one["id"] for one in posts if one["kind"]["code"] == "PH"]
    others = manager.items("/posts", as_of=nation.TODAY, **{"kind.not": "PH"})
    assert sorted(one["id"] for one in by_kind + others) == sorted(one["id"] for one in posts)
    part = manager.items("/posts", as_of=nation.TODAY, **{"quotity.lt": 10000})
    assert sorted(one["id"] for one in part) == sorted(one["id"] for one in posts if one["quotity"] < 10000)


def test_a_sort_sorts(server):
    manager = Caller(server)
    def times(sort):
        return [one["quotity"] for one in manager.items("/posts", as_of=nation.TODAY, sort=sort)]
    assert times("quotity") == sorted(times("quotity")) and len(set(times("quotity"))) > 1
    assert times("-quotity") == sorted(times("quotity"), reverse=True)


def test_the_past_is_answered_as_it_was_known(own_server):
    """`known_at` before a change gives exactly what was answered then."""
    manager = Caller(own_server)
    post = manager.create("/posts", {"establishment": nation.HOME, "local_number": "LPASSE", "kind": "PC", "quotity": 9000,
                                     "effect": {"valid_from": "2026-01-01", "reason": "Essai"}}).json()
    first = manager.get("/posts", as_of="2026-10-15", limit=500).json()
    changed = manager.edit(f"/posts/{post['id']}", post, {
        "quotity": 5000, "effect": {"valid_from": "2026-10-01", "reason": "Essai"}}).json()
    assert changed["quotity"] == 5000 and changed["version"] == post["version"] + 1
    then = manager.get("/posts", as_of="2026-10-15", limit=500, known_at=first["time"]["known_at"]).json()
    assert then["items"] == first["items"]
    assert manager.get(f"/posts/{post['id']}", as_of="2026-09-30").json()["quotity"] == post["quotity"]
    assert manager.get(f"/posts/{post['id']}", as_of="2026-10-01").json()["quotity"] == 5000
    history = manager.get(f"/posts/{post['id']}/history").json()
    assert {one["change_id"] for one in history["items"]} >= {post["change_id"], changed["change_id"]}


@pytest.fixture(scope="module")
def papers(server):
    things.papers(Caller(server), nation.HOME)
    things.tour(server)


PASTS = [one for one in contract.operations() if one.path.endswith("/history")] if contract.CHECKED_IN.exists() else []


@pytest.mark.parametrize("operation", PASTS, ids=contract.ids(PASTS))
def test_a_past_is_told_along_either_axis(server, papers, operation):
    """Along one axis, what the whole past holds of it: the days as known, or one day instant after instant."""
    manager = Caller(server)
    path = things.filled(operation, things.of_hospital(manager, operation.path, nation.HOME))
    whole = manager.get(path, axis="both").json()["items"]
    assert whole and manager.get(path).json()["items"] == whole
    believed = manager.get(path, axis="effective").json()["items"]
    assert believed == [one for one in whole if one["superseded_at"] is None]
    said = manager.get(path, axis="recorded", as_of=CROWDED).json()
    of_that_day = [one for one in whole if one["valid_from"] <= CROWDED < one["valid_to"]]
    assert said["items"] == sorted(of_that_day, key=lambda one: one["recorded_at"])
    assert said["time"]["as_of"] == CROWDED
    for query in ({"axis": "sideways"}, {"as_of": CROWDED}):
        assert manager.call("GET", path, params=query).status_code == 400


CHOSEN = [one for one in contract.operations() if one.method == "GET" and "fields" in one.queries()
          and "change" not in one.queries()] if contract.CHECKED_IN.exists() else []  # A list as it was is asked of a change that was made.


@pytest.mark.parametrize("operation", CHOSEN, ids=contract.ids(CHOSEN))
def test_only_the_fields_that_are_asked_are_told(server, operation):
    """Each name that the contract lists may be asked for, and nothing else is told but what names a thing and its version."""
    manager = Caller(server, "cng_admin" if operation.rubric == "habilitations" else "hospital_manager")
    path = things.filled(operation, things.of_hospital(manager, operation.path, nation.HOME) or things.UNKNOWN)
    listed = operation.queries()["fields"]["schema"]["items"]["enum"]
    answer = manager.call("GET", path)
    if answer.status_code == 404:
        pytest.skip("the demonstration has no such thing")

    def told(answer):
        answer.pop("time", None) if "items" not in answer else None
        return answer["items"] if "items" in answer else [answer]
    assert {name for one in told(answer.json()) for name in one} <= set(listed), "the contract lists all of them"
    for name in listed:
        for one in told(manager.get(path, fields=name).json()):
            assert set(one) <= {"id", "version", name}
    both = told(manager.get(path, fields=",".join(listed[:2])).json())
    assert both == told(manager.get(path, fields=listed[:2]).json()), "joined or repeated"
    refused = manager.call("GET", path, params={"fields": "colour"})
    assert (refused.status_code, code_of(refused)) == (400, "request.unknown_parameter")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["fields"]


def test_a_field_that_is_closed_to_the_caller_is_unknown(server):
    reader = Caller(server, "ars_reader")
    assert reader.get("/affectations", fields="quotity", limit=1, as_of=nation.TODAY).json()["items"]
    closed, unknown = (reader.call("GET", "/affectations", params={"fields": name}) for name in ("practitioner", "colour"))
    assert closed.status_code == unknown.status_code == 400
    assert closed.json()["detail"] == unknown.json()["detail"].replace("colour", "practitioner")
