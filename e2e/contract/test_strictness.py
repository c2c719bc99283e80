"""What an operation does not know it refuses, on every operation of the contract (R09), and it answers in French with
codes in English (R20), with the same headers everywhere (R48)."""

import re

import httpx
import program
import pytest


from support import contract, nation, things
from support.people import API, Caller, code_of

OPERATIONS = contract.operations() if contract.CHECKED_IN.exists() else []
EVERY = pytest.mark.parametrize("operation", OPERATIONS, ids=contract.ids(OPERATIONS))
WRITES = [one for one in OPERATIONS if one.json_body()]

CSP = {"default-src": {"'none'"}, "script-src": {"'self'", "'wasm-unsafe-eval'"}, "style-src": {"'self'"},
       "img-src": {"'self'", "data:"}, "font-src": {"'self'"}, "connect-src": {"'self'"}, "form-action": {"'self'"},
       "base-uri": {"'none'"}, "object-src": {"'none'"}, "frame-ancestors": {"'none'"}}
SAME = {"strict-transport-security": "max-age=63072000; includeSubDomains", "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin", "permissions-policy": "camera=(), microphone=(), geolocation=()"}


@pytest.fixture(scope="module")
def manager(server):
    return Caller(server)


@pytest.fixture(scope="module")
def administrator(server):
    return Caller(server, "cng_admin")


@pytest.fixture(scope="module")
def addresses(server, manager, administrator):
    """Address of a thing for each collection, found once."""
    things.papers(manager, nation.HOME, Caller(server, "hospital_approver"))
    things.tour(server)
    found = {}

    def address(operation):
        collection = things.collection_of(operation.path)
        if collection not in found:
            found[collection] = (things.of_hospital(manager, operation.path, nation.HOME)
                                 or things.of_hospital(administrator, operation.path, nation.HOME) or things.UNKNOWN)
        return found[collection]
    return address


def able(operation, manager, administrator):
    """Who holds the right: refusals of shape must not hide behind those of rights."""
    national = operation.rubric in ("habilitations", "reference_data", "sigmed") or operation.id == "verify_journal"
    return administrator if national else manager


def check_headers(answer):
    policy = {}
    for directive in answer.headers["content-security-policy"].split(";"):
        name, *values = directive.split()
        policy[name] = set(values)
    assert {name: policy.get(name) for name in CSP} == CSP
    assert not [name for name in policy if name.startswith("script-") and name != "script-src"]
    for name, value in SAME.items():
        assert answer.headers.get(name) == value, f"{name}: {answer.headers.get(name)}"
    assert "server" not in answer.headers and "x-powered-by" not in answer.headers


@EVERY
def test_r09_an_unknown_parameter_is_refused(operation, manager, administrator, addresses):
    caller = able(operation, manager, administrator)
    path = things.filled(operation, addresses(operation))
    answer = things.send(caller, operation, path, nation.HOME, {"colour": "red"})
    assert answer.status_code == 400, f"{answer.status_code}: {answer.text[:400]}"
    assert code_of(answer) == "request.unknown_parameter"
    assert [one["pointer"] for one in answer.json()["errors"]] == ["colour"]
    assert answer.headers["content-language"] == "fr"
    check_headers(answer)


@pytest.mark.parametrize("operation", WRITES, ids=contract.ids(WRITES))
def test_r09_an_unknown_field_is_refused(operation, manager, administrator, addresses):
    caller = able(operation, manager, administrator)
    path = things.filled(operation, addresses(operation))
    example = operation.example()
    assert isinstance(example, dict), f"no example of a body: {example!r}"
    answer = things.send(caller, operation, path, nation.HOME, json={**example, "colour": "red"})
    assert answer.status_code == 400, f"{answer.status_code}: {answer.text[:400]}"
    assert code_of(answer) == "request.unknown_field", answer.text
    # An unknown field inside is as unknown as one outside.
    for name, inner in example.items():
        if isinstance(inner, dict) and "Object" not in str(inner):
            deep = things.send(caller, operation, path, nation.HOME, json={**example, name: {**inner, "colour": "red"}})
            assert (deep.status_code, code_of(deep)) == (400, "request.unknown_field"), f"{name}: {deep.text[:300]}"


@EVERY
def test_r20_nobody_signed_in_is_answered_in_french(operation, server):
    """Every operation that needs somebody says so, without telling whether the thing exists."""
    path = things.filled(operation, things.UNKNOWN)
    with httpx.Client(base_url=server.base) as http:
        options = things.body(operation)
        headers = {**things.headers(operation), **options.pop("headers", {})}
        answer = http.request(operation.method, path, headers=headers, **options)
    check_headers(answer)
    if operation.public:
        assert answer.status_code < 500
        return
    assert answer.status_code == 401, f"{answer.status_code}: {answer.text[:300]}"
    assert code_of(answer) == "auth.required"
    problem = answer.json()
    assert answer.headers["content-language"] == "fr" and re.search("[éèàêçÉ]", problem["title"] + problem["detail"])
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["cache-control"] == "no-store"


def test_r20_codes_and_names_are_english():
    """Names of fields and codes of the contract are plain snake_case or `noun.cause`."""
    odd = set()

    def walk(node):
        if isinstance(node, dict):
            for name in node.get("properties", {}) if isinstance(node.get("properties"), dict) else {}:
                if not re.fullmatch("[a-z][a-z0-9_]*", name):
                    odd.add(name)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
    walk(contract.document())
    assert not odd


@EVERY
def test_every_good_answer_of_a_read_has_the_form_of_the_contract(operation, manager, administrator, addresses):
    """What is really answered validates against the schema that is promised."""
    if operation.method != "GET" or operation.public or things.streams(operation):
        pytest.skip("not a read of JSON")
    caller = able(operation, manager, administrator)
    path = things.filled(operation, addresses(operation))
    answer = things.send(caller, operation, path, nation.HOME)
    # What a query names may be nobody's: a change, the subject of a thread.
    names_a_thing = {"change", "subject"} & set(operation.queries())
    if len(operation.names) > 1 or addresses(operation) == things.UNKNOWN or names_a_thing:
        assert answer.status_code in (200, 404), answer.text[:400]
    else:
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:400]}"
    assert str(answer.status_code) in operation.answers, f"{answer.status_code} is not in the contract"
    check_headers(answer)
    schema = operation.answer_schema(answer.status_code)
    if schema and answer.headers["content-type"].startswith("application/json"):
        wrong = contract.errors(schema, answer.json())
        assert not wrong, "\n".join(wrong[:10])
    assert answer.headers["cache-control"] == "no-store" or operation.rubric in ("reference_data", "public")


# What each answers: a page of the application has no address of its own on the server, a file that is missing is missing.
ADDRESSES = {"/": 200, "/index.html": 200, "/connexion": 200, "/api/docs": 307, "/api/docs/": 200, "/nowhere/at/all.js": 404,
             "/api/nowhere": 404, "/api/v1/nowhere": 404, "/health": 200, "/ready": 200, "/.well-known/jwks.json": 200,
             "/api/v1/openapi.json": 200, "/..%2f..%2fetc/passwd": 200}


@pytest.mark.parametrize("path, status", ADDRESSES.items())
def test_r48_headers_are_on_everything(server, path, status):
    answer = httpx.get(server.base + path)
    assert answer.status_code == status, answer.text[:300]
    check_headers(answer)
    assert "root:" not in answer.text, "a file of the machine"
    if status == 404:
        assert code_of(answer) == "request.not_found"


def test_r48_hashed_assets_are_kept_for_ever_and_the_page_never(server):
    page = httpx.get(server.base + "/", headers={"Accept": "text/html"})
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
    names = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|wasm))"', page.text)
    assert names, "the page loads nothing"
    for name in names:
        asset = httpx.get(server.base + name, headers={"Accept-Encoding": "br"})
        assert asset.status_code == 200, name
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable", name
        check_headers(asset)
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|<style", page.text), "nothing inline"


def test_r48_an_error_says_nothing_of_what_is_inside(server):
    answer = httpx.get(server.base + API + "/nowhere")
    assert not re.search(r"actix|rust|diesel|sqlite|postgres", answer.text, re.IGNORECASE)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/connexion", "/health", "/ready", "/docs/errors", "/.well-known/jwks.json", "/api/docs/",
                                  "/api/v1/openapi.json"])
def test_what_is_beside_the_contract_is_read_and_only_read(server, path, method):
    answer = httpx.request(method, server.base + path)
    read = httpx.get(server.base + path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, read.headers["content-type"])
    assert bool(answer.content) == (method == "GET")
    refused = httpx.post(server.base + path)
    if not path.startswith(("/api/", "/.well-known/")):
        assert (refused.status_code, refused.headers.get("allow")) == (405, "GET, HEAD"), refused.text
        assert code_of(refused) == "request.method"


PROGRAMS = [API + "/zzz", API + "/zzz/a.js", "/api/zzz", "/.well-known/zzz", "/.well-known/a/b.json"]


def check_absent(server):
    for path in PROGRAMS:
        for method in ("GET", "POST", "DELETE"):
            answer = httpx.request(method, server.base + path)
            assert (answer.status_code, code_of(answer)) == (404, "request.not_found"), f"{method} {path}"
            assert answer.headers["content-type"] == "application/problem+json"


def test_what_programs_ask_for_has_no_page(server):
    check_absent(server)


def test_what_programs_ask_for_has_no_page_in_a_folder_either(prepared, tmp_path, monkeypatch):
    monkeypatch.setenv("LOGIMEDH_TEST_WEB", str(tmp_path))
    (tmp_path / "index.html").write_text("<!doctype html><title>Page</title>")
    with program.Server(prepared.copy()) as server:
        assert "Page" in httpx.get(server.base + "/connexion").text
        check_absent(server)
