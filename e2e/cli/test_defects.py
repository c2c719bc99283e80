"""Wrong lines that the samples do not have, one rule of `domain.md` 16.5 after the other.

Each case changes a clean extract in memory and names the lines that must be refused, and no other.
"""

import unittest

import dialects
import support
from support import SMALL, Hospital

DAY = "2026-04-01"


class Rows:
    """The clean rows of the small hospital, with edits that keep track of physical lines."""

    def __init__(self):
        self.rows = dialects.neutral(SMALL)
        self.headings = list(self.rows[0])

    def of(self, matricule, **wanted):
        return [row for row in self.rows if row["matricule"] == matricule
                and all(row[name] == value for name, value in wanted.items())]

    def current(self, matricule):
        return next(row for row in self.of(matricule) if dialects.runs(row, DAY))

    def line(self, row):
        return 2 + next(at for at, own in enumerate(self.rows) if own is row)

    def lines(self, rows):
        return sorted(self.line(row) for row in rows)

    def add(self, row, **changed):
        """A copy of a row with other values, at the end."""
        added = {**row, **changed}
        self.rows.append(added)
        return added

    def table(self):
        return [self.headings] + [[row[name] for name in self.headings] for row in self.rows]

    def file(self, name="sirh_20260401.csv"):
        return support.temporary(name, dialects.delimited(self.table()))


class Defects(support.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.empty = Hospital.ready(SMALL)
        cls.known = cls.empty.copy()
        cls.known.apply(Rows().file())

    def setUp(self):
        self.rows = Rows()

    def planned(self, hospital=None, path=None):
        return (hospital or self.empty).plan(path or self.rows.file())

    def refused(self, code, rows, plan=None):
        """Exactly these rows are refused, with this code."""
        plan = plan or self.planned()
        self.assertEqual(support.errors_of(plan), [(line, code) for line in self.rows.lines(rows)])
        return plan

    def warned(self, code, rows, plan=None):
        """Nothing is refused, and exactly these rows have this warning."""
        plan = plan or self.planned()
        self.assertEqual(support.errors_of(plan), [])
        self.assertEqual([line for line, own in support.codes_of(plan) if own == code], self.rows.lines(rows))
        return plan

    # -- not readable

    def test_end_before_start_of_any_pair_of_days(self):
        for first, last, rest in (("contrat_debut", "contrat_fin", {}), ("position_debut", "position_fin", {}),
                                  ("affectation_debut", "affectation_fin", {}), ("al_debut", "al_fin", {}),
                                  ("iespe_debut", "iespe_fin", {}),
                                  ("chefferie_debut", "chefferie_fin",
                                   {"chefferie": "CHEF_SERVICE", "chefferie_structure": "152"})):
            with self.subTest(first):
                self.rows = Rows()
                row = self.rows.current("0008488")
                row.update({first: "2025-10-01", last: "2025-09-30", **rest})
                self.refused("date.end_before_start", [row])

    def test_days_that_do_not_exist_in_every_column_of_days(self):
        for column in sorted(dialects.DAYS):
            with self.subTest(column):
                self.rows = Rows()
                row = self.rows.current("0008454")
                row[column] = "2021-02-29"
                if column.endswith("_fin"):
                    row.setdefault(column.replace("_fin", "_debut"), "")
                self.refused("date.does_not_exist", [row])

    def test_texts_that_are_no_days(self):
        for text in ("demain", "12/2026", "n.c.", "2026", "#N/A", "0024-01-01x"):
            with self.subTest(text):
                self.rows = Rows()
                row = self.rows.current("0008454")
                row["affectation_debut"] = text
                self.assertEqual([line for line, _ in support.errors_of(self.planned())], self.rows.lines([row]))

    def test_quotities(self):
        for text, code in (("12", "quotity.out_of_range"), ("-2", "quotity.out_of_range"),
                           ("-0,5", "quotity.out_of_range"), ("huit", "quotity.not_a_number"),
                           ("8.5.5", "quotity.not_a_number"), ("1e1", "quotity.not_a_number"),
                           ("8 dj", "quotity.not_a_number")):
            with self.subTest(text):
                self.rows = Rows()
                row = self.rows.current("0008516")
                row["quotite_dj"] = text
                plan = self.planned()
                self.assertEqual(support.errors_of(plan), [(self.rows.line(row), code)])

    def test_quotity_of_120_percent(self):
        rows = self.rows.rows
        for row in rows:
            for column in ("quotite_dj", "quotite_contrat_dj"):
                row[column] = f"{dialects.percent(row[column])} %" if row[column] else ""
        row = self.rows.current("0008516")
        row["quotite_dj"] = "120 %"
        self.refused("quotity.out_of_range", [row])

    def test_a_time_left_empty_is_told(self):
        row = self.rows.current("0008516")
        row["quotite_dj"] = ""
        plan = self.planned()
        self.assertIn(self.rows.line(row), {finding["line"] for finding in plan["findings"]})

    def test_birth_after_the_extraction(self):
        row = self.rows.current("0008516")
        row["date_naissance"] = "2026-04-02"
        self.refused("birth_date.in_future", [row])

    def test_texts_that_a_spreadsheet_would_run_in_any_column_read(self):
        texts = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")")
        for column in ("prenom", "nom_naissance", "service", "poste", "convention", "diplomes", "motif_sortie"):
            for text in texts:
                with self.subTest(column=column, text=text):
                    self.rows = Rows()
                    row = self.rows.current("0008516")
                    row[column] = text
                    plan = self.planned()
                    self.assertEqual({line for line, _ in support.errors_of(plan)}, {self.rows.line(row)})
                    self.assertIn((self.rows.line(row), "cell.formula"), support.errors_of(plan))

    def test_signs_that_run_nothing(self):
        row = self.rows.current("0008516")
        row["motif_sortie"] = "-"
        row["echelon"] = "+2"
        self.assertEqual(support.errors_of(self.planned()), [])

    def test_r29_scientific_identifiers(self):
        for column in ("matricule", "poste", "service", "uf", "rpps"):
            with self.subTest(column):
                self.rows = Rows()
                row = self.rows.current("0008518")
                row[column] = "4,96E+05"
                plan = self.planned()
                self.assertEqual({line for line, _ in support.errors_of(plan)}, {self.rows.line(row)})
                self.assertIn((self.rows.line(row), "identifier.scientific"), support.errors_of(plan))

    def test_identifiers_too_long(self):
        row = self.rows.current("0008518")
        row["matricule"] = "1" * 33
        self.refused("identifier.too_long", [row])

    # -- persons

    def test_no_registration_number_in_a_file_that_has_them(self):
        row = self.rows.current("0008516")
        row["matricule"] = ""
        self.refused("matricule.missing", [row])

    def test_r29_rpps_malformed(self):
        for text, code in (("9901263109", "rpps.malformed"), ("990126310912", "rpps.malformed"),
                           ("ABCDEFGHIJK", "rpps.malformed"), ("99012631092", "rpps.wrong_key")):
            with self.subTest(text):
                self.rows = Rows()
                row = self.rows.current("0008516")
                row["rpps"] = text
                self.refused(code, [row])

    def test_one_rpps_under_two_numbers_on_the_same_days(self):
        own, other = self.rows.of("0008516"), self.rows.of("0008518")
        for row in other:
            row["rpps"] = own[0]["rpps"]
        self.refused("rpps.two_matricules", own + other)

    def test_one_rpps_under_two_numbers_one_after_the_other(self):
        """One person: both files are kept, linked to her, and nothing is refused."""
        old = self.rows.of("0008488")[0]
        old["matricule"] = "0007000"
        new = self.rows.current("0008488")
        self.warned("rpps.successive_matricules", [old, new])
        hospital = self.empty.copy()
        hospital.apply(self.rows.file())
        same = [fact for fact in hospital.facts("practitioners") if fact["rpps"] == old["rpps"]]
        self.assertEqual(sorted(fact["matricule"] for fact in same), ["0007000", "0008488"])
        self.nothing(support.truth_differences(hospital, support.sample_json(SMALL, "truth.json"), [DAY]))
        self.assertEqual(hospital.plan(self.rows.file())["items"], [])

    def test_homonyms_are_two_people(self):
        """`DUPONT Jean` twice, other RPPS: a warning on both, and two people."""
        row = self.rows.current("0008492")
        other = self.rows.current("0008493")
        row.update(nom_usage=other["nom_usage"].lower(), prenom=other["prenom"].upper())
        self.warned("practitioner.homonym", [row, other])

    def test_another_establishment(self):
        row = self.rows.current("0008516")
        row["finess_ej"] = "690781810"
        self.refused("establishment.other", [row])

    def test_lines_that_contradict_each_other(self):
        rows = self.rows.of("0008454")
        rows[0]["date_naissance"] = "1978-11-26"
        self.warned("practitioner.contradiction", rows[:1])
        hospital = self.empty.copy()
        hospital.apply(self.rows.file())
        born = {fact["birth_date"] for fact in hospital.facts("practitioners") if fact["matricule"] == "0008454"}
        self.assertEqual(born, {rows[1]["date_naissance"]}, "the latest line is kept")

    # -- codes

    def test_a_code_of_each_kind_that_nobody_mapped(self):
        for column, domain in (("statut", "status"), ("position", "position"), ("motif_contrat", "contract_motive"),
                               ("specialite", "speciality")):
            with self.subTest(column):
                self.rows = Rows()
                row = self.rows.current("0008488")
                row[column] = "QZX9"
                plan = self.refused("code.unmapped", [row])
                self.assertEqual([(code["domain"], code["code"], code["count"]) for code in plan["unknown_codes"]],
                                 [(domain, "QZX9", 1)])

    def test_unknown_reason_of_exit_is_kept_with_a_warning(self):
        row = self.rows.of("0008533")[0]
        row["motif_sortie"] = "ZZ"
        self.warned("exit_reason.unknown", [row])

    def test_headships_follow_the_code_table(self):
        for row in self.rows.rows:
            row["chefferie"] = {"CHEF_POLE": "F01", "CHEF_SERVICE": "F02"}.get(row["chefferie"], "")
        codes = support.codes_file([("chefferie", "F01", "CHEF_POLE"), ("chefferie", "F02", "CHEF_SERVICE")])
        hospital = self.empty.copy()
        self.assertEqual(support.errors_of(hospital.apply(self.rows.file(), codes=codes)["plan"]), [])
        self.assertEqual(support.headships(hospital), support.headships(self.known))

    def test_headship_of_an_unknown_structure_is_told(self):
        rows = self.rows.of("0008461")
        for row in rows:
            row["chefferie_structure"] = "999"
        plan = self.planned()
        self.assertEqual(support.errors_of(plan), [])
        self.assertIn("IN-17", {code for _, code in support.codes_of(plan)})

    # -- structures and posts

    def closed_service(self):
        """The hospital whose service 152 closes on 2026-06-30."""
        hospital = self.empty.copy()
        text = support.sample_bytes(SMALL, "structures.csv").decode("utf-8")
        lines = []
        for line in text.splitlines():
            cells = line.split(";")
            if cells[1] in ("152", "1521", "1522"):
                cells[6 if len(cells) == 8 else 5] = ""
                cells[-2] = "2026-06-30"
            lines.append(";".join(cells))
        hospital.load("structures", support.temporary("structures.csv", "\n".join(lines) + "\n"))
        return hospital

    def test_line_past_the_last_day_of_its_structure(self):
        hospital = self.closed_service()
        past = [row for row in self.rows.rows if row["service"] == "152"
                and (row["affectation_fin"] or "9999") > "2026-06-30"]
        self.assertTrue(past)
        self.refused("structure.closed", past, hospital.plan(self.rows.file()))

    def test_line_before_its_structure_opens(self):
        row = self.rows.of("0008454")[0]
        row["affectation_debut"] = "2001-01-01"
        plan = self.planned()
        self.assertEqual(support.errors_of(plan), [])
        self.assertIn((self.rows.line(row), "structure.not_yet_open"), support.codes_of(plan))

    def test_post_that_ends_during_the_line(self):
        """IN-06: a warning; a line that starts after the last day of the post: refused."""
        hospital = self.known.copy()
        hospital.initialise("next/")
        closed = next(event["post"] for event in support.sample_json(SMALL, "next/expected_diff.json")["events"]
                      if event["event"] == "post_closed")
        closing = max(fact["valid_to"] for fact in hospital.facts("posts") if fact["key"] == closed)
        row = self.rows.current("0008516")
        row.update(poste=closed, quotite_dj="3")
        self.warned("IN-06", [row], hospital.plan(self.rows.file()))
        row.update(affectation_debut=closing)
        self.refused("post.closed", [row], hospital.plan(self.rows.file()))

    def test_unknown_post_and_structure(self):
        for column, code in (("poste", "post.unknown"), ("service", "structure.unknown"), ("uf", "structure.unknown")):
            with self.subTest(column):
                self.rows = Rows()
                row = self.rows.current("0008516")
                row[column] = "9999"
                self.refused(code, [row])

    # -- sums

    def test_two_tenured_holders(self):
        own, other = self.rows.current("0008454"), self.rows.current("0008475")
        other["poste"] = own["poste"]
        plan = self.planned()
        self.assertEqual({line for line, _ in support.errors_of(plan)}, set(self.rows.lines([own, other])))
        self.assertEqual({code for _, code in support.errors_of(plan)}, {"affectation.exceeds_post", "post.two_tenured"})

    def test_two_tenured_holders_who_together_fit(self):
        own, other = self.rows.current("0008454"), self.rows.current("0008475")
        for row in (own, other):
            row.update(quotite_dj="5", quotite_contrat_dj="5", poste=own["poste"])
        self.assertEqual(support.errors_of(self.planned()), [])

    def test_two_tenured_holders_one_of_them_full_time(self):
        """9 and 1 half-days fit in the post; 10 and 0 do not make two holders of an undivided post."""
        own, other = self.rows.current("0008454"), self.rows.current("0008475")
        other.update(quotite_dj="0.5", poste=own["poste"])
        plan = self.planned()
        self.assertEqual({line for line, _ in support.errors_of(plan)}, set(self.rows.lines([own, other])))

    def test_whoever_replaces_an_absent_holder_sits_on_the_same_post(self):
        absent = self.rows.of("0008457", position="CMO")[0]
        replacing = self.rows.current("0008488")
        replacing.update(poste=absent["poste"], affectation_debut=absent["affectation_debut"],
                         affectation_fin=absent["affectation_fin"], contrat_debut="2026-02-01", motif_contrat="PC1",
                         contrat_fin="2026-05-31")
        self.assertEqual(support.errors_of(self.planned()), [])

    def test_whoever_stays_after_the_holder_is_back_exceeds_the_post(self):
        absent = self.rows.of("0008457", position="CMO")[0]
        back = self.rows.of("0008457")[-1]
        replacing = self.rows.current("0008488")
        replacing.update(poste=absent["poste"], affectation_debut="2026-02-01", affectation_fin="2026-06-30")
        self.refused("affectation.exceeds_post", [replacing, back])

    def test_more_time_than_the_contract(self):
        row = self.rows.current("0008516")
        row["quotite_dj"] = "4"
        self.refused("affectation.exceeds_employment", [row])

    def test_ten_hundredths_are_rounding(self):
        row = self.rows.current("0008516")
        row["quotite_dj"] = "3.010"
        self.warned("affectation.rounding", [row])
        row["quotite_dj"] = "3.011"
        self.refused("affectation.exceeds_employment", [row])

    def test_rounding_on_a_post(self):
        row = self.rows.current("0008511")
        row.update(quotite_dj="2.01", quotite_contrat_dj="3")
        self.warned("post.rounding", [row])

    def test_two_main_affectations(self):
        row = self.rows.current("0008461")
        row["quotite_dj"] = "6"
        other = self.rows.add(row, service="146", uf="1461", poste="", quotite_dj="3")
        self.refused("affectation.two_main", [row, other])

    def test_the_same_day_ends_one_and_starts_the_other(self):
        """Last days are included: one day in common is an overlap."""
        old, new = self.rows.of("0008488")
        old["affectation_fin"] = new["affectation_debut"]
        plan = self.planned()
        self.assertEqual({line for line, _ in support.errors_of(plan)}, set(self.rows.lines([old, new])))

    def test_ph_at_four_half_days_and_less(self):
        row = self.rows.current("0008454")
        row.update(quotite_dj="4", quotite_contrat_dj="4")
        self.warned("IN-04", [row])
        row.update(quotite_dj="3", quotite_contrat_dj="3")
        self.refused("status.quotity_too_low", [row])

    def test_bounds_of_other_statuses_are_warnings(self):
        row = self.rows.current("0008519")
        row.update(statut="ASS_SPE", poste="", quotite_dj="1", quotite_contrat_dj="1")
        plan = self.planned()
        self.assertEqual(support.errors_of(plan), [])
        self.assertIn((self.rows.line(row), "IN-26"), support.codes_of(plan))

    def test_contract_without_motive(self):
        row = self.rows.current("0008483")
        row["motif_contrat"] = ""
        self.refused("contract.without_motive", [row])

    def test_two_positions_on_the_same_days(self):
        row = self.rows.current("0008461")
        row["quotite_dj"] = "6"
        other = self.rows.add(row, rang="S", poste="", service="146", uf="1461", quotite_dj="2", position="CMO",
                              position_debut="2026-03-01", position_fin="2026-09-30", affectation_debut="2026-03-01",
                              affectation_fin="2026-09-30")
        self.warned("position.overlaps", [row, other])

    # -- copies, columns, feet

    def test_an_exact_copy_is_dropped_before_the_other_checks(self):
        for at in (0, 1, -1):
            with self.subTest(at):
                self.rows = Rows()
                copy = self.rows.add(self.rows.current("0008461"))
                self.rows.rows.remove(copy) if at != -1 else None
                if at != -1:
                    self.rows.rows.insert(at, copy)
                plan = self.planned()
                self.assertEqual(support.errors_of(plan), [])
                self.assertEqual(len([1 for _, code in support.codes_of(plan) if code == "line.duplicate"]), 1)

    def test_a_nir_column_without_a_heading_that_says_so(self):
        for heading in ("code3", "", "identifiant2"):
            with self.subTest(heading):
                self.rows = Rows()
                table = self.rows.table()
                for number, row in enumerate(table):
                    row.insert(8, heading if number == 0 else f"2{70 + number % 20:02d}0{1 + number % 9}0100000{number:02d}"[:13])
                path = support.temporary("sirh_20260401.csv", dialects.delimited(table))
                plan = self.empty.plan(path)
                self.assertEqual([code for _, code in support.errors_of(plan)], ["column.nir"])
                self.assertEqual(plan["counts"]["practitioners"]["create"], 28)
                self.assertNotIn("2710", str([finding["value"] for finding in plan["findings"]]))

    def test_a_nir_column_with_spaces_and_keys(self):
        table = self.rows.table()
        for number, row in enumerate(table):
            row.insert(8, "N° SS" if number == 0 else f"2 {70 + number % 20} 0{1 + number % 9} 2A 123 000 {number:02d}")
        path = support.temporary("sirh_20260401.csv", dialects.delimited(table))
        self.assertEqual([code for _, code in support.errors_of(self.empty.plan(path))], ["column.nir"])

    def test_a_mark_in_the_middle_of_the_file(self):
        """Two extracts put end to end: the byte order mark and the headings come again."""
        one, two = Rows(), Rows()
        text = dialects.delimited(one.table()[:20]) + b"\xef\xbb\xbf" + dialects.delimited([two.table()[0]] + two.table()[20:])
        path = support.temporary("sirh_20260401.csv", b"\xef\xbb\xbf" + text)
        plan = self.empty.plan(path)
        self.assertEqual(support.errors_of(plan), [])
        self.assertEqual(plan["counts"]["practitioners"]["create"], 28)

    # -- files cut in the middle of a line

    def cut_at(self, name, content, line):
        plan = self.empty.plan(support.temporary(name, content))
        self.assertEqual(support.errors_of(plan), [(line, "line.truncated")])

    def test_csv_cut_in_the_middle_of_a_line(self):
        content = dialects.delimited(self.rows.table())
        lines = content.splitlines(keepends=True)
        for kept in (20, 60, 100):
            with self.subTest(kept):
                self.cut_at("sirh_20260401.csv", b"".join(lines[:30]) + lines[30][:kept], 31)

    def test_csv_cut_inside_quotes(self):
        content = dialects.delimited(self.rows.table(), quoting=1)
        lines = content.splitlines(keepends=True)
        plan = self.empty.plan(support.temporary("sirh_20260401.csv", b"".join(lines[:30]) + lines[30][:44]))
        self.assertEqual(support.errors_of(plan), [(31, "line.truncated")])

    def test_fixed_width_cut_in_the_middle_of_a_line(self):
        written = dialects.fixed(self.rows.rows, DAY)
        lines = written.path.read_bytes().splitlines(keepends=True)
        path = support.temporary("extract.txt", b"".join(lines[:30]) + lines[30][:90])
        plan = self.empty.plan(path, *written.options)
        self.assertEqual(support.errors_of(plan), [(31, "line.truncated")])

    def test_html_cut_in_the_middle_of_a_line(self):
        written = dialects.web_sold_as_workbook(self.rows.rows, DAY)
        text = written.path.read_text(encoding="utf-8")
        at = text.index("0008516")
        plan = self.empty.plan(support.temporary("export.xls", text[:at + 60]), "--extracted-on", DAY)
        cut = [line for line, code in support.errors_of(plan) if code == "line.truncated"]
        self.assertEqual(len(cut), 1)
        self.assertEqual(len(support.errors_of(plan)), 1)

    def test_workbook_cut_is_refused_whole(self):
        content = dialects.typed_workbook(self.rows.rows, DAY).path.read_bytes()
        for part in (0.3, 0.6, 0.95):
            path = support.temporary("export.xlsx", content[:int(len(content) * part)])
            self.assertEqual(self.empty.sirh("plan", path, code=3).json()["error"]["code"], "file.damaged")

    # -- a refused line closes nothing

    def test_whoever_has_only_refused_lines_is_not_closed(self):
        for change in ({"statut": "QZX"}, {"affectation_debut": "2021-02-29"}, {"quotite_dj": "huit"}):
            with self.subTest(**change):
                self.rows = Rows()
                for row in self.rows.of("0008454"):
                    row.update(change)
                plan = self.planned(self.known)
                self.assertEqual(plan["items"], [])
                self.assertEqual(len({line for line, _ in support.errors_of(plan)}), 2)

    def test_refused_lines_without_registration_number_close_nobody(self):
        for row in self.rows.of("0008454"):
            row["matricule"] = ""
        self.assertEqual(self.planned(self.known)["items"], [])

    def test_refused_lines_with_another_registration_number_close_nobody(self):
        """`4,96E+05` instead of the number: the RPPS tells who is meant."""
        for row in self.rows.of("0008454"):
            row["matricule"] = "8,45E+03"
        self.assertEqual([item for item in self.planned(self.known)["items"] if item["action"] != "create"], [])

    def test_a_refused_line_keeps_what_is_known_of_its_days(self):
        row = self.rows.current("0008461")
        row["service"] = "9999"
        plan = self.planned(self.known)
        self.refused("structure.unknown", [row], plan)
        self.assertEqual(plan["items"], [])

    def test_a_truncated_line_keeps_what_is_known(self):
        content = dialects.delimited(self.rows.table()).splitlines(keepends=True)
        last = content[-1]
        path = support.temporary("sirh_20260401.csv", b"".join(content[:-1]) + last[:70])
        plan = self.known.plan(path)
        self.assertEqual(plan["items"], [])

    def test_the_line_of_a_person_partly_refused_is_told(self):
        row = self.rows.of("0008461")[0]
        row["service"] = "9999"
        plan = self.refused("structure.unknown", [row])
        told = [line for line, code in support.codes_of(plan, "info") if code == "practitioner.partly_refused"]
        self.assertEqual(told, self.rows.lines(self.rows.of("0008461")[1:]))

    def test_planning_again_is_empty_whatever_is_refused(self):
        for matricule, change in (("0008454", {"service": "9999"}), ("0008461", {"affectation_fin": "2021-02-29"}),
                                  ("0008488", {"rpps": "99012631092"}), ("0008475", {"quotite_dj": "x"})):
            self.rows.current(matricule).update(change)
        hospital = self.empty.copy()
        hospital.apply(self.rows.file())
        self.assertEqual(hospital.plan(self.rows.file())["items"], [])


if __name__ == "__main__":
    unittest.main()
