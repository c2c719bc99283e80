//! What an XLSX workbook says of itself: its sheets, its shared texts, which styles show a number as a day.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use quick_xml::events::Event;
use smol_str::SmolStr;

use super::error::{ReadCode, ReadError};
use super::options::Limits;
use super::package::Package;
use super::xml::{Xml, append_text, attribute};

/// Bytes of shared texts kept in memory.
const SHARED_BYTES: usize = 64 << 20;

/// Sheets of a workbook.
const SHEETS: usize = 250;

/// One sheet of the list.
#[derive(Clone, Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) part: String,
}

/// Everything needed to read any sheet.
#[derive(Debug)]
pub(super) struct Workbook {
    pub(super) package: Package,
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings: Vec<SmolStr>,
    /// For each style of cell: is the number shown as a day?
    day_styles: Vec<bool>,
    /// Days are counted from 1904 (old Macintosh) instead of 1900.
    since_1904: bool,
}

impl Workbook {
    pub(super) fn open(package: Package, limits: &Limits) -> Result<Self, ReadError> {
        let root = relations(&package, "_rels/.rels", "")?;
        let main = root.iter().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target.clone());
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let Some(part) = package.part(&main) else {
            return Err(ReadCode::Damaged.into());
        };
        let related = relations(&package, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut book = Self {
            package,
            sheets: Vec::new(),
            strings: Vec::new(),
            day_styles: Vec::new(),
            since_1904: false,
        };
        book.read_list(Xml::new(part), &related)?;
        let of_kind =
            |kind: &str| related.iter().find(|relation| relation.kind == kind).map(|r| r.target.clone());
        if let Some(part) = of_kind("styles").and_then(|target| book.package.part(&target)) {
            book.day_styles = day_styles(Xml::new(part))?;
        }
        if let Some(part) = of_kind("sharedStrings").and_then(|target| book.package.part(&target)) {
            book.strings = shared_strings(Xml::new(part), limits)?;
        }
        Ok(book)
    }

    fn read_list(&mut self, mut xml: Xml, related: &[Relation]) -> Result<(), ReadError> {
        let mut is_workbook = false;
        loop {
            let event = xml.next()?;
            let element = match &event {
                Event::Eof => break,
                Event::Start(element) => element,
                _ => continue,
            };
            match element.local_name().as_ref() {
                "workbook" => is_workbook = true,
                "workbookPr" => {
                    self.since_1904 =
                        attribute(element, "date1904").is_some_and(|value| matches!(&*value, "1" | "true"));
                }
                "sheet" => {
                    let id = attribute(element, "id").unwrap_or_default();
                    let relation =
                        related.iter().find(|relation| relation.id == id && relation.kind == "worksheet");
                    let Some(relation) = relation else { continue };
                    if self.sheets.len() >= SHEETS {
                        return Err(ReadCode::TooManyCells.into());
                    }
                    self.sheets.push(SheetEntry {
                        name: attribute(element, "name").unwrap_or_default(),
                        hidden: attribute(element, "state").is_some_and(|state| state != "visible"),
                        part: relation.target.clone(),
                    });
                }
                _ => {}
            }
        }
        // Word and PowerPoint use the same wrapping.
        if !is_workbook || self.sheets.is_empty() { Err(ReadCode::NoTable.into()) } else { Ok(()) }
    }

    /// The day shown for a number, when the style of the cell shows a day.
    pub(super) fn day(&self, style: Option<usize>, number: f64) -> Option<NaiveDate> {
        let shown = style.and_then(|style| self.day_styles.get(style)).copied().unwrap_or(false);
        if shown { day_of_serial(number, self.since_1904) } else { None }
    }
}

/// Day of a serial number. Nothing before the first day (times alone), after the year 9999, and on the
/// 29 February 1900, which spreadsheets believe in.
fn day_of_serial(number: f64, since_1904: bool) -> Option<NaiveDate> {
    let last = if since_1904 { 2_957_004.0 } else { 2_958_466.0 };
    if !(if since_1904 { 0.0 } else { 1.0 }..last).contains(&number) {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just above: 0 to 3 million"
    )]
    let serial = number.floor() as u64;
    let origin = match serial {
        _ if since_1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        0..=59 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        60 => return None,
        _ => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    origin.checked_add_days(Days::new(serial))
}

#[derive(Clone, Debug)]
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// Links of a part to others, targets made relative to the root. A missing part has no links.
fn relations(package: &Package, name: &str, folder: &str) -> Result<Vec<Relation>, ReadError> {
    let mut found = Vec::new();
    let Some(part) = package.part(name.trim_start_matches('/')) else {
        return Ok(found);
    };
    let mut xml = Xml::new(part);
    loop {
        let event = xml.next()?;
        match &event {
            Event::Eof => return Ok(found),
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let value = |name| attribute(element, name).unwrap_or_default();
                let external = attribute(element, "TargetMode").is_some_and(|mode| mode == "External");
                if !external && found.len() < 4 * SHEETS {
                    let kind = value("Type").rsplit('/').next().unwrap_or_default().to_owned();
                    found.push(Relation { id: value("Id"), kind, target: resolve(folder, &value("Target")) });
                }
            }
            _ => {}
        }
    }
}

/// Path of a target: absolute when it starts with a slash, else relative to the folder. It only names a part of
/// the archive, nothing is ever opened on the disk.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Shared texts, in order.
fn shared_strings(mut xml: Xml, limits: &Limits) -> Result<Vec<SmolStr>, ReadError> {
    let mut strings = Vec::new();
    let (mut text, mut total, mut in_text, mut in_phonetic) = (String::new(), 0_usize, false, false);
    loop {
        let event = xml.next()?;
        match &event {
            Event::Eof => return Ok(strings),
            Event::Start(element) => match element.local_name().as_ref() {
                "si" => text.clear(),
                "t" => in_text = !in_phonetic,
                "rPh" => in_phonetic = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "si" => {
                    total = total.saturating_add(text.len());
                    if strings.len() as u64 >= limits.cells || total > SHARED_BYTES {
                        return Err(ReadCode::TooManyCells.into());
                    }
                    strings.push(unescaped(&text));
                }
                "t" => in_text = false,
                "rPh" => in_phonetic = false,
                _ => {}
            },
            other if in_text => {
                append_text(other, &mut text)?;
                if text.len() > limits.line_bytes {
                    return Err(ReadCode::LineTooLong.into());
                }
            }
            _ => {}
        }
    }
}

/// Text of a cell, without the `_x000D_` notation of control characters.
pub(super) fn unescaped(text: &str) -> SmolStr {
    if !text.contains("_x") {
        return SmolStr::new(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..5).and_then(|code| code.strip_suffix('_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                out.push(if character.is_control() { ' ' } else { character });
                rest = after.get(5..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    SmolStr::from(out)
}

/// For each style of cell, whether it shows a day.
fn day_styles(mut xml: Xml) -> Result<Vec<bool>, ReadError> {
    let mut formats: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cells = false;
    loop {
        let event = xml.next()?;
        match &event {
            Event::Eof => return Ok(styles),
            Event::Start(element) => {
                let id = || attribute(element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                match element.local_name().as_ref() {
                    "numFmt" if formats.len() < 10_000 => {
                        if let (Some(id), Some(code)) = (id(), attribute(element, "formatCode")) {
                            formats.insert(id, shows_day(&code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells && styles.len() < 100_000 => {
                        let id = id().unwrap_or(0);
                        styles.push(
                            formats
                                .get(&id)
                                .copied()
                                .unwrap_or(matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)),
                        );
                    }
                    _ => {}
                }
            }
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
}

/// True when a format code shows the day or the year of a number; hours alone do not.
fn shows_day(code: &str) -> bool {
    let mut shown = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '\\' | '_' | '*' => {
                letters.next();
            }
            '"' => {
                letters.by_ref().find(|&letter| letter == '"');
            }
            '[' => {
                letters.by_ref().find(|&letter| letter == ']');
            }
            letter => shown.push(letter.to_ascii_lowercase()),
        }
    }
    let plain = shown.contains("general") || shown.contains("standard");
    // `jj` and `aaaa`: some French programs write the code as it is shown instead of its English form.
    !plain && (shown.contains(['y', 'd']) || ["mmm", "jj", "aaaa"].iter().any(|mark| shown.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_shows_a_day_or_not() {
        let days =
            ["dd/mm/yyyy", "yyyy-mm-dd;@", "[$-40C]d mmmm yyyy", "mmm\\-yy", "jj/mm/aaaa", "m/d/yy h:mm"];
        let numbers =
            ["General", "Standard", "0.00", "h:mm", "[h]:mm:ss", "0\" jours d\"", "[Red]0.0", "@", "mm:ss"];
        assert!(days.iter().all(|code| shows_day(code)));
        for code in numbers {
            assert!(!shows_day(code), "{code}");
        }
    }

    #[test]
    fn a_serial_number_is_a_day() {
        let day = |number, since_1904| day_of_serial(number, since_1904).map(|day| day.to_string());
        assert_eq!(day(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(day(59.0, false).as_deref(), Some("1900-02-28"));
        assert_eq!(day(60.0, false), None);
        assert_eq!(day(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(day(46_113.75, false).as_deref(), Some("2026-04-01"));
        assert_eq!(day(44_651.0, true).as_deref(), Some("2026-04-01"));
        assert_eq!(day(2_958_465.0, false).as_deref(), Some("9999-12-31"));
        for number in [0.5, -3.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(day(number, false), None);
        }
    }

    #[test]
    fn a_target_is_resolved_inside_the_archive() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolve("xl", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(unescaped("a_x000D_b _xyz_x0041_"), "a b _xyzA");
    }
}
