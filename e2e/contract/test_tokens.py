"""Access tokens: everything of `quality.md` 3.3 is refused with 401, and keys turn over without a failed request."""

import json
import threading
import time

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from support import nation, tokens
from support.people import API, Caller, code_of, sign_in


@pytest.fixture(scope="module")
def manager(server):
    return Caller(server)


@pytest.fixture
def good(server, manager):
    """Header and claims of a token that works, and the key that signs it."""
    header, claims, _ = tokens.parts(manager.authorization()["Authorization"].removeprefix("Bearer "))
    return header, claims, tokens.signing_key(server, header["kid"])


def call(server, token):
    return httpx.get(f"{server.base}{API}/me", headers={"Authorization": f"Bearer {token}"})


def refused(server, token):
    answer = call(server, token)
    assert answer.status_code == 401, f"{answer.status_code}: {answer.text[:300]}"
    assert code_of(answer).startswith("auth.")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert token not in answer.text
    return answer


def test_r35_the_forger_of_these_tests_makes_good_tokens(server, good):
    """Otherwise every refusal below would prove nothing."""
    header, claims, key = good
    assert call(server, tokens.signed(key, header, claims)).status_code == 200


def test_r35_what_a_token_says(good):
    header, claims, _ = good
    assert header["typ"].lower() == "at+jwt" and header["alg"] in ("EdDSA", "ES256")
    assert claims["aud"] == "urn:logimedh:api" and 0 < claims["exp"] - claims["iat"] <= 300
    assert {"iss", "sub", "jti", "sid", "hab", "hab_v"} <= set(claims)
    assert any(one.startswith("hospital_manager:posts:rm") and one.endswith("@ej:690780044") for one in claims["hab"])
    said = json.dumps(claims)
    assert "@demo" not in said and "name" not in claims, "a token names nobody"


# What a forger changes, one thing each: in the header, in the claims, or in how it is signed.
def unsigned(header, claims, key):
    return f"{tokens.encoded({**header, 'alg': 'none'})}.{tokens.encoded(claims)}."


def with_the_public_key(header, claims, key):
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    body = f"{tokens.encoded({**header, 'alg': 'HS256'})}.{tokens.encoded(claims)}"
    return f"{body}.{tokens.encoded(jwt.get_algorithm_by_name('HS256').sign(body.encode(), public))}"


def with_the_raw_public_key(header, claims, key):
    body = f"{tokens.encoded({**header, 'alg': 'HS256'})}.{tokens.encoded(claims)}"
    secret = tokens.decoded(tokens.public_part(key))
    return f"{body}.{tokens.encoded(jwt.get_algorithm_by_name('HS256').sign(body.encode(), secret))}"


def another_algorithm(header, claims, key):
    other = "ES256" if header["alg"] == "EdDSA" else "EdDSA"
    return tokens.signed(key, {**header, "alg": other}, claims)


def tampered(header, claims, key):
    _, _, signature = tokens.signed(key, header, claims).split(".")
    return f"{tokens.encoded(header)}.{tokens.encoded({**claims, 'sub': claims['jti']})}.{signature}"


def empty_signature(header, claims, key):
    return f"{tokens.encoded(header)}.{tokens.encoded(claims)}."


def foreign_key(header, claims, key):
    return tokens.signed(tokens.foreign_key(key), header, claims)


def embedded_key(header, claims, key):
    own = tokens.foreign_key(key)
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": tokens.public_part(own)}
    return tokens.signed(own, {**header, "jwk": jwk}, claims)


def of_header(**changed):
    def forge(header, claims, key):
        own = {name: value for name, value in {**header, **changed}.items() if value is not None}
        return tokens.signed(key, own, claims)
    return forge


def foreign_with(**changed):
    """Signed by the attacker, whose header says where to find the key."""
    return lambda header, claims, key: tokens.signed(tokens.foreign_key(key), {**header, **changed}, claims)


def of_claims(change):
    def forge(header, claims, key):
        own = dict(claims)
        change(own)
        return tokens.signed(key, header, own)
    return forge


def shifted(name, seconds):
    return of_claims(lambda claims: claims.update({name: tokens.now() + seconds}))


FORGED = {
    "alg_none": unsigned,
    "hs256_with_the_public_key": with_the_public_key,
    "hs256_with_the_raw_public_key": with_the_raw_public_key,
    "another_algorithm_than_the_key": another_algorithm,
    "rs256": of_header(alg="RS256"),
    "tampered_payload": tampered,
    "empty_signature": empty_signature,
    "foreign_key": foreign_key,
    "wrong_typ": of_header(typ="JWT"),
    "no_typ": of_header(typ=None),
    "unknown_kid": of_header(kid="01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11"),
    "no_kid": of_header(kid=None),
    "kid_like_a_path": of_header(kid="../../../../dev/null"),
    "kid_like_sql": of_header(kid="' OR 1=1 --"),
    "unknown_crit": of_header(crit=["exp"], b64=False),
    "jku_of_the_attacker": foreign_with(jku="http://127.0.0.1:9/keys.json"),
    "x5u_of_the_attacker": foreign_with(x5u="http://127.0.0.1:9/key.pem"),
    "jwk_of_the_attacker": embedded_key,
    "no_exp": of_claims(lambda claims: claims.pop("exp")),
    "past_exp": shifted("exp", -60),
    "exp_that_is_a_text": of_claims(lambda claims: claims.update(exp="never")),
    "future_iat": shifted("iat", 600),
    "future_nbf": shifted("nbf", 600),
    "wrong_iss": of_claims(lambda claims: claims.update(iss="https://elsewhere.example")),
    "no_iss": of_claims(lambda claims: claims.pop("iss")),
    "wrong_aud": of_claims(lambda claims: claims.update(aud="urn:other:api")),
    "no_aud": of_claims(lambda claims: claims.pop("aud")),
    "old_hab_v": of_claims(lambda claims: claims.update(hab_v=claims["hab_v"] - 1)),
    "no_hab_v": of_claims(lambda claims: claims.pop("hab_v")),
    "unknown_subject": of_claims(lambda claims: claims.update(sub="01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11")),
    "no_sub": of_claims(lambda claims: claims.pop("sub")),
    "unknown_session": of_claims(lambda claims: claims.update(sid="01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11")),
    "above_8_kB": of_claims(lambda claims: claims.update(padding="x" * 9000)),
    "identity_token": lambda header, claims, key: tokens.signed(
        key, {**header, "typ": "JWT"}, {**claims, "nonce": "n", "email": "a@demo.example"}),
    "four_parts": lambda header, claims, key: tokens.signed(key, header, claims) + ".x",
    "two_parts": lambda header, claims, key: tokens.signed(key, header, claims).rsplit(".", 1)[0],
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_r35_a_forged_token_gets_401(server, good, forge):
    refused(server, forge(*good))


def test_r35_rights_are_not_believed_from_the_token(server, good):
    """`hab` is a convenience: one who signs more into it gets nothing more."""
    header, claims, key = good
    more = {**claims, "hab": ["cng_admin:habilitations:ra@national", "cng_manager:posts:rmx@national"]}
    own = {"Authorization": f"Bearer {tokens.signed(key, header, more)}"}
    answer = httpx.get(f"{server.base}{API}/users", headers=own)
    assert (answer.status_code, code_of(answer)) == (403, "right.missing"), answer.text
    # The token itself is good: what is refused above is the right, and what the person may read is read.
    posts = httpx.get(f"{server.base}{API}/posts", params={"limit": 500}, headers=own)
    assert posts.status_code == 200, posts.text
    assert {one["establishment"] for one in posts.json()["items"]} == {nation.HOME}, "no more of the nation than before"


def test_r35_two_authorization_headers(server, manager):
    own = manager.authorization()["Authorization"]
    answer = httpx.get(f"{server.base}{API}/me", headers=[("Authorization", own), ("Authorization", own)])
    assert answer.status_code == 401


def test_r35_a_token_in_the_address_is_none(server, manager):
    token = manager.authorization()["Authorization"].removeprefix("Bearer ")
    for name in ("access_token", "token", "authorization"):
        answer = httpx.get(f"{server.base}{API}/posts", params={name: token})
        assert answer.status_code == 401, f"{name}: {answer.status_code}"


def test_r35_a_cookie_is_no_token(server, manager):
    manager.authorization()
    answer = httpx.get(f"{server.base}{API}/posts", headers={"Cookie": f"__Host-refresh={manager.cookie}"})
    assert answer.status_code == 401


def test_r36_the_key_set_shows_no_private_member(server):
    answer = httpx.get(server.base + "/.well-known/jwks.json")
    keys = answer.json()["keys"]
    assert keys and "max-age" in answer.headers["cache-control"]
    for key in keys:
        assert set(key) <= {"kty", "crv", "x", "y", "kid", "use", "alg", "key_ops"}, sorted(key)
        assert key.get("use", "sig") == "sig" and key["alg"] in ("EdDSA", "ES256")
    assert len({key["kid"] for key in keys}) == len(keys)


def test_r36_private_keys_are_for_their_owner_alone(server):
    private = [path for path in server.keys.rglob("*") if path.is_file() and b"PRIVATE" in path.read_bytes()]
    assert private
    for path in private:
        assert path.stat().st_mode & 0o077 == 0, f"{path.name}: {oct(path.stat().st_mode)}"


def test_r36_keys_turn_over_while_requests_run_and_none_fails(own_server):
    manager = Caller(own_server)
    before = manager.authorization()
    first_kid = tokens.parts(manager.token)[0]["kid"]
    answers, stop = [], threading.Event()

    def keep_asking():
        with httpx.Client(base_url=own_server.base) as http:
            while not stop.is_set():
                answers.append(http.get(f"{API}/me", headers=before).status_code)

    def keep_signing_in():
        with httpx.Client(base_url=own_server.base) as http:
            while not stop.is_set():
                answer = sign_in(http, manager.address)
                token = answer.json().get("access_token", "")
                answers.append(http.get(f"{API}/me", headers={"Authorization": f"Bearer {token}"}).status_code)

    workers = [threading.Thread(target=work) for work in (keep_asking, keep_signing_in)]
    for worker in workers:
        worker.start()
    try:
        known = {key["kid"] for key in tokens.key_set(own_server)}
        own_server.run("keys", "rotate")
        end = time.monotonic() + 20
        while tokens.parts(sign_in(manager.http, manager.address).json()["access_token"])[0]["kid"] == first_kid:
            assert time.monotonic() < end, "the server goes on signing with the former key"
            time.sleep(0.2)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert len(answers) > 5 and set(answers) == {200}, f"{len(answers)} requests: {set(answers)}"
    now = {key["kid"] for key in tokens.key_set(own_server)}
    assert first_kid in now and now - known, "the former key stays in the set, a new one comes"
    assert httpx.get(f"{own_server.base}{API}/me", headers=before).status_code == 200, "a token lives its life"
