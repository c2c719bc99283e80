//! The journal for people: entries of the perimeter, what each changed, the state of the chain. Whoever reads it leaves
//! a trace in it (see [`super::traces`]).

use serde_json::{Value, json};
use shared::catalogue::{journal as texts, requests};
use shared::change::Origin;
use shared::contract::journal::{ChangedThing, JournalEntry, Verification};
use shared::contract::lists::Test;
use shared::fact::Noun;
use shared::habilitation::Rubric;
use shared::id::ChangeId;
use shared::plan::Plan;
use shared::problem::Code;
use shared::time::Instant;

use super::item_sight::ItemSight;
use super::library::Library;
use super::listing::{Asked, Field, Listing, Meaning, Paged, after, flag, key, paged, text};
use super::{Ctx, Failure, changes, traces};
use crate::authz::{Admission, Scope};
use crate::db::changes::{Change, ChangeFilter};
use crate::db::journal::Finding;
use crate::db::{self, Connection, about_people};

const RUBRIC: Rubric = Rubric::Journal;

/// What may be asked of the journal.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("operation", text("operation"), RUBRIC, "Operation, `noun.verb`").unsorted(),
        Field::new("origin", text("origin"), RUBRIC, "Where it came from")
            .unsorted()
            .one_of(|| Origin::ALL.map(Origin::name).to_vec()),
        Field::new("author", text("author"), RUBRIC, "Who, as the journal says it").unsorted(),
        Field { meaning: Meaning::Establishment, ..Field::establishment(RUBRIC) },
        Field::new("facts", flag("facts"), RUBRIC, "Whether it changed facts").unsorted(),
        Field::new("at", text("at"), RUBRIC, "Instant; only `.gte` and `.lt`").unsorted(),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// What may be asked of the things of a change: a page.
pub const THINGS: Listing = Listing {
    rubric: RUBRIC,
    fields: &[],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// Entries of the perimeter, newest first.
///
/// # Errors
/// `right.missing`, `request.unknown_parameter`, `request.bad_time`, `request.bad_cursor`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<JournalEntry>, Failure> {
    let mut filter = filter(asked)?;
    let most = i64::from(asked.limit).saturating_add(1);
    let (entries, total) = ctx.database.read(|connection| {
        let scope = ctx.list_scope(connection, RUBRIC, ctx.today)?;
        let library = ctx.shelf.library(connection)?;
        filter.establishments = ids(&library, &filter.establishments);
        let page = db::changes::page(connection, &scope, &filter, most)?;
        let undoable = changes::undoable(ctx, connection, &page)?;
        let entries = page.into_iter().map(|change| {
            let may_undo = undoable.contains(&change.id);
            entry(&library, change, may_undo)
        });
        let entries: Vec<_> = entries.collect();
        let counted = ChangeFilter { before: None, ..filter.clone() };
        let total = if asked.total { Some(db::changes::count(connection, &scope, &counted)?) } else { None };
        Ok::<_, Failure>((entries, total))
    })?;
    let establishment = match filter.establishments.as_slice() {
        [one] => one.parse().ok(),
        _ => None,
    };
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let page = paged(entries, limit, total, |last| vec![last.seq.to_string()]);
    traces::note_journal(ctx, establishment, json!({ "entries": page.items.len() }))?;
    Ok(page)
}

/// The conditions, for the store; establishments are still numbers.
fn filter(asked: &Asked) -> Result<ChangeFilter, Failure> {
    let mut filter = ChangeFilter::default();
    for condition in &asked.filters {
        let name = condition.field.name;
        match (&condition.test, name) {
            (Test::Among(list), "operation") => filter.operations.extend(list.iter().cloned()),
            (Test::Among(list), "origin") => filter.origins.extend(list.iter().cloned()),
            (Test::Among(list), "author") => filter.authors.extend(list.iter().cloned()),
            (Test::Among(list), "establishment") => filter.establishments.extend(list.iter().cloned()),
            // Both words given: any.
            (Test::Among(list), "facts") => {
                let asked = |word: &str| list.iter().any(|one| one == word);
                filter.facts = match (asked("true"), asked("false")) {
                    (true, false) if filter.facts != Some(false) => Some(true),
                    (false, true) if filter.facts != Some(true) => Some(false),
                    _ => None,
                };
            }
            (Test::AtLeast(text), "at") => filter.since = Some(instant(text)?),
            (Test::Below(text), "at") => filter.until = Some(instant(text)?),
            _ => {
                let detail = requests::unknown_parameter(name);
                return Err(Failure::about(Code::UnknownParameter, name, detail));
            }
        }
    }
    if let Some(keys) = after(asked, 1)? {
        filter.before = Some(key(&keys, 0)?);
    }
    Ok(filter)
}

/// The ids of establishments; an unknown number matches nothing.
fn ids(library: &Library, numbers: &[String]) -> Vec<String> {
    let id = |finess: &String| library.territory.by_finess(finess).map(|id| id.to_string());
    numbers.iter().map(|finess| id(finess).unwrap_or_else(|| "unknown".to_owned())).collect()
}

fn instant(text: &str) -> Result<Instant, Failure> {
    text.parse().map_err(|_| Failure::about(Code::BadTime, "at", requests::BAD_INSTANT))
}

/// One entry.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: ChangeId) -> Result<JournalEntry, Failure> {
    let (found, establishment) = ctx.database.read(|connection| {
        let (change, ..) = admitted(ctx, connection, id)?;
        let establishment = change.establishment;
        Ok::<_, Failure>((entry_of(ctx, connection, change)?, establishment))
    })?;
    traces::note_journal(ctx, establishment, json!({ "entry": id }))?;
    Ok(found)
}

/// What a change did to each thing that the caller may read.
///
/// # Errors
/// As [`get`]; `request.bad_cursor`.
pub fn things(ctx: &Ctx, id: ChangeId, asked: &Asked) -> Result<Paged<ChangedThing>, Failure> {
    let from = after(asked, 1)?.map(|keys| key::<usize>(&keys, 0)).transpose()?.unwrap_or_default();
    let (found, establishment) = ctx.database.read(|connection| {
        let (change, scope, whole) = admitted(ctx, connection, id)?;
        let mut things = Vec::new();
        if !change.is_event {
            let library = ctx.shelf.library(connection)?;
            let (known, target, sight) = if whole {
                let known = db::facts::load(connection, &scope, change.set(), change.before())?;
                let target = db::facts::load(connection, &scope, change.set(), change.at)?;
                (known, target, ItemSight::of(ctx, connection, change.establishment)?)
            } else {
                let people = scope.people();
                let mut known = about_people::known(connection, &scope, people, change.before())?;
                let mut target = about_people::known(connection, &scope, people, change.at)?;
                about_people::name(connection, &scope, [&mut known, &mut target])?;
                (known, target, ItemSight::of_people(ctx, connection, people)?)
            };
            let plan = Plan { known, target, ..Plan::default() };
            plan.each_item(|item| {
                let Some(noun) = Noun::ALL.into_iter().find(|noun| noun.name() == item.entity) else {
                    return Ok::<(), Failure>(());
                };
                if sight.reads(noun) {
                    let mut thing = ChangedThing {
                        entity: item.entity.to_owned(),
                        key: item.key.to_string(),
                        action: item.action.name().to_owned(),
                        before: item.before.unwrap_or_default(),
                        after: item.after.unwrap_or_default(),
                    };
                    sight.hide(&library, noun, &mut thing.key, [&mut thing.before, &mut thing.after]);
                    things.push(thing);
                }
                Ok(())
            })?;
        }
        Ok::<_, Failure>((things, change.establishment))
    })?;
    traces::note_journal(ctx, establishment, json!({ "entry": id, "things": true }))?;
    let until = from.saturating_add(usize::try_from(asked.limit).unwrap_or(usize::MAX));
    let next = (found.len() > until).then(|| vec![until.to_string()]);
    let items = found.into_iter().take(until).skip(from).collect();
    Ok(Paged { items, next, total: None })
}

/// The state of the whole chain, which is that of all hospitals: for who reads the journal of the nation.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn verify(ctx: &Ctx) -> Result<Verification, Failure> {
    let scope = ctx.database.read(|connection| ctx.list_scope(connection, RUBRIC, ctx.today))?;
    if scope.establishments().is_some() {
        return Err(Failure::code(Code::RightMissing));
    }
    ctx.shelf.verified(ctx.now, || verified(ctx))
}

fn verified(ctx: &Ctx) -> Result<Verification, Failure> {
    let report = ctx.database.verify()?;
    Ok(Verification {
        verified_at: ctx.now,
        sound: report.is_sound(),
        changes: report.changes,
        facts: report.facts,
        last_seq: report.last.seq,
        last_hash: report.last.hash.clone(),
        findings: report.findings.iter().map(told).collect(),
    })
}

/// A change that the caller may read, with the scope that admits it, and whether it may be read whole: who reads single
/// people reads what it did to them.
fn admitted(ctx: &Ctx, connection: &mut Connection, id: ChangeId) -> Result<(Change, Scope, bool), Failure> {
    let scope = ctx.list_scope(connection, RUBRIC, ctx.today)?;
    let change = db::changes::find(connection, id)?.ok_or_else(|| Failure::code(Code::NotFound))?;
    let admission = match change.establishment {
        Some(_) => scope.admits_establishment(change.establishment),
        // What belongs to the nation is read from it alone.
        None => scope.admits_nation(),
    };
    if admission == Admission::Admitted {
        return Ok((change, scope, true));
    }
    if about_people::entries(connection, scope.people())?.contains(&id.to_string()) {
        return Ok((change, scope, false));
    }
    Err(admission.demand().err().map_or_else(|| Failure::code(Code::NotFound), Failure::from))
}

/// One change as an entry.
///
/// # Errors
/// Failures of the database.
pub fn entry_of(ctx: &Ctx, connection: &mut Connection, change: Change) -> Result<JournalEntry, Failure> {
    let library = ctx.shelf.library(connection)?;
    let may_undo = !changes::undoable(ctx, connection, std::slice::from_ref(&change))?.is_empty();
    Ok(entry(&library, change, may_undo))
}

fn entry(library: &Library, change: Change, may_undo: bool) -> JournalEntry {
    let finess = change.establishment.and_then(|id| library.territory.finess(id));
    let rows = change.details.get("rows").and_then(Value::as_u64);
    let refused = change.details.get("operation").and_then(Value::as_str).map(texts::asked_of);
    let about = change.source_name.as_deref().or(refused);
    let summary = texts::summary(&change.operation, about, rows);
    JournalEntry {
        id: change.id,
        seq: change.seq,
        at: change.at,
        summary,
        author: change.author,
        origin: change.origin.name().to_owned(),
        operation: change.operation,
        reason: change.reason,
        establishment: finess.map(ToString::to_string),
        undoes: change.undoes,
        undone_by: change.undone_by,
        source_name: change.source_name,
        extracted_on: change.extracted_on,
        details: if change.details.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            change.details
        },
        allowed_actions: if may_undo { vec!["undo".to_owned()] } else { Vec::new() },
    }
}

fn told(finding: &Finding) -> String {
    match finding {
        Finding::ChangeAltered { seq } => texts::change_altered(*seq),
        Finding::OutOfOrder { seq } => texts::out_of_order(*seq),
        Finding::ChangesMissing { from, to } => texts::changes_missing(*from, *to),
        Finding::SealMissing { seq } => texts::seal_missing(*seq),
        Finding::FactsAltered { seq } => texts::facts_altered(*seq),
        Finding::FactWithoutChange { table, .. } => texts::without_change(table),
        Finding::TableUnreadable { table } => texts::unreadable(table),
        Finding::HeadDiffers { .. } => texts::HEAD_DIFFERS.to_owned(),
        Finding::Truncated { anchored, last } => texts::truncated(*anchored, *last),
        Finding::AnchorDiffers { seq } => texts::anchor_differs(*seq),
        Finding::AnchorMissing => texts::ANCHOR_MISSING.to_owned(),
    }
}
