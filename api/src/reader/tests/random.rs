//! No bytes make the reader panic: random ones, and real-looking files altered at random.

use proptest::prelude::*;

use super::builders::{Book, gzip, utf16le};
use super::*;

/// Reads to the end in every way; only a panic or an endless loop can fail.
fn survive(bytes: &[u8]) {
    let columns = vec![
        FixedColumn { name: "a".into(), start: 1, length: 4, format: None },
        FixedColumn { name: "b".into(), start: 3, length: 9, format: None },
    ];
    for columns in [None, Some(columns)] {
        let options = Options { columns, ..Options::default() };
        if let Ok(reading) = open_bytes(bytes.to_vec(), "f", &options) {
            assert!(reading.rows().count() <= bytes.len() + 2);
        }
    }
    let _ = parse_columns_description(&String::from_utf8_lossy(bytes));
}

/// Files that look like those of the hospitals.
fn seeds() -> Vec<Vec<u8>> {
    let csv = "matricule;nom;\"prénom\"\n0042;LEFÈVRE;\"Zoë; \"\"Z\"\"\"\n0043;DURAND;Jean\n";
    let data = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46113</v></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>"#;
    let page =
        "<html><table><tr><td colspan=2>a&eacute;</td><td rowspan='3'>b</td></tr><tr><td>c</table></html>";
    let flat = r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="a"><Table><Row><Cell><Data Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    vec![
        csv.as_bytes().to_vec(),
        encoding_rs::WINDOWS_1252.encode(csv).0.into_owned(),
        utf16le(csv),
        gzip(csv.as_bytes()),
        Book::new(data).bytes(),
        page.as_bytes().to_vec(),
        flat.as_bytes().to_vec(),
    ]
}

/// The parts of a workbook altered inside a sound archive, where the checks of the archive do not protect.
fn altered_part(place: usize, changes: &[(usize, u8)]) -> Vec<u8> {
    let mut book = Book::new(
        r#"<row r="1"><c r="A1" t="s" s="2"><v>0</v></c><c t="inlineStr"><is><t>&#233;</t></is></c></row>"#,
    );
    let place = place % book.parts.len();
    alter(&mut book.parts[place].1, changes);
    book.bytes()
}

fn alter(bytes: &mut Vec<u8>, changes: &[(usize, u8)]) {
    for (place, value) in changes {
        let place = place % bytes.len().max(1);
        match value % 3 {
            0 => bytes.truncate(place.max(1)),
            1 => bytes.insert(place, *value),
            _ => {
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = *value;
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn random_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        survive(&bytes);
    }

    #[test]
    fn random_texts_are_read_or_refused(text in "[a-z0-9;,\t|\"\r\n<>&=éœ ]{0,400}") {
        survive(text.as_bytes());
        survive(format!("<table>{text}").as_bytes());
    }

    #[test]
    fn altered_files_are_read_or_refused(
        seed in 0_usize..7,
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = seeds().swap_remove(seed);
        alter(&mut bytes, &changes);
        survive(&bytes);
    }

    #[test]
    fn altered_parts_are_read_or_refused(
        part in any::<usize>(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..4),
    ) {
        survive(&altered_part(part, &changes));
    }

    #[test]
    fn what_is_written_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z;\" \n]{0,6}x", 3), 1..20),
    ) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join("|") + "\r\n";
        let file = String::from("sep=|\n") + &rows.iter().map(line).collect::<String>();
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        };
        let cells: Vec<Vec<String>> =
            read(file.as_bytes()).unwrap().iter().map(|row| row.cells.iter().map(text).collect()).collect();
        prop_assert_eq!(cells, rows);
    }
}
