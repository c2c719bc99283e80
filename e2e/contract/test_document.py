"""The contract by itself: valid, complete, its examples right, and the linters able to catch what is wrong."""

import copy
import json
import os
import subprocess

import httpx

import program
from support import contract

LINTERS = program.ROOT / "openapi" / "node_modules" / ".bin"
QUIET = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def lint(*command):
    done = subprocess.run(command, cwd=program.ROOT / "openapi", env=QUIET, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def redocly(path):
    return lint(LINTERS / "redocly", "lint", path, "--config", "redocly.yaml", "--format", "stylish")


def spectral(path):
    return lint(LINTERS / "spectral", "lint", path, "--ruleset", ".spectral.yaml", "--fail-severity", "hint")


def test_r01_redocly_finds_nothing():
    code, said = redocly(contract.CHECKED_IN)
    assert code == 0 and "warning" not in said.split("validating", 1)[-1], said[-6000:]


def test_r01_spectral_finds_nothing():
    code, said = spectral(contract.CHECKED_IN)
    assert code == 0, said[-6000:]


# A linter that cannot fail proves nothing: one defect each, and the rule that must name it.
def without(name):
    return lambda own: own.pop(name)


DEFECTS = {
    "logimedh-rubric-is-there": without("x-rubric"),
    "logimedh-right": without("x-right"),
    "logimedh-stability": without("x-stability"),
    "logimedh-summary": without("summary"),
    "logimedh-one-tag": lambda own: own.update(tags=own["tags"] * 2),
    "logimedh-operation-id-snake-case": lambda own: own.update(operationId="listPosts"),
    "logimedh-unexpected-error": lambda own: own["responses"].pop("500"),
    "logimedh-unauthorised": lambda own: own["responses"].pop("401"),
    "logimedh-problem-has-content": lambda own: own["responses"]["500"].pop("content"),
    "logimedh-problem-answers": lambda own: own["responses"]["500"].update(
        content={"application/json": {"schema": {"type": "object"}}}),
}


def test_r01_each_rule_of_ours_catches_its_defect(tmp_path):
    """All defects in one document: a run of the linter takes seconds."""
    document = copy.deepcopy(contract.document())
    whole = document["paths"]
    names = [path for path in whole if whole[path].get("get", {}).get("x-right") in ("read", "self")]
    assert len(names) >= len(DEFECTS)
    for path, spoil in zip(names, DEFECTS.values()):
        # Answers may be shared parts: the defect is for this operation alone.
        own = whole[path]["get"]
        own["responses"] = {status: copy.deepcopy(contract.resolve(one)) for status, one in own["responses"].items()}
        spoil(own)
    # And a request that takes anything.
    for item in document["components"]["schemas"].values():
        item.pop("additionalProperties", None)
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(json.dumps(document))
    code, said = spectral(spoilt)
    assert code != 0
    for rule in [*DEFECTS, "logimedh-request-is-closed"]:
        assert rule in said, f"{rule} does not catch its defect:\n{said[-4000:]}"


def examples(node, schema=None, where=""):
    """Every example of the document with its schema."""
    if isinstance(node, list):
        for position, one in enumerate(node):
            yield from examples(one, None, f"{where}/{position}")
    elif isinstance(node, dict):
        of_schema = any(key in node for key in ("type", "enum", "properties", "allOf", "oneOf", "anyOf", "$ref"))
        if "examples" in node and isinstance(node["examples"], list) and of_schema:
            for value in node["examples"]:
                yield where, node, value
        if "example" in node and of_schema:
            yield where, node, node["example"]
        if "schema" in node:
            for value in [node["example"]] if "example" in node else []:
                yield where, node["schema"], value
            for one in (node.get("examples") or {}).values() if isinstance(node.get("examples"), dict) else []:
                yield where, node["schema"], contract.resolve(one)["value"]
        for key, value in node.items():
            if key not in ("example", "examples", "default", "enum", "const"):
                yield from examples(value, None, f"{where}/{key}")


def test_r07_every_example_has_the_form_of_its_schema(document):
    found = list(examples(document))
    wrong = [f"{where}: {value!r}: {error}" for where, schema, value in found
             for error in contract.errors({key: own for key, own in schema.items() if key != "examples"}, value)]
    assert len(found) > 50, "the contract has hardly any example"
    assert not wrong, "\n".join(wrong[:20])


# Answers that hold tokens, and second forms of answers whose first one is shown.
NOT_SHOWN = {("sign_in", "200"), ("refresh_session", "200"), ("get_session", "200"), ("create_import", "200"), ("cancel_job", "200"),
             *((f"retract_{noun}", "200") for noun in ("affectation", "headship", "position", "post", "practitioner", "status", "structure"))}


def test_r07_an_operation_shows_what_it_takes_and_gives(document):
    """An integrator reads examples before schemas: each JSON body of a request and of a good answer has one of its own."""
    bare = [(one.id, place) for one in contract.operations()
            for place, content in [("request", one.body.get("content", {})),
                                   *[(status, answer.get("content", {})) for status, answer in one.answers.items() if status[0] == "2"]]
            for kind, media in content.items() if kind == "application/json" and "example" not in media]
    assert set(bare) == NOT_SHOWN


def test_bytes_are_told_as_bytes(document):
    """A generated client gives a file, never an array of numbers."""
    for one in contract.operations():
        for answer in [one.body, *one.answers.values()]:
            for kind, media in answer.get("content", {}).items():
                if kind.startswith("application/") and not kind.endswith("json"):
                    assert media["schema"] == {"type": "string", "format": "binary"}, f"{one!r} {kind}"
    form = contract.operation("create_import").body["content"]["multipart/form-data"]["schema"]
    assert contract.resolve(form)["properties"]["file"]["format"] == "binary"


def test_r05_errors_have_one_form(document):
    """In the document, every error of every operation is a Problem."""
    wrong = []
    for one in contract.operations():
        for status, answer in one.answers.items():
            if status[0] in "45":
                kinds = answer.get("content", {})
                problem = kinds.get("application/problem+json", {}).get("schema", {})
                if list(kinds) != ["application/problem+json"] or not problem.get("$ref", "").endswith("/Problem"):
                    wrong.append(f"{one!r} {status}: {list(kinds)}")
    assert not wrong, "\n".join(wrong)


def test_the_server_gives_the_document_that_is_checked_in(server, document):
    answer = httpx.get(server.base + "/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json() == document, "the contract is generated from the code: check the new one in"


def test_the_document_is_kept_by_caches(server):
    first = httpx.get(server.base + "/api/v1/openapi.json")
    again = httpx.get(server.base + "/api/v1/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]


# What is no dated fact: what changes touched, what people say, what they are told, work under way and its documents, accounts and rights, what was done, what the program knows.
# A workbook to fill in and send back starts from what is known now, or it would undo what others wrote since.
UNDATED = ("changes", "comments", "events", "imports", "import_profiles/fields", "import_skeletons", "jobs", "journal", "me", "notifications", "session", "users", "habilitations", "sigmed",
           "tours/{id}/lists", "tours/{id}/entries/snapshot")


def test_every_read_of_facts_says_at_which_day_and_knowledge():
    """A day and a knowledge on each; a whole past has a day when it is told along the instants."""
    addresses = tuple(f"/api/v1/{name}/" for name in UNDATED)
    facts = [one for one in contract.operations() if one.method == "GET" and not f"{one.path}/".startswith(addresses)]
    assert len(facts) > 30
    pasts = [one for one in facts if one.path.endswith("/history")]
    assert len(pasts) > 8
    assert all(one.queries()["axis"]["schema"]["enum"] == ["effective", "recorded", "both"] for one in pasts)
    for one in facts:
        expected = {"known_at", "as_of"}
        assert expected <= set(one.queries()), one.path
        if "application/json" in one.answers["200"]["content"]:  # The document of a profile is bytes alone.
            assert set(properties(properties(one.answer_schema(200))["time"])) == expected, f"{one.path} does not echo it"


def properties(schema):
    """Those of an object, with those of the forms that it is made of or may have."""
    schema, found = contract.resolve(schema), {}
    for form in [one for name in ("allOf", "oneOf", "anyOf") for one in schema.get(name, [])]:
        found.update(properties(form))
    return {**found, **schema.get("properties", {})}
