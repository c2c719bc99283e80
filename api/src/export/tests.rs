//! Each file holds the data of the JSON rows, and no text of it is run by a spreadsheet or drives a terminal.

use std::io::{Cursor, Write};

use calamine::{Data, DataType, Reader, Xlsx};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use shared::affectation::{Affectation, Rank};
use shared::convention::{ConventionShare, Direction};
use shared::establishment::Establishment;
use shared::habilitation::Rubric;
use shared::id::{PostId, PractitionerId, StructureId};
use shared::knowledge::{Facts, Tracks};
use shared::nomenclature::{NomenclatureEntry, Nomenclatures};
use shared::post::Post;
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::staffing_table::{COLUMNS, Cell, FIELDS, StaffingTable, staffing_table};
use shared::structure::Structure;
use shared::time::{Day, Period, Segment, View};
use unicode_width::UnicodeWidthStr;
use uuid::Uuid;

use super::{
    About, Profile, printed, staffing_csv, staffing_json, staffing_parquet, staffing_text, staffing_xlsx,
};

/// Names that a spreadsheet would run, that break a line, or that a terminal shows with an unexpected width.
const NAMES: [&str; 9] = [
    "=HYPERLINK(\"http://x\")",
    "+33",
    "-1+1",
    "@SUM(A1)",
    "\tTAB",
    "DU;PONT\r\n\"X\"",
    "E\u{301}LODIE-ANNE-MARIE-CHRISTINE DE LA TOUR",
    "山田太郎山田太郎山田太郎山田太郎",
    "\u{1b}[31mROUGE",
];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn since<T>(from: &str, value: T) -> Segment<T> {
    Segment { period: Period::since(day(from)), value }
}

/// A pole, a service, a post and a person for each name; an empty post, a person given to another establishment.
fn table() -> StaffingTable {
    let (mut facts, mut lists, mut next) = (Facts::default(), Tracks::default(), 0_u128);
    let mut id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let [pole, service]: [StructureId; 2] = [id().into(), id().into()];
    for (structure, kind, number, parent) in
        [(pole, "POLE", "01", None), (service, "SERVICE", "0146", Some(pole))]
    {
        let label = format!("{kind} des =essais");
        let (site, sigmed_number, follows) = (Some("690000001".into()), None, None);
        let (kind, number, label) = (kind.into(), number.into(), label.into());
        let value = Structure { kind, number, label, parent, site, sigmed_number, follows };
        facts.structures.assert(structure, since("2010-01-01", value));
    }
    let post = |number: usize, place| Post {
        kind: "PH".into(),
        sigmed_number: Some(format!("{number:07}").into()),
        local_number: None,
        sigmed_type: None,
        discipline: Some("MED".into()),
        speciality: Some("07".into()),
        cnu_section: None,
        corps: None,
        quotity: Quotity::FULL_TIME,
        structure: place,
        attached_to_establishment: false,
        parent_post: None,
    };
    for (number, name) in NAMES.into_iter().enumerate() {
        let (post_id, practitioner): (PostId, PractitionerId) = (id().into(), id().into());
        facts.posts.assert(post_id, since("2015-01-01", post(number, Some(service))));
        let value = Practitioner {
            person: id().into(),
            matricule: format!("00{number}").into(),
            rpps: Some("01234567890".into()),
            birth_name: name.into(),
            usual_name: name.into(),
            first_names: "Alix".into(),
            sex: None,
            birth_date: None,
            speciality: None,
            exit_reason: None,
            diplomas: Vec::new(),
        };
        facts.practitioners.assert(practitioner, since("2016-02-29", value));
        let value = Affectation {
            practitioner,
            status: "PH".into(),
            rank: Rank::Main,
            service: Some(service),
            unit: None,
            post: Some(post_id),
            quotity: Quotity::new(8_225).unwrap(),
            convention: None,
            partner: None,
        };
        let period = Period::inclusive(day("2016-02-29"), Some(day("2027-12-31"))).unwrap();
        facts.affectations.assert(id().into(), Segment { period, value });
        let (status, number, partner) = ("PH".into(), "CV1".into(), "690780044".into());
        let (direction, quotity) = (Direction::Outgoing, Quotity::HALF_DAY);
        let value = ConventionShare { practitioner, status, number, partner, direction, quotity };
        facts.conventions.assert(id().into(), since("2020-01-01", value));
    }
    facts.posts.assert(id().into(), since("2015-01-01", post(90, None)));
    for (list, code, column, value) in [
        ("positions", "ACTIVITE", "effective_time", "yes"),
        ("statuses", "PH", "family", "titulaire"),
        ("status_post_kinds", "PH/PH", "holding", "tenured"),
    ] {
        let attributes = [(column.into(), value.into())].into();
        let value =
            NomenclatureEntry { list: list.into(), code: code.into(), label: "En clair".into(), attributes };
        lists.assert(id().into(), since("2000-01-01", value));
    }
    let establishment = Establishment {
        finess_ej: "690781810".into(),
        name: "=CH d'essai".into(),
        legal_status: "13".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    };
    let view = View { as_of: day("2026-04-01"), known_at: "2026-04-02".parse().unwrap() };
    let table = staffing_table(&facts, &Nomenclatures::new(&lists), &establishment, &Tracks::default(), view);
    assert_eq!(table.disagreements(), []);
    assert_eq!(table.rows.len(), NAMES.len() + 1);
    table
}

fn csv_of(profile: Profile) -> Vec<u8> {
    let mut bytes = Vec::new();
    staffing_csv(&table(), profile, &mut bytes).unwrap();
    bytes
}

fn json() -> serde_json::Value {
    let mut bytes = Vec::new();
    staffing_json(&table(), &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn workbook() -> Xlsx<Cursor<Vec<u8>>> {
    let mut bytes = Vec::new();
    let about = About { perimeter: "Établissement".into(), user: "=cmd".into(), ..About::default() };
    staffing_xlsx(&table(), &about, &mut bytes).unwrap();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn raw_csv_reads_back_as_the_json_rows() {
    let bytes = csv_of(Profile::Raw);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headings = reader.headers().unwrap().clone();
    assert_eq!(headings.iter().collect::<Vec<_>>(), FIELDS);
    let json = json();
    let rows = json["rows"].as_array().unwrap();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(rows) {
        assert_eq!(row.as_object().unwrap().len(), FIELDS.len());
        for (name, value) in headings.iter().zip(record) {
            let expected = match &row[name] {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(value, expected, "{name}");
        }
    }
    assert!(bytes.windows(2).any(|pair| pair == b"\r\n"));
}

/// A value as the interface says it.
fn said(field: &Field) -> serde_json::Value {
    match field {
        Field::Null => serde_json::Value::Null,
        Field::Bool(flag) => (*flag).into(),
        Field::Long(time) => (*time).into(),
        Field::Str(text) => text.as_str().into(),
        Field::Date(since) => iso(*since).into(),
        other => panic!("{other:?}"),
    }
}

/// A day by how many came since 1 January 1970.
fn iso(since: i32) -> String {
    let day = chrono::DateTime::from_timestamp(i64::from(since) * 86_400, 0).unwrap();
    day.date_naive().to_string()
}

/// Each column has the type that it has in every file, whether or not anything is in it; hidden fields have none.
#[test]
fn parquet_reads_back_as_the_json_rows() {
    let columns_of = |table: &StaffingTable| {
        let mut bytes = Vec::new();
        staffing_parquet(table, &mut bytes).unwrap();
        let mut held = tempfile::tempfile().unwrap();
        held.write_all(&bytes).unwrap();
        let file = SerializedFileReader::new(held).unwrap();
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        let typed = schema.columns().iter();
        let typed: Vec<_> = typed.map(|one| (one.name().to_owned(), one.physical_type())).collect();
        let said = |row: Row| {
            let fields = row.get_column_iter().map(|(name, field)| (name.clone(), said(field)));
            serde_json::Value::Object(fields.collect())
        };
        let rows: Vec<_> = file.get_row_iter(None).unwrap().map(|row| said(row.unwrap())).collect();
        let told = file.metadata().file_metadata().key_value_metadata().unwrap().clone();
        (typed, rows, told)
    };
    let (typed, rows, told) = columns_of(&table());
    assert_eq!(typed.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), FIELDS);
    assert_eq!(&rows, json()["rows"].as_array().unwrap());
    let told: Vec<_> = told.iter().map(|one| (one.key.as_str(), one.value.as_deref().unwrap())).collect();
    assert!(told.contains(&("logimedh.schema", "staffing_table.v1")), "{told:?}");
    assert!(told.contains(&("logimedh.as_of", "2026-04-01")), "{told:?}");
    let mut empty = table();
    empty.rows.clear();
    assert_eq!(columns_of(&empty).0, typed, "a column that is empty keeps its type");
    let hidden = columns_of(&table().showing(|rubric| rubric != Rubric::Practitioners));
    assert_eq!(hidden.1.len(), rows.len());
    assert_eq!(hidden.0.len(), FIELDS.len() - 5);
    assert!(hidden.0.iter().all(|(name, _)| name != "usual_name"));
    assert_eq!(hidden.1[0]["post_quotity"], rows[0]["post_quotity"]);
}

#[test]
fn french_csv_is_what_a_french_spreadsheet_opens() {
    let bytes = csv_of(Profile::Fr);
    let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().len(), COLUMNS);
    let column = |heading: &str| {
        shared::catalogue::staffing_table::HEADINGS.iter().position(|name| *name == heading).unwrap()
    };
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    let first = records.iter().find(|record| &record[column("Matricule")] == "006").unwrap();
    assert_eq!(&first[column("Quotité affectée (½ j)")], "8,225");
    assert_eq!(&first[column("ETP affecté")], "0,82");
    assert_eq!(&first[column("Début d'affectation")], "29/02/2016");
    assert_eq!(&first[column("Fin prévue")], "31/12/2027");
    assert_eq!(&first[column("Poste partagé")], "O (CV1)");
    assert_eq!(&first[column("État du poste")], "Vacant en partie");
    assert_eq!(&first[column("Statut")], "PH – En clair");
}

#[test]
fn no_cell_for_people_starts_a_formula() {
    let text = String::from_utf8(csv_of(Profile::Fr)).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    for cell in records.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
    }
    for name in &NAMES[..5] {
        assert!(records.iter().flatten().any(|cell| cell == format!("'{name}")), "{name:?}");
    }
}

#[test]
fn the_workbook_reads_back_as_the_rows() {
    let (table, mut workbook) = (table(), workbook());
    let [sheet, ..] = shared::catalogue::staffing_table::SHEETS;
    let range = workbook.worksheet_range(sheet).unwrap();
    assert_eq!(range.height(), table.rows.len() + 1);
    for (read, row) in range.rows().skip(1).zip(&table.rows) {
        for (read, written) in read.iter().zip(table.columns(row)) {
            match written {
                Cell::Empty => assert!(read.is_empty()),
                Cell::Text(text) => {
                    // A carriage return is a line feed once read back from XML.
                    assert_eq!(
                        read.get_string().unwrap_or_default().replace("\r\n", "\n"),
                        text.replace("\r\n", "\n")
                    );
                }
                Cell::HalfDays(time) => assert_eq!(printed::half_days(time), half_days(read)),
                Cell::Fte(time) => {
                    assert_eq!(read.as_f64().map(|fte| (fte * 10_000.0).round() as i64), Some(time))
                }
                Cell::Day(day) => assert_eq!(serial(read), day.days_since(day_zero())),
                other => panic!("{other:?} is not for people"),
            }
        }
    }
}

/// The number behind a cell that is a date, not merely a number.
fn serial(read: &Data) -> i64 {
    match read {
        Data::DateTime(date) => date.as_f64() as i64,
        other => panic!("{other:?} is not a date"),
    }
}

fn day_zero() -> Day {
    day("1899-12-30")
}

fn half_days(read: &Data) -> String {
    printed::half_days((read.as_f64().unwrap() * 1_000.0).round() as i64)
}

#[test]
fn the_workbook_has_no_formula_and_says_what_it_is() {
    let mut workbook = workbook();
    for name in workbook.sheet_names() {
        assert!(workbook.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    let range = workbook.worksheet_range("À propos").unwrap();
    let cells: Vec<String> = range.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for expected in ["=CH d'essai", "690781810", "Établissement", "Aucun", "=cmd", "02/04/2026 à 02:00"] {
        assert!(cells.iter().any(|cell| cell == expected), "{expected}");
    }
    assert_eq!(serial(range.get_value((2, 1)).unwrap()), day("2026-04-01").days_since(day_zero()));
}

#[test]
fn the_workbook_gives_the_totals() {
    let (table, mut workbook) = (table(), workbook());
    let range = workbook.worksheet_range("Totaux").unwrap();
    let lines: Vec<_> = range.rows().collect();
    assert_eq!(lines.len(), 2 + table.by_pole.len() + table.by_service.len());
    let posts = i64::from(table.totals.posts);
    assert_eq!((lines[1][1].get_string(), lines[1][3].as_i64()), (Some("690781810"), Some(posts)));
    let headings: Vec<_> = lines[0].iter().map(ToString::to_string).collect();
    let effective = headings.iter().position(|heading| heading == "Temps effectif (½ j)").unwrap();
    assert_eq!(half_days(&lines[1][effective]), printed::half_days(table.totals.amounts.effective_quotity));
}

#[test]
fn a_terminal_shows_at_most_120_columns() {
    let mut bytes = Vec::new();
    staffing_text(&table(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for line in text.lines() {
        assert!(line.width() <= 120, "{} columns: {line}", line.width());
        assert!(!line.contains(|character: char| character.is_control()), "{line:?}");
    }
    // The state is followed by the name, whatever the width of the names before it.
    let starts: Vec<usize> = text
        .lines()
        .filter_map(|line| line.split_once(" 8,225 8,225 31/12/2027").map(|(before, _)| before.width()))
        .collect();
    assert_eq!(starts, vec![starts[0]; NAMES.len()]);
    assert!(text.contains("9 postes dont 0 sans affectation"), "{text}");
}

#[test]
fn an_empty_table_makes_every_file() {
    let (facts, lists, sites) = (Facts::default(), Tracks::default(), Tracks::default());
    let establishment = Establishment {
        finess_ej: "690781810".into(),
        name: "CH".into(),
        legal_status: "13".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    };
    let view = View { as_of: day("2026-04-01"), known_at: "2026-04-02".parse().unwrap() };
    let table = staffing_table(&facts, &Nomenclatures::new(&lists), &establishment, &sites, view);
    let mut bytes = Vec::new();
    staffing_text(&table, &mut bytes).unwrap();
    staffing_json(&table, &mut bytes).unwrap();
    staffing_csv(&table, Profile::Fr, &mut bytes).unwrap();
    staffing_xlsx(&table, &About::default(), &mut bytes).unwrap();
    staffing_parquet(&table, &mut bytes).unwrap();
    assert!(!bytes.is_empty());
}
