"""Sending a file and following it, as a script would."""

import time

import program

from . import nation

EXTRACT, NEXT = "sirh_20260401.csv", "next/sirh_20261001.csv"
ENDED = ("done", "done_with_refusals", "failed", "cancelled")


def sample(name=NEXT, hospital=program.SMALL):
    return program.sample_bytes(hospital, name)


def send(caller, content, name="sirh_20261001.csv", kind="sirh", status=202, key=None, **fields):
    """The answer to a file sent as a form, as a browser does."""
    own = {"establishment": nation.HOME, "kind": kind, **fields}
    return caller.create("/imports", status=status, key=key, data=own, files={"file": (name, content, "text/csv")})


def finished(caller, job, seconds=120):
    """A job, once it is over."""
    end = time.monotonic() + seconds
    while True:
        found = caller.get(f"/jobs/{job}").json()
        if found["state"] in ENDED:
            return found
        assert time.monotonic() < end, f"the job does not end: {found}"
        time.sleep(0.05)


def settled(caller, answer):
    """The import of an answer, once the work asked for is over."""
    view = answer.json()
    if view.get("job"):
        finished(caller, view["job"])
    return caller.get(f"/imports/{view['id']}").json()


def read(caller, content, **fields):
    """The import of a file, read."""
    return settled(caller, send(caller, content, **fields))


def step(caller, view, name, body=None, method="POST", status=None):
    """One decision on an import, and the import once the work that follows is over."""
    answer = caller.act(f"/imports/{view['id']}/{name}", view, body, status, method=method)
    assert status is not None or answer.status_code in (200, 202), f"{name}: {answer.status_code} {answer.text[:800]}"
    return settled(caller, answer) if answer.status_code < 300 else answer


def mapped(caller, view, wrong):
    """Corrects columns: heading to field."""
    by_heading = {column["heading"]: column for column in view["columns"]}
    columns = []
    for heading, field in wrong.items():
        column = by_heading[heading]
        columns.append({"position": column["position"], "field": field, "group": column["group"],
                        "rank": column["rank"], "unit": column["unit"], "own_time": column["own_time"]})
    return step(caller, view, "mapping", {"columns": columns}, method="PUT")


def answered(caller, view, codes):
    """Answers codes: `(domain, code)` to national code."""
    answers = [{"domain": domain, "code": code, "national_code": national} for (domain, code), national in codes.items()]
    return step(caller, view, "codes", {"answers": answers}, method="PUT")


def applied(caller, view, **options):
    return step(caller, view, "apply", options)


def plan(caller, view):
    return caller.items(f"/imports/{view['id']}/plan")


def findings(caller, view):
    return caller.items(f"/imports/{view['id']}/findings")


# The file of the main job: two columns whose headings say nothing, three codes that nobody knows.
HEADINGS = {"service": "zone_s4", "affectation_debut": "zone_k7"}
CODES = {("status", "PH"): "XPH", ("status", "PA"): "XPA", ("position", "ACTIVITE"): "EN_POSTE"}
FIELDS = {"zone_s4": "service", "zone_k7": "from"}


def hard_file(content=None):
    """The next extract of the demonstration, as a hospital with its own habits would send it."""
    lines = (content or sample()).decode("utf-8").splitlines()
    heading = lines[0].split(";")
    statut, position = heading.index("statut"), heading.index("position")
    for old, new in HEADINGS.items():
        heading[heading.index(old)] = new
    rows = []
    for line in lines[1:]:
        cells = line.split(";")
        cells[statut] = CODES.get(("status", cells[statut]), cells[statut])
        cells[position] = CODES.get(("position", cells[position]), cells[position])
        rows.append(";".join(cells))
    return ("\n".join([";".join(heading), *rows]) + "\n").encode("utf-8")


def answers():
    """What the codes of that file mean."""
    return {(domain, local): national for (domain, national), local in CODES.items()}
