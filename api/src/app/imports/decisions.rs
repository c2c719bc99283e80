//! What people decide about an import: the meaning of columns and codes, to plan again, to apply, to undo, to discard.
//!
//! Each is one step of the table of states, at the version that the person saw.

use serde_json::json;
use shared::catalogue::imports as texts;
use shared::contract::imports::{
    CodeAnswers, ColumnMapping, ImportApply, ImportKind, ImportMapping, ImportPolicy, ImportState,
    ImportUndo, ImportView,
};
use shared::habilitation::{Right, Rubric};
use shared::id::ImportId;
use shared::import::sirh::codes::Domain;
use shared::import::sirh::field::Field;
use shared::import::sirh::profile::{Column, Profile, RankName};
use shared::import::state::ImportAction;
use shared::problem::{Code, FieldProblem};
use shared::quotity::QuotityUnit;

use super::view::{Summary, rank_name};
use super::{load, load_for, reading, view};
use crate::app::{Ctx, Failure, changes, jobs, wrong};
use crate::authz::Permit;
use crate::db;
use crate::db::Transaction;
use crate::db::imports::Import;

/// An import at the version that somebody saw.
type Seen = (ImportId, Option<i64>);

/// Says what columns mean; the file is read again.
///
/// # Errors
/// `transition.refused`, `request.stale_version`, `request.invalid`; failures of the database.
pub fn map(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    seen: Seen,
    mapping: &ImportMapping,
) -> Result<ImportView, Failure> {
    let (mut import, permit, to) = load_for(ctx, tx, seen, ImportAction::Map)?;
    if import.kind != ImportKind::Sirh {
        return Err(Failure::refused(Code::TransitionRefused, texts::columns_are_fixed(import.kind)));
    }
    import.mapping = Some(mapped(&Summary::stored(&import), mapping)?);
    import.state = to;
    read_again(ctx, tx, &permit, import)
}

/// Says what local codes mean; the file is read again.
///
/// # Errors
/// `transition.refused`, `request.stale_version`, `request.invalid`; failures of the database.
pub fn answer_codes(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    seen: Seen,
    answers: &CodeAnswers,
) -> Result<ImportView, Failure> {
    let (mut import, permit, to) = load_for(ctx, tx, seen, ImportAction::AnswerCodes)?;
    let library = ctx.shelf.library(tx)?;
    let mut errors = Vec::new();
    for (at, answer) in answers.answers.iter().enumerate() {
        let pointer = |field: &str| format!("/answers/{at}/{field}");
        let Some(domain) = Domain::from_wire(&answer.domain) else {
            errors.push(wrong(&pointer("domain"), "code.domain_unknown", texts::DOMAIN_UNKNOWN));
            continue;
        };
        if answer.code.trim().is_empty() {
            errors.push(wrong(&pointer("code"), "code.missing", texts::LOCAL_CODE_MISSING));
        }
        let exists =
            domain.list().is_none_or(|list| library.nomenclatures.knows(list, &answer.national_code));
        if answer.national_code.trim().is_empty() || !exists {
            let detail = texts::national_code_unknown(&answer.national_code);
            errors.push(wrong(&pointer("national_code"), "code.national_unknown", &detail));
        }
        let mut kept = answer.clone();
        kept.domain = domain.name().to_owned();
        import.answers.retain(|known| (&known.domain, &known.code) != (&kept.domain, &kept.code));
        import.answers.push(kept);
    }
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    import.state = to;
    read_again(ctx, tx, &permit, import)
}

/// Reads the file again, from the same inputs.
///
/// # Errors
/// `transition.refused`, `request.stale_version`; failures of the database.
pub fn replan(ctx: &Ctx, tx: &mut Transaction<'_>, seen: Seen) -> Result<ImportView, Failure> {
    let (mut import, permit, to) = load_for(ctx, tx, seen, ImportAction::Replan)?;
    import.state = to;
    read_again(ctx, tx, &permit, import)
}

/// Asks for the reading of the file, from the same inputs, on behalf of the caller.
pub(super) fn read_again(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    permit: &Permit,
    mut import: Import,
) -> Result<ImportView, Failure> {
    let job = jobs::ask(ctx, tx, jobs::Kind::ImportRead, &import.id.to_string(), "{}".to_owned())?;
    import.job = Some(job.id);
    import.failure = None;
    db::imports::update(tx, permit, &mut import)?;
    view::of(ctx, tx, import)
}

/// Asks for the plan to be written. What can be refused at once is.
///
/// # Errors
/// `transition.refused`, `request.stale_version`, `import.lines_refused`, `import.confirmation_needed`,
/// `import.plan_stale`; failures of the database.
pub fn apply(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    seen: Seen,
    asked: &ImportApply,
) -> Result<ImportView, Failure> {
    let present = load(ctx, tx, seen.0)?;
    if present.state == ImportState::Stale {
        ctx.permit(tx, Rubric::Imports, Right::Modify, present.set())?;
        let working = view::is_working(tx, &present)?;
        let allowed = view::allowed(ctx, tx, &present, working)?;
        return Err(Failure::refused(Code::PlanStale, texts::PLAN_STALE).allowing(allowed));
    }
    let (mut import, permit, _) = load_for(ctx, tx, seen, ImportAction::Apply)?;
    let summary = Summary::stored(&import);
    if asked.policy == ImportPolicy::AllOrNothing && summary.refused_rows > 0 {
        return Err(Failure::refused(Code::LinesRefused, texts::lines_refused(summary.refused_rows)));
    }
    if !asked.confirm && !summary.confirmations.is_empty() {
        let questions: Vec<&str> =
            summary.confirmations.iter().map(|question| question.message.as_str()).collect();
        let refused = Failure::refused(Code::ConfirmationNeeded, questions.join(" "));
        return Err(refused.with("confirmations", json!(summary.confirmations)));
    }
    let options = reading::ApplyOptions { policy: asked.policy, confirm: asked.confirm };
    let options =
        serde_json::to_string(&options).map_err(|error| Failure::machine("asking for a job", error))?;
    let job = jobs::ask(ctx, tx, jobs::Kind::ImportApply, &import.id.to_string(), options)?;
    import.job = Some(job.id);
    db::imports::update(tx, &permit, &mut import)?;
    view::of(ctx, tx, import)
}

/// Brings back exactly what was known before the import was applied.
///
/// # Errors
/// `transition.refused`, `request.stale_version`, `import.touched_since` with what has moved (or, when only what was not
/// touched is to be taken back, when nothing is left of that); failures of the database.
pub fn undo(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    seen: Seen,
    asked: &ImportUndo,
) -> Result<ImportView, Failure> {
    let (import, permit, _) = load_for(ctx, tx, seen, ImportAction::Undo)?;
    let Some(change) = import.change else {
        // It changed nothing: there is nothing to bring back, and no change to undo.
        return Err(Failure::refused(Code::TransitionRefused, texts::TRANSITION_REFUSED));
    };
    let reason = asked.reason.as_deref().filter(|reason| !reason.trim().is_empty()).unwrap_or(texts::UNDONE);
    let touched = |failure: Failure| match failure {
        Failure::Refused(mut refusal) if refusal.code == Code::ChangeTouched => {
            refusal.code = Code::ImportTouched;
            Failure::Refused(refusal)
        }
        failure => failure,
    };
    let kept = if asked.untouched_only {
        changes::undo_untouched_in(ctx, tx, change, reason).map_err(touched)?.1
    } else {
        changes::undo_in(ctx, tx, change, reason).map_err(touched)?;
        Vec::new()
    };
    // The undo of the change has moved the import with it.
    let scope = ctx.scope(tx, Rubric::Imports, ctx.today)?;
    let mut undone = db::imports::find(tx, &scope, import.id)?;
    if !kept.is_empty() {
        // The journal says how many: whoever reads it may not be allowed to read of whom.
        let details = json!({ "import": import.id, "change": change, "kept": kept.len() });
        ctx.note(tx, "import.undo_untouched", Some(import.establishment), details)?;
        undone.summary = Some(Summary::stored(&undone).keeping(&kept)?);
        db::imports::update(tx, &permit, &mut undone)?;
    }
    view::of(ctx, tx, undone)
}

/// Gives an import up.
///
/// # Errors
/// `transition.refused`, `request.stale_version`; failures of the database.
pub fn discard(ctx: &Ctx, tx: &mut Transaction<'_>, seen: Seen) -> Result<ImportView, Failure> {
    let (mut import, permit, to) = load_for(ctx, tx, seen, ImportAction::Discard)?;
    import.state = to;
    db::imports::update(tx, &permit, &mut import)?;
    ctx.note(tx, "import.discard", Some(import.establishment), json!({ "import": import.id }))?;
    view::of(ctx, tx, import)
}

/// The columns as they were understood, with what a person corrects.
fn mapped(summary: &Summary, mapping: &ImportMapping) -> Result<Profile, Failure> {
    let mut errors = Vec::new();
    let columns = summary.columns.iter().map(|column| {
        let said = ColumnMapping {
            position: column.position,
            field: column.field.clone(),
            group: column.group,
            rank: column.rank.clone(),
            unit: column.unit.clone(),
            own_time: column.own_time,
        };
        // What was understood before is legal: nothing can be told about it.
        column_of(&column.heading, column.confidence, &said, "", &mut Vec::new())
    });
    let mut profile = Profile { columns: columns.collect() };
    for (at, said) in mapping.columns.iter().enumerate() {
        let pointer = format!("/columns/{at}");
        let place = usize::try_from(said.position).ok().and_then(|at| profile.columns.get_mut(at));
        let Some(column) = place else {
            errors.push(wrong(&format!("{pointer}/position"), "column.unknown", texts::COLUMN_UNKNOWN));
            continue;
        };
        if column.field == Some(Field::Nir) && said.field.is_some() {
            errors.push(wrong(&format!("{pointer}/field"), "column.nir", texts::COLUMN_NIR));
            continue;
        }
        // What a person says is certain.
        *column = column_of(&column.heading.clone(), 100, said, &pointer, &mut errors);
    }
    for (at, said) in mapping.columns.iter().enumerate() {
        if is_twice(&profile, said) {
            errors.push(wrong(&format!("/columns/{at}/field"), "column.field_twice", texts::FIELD_TWICE));
        }
    }
    if errors.is_empty() { Ok(profile) } else { Err(Failure::invalid(errors)) }
}

fn is_twice(profile: &Profile, said: &ColumnMapping) -> bool {
    let Some(own) = usize::try_from(said.position).ok().and_then(|at| profile.columns.get(at)) else {
        return false;
    };
    let same = |column: &&Column| (column.field, column.group) == (own.field, own.group);
    own.field.is_some() && profile.columns.iter().filter(same).count() > 1
}

fn column_of(
    heading: &str,
    confidence: u32,
    said: &ColumnMapping,
    pointer: &str,
    errors: &mut Vec<FieldProblem>,
) -> Column {
    let field = said.field.as_deref().and_then(|name| {
        let field = Field::from_name(name);
        if field.is_none() {
            errors.push(wrong(&format!("{pointer}/field"), "column.field_unknown", texts::FIELD_UNKNOWN));
        }
        field
    });
    let unit: Option<QuotityUnit> = said.unit.as_deref().and_then(|name| {
        let unit = serde_json::from_value(name.into());
        if unit.is_err() {
            errors.push(wrong(&format!("{pointer}/unit"), "column.unit_unknown", texts::UNIT_UNKNOWN));
        }
        unit.ok()
    });
    let rank = said.rank.as_deref().and_then(|name| {
        let rank = [RankName::Main, RankName::Secondary].into_iter().find(|rank| rank_name(*rank) == name);
        if rank.is_none() {
            errors.push(wrong(&format!("{pointer}/rank"), "column.rank_unknown", texts::RANK_UNKNOWN));
        }
        rank
    });
    let of_affectation = field.is_some_and(Field::is_of_affectation);
    Column {
        heading: heading.into(),
        field,
        group: if of_affectation { said.group } else { 0 },
        rank: rank.filter(|_| of_affectation),
        // A person who names an amount of time without its unit means half-days, the unit of the trade.
        unit: unit.or(Some(QuotityUnit::HalfDays)).filter(|_| field.is_some_and(Field::is_quotity)),
        own_time: said.own_time && field == Some(Field::Quotity),
        confidence: if field.is_none() { 0 } else { confidence },
    }
}
