"""Access tokens made by hand: with the key of the server when a test holds it, or with one of the attacker's own."""

import base64
import json
import time

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519


def key_set(server):
    answer = httpx.get(server.base + "/.well-known/jwks.json")
    assert answer.status_code == 200, answer.text
    return answer.json()["keys"]


def parts(token):
    """Header, claims, signature."""
    header, claims, signature = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(claims)), signature


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(value):
    data = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signing_key(server, kid):
    """The private key that the server signs with, read from its folder as who runs it could."""
    wanted = next(one for one in key_set(server) if one["kid"] == kid)
    for path in sorted(server.keys.rglob("*")):
        if path.is_file() and b"PRIVATE KEY" in path.read_bytes():
            key = private_key(path.read_bytes())
            if public_part(key) == wanted["x"]:
                return key
    raise AssertionError(f"no private key of {kid} in {list(server.keys.rglob('*'))}")


def private_key(pem):
    """An Ed25519 key in PKCS #8; of the second version too, which holds the public part and which Python refuses."""
    der = base64.b64decode("".join(line for line in pem.decode().splitlines() if "-----" not in line))
    at = der.index(bytes.fromhex("04220420")) + 4
    return ed25519.Ed25519PrivateKey.from_private_bytes(der[at:at + 32])


def public_part(key):
    """`x` of the JWK."""
    raw = key.public_key()
    if isinstance(raw, ed25519.Ed25519PublicKey):
        return encoded(raw.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))
    return encoded(raw.public_numbers().x.to_bytes(32, "big"))


def algorithm(key):
    return "EdDSA" if isinstance(key, ed25519.Ed25519PrivateKey) else "ES256"


def signed(key, header, claims):
    """A well-made token; `header` is sent as it is given."""
    body = f"{encoded(header)}.{encoded(claims)}"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return f"{body}.{encoded(key.sign(body.encode()))}"
    return f"{body}.{encoded(jwt.get_algorithm_by_name('ES256').sign(body.encode(), key))}"


def foreign_key(like):
    """A key of the attacker, of the same kind."""
    if isinstance(like, ed25519.Ed25519PrivateKey):
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def now():
    return int(time.time())
