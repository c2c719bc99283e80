//! Reading the lines of a file of structures, each on its own.

use smol_str::SmolStr;

use super::headings::{self as column, Shape};
use crate::catalogue::loads as sentence;
use crate::code::{Finess, StructureNumber};
use crate::import::row::RawRow;
use crate::import::table::{Line, Setting, Table};
use crate::import::value::plain;
use crate::plan::Finding;
use crate::time::Period;

/// Characters of a label that are kept.
const LABEL_MAX: usize = 120;

/// One readable line. A field the file has no column for is `None`: what is known of it stays.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub line: u32,
    pub kind: SmolStr,
    pub number: SmolStr,
    pub label: SmolStr,
    pub parent: Option<SmolStr>,
    pub site: Option<Option<SmolStr>>,
    pub sigmed_number: Option<Option<SmolStr>>,
    pub follows: Option<Option<SmolStr>>,
    pub period: Period,
}

impl Row {
    /// Whether both lines say the same thing of the same days.
    pub fn says_the_same(&self, other: &Row) -> bool {
        let mut copy = other.clone();
        copy.line = self.line;
        self.same(&copy)
    }

    fn same(&self, other: &Row) -> bool {
        (&self.kind, &self.number, &self.label, &self.parent, self.period)
            == (&other.kind, &other.number, &other.label, &other.parent, other.period)
            && (&self.site, &self.sigmed_number, &self.follows)
                == (&other.site, &other.sigmed_number, &other.follows)
    }
}

/// The readable lines, those of the establishment apart.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub establishment_lines: usize,
}

/// Reads all lines.
pub(super) fn read(table: &Table, shape: &Shape, setting: &Setting<'_>, findings: &mut Vec<Finding>) -> Rows {
    let mut read = Rows::default();
    for row in &table.rows {
        let mut line = Line::new(row, &shape.columns, "structure");
        let Some(kind) = kind(&mut line, shape, setting) else {
            line.finish(findings);
            continue;
        };
        if kind == "EJ" {
            check_establishment(&mut line, setting);
            read.establishment_lines += 1;
            line.finish(findings);
            continue;
        }
        let found = read_structure(&mut line, kind, row, shape, setting);
        if line.finish(findings) {
            read.rows.extend(found);
        }
    }
    read
}

/// The kind of a line: the one of the shape, or a code or label of `structure_kinds`.
fn kind(line: &mut Line<'_>, shape: &Shape, setting: &Setting<'_>) -> Option<SmolStr> {
    if let Some(kind) = shape.kind {
        return Some(kind.into());
    }
    let given = plain(line.text(column::KIND));
    let kinds = setting.nomenclatures.list("structure_kinds");
    let mut found = kinds
        .filter(|entry| plain(&entry.value.code) == given || plain(&entry.value.label) == given)
        .map(|entry| entry.value.code.clone());
    let kind = found.next();
    if kind.is_none() {
        let message = sentence::structure_kind_unknown(line.text(column::KIND));
        line.refuse("kind_unknown", Some(column::KIND), message);
    }
    kind
}

fn check_establishment(line: &mut Line<'_>, setting: &Setting<'_>) {
    let finess = line.text(column::NUMBER);
    if !setting.is_establishment(finess) {
        let message = sentence::structure_other_establishment(finess, &setting.establishment.finess_ej);
        line.refuse("other_establishment", Some(column::NUMBER), message);
    }
}

fn read_structure(
    line: &mut Line<'_>,
    kind: SmolStr,
    row: &RawRow,
    shape: &Shape,
    setting: &Setting<'_>,
) -> Option<Row> {
    let number = line.identifier::<StructureNumber>(column::NUMBER);
    let period = line.period(column::START, column::END, setting.today);
    let mut label: SmolStr = line.text(column::LABEL).into();
    if label.is_empty() {
        let message = sentence::structure_label_missing(line.text(column::NUMBER));
        line.warn("structure.label_missing", Some(column::LABEL), message);
    } else if label.chars().count() > LABEL_MAX {
        let message = sentence::structure_label_cut(LABEL_MAX);
        line.warn("structure.label_cut", Some(column::LABEL), message);
        label = label.chars().take(LABEL_MAX).collect();
    }
    check_site(line, setting);
    let optional = |key: &str, line: &Line<'_>| shape.columns.has(key).then(|| line.optional(key));
    Some(Row {
        line: row.line,
        kind,
        number: number?,
        label,
        parent: line.optional(column::PARENT),
        site: optional(column::SITE, line),
        sigmed_number: optional(column::SIGMED, line),
        follows: optional(column::FOLLOWS, line),
        period: period?,
    })
}

/// IN-44: a wrong key, or a site that the reference does not give to this establishment. When the reference
/// gives it no site at all, only the key is checked.
fn check_site(line: &mut Line<'_>, setting: &Setting<'_>) {
    let finess = line.text(column::SITE);
    if finess.is_empty() {
        return;
    }
    let mut ours = setting
        .sites
        .segments()
        .map(|(_, segment)| &segment.value)
        .filter(|site| site.finess_ej == setting.establishment.finess_ej)
        .peekable();
    let valid = match finess.parse::<Finess>() {
        Ok(number) => ours.peek().is_none() || ours.any(|site| site.finess_et == number.as_str()),
        Err(_) => false,
    };
    if !valid {
        line.warn("IN-44", Some(column::SITE), sentence::finess_invalid(finess));
    }
}
