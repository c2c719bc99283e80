"""Other dialects than those of the samples: each gives the same knowledge, and the same changes afterwards."""

import unittest

import dialects
import support
from support import MEDIUM, SMALL, Hospital

DAY, NEXT = "2026-04-01", "2026-10-01"


class Dialect(support.TestCase):
    def setUp(self):
        self.truth = {sample: support.sample_json(sample, "truth.json") for sample in (SMALL, MEDIUM)}

    def read(self, hospital, written, **more):
        plan = hospital.plan(written.path, *written.options, codes=written.codes, **more)
        wrong = [finding for finding in plan["findings"] if finding["severity"] == "error"]
        self.nothing(wrong and [columns_of(plan), *wrong])
        self.assertEqual(plan["unknown_codes"], [])
        applied = hospital.apply(written.path, "--confirm-closures", *written.options, codes=written.codes)
        again = hospital.plan(written.path, *written.options, codes=written.codes)
        self.nothing(again["items"])
        return applied

    def whole(self, sample, write, said=("unit", "post", "rank"), identity=support.IDENTITY, days=None, blank=()):
        """The clean extract gives the truth, the next one the expected changes."""
        hospital = Hospital.ready(sample)
        written = write(dialects.neutral(sample), DAY)
        self.read(hospital, written)
        self.nothing(support.truth_differences(hospital, self.truth[sample], days))
        self.nothing(support.row_differences(hospital, self.truth[sample], blank))
        hospital.initialise("next/")
        following = write(dialects.neutral(sample, "20261001"), NEXT)
        plan = hospital.plan(following.path, *following.options, codes=following.codes)
        self.assertEqual(support.errors_of(plan), [])
        self.nothing(support.diff_differences(plan, support.sample_json(sample, "next/expected_diff.json"), said, identity))
        self.read(hospital, following)
        self.nothing(support.truth_differences(hospital, support.sample_json(sample, "next/truth.json")))
        hospital.database.run("journal", "verify")

    def both(self, write, **more):
        for sample, said in ((SMALL, ("unit", "post", "rank")), (MEDIUM, ("post", "rank"))):
            with self.subTest(sample):
                self.whole(sample, write, **{"said": said, **more})


def columns_of(plan):
    return {column["heading"]: column["field"] for column in plan["reading"]["columns"]}


class OneLinePerAffectation(Dialect):
    def test_labels_and_two_digit_years(self):
        names = support.IDENTITY - {"motif_sortie", "nom_naissance"}
        for sample, said in ((SMALL, ("post", "rank")), (MEDIUM, ("post", "rank"))):
            with self.subTest(sample):
                self.whole(sample, dialects.labelled, said, names)

    def test_html_sold_as_xls(self):
        self.both(dialects.web_sold_as_workbook)

    def test_fixed_width(self):
        self.both(dialects.fixed)

    def test_titles_footer_and_short_lines(self):
        self.both(dialects.titled_and_footed)

    def test_share_of_own_time(self):
        self.both(dialects.own_time)

    def test_english_utf16_tabs(self):
        self.both(dialects.english)

    def test_abbreviated_latin9_pipes(self):
        self.both(dialects.abbreviated)

    def test_sentences_quotes_commas(self):
        self.both(dialects.sentences)

    def test_typed_workbook(self):
        self.both(dialects.typed_workbook)

    def test_typed_workbook_1904(self):
        self.whole(SMALL, lambda rows, day: dialects.typed_workbook(rows, day, True))

    def test_fte(self):
        self.whole(SMALL, dialects.in_fte)

    def test_columns_reversed(self):
        self.whole(SMALL, lambda rows, day: dialects.Written(
            f"sirh_{day}.csv", dialects.delimited([row[::-1] for row in dialects.renamed(
                rows, {name: name for name in rows[0]})])))

    def test_lines_in_any_order(self):
        self.whole(SMALL, lambda rows, day: dialects.without(rows[::-1], day))

    def test_without_units(self):
        self.whole(SMALL, lambda rows, day: dialects.without(rows, day, "uf"), ("post", "rank"))

    def test_without_rank(self):
        hospital = Hospital.ready(SMALL)
        self.read(hospital, dialects.without(dialects.neutral(SMALL), DAY, "rang"))
        self.nothing(support.truth_differences(hospital, self.truth[SMALL]))

    def test_without_birth_name(self):
        self.whole(SMALL, lambda rows, day: dialects.without(rows, day, "nom_naissance"))


class WrongLines(Dialect):
    """The defects of the sample, each found on its line whatever the layout."""

    def test_every_defect_in_every_layout(self):
        rows = [row for row in support.sample_rows(SMALL, "sirh_20260401_dirty.csv") if row["chefferie_fin"] is not None]
        defects = [defect for defect in support.sample_json(SMALL, "defects.json")["defects"]
                   if defect["code"] not in ("NIR_COLUMN", "LINE_TRUNCATED")]
        base = Hospital.ready(SMALL)
        # How many lines come before the first one of data, compared with dialect A.
        for write, shift in ((dialects.labelled, 0), (dialects.web_sold_as_workbook, 1), (dialects.fixed, -1),
                             (dialects.titled_and_footed, 4), (dialects.english, 0), (dialects.abbreviated, 0),
                             (dialects.sentences, 0), (dialects.typed_workbook, 0), (dialects.in_fte, 0)):
            with self.subTest(write.__name__):
                written = write(rows, DAY)
                plan = base.plan(written.path, *written.options, codes=written.codes)
                # With two digits, a year of birth cannot be in the future.
                told = [defect for defect in defects
                        if write is not dialects.labelled or defect["code"] != "BIRTH_FUTURE"]
                moved = [{**defect, "lines": [line + shift for line in defect["lines"]],
                          "lines_also": [line + shift for line in defect["lines_also"]]} for defect in told]
                self.nothing(support.defect_differences(plan["findings"], moved))


class WithoutRegistrationNumber(Dialect):
    def test_rpps_alone(self):
        """People without RPPS cannot be told apart in such a file; all those of the sample have one."""
        hospital = Hospital.ready(SMALL)
        self.read(hospital, dialects.without(dialects.neutral(SMALL), DAY, "matricule"))
        self.nothing(support.truth_differences(hospital, self.truth[SMALL]))
        hospital.initialise("next/")
        self.read(hospital, dialects.without(dialects.neutral(SMALL, "20261001"), NEXT, "matricule"))
        self.nothing(support.truth_differences(hospital, support.sample_json(SMALL, "next/truth.json")))

    def test_rpps_alone_after_files_with_registration_numbers(self):
        hospital = Hospital.ready(SMALL)
        self.read(hospital, dialects.without(dialects.neutral(SMALL), DAY))
        plan = hospital.plan(dialects.without(dialects.neutral(SMALL), DAY, "matricule").path)
        people = [item for item in plan["items"] if item["entity"] == "practitioners"]
        self.nothing(people)


class WithoutPositions(Dialect):
    def test_everybody_is_in_activity(self):
        """Without positions an absent person counts as there: all other totals stay."""
        hospital = Hospital.ready(SMALL)
        written = dialects.without(dialects.neutral(SMALL), DAY, "position", "position_debut", "position_fin")
        self.read(hospital, written)
        for day, truth in self.truth[SMALL]["dates"].items():
            table = hospital.table(day)
            for own, other in (("posts", "posts"), ("occupied_quotity", "occupied"), ("headcount", "headcount"),
                               ("outgoing_quotity", "outgoing"), ("incoming_quotity", "incoming")):
                self.assertEqual(table["totals"][own], truth["totals"][other], (day, own))


class OneLinePerPerson(Dialect):
    def wide(self, sample, write):
        hospital = Hospital.ready(sample)
        written = write(dialects.neutral(sample), DAY)
        self.read(hospital, written)
        self.nothing(support.truth_differences(hospital, self.truth[sample], [DAY]))
        known = {day: hospital.table(day)["totals"] for day in self.truth[sample]["dates"]}
        hospital.initialise("next/")
        tables = {day: hospital.table(day)["totals"] for day in self.truth[sample]["dates"]}
        following = write(dialects.neutral(sample, "20261001"), NEXT)
        self.read(hospital, following)
        self.nothing(support.truth_differences(hospital, support.sample_json(sample, "next/truth.json")))
        # A file about one day does not undo what was known of the days before.
        for day in known:
            self.assertEqual(hospital.table(day)["totals"]["effective_quotity"], tables[day]["effective_quotity"], day)
        hospital.database.run("journal", "verify")

    def test_numbered_columns(self):
        for sample in (SMALL, MEDIUM):
            with self.subTest(sample):
                self.wide(sample, dialects.wide_numbered)

    def test_merged_groups(self):
        for sample in (SMALL, MEDIUM):
            with self.subTest(sample):
                self.wide(sample, dialects.wide_grouped)

    def test_repeated_headings(self):
        for sample in (SMALL, MEDIUM):
            with self.subTest(sample):
                self.wide(sample, dialects.wide_repeated)

    def test_ranks_in_headings(self):
        """Only two affectations, no shared time: the totals of the structures."""
        hospital = Hospital.ready(SMALL)
        self.read(hospital, dialects.wide_ranked(dialects.neutral(SMALL), DAY))
        table, truth = hospital.table(DAY), self.truth[SMALL]["dates"][DAY]["totals"]
        for own in ("posts", "occupied_quotity", "headcount"):
            self.assertLessEqual(table["totals"][own], truth[support.TOTALS[own]])
        self.assertEqual(table["totals"]["occupied_quotity"], truth["occupied"])


if __name__ == "__main__":
    unittest.main()
