"""Imports over HTTP: read, corrected, planned, applied, undone, and what must hold meanwhile (R25 to R30)."""

import gzip
import io

import openpyxl
import pytest

import program
from support import held, imports, nation
from support.people import Caller, code_of

# What people work on: neither the file, nor its plan, nor the work on it.
FACTS = ["establishments", "sites", "structures", "posts", "practitioners", "statuses", "positions", "steps", "contracts",
         "affectations", "conventions", "exercise_periods", "headships", "code_mappings", "nomenclatures"]


# A plan may be applied, after a confirmation when it closes or moves many people.
READY = ("planned", "awaiting_confirmation")


def facts(server):
    content = held.content(server.database)
    return {table: content[table] for table in FACTS}


def dump(server, finess=nation.HOME):
    """All facts in force, as the command line tells them."""
    return server.database.run("dump", "--establishment", finess).out


@pytest.fixture
def manager(own_server):
    return Caller(own_server)


def test_r24_a_plan_writes_no_fact(own_server, manager):
    before = facts(own_server)
    view = imports.read(manager, imports.sample())
    assert view["state"] in READY and view["rows"] == 56 and "apply" in view["allowed_actions"]
    assert imports.plan(manager, view) and imports.findings(manager, view) is not None
    assert held.differences(before, facts(own_server)) == []


def test_the_plan_is_the_one_of_the_sample(manager):
    """Against `expected_diff.json`, made apart from this program."""
    expected = program.sample_json(program.SMALL, "next/expected_diff.json")
    view = imports.read(manager, imports.sample())
    items = imports.plan(manager, view)
    created = {item["key"] for item in items if (item["entity"], item["action"]) == ("practitioners", "create")}
    closed = {item["key"] for item in items if (item["entity"], item["action"]) == ("practitioners", "close")}
    assert created == set(expected["added"]) and closed == set(expected["left"])
    for item in items:
        assert (item["before"] is None) == (item["action"] == "create")
        assert item["changed"] or item["action"] != "change"
    by_noun = {one["noun"]: one for one in view["counts"]}
    for noun in {item["entity"] for item in items}:
        told = by_noun[noun]
        for action in ("create", "change", "close"):
            assert told[action] == sum((item["entity"], item["action"]) == (noun, action) for item in items)
    only = manager.items(f"/imports/{view['id']}/plan", action="create", entity="affectations")
    assert only == [item for item in items if (item["entity"], item["action"]) == ("affectations", "create")]


def test_r25_the_same_file_again_plans_nothing(own_server, manager):
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    assert view["state"] == "applied" and view["change"]
    # The same bytes in another name, so that it is a new file to read.
    again = imports.read(manager, imports.sample() + b"\n", name="again_20261001.csv", extracted_on="2026-10-01")
    assert imports.plan(manager, again) == []
    assert all(one["create"] == one["change"] == one["close"] == 0 for one in again["counts"])


def test_r25_the_same_bytes_find_the_same_import(manager):
    first = imports.read(manager, imports.sample())
    second = imports.send(manager, imports.sample(), status=None)
    assert second.status_code in (200, 202) and second.json()["id"] == first["id"]


def test_r25_what_is_exported_plans_nothing(own_server, manager):
    """The table of today, taken away and compared: no difference between what is read and what is there."""
    before = dump(own_server)
    view = imports.read(manager, imports.sample(imports.EXTRACT), name="sirh_20260401.csv")
    assert imports.plan(manager, view) == []
    assert dump(own_server) == before


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def skeleton(caller, file, status=200, **query):
    return caller.call("GET", f"/import_skeletons/{file}", status, params={"establishment": nation.HOME, **query})


@pytest.mark.parametrize("file", ["attachments", "posts", "structures"])
def test_r25_a_filled_skeleton_sent_as_it_is_plans_nothing(server, file):
    manager = Caller(server)
    answer = skeleton(manager, file)
    assert answer.headers["content-type"] == XLSX and ".xlsx" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    marks = {row[0]: row[1] for row in book["_logimedh"].iter_rows(values_only=True)}
    assert book["_logimedh"].sheet_state == "hidden"
    assert (marks["version"], marks["etablissement"], marks["fichier"]) == ("1", nation.HOME, file)
    filled = [row for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if any(row)]
    assert len(filled) > 3 and all(isinstance(cell, (str, type(None))) for row in filled for cell in row)
    view = imports.read(manager, answer.content, name=f"{file}.xlsx", kind=file)
    assert view["state"] == "planned" and view["empty"] and view["refused_rows"] == 0, view["failure"]
    assert view["rows"] == len(filled) and imports.plan(manager, view) == []
    lines = manager.items("/journal", operation="skeleton.extract")
    assert lines and "classeur" in lines[0]["summary"]


TYPED = {
    "attachments": lambda known: [known, None, None, "01", "146"],
    "posts": lambda known: ["L9001", "LOCAL", "PC", None, "18", "5", "01", "146", "01/01/2026", None],
    "structures": lambda known: ["SERVICE", "901", "Soins de support", "01", None, "01/01/2026", None, None, None],
}


@pytest.mark.parametrize("file", TYPED)
def test_r25_a_line_typed_in_an_empty_skeleton_is_accepted(server, file):
    manager = Caller(server)
    book = openpyxl.load_workbook(io.BytesIO(skeleton(manager, file, filled="false").content))
    sheet = book.worksheets[0]
    assert not [row for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]
    assert sheet.cell(2, 1).number_format == "@", "what is typed stays a text"
    post = next(one for one in manager.items("/posts", as_of=nation.TODAY) if one["sigmed_number"])
    for column, text in enumerate(TYPED[file](post["sigmed_number"]), 1):
        sheet.cell(2, column).value = text
    kept = io.BytesIO()
    book.save(kept)
    view = imports.read(manager, kept.getvalue(), name=f"typed_{file}.xlsx", kind=file)
    assert view["state"] == "planned" and view["rows"] == 1 and view["refused_rows"] == 0, imports.findings(manager, view)


def test_r25_a_line_typed_in_the_skeleton_of_an_extract_is_accepted(server):
    manager = Caller(server)
    book = openpyxl.load_workbook(io.BytesIO(skeleton(manager, "sirh").content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    line = {"matricule": "0009901", "nom de naissance": "ESSAI", "nom d’usage": "ESSAI", "prénoms": "Camille", "sexe": "F",
            "date de naissance": "17/05/1984", "spécialité": "18", "date d’entrée": "01/09/2026", "statut": "PH",
            "position": "ACTIVITE", "quotité du contrat (demi-journées)": "10", "rang d’affectation": "P", "service": "146",
            "quotité d’affectation (demi-journées)": "10", "début d’affectation": "01/09/2026"}
    for heading, text in line.items():
        sheet.cell(2, headings.index(heading) + 1).value = text
    kept = io.BytesIO()
    book.save(kept)
    view = imports.read(manager, kept.getvalue(), name="typed_20261001.xlsx", mode="delta", extracted_on="2026-10-01")
    told = [one for one in imports.findings(manager, view) if one["severity"] == "error"]
    assert view["state"] == "planned" and (view["rows"], view["refused_rows"]) == (1, 0), told
    assert ("practitioners", "create", "0009901") in [(one["entity"], one["action"], one["key"]) for one in imports.plan(manager, view)]
    assert code_of(skeleton(manager, "sirh", 400, filled="true")) == "request.malformed"


def test_what_is_no_skeleton_does_not_exist(server):
    manager = Caller(server)
    assert code_of(skeleton(manager, "ailleurs", 404)) == "request.not_found"
    assert code_of(skeleton(manager, "attachments", 400, filled="oui")) == "request.malformed"
    assert code_of(skeleton(manager, "attachments", 400, as_of="demain")) == "request.bad_time"


def few_people(kept=8):
    """The next extract without most of its people."""
    lines = imports.sample().decode("utf-8").splitlines()
    people = []
    for line in lines[1:]:
        number = line.split(";")[1]
        if number not in people:
            people.append(number)
    rows = [line for line in lines[1:] if line.split(";")[1] in people[:kept]]
    return ("\n".join([lines[0], *rows]) + "\n").encode("utf-8")


def test_r26_absences_above_the_threshold_wait_for_a_confirmation(own_server, manager):
    before = facts(own_server)
    view = imports.read(manager, few_people())
    assert view["state"] == "awaiting_confirmation"
    assert [one["code"] for one in view["confirmations"]][0] == "import.closures"
    assert view["confirmations"][0]["people"] > 10
    refused = imports.step(manager, view, "apply", {}, status=409)
    assert code_of(refused) == "import.confirmation_needed"
    assert held.differences(before, facts(own_server)) == []
    applied = imports.applied(manager, view, confirm=True)
    assert applied["state"] == "applied"


def test_r26_a_partial_file_closes_nobody(manager):
    view = imports.read(manager, few_people(), mode="delta")
    assert view["state"] in READY
    assert "import.closures" not in [one["code"] for one in view["confirmations"]]
    told = {row.split(";")[1] for row in few_people().decode("utf-8").splitlines()[1:]}
    closed = {item["key"] for item in imports.plan(manager, view) if (item["entity"], item["action"]) == ("practitioners", "close")}
    assert closed <= told, "whom the file does not name does not leave"


def test_r28_undo_brings_back_what_was_known(own_server, manager):
    before = dump(own_server)
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    assert dump(own_server) != before
    undone = imports.step(manager, view, "undo", {"reason": "Mauvais fichier"})
    assert undone["state"] == "undone" and undone["undone_by"]
    assert dump(own_server) == before
    for day in ("2020-01-01", "2026-04-01", "2026-10-15", "2030-01-01"):
        table = manager.get("/staffing_table", establishment=nation.HOME, as_of=day).json()
        former = manager.get("/staffing_table", establishment=nation.HOME, as_of=day,
                             known_at=view["created_at"]).json()
        assert (table["rows"], table["totals"]) == (former["rows"], former["totals"]), day
    twice = imports.step(manager, undone, "undo", {"reason": "Encore"}, status=409)
    assert code_of(twice) in ("transition.refused", "change.already_undone")


def test_r28_what_was_touched_since_is_named(own_server, manager):
    view = imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    touched = next(item for item in manager.items(f"/journal/{view['change']}/things") if item["entity"] == "practitioners"
                   and item["action"] == "create")
    person = next(one for one in manager.items("/practitioners", as_of=nation.TODAY) if one["matricule"] == touched["key"])
    manager.edit(f"/practitioners/{person['id']}", person, {
        "usual_name": "DURAND-ESSAI", "effect": {"valid_from": "2026-10-10", "reason": "Mariage"}})
    after = facts(own_server)
    refused = imports.step(manager, view, "undo", {"reason": "Mauvais fichier"}, status=409)
    assert code_of(refused) == "import.touched_since"
    assert touched["key"] in refused.text
    assert held.differences(after, facts(own_server)) == []


def test_a_plan_whose_ground_has_moved_is_stale(manager):
    view = imports.read(manager, imports.sample())
    manager.create("/posts", {"establishment": nation.HOME, "local_number": "LSTALE", "kind": "PC", "quotity": 5000,
                              "effect": {"valid_from": "2026-01-01", "reason": "Essai"}})
    assert manager.get(f"/imports/{view['id']}").json()["state"] == "stale", "it is told before anything is asked"
    refused = imports.step(manager, view, "apply", {"confirm": True}, status=409)
    assert code_of(refused) == "import.plan_stale"
    assert "replan" in refused.json()["allowed_actions"]
    again = imports.step(manager, manager.get(f"/imports/{view['id']}").json(), "replan", {})
    assert again["state"] in READY
    assert imports.applied(manager, again, confirm=True)["state"] == "applied"


def test_r29_keys_and_scientific_notation_and_nir(own_server, manager):
    """A wrong RPPS and one in scientific notation are refused on their line, for their reason; a NIR is masked."""
    lines = imports.sample().decode("utf-8").splitlines()
    heading = lines[0].split(";") + ["no_secu"]
    nir = "285047500033389"
    rows = [line.split(";") + [nir] for line in lines[1:]]
    rpps = heading.index("rpps")
    first = rows[0][rpps]
    others = sorted({row[rpps] for row in rows if row[rpps] not in ("", first)})
    wrong_key, scientific = others[0], others[1]
    for row in rows:
        if row[rpps] == wrong_key:
            row[rpps] = wrong_key[:-1] + str((int(wrong_key[-1]) + 1) % 10)
        elif row[rpps] == scientific:
            row[rpps] = "9,90111E+10"
    content = "\n".join(";".join(row) for row in [heading, *rows]).encode("utf-8") + b"\n"
    view = imports.read(manager, content)
    told = imports.findings(manager, view)
    codes = {one["code"] for one in told if one["severity"] == "error" and one["column"] == "rpps"}
    assert len(codes) == 2, f"each for its reason: {codes}"
    assert view["refused_rows"] > 0
    text = manager.get(f"/imports/{view['id']}").text + manager.get(f"/imports/{view['id']}/findings", limit=500).text
    assert nir not in text and nir[:13] not in text
    assert any("no_secu" == one["column"] for one in told), "and the column is named"
    assert nir not in own_server.log.read_text()


NIR = "285047500033389"
# A number as people write it, and as a spreadsheet may.
WRITTEN = [NIR, "2 85 04 75 000 333 89", "2.85.04.75.000.333.89", "2850475000333 89", NIR[:13]]


def with_nirs(rows):
    """A column of numbers, one of remarks that hold some, the numbers written in every way."""
    lines = [line.split(";") for line in rows.decode("utf-8").splitlines()]
    yield [*lines[0], "no_secu", "remarque"]
    for position, line in enumerate(lines[1:]):
        written = WRITTEN[position % len(WRITTEN)]
        yield [*line, written, f"dossier {written}, suite"]


def as_text(rows):
    return "".join(";".join(row) + "\n" for row in rows)


def as_workbook(rows):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        # In one piece it is a number for a spreadsheet.
        sheet.append([int(cell) if cell in (NIR, NIR[:13]) else cell for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


FORMS = {
    "text": ("csv", lambda rows: as_text(rows).encode()),
    "windows": ("csv", lambda rows: as_text(rows).encode("cp1252")),
    "utf_16": ("csv", lambda rows: as_text(rows).encode("utf-16")),
    "compressed": ("csv.gz", lambda rows: gzip.compress(as_text(rows).encode())),
    "workbook": ("xlsx", as_workbook),
}


@pytest.mark.parametrize("form", FORMS)
def test_r29_a_nir_is_not_kept(server, form):
    """In no table, not even inside the file that is kept, in no log, no answer and no report."""
    extension, made = FORMS[form]
    manager = Caller(server)
    # Each form under its own name and content, so that none finds the import of another.
    rows = [row for position, row in enumerate(with_nirs(imports.sample())) if position != 2 + list(FORMS).index(form)]
    view = imports.read(manager, made(rows), name=f"sirh_{NIR}.{extension}", mode="delta", extracted_on="2026-10-01")
    assert view["state"] in READY, view["failure"]
    assert view["rows"] == len(rows) - 1, "the file is read as it was"
    told = [one["column"] for one in imports.findings(manager, view)]
    assert "no_secu" in told, "the column is named"
    texts = {table: list(held.values(server.database, table)) for table in held.tables(server.database)}
    for table, values in texts.items():
        found = [value for value in values if any(written in value for written in WRITTEN)]
        assert not found, f"{table}: {found[0][:300]}"
    # Nor anything else of the file: what is kept is sealed.
    assert texts["import_originals"] and not [value for value in texts["import_originals"] if rows[1][1] in value]
    path = f"/imports/{view['id']}"
    report = manager.call("GET", f"{path}/report", 200, headers={
        "Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    shown = [manager.get(path).text, manager.get(f"{path}/findings", limit=500).text, manager.get(f"{path}/plan", limit=500).text,
             manager.get(f"{path}/report", format="csv").text, held.opened(report.content), server.log.read_text()]
    assert not [text for text in shown for written in WRITTEN if written in text]
    imports.step(manager, view, "discard", {}, status=200)


def test_r29_what_cannot_be_looked_into_is_not_kept(server):
    """A format that is not read may hold anything: it is refused at once and leaves nothing behind."""
    manager = Caller(server)
    manager.authorization()  # signing in is an event of the journal
    before = held.content(server.database)
    for name, content in [("a.pdf", b"%PDF-1.7\n" + NIR.encode()), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + NIR.encode()),
                          ("a.xlsx", b"PK\x03\x04" + NIR.encode())]:
        refused = imports.send(manager, content, name=name, status=422)
        assert code_of(refused) == "import.file_refused" and NIR not in refused.text, name
    assert held.differences(before, held.content(server.database)) == []


def test_r30_unknown_codes_wait_and_their_answers_are_kept(own_server, manager):
    first = imports.read(manager, imports.hard_file())
    understood = {one["heading"]: one["field"] for one in first["columns"]}
    assert understood["zone_k7"] is None, "a heading that says nothing is left to people"
    mapped = imports.mapped(manager, first, imports.FIELDS)
    understood = {one["heading"]: one["field"] for one in mapped["columns"]}
    assert {heading: understood[heading] for heading in imports.FIELDS} == imports.FIELDS
    unknown = {(one["domain"], one["code"]) for one in mapped["unknown_codes"]}
    assert unknown == set(imports.answers()), unknown
    assert mapped["refused_rows"] > 0
    queue = manager.items("/code_mappings", establishment=nation.HOME, state="unmapped")
    assert {(one["domain"], one["code"]) for one in queue} >= unknown
    answered = imports.answered(manager, mapped, imports.answers())
    assert answered["unknown_codes"] == [] and answered["refused_rows"] == 0
    applied = imports.applied(manager, answered, confirm=True)
    assert applied["state"] == "applied"
    kept = {(one["domain"], one["local_code"]): one["national_code"]
            for one in manager.items("/code_mappings", establishment=nation.HOME)}
    assert {key: kept.get(key) for key in imports.answers()} == imports.answers()
    # The next file of the same habits asks nothing: columns and codes are known.
    later = imports.read(manager, imports.hard_file() + b"\n", name="later_20261101.csv", extracted_on="2026-11-01")
    assert later["unknown_codes"] == [] and later["state"] in READY, later["state"]


def test_r27_the_workbook_of_refused_lines_can_be_corrected_and_sent(manager):
    dirty = imports.sample("sirh_20260401_dirty.csv")
    view = imports.read(manager, dirty, name="dirty_20260401.csv", extracted_on="2026-04-01", mode="delta")
    assert view["refused_rows"] > 0
    answer = manager.call("GET", f"/imports/{view['id']}/report", 200, headers={
        "Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    assert heading[:-2] == dirty.decode("utf-8").splitlines()[0].split(";"), "the sheet that was sent, and two columns"
    assert sheet.max_row - 1 >= view["refused_rows"]
    sent = imports.read(manager, answer.content, name="corrected_20260401.xlsx", extracted_on="2026-04-01", mode="delta")
    assert sent["state"] != "failed", sent["failure"]
    assert sent["refused_rows"] == view["refused_rows"], "as it is, it is refused for the same reasons"


WRONG = [
    ("nothing", b"", "vide.csv"),
    ("only_a_heading", b"finess_ej;matricule\n", "entete.csv"),
    ("a_picture", b"\x89PNG\r\n\x1a\n" + bytes(200), "photo.png"),
    ("a_program", b"\x7fELF" + bytes(200), "programme"),
    ("a_text", "Bonjour,\nvoici le fichier demandé.\n".encode(), "mail.txt"),
    ("a_pdf", b"%PDF-1.7\n" + bytes(200), "tableau.pdf"),
    ("an_archive", b"PK\x03\x04" + bytes(200), "archive.xlsx"),
]


@pytest.mark.parametrize("name, content, file", WRONG, ids=[one[0] for one in WRONG])
def test_a_wrong_file_is_refused_with_a_sentence_that_helps(server, name, content, file):
    manager = Caller(server)
    before = facts(server)
    answer = imports.send(manager, content, name=file, status=None)
    if answer.status_code == 422:
        assert code_of(answer) in ("import.file_refused", "request.invalid")
        assert answer.json()["detail"]
    else:
        view = imports.settled(manager, answer)
        assert view["state"] == "failed", view["state"]
        assert view["failure"]["message"].endswith(".") and view["failure"]["code"]
    assert held.differences(before, facts(server)) == []


def test_an_older_extract_than_the_last_is_refused(manager):
    imports.applied(manager, imports.read(manager, imports.sample()), confirm=True)
    older = imports.send(manager, imports.sample(imports.EXTRACT) + b"\n", name="sirh_20260401.csv", status=None)
    if older.status_code != 409:
        view = imports.settled(manager, older)
        assert view["state"] == "failed" and view["failure"]["code"] == "import.older_extract", view["state"]
    else:
        assert code_of(older) == "import.older_extract"


def test_who_may_not_import_is_told_so(server):
    for profile in ("hospital_reader", "hospital_approver", "ars_manager"):
        answer = imports.send(Caller(server, profile), imports.sample(), status=403)
        assert code_of(answer) == "right.missing"
    outside = imports.send(Caller(server), imports.sample(), status=None, establishment=nation.ELSEWHERE)
    absent = imports.send(Caller(server), imports.sample(), status=None, establishment="999999999")
    assert outside.status_code == absent.status_code in (404, 422)
