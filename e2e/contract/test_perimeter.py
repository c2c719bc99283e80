"""Rights seen from outside: what is out of the perimeter does not exist (R41), and no field shows more than the profile may
read (R43). Lists and files as wholes are in `test_scopes.py`."""

import csv
import io
import re

import openpyxl
import pytest

from support import contract, imports, nation, things
from support.people import PROFILES, Caller, code_of, hired

OPERATIONS = contract.operations() if contract.CHECKED_IN.exists() else []
# A list of codes is the same for everybody: all the other things that have an address belong to somebody.
NATIONAL = {"nomenclatures"}
BY_ID = [one for one in OPERATIONS if one.names and not one.public and one.path.split("/")[3] not in NATIONAL
         and not (one.path.split("/")[3] == "tours" and len(one.names) == 1)]  # A tour is of the nation, what is in it is not.
DAY = nation.TODAY


@pytest.fixture(scope="module")
def callers(server):
    return {profile: Caller(server, profile) for profile in PROFILES}


def masked(answer):
    """What must be the same: all of the answer but the id of the request, the clock, and whether the connection stays.

    The last depends on how much of the body had come when the refusal left, and on nothing that is stored.
    """
    apart = ("date", "x-request-id", "connection")
    own = {name: value for name, value in answer.headers.items() if name not in apart}
    text = re.sub(r'"request_id":"[^"]*"', '"request_id":"…"', answer.text)
    return answer.status_code, own, text


@pytest.fixture(scope="module")
def outside(server, callers):
    """Address of a thing of another hospital or of another person, by collection."""
    stranger = hired(server, nation.ELSEWHERE)
    view = imports.read(stranger, b"niveau;numero;libelle\n", kind="structures", name="structures.csv",
                        establishment=nation.ELSEWHERE)
    things.tour(server)
    own = next(one for one in callers["cng_admin"].items("/users") if one["email"] == stranger.address)
    line = next(one for one in callers["auditor"].items("/journal") if one["establishment"] == nation.ELSEWHERE)
    asked = things.request(stranger, nation.ELSEWHERE)["id"]
    made = {"imports": view["id"], "jobs": view["job"], "journal": line["id"], "changes": line["id"], "users": own["id"],
            "requests": asked, "reservations": things.reservation(stranger, nation.ELSEWHERE)["id"], "sigmed": things.delivery(server, nation.ELSEWHERE),
            "comments": stranger.create("/comments", {"subject": f"request:{asked}", "text": "Essai"}).json()["id"],
            "notifications": things.notice(stranger, nation.ELSEWHERE),
            "habilitations": own["habilitations"][0]["id"], "me": stranger.get("/me/sessions").json()[0]["id"]}

    def address(operation):
        found = made.get(operation.path.split("/")[3])
        if found is None:
            found = next(filter(None, (things.of_hospital(callers[profile], operation.path, nation.ELSEWHERE)
                                       for profile in ("cng_manager", "cng_admin", "auditor"))), None)
        assert found, "nothing of this kind is elsewhere: make one above"
        return found
    return address


# Words that are the same everywhere; what is told of them is that of the hospital asked for.
WORDS = {"/code_mappings/{domain}": "status", "/import_skeletons/{file}": "attachments"}


# Well made, then badly: what is wrong with a request must not be told of a thing outside and kept of one nobody has.
BADLY = [{}, {"zz": "1"}, {"as_of": "zz"}, {"known_at": "zz"}]


@pytest.mark.parametrize("badly", BADLY, ids=["well_made", "unknown_parameter", "bad_day", "bad_instant"])
@pytest.mark.parametrize("operation", BY_ID, ids=contract.ids(BY_ID))
def test_r41_outside_is_absent_byte_for_byte(operation, callers, outside, badly):
    """Somebody of one hospital, who holds the right, asks for a thing of another, then for what nobody has."""
    who = callers["hospital_approver" if operation.rubric == "habilitations" else "hospital_manager"]
    word = next((word for ending, word in WORDS.items() if operation.path.endswith(ending)), None)
    if word:
        path = operation.path.replace("{" + operation.names[0] + "}", word)
        asked = [(path, finess) for finess in (nation.ELSEWHERE, "999999999")]
    else:
        address = outside(operation)
        unknown = "999999999" if re.fullmatch("[0-9AB]{9}", address) else things.UNKNOWN
        assert unknown != address, "the unknown is known"
        asked = [(things.filled(operation, one), nation.HOME) for one in (address, unknown)]
    seen = [masked(things.send(who, operation, path, finess, badly)) for path, finess in asked]
    assert seen[0] == seen[1]
    assert seen[0][0] == (400 if badly else 404), seen[0]


def test_r43_birth_is_a_year_without_careers(callers):
    """Who reads practitioners but not careers sees the year alone."""
    whole = callers["hospital_manager"].items("/practitioners", as_of=DAY)
    assert all("birth_date" in one for one in whole)


def test_r43_a_sensitive_position_reads_absent(own_server):
    """R4 of `domain.md`: the days stay, the reason goes, everywhere."""
    manager, agency = Caller(own_server), Caller(own_server, "ars_manager")
    sensitive = {one["code"] for one in manager.get("/nomenclatures/positions").json()["items"]
                 if one["attributes"].get("sensitive") == "yes"}
    assert sensitive
    person = manager.items("/practitioners", as_of=DAY)[0]
    made = manager.create(f"/practitioners/{person['id']}/positions", {
        "position": sorted(sensitive)[0],
        "effect": {"valid_from": "2026-10-01", "valid_to": "2026-12-01", "reason": "Essai"}}).json()
    seen_by_hospital = manager.get(f"/positions/{made['id']}", as_of=DAY).json()
    seen_by_agency = agency.get(f"/positions/{made['id']}", as_of=DAY).json()
    assert seen_by_hospital["position"]["code"] in sensitive
    assert seen_by_agency["position"]["code"] == "ABSENT"
    assert "local_code" not in seen_by_agency
    assert (seen_by_agency["valid_from"], seen_by_agency["valid_to"]) == ("2026-10-01", "2026-12-01")
    for secret in sensitive:
        texts = [agency.get("/positions", as_of=DAY, establishment=nation.HOME, limit=500).text,
                 agency.get(f"/positions/{made['id']}/history").text,
                 agency.get(f"/practitioners/{person['id']}/timeline").text,
                 agency.get(f"/practitioners/{person['id']}", as_of=DAY).text,
                 agency.get("/staffing_table", establishment=nation.HOME, as_of=DAY).text,
                 agency.get("/journal", establishment=nation.HOME, limit=500).text]
        assert not [text for text in texts if f'"{secret}"' in text], secret
    by_reason = agency.call("GET", "/positions", params={"position": sorted(sensitive)[0], "as_of": DAY})
    assert by_reason.status_code == 400 or by_reason.json()["items"] == []


TABLE_PROFILES = ["hospital_manager", "ars_manager", "ars_approver", "cng_manager"]


def table(caller, kind, **query):
    return caller.call("GET", "/staffing_table", 200, headers={"Accept": kind},
                       params={"establishment": nation.HOME, "as_of": DAY, **query})


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("profile", TABLE_PROFILES)
def test_r43_formats_hold_the_same_rows_and_no_more(callers, profile):
    """R18 too: CSV for people, CSV for programs and the workbook hold the rows of JSON, within the same rights."""
    caller = callers[profile]
    rows = table(caller, "application/json").json()["rows"]
    raw = list(csv.DictReader(io.StringIO(table(caller, "text/csv; profile=raw").content.decode("utf-8-sig"))))
    french = list(csv.reader(io.StringIO(table(caller, "text/csv; profile=fr").content.decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(table(caller, XLSX).content), read_only=False)
    sheet = [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)]
    assert len(raw) == len(rows)
    shown = [row.get("post") or "" for row in rows]
    assert [row["post"] for row in raw] == shown
    if any(row.get("matricule") for row in rows):
        assert [row["matricule"] for row in raw] == [row.get("matricule") or "" for row in rows]
    assert len(french) > len(rows) and len(sheet) > len(rows), "headings and totals beside the rows"


def test_r43_a_reader_without_extract_takes_no_file_away(callers):
    for profile in ("ars_reader", "hospital_reader"):
        answer = callers[profile].call("GET", "/staffing_table", params={"establishment": nation.HOME, "as_of": DAY},
                                       headers={"Accept": XLSX})
        assert (answer.status_code, code_of(answer)) == (403, "right.missing"), profile


def test_r43_names_are_absent_from_the_table_for_who_may_not_read_them(callers):
    names = {row["usual_name"] for row in table(callers["hospital_manager"], "application/json").json()["rows"]
             if row.get("usual_name")}
    assert len(names) > 5
    text = table(callers["ars_reader"], "application/json").text
    assert not [name for name in names if name in text]


def test_r44_a_right_is_on_one_rubric_and_no_other(callers):
    """Inside the perimeter without the right: 403, and nothing of the thing."""
    post = callers["hospital_manager"].items("/posts", as_of=DAY)[0]
    for profile in ("hospital_reader", "ars_reader", "ars_manager", "hospital_approver"):
        answer = callers[profile].edit(f"/posts/{post['id']}", post, {
            "quotity": 1000, "effect": {"valid_from": DAY, "reason": "Essai"}}, status=403)
        assert code_of(answer) == "right.missing"
        assert post["number"] not in answer.text
