//! Workbooks: XLSX and XML 2003.

use super::builders::Book;
use super::*;

fn cells(book: &Book) -> Vec<Vec<Cell>> {
    read(&book.bytes()).unwrap().into_iter().map(|row| row.cells).collect()
}

fn text(value: &str) -> Cell {
    Cell::Text(value.into())
}

fn day(value: &str) -> Cell {
    Cell::Day(value.parse().unwrap())
}

#[test]
fn each_kind_of_cell_is_read() {
    let data = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
        <row r="3"><c r="A3"><v>42644</v></c><c r="B3"><v>0.80000000000000004</v></c><c t="b"><v>1</v></c>
        <c t="e"><v>#N/A</v></c><c t="inlineStr"><is><t>A &amp; B&#233;_x000D_</t></is></c><c t="d"><v>2026-04-01T00:00:00</v></c>
        <c t="str"><v>calculé</v></c></row>
        <row><c s="1"><v>46113</v></c><c s="2"><v>46113.5</v></c><c s="3"><v>46113.5</v></c><c s="1"/><c><v>9.9000000019E10</v></c></row>"#;
    let rows = cells(&Book::new(data));
    assert_eq!(rows[0], [text("Matricule"), Cell::Empty, text("Durand")]);
    assert_eq!(
        rows[1],
        [
            Cell::Number("42644".into()),
            Cell::Number("0.8".into()),
            Cell::Bool(true),
            Cell::Error("#N/A".into()),
            text("A & Bé "),
            day("2026-04-01"),
            text("calculé"),
        ]
    );
    let number = |value: &str| Cell::Number(value.into());
    assert_eq!(
        rows[2],
        [day("2026-04-01"), day("2026-04-01"), number("46113.5"), Cell::Empty, number("99000000019")]
    );
    let lines: Vec<_> = read(&Book::new(data).bytes()).unwrap().iter().map(|row| row.line).collect();
    assert_eq!(lines, [1, 3, 4]);
}

#[test]
fn a_formula_is_given_instead_of_its_value() {
    let data = r#"<row><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f t="shared" ref="B1:B2" si="0">cmd|'/C calc'!A0</f><v>x</v></c></row>
        <row><c r="A2"><v>3</v></c><c r="B2"><f t="shared" si="0"/><v>y</v></c><c r="C2"><f/><v>1</v></c></row>"#;
    let rows = cells(&Book::new(data));
    let formula = |value: &str| Cell::Formula(value.into());
    assert_eq!(rows[0], [formula("=1+1"), formula("=cmd|'/C calc'!A0")]);
    assert_eq!(rows[1], [Cell::Number("3".into()), formula("=cmd|'/C calc'!A0"), formula("=")]);
}

#[test]
fn days_counted_from_1904_are_read() {
    let mut book = Book::new(r#"<row><c s="1"><v>44651</v></c></row>"#);
    let list =
        String::from_utf8(book.parts.iter().find(|part| part.0 == "xl/workbook.xml").unwrap().1.clone())
            .unwrap();
    book.set("xl/workbook.xml", &list.replace("<workbookPr/>", r#"<workbookPr date1904="1"/>"#));
    assert_eq!(cells(&book), [[day("2026-04-01")]]);
}

#[test]
fn the_fullest_visible_sheet_is_chosen_and_the_others_stay_within_reach() {
    let row = |text: &str| format!(r#"<row><c t="inlineStr"><is><t>{text}</t></is></c></row>"#);
    let (small, large) = (row("petite"), row("a") + &row("b"));
    let legend = row("légende").repeat(9);
    let book = Book::with_sheets(&[
        ("Notice", "visible", &small),
        ("Données", "visible", &large),
        ("Codes", "veryHidden", &legend),
    ]);
    let reading = open_bytes(book.bytes(), "f", &Options::default()).unwrap();
    assert_eq!(reading.notes(), ["sheet.hidden", "sheet.several"]);
    assert_eq!(
        reading.format,
        Format::Workbook { sheet: "Données".into(), hidden_sheets: vec!["Codes".into()] }
    );
    assert_eq!(reading.tables[2].rows, Some(9));
    assert_eq!(reading.other_table("Codes").unwrap().count(), 9);
    assert_eq!(reading.other_table("Rien").unwrap_err().code(), ReadCode::SheetUnknown);
    assert_eq!(reading.rows().count(), 2);
    let options = Options { sheet: Some("Notice".into()), ..Options::default() };
    assert_eq!(shown(&read_with(&book.bytes(), &options).unwrap()), ["petite"]);
}

#[test]
fn empty_cells_with_a_style_and_a_declared_area_without_end_cost_nothing() {
    let mut book = Book::new("");
    book.set(
        "xl/worksheets/s0.xml",
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>
        <row r="1048576"><c r="A1048576" s="1"/></row></sheetData></worksheet>"#,
    );
    let reading = open_bytes(book.bytes(), "f", &Options::default()).unwrap();
    assert_eq!(reading.notes(), ["sheet.dimension_larger"]);
    assert_eq!(reading.rows().map(Result::unwrap).collect::<Vec<_>>()[0].cells.len(), 1);
}

#[test]
fn merged_cells_hold_their_value_in_the_first() {
    let mut book = Book::new("");
    book.set(
        "xl/worksheets/s0.xml",
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/><c r="C1"/><c r="D1"><v>4</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:C1"/></mergeCells></worksheet>"#,
    );
    assert_eq!(cells(&book), [[text("Matricule"), Cell::Empty, Cell::Empty, Cell::Number("4".into())]]);
}

#[test]
fn an_xml_workbook_of_2003_is_read() {
    let file = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="Agents"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Nom</Data><Comment><ss:Data>non</ss:Data></Comment></Cell>
        <Cell><Data ss:Type="String">Taux</Data></Cell></Row><Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="DateTime">2026-04-01T00:00:00.000</Data></Cell>
        <Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell><Cell><Data ss:Type="Number">0.8</Data></Cell></Row></Table></Worksheet>
        <Worksheet ss:Name="Codes"><Table><Row><Cell><Data ss:Type="String">PH</Data></Cell></Row></Table>
        <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"#;
    let reading = open_bytes(file.as_bytes().to_vec(), "f.xls", &Options::default()).unwrap();
    assert_eq!(
        reading.format,
        Format::Workbook { sheet: "Agents".into(), hidden_sheets: vec!["Codes".into()] }
    );
    assert_eq!(shown(&reading.other_table("Codes").unwrap().map(Result::unwrap).collect::<Vec<_>>()), ["PH"]);
    let rows: Vec<_> = reading.rows().map(Result::unwrap).collect();
    assert_eq!(shown(&rows), ["Nom||Taux", "|2026-04-01|=1+1|0.8"]);
    assert_eq!((rows[1].line, &rows[1].cells[1]), (4, &day("2026-04-01")));
}
