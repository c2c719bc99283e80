//! The refused lines of an import as a file: as CSV for people, or as the file itself with two more columns, to be
//! corrected and sent again as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::contract::imports::{FindingView, ImportKind};
use shared::habilitation::{Right, Rubric};
use shared::id::ImportId;
use shared::import::attachments::SHEET;
use shared::import::nir::is_nir;
use shared::import::sirh::field::Field;
use shared::import::value::plain;
use shared::problem::Code;

use super::pages::{FindingFilter, findings};
use super::view::Summary;
use super::{load, reading};
use crate::app::item_sight::ItemSight;
use crate::app::{Ctx, Failure};
use crate::db::imports::Import;
use crate::export;
use crate::reader::{self, Cell, Format, Options, Row};
use crate::sirh::MASKED;

/// Form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// One line for each finding, for people.
    Csv,
    /// The sheet that was sent, with two more columns.
    Xlsx,
}

/// A report.
pub struct Refused {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its name, without extension.
    pub name: String,
}

/// Everything that an import refuses or doubts, without pages.
///
/// # Errors
/// `request.not_found`, `right.missing`, `transition.refused`; failures of the database.
pub fn report_findings(ctx: &Ctx, id: ImportId, filter: &FindingFilter) -> Result<Vec<FindingView>, Failure> {
    Ok(findings(ctx, id, filter, (0, usize::MAX, false))?.items)
}

/// The report as a file. It leaves the tool, so the right to take away what the file is about is asked, and the journal
/// keeps it. The sheet itself is only for who may read all that it says.
///
/// # Errors
/// As [`report_findings`], and those of the file, which is read again.
pub fn report(ctx: &Ctx, id: ImportId, format: ReportFormat) -> Result<Refused, Failure> {
    let import = ctx.database.read(|connection| {
        let import = load(ctx, connection, id)?;
        let place = Some(import.establishment);
        ctx.demand(connection, Rubric::Imports, Right::Read, place)?;
        ctx.demand(connection, about(import.kind), Right::Extract, place)?;
        let sight = ItemSight::of(ctx, connection, place)?;
        if format == ReportFormat::Xlsx && !sight.reads_file(import.kind) {
            return Err(Failure::code(Code::RightMissing));
        }
        Ok::<_, Failure>(import)
    })?;
    let refused = report_findings(ctx, id, &FindingFilter::errors())?;
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let name = format!("{stem}-{}", shared::catalogue::imports::REPORT_NAME);
    let failed = |error: export::ExportError| Failure::machine("writing a report", error);
    let bytes = match format {
        ReportFormat::Csv => export::findings_csv(&refused).map_err(failed)?,
        ReportFormat::Xlsx => {
            let sheet = sheet_of(ctx, &import)?;
            let cut = refused.iter().filter(|finding| finding.code.ends_with("truncated"));
            let cut: BTreeSet<u32> = cut.filter_map(|finding| finding.line).collect();
            export::corrections_xlsx(&sheet, &by_line(&refused), &cut).map_err(failed)?
        }
    };
    ctx.database.write(|tx| {
        let details =
            json!({ "import": id, "rows": refused.len(), "format": format!("{format:?}").to_lowercase() });
        ctx.note(tx, "import.report", Some(import.establishment), details)
    })?;
    Ok(Refused { bytes, name })
}

/// The rubric that a file is mostly about.
const fn about(kind: ImportKind) -> Rubric {
    match kind {
        ImportKind::Sirh => Rubric::Careers,
        ImportKind::Structures => Rubric::Structures,
        ImportKind::Posts | ImportKind::Sigmed | ImportKind::Attachments => Rubric::Posts,
    }
}

/// What is wrong with each line, and the corrections proposed.
fn by_line(findings: &[FindingView]) -> BTreeMap<u32, (String, String)> {
    let mut lines: BTreeMap<u32, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for finding in findings {
        let Some(line) = finding.line else { continue };
        let (messages, suggestions) = lines.entry(line).or_default();
        messages.push(match &finding.column {
            Some(column) => format!("{column} : {}", finding.message),
            None => finding.message.clone(),
        });
        suggestions.extend(finding.suggestion.clone());
    }
    lines.into_iter().map(|(line, (messages, all))| (line, (messages.join(" "), all.join(" ; ")))).collect()
}

/// The sheet that an import reads, line by line; insurance numbers are masked.
fn sheet_of(ctx: &Ctx, import: &Import) -> Result<export::Sheet, Failure> {
    let (_folder, path) = reading::copy(ctx, import)?;
    let reading = reader::open(&path, &Options::default())?;
    // The other kinds read the sheet that holds the most; this one has its name.
    let named = reading
        .tables
        .iter()
        .find(|table| import.kind == ImportKind::Attachments && plain(&table.name) == plain(SHEET));
    let named = named.map(|table| table.name.clone());
    let name = match (&named, &reading.format) {
        (Some(name), _) => name.clone(),
        (None, Format::Workbook { sheet, .. }) => sheet.clone(),
        _ => SHEET.to_owned(),
    };
    let rows = match &named {
        Some(name) => reading.other_table(name)?,
        None => reading.rows(),
    };
    let mut rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    let summary = Summary::stored(import);
    let told = summary.reading.get("heading_line").and_then(Value::as_u64);
    let filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_empty()).count() >= 2;
    let heading_line = told
        .and_then(|line| u32::try_from(line).ok())
        .or_else(|| rows.iter().find(filled).map(|row| row.line))
        .unwrap_or(1);
    let nir = Field::Nir.name();
    let hidden = |at: usize| {
        summary.columns.get(at).is_some_and(|column| column.field.as_deref() == Some(nir.as_str()))
    };
    for row in rows.iter_mut().filter(|row| row.line > heading_line) {
        for (at, cell) in row.cells.iter_mut().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            if hidden(at) || is_nir(&cell.text()) {
                *cell = Cell::Text(MASKED.into());
            }
        }
    }
    Ok(export::Sheet { name, rows, heading_line })
}
