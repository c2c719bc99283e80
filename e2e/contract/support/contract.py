"""The contract, read as an integrator reads it: operations, schemas, examples."""

import functools
import json
import re

import jsonschema

import program

CHECKED_IN = program.ROOT / "openapi" / "openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")
# A day for examples that lack one.
NOW = "2026-10-15"


@functools.cache
def document():
    return json.loads(CHECKED_IN.read_text())


def resolve(node):
    """Follows a `$ref`."""
    while isinstance(node, dict) and "$ref" in node:
        target = document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


class Operation:
    """One operation of the contract."""

    def __init__(self, path, method, own, common):
        self.path, self.method, self.own = path, method.upper(), own
        self.id = own["operationId"]
        self.parameters = [resolve(one) for one in [*common, *own.get("parameters", [])]]
        self.body = resolve(own.get("requestBody", {}))
        self.answers = {status: resolve(answer) for status, answer in own["responses"].items()}

    def __repr__(self):
        return f"{self.method} {self.path}"

    @property
    def rubric(self):
        return self.own.get("x-rubric")

    @property
    def right(self):
        return self.own.get("x-right")

    @property
    def public(self):
        return self.own.get("security", document().get("security")) in ([], [{}])

    @property
    def names(self):
        """Names between braces."""
        return re.findall(r"{(\w+)}", self.path)

    def takes(self, header):
        return any(one["in"] == "header" and one["name"].lower() == header.lower() for one in self.parameters)

    def queries(self):
        return {one["name"]: one for one in self.parameters if one["in"] == "query"}

    def json_body(self):
        """Schema of the JSON body, when there is one."""
        for kind, media in self.body.get("content", {}).items():
            if kind in ("application/json", "application/merge-patch+json"):
                return media.get("schema")
        return None

    def body_kind(self):
        return next(iter(self.body.get("content", {})), None)

    def example(self):
        """A body that the contract shows."""
        for media in self.body.get("content", {}).values():
            if "example" in media:
                return media["example"]
            for one in media.get("examples", {}).values():
                return resolve(one)["value"]
            if "schema" in media:
                return sample(media["schema"])
        return None

    def answer_schema(self, status):
        content = self.answers.get(str(status), {}).get("content", {})
        return content.get("application/json", {}).get("schema")


@functools.cache
def operations():
    base = document()["servers"][0]["url"]
    return [Operation(base + path, method, item[method], item.get("parameters", []))
            for path, item in document()["paths"].items() for method in METHODS if method in item]


def operation(name):
    return next(one for one in operations() if one.id == name)


def ids(found):
    """Names of the cases of a test, so that a failure names its operation."""
    return [one.id for one in found]


def sample(schema):
    """A value that a schema allows, made of its examples."""
    schema = resolve(schema)
    for name in ("example", "default", "const"):
        if name in schema:
            return schema[name]
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return next(one for one in schema["enum"] if one is not None)
    for name in ("oneOf", "anyOf"):
        if name in schema:
            return sample(next(one for one in schema[name] if resolve(one).get("type") != "null"))
    if "allOf" in schema:
        merged = {}
        for part in schema["allOf"]:
            value = sample(part)
            merged.update(value if isinstance(value, dict) else {})
        return merged
    kind = schema.get("type")
    kind = next(one for one in kind if one != "null") if isinstance(kind, list) else kind
    if kind == "object":
        wanted = schema.get("required", [])
        return {name: sample(part) for name, part in schema.get("properties", {}).items() if name in wanted}
    if kind == "array":
        return [sample(schema["items"])] if schema.get("items") else []
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return False
    return {"uuid": "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11", "date": NOW,
            "date-time": "2026-10-15T08:00:00.000000Z"}.get(schema.get("format"), "x" * schema.get("minLength", 1))


def errors(schema, value):
    """What a value has against a schema of the contract: nothing, when it is right."""
    whole = {**schema, "components": document().get("components", {})}
    checker = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    return [f"{'/'.join(map(str, one.absolute_path)) or '(all)'}: {one.message[:300]}" for one in checker.iter_errors(value)]
