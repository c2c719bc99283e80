//! One line of a load being read: its values, and what is wrong with it.
//!
//! Every fault of a line is told, not only the first; a line with one error is refused as a whole.

use std::str::FromStr;

use smol_str::{SmolStr, format_smolstr};

use super::Layout;
use crate::catalogue::loads as sentence;
use crate::code::NumberError;
use crate::import::row::{CellKind, RawRow, is_scientific};
use crate::import::value::{DayError, DayRole, read_day};
use crate::plan::{Finding, Severity};
use crate::quotity::{Quotity, QuotityError};
use crate::time::{Day, Period};

/// A line with what has been found about it.
#[derive(Debug)]
pub struct Line<'a> {
    row: &'a RawRow,
    layout: &'a Layout,
    noun: &'static str,
    findings: Vec<Finding>,
}

impl<'a> Line<'a> {
    /// Starts reading a row of a load of `noun` (first half of its codes). A row cut before its end and a
    /// formula in a column that is used are errors at once.
    pub fn new(row: &'a RawRow, layout: &'a Layout, noun: &'static str) -> Self {
        let mut line = Self { row, layout, noun, findings: Vec::new() };
        if row.truncated {
            line.refuse("line_truncated", None, sentence::line_truncated());
        }
        for heading in layout.expected {
            let kind = layout.cell(row, heading.key).map(|cell| cell.kind);
            if matches!(kind, Some(CellKind::Formula | CellKind::Error)) {
                line.refuse("formula", Some(heading.key), sentence::formula());
            }
        }
        line
    }

    /// Physical line of the file.
    pub fn number(&self) -> u32 {
        self.row.line
    }

    /// Text of a column, empty when the file or the row does not have it.
    pub fn text(&self, key: &str) -> &'a str {
        self.layout.cell(self.row, key).map_or("", |cell| cell.text.as_str())
    }

    /// Text of a column, `None` when empty.
    pub fn optional(&self, key: &str) -> Option<SmolStr> {
        let text = self.text(key);
        (!text.is_empty()).then(|| text.into())
    }

    /// An identifier: opaque text. Empty or too long is an error; a number of a spreadsheet is a warning,
    /// because leading zeros may be lost.
    pub fn identifier<N>(&mut self, key: &str) -> Option<SmolStr>
    where
        N: FromStr<Err = NumberError> + AsRef<str>,
    {
        let cell = self.layout.cell(self.row, key)?;
        if is_scientific(&cell.text) {
            self.refuse("id_scientific", Some(key), sentence::scientific());
            return None;
        }
        if matches!(cell.kind, CellKind::Number | CellKind::Day) {
            self.warn(&format!("{}.number_typed", self.noun), Some(key), sentence::number_typed());
        }
        match cell.text.parse::<N>() {
            Ok(number) => Some(number.as_ref().into()),
            Err(error) => {
                let cause = if error == NumberError::Empty { "number_missing" } else { "number_invalid" };
                self.refuse(cause, Some(key), sentence::number(&error));
                None
            }
        }
    }

    /// A quotity in half-days; unreadable or empty is an error.
    pub fn half_days(&mut self, key: &str) -> Option<Quotity> {
        match Quotity::from_half_days_text(self.text(key)) {
            Ok(quotity) => Some(quotity),
            Err(error) => {
                let cause =
                    if error == QuotityError::OutOfRange { "quotity_range" } else { "quotity_format" };
                self.refuse(cause, Some(key), sentence::quotity(error));
                None
            }
        }
    }

    /// The period from a first to a last day, included; an empty first day is the beginning of time, an empty
    /// last day no end. An unreadable day, or an end before its start, is an error.
    pub fn period(&mut self, start: &str, end: &str, today: Day) -> Option<Period> {
        let first = self.day(start, DayRole::Start, today);
        let last = self.day(end, DayRole::End, today);
        let (first, last) = (first?.unwrap_or(Day::FIRST), last?);
        match Period::inclusive(first, last) {
            Ok(period) => Some(period),
            Err(_) => {
                self.refuse("date_order", Some(end), sentence::date_order(first, last));
                None
            }
        }
    }

    /// A day; `Some(None)` when empty, `None` when refused.
    pub fn day(&mut self, key: &str, role: DayRole, today: Day) -> Option<Option<Day>> {
        match read_day(self.text(key), role, today) {
            Ok(day) => Some(day),
            Err(error) => {
                let cause = if error == DayError::DoesNotExist { "date_unknown" } else { "date_invalid" };
                self.refuse(cause, Some(key), sentence::day(error, self.text(key)));
                None
            }
        }
    }

    /// Adds an error `noun.cause`: the line is refused.
    pub fn refuse(&mut self, cause: &str, key: Option<&str>, message: impl Into<String>) {
        let code = format_smolstr!("{}.{cause}", self.noun);
        self.add(Severity::Error, &code, key, message.into());
    }

    /// Adds a warning with its whole code (`structure.label_missing`, `IN-44`): the line stands.
    pub fn warn(&mut self, code: &str, key: Option<&str>, message: impl Into<String>) {
        self.add(Severity::Warning, code, key, message.into());
    }

    fn add(&mut self, severity: Severity, code: &str, key: Option<&str>, message: String) {
        let mut finding = Finding::new(severity, code, message).on_line(self.row.line);
        if let Some(key) = key {
            finding = finding.in_column(self.layout.heading(key));
            let text = self.text(key);
            if !text.is_empty() {
                finding = finding.about(text);
            }
        }
        self.findings.push(finding);
    }

    /// Hands the findings over; whether the line stands.
    pub fn finish(self, findings: &mut Vec<Finding>) -> bool {
        let stands = self.findings.iter().all(|finding| finding.severity != Severity::Error);
        findings.extend(self.findings);
        stands
    }
}
