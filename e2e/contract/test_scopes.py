"""What a caller is given is what the nation is given, filtered (R42), with no more fields than the profile may read (R43):
every list of the contract, its counts, its files, for every profile."""

import csv
import datetime
import io
import json
import re

import openpyxl
import polars
import pytest

from support import contract, imports, nation, rights, things
from support.people import PROFILES, Caller, code_of, hired

DAY = nation.TODAY
PARQUET = "application/vnd.apache.parquet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = [path.removeprefix("/api/v1") for path in sorted(things.lists())] if contract.CHECKED_IN.exists() else []
# Lists of facts, which belong to a hospital and have days.
FACTS = [path for path in LISTS if path != "/tours" and "as_of" in things.lists()["/api/v1" + path].queries()]
# Lists that can be taken away as a file.
FILES = [path for path in FACTS if "text/csv" in things.lists()["/api/v1" + path].answers["200"]["content"]]
SEATED = list(rights.AREAS)


@pytest.fixture(scope="module")
def callers(server):
    return {profile: Caller(server, profile) for profile in PROFILES}


@pytest.fixture(scope="module")
def territory(callers):
    return rights.Territory(callers["cng_manager"], DAY)


@pytest.fixture(scope="module")
def managers(server, callers):
    """The manager of each hospital: at home, next door, elsewhere."""
    others = {finess: hired(server, finess) for finess in (nation.NEIGHBOUR, nation.ELSEWHERE)}
    return {nation.HOME: callers["hospital_manager"], **others}


@pytest.fixture(scope="module")
def whole(callers, managers):
    """Each list as the nation sees it, at one day and one instant."""
    for finess, manager in managers.items():
        things.request(manager, finess)
        things.reservation(manager, finess)
    asked = {"as_of": DAY, "known_at": callers["cng_admin"].get("/posts", limit=1).json()["time"]["known_at"]}
    kept = {}

    def asked_of(path):
        return {**asked, "as_of": nation.day_of(path)}

    def read(path):
        if path not in kept:
            kept[path] = callers["cng_admin"].items(path, **asked_of(path))
        return kept[path]
    read.asked, read.asked_of = asked, asked_of
    return read


@pytest.fixture(scope="module")
def traces(managers):
    """Imports and jobs at home, next door and elsewhere."""
    for finess, caller in managers.items():
        imports.read(caller, b"niveau;numero;libelle\n", kind="structures", name="structures.csv", establishment=finess)


def place_of(path, item):
    return item["finess"] if path == "/establishments" else item["establishment"]


def identity_of(path, item):
    """What tells an item from the others: a local code has no address."""
    return item["id"] if path != "/code_mappings" else (item["establishment"], item["domain"], item["local_code"])


def expected(territory, whole, profile, path):
    return [identity_of(path, item) for item in whole(path) if territory.inside(profile, place_of(path, item))]


def test_every_list_of_the_contract_is_here():
    """A new list must join one of the tests below."""
    assert set(LISTS) == set(FACTS) | {"/imports", "/jobs", "/journal", "/habilitations", "/notifications", "/users", "/sigmed/deliveries", "/tours"}


@pytest.mark.parametrize("path", FACTS)
@pytest.mark.parametrize("profile", SEATED)
def test_r42_a_list_is_the_national_one_filtered(callers, territory, whole, profile, path):
    caller = callers[profile]
    if not rights.may(profile, rights.rubric_of(path)):
        refused = caller.call("GET", path, 403, params=whole.asked_of(path))
        assert code_of(refused) == "right.missing"
        return
    sought = expected(territory, whole, profile, path)
    assert [identity_of(path, item) for item in caller.items(path, **whole.asked_of(path))] == sought
    assert sought, "an empty filter proves nothing"
    if profile.startswith(("hospital", "ars")):
        assert len(sought) < len(whole(path))
    assert caller.get(path, total="exact", limit=1, **whole.asked_of(path)).json()["total"] == len(sought)


@pytest.mark.parametrize("path", FACTS)
def test_r42_a_practitioner_reads_one_file(callers, whole, path):
    """The own file alone: every item is about the person, and each one about the person is there."""
    caller = callers["practitioner"]
    if not rights.may("practitioner", rights.rubric_of(path)):
        assert caller.call("GET", path, params=whole.asked_of(path)).status_code == 403
        return
    own = caller.items(path, **whole.asked_of(path))
    me = caller.items("/practitioners", **whole.asked)
    assert len(me) == 1
    if path == "/practitioners":
        # Only who reads the whole country is told who is one person in several hospitals.
        person = next(one["person"] for one in whole(path) if one["id"] == me[0]["id"])
        assert "person" not in me[0] or me[0]["person"] is None
        assert [one["id"] for one in whole(path) if one["person"] == person] == [one["id"] for one in own]
    elif path == "/reservations":
        assert own == [], "who is to come on a post is not told to one file"
    elif whole(path) and "practitioner" in whole(path)[0]:
        assert [one["id"] for one in own] == [one["id"] for one in whole(path) if one["practitioner"]["id"] == me[0]["id"]]
    else:
        assert len(own) < len(whole(path)) / 10, "places and posts of the own affectations"


@pytest.mark.parametrize("path", FACTS)
@pytest.mark.parametrize("profile", ["hospital_manager", "ars_manager"])
def test_r42_a_filter_on_a_hospital_outside_finds_nothing(callers, profile, path):
    name = "finess" if path == "/establishments" else "establishment"
    assert callers[profile].items(path, as_of=nation.day_of(path), **{name: nation.ELSEWHERE}) == []
    assert callers[profile].get(path, as_of=nation.day_of(path), total="exact", **{name: nation.ELSEWHERE}).json()["total"] == 0


@pytest.mark.parametrize("profile", ["hospital_manager", "hospital_approver", "ars_manager", "cng_manager", "auditor"])
def test_r42_imports_are_the_national_ones_filtered(callers, territory, traces, profile):
    national = callers["cng_admin"].items("/imports")
    sought = [one["id"] for one in national if territory.inside(profile, one["establishment"])]
    assert [one["id"] for one in callers[profile].items("/imports")] == sought
    assert callers[profile].get("/imports", total="exact", limit=1).json()["total"] == len(sought)
    assert len(national) >= 3 and (1 <= len(sought) < len(national) or profile in ("cng_manager", "auditor"))


def test_a_page_of_imports_is_full_whatever_is_kept_of_them(callers, traces):
    national = callers["cng_admin"]
    everything = national.items("/imports")
    hospitals = {one["establishment"] for one in everything}
    assert len(hospitals) > 1, "other imports stand between those of one hospital"
    for finess in hospitals:
        sought = [one["id"] for one in everything if one["establishment"] == finess]
        first = national.get("/imports", establishment=finess, limit=1).json()
        assert [one["id"] for one in first["items"]] == sought[:1]
        assert (first["next"] is not None) == (len(sought) > 1)
        assert [one["id"] for one in national.items("/imports", establishment=finess, limit=1)] == sought


def test_r42_jobs_are_those_of_who_asked(callers, traces):
    national = callers["cng_admin"].items("/jobs")
    own = callers["hospital_manager"].items("/jobs")
    at_home = {one["job"] for one in callers["hospital_manager"].items("/imports")}
    assert {one["id"] for one in own} == at_home and len(own) < len(national)
    for profile in ("hospital_approver", "ars_manager"):
        assert callers[profile].items("/jobs") == [], "the right to read imports does not give the work of others"


@pytest.mark.parametrize("profile", SEATED)
def test_r42_deliveries_are_the_national_ones_filtered(server, callers, territory, managers, profile):
    for finess in managers:
        things.delivery(server, finess)
    if not rights.may(profile, "sigmed"):
        assert code_of(callers[profile].call("GET", "/sigmed/deliveries", 403)) == "right.missing"
        return
    national = callers["cng_admin"].items("/sigmed/deliveries")
    sought = [one["id"] for one in national if territory.inside(profile, one["establishment"])]
    assert [one["id"] for one in callers[profile].items("/sigmed/deliveries")] == sought != []
    assert callers[profile].get("/sigmed/deliveries", total="exact", limit=1).json()["total"] == len(sought)
    if profile.startswith(("hospital", "ars")):
        assert len(sought) < len(national)


@pytest.mark.parametrize("profile", ["hospital_manager", "hospital_approver", "ars_manager", "cng_manager"])
def test_r42_the_journal_is_the_national_one_filtered(callers, territory, traces, profile):
    """Reading leaves its own line: only what was there before is compared."""
    own = [one["id"] for one in callers[profile].items("/journal")]
    national = [one for one in callers["auditor"].items("/journal") if one["id"] <= max(own)]
    everywhere = {"cng_manager"}
    sought = [one["id"] for one in national if territory.inside(profile, one["establishment"]) or profile in everywhere]
    assert own == sought and own
    assert len(own) < len(national) or profile in everywhere


def is_of(territory, profile, habilitation):
    """Whether a habilitation is held at a place of the profile: the place itself, or inside it."""
    perimeter = habilitation["perimeter"]
    if profile in ("cng_manager", "cng_admin", "auditor"):
        return True
    kind, _, code = perimeter.partition(":")
    if kind == "ej":
        return territory.inside(profile, code)
    if kind == "ght":
        members = [finess for finess, place in territory.places.items() if place["ght"] and place["ght"]["code"] == code]
        return all(territory.inside(profile, finess) for finess in members)
    if kind == "region":
        return profile.startswith("ars") and code == nation.REGION
    # The practitioner of the demonstration works at home.
    return kind == "self" and territory.inside(profile, nation.HOME)


@pytest.mark.parametrize("profile", ["hospital_approver", "ars_approver", "cng_manager", "auditor"])
def test_r42_habilitations_and_accounts_are_the_national_ones_filtered(callers, territory, traces, profile):
    national = callers["cng_admin"].items("/habilitations")
    sought = [one for one in national if is_of(territory, profile, one)]
    assert [one["id"] for one in callers[profile].items("/habilitations")] == [one["id"] for one in sought]
    assert callers[profile].get("/habilitations", total="exact", limit=1).json()["total"] == len(sought)
    accounts = callers["cng_admin"].items("/users")
    holders = {one["account"] for one in sought}
    seen = callers[profile].items("/users")
    assert {one["id"] for one in seen} == {one["id"] for one in accounts if one["id"] in holders or profile in ("cng_manager", "auditor")}
    # And of each account, only what is held here.
    inside = {one["id"] for one in sought}
    assert not [held for one in seen for held in one["habilitations"] if held["id"] not in inside]
    if profile.endswith("approver"):
        assert 0 < len(sought) < len(national)


@pytest.mark.parametrize("profile", ["hospital_manager", "hospital_approver", "ars_manager", "cng_manager"])
def test_r42_a_search_is_the_national_one_filtered(callers, territory, profile):
    for name in {one["usual_name"] for one in callers["hospital_manager"].items("/practitioners", as_of=DAY)[:3]}:
        wide = callers["cng_admin"].call("POST", "/practitioners/search", 200, json={"name": name}).json()["items"]
        own = callers[profile].call("POST", "/practitioners/search", 200, json={"name": name}).json()["items"]
        assert [one["id"] for one in own] == [one["id"] for one in wide if territory.inside(profile, one["establishment"])] != []


def file_of(caller, path, kind, asked, status=200):
    return caller.call("GET", path, status, params=asked, headers={"Accept": kind})


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("profile", SEATED)
def test_r42_r43_a_file_is_the_list_and_no_more(callers, territory, whole, profile, path):
    """Every form holds the national list filtered, row by row, and no column that the profile may not read."""
    caller, rubric = callers[profile], rights.rubric_of(path)
    if not rights.may(profile, rubric, "x"):
        for kind in ("text/csv; profile=raw", "text/csv", XLSX):
            assert code_of(file_of(caller, path, kind, whole.asked_of(path), 403)) == "right.missing"
        return
    sought = expected(territory, whole, profile, path)
    raw = list(csv.DictReader(io.StringIO(file_of(caller, path, "text/csv; profile=raw", whole.asked_of(path)).content.decode("utf-8-sig"))))
    assert [row["id"] for row in raw] == sought != []
    assert not set(raw[0]) & rights.hidden(profile)
    french = file_of(caller, path, "text/csv; profile=fr", whole.asked_of(path)).content.decode("utf-8-sig")
    french = list(csv.reader(io.StringIO(french), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(caller, path, XLSX, whole.asked_of(path)).content), read_only=True).worksheets[0]
    sheet = [[cell for cell in row] for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    assert len(french) == len(sought) + 1
    at = next(position for position, row in enumerate(sheet) if row[:len(french[0])] == french[0])
    assert len(sheet) - at == len(french), "the workbook has the rows of the text"
    assert [str(row[0]) for row in sheet[at + 1:]] == [row[0] for row in french[1:]] == [row["establishment"] for row in raw]


def keys(value):
    """All keys of an answer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("path", [*FACTS, "/imports", "/jobs", "/staffing_table"])
@pytest.mark.parametrize("profile", SEATED)
def test_r43_no_key_of_a_rubric_one_may_not_read(callers, traces, profile, path):
    """With all that can be included."""
    query = {"as_of": DAY, "establishment": nation.HOME} if path == "/staffing_table" else {}
    if path in FACTS:
        include = things.lists()["/api/v1" + path].queries().get("include")
        query = {"as_of": nation.day_of(path), "limit": 100, **({"include": ",".join(include["schema"]["enum"])} if include else {})}
    answer = callers[profile].call("GET", path, params=query)
    if answer.status_code == 403:
        assert not rights.may(profile, "staffing_table" if path == "/staffing_table" else rights.rubric_of(path))
        return
    assert answer.status_code == 200, answer.text[:300]
    found = set(keys(answer.json())) & rights.hidden(profile)
    if path == "/import_profiles":
        found.discard("position")  # of a column in a file
    assert not found, found


# Who may read a list, and the names it publishes that are of a rubric closed to them.
CLOSED = [(profile, path, name) for path in FACTS for profile in SEATED if rights.may(profile, rights.rubric_of(path))
          for name in things.lists()["/api/v1" + path].queries() if name.split(".")[0] in rights.hidden(profile)]


def test_r43_some_fields_are_closed_to_some():
    assert {("ars_reader", "/affectations", "practitioner"), ("ght_referent", "/affectations", "practitioner.in")} <= set(CLOSED)


@pytest.mark.parametrize("profile, path, name", CLOSED, ids=["-".join(one) for one in CLOSED])
def test_r43_a_hidden_field_is_unknown_to_filters_and_sorts(callers, profile, path, name):
    """It does not exist for who may not read it; for who may, it does."""
    field, value = name.split(".")[0], things.UNKNOWN
    answer = callers[profile].call("GET", path, params={name: value})
    assert (answer.status_code, code_of(answer)) == (400, "request.unknown_parameter")
    same = callers[profile].call("GET", path, params={"colour": value})
    assert same.json()["detail"].replace("colour", name) == answer.json()["detail"], "as if it did not exist"
    answer = callers[profile].call("GET", path, params={"sort": field})
    assert (answer.status_code, code_of(answer)) == (400, "request.unknown_sort")
    assert callers["hospital_manager"].get(path, **{name: value}).status_code == 200


@pytest.mark.parametrize("profile, place", [("hospital_manager", nation.HOME), ("cng_manager", None)])
def test_a_workbook_is_typed_and_says_what_it_is(callers, whole, profile, place):
    """Numbers to add, dates to sort, identifiers as text; and what was asked, by whom, of which perimeter."""
    caller = callers[profile]
    rows = caller.items("/posts", **whole.asked)
    book = openpyxl.load_workbook(io.BytesIO(file_of(caller, "/posts", XLSX, whole.asked).content))
    heading, *lines = book.worksheets[0].iter_rows()
    column = {cell.value: at for at, cell in enumerate(heading)}
    by_id = {line[column["Identifiant"]].value: line for line in lines}
    assert set(by_id) == {one["id"] for one in rows}
    for one in rows:
        time, first, number = (by_id[one["id"]][column[name]] for name in ("Temps (demi-journées)", "Début", "Numéro"))
        assert time.data_type == "n" and round(time.value * 1000) == one["quotity"]
        assert first.is_date and first.value.date().isoformat() == one["valid_from"] and first.number_format == "dd/mm/yyyy"
        assert number.data_type == "s" and number.value == one["number"]
    about = {name.value: value.value for name, value, *_ in book.worksheets[1].iter_rows()}
    assert about["Situation au"].date().isoformat() == DAY
    assert re.fullmatch(r"\d\d/\d\d/\d{4} à \d\d:\d\d", about["Connue le"]), "on the clocks of Paris"
    me = caller.get("/me").json()
    assert about["Utilisateur"] == me["name"] and about["Lignes"] == str(len(rows))
    assert about["Périmètre"] == ", ".join(sorted({one["perimeter_label"] for one in me["habilitations"]}))


TAKEN = [*FILES, "/staffing_table"]


def taken(caller, path, kind, whole, status=200):
    own = {"establishment": nation.HOME} if path == "/staffing_table" else {}
    return file_of(caller, path, kind, {**whole.asked_of(path), **own}, status)


@pytest.mark.parametrize("path", TAKEN)
def test_a_file_for_people_is_in_the_encoding_that_is_asked(callers, whole, path):
    """Never another one than what is asked: it would be read wrong in silence."""
    manager = callers["hospital_manager"]
    usual = taken(manager, path, "text/csv; charset=utf-8", whole)
    assert usual.headers["content-type"].startswith("text/csv; charset=utf-8") and usual.content.startswith(b"\xef\xbb\xbf")
    old = taken(manager, path, "text/csv; profile=fr; charset=windows-1252", whole)
    assert old.headers["content-type"].startswith("text/csv; charset=windows-1252")
    assert old.content.decode("cp1252") == usual.content.decode("utf-8-sig") and "é" in old.content.decode("cp1252")
    for kind in ("text/csv; charset=utf-16", "text/csv; profile=raw; charset=windows-1252"):
        assert code_of(taken(manager, path, kind, whole, 406)) == "request.not_acceptable"


def said(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.parametrize("path", TAKEN)
def test_parquet_is_typed_and_holds_the_rows(callers, whole, path):
    """Read by another engine than the one that wrote it: the columns of the CSV for programs, with types of their own."""
    manager = callers["hospital_manager"]
    answer = taken(manager, path, PARQUET, whole)
    assert answer.headers["content-type"] == PARQUET and ".parquet" in answer.headers["content-disposition"]
    frame = polars.read_parquet(io.BytesIO(answer.content))
    raw = list(csv.DictReader(io.StringIO(taken(manager, path, "text/csv; profile=raw", whole).content.decode())))
    assert frame.columns == list(raw[0]) and frame.height == len(raw) > 0
    for row, text in zip(frame.iter_rows(named=True), raw):
        printed = {name: "" if value is None else str(value).lower() if isinstance(value, bool) else str(said(value))
                   for name, value in row.items()}
        assert printed == text
    kinds = {name: kind for name, kind in frame.schema.items()}
    times = [name for name in kinds if name.endswith("quotity")]
    days = [name for name in kinds if name in ("valid_from", "valid_to", "expected_end", "vacancy_day")]
    assert times or days
    assert {kinds[name] for name in times} <= {polars.Int64} and {kinds[name] for name in days} <= {polars.Date}
    told = polars.read_parquet_metadata(io.BytesIO(answer.content))
    name = path.removeprefix("/")
    assert (told["logimedh.schema"], told["logimedh.as_of"]) == (f"{name}.v1", nation.day_of(path))
    assert told["logimedh.known_at"]
    reader = callers["hospital_reader"]
    assert code_of(taken(reader, path, PARQUET, whole, 403)) == "right.missing"


@pytest.mark.parametrize("path", TAKEN)
def test_lines_of_json_are_the_rows_and_count_themselves(callers, whole, path):
    manager = callers["hospital_manager"]
    answer = taken(manager, path, "application/x-ndjson", whole)
    assert answer.headers["content-type"] == "application/x-ndjson" and ".ndjson" in answer.headers["content-disposition"]
    *rows, last = [json.loads(line) for line in answer.text.splitlines()]
    if path == "/staffing_table":
        assert rows == taken(manager, path, "application/json", whole).json()["rows"]
    else:
        assert rows == manager.items(path, **whole.asked_of(path))
    assert last["trailer"]["count"] == len(rows) > 0 and last["trailer"]["time"]["as_of"] == nation.day_of(path)
    [line, *_] = manager.items("/journal", operation="staffing_table.extract" if path == "/staffing_table" else "list.extract")
    assert (line["details"]["format"], line["details"]["rows"]) == ("ndjson", len(rows))
    reader = callers["hospital_reader"]
    assert code_of(taken(reader, path, "application/x-ndjson", whole, 403)) == "right.missing"
