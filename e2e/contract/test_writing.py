"""Writing: never on a version one has not seen (R10), never twice (R11), and one line of the journal for each."""

import concurrent.futures
import re
import uuid

import pytest

from support import contract, imports, nation, things
from support.people import Caller, code_of

OPERATIONS = contract.operations() if contract.CHECKED_IN.exists() else []
VERSIONED = [one for one in OPERATIONS if one.takes("If-Match")]
# A workbook has no version: what it holds is that of its day.
ONE_THING = [one for one in OPERATIONS if one.method == "GET" and len(one.names) == 1 and one.path.endswith("}")
             and "application/json" in one.answers["200"]["content"]]
CREATIONS = [one for one in OPERATIONS if one.takes("Idempotency-Key")]


@pytest.fixture(scope="module")
def callers(server):
    return {profile: Caller(server, profile) for profile in ("hospital_manager", "hospital_approver", "ars_approver", "cng_admin", "cng_manager")}


@pytest.fixture(scope="module")
def an_import(callers):
    """One that waits, so that imports have something to be asked about."""
    answer = callers["hospital_manager"].create(
        f"/imports?establishment={nation.HOME}&kind=structures", status=202,
        content=b"niveau;numero;libelle\n", headers={"Content-Type": "application/octet-stream", "Content-Disposition":
                                                      'attachment; filename="structures.csv"'})
    imports.finished(callers["hospital_manager"], answer.json()["job"])
    things.papers(callers["hospital_manager"], nation.HOME)
    things.tour(callers["hospital_manager"].server)
    things.delivery(callers["hospital_manager"].server, nation.HOME)
    return answer.headers["location"]


# Who takes the steps that are not of the manager of the hospital.
SEATS = {
    **dict.fromkeys(("return_request", "sign_off_request", "approve_post_profile"), "hospital_approver"),
    **dict.fromkeys(("ask_request", "accept_request", "refuse_request"), "ars_approver"),
    **dict.fromkeys(("acknowledge_request", "reject_request", "resend_request"), "cng_manager"),
    **dict.fromkeys(("return_tour_entry", "sign_off_tour_entry", "return_tour_list", "sign_off_tour_list"), "hospital_approver"),
    **dict.fromkeys(("ask_tour_entry", "validate_tour_entry", "record_freeze_tour_entry", "refuse_tour_entry", "correct_tour_entry",
                     "reopen_tour_list"), "ars_approver"),
    **dict.fromkeys(("acknowledge_tour_entry", "reject_tour_entry", "withdraw_tour_entry", "appoint_tour_entry",
                     "leave_vacant_tour_entry", "drop_tour_entry", "plan_tour", "edit_tour", "open_tour", "close_tour_to_hospitals",
                     "close_tour_to_agencies", "publish_tour", "close_tour_to_applications", "record_tour_appointments", "close_tour",
                     "move_tour_deadline"), "cng_manager"),
    **dict.fromkeys(("cancel_tour", "replay_sigmed_delivery"), "cng_admin"),
}


def able(operation, callers):
    usual = "cng_admin" if operation.rubric in ("habilitations", "reference_data") else "hospital_manager"
    profile = SEATS.get(operation.id, usual)
    return callers[profile]


def real(operation, callers):
    """Path of the operation on a thing that is there."""
    address = things.of_hospital(able(operation, callers), operation.path, nation.HOME)
    return address and things.filled(operation, address)


@pytest.mark.parametrize("operation", VERSIONED, ids=contract.ids(VERSIONED))
def test_r10_a_write_without_its_version_is_refused(operation, callers, an_import):
    path = real(operation, callers)
    assert path, "nothing of this kind is there"
    bare = things.body(operation)
    bare_headers = {name: value for name, value in things.headers(operation).items() if name != "If-Match"}
    answer = able(operation, callers).call(operation.method, path, headers={**bare_headers, **bare.pop("headers", {})},
                                           params=things.queries(operation, nation.HOME), **bare)
    assert (answer.status_code, code_of(answer)) == (428, "request.if_match_required"), answer.text[:400]


@pytest.mark.parametrize("operation", VERSIONED, ids=contract.ids(VERSIONED))
def test_r10_a_write_on_a_stale_version_is_refused(operation, callers, an_import):
    """And says which version is there now."""
    path = real(operation, callers)
    assert path, "nothing of this kind is there"
    answer = things.send(able(operation, callers), operation, path, nation.HOME, headers={"If-Match": '"v99999"'})
    assert (answer.status_code, code_of(answer)) == (412, "request.stale_version"), answer.text[:400]
    assert isinstance(answer.json().get("version"), int), answer.text


@pytest.mark.parametrize("operation", ONE_THING, ids=contract.ids(ONE_THING))
def test_r10_who_has_it_already_is_told_so(operation, callers, an_import):
    path = real(operation, callers)
    assert path, "nothing of this kind is there"
    caller = able(operation, callers)
    query = things.queries(operation, nation.HOME)
    if "as_of" in operation.queries():
        query["as_of"] = nation.day_of(path)
    first = caller.call("GET", path, 200, params=query)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"v\d+(-[0-9a-f]+)?"', tag), tag
    assert f'"v{first.json().get("version", tag)}' in tag or "version" not in first.json()
    again = caller.call("GET", path, params=query, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = caller.call("GET", path, params=query, headers={"If-None-Match": '"v0"'})
    assert other.status_code == 200


def test_r10_every_write_on_what_exists_asks_for_a_version():
    """Of the contract: PATCH, PUT and transitions by id take If-Match; what does not is named here with its reason."""
    without = {one.id for one in OPERATIONS
               if one.names and one.method in ("PATCH", "PUT", "DELETE", "POST") and not one.takes("If-Match")
               and not one.takes("Idempotency-Key")}  # these make a new thing below another
    allowed = {
        "undo_change",  # a change is never altered: undoing it is another one
        "close_my_session",  # a session has no version: it is there or not
    }
    assert without <= allowed, without - allowed


# One field of each noun that somebody else changes first.
CHANGED = {"structures": ("label", "Renommé"), "posts": ("quotity", 7000), "practitioners": ("usual_name", "RENOMME"),
           "statuses": ("local_code", "ZZ"), "positions": ("granted_until", "2027-08-01"), "affectations": ("quotity", 1000)}


@pytest.mark.parametrize("noun, field, value", [(noun, *change) for noun, change in CHANGED.items()], ids=CHANGED.keys())
def test_r10_the_stale_one_learns_what_changed(callers, noun, field, value):
    """Which fields, and what the thing is now: all that is needed to show both without asking again."""
    manager = callers["hospital_manager"]
    # A post that somebody holds may not become smaller.
    seen = (manager.create("/posts", new_post("LPERIME")).json() if noun == "posts"
            else next(one for one in manager.items(f"/{noun}", as_of=nation.TODAY) if one[field] != value))
    days = {"effect": {"valid_from": nation.TODAY, "reason": "Essai"}}
    written = manager.edit(f"/{noun}/{seen['id']}", seen, {field: value, **days}).json()
    late = manager.edit(f"/{noun}/{seen['id']}", seen, {field: value, **days}, status=412)
    assert code_of(late) == "request.stale_version"
    told = late.json()
    assert told["version"] == seen["version"] + 1 == written["version"]
    assert told["changed_fields"] == [field]
    assert told["current"][field] == value and told["current"]["id"] == seen["id"]
    now = manager.get(f"/{noun}/{seen['id']}", as_of=nation.TODAY).json()
    assert (now[field], now["version"]) == (value, told["version"]), "the late one changed nothing"


def test_r10_what_nobody_changed_is_not_told_changed(callers):
    """Who holds a post is no field of the post: its occupation did not change with its speciality."""
    manager = callers["hospital_manager"]
    listed = next(one for one in manager.items("/posts", as_of=nation.TODAY) if one["number"] == "L0010")
    seen = manager.get(f"/posts/{listed['id']}", as_of=nation.TODAY).json()
    days = {"effect": {"valid_from": nation.TODAY, "reason": "Essai"}}
    manager.edit(f"/posts/{seen['id']}", seen, {"speciality": "17", **days})
    late = manager.edit(f"/posts/{seen['id']}", seen, {"speciality": "17", **days}, status=412).json()
    assert late["current"]["occupation"] == seen["occupation"], "the same as was read"
    assert late["changed_fields"] == ["speciality"]


def new_post(number):
    return {"establishment": nation.HOME, "local_number": number, "kind": "PC", "quotity": 5000,
            "effect": {"valid_from": "2026-01-01", "reason": "Essai"}}


def test_r11_the_same_key_is_the_same_answer(own_server):
    manager, key = Caller(own_server), str(uuid.uuid4())
    manager.get("/journal")  # reading it is an event of its own
    before = {one["id"] for one in manager.items("/journal")}
    first = manager.create("/posts", new_post("LCLE1"), key=key)
    again = manager.create("/posts", new_post("LCLE1"), key=key)
    assert again.json() == first.json() and again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    other = manager.create("/posts", new_post("LCLE2"), key=key, status=422)
    assert code_of(other) == "request.key_reused"
    mine = [one for one in manager.items("/posts", as_of=nation.TODAY) if one["number"].startswith("LCLE")]
    assert len(mine) == 1
    assert [one["operation"] for one in manager.items("/journal") if one["id"] not in before] == ["post.create"]
    # The key of one person means nothing for another, nor for another operation.
    agency = Caller(own_server, "cng_manager")
    theirs = agency.create("/posts", new_post("LCLE4"), key=key)
    assert theirs.json()["id"] != first.json()["id"] and "idempotency-replayed" not in theirs.headers


def test_r11_fifty_at_once_have_one_effect_also_after_a_crash(own_server):
    manager, key = Caller(own_server), str(uuid.uuid4())
    manager.authorization()

    def once(_):
        return manager.call("POST", "/posts", json=new_post("LCLE3"), headers={"Idempotency-Key": key})

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(once, range(50)))
    assert {one.status_code for one in answers} <= {201, 409}
    assert {code_of(one) for one in answers if one.status_code == 409} <= {"request.key_in_progress"}
    made = {one.json()["id"] for one in answers if one.status_code == 201}
    assert len(made) == 1
    own_server.kill()
    own_server.start()
    manager.forget_token()
    after = manager.call("POST", "/posts", 201, json=new_post("LCLE3"), headers={"Idempotency-Key": key})
    assert after.json()["id"] in made and after.headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize("operation", CREATIONS, ids=contract.ids(CREATIONS))
def test_r11_what_creates_asks_for_a_key(operation, callers, an_import):
    path = (real(operation, callers) if operation.names else operation.path) or things.filled(operation, things.UNKNOWN)
    bare = things.body(operation)
    answer = able(operation, callers).call(
        operation.method, path, params=things.queries(operation, nation.HOME), headers=bare.pop("headers", {}), **bare)
    assert (answer.status_code, code_of(answer)) == (400, "request.key_required"), answer.text[:400]


def said(statement):
    """Days and time of a post on one side of a change: one period, or several under `periods`."""
    return [(one["valid_from"], one["valid_to"], one["quotity"]) for one in statement.get("periods", [statement])]


def test_each_write_is_one_line_of_the_journal(own_server):
    manager = Caller(own_server)
    manager.get("/journal")  # reading it is an event of its own
    before = len(manager.items("/journal"))
    made = manager.create("/posts", new_post("LJOUR")).json()
    changed = manager.edit(f"/posts/{made['id']}", made, {"quotity": 6000, "effect": {"valid_from": "2026-03-01", "reason": "Renfort"}}).json()
    ended = manager.act(f"/posts/{made['id']}/end", changed, {"valid_to": "2026-09-01", "reason": "Fermeture"}).json()
    lines = manager.items("/journal")
    assert len(lines) - before == 3
    by_id = {one["id"]: one for one in lines}
    assert by_id[changed["change_id"]]["reason"] == "Renfort"
    assert by_id[made["change_id"]]["author"], "the journal says who"
    things_of = manager.get(f"/journal/{changed['change_id']}/things").json()["items"]
    told = [(one["entity"], one["key"], one["action"], said(one["before"]), said(one["after"])) for one in things_of]
    assert told == [("posts", "LJOUR", "change", [("2026-01-01", "9999-12-31", 5000)],
                     [("2026-01-01", "2026-03-01", 5000), ("2026-03-01", "9999-12-31", 6000)])]
    assert ended["valid_to"] == "2026-09-01"
    undone = manager.create(f"/changes/{ended['change_id']}/undo", {"reason": "Erreur"}, status=None)
    assert undone.status_code in (200, 201), undone.text
    assert manager.get(f"/posts/{made['id']}", as_of="2026-10-01").json()["valid_to"] == "9999-12-31"
