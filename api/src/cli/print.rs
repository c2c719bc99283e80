//! What people read in the terminal about plans and changes.

use shared::catalogue::commands as texts;
use shared::import::sirh::plan::refused;
use shared::plan::{Plan, Severity};

use crate::db::changes::Change;

/// Findings of one severity shown before the rest is only counted.
const SHOWN: usize = 40;

/// A plan in words: counts, what is refused, what to look at, what to answer.
pub fn plan(plan: &Plan) {
    println!("{}", texts::plan_headings());
    for (noun, counts) in plan.counts() {
        if counts != shared::plan::Counts::default() {
            println!(
                "{}",
                texts::plan_line(noun, counts.create, counts.change, counts.close, counts.unchanged)
            );
        }
    }
    println!();
    let warnings = plan.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
    println!("{}", texts::plan_findings(refused(plan), warnings));
    for severity in [Severity::Error, Severity::Warning] {
        let own: Vec<_> = plan.findings.iter().filter(|finding| finding.severity == severity).collect();
        for finding in own.iter().take(SHOWN) {
            let line =
                texts::finding_line(finding.line, finding.column.as_deref(), &finding.message, &finding.code);
            println!("{line}");
        }
        if own.len() > SHOWN {
            println!("{}", texts::more(own.len() - SHOWN));
        }
    }
    for code in &plan.unknown_codes {
        println!("{}", texts::unknown_code(&code.domain, &code.code, code.count, code.proposal.as_deref()));
    }
    for question in &plan.confirmations {
        println!("{}", question.message);
    }
}

/// One line per change.
pub fn changes(changes: &[Change]) {
    for change in changes {
        let undone = if change.undone_by.is_empty() { "" } else { " (annulé)" };
        let source = change.source_name.as_deref().or(change.reason.as_deref()).unwrap_or_default();
        println!(
            "{}  {}  {:<18} {}  {source}{undone}",
            change.id, change.at, change.operation, change.author
        );
    }
}
