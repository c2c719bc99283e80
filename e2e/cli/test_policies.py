"""What refused lines do to the rest, and the undo of what nobody has touched since: as over REST."""

import unittest

import support
from support import SMALL, Hospital

FILE = "sirh_20260401.csv"
DIRTY = "sirh_20260401_dirty.csv"


class Policies(support.TestCase):
    def setUp(self):
        self.hospital = Hospital.ready(SMALL)
        self.dirty = support.sample_file(SMALL, DIRTY)

    def test_all_or_nothing_writes_nothing_when_a_line_is_refused(self):
        before = self.hospital.dump()
        answer = self.hospital.sirh("apply", self.dirty, "--policy", "all_or_nothing", "--confirm-closures", code=3)
        self.assertEqual(answer.json()["error"]["code"], "import.lines_refused")
        self.assertEqual(self.hospital.dump(), before)
        clean = support.sample_file(SMALL, FILE)
        self.assertIsNotNone(self.hospital.apply(clean, "--policy", "all_or_nothing")["change"])

    def test_valid_people_writes_nothing_of_who_has_a_refused_line(self):
        options = ("--policy", "valid_people", "--confirm-closures")
        lines = self.hospital.plan(self.dirty)
        planned = self.hospital.plan(self.dirty, *options)
        held = [one for one in planned["findings"] if one["code"] == "practitioner.held"]
        self.assertTrue(held, "some line is good and of somebody who has a refused one")
        self.assertEqual([one for one in lines["findings"] if one["code"] == "practitioner.held"], [])
        applied = self.hospital.apply(self.dirty, *options)
        self.assertIsNotNone(applied["change"])
        self.assertEqual(applied["plan"]["counts"], planned["counts"])
        # Who is held back is not there; by the policy of every day they are.
        other = Hospital.ready(SMALL)
        other.apply(self.dirty, "--confirm-closures")
        fewer, all_of_them = (len(one.facts("practitioners")) for one in (self.hospital, other))
        self.assertLess(fewer, all_of_them)

    def test_the_other_loads_have_the_same_policies(self):
        bad = support.temporary("structures.csv", "genre;numero;libelle;parent\nSERVICE;901;Essai;01\nSERVICE;902;Perdu;NULLE_PART\n")
        arguments = ("structures", "apply", bad, "--establishment", self.hospital.finess, "--json")
        refused = self.hospital.database.run(*arguments, "--policy", "all_or_nothing", code=3)
        self.assertEqual(refused.json()["error"]["code"], "import.lines_refused")
        self.assertIsNotNone(self.hospital.database.run(*arguments, "--policy", "valid_lines").json()["change"])
        self.hospital.database.run(*arguments, "--policy", "some_lines", code=2)


class Undo(support.TestCase):
    def test_what_was_touched_since_stays_and_is_named(self):
        for kind in support.kinds():
            with self.subTest(kind):
                hospital = Hospital.ready(SMALL, kind)
                first = hospital.apply(support.sample_file(SMALL, FILE))["change"]
                hospital.apply(support.sample_file(SMALL, "next/sirh_20261001.csv"), "--confirm-closures")
                undo = ("change", "undo", first, "--reason", "Essai", "--json")
                refused = hospital.database.run(*undo, code=3)
                self.assertIn("change.touched_since", refused.err)
                before = hospital.dump()
                answer = hospital.database.run(*undo, "--untouched-only")
                told = answer.json()
                self.assertEqual(told["undoes"], first)
                self.assertGreater(told["kept_things"], 0)
                self.assertEqual(len(told["kept"]), min(told["kept_things"], 500))
                self.assertEqual(set(told["kept"][0]), {"entity", "key"})
                self.assertIn("laissé en l’état", answer.err)
                self.assertNotEqual(hospital.dump(), before)
                again = hospital.database.run(*undo, "--untouched-only", code=3)
                self.assertIn("change.already_undone", again.err)

    def test_untouched_it_is_the_same_undo(self):
        hospital = Hospital.ready(SMALL)
        before = hospital.dump()
        change = hospital.apply(support.sample_file(SMALL, FILE))["change"]
        told = hospital.database.run("change", "undo", change, "--reason", "Essai", "--untouched-only", "--json").json()
        self.assertEqual((told["kept_things"], told["kept"]), (0, []))
        self.assertEqual(hospital.dump(), before)


if __name__ == "__main__":
    unittest.main()
