"""A client generated from the contract alone does the main job: nothing here knows more than the document says."""

import datetime
import importlib
import io
import subprocess
import sys
import uuid

import openpyxl
import pytest

import program
from support import contract, imports, nation
from support.people import PASSWORD, email

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOOL = program.pathlib.Path(sys.executable).with_name("openapi-python-client")


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    """The generated package; a warning of the generator is a failure."""
    folder = tmp_path_factory.mktemp("client")
    settings = folder / "settings.yaml"
    settings.write_text("project_name_override: logimedh-client\npackage_name_override: logimedh_client\n"
                        "post_hooks: []\nliteral_enums: false\ncontent_type_overrides:\n  " + XLSX + ": application/octet-stream\n  application/pdf: application/octet-stream\n")
    done = subprocess.run([TOOL, "generate", "--path", contract.CHECKED_IN, "--meta", "none", "--config", settings,
                           "--output-path", folder / "logimedh_client", "--fail-on-warning"],
                          cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    sys.path.insert(0, str(folder))
    return importlib.import_module("logimedh_client")


def operation(package, name):
    """A function of the generated client, whatever tag it is under."""
    tag = contract.operation(name).own["tags"][0]
    return importlib.import_module(f"{package.__name__}.api.{tag}.{name}")


def test_every_operation_is_generated_and_compiles(package):
    for one in contract.operations():
        module = operation(package, one.id)
        assert callable(module.sync_detailed), one.id


def test_the_main_job_by_the_generated_client(package, own_server):
    models = importlib.import_module(f"{package.__name__}.models")
    types = importlib.import_module(f"{package.__name__}.types")

    def call(name, *arguments, status=200, **options):
        answer = operation(package, name).sync_detailed(*arguments, **{"client": clients[-1], **options})
        assert int(answer.status_code) == status, f"{name}: {answer.status_code} {answer.content[:600]!r}"
        return answer.parsed if answer.parsed is not None else answer

    def key():
        return str(uuid.uuid4())

    base = own_server.base + contract.document()["servers"][0]["url"]

    clients = [package.Client(base_url=base, raise_on_unexpected_status=True)]
    token = call("sign_in", body=models.SignIn(email=email("hospital_manager"), password=PASSWORD),
                 **{"x_logimed_h": "1"} if contract.operation("sign_in").takes("X-LogimedH") else {})
    clients.append(package.AuthenticatedClient(base_url=base, token=token.access_token, raise_on_unexpected_status=True))
    me = call("get_me")
    assert [one.finess for one in me.establishments] == [nation.HOME]

    def sent(content, name, kind, **fields):
        """A file in a form, as the contract describes it."""
        body = models.ImportForm(file=types.File(payload=io.BytesIO(content), file_name=name), establishment=nation.HOME,
                                 kind=kind, **fields)
        return settled(call("create_import", status=202, body=body, idempotency_key=key()))

    def sent_alone(content, name, kind):
        """The bytes alone, what is said of them in the query."""
        return settled(call("create_import", status=202, body=types.File(payload=io.BytesIO(content)), idempotency_key=key(),
                            establishment=nation.HOME, kind=kind, file_name=name))

    def settled(view):
        while str(call("get_job", view.job).state) in ("queued", "running"):
            pass
        return call("get_import", view.id)

    def version(view):
        return f'"v{view.version}"'

    # Posts and their places have moved between the two extracts: their files come first.
    for kind, name in [(models.ImportKind.SIGMED, "sigmed_posts.csv"), (models.ImportKind.POSTS, "autres_postes.csv"),
                       (models.ImportKind.ATTACHMENTS, "rattachements.xlsx")]:
        given = sent_alone if kind == models.ImportKind.POSTS else sent
        view = given(program.sample_bytes(program.SMALL, f"next/{name}"), name, kind)
        assert view.refused_rows == 0, name
        view = settled(call("apply_import", view.id, status=202, body=models.ImportApply(confirm=True), if_match=version(view)))
        assert str(view.state) == "applied", name

    view = sent(imports.hard_file(), "sirh_20261001.csv", models.ImportKind.SIRH)
    feed = call("follow_changes")
    assert feed.items == [] and not feed.more

    def followed():
        """What was touched since, each thing once, with its version as its history says it."""
        nonlocal feed
        touched, more = {}, True
        while more:
            feed = call("follow_changes", after=feed.next_, resources=list(HISTORIES), limit=500)
            touched |= {(one.resource, one.id): one for one in feed.items}
            more = feed.more
        for (resource, id), one in touched.items():
            history = call(HISTORIES[resource], id)
            assert history.version == one.version, one
            assert all(said.superseded_at for said in history.items) == (one.operation == "retracted"), one
        return {key: one.operation for key, one in touched.items()}

    columns = [models.ColumnMapping(position=one.position, field=imports.FIELDS[one.heading], group=one.group, rank=one.rank,
                                    unit=one.unit, own_time=one.own_time)
               for one in view.columns if one.heading in imports.FIELDS]
    assert len(columns) == 2
    view = settled(call("map_import", view.id, status=202, body=models.ImportMapping(columns=columns), if_match=version(view)))
    assert len(view.unknown_codes) == 3
    answers = [models.CodeAnswer(domain=domain, code=code, national_code=national)
               for (domain, code), national in imports.answers().items()]
    view = settled(call("answer_import_codes", view.id, status=202, body=models.CodeAnswers(answers=answers), if_match=version(view)))
    assert view.unknown_codes == [] and view.refused_rows == 0

    plan = call("list_import_plan", view.id, limit=500)
    assert plan.items and not any(one.action == "change" and not one.changed for one in plan.items)
    table_before = call("get_staffing_table", establishment=nation.HOME, as_of=day("2026-10-15"))
    view = settled(call("apply_import", view.id, status=202, body=models.ImportApply(confirm=True), if_match=version(view)))
    assert str(view.state) == "applied"
    done = followed()
    assert set(done.values()) >= {"created", "modified"}
    table = call("get_staffing_table", establishment=nation.HOME, as_of=day("2026-10-15"))
    truth = program.sample_json(program.SMALL, "next/truth.json")["dates"]
    for date, expected in truth.items():
        totals = document_of(call("get_staffing_table", establishment=nation.HOME, as_of=day(date)))["totals"]
        assert {name: totals[name] for name in TOTALS} == {name: expected["totals"][told] for name, told in TOTALS.items()}, date
    assert document_of(table)["rows"] != document_of(table_before)["rows"]
    # This generator keeps one form of an answer that has several: the workbook comes by the client below, signed in too.
    file = clients[-1].get_httpx_client().get("/staffing_table", params={"establishment": nation.HOME, "as_of": "2026-10-15",
                                                                         "format": "xlsx"})
    assert len(rows_of(file.content)) > len(document_of(table)["rows"])
    skeleton = call("get_import_skeleton", models.SkeletonFile.ATTACHMENTS, establishment=nation.HOME)
    assert rows_of(skeleton.payload.read())
    view = settled(call("undo_import", view.id, body=models.ImportUndo(reason="Essai"), if_match=version(view)))
    assert str(view.state) == "undone"
    taken_back = {"created": "retracted", "modified": "modified", "retracted": "created"}
    assert followed() == {key: taken_back[operation] for key, operation in done.items()}
    after = call("get_staffing_table", establishment=nation.HOME, as_of=day("2026-10-15"))
    assert document_of(after)["rows"] == document_of(table_before)["rows"]


# Of each collection that an import touches, the operation that tells the whole past of a thing.
HISTORIES = {"practitioners": "get_practitioner_history", "statuses": "get_status_history",
             "positions": "get_position_history", "affectations": "get_affectation_history"}


def rows_of(content):
    """Rows of the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [row for row in sheet.iter_rows(values_only=True) if any(row)]


# Totals of the table, and the names that the sample gives them.
TOTALS = {"posts": "posts", "posted_quotity": "posted", "occupied_quotity": "occupied", "effective_quotity": "effective",
          "outgoing_quotity": "outgoing", "incoming_quotity": "incoming", "headcount": "headcount",
          "effective_headcount": "headcount_effective"}


def document_of(answer):
    """The JSON document of an answer that the generator gives as it came, or as a model of its own."""
    return answer if isinstance(answer, dict) else answer.to_dict()


def day(text):
    return datetime.date.fromisoformat(text)
