"""The clean extract of a sample, written again as other HR software might write it.

The neutral source is a list of rows in the layout of dialect A. Each writer returns a `Written`: the file, the
options it needs and its table of local codes. What a layout cannot say is named by the tests, not here.
"""

import csv
import datetime
import html
import io
import zipfile
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from xml.sax.saxutils import escape

import support

DAYS = {"date_naissance", "date_entree", "date_sortie", "position_debut", "position_fin", "date_echelon",
        "contrat_debut", "contrat_fin", "affectation_debut", "affectation_fin", "al_debut", "al_fin", "iespe_debut",
        "iespe_fin", "chefferie_debut", "chefferie_fin"}
OPEN_ENDED = {"affectation_fin"}
OF_LINE = ["rang", "service", "uf", "poste", "quotite_dj", "affectation_debut", "affectation_fin", "convention",
           "ej_partenaire", "sens_convention"]


class Written:
    def __init__(self, name, content, options=(), codes=()):
        self.path = support.temporary(name, content)
        self.options, self.codes = list(options), (support.codes_file(codes) if codes else None)


def neutral(sample, day="20260401"):
    """Rows in the layout of dialect A."""
    folder = "" if day == "20260401" else "next/"
    if sample != support.MEDIUM:
        return support.sample_rows(sample, f"{folder}sirh_{day}.csv")
    codes = {"statut": {}, "structure": {}, "position": {}, "specialite": {}, "motif_sortie": {}}
    table = "dialect_b/codes" + ("" if day == "20260401" else f"_{day}") + ".csv"
    for row in support.sample_rows(sample, table):
        comment = row["commentaire"].split()
        motive = comment[comment.index("motif") + 1] if "motif" in comment else ""
        codes.setdefault(row["domaine"], {})[row["code_local"]] = (row["code_national"], motive)
    rows = support.sample_rows(sample, f"dialect_b/sirh_{day}.csv", "cp1252")
    return [from_dialect_b(row, codes) for row in rows]


def from_dialect_b(row, codes):
    def national(domain, code):
        return codes[domain].get(code, (code, ""))[0] if code else ""

    def iso(text):
        if not text or text == "31/12/2999":
            return ""
        return "-".join(reversed(text.split("/")))

    def half_days(text):
        return str((Decimal(text.replace(",", ".")) / 10).normalize().__format__("f")) if text else ""

    status, motive = codes["statut"].get(row["CD_STATUT"], (row["CD_STATUT"], ""))
    return {
        "finess_ej": "600100713", "matricule": row["MATRICULE"], "rpps": row["NO_RPPS"],
        "nom_naissance": row["NOM_PATRONYMIQUE"], "nom_usage": row["NOM_USUEL"], "prenom": row["PRENOM"],
        "sexe": {"M.": "M", "MME": "F"}[row["CIVILITE"]], "date_naissance": iso(row["DT_NAIS"]),
        "specialite": national("specialite", row["CD_SPEC"]), "date_entree": iso(row["DT_ENTREE"]),
        "date_sortie": iso(row["DT_SORTIE"]), "motif_sortie": national("motif_sortie", row["MOTIF_SORTIE"]),
        "statut": status, "position": national("position", row["CD_POSITION"]),
        "position_debut": iso(row["DT_DEB_POS"]), "position_fin": iso(row["DT_FIN_POS"]),
        "echelon": row["ECHELON"].lstrip("0"), "date_echelon": iso(row["DT_ECHELON"]),
        "quotite_contrat_dj": half_days(row["TX_CONTRAT"]),
        "motif_contrat": f"PC{motive}" if motive.isdigit() else motive, "contrat_debut": iso(row["DT_DEB_CTR"]),
        "contrat_fin": iso(row["DT_FIN_CTR"]), "rang": {"1": "P", "2": "S"}[row["TYPE_AFF"]],
        "service": national("structure", row["CD_UF"]), "uf": "", "poste": row["NO_POSTE"],
        "quotite_dj": half_days(row["TX_AFF"]), "affectation_debut": iso(row["DT_DEB_AFF"]),
        "affectation_fin": iso(row["DT_FIN_AFF"]), "convention": row["NO_CONV"], "ej_partenaire": row["FINESS_CONV"],
        "sens_convention": {"MAD-S": "SORTANT", "MAD-E": "ENTRANT"}.get(row["SENS_CONV"], ""),
        "al_debut": iso(row["AL_DEB"]), "al_fin": iso(row["AL_FIN"]), "iespe_debut": iso(row["IESPE_DEB"]),
        "iespe_fin": iso(row["IESPE_FIN"]), "diplomes": "",
        "chefferie": {"CP": "CHEF_POLE", "CS": "CHEF_SERVICE"}.get(row["CHEFFERIE"], ""),
        "chefferie_structure": row["CHEF_STRUCT"], "chefferie_debut": iso(row["CHEF_DEB"]),
        "chefferie_fin": iso(row["CHEF_FIN"]),
    }


# ---- formats -------------------------------------------------------------------------------------------------

def delimited(table, separator=";", encoding="utf-8", end="\n", quoting=csv.QUOTE_MINIMAL, bom=b""):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(table)
    return bom + out.getvalue().encode(encoding)


def web_page(table, title=""):
    def cells(row, tag):
        return "".join(f"<{tag} class=xl24>{html.escape(str(cell))}</{tag}>" for cell in row)
    rows = "".join(f"<tr>{cells(row, 'td')}</tr>\n" for row in table[1:])
    head = f"<tr><td colspan={len(table[0])}>{html.escape(title)}</td></tr>\n" if title else ""
    return (f"<html><head><meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
            f"<style>td {{mso-number-format:'\\@'}}</style></head><body><table border=1>\n{head}"
            f"<tr>{cells(table[0], 'th')}</tr>\n{rows}</table></body></html>").encode("utf-8")


def column_name(index):
    name = ""
    while index >= 0:
        name, index = chr(65 + index % 26) + name, index // 26 - 1
    return name


def serial(day, since_1904):
    origin = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
    return (day - origin).days


def workbook(sheets, since_1904=False, merges=()):
    """A workbook from `{name: rows}`; numbers and dates are typed, texts are inline. `merges` are of the first."""
    def cell(row, column, value):
        place = f"{column_name(column)}{row}"
        if isinstance(value, datetime.date):
            return f'<c r="{place}" s="1"><v>{serial(value, since_1904)}</v></c>'
        if isinstance(value, (int, float, Decimal)):
            return f'<c r="{place}"><v>{value}</v></c>'
        if value in ("", None):
            return ""
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'

    def sheet(rows, merged):
        lines = "".join(f'<row r="{number}">' + "".join(cell(number, at, value) for at, value in enumerate(row))
                        + "</row>" for number, row in enumerate(rows, 1))
        joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        joined = f'<mergeCells count="{len(merged)}">{joined}</mergeCells>' if merged else ""
        return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f"<sheetData>{lines}</sheetData>{joined}</worksheet>")

    names = list(sheets)
    types = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-'
                    f'officedocument.spreadsheetml.worksheet+xml"/>' for n in range(1, len(names) + 1))
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    linked = "".join(f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                     f'relationships/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(names) + 1))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "[Content_Types].xml":
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            f'spreadsheetml.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'{head}<Relationships {relations}><Relationship Id="rId1" Type="{office}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{office}">'
                           f'<workbookPr{" date1904=" + chr(34) + "1" + chr(34) if since_1904 else ""}/>'
                           f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships {relations}>{linked}<Relationship Id="rId99" '
                                      f'Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{head}<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/>'
                         '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                         '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
                         "</styleSheet>",
    }
    for number, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet(sheets[name], merges if number == 1 else ())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def fixed_width(rows, columns):
    """Lines of fixed columns `(name, length, format)`, and their description."""
    place, description = 1, ["nom;debut;longueur;format"]
    for name, length, form in columns:
        description.append(f"{name};{place};{length};{form}")
        place += length
    lines = ["".join(str(value)[:length].ljust(length) for value, (_, length, _) in zip(row, columns)) for row in rows]
    return "\r\n".join(lines) + "\r\n", "\n".join(description) + "\n"


# ---- values --------------------------------------------------------------------------------------------------

def french(day):
    return "/".join(reversed(day.split("-"))) if day else ""


def short_french(day):
    year, month, number = day.split("-") if day else ("", "", "")
    return f"{number}/{month}/{year[2:]}" if day else ""


def percent(half_days):
    return f"{Decimal(half_days) * 10:.2f}".replace(".", ",") if is_number(half_days) else half_days


def fte(half_days):
    return f"{(Decimal(half_days) / 10).normalize():f}".replace(".", ",") if is_number(half_days) else half_days


def is_number(text):
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def day_value(text):
    """A date for a workbook; what is none stays as written."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text


# ---- dialects ------------------------------------------------------------------------------------------------

def people(rows):
    """Rows by registration number, in order."""
    found = {}
    for row in rows:
        found.setdefault(row["matricule"], []).append(row)
    return found.values()


def runs(row, day):
    return row["affectation_debut"] <= day and (row["affectation_fin"] or "9999") >= day


PERSON = {"matricule": "MATRICULE", "rpps": "RPPS", "nom_naissance": "NOM_NAISSANCE", "nom_usage": "NOM_USAGE",
          "prenom": "PRENOM", "sexe": "SEXE", "date_naissance": "DATE_NAISSANCE", "specialite": "SPECIALITE",
          "date_entree": "DATE_ENTREE", "date_sortie": "DATE_SORTIE", "statut": "STATUT", "position": "POSITION",
          "position_debut": "DEBUT_POSITION", "position_fin": "FIN_POSITION", "echelon": "ECHELON",
          "date_echelon": "DATE_ECHELON", "quotite_contrat_dj": "QUOTITE_CONTRAT", "motif_contrat": "MOTIF_CONTRAT",
          "contrat_debut": "DEBUT_CONTRAT", "contrat_fin": "FIN_CONTRAT"}
GROUP = {"service": "SERVICE", "uf": "UF", "poste": "POSTE", "quotite_dj": "QUOTITE", "affectation_debut": "DEBUT",
         "affectation_fin": "FIN", "convention": "CONVENTION", "ej_partenaire": "EJ_PARTENAIRE",
         "sens_convention": "SENS"}


def wide(rows, day):
    """Person cells and affectation groups of the day, for whoever is there that day."""
    table, width = [], 2
    for own in people(rows):
        present = sorted((row for row in own if runs(row, day)), key=lambda row: row["rang"])
        if not present:
            continue
        said = [row for row in present if row["service"] or row["poste"] or row["convention"]]
        width = max(width, len(said))
        table.append((present[0], said))
    return table, width


def wide_numbered(rows, day, name="sirh.csv"):
    """One line per person, `SERVICE_1`, `SERVICE_2`."""
    table, width = wide(rows, day)
    lines = [list(PERSON.values()) + [f"{title}_{n}" for n in range(1, width + 1) for title in GROUP.values()]]
    for person, said in table:
        cells = [person[column] for column in PERSON]
        for at in range(width):
            cells += [said[at][column] if at < len(said) else "" for column in GROUP]
        lines.append(cells)
    return Written(name, delimited(lines), ["--extracted-on", day])


def wide_grouped(rows, day):
    """The same in a workbook: groups merged above the headings, the same headings under each."""
    table, width = wide(rows, day)
    titles = ["Service", "UF", "N° poste", "Demi-journées", "Début", "Fin", "N° convention", "Établissement partenaire",
              "Sens"]
    above = ["AGENT"] + [""] * (len(PERSON) - 1)
    merges = [f"A2:{column_name(len(PERSON) - 1)}2"]
    for n in range(width):
        first = len(PERSON) + n * len(GROUP)
        merges.append(f"{column_name(first)}2:{column_name(first + len(GROUP) - 1)}2")
        above += [f"AFFECTATION {n + 1}"] + [""] * (len(GROUP) - 1)
    lines = [[f"Situation des praticiens au {french(day)}"], above, list(PERSON.values()) + titles * width]
    for person, said in table:
        cells = [person[column] for column in PERSON]
        for at in range(width):
            cells += [said[at][column] if at < len(said) else "" for column in GROUP]
        lines.append(cells)
    return Written("situation.xlsx", workbook({"Situation": lines}, merges=merges))


def wide_repeated(rows, day):
    """The same with identical headings again and again."""
    table, width = wide(rows, day)
    lines = [list(PERSON.values()) + list(GROUP.values()) * width]
    for person, said in table:
        cells = [person[column] for column in PERSON]
        for at in range(width):
            cells += [said[at][column] if at < len(said) else "" for column in GROUP]
        lines.append(cells)
    return Written(f"situation_{day}.csv", delimited(lines, end="\r\n"))


def wide_ranked(rows, day):
    """`Service principal`, `Service secondaire`: ranks in the headings."""
    table, _ = wide(rows, day)
    titles = [f"{title} {rank}" for rank in ("principal", "secondaire")
              for title in ("Service", "UF", "Poste", "Quotité", "Début", "Fin")]
    columns = ["service", "uf", "poste", "quotite_dj", "affectation_debut", "affectation_fin"]
    lines = [list(PERSON.values()) + titles]
    for person, said in table:
        said = [row for row in said if not row["convention"]][:2]
        cells = [person[column] for column in PERSON]
        for at in range(2):
            cells += [said[at][column] if at < len(said) else "" for column in columns]
        lines.append(cells)
    return Written(f"situation_{day}.csv", delimited(lines))


# What the samples write where no code is known: nobody has mapped it.
UNKNOWN = {"PH_XX", "9999"}


def labelled(rows, day):
    """Labels instead of codes, two-digit years, `31/12/99` for no end, one column of names."""
    codes, columns = {}, {
        "matricule": "Matricule", "rpps": "N° RPPS", "nom": "Nom et prénom", "naissance": "Né(e) le",
        "sexe": "Civilité", "statut": "Statut", "position": "Position", "position_debut": "Position depuis le",
        "position_fin": "Position jusqu'au", "quotite_contrat_dj": "Taux d'emploi", "motif_contrat": "Motif du contrat",
        "contrat_debut": "Début du contrat", "contrat_fin": "Fin du contrat", "specialite": "Spécialité",
        "date_entree": "Date d'entrée", "date_sortie": "Date de sortie", "rang": "Affectation principale (O/N)",
        "service": "Service", "poste": "N° de poste", "quotite_dj": "Taux d'affectation", "affectation_debut": "Du",
        "affectation_fin": "Au", "convention": "N° convention", "ej_partenaire": "FINESS partenaire",
        "sens_convention": "Sens"}
    labels = label_tables()
    lines = [list(columns.values())]
    for row in rows:
        def label(domain, code, row=row):
            if not code:
                return ""
            text = labels[domain].get(code, f"{domain} {code}".capitalize())
            if code not in UNKNOWN:
                codes[(domain, text)] = code
            return text
        structure = label("structure", row["service"])
        own = {**row, "nom": f"{row['nom_usage'].upper()} {row['prenom']}",
               "naissance": short_french(row["date_naissance"]), "sexe": {"M": "M.", "F": "Mme"}[row["sexe"]],
               "statut": label("statut", row["statut"]), "position": label("position", row["position"]),
               "quotite_contrat_dj": percent(row["quotite_contrat_dj"]), "quotite_dj": percent(row["quotite_dj"]),
               "motif_contrat": label("motif_contrat", row["motif_contrat"]),
               "specialite": label("specialite", row["specialite"]), "service": structure,
               "rang": {"P": "O", "S": "N"}[row["rang"]],
               "sens_convention": {"SORTANT": "Vers l'extérieur", "ENTRANT": "Accueil"}.get(row["sens_convention"], "")}
        for column in columns:
            if column in DAYS:
                own[column] = short_french(row[column]) or ("31/12/99" if column in OPEN_ENDED else "")
        lines.append([own[column] for column in columns])
    table = [(domain, text, national) for (domain, text), national in codes.items()]
    return Written("extraction.csv", delimited(lines, encoding="cp1252", end="\r\n"), ["--extracted-on", day], table)


def label_tables():
    """Labels as HR people write them, all different: the code table says what they mean."""
    return {
        "statut": {"PH": "Praticien hospitalier", "PH_PROB": "PH en probation", "PH_TP_ANC": "PH temps plein (ancien)",
                   "PTP_ANC": "PH temps partiel (ancien)", "PC": "Contractuel", "PC_ANC": "Contractuel (ancien)",
                   "PA": "Praticien attaché", "INT": "Interne", "DJ": "Docteur junior", "ASS_SPE": "Assistant"},
        "position": {"ACTIVITE": "En activité", "CMO": "Maladie ordinaire", "DISPO_CONV": "Disponibilité"},
        "motif_contrat": {}, "specialite": {}, "structure": {},
    }


LONG_HEADINGS = {
    "finess_ej": "FINESS EJ", "matricule": "Matricule", "rpps": "RPPS", "nom_naissance": "Nom de naissance",
    "nom_usage": "Nom d'usage", "prenom": "Prénom", "sexe": "Sexe", "date_naissance": "Date de naissance",
    "specialite": "Spécialité", "date_entree": "Date d'entrée", "date_sortie": "Date de sortie",
    "motif_sortie": "Motif de sortie", "statut": "Statut", "position": "Position", "position_debut": "Début de position",
    "position_fin": "Fin de position", "echelon": "Échelon", "date_echelon": "Date d'échelon",
    "quotite_contrat_dj": "Quotité du contrat (demi-journées)", "motif_contrat": "Motif du contrat",
    "contrat_debut": "Début du contrat", "contrat_fin": "Fin du contrat", "rang": "Rang", "service": "N° service",
    "uf": "N° UF", "poste": "N° poste", "quotite_dj": "Demi-journées affectées", "affectation_debut": "Début d'affectation",
    "affectation_fin": "Fin d'affectation", "convention": "N° convention", "ej_partenaire": "EJ partenaire",
    "sens_convention": "Sens de la convention", "al_debut": "Début activité libérale", "al_fin": "Fin activité libérale",
    "iespe_debut": "Début IESPE", "iespe_fin": "Fin IESPE", "diplomes": "Diplômes", "chefferie": "Chefferie",
    "chefferie_structure": "Structure de la chefferie", "chefferie_debut": "Début de chefferie",
    "chefferie_fin": "Fin de chefferie"}


def renamed(rows, headings, values=lambda column, value: value):
    """A table with other headings, in their order."""
    return [list(headings.values())] + [[values(column, row[column]) for column in headings] for row in rows]


def web_sold_as_workbook(rows, day):
    table = renamed(rows, LONG_HEADINGS, lambda column, value: french(value) if column in DAYS else value)
    return Written("export.xls", web_page(table, f"Édition du {french(day)} - personnel médical"))


def fixed(rows, day):
    """Fixed width: dates without signs, implied decimals, blanks where there is nothing."""
    plan = [("matricule", 10, ""), ("rpps", 11, ""), ("nom_naissance", 30, ""), ("nom_usage", 30, ""), ("prenom", 30, ""),
            ("sexe", 1, ""), ("date_naissance", 8, "AAAAMMJJ"), ("specialite", 4, ""), ("date_entree", 8, "AAAAMMJJ"),
            ("date_sortie", 8, "AAAAMMJJ"), ("statut", 12, ""), ("position", 16, ""), ("position_debut", 6, "JJMMAA"),
            ("position_fin", 6, "JJMMAA"), ("echelon", 2, ""), ("date_echelon", 8, "JJMMAAAA"),
            ("quotite_contrat_dj", 5, "9(3)V99"), ("motif_contrat", 10, ""), ("contrat_debut", 8, "AAAAMMJJ"),
            ("contrat_fin", 8, "AAAAMMJJ"), ("rang", 1, ""), ("service", 6, ""), ("uf", 6, ""), ("poste", 10, ""),
            ("quotite_dj", 5, "9(3)V99"), ("affectation_debut", 8, "AAAAMMJJ"), ("affectation_fin", 8, "AAAAMMJJ"),
            ("convention", 10, ""), ("ej_partenaire", 9, ""), ("sens_convention", 8, ""), ("al_debut", 8, "AAAAMMJJ"),
            ("al_fin", 8, "AAAAMMJJ"), ("iespe_debut", 8, "AAAAMMJJ"), ("iespe_fin", 8, "AAAAMMJJ"), ("diplomes", 40, ""),
            ("chefferie", 14, ""), ("chefferie_structure", 8, ""), ("chefferie_debut", 8, "AAAAMMJJ"),
            ("chefferie_fin", 8, "AAAAMMJJ")]

    def text(column, form, value):
        if column in DAYS:
            if not value:
                return "99991231" if column == "affectation_fin" else ""
            year, month, number = value.split("-")
            return (form.replace("AAAA", year).replace("AA", year[2:]).replace("MM", month).replace("JJ", number))
        if form == "9(3)V99":
            return f"{int(Decimal(value) * 1000):05d}" if is_number(value) else value
        return value

    table = [[text(column, form, row[column]) for column, _, form in plan] for row in rows]
    content, description = fixed_width(table, [(LONG_HEADINGS[column], length, form) for column, length, form in plan])
    columns = support.temporary("columns.csv", description)
    return Written("extract.txt", content.encode("latin-1", "replace"), ["--columns", columns, "--extracted-on", day])


def titled_and_footed(rows, day):
    """Title lines above, a total and an end below, last empty columns left out, no final line end."""
    lines = ["CENTRE HOSPITALIER;;;", "Édition du personnel médical;;;", f"Situation au {french(day)};;;", ""]
    for row in renamed(rows, LONG_HEADINGS):
        lines.append(";".join(support.quoted(cell) for cell in row).rstrip(";") or ";")
    lines += ["", f"Total : {len(rows)} lignes", "Fin de fichier"]
    return Written("edition.csv", "\r\n".join(lines))


def own_time(rows, day):
    """The time of a line is a share of the person's own time, with two decimals."""
    headings = {**LONG_HEADINGS, "quotite_contrat_dj": "Taux de travail (%)", "quotite_dj": "Répartition (%)"}
    table = []
    for row in rows:
        whole, part = Decimal(row["quotite_contrat_dj"] or 10), Decimal(row["quotite_dj"] or 0)
        share = (part / whole * 100 if whole else Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        table.append({**row, "quotite_contrat_dj": percent(row["quotite_contrat_dj"]),
                      "quotite_dj": f"{share}".replace(".", ",")})
    return Written(f"export_{day}.csv", delimited(renamed(table, headings), encoding="utf-8-sig"))


ENGLISH = {"matricule": "Employee ID", "rpps": "RPPS number", "nom_usage": "Last name", "nom_naissance": "Birth name",
           "prenom": "First name", "sexe": "Gender", "date_naissance": "Date of birth", "specialite": "Specialty",
           "date_entree": "Hire date", "date_sortie": "Leaving date", "statut": "Status", "position": "Position",
           "position_debut": "Position start", "position_fin": "Position end", "echelon": "Step",
           "date_echelon": "Step date", "quotite_contrat_dj": "Contract time (half-days)",
           "motif_contrat": "Contract motive", "contrat_debut": "Contract start", "contrat_fin": "Contract end",
           "rang": "Rank", "service": "Department number", "uf": "Unit number", "poste": "Post number",
           "quotite_dj": "Half-days", "affectation_debut": "Assignment start", "affectation_fin": "Assignment end",
           "convention": "Agreement number", "ej_partenaire": "Partner establishment",
           "sens_convention": "Agreement direction"}

ABBREVIATED = {"rpps": "NORPPS", "matricule": "MATR", "nom_naissance": "NOMPATRO", "nom_usage": "NOMUS", "prenom": "PREN",
               "sexe": "CIV", "date_naissance": "DTNAIS", "specialite": "CDSPE", "statut": "CDSTAT", "position": "CDPOS",
               "position_debut": "DTDEBPOS", "position_fin": "DTFINPOS", "echelon": "ECH", "date_echelon": "DTECH",
               "quotite_contrat_dj": "QTCTR", "motif_contrat": "MOTCTR", "contrat_debut": "DTDEBCTR",
               "contrat_fin": "DTFINCTR", "date_entree": "DTENT", "date_sortie": "DTSOR", "rang": "RANG",
               "service": "CDSERV", "uf": "CDUF", "poste": "NOPOSTE", "quotite_dj": "QTAFF",
               "affectation_debut": "DTDEBAFF", "affectation_fin": "DTFINAFF", "convention": "NOCONV",
               "ej_partenaire": "EJCONV", "sens_convention": "SENSCONV"}

SENTENCES = {"matricule": "Numéro de matricule de l'agent dans l'établissement",
             "nom_usage": "Nom d'usage (ou nom marital) de l'agent", "nom_naissance": "Nom de naissance de l'agent",
             "prenom": "Prénom usuel de l'agent", "rpps": "Identifiant national RPPS du praticien",
             "sexe": "Sexe de l'agent", "date_naissance": "Date de naissance de l'agent",
             "specialite": "Spécialité médicale exercée",
             "statut": "Statut du praticien", "position": "Position statutaire", "date_entree": "Date d'entrée dans l'établissement",
             "date_sortie": "Date de sortie de l'établissement", "position_debut": "Date de début de la position statutaire",
             "position_fin": "Date de fin de la position statutaire", "echelon": "Échelon détenu",
             "date_echelon": "Date d'effet de l'échelon", "quotite_contrat_dj": "Nombre de demi-journées prévues au contrat",
             "motif_contrat": "Motif de recrutement du contrat", "contrat_debut": "Date de début du contrat en cours",
             "contrat_fin": "Date de fin du contrat en cours", "rang": "Rang de l'affectation",
             "service": "Numéro du service d'affectation", "uf": "Numéro de l'unité fonctionnelle d'affectation",
             "poste": "Numéro du poste occupé", "quotite_dj": "Nombre de demi-journées d'affectation",
             "affectation_debut": "Date de début de l'affectation", "affectation_fin": "Date de fin de l'affectation",
             "convention": "Numéro de la convention de partage", "ej_partenaire": "FINESS de l’établissement partenaire",
             "sens_convention": "Sens de la convention"}


def english(rows, day):
    """Tabs, UTF-16LE with its mark, English headings, another order of columns."""
    headings = dict(reversed(list(ENGLISH.items())))
    return Written(f"staff_{day}.txt", delimited(renamed(rows, headings), "\t", "utf-16-le", "\r\n", bom=b"\xff\xfe"))


def abbreviated(rows, day):
    """Pipes, ISO-8859-15, abbreviated headings, columns of no use between the others, FINESS three times."""
    table = renamed(rows, ABBREVIATED, lambda column, value: french(value) if column in DAYS else value)
    finess = rows[0]["finess_ej"]
    extra = [("FINESS", finess), ("LIBETAB", "Hôpital"), ("IMPR", "N"), ("FINESS", finess), ("TEL", "0142")]
    for number, row in enumerate(table):
        for at, (title, value) in enumerate(extra):
            row.insert(3 + at * 5, title if number == 0 else value)
        row.append("COMMENTAIRE" if number == 0 else "Coût : 3 €")
    return Written(f"export_{day}.csv", delimited(table, "|", "iso-8859-15", "\r\n"))


def sentences(rows, day):
    """Every cell quoted, separators and line ends inside cells, headings that are sentences, commas."""
    table = renamed(rows, SENTENCES, lambda column, value: french(value) if column in DAYS else value)
    for number, row in enumerate(table):
        row.insert(4, "Adresse de l'agent" if number == 0 else f'{number}, rue "des Lilas"; bât. 2')
    return Written(f"export_{day}.csv", delimited(table, ",", "utf-8", "\n", csv.QUOTE_ALL, b"\xef\xbb\xbf"))


def typed_workbook(rows, day, since_1904=False):
    """Quantities as numbers, real dates; identifiers stay texts, as asked."""
    def value(column, text):
        if column in DAYS:
            return day_value(text)
        if column in ("quotite_dj", "quotite_contrat_dj", "echelon") and is_number(text):
            return Decimal(text)
        return text
    return Written(f"export_{day}.xlsx", workbook({"Extraction": renamed(rows, LONG_HEADINGS, value)}, since_1904))


def without(rows, day, *columns):
    """Dialect A without some columns."""
    headings = {column: column for column in rows[0] if column not in columns}
    return Written(f"export_{day}.csv", delimited(renamed(rows, headings)))


def in_fte(rows, day):
    headings = {**LONG_HEADINGS, "quotite_contrat_dj": "ETP contrat", "quotite_dj": "ETP affectation"}
    table = renamed(rows, headings, lambda column, value: fte(value) if column.startswith("quotite") else value)
    return Written(f"export_{day}.csv", delimited(table))
