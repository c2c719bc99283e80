//! The nomenclature CSVs: comma separated, ISO dates, last day included, empty = unknown or open.

use shared::catalogue::reference as sentence;
use shared::nomenclature::NomenclatureEntry;
use shared::plan::{Finding, Severity};
use shared::reference::{ReferenceFiles, StatedEntry};
use shared::time::{Day, Period};
use smol_str::SmolStr;

use super::text::{Row, rows};

/// The columns that make the code of a list, joined by `/`; most lists have a column `code`.
fn key_columns(list: &str) -> &'static [&'static str] {
    match list {
        "status_post_kinds" => &["status_code", "post_kind_code"],
        "external_codes" => &["domain", "code", "system", "external_code"],
        _ => &["code"],
    }
}

/// Parses one list, named by the stem of its file.
pub(super) fn parse(list: &str, text: &str, parsed: &mut ReferenceFiles) {
    let (headings, rows) = rows(text, b',');
    let missing: Vec<&str> = key_columns(list)
        .iter()
        .copied()
        .filter(|name| !headings.iter().any(|found| found == name))
        .collect();
    if !missing.is_empty() {
        let message = sentence::columns_missing(&missing);
        let finding = Finding::new(Severity::Error, "reference.columns_missing", message);
        parsed.findings.push(finding.about(list));
        return;
    }
    for row in rows {
        let line = row.line;
        match entry(list, row) {
            Ok(entry) => parsed.nomenclatures.push(entry),
            Err((code, message)) => {
                parsed.findings.push(Finding::new(Severity::Error, code, message).on_line(line).about(list));
            }
        }
    }
}

fn entry(list: &str, row: Row) -> Result<StatedEntry, (&'static str, String)> {
    let single = key_columns(list).len() == 1;
    let parts: Option<Vec<&str>> =
        key_columns(list).iter().map(|name| row.get(name).map(SmolStr::as_str)).collect();
    let code: SmolStr =
        parts.ok_or_else(|| ("reference.code_missing", sentence::code_missing(list)))?.join("/").into();
    let invalid = || ("reference.period_invalid", sentence::period_invalid(list, &code));
    let day = |name: &str| row.get(name).map(|text| text.parse::<Day>()).transpose().map_err(|_| invalid());
    let from = day("valid_from")?.unwrap_or(Day::FIRST);
    let period = Period::inclusive(from, day("valid_to")?).map_err(|_| invalid())?;
    let label = row.get("label_fr").or_else(|| row.get("external_label_fr")).unwrap_or(&code).clone();
    let mut attributes = row.into_cells();
    for name in ["label_fr", "valid_from", "valid_to"] {
        attributes.remove(name);
    }
    if single {
        attributes.remove("code");
    }
    Ok(StatedEntry { period, entry: NomenclatureEntry { list: list.into(), code, label, attributes } })
}
