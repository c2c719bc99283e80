"""Those who call: one account per profile, signed in through the door that the browser uses."""

import time
import uuid

import httpx

from program import PASSWORD

API = "/api/v1"
PROFILES = ["hospital_manager", "hospital_approver", "hospital_reader", "ght_referent", "ars_manager", "ars_approver",
            "ars_reader", "cng_manager", "cng_admin", "ministry_reader", "auditor", "practitioner", "sirh_client"]
# The headers without which nothing that bears the cookie of the session is believed.
OWN_PAGE = {"X-LogimedH": "1", "Sec-Fetch-Site": "same-origin"}


def email(profile):
    return f"{profile.replace('_', '-')}@demo.example"


def cookie_of(answer, name="__Host-refresh"):
    """Value of a cookie that an answer sets. By hand: a Secure cookie is not sent on plain http by httpx."""
    for line in answer.headers.get_list("set-cookie"):
        pair = line.split(";", 1)[0]
        if pair.startswith(name + "="):
            return pair.split("=", 1)[1]
    return None


def sign_in(http, address, password=PASSWORD, **headers):
    own = {**OWN_PAGE, "Origin": str(http.base_url).rstrip("/"), **headers}
    return http.post(f"{API}/session", json={"email": address, "password": password}, headers=own)


def refresh(http, cookie, **headers):
    own = {**OWN_PAGE, "Origin": str(http.base_url).rstrip("/"), "Cookie": f"__Host-refresh={cookie}", **headers}
    return http.post(f"{API}/session/refresh", headers=own)


class Caller:
    """Somebody signed in; paths are relative to `/api/v1`."""

    def __init__(self, server, profile="hospital_manager", address=None, password=PASSWORD):
        self.server, self.profile = server, profile
        self.address, self.password = address or email(profile), password
        self.http = httpx.Client(base_url=server.base, timeout=60)
        self.token, self.cookie, self.until = None, None, 0

    def __repr__(self):
        return self.address

    def authorization(self):
        """A token that lives some more: tests may last longer than a token does."""
        if time.monotonic() > self.until:
            answer = sign_in(self.http, self.address, self.password)
            assert answer.status_code == 200, f"{self.address} cannot sign in: {answer.status_code} {answer.text}"
            body = answer.json()
            self.token, self.cookie = body["access_token"], cookie_of(answer)
            self.until = time.monotonic() + body["expires_in"] / 2
        return {"Authorization": f"Bearer {self.token}"}

    def forget_token(self):
        self.until = 0

    def call(self, method, path, status=None, **options):
        headers = {**self.authorization(), **(options.pop("headers", None) or {})}
        address = path if path.startswith(API) or path.startswith("/.") else API + path
        answer = self.http.request(method, address, headers=headers, **options)
        if status is not None:
            assert answer.status_code == status, \
                f"{self!r} {method} {path}: {answer.status_code}, expected {status}\n{answer.text[:1500]}"
        return answer

    def get(self, path, status=200, **parameters):
        return self.call("GET", path, status, params=parameters or None)

    def items(self, path, **parameters):
        """All items of a list, page after page."""
        parameters.setdefault("limit", 500)
        found, cursor = [], None
        while True:
            page = self.get(path, **parameters, **({"cursor": cursor} if cursor else {})).json()
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found

    def create(self, path, body=None, status=201, key=None, **options):
        """A POST that creates or starts something."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), **(options.pop("headers", None) or {})}
        if body is not None:
            options["json"] = body
        return self.call("POST", path, status, headers=headers, **options)

    def act(self, path, thing, body=None, status=200, method="POST", **options):
        """A write on something that exists, from its version."""
        headers = {"If-Match": f'"v{thing["version"]}"', **(options.pop("headers", None) or {})}
        return self.call(method, path, status, headers=headers, json=body if body is not None else {}, **options)

    def edit(self, path, thing, body, status=200, **options):
        """A merge patch."""
        return self.act(path, thing, body, status, method="PATCH", **options)


def hired(server, finess, profile="hospital_manager"):
    """Somebody of another hospital, whose account the national administrator makes."""
    admin = Caller(server, "cng_admin")
    today = admin.get("/me").json()["today"]
    address, password = f"{profile.replace('_', '-')}-{finess}@elsewhere.example", "une phrase assez longue"
    admin.create("/users", {
        "email": address, "name": "Dominique Voisin", "password": password,
        "habilitation": {"profile": profile, "perimeter": f"ej:{finess}", "valid_from": today,
                         "valid_to": f"{int(today[:4]) + 1}{today[4:8]}01", "reason": "Essai"}})
    # A password that somebody else gave serves only to choose another one.
    newcomer, chosen = Caller(server, profile, address, password), "une autre phrase assez longue"
    assert code_of(newcomer.get("/posts", 403)) == "auth.password_to_choose"
    newcomer.call("POST", "/session/password", 204, json={"present": password, "new": chosen})
    return Caller(server, profile, address, chosen)


def code_of(answer):
    """The code of a problem, checked to be one."""
    kind = answer.headers.get("content-type", "")
    assert kind.startswith("application/problem+json"), f"{answer.status_code} {kind}: {answer.text[:300]}"
    body = answer.json()
    for field in ("type", "code", "status", "title", "detail", "request_id"):
        assert field in body, f"{field} is missing: {body}"
    assert body["status"] == answer.status_code, body
    assert body["type"].endswith("#" + body["code"]), body["type"]
    return body["code"]
