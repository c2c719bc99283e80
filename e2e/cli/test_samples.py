"""Every sample hospital in every dialect it comes in: exact totals, every defect, the next extract, undo."""

import subprocess
import unittest

import support
from support import LARGE, MEDIUM, SMALL, Hospital


class Sample:
    """A hospital in one dialect."""

    def __init__(self, hospital, folder, extension, next_folder, said, answers=()):
        self.hospital, self.folder, self.said, self.answers = hospital, folder, said, answers
        self.clean = support.sample_file(hospital, f"{folder}sirh_20260401.{extension}")
        self.dirty = support.sample_file(hospital, f"{folder}sirh_20260401_dirty.{extension}")
        self.next = support.sample_file(hospital, f"{next_folder}sirh_20261001.{extension}")
        self.defects = support.sample_json(hospital, f"{folder}defects.json")["defects"]
        self.codes = self.code_table(folder + "codes.csv")
        self.next_codes = self.code_table(next_folder + "codes_20261001.csv")
        self.truth = support.sample_json(hospital, "truth.json")
        self.next_truth = support.sample_json(hospital, "next/truth.json")
        self.expected = support.sample_json(hospital, "next/expected_diff.json")

    def code_table(self, name):
        """The table of the sample, with the answers that a person gives to what it lacks."""
        text = support.sample_bytes(self.hospital, name).decode("utf-8")
        text += "".join(f"{domain};{local};;{national};\n" for domain, local, national in self.answers)
        return support.temporary("codes.csv", text)


def small():
    return Sample(SMALL, "", "csv", "next/", {"unit", "post", "rank"})


def medium_b():
    return Sample(MEDIUM, "dialect_b/", "csv", "dialect_b/", {"post", "rank"})


def medium_c():
    return Sample(MEDIUM, "dialect_c/", "xlsx", "dialect_c/", {"post", "rank"}, [("statut", "ATT", "PA")])


def large():
    return Sample(LARGE, "", "csv", "next/", {"unit", "post", "rank"})


class WholePass(support.TestCase):
    """From an empty hospital to the next extract and back."""

    def whole_pass(self, sample, kind):
        hospital = Hospital.ready(sample.hospital, kind)
        untouched = hospital.dump()

        dirty = hospital.plan(sample.dirty, codes=sample.codes)
        self.nothing(support.defect_differences(dirty["findings"], sample.defects))
        self.assertEqual(hospital.dump(), untouched, "a plan writes nothing")

        clean = hospital.plan(sample.clean, codes=sample.codes)
        self.assertEqual(support.errors_of(clean), [])
        self.assertEqual(clean["unknown_codes"], [])
        applied = hospital.apply(sample.clean, codes=sample.codes)
        self.assertIsNotNone(applied["change"])
        self.assertEqual(applied["plan"]["counts"], clean["counts"])
        self.nothing(support.truth_differences(hospital, sample.truth))
        blank = () if sample.folder == "" else ("motif",)
        self.nothing(support.row_differences(hospital, sample.truth, blank))
        if "dialect_c" not in sample.folder:
            expected = sorted((own["matricule"], own["function"], own["structure"], own["start"], own["end"])
                              for own in sample.truth["headships"])
            self.assertEqual(support.headships(hospital), expected)

        again = hospital.apply(sample.clean, codes=sample.codes)
        self.assertEqual((again["change"], again["plan"]["items"]), (None, []))
        undone = hospital.copy()
        undone.undo(applied["change"])
        self.assertEqual(undone.dump(), untouched, "undone: as before, byte for byte")

        # A file with wrong lines over what is known closes nothing of what the lines speak of.
        if sample.hospital != LARGE:
            self.refused_lines_close_nothing(sample, undone, hospital)

        hospital.initialise("next/")
        before = hospital.dump()
        following = hospital.plan(sample.next, codes=sample.next_codes)
        self.assertEqual(support.errors_of(following), [])
        self.nothing(support.diff_differences(following, sample.expected, sample.said))
        asked = hospital.sirh("apply", sample.next, codes=sample.next_codes, code=3).json()
        self.assertEqual(asked["error"]["code"], "import.confirmation_needed")
        self.assertEqual(hospital.dump(), before, "nothing done without the confirmation")
        applied = hospital.apply(sample.next, "--confirm-closures", codes=sample.next_codes)
        self.nothing(support.truth_differences(hospital, sample.next_truth))
        again = hospital.plan(sample.next, codes=sample.next_codes)
        self.assertEqual(again["items"], [])
        hospital.undo(applied["change"])
        self.assertEqual(hospital.dump(), before)
        hospital.database.run("journal", "verify")

    def refused_lines_close_nothing(self, sample, undone, known):
        hospital = known.copy()
        plan = hospital.apply(sample.dirty, "--confirm-closures", codes=sample.codes)["plan"]
        who = {matricule for defect in sample.defects if defect["severity"] == "error"
               for matricule in defect["matricules"]}
        closed = [item["key"] for item in plan["items"] if item["action"] == "close"]
        self.assertEqual([key for key in closed if key.split("|")[0] in who], [])
        self.assertEqual(closed, [])
        self.assertEqual(hospital.apply(sample.dirty, codes=sample.codes)["change"], None)

    def test_small(self):
        for kind in support.kinds():
            with self.subTest(kind):
                self.whole_pass(small(), kind)

    def test_medium_b(self):
        self.whole_pass(medium_b(), "sqlite")

    def test_medium_c(self):
        for kind in support.kinds():
            with self.subTest(kind):
                self.whole_pass(medium_c(), kind)

    def test_large(self):
        self.whole_pass(large(), "sqlite")


class BothDatabases(support.TestCase):
    @unittest.skipUnless(support.ADMIN, "LOGIMEDH_TEST_POSTGRES is not set")
    def test_the_same_file_gives_the_same_knowledge(self):
        sample, dumps = medium_b(), []
        for kind in support.kinds():
            hospital = Hospital.ready(sample.hospital, kind)
            hospital.apply(sample.clean, codes=sample.codes)
            dumps.append(hospital.dump())
        self.assertEqual(*dumps)


class LocalCodes(support.TestCase):
    def test_a_code_nobody_answered_is_listed_once_and_never_guessed(self):
        sample = medium_c()
        hospital = Hospital.ready(sample.hospital)
        unanswered = support.sample_file(sample.hospital, "dialect_c/codes.csv")
        plan = hospital.plan(sample.clean, codes=unanswered)
        refused = support.errors_of(plan)
        self.assertEqual({code for _, code in refused}, {"code.unmapped"})
        self.assertEqual(plan["unknown_codes"],
                         [{"domain": "status", "code": "ATT", "count": len(refused), "proposal": "PA"}])
        # The lines that stand are applied; the answer brings the others, and nothing else.
        hospital.apply(sample.clean, codes=unanswered)
        self.assertEqual([fact for fact in hospital.facts("statuses") if fact["local_code"] == "ATT"], [])
        hospital.apply(sample.clean, codes=sample.codes)
        whole = Hospital.ready(sample.hospital)
        whole.apply(sample.clean, codes=sample.codes)
        self.assertEqual(hospital.dump(), whole.dump())

    def test_answers_are_kept(self):
        sample = medium_b()
        hospital = Hospital.ready(sample.hospital)
        hospital.apply(sample.clean, codes=sample.codes)
        plan = hospital.plan(sample.clean)
        self.assertEqual((plan["items"], plan["unknown_codes"]), ([], []))


class Contract(support.TestCase):
    """Exit codes, stdout and stderr."""

    @classmethod
    def setUpClass(cls):
        cls.hospital = Hospital.ready(SMALL)
        cls.file = support.sample_file(SMALL, "sirh_20260401.csv")

    def test_json_alone_on_stdout(self):
        for answer in (self.hospital.sirh("plan", self.file),
                       self.hospital.sirh("plan", "/nowhere.csv", code=3)):
            answer.json()
        self.assertIn("introuvable", answer.err)
        self.assertEqual(answer.json()["error"]["code"], "file.not_found")

    def test_the_shape_of_a_plan(self):
        plan = self.hospital.plan(support.sample_file(SMALL, "sirh_20260401_dirty.csv"))
        for counts in plan["counts"].values():
            self.assertEqual(set(counts), {"create", "change", "close", "unchanged"})
        for finding in plan["findings"]:
            self.assertLessEqual({"severity", "line", "column", "code", "message"}, set(finding))
            self.assertIn(finding["severity"], ("error", "warning", "info"))
            self.assertTrue(finding["message"].endswith((".", "?")), finding)
        for item in plan["items"]:
            self.assertLessEqual({"entity", "key", "action", "before", "after"}, set(item))
        # Counts and items say the same.
        for entity, counts in plan["counts"].items():
            for action in ("create", "change", "close"):
                own = [item for item in plan["items"] if (item["entity"], item["action"]) == (entity, action)]
                self.assertEqual(counts[action], len(own), (entity, action))

    def test_a_nir_is_never_repeated(self):
        dirty = support.sample_file(SMALL, "sirh_20260401_dirty.csv")
        rows = support.sample_rows(SMALL, "sirh_20260401_dirty.csv")
        numbers = {row["no_secu"] for row in rows if row["no_secu"]}
        hospital = self.hospital.copy()
        answer = hospital.sirh("apply", dirty)
        stored = hospital.dump() + answer.out + answer.err
        self.assertEqual([number for number in numbers if number in stored], [])
        content = hospital.database.files.read_bytes()
        self.assertEqual([number for number in numbers if number.encode() in content], [])

    def test_wrong_usage_is_2(self):
        for arguments in (["sirh"], ["sirh", "plan"], ["sirh", "plan", self.file], ["nonsense"],
                          ["sirh", "plan", self.file, "--establishment", "690780044", "--mode", "half"],
                          ["sirh", "plan", self.file, "--establishment", "690780044", "--extracted-on", "1/2/3"]):
            answer = self.hospital.database.run(*arguments, code=2)
            self.assertEqual(answer.out, "")
            self.assertTrue(answer.err)

    def test_unknown_establishment_is_3(self):
        for finess in ("690000000", "abc", "600100713X"):
            answer = self.hospital.database.run("sirh", "plan", self.file, "--establishment", finess, "--json", code=3)
            self.assertIn("error", answer.json())

    def test_no_database_is_not_0(self):
        answer = support.execute(["--database-url", "sqlite:///nowhere/at/all.sqlite", "dump",
                                  "--establishment", "690780044"])
        self.assertIn(answer.code, (1, 3))
        self.assertEqual(answer.out, "")

    def test_for_people_too(self):
        answer = self.hospital.database.run("sirh", "plan", self.file, "--establishment", "690780044")
        self.assertIn("praticiens", answer.out.lower())

    def test_a_closed_pipe_is_no_panic(self):
        command = [support.binary(), "--database-url", self.hospital.database.url, "sirh", "plan", str(self.file),
                   "--establishment", "690780044", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=support.environment()) as process:
            process.stdout.close()
            self.assertNotIn(b"panicked", process.stderr.read())


class OverTime(support.TestCase):
    """What a chain of imports keeps, refuses, and gives back."""

    def setUp(self):
        self.sample = small()
        self.hospital = Hospital.ready(SMALL)
        self.first = self.hospital.apply(self.sample.clean, codes=self.sample.codes)["change"]

    def apply_next(self):
        self.hospital.initialise("next/")
        return self.hospital.apply(self.sample.next, "--confirm-closures", codes=self.sample.next_codes)["change"]

    def instant_of(self, change):
        changes = self.hospital.database.run("change", "list", "--json").json()
        return next(own["at"] for own in changes if own["id"] == change)

    def test_an_older_extract_is_refused(self):
        self.apply_next()
        before = self.hospital.dump()
        for action in ("plan", "apply"):
            answer = self.hospital.sirh(action, self.sample.clean, code=3).json()
            self.assertEqual(answer["error"]["code"], "import.older_extract")
        self.assertEqual(self.hospital.dump(), before)

    def test_once_undone_the_older_extract_is_taken_again(self):
        second = self.apply_next()
        self.hospital.undo(second)
        self.assertEqual(support.errors_of(self.hospital.plan(self.sample.clean)), [])

    def test_undo_is_refused_while_a_later_change_depends_on_it(self):
        second = self.apply_next()
        before = self.hospital.dump()
        answer = self.hospital.undo(self.first, code=3).json()
        self.assertEqual(answer["error"]["code"], "change.touched_since")
        self.assertEqual(self.hospital.dump(), before)
        self.hospital.undo(second)
        twice = self.hospital.undo(second, code=3).json()
        self.assertEqual(twice["error"]["code"], "change.already_undone")

    def test_what_was_known_before_is_still_read(self):
        day = self.sample.truth["extracted_on"]
        known_before, dump_before = self.hospital.table(day), self.hospital.dump()
        at = self.instant_of(self.first)
        second = self.apply_next()
        self.assertNotEqual(self.hospital.dump(), dump_before)
        self.assertEqual(self.hospital.dump("--known-at", at), dump_before)
        then = self.hospital.table(day, "--known-at", at)
        self.assertEqual((then["totals"], then["rows"]), (known_before["totals"], known_before["rows"]))
        # A date of birth is corrected by the next extract: the correction is known only afterwards.
        born = [fact["birth_date"] for fact in self.hospital.facts("practitioners") if fact["key"] == "0008450"]
        self.assertEqual(born, ["1972-10-26"])
        after = self.instant_of(second)
        self.hospital.undo(second)
        self.assertIn("1972-10-26", self.hospital.dump("--known-at", after))
        self.hospital.database.run("journal", "verify", "--json")

    def test_the_profile_is_kept_and_gets_a_new_version(self):
        def kept():
            return [fact for fact in self.hospital.facts("import_profiles")]
        self.assertEqual(len(kept()), 1)
        self.assertTrue(self.hospital.plan(self.sample.clean)["items"] == [])
        self.assertFalse(self.hospital.plan(self.sample.clean)["reading"]["learned"])
        # Other headings: learned again, the same profile in a new version.
        renamed = self.sample.clean.read_text(encoding="utf-8").replace("quotite_dj;affectation_debut",
                                                                       "demi_journees;debut_affectation", 1)
        path = support.temporary("sirh_20260402.csv", renamed)
        plan = self.hospital.plan(path)
        self.assertTrue(plan["reading"]["learned"])
        self.assertEqual([(item["entity"], item["action"]) for item in plan["items"]], [("import_profiles", "change")])
        self.hospital.apply(path)
        self.assertEqual(len(kept()), 1)
        self.assertEqual(self.hospital.plan(path)["items"], [])
        # Under another name: another profile.
        self.hospital.apply(path, "--profile", "autre")
        self.assertEqual(len(kept()), 2)

    def test_delta_mode_closes_nobody(self):
        lines = self.sample.clean.read_text(encoding="utf-8").splitlines()
        path = support.temporary("sirh_20260402.csv", "\n".join(lines[:9]) + "\n")
        self.assertEqual(self.hospital.plan(path, "--mode", "delta")["items"], [])
        full = self.hospital.plan(path)
        self.assertGreater(full["counts"]["practitioners"]["close"], 10)
        self.assertEqual([question["code"] for question in full["confirmations"]], ["import.closures"])

    def test_the_extraction_day_given_wins(self):
        path = support.temporary("sirh.csv", self.sample.clean.read_bytes())
        plan = self.hospital.plan(path, "--extracted-on", "2026-04-03")
        self.assertEqual(plan["reading"]["extracted_on"], "2026-04-03")

    def test_every_day_of_a_career_change_is_a_journal_entry(self):
        self.apply_next()
        report = self.hospital.database.run("journal", "verify", "--json").json()
        self.assertTrue(report["sound"])


if __name__ == "__main__":
    unittest.main()
