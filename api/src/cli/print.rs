//! What people read in the terminal about plans and changes, and how it reaches stdout.

use std::io::{self, Write};

use serde::Deserialize;
use serde_json::Value;
use shared::catalogue::{commands as texts, sirh};
use shared::import::sirh::plan::refused;
use shared::import::sirh::profile::Column;
use shared::plan::{Counts, Finding, Plan, Severity};

use crate::app::Failure;
use crate::db::changes::Change;

/// Findings of one severity shown before the rest is only counted.
const SHOWN: usize = 40;

/// Writes to stdout, buffered. A reader that has seen enough (`| head`) is no failure.
///
/// # Errors
/// A machine failure when stdout cannot be written for another reason.
pub fn out(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::machine(texts::WRITING_FILE, error))
        }
        _ => Ok(()),
    }
}

/// The columns of an extract, as they were understood.
fn columns(reading: &Value, page: &mut dyn Write) -> io::Result<()> {
    if reading.get("learned").and_then(Value::as_bool) == Some(false) {
        return writeln!(page, "{}\n", sirh::COLUMNS_KNOWN);
    }
    // A plan of another kind of file has no columns to show.
    let Some(columns) = reading.get("columns").and_then(|columns| Vec::<Column>::deserialize(columns).ok())
    else {
        return Ok(());
    };
    writeln!(page, "{}", sirh::COLUMNS)?;
    for column in columns {
        writeln!(page, "{}", sirh::column(&column.heading, column.field, column.group, column.confidence))?;
    }
    writeln!(page)
}

/// A plan in words: columns, counts, what is refused, what to look at, what to answer.
///
/// # Errors
/// Those of the page.
pub fn plan(plan: &Plan, page: &mut dyn Write) -> io::Result<()> {
    if let Some(reading) = &plan.reading {
        columns(reading, page)?;
    }
    writeln!(page, "{}", texts::plan_headings())?;
    for (noun, counts) in plan.counts() {
        if counts != Counts::default() {
            let Counts { create, change, close, unchanged } = counts;
            writeln!(page, "{}", texts::plan_line(noun, create, change, close, unchanged))?;
        }
    }
    let warnings = plan.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
    writeln!(page, "\n{}", texts::plan_findings(refused(plan), warnings))?;
    for severity in [Severity::Error, Severity::Warning] {
        let own: Vec<_> = plan.findings.iter().filter(|finding| finding.severity == severity).collect();
        for finding in own.iter().take(SHOWN) {
            let column = finding.column.as_deref();
            writeln!(page, "{}", texts::finding_line(finding.line, column, &finding.message, &finding.code))?;
        }
        if own.len() > SHOWN {
            writeln!(page, "{}", texts::more(own.len() - SHOWN))?;
        }
    }
    // Information about each line is for programs; about the whole file, for people too.
    let of_file = |finding: &&Finding| finding.severity == Severity::Info && finding.line.is_none();
    for finding in plan.findings.iter().filter(of_file).take(SHOWN) {
        let column = finding.column.as_deref();
        writeln!(page, "{}", texts::finding_line(None, column, &finding.message, &finding.code))?;
    }
    for code in &plan.unknown_codes {
        let proposal = code.proposal.as_deref();
        writeln!(page, "{}", texts::unknown_code(&code.domain, &code.code, code.count, proposal))?;
    }
    for question in &plan.confirmations {
        writeln!(page, "{}", question.message)?;
    }
    Ok(())
}

/// One line per change.
///
/// # Errors
/// Those of the page.
pub fn changes(changes: &[Change], page: &mut dyn Write) -> io::Result<()> {
    for change in changes {
        let undone = if change.undone_by.is_empty() { "" } else { texts::UNDONE_MARK };
        let source = change.source_name.as_deref().or(change.reason.as_deref()).unwrap_or_default();
        let Change { id, at, operation, author, .. } = change;
        writeln!(page, "{id}  {at}  {operation:<18} {author}  {source}{undone}")?;
    }
    Ok(())
}
