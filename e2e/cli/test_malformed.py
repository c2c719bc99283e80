"""Files that are not extracts: each is refused with a code and a French sentence, and changes nothing.

Memory and time stay bounded whatever the bytes are.
"""

import gzip
import io
import os
import random
import subprocess
import tarfile
import time
import unittest
import zipfile

import dialects
import support
from support import SMALL, Hospital

DAY = "2026-04-01"
MEMORY = 300 * 1024
SECONDS = 20


def rows():
    return dialects.neutral(SMALL)


def csv_text():
    return support.sample_bytes(SMALL, "sirh_20260401.csv")


def package(content, change=None, add=None, drop=()):
    """A workbook with parts changed, added, left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in drop:
                data = source.read(name)
                target.writestr(name, change.get(name, lambda own: own)(data) if change else data)
        for name, data in (add or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def book(table=None):
    return dialects.workbook({"Feuille": table or dialects.renamed(rows(), dialects.LONG_HEADINGS)})


SHEET = "xl/worksheets/sheet1.xml"


def swollen():
    """A sheet of gigabytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == SHEET:
                with target.open(name, "w", force_zip64=True) as sheet:
                    sheet.write(b'<?xml version="1.0"?><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>')
                    blank = b"A" * (1 << 20)
                    for _ in range(1200):
                        sheet.write(blank)
            else:
                target.writestr(name, source.read(name))
    return out.getvalue()


def swollen_gzip():
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as target:
        target.write(csv_text())
        for _ in range(1500):
            target.write(b";" * (1 << 20))
    return out.getvalue()


def zipped(names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in names.items():
            target.writestr(name, data)
    return out.getvalue()


def tarred():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as target:
        info = tarfile.TarInfo("sirh.csv")
        info.size = len(csv_text())
        target.addfile(info, io.BytesIO(csv_text()))
    return out.getvalue()


def ole(marker=b""):
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(480)
    return head + marker + bytes(4096)


def rezipped(content, flag):
    """Every entry said to be protected by a password."""
    data = bytearray(content)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at] |= flag
            place = data.find(signature, place + 4)
    return bytes(data)


def cells(*texts):
    return "".join(f"<td>{text}</td>" for text in texts)


MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

# What each is said to be, under `file.`, and its bytes.
CASES = {
    "empty": ("empty", lambda: b""),
    "blank": ("empty", lambda: b"\n \r\n\t\n" * 50),
    "mark_only": ("empty", lambda: b"\xef\xbb\xbf"),
    "one_word": ("no_headings", lambda: b"bonjour"),
    "prose": ("no_headings", lambda: "Veuillez trouver ci-joint l'extraction demandée.\nCordialement.\n".encode()),
    "headings_only": ("no_rows", lambda: csv_text().splitlines(keepends=True)[0]),
    "no_headings": ("no_headings", lambda: b"".join(csv_text().splitlines(keepends=True)[1:])),
    "other_table": ("no_headings", lambda: support.sample_bytes(SMALL, "structures.csv")),
    "json": ("no_table", lambda: b'{"praticiens": [{"matricule": "1", "nom": "A"}]}'),
    "nul_bytes": ("nul_bytes", lambda: csv_text()[:3000] + bytes(64) + csv_text()[3000:]),
    "control_characters": ("binary", lambda: csv_text()[:3000] + b"\x01\x02\x03\x04\x05\x06\x07" * 40 + csv_text()[3000:]),
    "random": ("binary", lambda: random.Random(23).randbytes(20000)),
    "utf32": ("encoding_unknown", lambda: csv_text().decode().encode("utf-32")),
    "ebcdic": ("encoding_unknown", lambda: csv_text().decode().encode("cp500", "replace")),
    "dos_page": ("encoding_unknown", lambda: csv_text().decode().replace("e", "é").encode("cp850", "replace")),
    "utf16_cut_in_a_character": ("encoding_unknown", lambda: b"\xff\xfe" + bytes(7)),
    "long_line": ("line_too_long", lambda: csv_text() + b"690780044;" + b"x" * (9 << 20)),
    "many_columns": ("too_many_columns", lambda: b";".join(b"colonne%d" % n for n in range(5000)) + b"\n" + b";" * 4999 + b"\n"),
    "pdf": ("pdf", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + bytes(200)),
    "png": ("image", lambda: bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(400)),
    "jpeg": ("image", lambda: bytes.fromhex("ffd8ffe000104a464946") + bytes(400)),
    "old_excel": ("old_excel", lambda: ole("Workbook".encode("utf-16-le"))),
    "encrypted_excel": ("encrypted", lambda: ole("EncryptedPackage".encode("utf-16-le"))),
    "zip_of_csv": ("archive", lambda: zipped({"sirh.csv": csv_text()})),
    "zip_password": ("encrypted", lambda: rezipped(zipped({"sirh.csv": csv_text()}), 1)),
    "book_password": ("encrypted", lambda: rezipped(book(), 1)),
    "seven_zip": ("archive", lambda: bytes.fromhex("377abcaf271c0004") + os.urandom(400)),
    "rar": ("archive", lambda: b"Rar!\x1a\x07\x01\x00" + os.urandom(400)),
    "tar": ("archive", tarred),
    "gzip_in_gzip": ("nested_archive", lambda: gzip.compress(gzip.compress(csv_text()))),
    "gzip_cut": ("damaged", lambda: gzip.compress(csv_text())[:1500]),
    "gzip_bomb": ("too_large", swollen_gzip),
    "word_document": ("binary", lambda: zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})),
    "open_document": ("open_document", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                                     "content.xml": "<office:document-content/>"})),
    "binary_workbook": ("binary_workbook", lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": bytes(200)})),
    "macro": ("macro", lambda: package(book(), add={"xl/vbaProject.bin": ole()},
                             change={"[Content_Types].xml": lambda own: own.replace(MAIN, MACRO)})),
    "zip_bomb": ("zip_bomb", swollen),
    "far_cell": ("far_cell", lambda: package(book(), change={SHEET: lambda own: own.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')})),
    "half_a_workbook": ("damaged", lambda: book()[:len(book()) // 2]),
    "workbook_without_its_end": ("damaged", lambda: book()[:-100]),
    "bytes_changed_in_a_sheet": ("damaged", lambda: corrupted(book())),
    "sheet_cut": ("damaged", lambda: package(book(), change={SHEET: lambda own: own[:len(own) // 2]})),
    "sheet_missing": ("damaged", lambda: package(book(), drop=(SHEET,))),
    "empty_workbook": ("no_table", lambda: dialects.workbook({"Feuil1": []})),
    "doctype": ("doctype", lambda: package(book(), change={SHEET: lambda own: own.replace(
        b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet', 1)})),
    "html_without_table": ("no_table", lambda: b"<html><body><p>Votre session a expir\xc3\xa9.</p></body></html>"),
    "html_table_of_layout": ("no_headings", lambda: f"<html><table><tr>{cells('Bonjour')}</tr></table></html>".encode()),
}


def corrupted(content):
    data = bytearray(content)
    place = data.find(b"PK\x03\x04", len(data) // 3)
    middle = len(data) // 2 if place < 0 else max(place + 200, len(data) // 2)
    for at in range(middle, min(middle + 40, len(data) - 400)):
        data[at] ^= 0x5A
    return bytes(data)


class Malformed(support.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hospital = Hospital.ready(SMALL)
        cls.hospital.apply(support.sample_file(SMALL, "sirh_20260401.csv"))
        cls.before = cls.hospital.dump()

    def refused(self, path, *options):
        """Exit 3, one JSON document with a code and a sentence, within bounds."""
        arguments = [support.binary(), "--database-url", self.hospital.database.url, "sirh", "apply", str(path),
                     "--establishment", self.hospital.finess, "--json", "--extracted-on", "2026-04-02",
                     "--confirm-closures", *map(str, options)]
        out, err = support.WORK / "out", support.WORK / "err"
        started = time.monotonic()
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            process = subprocess.Popen(arguments, stdout=stdout, stderr=stderr, env=support.environment())
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        answer = support.Answer(arguments, process.returncode, out.read_text("utf-8"), err.read_text("utf-8"))
        self.assertEqual(answer.code, 3, str(answer)[:600])
        error = answer.json()["error"]
        self.assertRegex(error["code"], r"^(file|codes|import)\.[a-z_]+$")
        self.assertRegex(error["message"], r"^[A-ZÉÀ].{20,}\.$")
        self.assertIn(error["message"], answer.err)
        self.assertNotIn("panicked", answer.err)
        self.assertLess(usage.ru_maxrss, MEMORY, f"{usage.ru_maxrss} kB")
        self.assertLess(time.monotonic() - started, SECONDS)
        return error["code"]

    def test_r23_every_malformed_file(self):
        self.assertGreaterEqual(len(CASES), 40)
        for name, (code, content) in CASES.items():
            with self.subTest(name):
                self.assertEqual(self.refused(support.temporary("sirh.csv", content())), "file." + code)
        self.assertEqual(self.hospital.dump(), self.before)

    def test_r50_200_megabytes_of_nothing(self):
        path = support.temporary("sirh.csv", csv_text())
        with open(path, "r+b") as file:
            file.truncate(200 << 20)
        self.assertEqual(self.refused(path), "file.too_large")
        self.assertEqual(self.hospital.dump(), self.before)

    def test_r50_two_gigabytes_in_a_gzip(self):
        """Two megabytes that swell a thousand times; and others, hidden behind rows that are good."""
        piece = bytes(1 << 20)
        for name, start in (("zeros", b""), ("hidden", csv_text())):
            path = support.temporary("sirh.csv.gz", b"")
            with gzip.open(path, "wb", compresslevel=1) as file:
                file.write(start)
                for _ in range(2 << 10):
                    file.write(piece)
            with self.subTest(name):
                self.assertEqual(self.refused(path), "file.too_large")
        self.assertEqual(self.hospital.dump(), self.before)

    def test_what_is_not_a_file(self):
        self.assertEqual(self.refused(support.WORK), "file.not_a_file")
        self.assertEqual(self.refused("/dev/zero"), "file.not_a_file")
        self.assertEqual(self.refused(support.WORK / "absent.csv"), "file.not_found")
        pipe = support.temporary("x", b"").with_name("pipe.csv")
        os.mkfifo(pipe)
        self.assertEqual(self.refused(pipe), "file.not_a_file")

    def test_descriptions_of_columns(self):
        written = dialects.fixed(rows(), DAY)
        for text in ("", "nom;debut\n", "Matricule;0;5;\n", "Matricule;1;-5;\n", "Matricule;un;cinq;\nRPPS;2;3;\n",
                     "Matricule;1;0;\n", "Matricule;99999999999999999999;5;\n"):
            with self.subTest(text):
                columns = support.temporary("columns.csv", text)
                self.refused(written.path, "--columns", columns)
        self.refused(written.path, "--columns", "/nowhere.csv")

    def test_code_tables(self):
        path = support.sample_file(SMALL, "sirh_20260401.csv")
        for content in (b"", b"bonjour\n", b"a;b;c\n1;2;3\n", os.urandom(500), b"%PDF-1.4\n"):
            with self.subTest(content[:8]):
                self.refused(path, "--codes", support.temporary("codes.csv", content))
        self.refused(path, "--codes", "/nowhere.csv")

    def test_names_of_files_decide_nothing(self):
        """The content decides: a CSV named `.xlsx` is a CSV."""
        for name in ("sirh.xlsx", "sirh.pdf", "sirh", "sirh.csv.bak"):
            plan = self.hospital.plan(support.temporary(name, csv_text()), "--extracted-on", "2026-04-02")
            self.assertEqual(support.errors_of(plan), [])
        plan = self.hospital.plan(support.temporary("sirh.csv", book()), "--extracted-on", "2026-04-02")
        self.assertEqual(support.errors_of(plan), [])


if __name__ == "__main__":
    unittest.main()
