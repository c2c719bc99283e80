"""What the tests of the command line share: hospitals, comparisons with the exact totals."""

import functools
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

# The tests name what they use as `support.…`, wherever it comes from.
from program import (ADMIN, LARGE, MAX_MEMORY, MEDIUM, ROOT, SAMPLES, SMALL, WORK, Answer, Database,  # noqa: E402,F401
                     binary, environment, execute, finess_of, kinds, sample_bytes, sample_file, sample_json,
                     sample_rows, temporary)


def codes_file(codes, name="codes.csv"):
    """A code table from `(domain, local, national)` or `(domain, local, national, comment)`."""
    rows = ["domaine;code_local;libelle_local;code_national;commentaire"]
    for domain, local, national, *comment in codes:
        rows.append(";".join([domain, quoted(local), "", national, comment[0] if comment else ""]))
    return temporary(name, "\n".join(rows) + "\n")


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ';"\n') else text


@functools.cache
def prepared(sample, kind="sqlite"):
    """A database with the reference and the structures and posts of one hospital; copy it before use."""
    database = Database.empty(kind)
    database.run("migrate")
    database.run("reference", "load")
    hospital = Hospital(sample, database)
    hospital.initialise()
    return database


class Hospital:
    """The commands about one hospital in one database."""

    def __init__(self, sample, database):
        self.sample, self.finess, self.database = sample, finess_of(sample), database

    @staticmethod
    def ready(sample, kind="sqlite"):
        return Hospital(sample, prepared(sample, kind).copy())

    def copy(self):
        return Hospital(self.sample, self.database.copy())

    def load(self, noun, path, action="apply", code=0):
        return self.database.run(noun, action, path, "--establishment", self.finess, "--json", code=code)

    def initialise(self, folder=""):
        """Loads what comes before people; nothing of a sample is refused, and a second time changes nothing."""
        loads = [("structures", "structures.csv")] if not folder else []
        loads += [("sigmed", "sigmed_posts.csv"), ("posts", "autres_postes.csv"), ("attachments", "rattachements.xlsx")]
        for noun, name in loads:
            path = sample_file(self.sample, folder + name)
            plan = self.load(noun, path).json()["plan"]
            wrong = [finding for finding in plan["findings"] if finding["severity"] == "error"]
            if wrong:
                raise AssertionError(f"{noun}: {wrong[:3]}")
            again = self.load(noun, path, action="plan").json()
            if again["items"]:
                raise AssertionError(f"{noun} twice: {again['items'][:3]}")

    def sirh(self, action, path, *options, codes=None, code=0, **bounds):
        more = ["--codes", codes] if codes else []
        return self.database.run("sirh", action, path, "--establishment", self.finess, "--json", *more, *options,
                                 code=code, **bounds)

    def plan(self, path, *options, **more):
        return self.sirh("plan", path, *options, **more).json()

    def apply(self, path, *options, **more):
        return self.sirh("apply", path, *options, **more).json()

    def table(self, day, *options):
        return self.database.run("staffing-table", "--establishment", self.finess, "--as-of", day,
                                 "--format", "json", *options).json()

    def dump(self, *options):
        return self.database.run("dump", "--establishment", self.finess, *options).out

    def facts(self, entity=None):
        """The dump, as dictionaries."""
        found = [json.loads(line) for line in self.dump().splitlines()]
        return [fact for fact in found if entity in (None, fact["entity"])]

    def undo(self, change, code=0):
        return self.database.run("change", "undo", change, "--reason", "Essai", "--json", code=code)


TOTALS = {"posts": "posts", "posted_quotity": "posted", "occupied_quotity": "occupied",
          "effective_quotity": "effective", "outgoing_quotity": "outgoing", "incoming_quotity": "incoming",
          "headcount": "headcount", "effective_headcount": "headcount_effective"}
GROUP = {own: other for own, other in TOTALS.items() if own not in ("outgoing_quotity", "incoming_quotity")}
STATUS = {"people": "people", "incoming": "incoming", "affected_quotity": "affected",
          "effective_quotity": "effective", "outgoing_quotity": "outgoing"}


def table_differences(table, truth):
    """Where a staffing table is not what the truth of its day says."""
    found = []

    def compare(place, own, expected, names):
        for name, other in names.items():
            if own.get(name, 0) != expected[other]:
                found.append(f"{place} {name}: {own.get(name, 0)}, expected {expected[other]}")

    compare("totals", table["totals"], truth["totals"], TOTALS)
    if table["totals"]["vacant_posts"] != len(truth["vacant_posts"]):
        found.append(f"vacant_posts: {table['totals']['vacant_posts']}, expected {len(truth['vacant_posts'])}")
    vacant = sorted(row["post"] for row in table["rows"] if row["post"] and row["matricule"] is None)
    if vacant != sorted(truth["vacant_posts"]):
        found.append(f"vacant posts: {set(vacant) ^ set(truth['vacant_posts'])}")
    for place, names in (("by_pole", GROUP), ("by_service", GROUP), ("by_status", STATUS)):
        for key, expected in truth[place].items():
            compare(f"{place} {key}", table[place].get(key, {}), expected, names)
        for key, own in table[place].items():
            # A status may be known without anybody in it on that day.
            if key not in truth[place] and any(own.get(name) for name in names):
                found.append(f"{place} {key}: not expected")
    return found


def truth_differences(hospital, truth, days=None):
    found = []
    for day in days or truth["dates"]:
        found += [f"{day} {difference}" for difference in table_differences(hospital.table(day), truth["dates"][day])]
    return found


def before(day):
    """The last day of a period of the table, as files say it: included, empty when open."""
    import datetime
    if day in (None, "9999-12-31"):
        return ""
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))


def row_differences(hospital, truth, blank=()):
    """The rows of one service, person by person; `blank` names what the file cannot say."""
    expected = truth["staffing_table"]
    rows = [row for row in hospital.table(expected["date"])["rows"]
            if (row["post_service"] if row["matricule"] is None else row["service"]) == expected["service"]]

    def own(row):
        if row["matricule"] is None:
            return ("", row["post"], row["post_quotity"])
        said = {"post": row["post"] or "", "matricule": row["matricule"], "rpps": row["rpps"] or "",
                "nom": plain(row["usual_name"]), "prenom": plain(row["first_names"]),
                "statut": row["status"], "motif": row["motive"] or "", "position": row["position"],
                "rang": {"main": "P", "secondary": "S"}[row["rank"]], "quotite": row["quotity"],
                "effective": row["effective_quotity"], "debut": row["valid_from"], "fin": before(row["valid_to"]),
                "convention": (row["convention"] or "") if row["incoming_quotity"] else ""}
        return tuple(value for name, value in said.items() if name not in blank)

    def theirs(row):
        if "matricule" not in row:
            return ("", row["poste"], row["quotite_poste"])
        said = {"post": row["poste"], "matricule": row["matricule"], "rpps": row["rpps"],
                "nom": plain(row["nom_usage"]), "prenom": plain(row["prenom"]), "statut": row["statut"],
                "motif": row["motif"], "position": row["position"], "rang": row["rang"], "quotite": row["quotite"],
                "effective": row["effective"], "debut": row["debut"], "fin": row["fin"],
                "convention": row["convention"]}
        return tuple(value for name, value in said.items() if name not in blank)

    have, want = sorted(map(own, rows)), sorted(map(theirs, expected["rows"]))
    return [f"extra {row}" for row in have if row not in want] + [f"missing {row}" for row in want if row not in have]


def plain(text):
    import unicodedata
    text = unicodedata.normalize("NFD", text or "")
    return "".join(c for c in text if not unicodedata.combining(c)).upper()


def headships(hospital):
    return sorted((fact["practitioner"], fact["function"], fact["structure"], fact["valid_from"],
                   before(fact["valid_to"])) for fact in hospital.facts("headships"))


def defect_differences(findings, defects):
    """What a report misses, and the lines it refuses without reason."""
    found = []
    errors, told = {}, set()
    for finding in findings:
        if finding["line"] is not None:
            told.add(finding["line"])
            if finding["severity"] == "error":
                errors.setdefault(finding["line"], []).append(finding)
    allowed = set()
    for defect in defects:
        wanted = errors if defect["severity"] == "error" else told
        found += [f"{defect['id']} {defect['code']} missed on line {line}"
                  for line in defect["lines"] if line not in wanted]
        if defect["scope"] != "line" and not any(
                finding["severity"] == "error" and finding["column"] == defect["value"] for finding in findings):
            found.append(f"{defect['id']} {defect['code']} missed")
        if defect["severity"] == "error":
            allowed.update(defect["lines"], defect["lines_also"])
    for line in sorted(set(errors) - allowed):
        found.append(f"line {line} refused: {[(own['code'], own['column']) for own in errors[line]]}")
    return found


def errors_of(plan):
    """`(line, code)` of everything refused."""
    return sorted({(finding["line"] or 0, finding["code"]) for finding in plan["findings"]
                   if finding["severity"] == "error"})


def codes_of(plan, severity="warning"):
    return sorted({(finding["line"] or 0, finding["code"]) for finding in plan["findings"]
                   if finding["severity"] == severity})


IDENTITY = {"naissance", "nom_usage", "nom_naissance", "prenom", "sexe", "rpps", "sortie", "motif_sortie"}


def diff_differences(plan, expected, said=("unit", "post", "exit_reason", "rank"), identity=IDENTITY):
    """Where a plan is not the expected change from one extract to the next. `said` names what the file gives."""
    by = {}
    for item in plan["items"]:
        by.setdefault((item["entity"], item["action"]), set()).add(item["key"])

    def line_key(line):
        return "|".join([line["matricule"], line["debut"], line["rang"] if "rank" in said else "P", line["service"],
                         line["uf"] if "unit" in said else "", line["poste"] if "post" in said else ""])

    def is_affectation(line):
        return line.get("sens") != "SORTANT" and not (not line["service"] and not line["poste"] and not line["q"])

    found = []

    def compare(name, own, want):
        if own != want:
            found.append(f"{name}: extra {sorted(own - want)[:4]}, missing {sorted(want - own)[:4]}")

    practitioners = functools.partial(lambda action: by.get(("practitioners", action), set()))
    compare("practitioners created", practitioners("create"), set(expected["added"]))
    compare("practitioners closed", practitioners("close"), set(expected["left"]))
    changed = {who for who, what in expected["changed"].items() if set(what) & identity}
    compare("practitioners changed", practitioners("change") | practitioners("close"), changed | set(expected["left"]))
    created = {line_key(line) for line in expected["lines_created"] if is_affectation(line)}
    compare("affectations created", by.get(("affectations", "create"), set()), created)
    moved = {line_key(line) for line in expected["lines_changed"] if line["service"]}
    compare("affectations changed", by.get(("affectations", "change"), set()), moved)
    gone = [] if isinstance(expected["lines_disappeared"], int) else expected["lines_disappeared"]
    compare("affectations closed", by.get(("affectations", "close"), set()), {line_key(line) for line in gone})
    return found


class TestCase(unittest.TestCase):
    maxDiff = None

    def nothing(self, differences, shown=12):
        """No difference; else the first ones."""
        if differences:
            self.fail(f"{len(differences)} differences:\n  " + "\n  ".join(map(str, differences[:shown])))
