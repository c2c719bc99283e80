"""Who writes, writes; who may not, changes nothing (R40). The matrix of `api/tests/authz` rehearses every operation
(`dry_run`); here each noun is really created, changed and ended, by every profile that holds the right and after
every one that does not."""

import pytest

from support import held, nation, rights
from support.people import PROFILES, Caller, code_of, hired

DAY, LAST = nation.TODAY, "2027-01-01"
EFFECT = {"valid_from": DAY, "reason": "Essai"}
RUBRICS = {"structures": "structures", "posts": "posts", "practitioners": "practitioners", "statuses": "practitioners",
           "positions": "careers", "affectations": "affectations"}
# What is changed of each, and to what.
CHANGES = {"structures": ("label", "Renommé"), "posts": ("quotity", 6000), "practitioners": ("usual_name", "RENOMME"),
           "statuses": ("local_code", "ZZ"), "positions": ("granted_until", "2027-08-01"), "affectations": ("quotity", 6000)}


@pytest.fixture(scope="module")
def callers(server):
    return {profile: Caller(server, profile) for profile in PROFILES}


@pytest.fixture(scope="module")
def stranger(server):
    """The manager of another hospital."""
    return hired(server, nation.ELSEWHERE)


class Made:
    """What a hospital manager prepares, so that each noun has something to be made on."""

    def __init__(self, manager):
        self.manager, self.count = manager, 0
        self.service = next(one["id"] for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "SERVICE")
        self.pole = next(one["id"] for one in manager.items("/structures", as_of=DAY) if one["kind"]["code"] == "POLE")

    def person(self):
        self.count += 1
        return {"establishment": nation.HOME, "matricule": f"099{self.count:04}", "birth_name": "ESSAI", "usual_name": "ESSAI",
                "first_names": "Camille", "sex": "F", "birth_date": "1984-05-17", "speciality": "18", "effect": EFFECT}

    def hired(self, *also):
        """Somebody, with what else they need."""
        one = self.manager.create("/practitioners", self.person()).json()
        if "status" in also:
            self.manager.create(f"/practitioners/{one['id']}/statuses", {"status": "PH", "quotity": 10000, "effect": EFFECT})
        return one["id"]

    def creation(self, noun):
        """Path and body of something new."""
        self.count += 1
        if noun == "structures":
            return "/structures", {"establishment": nation.HOME, "kind": "SERVICE", "number": f"9{self.count:03}",
                                   "label": "Essai", "parent": self.pole, "effect": EFFECT}
        if noun == "posts":
            return "/posts", {"establishment": nation.HOME, "local_number": f"LR{self.count}", "kind": "PC", "quotity": 5000,
                              "effect": EFFECT}
        if noun == "practitioners":
            return "/practitioners", self.person()
        if noun == "statuses":
            return f"/practitioners/{self.hired()}/statuses", {"status": "PH", "quotity": 10000, "effect": EFFECT}
        if noun == "positions":
            return f"/practitioners/{self.hired('status')}/positions", {
                "position": "MAD", "granted_until": "2027-03-31", "effect": EFFECT}
        return "/affectations", {"practitioner": self.hired("status"), "status": "PH", "rank": "main", "service": self.service,
                                 "quotity": 10000, "effect": EFFECT}


@pytest.fixture(scope="module")
def made(callers):
    return Made(callers["hospital_manager"])


def refuse(server, callers, stranger, rubric, attempt):
    """Everybody who may not write tries to: nothing of the database moves."""
    before = held.content(server.database)
    for profile in PROFILES:
        if not rights.may(profile, rubric, "m"):
            answer = attempt(callers[profile])
            # Who sees one file alone does not see those of others; on what concerns nobody the right alone is missing.
            expected = {(403, "right.missing"), *([(404, "request.not_found")] if profile == "practitioner" else [])}
            assert (answer.status_code, code_of(answer)) in expected, f"{profile}: {answer.text[:400]}"
    answer = attempt(stranger)
    assert (answer.status_code, code_of(answer)) == (404, "request.not_found"), answer.text[:400]
    # A refusal leaves its line in the journal, and lines are sealed.
    assert set(held.differences(before, held.content(server.database))) <= {"seals"}


def journal(reader):
    """Lines of the journal, but those of people who come and go, read it, or are refused."""
    aside = ("session.", "journal.", "right.")
    return {one["id"] for one in reader.items("/journal") if not one["operation"].startswith(aside)}


@pytest.mark.parametrize("noun", RUBRICS)
def test_r40_writes_in_earnest(server, callers, stranger, made, noun):
    rubric, (field, value) = RUBRICS[noun], CHANGES[noun]
    reader = callers["hospital_manager"]
    writers = [profile for profile in PROFILES if rights.may(profile, rubric, "m")]
    assert "hospital_manager" in writers
    for profile in writers:
        writer = callers[profile]
        path, body = made.creation(noun)
        thing = None
        for step in ("create", "edit", "end"):
            if step == "create":
                def attempt(who, status=None):
                    return who.create(path, body, status=status)
            elif step == "edit":
                def attempt(who, status=None, seen=thing):
                    return who.edit(f"/{noun}/{seen['id']}", seen, {field: value, "effect": EFFECT}, status=status)
            else:
                def attempt(who, status=None, seen=thing):
                    return who.act(f"/{noun}/{seen['id']}/end", seen, {"valid_to": LAST, "reason": "Essai"}, status=status)
            if profile == writers[0]:
                refuse(server, callers, stranger, rubric, attempt)
            before = journal(reader)
            thing = attempt(writer, status=201 if step == "create" else 200).json()
            assert journal(reader) - before == {thing["change_id"]}, f"{step} by {profile}"
            now = reader.get(f"/{noun}/{thing['id']}", as_of=DAY).json()
            assert now["change_id"] == thing["change_id"], f"{step} by {profile}"
            if step != "create":
                assert now[field] == value, f"{step} by {profile}"
            assert now["valid_to"] == (LAST if step == "end" else "9999-12-31"), f"{step} by {profile}"
