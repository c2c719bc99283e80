//! The long work of an import: reading its file into a plan, and writing that plan.
//!
//! Called by jobs. Both make the plan from the same inputs: the bytes that were kept, the mapping and the answers.
//! Refuses to write a plan that is no longer the one that was shown.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::catalogue::imports as texts;
use shared::code_mapping::CodeMapping;
use shared::contract::imports::{
    FindingView, ImportFailure, ImportKind, ImportMode, ImportPolicy, ImportState, PlanItemView,
};
use shared::habilitation::{Right, Rubric};
use shared::id::{ChangeId, ImportId};
use shared::import::sirh::target::Mode;
use shared::import::state::{self, ImportAction};
use shared::plan::{Finding, Plan, PlanItem, Severity};
use shared::problem::Code;
use tempfile::TempDir;

use super::view::Summary;
use super::{load, originals};
use crate::app::loads::{self, Load};
use crate::app::sirh::{self, Input, Planned, Progress};
use crate::app::{Ctx, Failure, Source};
use crate::db::imports::{Import, Lines};
use crate::db::{self, Transaction};

/// How an import is applied, as its job keeps it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ApplyOptions {
    /// What refused lines do to the rest.
    pub policy: ImportPolicy,
    /// Whether the questions of the plan are answered.
    pub confirm: bool,
}

/// What reading or writing an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Whether some lines were refused.
    pub has_refusals: bool,
}

/// Who has an import read or written, for as long as that takes.
pub trait Errand {
    /// On whose behalf, with the rights that were last looked up.
    fn ctx(&self) -> Ctx;

    /// Told the number of rows read, from time to time.
    ///
    /// # Errors
    /// When the work must stop.
    fn progress(&mut self, rows: usize) -> Result<(), Failure>;

    /// The same as [`Errand::ctx`] with the rights of now: asked just before anything is written.
    ///
    /// # Errors
    /// When there is nobody left to act for; failures of the database.
    fn renewed(&mut self) -> Result<Ctx, Failure>;

    /// Asked in the transaction that writes: refuses when the work has been taken over by others, or given up.
    ///
    /// # Errors
    /// When the work is no longer to be done; failures of the database.
    fn hold(&self, tx: &mut Transaction<'_>) -> Result<(), Failure>;
}

/// Reads the file of an import and keeps its plan. A file that cannot be read leaves the import failed, with why.
///
/// # Errors
/// Failures of the machine and of the database; the import is then as it was.
pub fn read_now(id: ImportId, errand: &mut dyn Errand) -> Result<Outcome, Failure> {
    let ctx = &errand.ctx();
    let import = ctx.database.read(|connection| load(ctx, connection, id))?;
    if import.state != ImportState::Received {
        // The work was done by an attempt that could not say so.
        return Ok(Outcome { has_refusals: Summary::stored(&import).refused_rows > 0 });
    }
    let planned = match plan(ctx, &import, ImportPolicy::ValidLines, &mut |rows| errand.progress(rows)) {
        Ok(planned) => planned,
        Err(Failure::NothingDone { code, message }) if !is_passing(&code) => {
            return fail(errand, import, ImportFailure { code, message });
        }
        Err(failure) => return Err(failure),
    };
    let summary = Summary::of(&planned);
    let action = if summary.needs_mapping {
        ImportAction::NeedMapping
    } else if summary.confirmations.is_empty() {
        ImportAction::Plan
    } else {
        ImportAction::Question
    };
    let (items, findings) = lines_of(&planned.plan)?;
    let json = summary.json()?;
    let ctx = errand.renewed()?;
    ctx.database.write(|tx| {
        errand.hold(tx)?;
        let permit = ctx.permit(tx, Rubric::Imports, Right::Modify, import.set())?;
        let mut import = import;
        if let Some(to) = state::after(import.state, action) {
            import.state = to;
        }
        import.head = Some(planned.home.head);
        import.extracted_on = planned.extracted_on;
        import.summary = Some(json);
        import.failure = None;
        db::imports::put_plan(tx, &import, items, findings)?;
        db::imports::update(tx, &permit, &mut import)?;
        Ok(Outcome { has_refusals: summary.refused_rows > 0 })
    })
}

/// The plan as it is kept: its items, and what is said of the file before what is said of its lines.
fn lines_of(plan: &Plan) -> Result<(Lines, Lines), Failure> {
    let (mut items, mut findings) = (Lines::default(), Lines::default());
    plan.each_item(|item| items.push(&item_view(item)))?;
    let mut sorted: Vec<&Finding> = plan.findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.line.is_some(), finding.line));
    sorted.into_iter().try_for_each(|finding| findings.push(&finding_view(finding)))?;
    Ok((items, findings))
}

/// What passes by a decision of somebody, or with the end of the program: the import is not at fault. A busy database
/// is no refusal of a file either, and does not come here.
fn is_passing(code: &str) -> bool {
    code.starts_with("job.")
}

fn fail(errand: &mut dyn Errand, mut import: Import, failure: ImportFailure) -> Result<Outcome, Failure> {
    let ctx = errand.renewed()?;
    ctx.database.write(|tx| {
        errand.hold(tx)?;
        let permit = ctx.permit(tx, Rubric::Imports, Right::Modify, import.set())?;
        if let Some(to) = state::after(import.state, ImportAction::Fail) {
            import.state = to;
        }
        import.failure = Some(failure.clone());
        db::imports::update(tx, &permit, &mut import)?;
        Ok::<_, Failure>(())
    })?;
    Err(Failure::nothing(&failure.code, failure.message))
}

/// Makes the plan again from the same inputs and writes it as one change.
///
/// # Errors
/// `import.plan_stale` when what it was made from has moved (the import then shows as stale), `import.lines_refused`,
/// `import.confirmation_needed`; failures of the machine and of the database.
pub fn apply_now(
    id: ImportId,
    options: &ApplyOptions,
    errand: &mut dyn Errand,
) -> Result<(Option<ChangeId>, Outcome), Failure> {
    let ctx = &errand.ctx();
    let import = ctx.database.read(|connection| load(ctx, connection, id))?;
    let mut outcome = Outcome { has_refusals: Summary::stored(&import).refused_rows > 0 };
    if import.state == ImportState::Applied {
        return Ok((import.change, outcome));
    }
    if import.state == ImportState::Stale {
        return Err(Failure::refused(Code::PlanStale, texts::PLAN_STALE));
    }
    let planned = plan(ctx, &import, options.policy, &mut |rows| errand.progress(rows))?;
    if import.head != Some(planned.home.head) {
        return Err(Failure::refused(Code::PlanStale, texts::PLAN_STALE));
    }
    loads::refuse_partly(options.policy, &planned.plan)?;
    if !options.confirm && !planned.plan.confirmations.is_empty() {
        let questions: Vec<&str> =
            planned.plan.confirmations.iter().map(|question| question.message.as_str()).collect();
        return Err(Failure::refused(Code::ConfirmationNeeded, questions.join(" ")));
    }
    let (folder, path) = copy(ctx, &import)?;
    let source =
        Source { operation: operation(import.kind), path: Some(&path), extracted_on: planned.extracted_on };
    let set = import.set();
    let mut written = import.clone();
    // People held back make another plan than the one that was kept: what was written is what must be read.
    let held = if options.policy == ImportPolicy::ValidPeople {
        let summary = Summary::of(&planned);
        outcome.has_refusals = summary.refused_rows > 0;
        written.summary = Some(summary.json()?);
        Some(lines_of(&planned.plan)?)
    } else {
        None
    };
    let ctx = errand.renewed()?;
    let applied = ctx.apply_and(
        Rubric::Imports,
        set,
        planned.home.head,
        &planned.plan,
        &source,
        |tx, permit, change| {
            errand.hold(tx)?;
            if let Some(to) = state::after(written.state, ImportAction::Apply) {
                written.state = to;
            }
            written.change = change;
            if let Some((items, findings)) = held {
                db::imports::put_plan(tx, &written, items, findings)?;
            }
            Ok(db::imports::update(tx, permit, &mut written)?)
        },
    );
    drop(folder);
    match applied {
        Ok(change) => Ok((change, outcome)),
        Err(Failure::NothingDone { code, .. }) if code == Code::PlanStale.wire() => {
            Err(Failure::refused(Code::PlanStale, texts::PLAN_STALE))
        }
        Err(failure) => Err(failure),
    }
}

const fn operation(kind: ImportKind) -> &'static str {
    match load_of(kind) {
        Some(load) => load.operation(),
        None => sirh::APPLY,
    }
}

const fn load_of(kind: ImportKind) -> Option<Load> {
    match kind {
        ImportKind::Sirh => None,
        ImportKind::Structures => Some(Load::Structures),
        ImportKind::Posts => Some(Load::Posts),
        ImportKind::Sigmed => Some(Load::Sigmed),
        ImportKind::Attachments => Some(Load::Attachments),
    }
}

/// The plan of an import, from its bytes, its mapping and its answers.
fn plan(
    ctx: &Ctx,
    import: &Import,
    policy: ImportPolicy,
    progress: &mut Progress<'_>,
) -> Result<Planned, Failure> {
    let (_folder, path) = copy(ctx, import)?;
    if let Some(load) = load_of(import.kind) {
        let planned = loads::read(ctx, load, &path, &import.finess)?;
        progress(planned.rows)?;
        return Ok(planned);
    }
    let codes = import.answers.iter().map(|answer| CodeMapping {
        domain: answer.domain.as_str().into(),
        local_code: answer.code.as_str().into(),
        local_label: None,
        national_code: answer.national_code.as_str().into(),
        motive: answer.motive.as_deref().map(Into::into),
    });
    let input = Input {
        path: &path,
        finess: &import.finess,
        codes: codes.collect(),
        columns: None,
        profile: &import.profile,
        mapping: import.mapping.clone(),
        extracted_on: import.asked_on,
        mode: match import.mode {
            ImportMode::Full => Mode::Full,
            ImportMode::Delta => Mode::Delta,
        },
        whole_people: policy == ImportPolicy::ValidPeople,
    };
    sirh::read(ctx, input, progress)
}

/// The bytes of an import as a file of a folder of its own, under its name, which may tell its day.
pub(super) fn copy(ctx: &Ctx, import: &Import) -> Result<(TempDir, PathBuf), Failure> {
    let failed = |error| Failure::machine("reading a file that was kept", error);
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join(&import.file_name);
    let mut file = BufWriter::new(File::create(&path).map_err(failed)?);
    originals::open(ctx, import, &mut file)?;
    file.into_inner().map_err(|error| failed(error.into_error()))?;
    Ok((folder, path))
}

fn item_view(item: PlanItem<'_>) -> PlanItemView {
    let (before, after) = (item.before.unwrap_or_default(), item.after.unwrap_or_default());
    PlanItemView {
        changed: changed(&before, &after),
        entity: item.entity.to_owned(),
        key: item.key.to_string(),
        action: item.action.name().to_owned(),
        before,
        after,
    }
}

/// Names of the fields that differ, days included; a thing that holds over several periods is compared period by
/// period. Nothing of what is created or closed.
pub(super) fn changed(before: &Value, after: &Value) -> Vec<String> {
    if before.is_null() || after.is_null() {
        return Vec::new();
    }
    let (before, after) = (periods(before), periods(after));
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &String| {
        if !names.contains(name) {
            names.push(name.clone());
        }
    };
    let nothing = Map::new();
    for at in 0..before.len().max(after.len()) {
        let one = before.get(at).copied().unwrap_or(&nothing);
        let other = after.get(at).copied().unwrap_or(&nothing);
        one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).for_each(&mut add);
    }
    names
}

fn periods(statements: &Value) -> Vec<&Map<String, Value>> {
    match statements.get("periods").and_then(Value::as_array) {
        Some(several) => several.iter().filter_map(Value::as_object).collect(),
        None => statements.as_object().into_iter().collect(),
    }
}

fn finding_view(finding: &Finding) -> FindingView {
    FindingView {
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
        .to_owned(),
        line: finding.line,
        column: finding.column.as_ref().map(ToString::to_string),
        code: finding.code.to_string(),
        value: finding.value.as_ref().map(ToString::to_string),
        message: finding.message.to_string(),
        suggestion: finding.suggestion.as_ref().map(ToString::to_string),
    }
}
