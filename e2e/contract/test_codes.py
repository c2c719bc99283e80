"""Local codes of one domain, written and read as one document, on both axes of time."""

from support import nation
from support.people import Caller, code_of

PATH = "/code_mappings/status"
OURS = {"local_code": "K7-TITULAIRE", "local_label": "Titulaire de l'essai", "national_code": "PH"}


def read(manager, status=200, **asked):
    return manager.get(PATH, status, establishment=nation.HOME, **asked)


def said(manager, **asked):
    """The document, whenever it is read."""
    return {name: value for name, value in read(manager, **asked).json().items() if name != "time"}


def put(manager, document, mappings, status=200):
    return manager.act(PATH, document, {"mappings": mappings, "reason": "Essai"}, status, method="PUT",
                       params={"establishment": nation.HOME})


def test_a_domain_is_written_as_a_whole_and_its_past_stays(own_server):
    manager = Caller(own_server)
    before = said(manager)
    moment = manager.get("/posts", limit=1).json()["time"]["known_at"]
    kept = before["mappings"]
    written = put(manager, before, [*kept, OURS]).json()
    assert {one["local_code"] for one in written["mappings"]} == {OURS["local_code"], *(one["local_code"] for one in kept)}
    assert written["version"] > before["version"]
    assert said(manager) == written
    assert said(manager, as_of="2020-01-01") == written, "a code means the same on every day"
    assert read(manager, known_at=moment).json()["mappings"] == kept, "and what was known of it is not rewritten"
    # What is left out is ended, and the knowledge between the two writes is still there.
    between = manager.get("/posts", limit=1).json()["time"]["known_at"]
    ended = put(manager, written, kept).json()
    assert said(manager) == ended and ended["mappings"] == kept
    assert read(manager, known_at=between).json()["mappings"] == written["mappings"]


def test_a_domain_refuses_what_means_nothing(own_server):
    manager = Caller(own_server)
    before = said(manager)
    for mappings, pointer, code in [
        ([{**OURS, "national_code": "NEANT"}], "/mappings/0/national_code", "code.national_unknown"),
        ([OURS, OURS], "/mappings/1/local_code", "code.twice"),
        ([{**OURS, "local_code": " "}], "/mappings/0/local_code", "code.missing"),
    ]:
        refused = put(manager, before, mappings, 422)
        assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(pointer, code)], refused.text
    assert code_of(read(manager, 400, as_of="hier")) == "request.bad_time"
    for absent in ("neant", "statut"):
        assert code_of(manager.get(f"/code_mappings/{absent}", 404, establishment=nation.HOME)) == "request.not_found"
    assert said(manager) == before
