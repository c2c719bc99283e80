"""Somebody who knows nothing but the contract: calls operations by their names, and holds every answer against its schema."""

import uuid

from . import contract
from .people import Caller, code_of


class Player(Caller):
    """Somebody signed in, as a program written from the contract alone would be."""

    def do(self, name, *parts, body=None, status=None, of=None, **query):
        """Calls an operation; what it answers. `of` is the version that was read, else it is read now."""
        answer = self.ask(name, *parts, body=body, of=of, **query)
        one = contract.operation(name)
        good = [int(code) for code in one.answers if int(code) < 300]
        assert answer.status_code in ([status] if status else good), f"{self!r} {name}: {answer.status_code}\n{answer.text[:1500]}"
        given = answer.json() if answer.content else None
        wrong = contract.errors(one.answer_schema(answer.status_code) or {}, given)
        assert not wrong, f"{name} answers otherwise than it says: {wrong[:3]}"
        return given

    def refused(self, name, *parts, code, body=None, of=None, **query):
        """The same, which must be refused with this code, among those that the contract announces; the problem."""
        answer = self.ask(name, *parts, body=body, of=of, **query)
        assert str(answer.status_code) in contract.operation(name).answers, f"{name} never says {answer.status_code}"
        assert code_of(answer) == code, f"{self!r} {name}: {answer.status_code}\n{answer.text[:1500]}"
        told = answer.json()
        assert told["detail"].strip() and told["title"].strip(), told
        return told

    def ask(self, name, *parts, body=None, of=None, **query):
        one = contract.operation(name)
        path = one.path
        for variable, part in zip(one.names, parts, strict=True):
            path = path.replace("{" + variable + "}", str(part))
        headers = {}
        if one.takes("Idempotency-Key"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        if one.takes("If-Match"):
            headers["If-Match"] = f'"v{of}"' if of is not None else self.version(one, path)
        options = {"json": body or {}} if one.method != "GET" else {}
        return self.call(one.method, path, headers=headers, params=query or None, **options)

    def version(self, one, path):
        """The version of the thing that a step is about: the step is a name below it."""
        thing = path if one.method in ("PATCH", "PUT") else path.rsplit("/", 1)[0]
        return self.call("GET", thing).headers.get("ETag", '"v1"')

    def all(self, name, *parts, **query):
        """All items of a list."""
        found, cursor = [], None
        while True:
            page = self.do(name, *parts, limit=500, **query, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found


def engaged(server, name, *held):
    """Somebody to whom the national administrator gives profiles and perimeters, at the first a new account."""
    admin = Player(server, "cng_admin")
    today = admin.do("get_me")["today"]
    grants = [{"profile": profile, "perimeter": perimeter, "valid_from": today, "valid_to": f"{int(today[:4]) + 3}-01-01",
               "reason": "Tour de recrutement"} for profile, perimeter in held]
    address, password = f"{name}@tour.example", "une phrase assez longue"
    account = admin.do("create_user", body={"email": address, "name": name, "password": password, "habilitation": grants[0]})
    for grant in grants[1:]:
        admin.do("create_habilitation", body={"account": account["id"], "grant": grant})
    newcomer, chosen = Player(server, held[0][0], address, password), "une autre phrase assez longue"
    # A password that somebody else gave serves only to choose another one.
    newcomer.do("change_password", body={"present": password, "new": chosen})
    return Player(server, held[0][0], address, chosen)
