"""The headers that are really sent are those of the contract: each that is told as always there is there, and none is sent
that the contract does not tell. Heard over a day of work: nearly every operation, in each of its forms."""

import re
import uuid

import httpx
import pytest

import make_examples
import program
from support import contract, nation, things
from support.people import API, OWN_PAGE, Caller, cookie_of, email, hired, refresh, sign_in

OPERATIONS = contract.operations() if contract.CHECKED_IN.exists() else []
# Of HTTP and of the browser, on any answer of any server; the test of R48 holds their values.
OF_EVERY_SERVER = {"cache-control", "connection", "content-encoding", "content-length", "content-security-policy", "content-type",
                   "cross-origin-opener-policy", "cross-origin-resource-policy", "date", "permissions-policy", "referrer-policy",
                   "strict-transport-security", "transfer-encoding", "vary", "x-content-type-options"}
# What the contract tells once, of all answers.
OF_EVERY_ANSWER = {"x-request-id", "content-language"}


def operation_of(answer):
    """The operation that gave an answer; the most literal path that fits."""
    path, method = answer.request.url.path, answer.request.method
    fits = [one for one in OPERATIONS if one.method == method
            and re.fullmatch(re.sub(r"{\w+}", "[^/]+", re.escape(one.path).replace(r"\{", "{").replace(r"\}", "}")), path)]
    return min(fits, key=lambda one: len(one.names), default=None)


def told(operation, status):
    """Headers of an answer in the contract, by name in lower case."""
    headers = operation.answers.get(str(status), {}).get("headers", {})
    return {name.lower(): contract.resolve(header) for name, header in headers.items()}


def wrong(operation, answer):
    """What the headers of an answer have against the contract."""
    own, sent = told(operation, answer.status_code), {name.lower() for name in answer.headers}
    about = f"{operation!r} {answer.status_code}"
    for name, header in own.items():
        if header.get("required") and name not in sent:
            yield f"{about}: {name} is not there"
        for value in answer.headers.get_list(name):
            typed = int(value) if header["schema"]["type"] == "integer" and value.isdigit() else value
            yield from (f"{about}: {name}: {error}" for error in contract.errors(header["schema"], typed))
    yield from (f"{about}: {name} is sent and not told" for name in sorted(sent - own.keys() - OF_EVERY_SERVER - OF_EVERY_ANSWER))
    yield from (f"{about}: {name} is not there" for name in sorted(OF_EVERY_ANSWER - sent))


@pytest.fixture(scope="module")
def heard(prepared):
    """Every answer of a day of work, then of the same things asked in their other forms."""
    answers, call = [], Caller.call

    def listened(self, *arguments, **options):
        answers.append(call(self, *arguments, **options))
        return answers[-1]

    with pytest.MonkeyPatch.context() as patch, program.Server(prepared.copy()) as server:
        patch.setattr(Caller, "call", listened)
        make_examples.work(server)
        manager = Caller(server)
        worked = list(answers)
        known_already(manager, worked)
        files(manager, worked)
        twice_and_never(manager)
        the_rest_of_jobs(manager)
        refused(manager)
        hired(server, nation.NEIGHBOUR)  # Who chooses a password.
        answers += sessions(server)
    return answers


def known_already(manager, answers):
    """304 for each thing of the manager that has a tag."""
    tagged = {str(one.request.url): one for one in answers if one.request.method == "GET" and "etag" in one.headers}
    for address, answer in tagged.items():
        path = address.removeprefix(manager.server.base)
        manager.call("GET", path, headers={"If-None-Match": answer.headers["etag"]})


def files(manager, answers):
    """What was given as JSON, in each of the other kinds of bodies that the operation makes; then what is only a file."""
    first = {operation_of(one).id: one for one in reversed(answers)
             if one.status_code == 200 and "limit" not in one.request.url.params}  # A file has no pages.
    for one in OPERATIONS:
        kinds = set(one.answers.get("200", {}).get("content", {})) - {"application/json", "text/event-stream"}
        for kind in kinds if one.id in first else ():
            answer = manager.call("GET", str(first[one.id].request.url).removeprefix(manager.server.base), headers={"Accept": kind})
            assert answer.status_code == 200 and "content-disposition" in answer.headers, f"{one!r} {kind}: {answer.text[:300]}"
    manager.call("GET", "/import_skeletons/posts", 200, params={"establishment": nation.HOME})


def twice_and_never(manager):
    """A key that served, and a rehearsal."""
    body = {"establishment": nation.HOME, "local_number": "LTETES", "kind": "PC", "quotity": 9000,
            "effect": {"valid_from": "2026-09-01", "reason": "Essai"}}
    rehearsed = manager.create("/posts?dry_run=true", body)
    assert rehearsed.headers["dry-run"] == "true"
    key = str(uuid.uuid4())
    made = manager.create("/posts", body, key=key).json()
    again = manager.create("/posts", body, key=key)
    assert again.headers["idempotency-replayed"] == "true"
    change = {"quotity": 8000, "effect": {"valid_from": "2026-10-01", "reason": "Essai"}}
    rehearsed = manager.act(f"/posts/{made['id']}", made, change, method="PATCH", params={"dry_run": "true"})
    assert rehearsed.headers["dry-run"] == "true"
    all_of_it = {"valid_from": "2026-09-01", "valid_to": "9999-12-31", "reason": "Essai"}
    manager.act(f"/posts/{made['id']}/retract", made, {**all_of_it, "valid_from": "2030-01-01"})


def the_rest_of_jobs(manager):
    job = manager.items("/jobs")[0]
    manager.call("GET", f"/jobs/{job['id']}/events", 200)
    manager.act(f"/jobs/{job['id']}/cancel", job, status=409)


def refused(manager):
    """The refusals that have headers, or might."""
    post = manager.items("/posts")[0]["id"]
    edit = {"quotity": 7000, "effect": {"valid_from": nation.TODAY}}
    for status, version in [(428, None), (412, '"v99999"')]:
        manager.call("PATCH", f"/posts/{post}", status, json=edit, headers={"If-Match": version} if version else None)
    manager.call("GET", f"/posts/{things.UNKNOWN}", 404)
    manager.call("GET", "/posts?colour=red", 400)
    manager.call("GET", f"/posts/{post}", 406, headers={"Accept": "image/png"})
    manager.call("GET", f"/posts/{post}", 401, headers={"Authorization": "Bearer nothing"})
    manager.call("GET", "/users", 403)


def sessions(server):
    """A session from its beginning to its end."""
    with httpx.Client(base_url=server.base, timeout=60) as http:
        own = {**OWN_PAGE, "Origin": server.base}
        first, other = (sign_in(http, email("hospital_manager")) for _ in range(2))
        next_one = refresh(http, cookie_of(first))
        mine = {"Authorization": f"Bearer {next_one.json()['access_token']}"}
        yield from (first, other, next_one, sign_in(http, email("hospital_manager"), "une phrase fausse"))
        for method, path in [("GET", "/session"), ("GET", "/me/sessions")]:
            yield http.request(method, API + path, headers=mine)
        listed = http.get(f"{API}/me/sessions", headers=mine).json()
        elsewhere = next(one for one in listed if not one["current"])
        yield http.delete(f"{API}/me/sessions/{elsewhere['id']}", headers=mine)
        yield http.delete(f"{API}/session/others", headers=mine)
        yield http.delete(f"{API}/session", headers={**own, "Cookie": f"__Host-refresh={cookie_of(next_one)}"})


# Steps of a tour that the clock takes before anybody can.
TAKEN_BY_THE_CLOCK = {"close_tour_to_hospitals", "close_tour_to_agencies", "close_tour_to_applications"}
# What a day of work does not do well: a job of a small file is over before anybody can cancel it; what open screens are told
# never ends (test_events.py reads it).
NOT_HEARD = {"cancel_job", "follow_events", *TAKEN_BY_THE_CLOCK}


@pytest.mark.parametrize("operation", OPERATIONS, ids=contract.ids(OPERATIONS))
def test_the_headers_of_answers_are_those_of_the_contract(operation, heard):
    own = [one for one in heard if operation_of(one) is operation]
    good = [one for one in own if one.status_code < 300]
    assert bool(good) != (operation.id in NOT_HEARD), f"{len(good)} good answers"
    found = [error for one in own for error in wrong(operation, one)]
    assert not found, "\n".join(sorted(set(found)))


def test_each_header_of_the_contract_was_heard(heard):
    """A header that nobody ever sends is told in vain; which may be missing was seen missing."""
    sent = {(operation_of(one).id, one.status_code, name.lower()) for one in heard if operation_of(one) for name in one.headers}
    names = {name for one in OPERATIONS for status in one.answers for name in told(one, status)}
    assert names == {"etag", "location", "retry-after", "content-disposition", "www-authenticate", "dry-run", "idempotency-replayed",
                     "set-cookie", "clear-site-data"}
    assert names <= {name for _, _, name in sent}
    assert {status for _, status, name in sent if name == "etag"} == {200, 201, 304}
    assert contract.document()["info"]["description"].count("`X-Request-Id`") == 1
