//! Delimited text, fixed-width text, pages.

use std::fmt::Write as _;

use super::builders::{gzip, utf16le};
use super::*;

const ROWS: [&str; 3] = ["Nom|Prénom|Échelon", "LEFÈVRE|Zoë|04", "DURAND|Anaïs|12"];

fn table(separator: char) -> String {
    ROWS.iter().fold(String::new(), |mut text, row| {
        writeln!(text, "{}", row.replace('|', &separator.to_string())).unwrap();
        text
    })
}

fn delimited(bytes: &[u8]) -> (Encoding, char, bool) {
    match open_bytes(bytes.to_vec(), "f", &Options::default()).unwrap().format {
        Format::Delimited { encoding, separator, quoted } => (encoding, separator, quoted),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_encoding_and_separator_gives_the_same_cells() {
    for separator in [';', ',', '\t', '|'] {
        let text = table(separator);
        let utf16be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let western = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let cases = [
            (Encoding::Utf8, text.clone().into_bytes()),
            (Encoding::Utf8Bom, format!("\u{feff}{text}").into_bytes()),
            (Encoding::Utf16Le, utf16le(&text)),
            (Encoding::Utf16Le, utf16le(&text)[2..].to_vec()),
            (Encoding::Utf16Be, [b"\xfe\xff".to_vec(), utf16be.clone()].concat()),
            (Encoding::Utf16Be, utf16be),
            (Encoding::Windows1252, western),
        ];
        for (encoding, bytes) in cases {
            assert_eq!(shown_bytes(&bytes), ROWS, "{encoding:?} {separator:?}");
            assert_eq!(delimited(&bytes), (encoding, separator, false));
            assert_eq!(shown_bytes(&gzip(&bytes)), ROWS);
        }
    }
}

#[test]
fn the_two_western_encodings_are_told_apart() {
    assert_eq!(shown_bytes(b"a;b\nS\xbdur;10 \xa4\n"), ["a|b", "Sœur|10 €"]);
    assert_eq!(shown_bytes(b"a;b\nS\x9cur;l\x92\xe9t\xe9\n"), ["a|b", "Sœur|l’été"]);
    assert_eq!(shown_bytes(b"a;b\n1 \xbd journ\xe9e;x\n"), ["a|b", "1 ½ journée|x"]);
}

#[test]
fn files_of_two_encodings_pasted_together_are_read_cell_by_cell() {
    let bytes = [&b"nom;p\n"[..], "éàü;Zoë\n".as_bytes(), b"LEF\xe8VRE;x\n"].concat();
    assert_eq!(shown_bytes(&bytes), ["nom|p", "éàü|Zoë", "LEFèVRE|x"]);
    assert_eq!(open_bytes(bytes, "f", &Options::default()).unwrap().notes(), ["encoding.mixed"]);
}

#[test]
fn quotes_hold_separators_quotes_and_line_ends() {
    let rows = read(b"a;b;c\n\"x;y\";\"dit \"\"oui\"\"\";\"l1\r\nl2\" ;\nfin;1;2\n").unwrap();
    assert_eq!(shown(&rows), ["a|b|c", "x;y|dit \"oui\"|l1\r\nl2|", "fin|1|2"]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4]);
    assert!(delimited(b"a;\"b\"\n").2);
}

#[test]
fn a_quote_never_closed_is_an_ordinary_character() {
    assert_eq!(shown_bytes(b"a;b\n\"x;1\ny;2\nz;3\n"), ["a|b", "\"x|1", "y|2", "z|3"]);
    assert_eq!(shown_bytes(b"a;b\n\"x;1\n\"y\";2\n\"z\";3\n"), ["a|b", "\"x|1", "y|2", "z|3"]);
    assert_eq!(shown_bytes(b"\"a\";\"b;\"c\"\n"), ["a|\"b|c"]);
    assert_eq!(
        shown_bytes(b"a;b\n5\" lit;2\n\"dit \"oui\" vite\";3\n"),
        ["a|b", "5\" lit|2", "dit \"oui\" vite|3"]
    );
}

#[test]
fn line_ends_may_be_mixed_and_blank_lines_keep_their_number() {
    let rows = read(b"a;b\r\n1;2\r3;4\n\n  \r\n;;;\n5;6").unwrap();
    assert_eq!(shown(&rows), ["a|b", "1|2", "3|4", "5|6"]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 7]);
    assert!(rows.iter().all(|row| !row.truncated));
}

#[test]
fn ragged_lines_and_duplicate_headings_are_given_as_they_are() {
    assert_eq!(shown_bytes(b"a;a;c\n1\n1;2;3;4\n1;2;3\n"), ["a|a|c", "1", "1|2|3|4", "1|2|3"]);
    assert_eq!(shown_bytes(b"Code\nPH-T\nPH-P\n"), ["Code", "PH-T", "PH-P"]);
    assert_eq!(shown_bytes(b"sep=,\r\na,b\r\n1;1,2\r\n"), ["a|b", "1;1|2"]);
    assert_eq!(read(b"sep=,\r\na,b\r\n").unwrap()[0].line, 2);
    assert_eq!(shown_bytes(b"a;b\n1;2\n\x1a"), ["a|b", "1|2"]);
    let decimals = b"nom;taux\nA;0,80\nB;0,50\nC;1,00\n";
    assert_eq!(delimited(decimals).1, ';');
}

#[test]
fn only_a_last_line_cut_by_the_end_of_the_file_is_truncated() {
    let last = |bytes: &[u8]| read(bytes).unwrap().last().unwrap().truncated;
    assert!(last(b"a;b;c\n1;2;3\n4;5;6\n7;8"));
    assert!(!last(b"a;b;c\n1;2;3\n4;5;6\n7;8\n"));
    assert!(!last(b"a;b;c\n1;2;3\n4;5;6\n7;8;9"));
    // Every line drops its empty last columns: nothing was cut.
    assert!(!last(b"a;b;c;d\n1;2\n3;4\n5;6"));
    assert!(last(b"a;b;c;d\n1;2\n3;4\n5"));
    assert!(last("a;b;c\nÉ;È;Ç\n4;5;6\n7;Zo\u{eb}".as_bytes().split_last().unwrap().1));
}

fn layout() -> Options {
    let columns =
        parse_columns_description("Nom;Début;Longueur;Format\nNOM;1;8;\nFILLER;9;2;\nDATE;11;8;AAAAMMJJ\n");
    Options { columns: Some(columns.unwrap()), ..Options::default() }
}

#[test]
fn fixed_columns_count_characters() {
    let rows = read_with("LEFÈVRE   20260401\r\n\r\nDURAND    20260501".as_bytes(), &layout()).unwrap();
    assert_eq!(shown(&rows), ["NOM|FILLER|DATE", "LEFÈVRE||20260401", "DURAND||20260501"]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [0, 1, 3]);
    let western = read_with(b"LEF\xc8VRE   20260401\n", &layout()).unwrap();
    assert_eq!(shown(&western), ["NOM|FILLER|DATE", "LEFÈVRE||20260401"]);
}

#[test]
fn a_fixed_line_cut_before_the_others_is_truncated() {
    let last = |bytes: &[u8]| read_with(bytes, &layout()).unwrap().last().unwrap().truncated;
    assert!(last(b"LEFEVRE   20260401\nDURAND    2026"));
    assert!(last(b"DURAND  "));
    assert!(!last(b"LEFEVRE   20260401\nDURAND    2026\n"));
    assert!(!last(b"LEFEVRE\nDURAND   "));
    assert_eq!(shown(&read_with(b"LEFEVRE\nDURAND    20260401", &layout()).unwrap())[1], "LEFEVRE||");
}

#[test]
fn a_description_of_columns_is_checked() {
    let columns = parse_columns_description("matricule,1,7\nrpps,8,11,N\n").unwrap();
    assert_eq!((columns[1].start, columns[1].end(), columns[1].format.as_deref()), (8, 18, Some("N")));
    for bad in
        ["", "a;b;c;d\n", "a;0;3;\n", "a;1;0;\n", "a;1;x\n", "a;1;99999999999\n", "FILLER;1;3;\n", "a;-1;3\n"]
    {
        assert_eq!(
            parse_columns_description(bad).unwrap_err().code(),
            ReadCode::ColumnsDescription,
            "{bad:?}"
        );
    }
    let zero = FixedColumn { name: "a".into(), start: 0, length: 1, format: None };
    let options = Options { columns: Some(vec![zero]), ..Options::default() };
    assert_eq!(read_with(b"abc\n", &options).unwrap_err().code(), ReadCode::ColumnsDescription);
}

#[test]
fn the_largest_table_of_a_page_is_read() {
    let page = "<!DOCTYPE html><html><head><meta charset='utf-8'><style>td{x:<table>}</style><script>'<table><tr><td>z'</script></head>\
        <body><table><tr><td>menu</td></tr></table><!-- <table><tr><td>1<td>2<td>3 -->\
        <TABLE border=1><thead><tr><th>Nom</th><th>Pr&eacute;nom</th><th a='>'>Taux</th></tr></thead>\
        <tr><td rowspan=\"2\">LEF&#200;VRE</td><td> Zo\u{eb}<br>\n Marie </td><td>0,8 &amp; &inconnu; &#150;&nbsp;</td></tr>\
        <tr><td colspan=2>suite<table><tr><td>dedans</td></tr></table></td></tr>\
        <tr></tr><tr><td>DURAND<td>Jean<td><b>1</b></table></body></html>";
    let reading = open_bytes(page.as_bytes().to_vec(), "paie.xls", &Options::default()).unwrap();
    assert_eq!(reading.format, Format::Html { encoding: Encoding::Utf8, table: 2 });
    let rows: Vec<_> = reading.rows().map(Result::unwrap).collect();
    assert_eq!(
        shown(&rows),
        ["Nom|Prénom|Taux", "LEFÈVRE|Zoë Marie|0,8 & &inconnu; –", "|suite|", "DURAND|Jean|1"]
    );
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 3, 5]);
    assert_eq!(shown_bytes(b"<table><tr><td>Pr\xe9nom</td><td>b</td></tr></table>"), ["Prénom|b"]);
}

#[test]
fn files_of_the_disk_are_read_and_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let code = |path: &Path| open(path, &Options::default()).unwrap_err().code();
    let path = folder.path().join("extrait.pdf");
    std::fs::write(&path, "a;b\n1;2\n").unwrap();
    let reading = open(&path, &Options::default()).unwrap();
    assert_eq!(reading.tables[0].name, "extrait.pdf");
    assert_eq!(reading.other_table("Légende").unwrap_err().code(), ReadCode::SheetUnknown);
    assert_eq!(reading.rows().count(), 2);
    assert_eq!(code(&folder.path().join("absent.csv")), ReadCode::NotFound);
    assert_eq!(code(folder.path()), ReadCode::NotAFile);
    // Two hundred megabytes that take no room on the disk: refused without being read.
    let large = folder.path().join("large.csv");
    std::fs::File::create(&large).unwrap().set_len(200 << 20).unwrap();
    assert_eq!(code(&large), ReadCode::TooLarge);
}
