"""Fifty requests that make no sense: each has its status and its code, and changes nothing (R05)."""

import gzip
import socket
import uuid

import pytest

from support import held
from support.people import API, Caller, code_of

MIB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def key():
    return {"Idempotency-Key": str(uuid.uuid4())}


def post_body(**changed):
    body = {"establishment": "690780044", "local_number": "L-E2E-1", "kind": "PC", "quotity": 10000,
            "effect": {"valid_from": "2026-01-01", "reason": "Essai"}, **changed}
    return body


def deep(levels):
    return b'{"establishment":' + b"[" * levels + b"]" * levels + b"}"


# name, method, path, options, status, code. `{post}` is the id of a real post.
CASES = [
    # Shape
    ("not_json", "POST", "/posts", {"content": b"posts", "headers": {**JSON}}, 400, "request.malformed"),
    ("empty_body", "POST", "/posts", {"content": b"", "headers": {**JSON}}, 400, "request.malformed"),
    ("half_a_body", "POST", "/posts", {"content": b'{"kind": "PC", ', "headers": {**JSON}}, 400, "request.malformed"),
    ("an_array_for_an_object", "POST", "/posts", {"json": [post_body()]}, 400, "request.malformed"),
    ("a_text_for_an_object", "POST", "/posts", {"json": "post"}, 400, "request.malformed"),
    ("null_for_an_object", "POST", "/posts", {"json": None, "content": b"null", "headers": {**JSON}}, 400, "request.malformed"),
    ("two_documents", "POST", "/posts", {"content": b"{}{}", "headers": {**JSON}}, 400, "request.malformed"),
    ("too_deep", "POST", "/posts", {"content": deep(5000), "headers": {**JSON}}, 400, "request.malformed"),
    ("a_field_missing", "POST", "/posts", {"json": {}}, 400, "request.malformed"),
    ("an_unknown_field", "POST", "/posts", {"json": post_body(colour="red")}, 400, "request.unknown_field"),
    ("a_field_twice", "POST", "/posts", {"content": b'{"establishment":"690780044","establishment":"690780044"}', "headers": {**JSON}},
     400, "request.malformed"),
    # Type
    ("a_float_for_a_quotity", "POST", "/posts", {"json": post_body(quotity=99.5)}, 400, "request.malformed"),
    ("a_text_for_a_quotity", "POST", "/posts", {"json": post_body(quotity="10000")}, 400, "request.malformed"),
    ("a_huge_number", "POST", "/posts", {"json": post_body(quotity=10 ** 30)}, 400, "request.malformed"),
    ("a_day_that_is_none", "POST", "/posts", {"json": post_body(effect={"valid_from": "2026-02-30"})}, 400, "request.malformed"),
    ("a_french_day", "POST", "/posts", {"json": post_body(effect={"valid_from": "01/02/2026"})}, 400, "request.malformed"),
    ("an_id_that_is_none", "GET", "/posts/42", {}, 404, "request.not_found"),
    ("an_id_with_a_path", "GET", "/posts/..%2f..%2fetc%2fpasswd", {}, 404, "request.not_found"),
    # Parameters
    ("an_unknown_parameter", "GET", "/posts", {"params": {"colour": "red"}}, 400, "request.unknown_parameter"),
    ("a_parameter_twice", "GET", "/posts", {"params": [("as_of", "2026-01-01"), ("as_of", "2026-02-01")]}, 400, "request.malformed"),
    ("a_day_out_of_the_calendar", "GET", "/posts", {"params": {"as_of": "2026-13-01"}}, 400, "request.bad_time"),
    ("an_instant_without_zone", "GET", "/posts", {"params": {"known_at": "2026-01-01T00:00:00"}}, 400, "request.bad_time"),
    ("a_limit_of_nothing", "GET", "/posts", {"params": {"limit": "0"}}, 400, "request.malformed"),
    ("a_negative_limit", "GET", "/posts", {"params": {"limit": "-5"}}, 400, "request.malformed"),
    ("an_unknown_sort", "GET", "/posts", {"params": {"sort": "colour"}}, 400, "request.unknown_sort"),
    ("a_cursor_of_ones_own", "GET", "/posts", {"params": {"cursor": "bm90IGEgY3Vyc29y"}}, 400, "request.bad_cursor"),
    ("as_of_on_what_has_no_time", "GET", "/users", {"params": {"as_of": "2026-01-01"}}, 400, "request.unknown_parameter"),
    # Size
    ("a_body_of_two_mebibytes", "POST", "/posts", {"content": b'{"a":"' + b"x" * (2 * MIB) + b'"}', "headers": {**JSON}}, 413,
     "request.too_large"),
    ("a_text_too_long", "POST", "/posts", {"json": post_body(local_number="9" * 5000)}, 422, "request.invalid"),
    ("a_reason_too_long", "POST", "/posts", {"json": post_body(effect={"valid_from": "2026-01-01", "reason": "x" * 100_000})}, 422,
     "request.invalid"),
    # Encoding
    ("not_utf8", "POST", "/posts", {"content": '{"kind": "é"}'.encode("latin-1"), "headers": {**JSON}}, 400, "request.malformed"),
    ("a_nul_in_a_text", "POST", "/posts", {"json": post_body(local_number="L\u0000E")}, 422, "request.invalid"),
    ("a_day_that_is_not_text", "GET", "/posts?as_of=%ff%fe", {}, 400, "request.bad_time"),
    ("a_compressed_body", "POST", "/posts", {"content": gzip.compress(b"{}"), "headers": {**JSON, "Content-Encoding": "gzip"}}, 415,
     "request.media_type"),
    ("another_encoding", "POST", "/posts", {"content": '{"kind": "PC"}'.encode("utf-16"), "headers": {**JSON}}, 400, "request.malformed"),
    ("another_charset", "POST", "/posts", {"content": b"{}", "headers": {"Content-Type": "application/json; charset=latin1"}}, 415,
     "request.media_type"),
    # Headers
    ("no_content_type", "POST", "/posts", {"content": b"{}"}, 415, "request.media_type"),
    ("a_form_for_json", "POST", "/posts", {"data": {"kind": "PC"}}, 415, "request.media_type"),
    ("an_answer_that_is_not_made", "GET", "/posts", {"headers": {"Accept": "image/png"}}, 406, "request.not_acceptable"),
    ("no_key", "POST", "/posts", {"json": post_body(), "without": "Idempotency-Key"}, 400, "request.key_required"),
    ("an_empty_key", "POST", "/posts", {"json": post_body(), "headers": {"Idempotency-Key": ""}}, 400, "request.key_required"),
    ("a_key_too_long", "POST", "/posts", {"json": post_body(), "headers": {"Idempotency-Key": "k" * 256}}, 400, "request.key_required"),
    ("no_version", "PATCH", "/posts/{post}", {"json": {"quotity": 5000, "effect": {"valid_from": "2026-01-01"}}}, 428,
     "request.if_match_required"),
    ("a_version_that_is_none", "PATCH", "/posts/{post}", {"json": {"quotity": 5000, "effect": {"valid_from": "2026-01-01"}},
                                                            "headers": {"If-Match": "seventeen"}}, 412, "request.stale_version"),
    ("a_version_of_tomorrow", "PATCH", "/posts/{post}", {"json": {"quotity": 5000, "effect": {"valid_from": "2026-01-01"}},
                                                           "headers": {"If-Match": '"v99999"'}}, 412, "request.stale_version"),
    # Method and path
    ("a_method_of_others", "DELETE", "/posts", {}, 405, "request.method"),
    ("a_method_nobody_knows", "BREW", "/posts", {}, 405, "request.method"),
    ("a_whole_for_a_part", "PUT", "/posts/{post}", {"json": {}}, 405, "request.method"),
    ("a_path_nobody_knows", "GET", "/teapots", {}, 404, "request.not_found"),
    # Token
    ("no_token", "GET", "/posts", {"without": "Authorization"}, 401, "auth.required"),
    ("another_scheme", "GET", "/posts", {"headers": {"Authorization": "Basic YTpi"}}, 401, "auth.required"),
    ("a_token_of_nothing", "GET", "/posts", {"headers": {"Authorization": "Bearer"}}, 401, "auth.required"),
    ("two_tokens", "GET", "/posts", {"headers": [("Authorization", "Bearer a.b.c"), ("Authorization", "Bearer d.e.f")],
                                     "without": "Authorization"}, 401, "auth.required"),
    ("a_token_of_nine_kilobytes", "GET", "/posts", {"headers": {"Authorization": "Bearer " + "a" * 9_000}}, 401, "auth.required"),
    ("a_token_in_the_address", "GET", "/posts", {"params": {"access_token": "a.b.c"}, "without": "Authorization"}, 401, "auth.required"),
    ("a_token_of_letters", "GET", "/posts", {"headers": {"Authorization": "Bearer a.b.c"}}, 401, "auth.required"),
]


@pytest.fixture(scope="module")
def manager(server):
    return Caller(server)


@pytest.fixture(scope="module")
def post(manager):
    return manager.get("/posts", limit=1).json()["items"][0]["id"]


@pytest.mark.parametrize("name, method, path, options, status, code", CASES, ids=[case[0] for case in CASES])
def test_r05_malformed(server, manager, post, name, method, path, options, status, code):
    options = dict(options)
    left_out = options.pop("without", None)
    own = manager.authorization()
    before = held.content(server.database)
    headers = {**own, **(key() if method == "POST" else {})}
    headers.pop(left_out, None)
    given = options.pop("headers", {})
    # Pairs when a header is given twice.
    headers = [*headers.items(), *given] if isinstance(given, list) else {**headers, **given}
    answer = manager.http.request(method, API + path.replace("{post}", post), headers=headers, **options)
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:600]}"
    assert code_of(answer) == code
    assert answer.headers["content-language"] == "fr"
    assert answer.headers.get("x-request-id", answer.json()["request_id"]) == answer.json()["request_id"]
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")
    if status == 405:
        assert "GET" in answer.headers["allow"]
    assert held.differences(before, held.content(server.database)) == []


RAW = [
    ("a_version_of_http_that_is_none", b"GET /api/v1/posts HTTP/9.9\r\nHost: h\r\n\r\n"),
    ("a_header_without_end", b"GET /api/v1/posts HTTP/1.1\r\nHost: h\r\nX: " + b"x" * 300_000 + b"\r\n\r\n"),
    ("two_lengths", b"POST /api/v1/posts HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    ("length_and_chunks", b"POST /api/v1/posts HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("noise", bytes(range(128, 256)) * 8 + b"\r\n\r\n"),
]


@pytest.mark.parametrize("name, sent", RAW, ids=[case[0] for case in RAW])
def test_r05_what_is_not_http_is_refused_and_the_server_lives(server, manager, name, sent):
    before = held.content(server.database)
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        try:
            line.sendall(sent)
            said = line.recv(4096)
        except ConnectionResetError:
            said = b""
    assert said == b"" or said.split(b" ")[1][:1] == b"4", said[:200]
    assert server.healthy()
    assert held.differences(before, held.content(server.database)) == []


def test_r05_forty_at_least():
    assert len({case[0] for case in CASES}) == len(CASES) >= 50
