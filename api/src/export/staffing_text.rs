//! The staffing table in a terminal: by pole and service, with totals, in 120 columns.
//!
//! Widths are those that a terminal shows: an accent written apart takes no room, an ideogram takes two. A long text is
//! cut with an ellipsis. Control characters are dropped, so that a name cannot drive the terminal.

use std::io::{BufWriter, Write};

use shared::catalogue::staffing_table as texts;
use shared::staffing_table::{Cell, PlaceTotals, Row, StaffingTable, Totals};
use smol_str::SmolStr;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::ExportError;
use super::printed::{fte, half_days};
use super::totals::totals;

/// Columns of a terminal that the table fits.
pub const WIDTH: usize = 120;

/// Width of each column, in the order of the headings; one space between two. Numbers are set to the right
/// and never cut: five columns hold the thousandth of a half-day.
const COLUMNS: [(usize, Side); 13] = [
    (8, Side::Left),
    (5, Side::Left),
    (4, Side::Left),
    (5, Side::Right),
    (14, Side::Left),
    (22, Side::Left),
    (10, Side::Left),
    (10, Side::Left),
    (9, Side::Left),
    (1, Side::Left),
    (5, Side::Right),
    (5, Side::Right),
    (10, Side::Left),
];

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Writes the table as a page of text.
///
/// # Errors
/// When the writer refuses.
pub fn staffing_text<W: Write>(table: &StaffingTable, writer: W) -> Result<(), ExportError> {
    let mut page = BufWriter::new(writer);
    let title = format!("{} – {} ({})", texts::TITLE, table.name, table.finess_ej);
    writeln!(page, "{}", fitted(&title, WIDTH))?;
    let (day, known_at) = (table.view.as_of.in_french(), shared::catalogue::instant(table.view.known_at));
    writeln!(page, "{}", texts::as_of(&day, &known_at))?;
    if table.rows.is_empty() {
        writeln!(page, "\n{}", texts::NOTHING)?;
    }
    let mut previous: Option<&Row> = None;
    for row in &table.rows {
        let same_pole = previous.is_some_and(|previous| previous.pole == row.pole);
        if !same_pole {
            write_pole(&mut page, table, row)?;
        }
        if !same_pole || previous.is_some_and(|previous| previous.service != row.service) {
            write_service(&mut page, table, row)?;
        }
        previous = Some(row);
        writeln!(page, "{}", line(&cells(table, row)))?;
    }
    write_totals(&mut page, table)?;
    page.flush()?;
    Ok(())
}

fn write_pole(page: &mut impl Write, table: &StaffingTable, row: &Row) -> Result<(), ExportError> {
    let name = texts::pole(row.pole.as_deref(), row.pole_label.as_deref());
    let key = row.pole.as_deref().unwrap_or(shared::staffing_table::ESTABLISHMENT);
    writeln!(page, "\n{}\n{}", fitted(&name.to_uppercase(), WIDTH), "═".repeat(WIDTH))?;
    write_place_totals(page, table.by_pole.get(key))
}

fn write_service(page: &mut impl Write, table: &StaffingTable, row: &Row) -> Result<(), ExportError> {
    let name = texts::service(&row.service, row.service_label.as_deref(), row.pole.as_deref());
    writeln!(page, "\n{}", fitted(&name, WIDTH))?;
    write_place_totals(page, table.by_service.get(&row.service))?;
    let headings = texts::TERMINAL_HEADINGS.map(str::to_owned);
    writeln!(page, "{}\n{}", line(&headings), "─".repeat(WIDTH))?;
    Ok(())
}

fn write_place_totals(page: &mut impl Write, place: Option<&PlaceTotals>) -> Result<(), ExportError> {
    let Some(PlaceTotals { totals: Totals { posts, vacant_posts, headcount, hospital, .. }, .. }) = place
    else {
        return Ok(());
    };
    let (posted, effective) = (fte(hospital.posted_quotity), fte(hospital.effective_quotity));
    let text = texts::totals_line(*posts, *vacant_posts, &posted, &effective, *headcount);
    writeln!(page, "{}", fitted(&text, WIDTH))?;
    Ok(())
}

fn write_totals(page: &mut impl Write, table: &StaffingTable) -> Result<(), ExportError> {
    writeln!(page, "\n{}\n{}", texts::TOTALS.to_uppercase(), "═".repeat(WIDTH))?;
    writeln!(page, "{:<34} {:>12} {:>12}", "", texts::HALF_DAYS, texts::FTE)?;
    for total in totals(&table.totals) {
        let name = aligned(total.name, 34, Side::Left);
        match (total.count, total.times) {
            (Some(count), _) => writeln!(page, "{name} {count:>12}")?,
            (None, Some((half_days, fte))) => {
                writeln!(page, "{name} {:>12} {:>12}", text(&half_days), text(&fte))?
            }
            (None, None) => {}
        }
    }
    writeln!(page)?;
    for sentence in texts::LEGEND {
        writeln!(page, "{}", fitted(sentence, WIDTH))?;
    }
    Ok(())
}

fn cells(table: &StaffingTable, row: &Row) -> [String; 13] {
    let code = |code: Option<&SmolStr>| code.map(SmolStr::to_string).unwrap_or_default();
    let (post, line) = (row.post.as_ref(), row.line.as_ref());
    let name = line.map(|line| format!("{} {}", line.usual_name, line.first_names));
    // A label is longer than the column: the code says as much, except for what is hidden.
    let position = line.map(|line| match line.position.as_str() {
        shared::staffing_table::ABSENT => table.labels.get("positions", &line.position).to_owned(),
        code => code.to_owned(),
    });
    [
        code(post.map(|post| &post.number)),
        code(post.map(|post| &post.kind)),
        code(post.and_then(|post| post.speciality.as_ref().or(post.cnu_section.as_ref()))),
        post.and_then(|post| post.quotity).map(|quotity| half_days(quotity.into())).unwrap_or_default(),
        post.map(|post| texts::short_post_state(post.state).to_owned()).unwrap_or_default(),
        name.unwrap_or_default(),
        code(line.map(|line| &line.matricule)),
        code(line.map(|line| &line.status)),
        position.unwrap_or_default(),
        line.and_then(|line| line.rank).map(|rank| rank.letter().to_owned()).unwrap_or_default(),
        line.and_then(|line| line.quotity).map(|quotity| half_days(quotity.into())).unwrap_or_default(),
        line.map(|line| half_days(line.effective)).unwrap_or_default(),
        line.and_then(|line| line.expected_end).map(|day| day.in_french()).unwrap_or_default(),
    ]
}

fn line(cells: &[String; 13]) -> String {
    let aligned: Vec<String> =
        cells.iter().zip(COLUMNS).map(|(cell, (width, side))| aligned(cell, width, side)).collect();
    aligned.join(" ").trim_end().to_owned()
}

fn text(cell: &Cell<'_>) -> String {
    match cell {
        Cell::HalfDays(time) => half_days(*time),
        Cell::Fte(time) => fte(*time),
        _ => String::new(),
    }
}

/// The text on exactly `width` columns.
fn aligned(text: &str, width: usize, side: Side) -> String {
    let text = fitted(text, width);
    let padding = " ".repeat(width.saturating_sub(text.width()));
    match side {
        Side::Left => text + &padding,
        Side::Right => padding + &text,
    }
}

/// The text on at most `width` columns, cut with an ellipsis.
fn fitted(text: &str, width: usize) -> String {
    let printable: String = text.chars().filter(|character| !character.is_control()).collect();
    if printable.width() <= width {
        return printable;
    }
    let mut cut = String::new();
    let mut room = width.saturating_sub(1);
    for character in printable.chars() {
        let needed = character.width().unwrap_or(0);
        if needed > room {
            break;
        }
        room -= needed;
        cut.push(character);
    }
    cut + "…"
}
