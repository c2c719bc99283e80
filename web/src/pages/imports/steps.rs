//! Which step of an import is shown: what the address asks, when the state of the import allows it. Pure.

use shared::catalogue::screens::import_steps as words;
use shared::contract::imports::{ImportKind, ImportState, ImportView};

/// A step after the file was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What columns mean.
    Columns,
    /// What codes mean.
    Codes,
    /// What would change.
    Plan,
    /// The last questions.
    Apply,
    /// What became of it.
    Outcome,
}

impl Step {
    /// As the address writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Step::Columns => "colonnes",
            Step::Codes => "codes",
            Step::Plan => "plan",
            Step::Apply => "enregistrement",
            Step::Outcome => "bilan",
        }
    }

    /// From the address.
    pub fn from_name(name: &str) -> Option<Step> {
        steps_of(ImportKind::Sirh).iter().copied().find(|step| step.name() == name)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Step::Columns => words::COLUMNS,
            Step::Codes => words::CODES,
            Step::Plan => words::PLAN,
            Step::Apply => words::APPLY,
            Step::Outcome => words::OUTCOME,
        }
    }
}

/// The steps of a kind of file: only an HR extract has columns and codes to explain.
pub const fn steps_of(kind: ImportKind) -> &'static [Step] {
    match kind {
        ImportKind::Sirh => &[Step::Columns, Step::Codes, Step::Plan, Step::Apply, Step::Outcome],
        _ => &[Step::Plan, Step::Apply, Step::Outcome],
    }
}

/// Whether a step may be shown now.
pub fn is_open(step: Step, import: &ImportView) -> bool {
    let allowed: &[Step] = match import.state {
        ImportState::NeedsMapping => &[Step::Columns],
        ImportState::Planned | ImportState::AwaitingConfirmation => {
            &[Step::Columns, Step::Codes, Step::Plan, Step::Apply]
        }
        ImportState::Stale => &[Step::Columns, Step::Codes, Step::Plan],
        ImportState::Applied | ImportState::Undone => &[Step::Plan, Step::Outcome],
        ImportState::Received | ImportState::Discarded | ImportState::Failed => &[Step::Outcome],
    };
    let apply = step != Step::Apply || import.allowed_actions.iter().any(|action| action == "apply");
    allowed.contains(&step) && steps_of(import.kind).contains(&step) && apply
}

/// The step to show.
pub fn shown(asked: Option<Step>, import: &ImportView) -> Step {
    if let Some(asked) = asked.filter(|step| is_open(*step, import)) {
        return asked;
    }
    let has_codes = !import.unknown_codes.is_empty();
    match import.state {
        // A file whose columns are fixed cannot wait for them: its findings say what is missing.
        ImportState::NeedsMapping if import.kind == ImportKind::Sirh => Step::Columns,
        ImportState::Planned | ImportState::AwaitingConfirmation
            if has_codes && import.kind == ImportKind::Sirh =>
        {
            Step::Codes
        }
        ImportState::NeedsMapping
        | ImportState::Planned
        | ImportState::AwaitingConfirmation
        | ImportState::Stale => Step::Plan,
        _ => Step::Outcome,
    }
}

/// Number of a step among all, the file being the first.
pub fn number(step: Step, kind: ImportKind) -> usize {
    steps_of(kind).iter().position(|one| *one == step).unwrap_or_default() + 1
}

/// The step before, when it may be shown.
pub fn before(step: Step, import: &ImportView) -> Option<Step> {
    let steps = steps_of(import.kind);
    let at = steps.iter().position(|one| *one == step)?;
    steps.iter().take(at).rev().copied().find(|step| is_open(*step, import))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn import(state: &str, kind: &str, codes: bool) -> ImportView {
        let codes = if codes {
            json!([{ "domain": "status", "code": "X", "count": 1, "proposal": null, "choices": [] }])
        } else {
            json!([])
        };
        serde_json::from_value(json!({
            "id": "01890000-0000-7000-8000-000000000001", "establishment": "690780044", "kind": kind, "mode": "full",
            "state": state, "file_name": "a.csv", "file_size": 1, "file_hash": "", "extracted_on": null,
            "author": "A", "created_at": "2026-04-01T00:00:00Z", "profile": "sirh", "job": null, "working": false,
            "reading": {}, "columns": [], "rows": 0, "refused_rows": 0, "empty": false, "counts": [],
            "findings": { "errors": 0, "warnings": 0, "infos": 0 }, "unknown_codes": codes, "confirmations": [],
            "change": null, "undone_by": null, "failure": null, "version": 1,
            "allowed_actions": if state == "planned" { json!(["apply"]) } else { json!([]) }
        }))
        .unwrap()
    }

    #[test]
    fn names_come_back() {
        for step in steps_of(ImportKind::Sirh) {
            assert_eq!(Step::from_name(step.name()), Some(*step));
        }
        assert_eq!(Step::from_name("ailleurs"), None);
    }

    #[test]
    fn an_import_opens_where_somebody_is_waited_for() {
        let shows = |state, kind, codes| shown(None, &import(state, kind, codes));
        assert_eq!(shows("needs_mapping", "sirh", false), Step::Columns);
        assert_eq!(shows("planned", "sirh", true), Step::Codes);
        assert_eq!(shows("planned", "sirh", false), Step::Plan);
        assert_eq!(shows("planned", "structures", false), Step::Plan);
        assert_eq!(shows("stale", "sirh", true), Step::Plan);
        for state in ["received", "applied", "undone", "discarded", "failed"] {
            assert_eq!(shows(state, "sirh", false), Step::Outcome);
        }
    }

    #[test]
    fn a_step_that_the_state_closes_is_not_shown() {
        assert_eq!(shown(Some(Step::Apply), &import("planned", "sirh", false)), Step::Apply);
        assert_eq!(shown(Some(Step::Apply), &import("stale", "sirh", false)), Step::Plan);
        assert_eq!(shown(Some(Step::Columns), &import("planned", "posts", false)), Step::Plan);
        assert_eq!(shown(Some(Step::Plan), &import("applied", "sirh", false)), Step::Plan);
        assert_eq!(shown(Some(Step::Plan), &import("failed", "sirh", false)), Step::Outcome);
    }

    #[test]
    fn back_leads_to_the_nearest_open_step() {
        assert_eq!(before(Step::Plan, &import("planned", "sirh", false)), Some(Step::Codes));
        assert_eq!(before(Step::Columns, &import("planned", "sirh", false)), None);
        assert_eq!(before(Step::Outcome, &import("applied", "sirh", false)), Some(Step::Plan));
    }
}
