"""A real thing for each path of the contract: its id, in a hospital that is asked for."""

import functools
import uuid

from . import held, nation
from .contract import operations, sample
from .people import Caller, hired

# Fields that address a thing, the first one that it has.
ADDRESSES = ("finess", "id", "code", "domain")
UNKNOWN = "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11"


@functools.cache
def lists():
    """Operations that give pages, by path."""
    return {one.path: one for one in operations()
            if one.method == "GET" and not one.names and "cursor" in one.queries()}


def collection_of(path):
    """The path of the list in which the first thing of a path is found."""
    return path.split("/{", 1)[0]


def address(item, path=""):
    names = ("code",) if "nomenclatures" in path else ADDRESSES
    return next((item[name] for name in names if item.get(name)), None)


class InTour(str):
    """The id of a tour, which knows a post and the list of a hospital in it: the other names of its paths."""

    others = {}


def in_tour(caller, finess):
    """A tour in which the hospital has a post; `None` when there is none."""
    for one in caller.call("GET", "/tours").json().get("items", []):
        found = InTour(one["id"])
        posts = caller.call("GET", f"/tours/{one['id']}/entries", params={"establishment": finess, "limit": 1}).json().get("items")
        if posts:
            found.others = {"post_id": posts[0]["post"]["id"], "finess": finess}
            return found
    return None


def of_hospital(caller, path, finess):
    """Address of a thing of the collection that belongs to the hospital; `None` when it has none."""
    collection = collection_of(path)
    if collection.endswith("/tours"):
        return in_tour(caller, finess)
    found = lists().get(collection)
    if collection.endswith("/comments"):
        return comment(caller, finess)
    if "/notifications" in collection:
        return notice(caller, finess)
    if collection.endswith("/establishments"):
        return finess
    if collection.endswith("/nomenclatures"):
        return "statuses"
    if found is None:
        return None
    query = {"establishment": finess} if "establishment" in found.queries() else {}
    answer = caller.call("GET", collection, params={**query, "limit": 500})
    if answer.status_code != 200:
        return None
    for item in answer.json()["items"]:
        if item.get("establishment", finess) == finess:
            return address(item, collection)
    return None


def thread(caller, finess):
    """The subject of the thread on the first post of the hospital; `None` for who reads no post of it."""
    found = caller.call("GET", "/posts", params={"establishment": finess, "limit": 1}).json().get("items")
    return f"post:{found[0]['id']}" if found else None


def notice(caller, finess):
    """A notice of the caller, for whom a colleague has a word when there is none."""
    # A mention is told to those whom it names; of a step of a tour the whole nation has the same notice.
    if not caller.items("/notifications", kind="mention"):
        at_home = finess == nation.HOME
        colleague = Caller(caller.server, "hospital_approver") if at_home else hired(caller.server, finess, "hospital_approver")
        subject = thread(caller, finess) or f"request:{request(caller, finess)['id']}"
        able = colleague.get("/comments/mentionable", subject=subject).json()["items"]
        named = [one["id"] for one in able if "hospital_manager" in one["seats"]]
        colleague.create("/comments", {"subject": subject, "text": "Essai", "mentions": named})
    return caller.items("/notifications", kind="mention")[0]["id"]


def comment(caller, finess):
    """The last comment of the caller in that thread; of anybody, when the caller said nothing there."""
    subject = thread(caller, finess)
    said = caller.call("GET", "/comments", params={"subject": subject}).json().get("items", []) if subject else []
    own = [one for one in said if "delete" in one["allowed_actions"]]
    return next((one["id"] for one in own + said), None)


def request(manager, finess):
    """A request of the hospital, which the demonstration does not hold: a draft."""
    return manager.create("/requests", {
        "establishment": finess, "kind": "create", "motive": "CRE_ACTIVITE", "day": "2027-05-01", "post_kind": "PH", "quotity": 10000,
        "attached_to_establishment": True}).json()


def reservation(manager, finess):
    """A reservation of the first post of the hospital, which the demonstration does not hold: a draft; for its first
    practitioner, when somebody is there today."""
    post = next(one for one in manager.items("/posts") if one["establishment"] == finess)
    people = [one["id"] for one in manager.items("/practitioners") if one["establishment"] == finess]
    return manager.create("/reservations", {
        "establishment": finess, "post": post["id"], "reserved_from": "2027-05-01", "reserved_to": "2027-11-01", "quotity": 1000,
        "motive": "RES_CONTRACTUEL", **({"practitioner": people[0]} if people else {})}).json()


def calendar(**changed):
    """When a tour happens, as far ahead as tests go; its opening has come."""
    return {"opening": "2026-01-05T08:00:00Z", "hospital_deadline": {"national": "2098-03-01T22:00:00Z"},
            "ars_deadline": {"national": "2098-06-01T22:00:00Z"}, "publication": "2098-09-01T08:00:00Z",
            "application_closing": None, "opinions": None, "appointment": "2099-01-01", **changed}


def tour(server):
    """A tour that is open to hospitals, which the demonstration does not hold."""
    centre = Caller(server, "cng_manager")
    planned = centre.create("/tours", {"kind": "automne", "year": 2027, "calendar": calendar()}).json()
    return centre.act(f"/tours/{planned['id']}/open", planned, {}).json()


def delivery(server, finess):
    """A delivery of the hospital to SIGMED, which waits: straight into the database, since its way is long and proved elsewhere."""
    made, about = str(uuid.uuid4()), str(uuid.uuid4())
    held.write(server.database, f"""
        INSERT INTO sigmed_deliveries (id, idempotency_key, subject_kind, subject_id, establishment_id, payload, state, attempts,
            next_attempt_at, created_at, version)
        SELECT '{made}', '{about}-1', 'request', '{about}', subject_id, '{{}}', 'waiting', 0,
            '2026-11-23 08:00:00', '2026-11-23 08:00:00', 1 FROM establishments WHERE finess_ej = '{finess}' LIMIT 1""")
    return made


# A whole PDF that does nothing.
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def papers(manager, finess, approver=None):
    """What the demonstration does not hold: a request, a reservation, a comment, and the profile of the first post with its document; approved, when there is
    somebody to."""
    request(manager, finess)
    reservation(manager, finess)
    manager.create("/comments", {"subject": thread(manager, finess), "text": "Essai"})
    post = next(one for one in manager.items("/posts") if one["establishment"] == finess)
    own = f"/posts/{post['id']}/profile"
    written = manager.act(own, {"version": 0}, {"speciality": "18", "position": "Service de médecine", "quotity": 10000}, method="PUT").json()
    written = manager.act(f"{own}/document", written, method="PUT", content=PDF, headers={
        "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="profil.pdf"'}).json()
    if approver:
        approver.act(f"{own}/approve", written, {})


def filled(operation, address_of_thing, finess=None):
    """The path of an operation with its first name filled; other names get what is unknown."""
    path = operation.path
    for position, name in enumerate(operation.names):
        value = address_of_thing if position == 0 else getattr(address_of_thing, "others", {}).get(name, UNKNOWN)
        path = path.replace("{" + name + "}", str(value), 1)
    return path


def headers(operation, version=1):
    """What a write of this kind needs beside its body."""
    found = {}
    if operation.takes("Idempotency-Key"):
        found["Idempotency-Key"] = str(uuid.uuid4())
    if operation.takes("If-Match"):
        found["If-Match"] = f'"v{version}"'
    return found


def queries(operation, finess):
    """The query parameters without which an operation is refused."""
    found = {}
    for name, parameter in operation.queries().items():
        if parameter.get("required"):
            found[name] = finess if name == "establishment" else parameter.get("example", sample(parameter["schema"]))
    return found


def body(operation):
    """Content and its kind, as the contract shows it."""
    kinds = operation.body.get("content", {})
    kind = operation.body_kind()
    if kind is None:
        return {}
    if "multipart/form-data" in kinds:
        return {"files": {"file": ("essai.csv", b"a;b\n1;2\n", "text/csv")},
                "data": {"establishment": "690780044", "kind": "structures"}}
    if "json" in kind:
        example = operation.example()
        if isinstance(example, dict) and {"valid_from", "valid_to"} <= set(example):
            # Made field by field, the example of a period may be empty.
            example = {**example, "valid_from": "2026-04-01", "valid_to": "2026-05-01"}
        return {"json": example}
    if kind == "application/pdf":
        return {"content": PDF, "headers": {"Content-Type": kind, "Content-Disposition": 'attachment; filename="profil.pdf"'}}
    return {"content": b"a;b\n1;2\n", "headers": {"Content-Type": "text/csv"}}


def send(caller, operation, path, finess, parameters=None, **changed):
    """Calls an operation in a well-made way, but for what is changed."""
    own = body(operation)
    own_headers = {**headers(operation), **own.pop("headers", {}), **changed.pop("headers", {})}
    return caller.call(operation.method, path, headers=own_headers,
                       params={**queries(operation, finess), **(parameters or {})}, **{**own, **changed})


def streams(operation):
    return any("event-stream" in kind for answer in operation.answers.values() for kind in answer.get("content", {}))
