//! Writing one dated fact: state, change, end, retract. One way for all nouns.
//!
//! What would be known is made in memory, checked by the rules of `shared`, and written as the difference with what is
//! known, in one change. A version that is not the present one is refused with what has changed since.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};
use shared::catalogue::requests;
use shared::catalogue::rules as texts;
use shared::contract::writing::{Effect, End, Retraction};
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, IdSource as _};
use shared::knowledge::Facts;
use shared::post::Post;
use shared::problem::Code;
use shared::request::Outcome;
use shared::rules::{self, Breach, Ruled};
use shared::time::{Day, Instant, Period, Segment, Timeline, View};
use smol_str::SmolStr;

use super::habilitations::LONGEST_REASON;
use super::reading::{self, Shown};
use super::{Ctx, Failure, new_ids};
use crate::db::changes::NewChange;
use crate::db::facts::FactSet;
use crate::db::lists::{self, Entry, Past};
use crate::db::{self, Connection, Transaction};

/// A noun whose facts are written one by one.
pub(crate) trait Stated: Shown + Ruled {
    /// Its name in the operations of the journal: `structure` of `structure.create`.
    const NAME: &'static str;

    /// Refuses to write, change or end what asks for a right beside that of the rubric.
    ///
    /// # Errors
    /// `right.missing`; failures of the database.
    fn guard(&self, _: &Ctx, _: &mut Connection, _: EstablishmentId) -> Result<(), Failure> {
        Ok(())
    }
}

/// A thing as a read would give it after a write; nothing when no day of it is left.
#[derive(Debug, Clone)]
pub struct Made<V> {
    /// Id, as text.
    pub id: String,
    /// Version.
    pub version: i64,
    /// What is known of it.
    pub fact: Option<V>,
}

/// States a new thing in an establishment.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub(crate) fn create<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    establishment: EstablishmentId,
    effect: &Effect,
    value: T,
) -> Result<Made<T::View>, Failure> {
    let days = period(effect.valid_from, effect.valid_to.unwrap_or(Day::OPEN))?;
    let id = T::Id::from(new_ids().next_id());
    let timeline = Timeline::single(days, value);
    let write = Write::plain(establishment, "create", effect.reason.as_deref(), days.from());
    record(ctx, tx, id, timeline, &write)
}

/// Replaces all that is said of a thing, on its own days, as a step of a workflow does: nobody takes one in the past.
///
/// # Errors
/// As [`create`].
pub(super) fn replace<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    held: &Held<T>,
    value: T,
    step: Step<'_>,
) -> Result<Made<T::View>, Failure> {
    let span = || held.timeline.span().ok_or_else(|| Failure::code(Code::NotFound));
    let days = step.days.map_or_else(span, Ok)?;
    let last = days.last().unwrap_or(Day::OPEN);
    let write = Write {
        right: step.right,
        place: "/comment",
        post: step.post,
        ..Write::plain(held.establishment, step.verb, step.reason, ctx.today.clamp(days.from(), last))
    };
    record(ctx, tx, id, Timeline::single(days, value), &write)
}

/// A step of a workflow.
pub(super) struct Step<'a> {
    /// What is done, as the journal names it.
    pub(super) verb: &'static str,
    /// The right by which it is done.
    pub(super) right: Right,
    /// What is said with it.
    pub(super) reason: Option<&'a str>,
    /// What becomes of a post in the same change.
    pub(super) post: Option<Outcome>,
    /// The days of the thing, when they change.
    pub(super) days: Option<Period>,
}

/// Changes a thing over some days: each statement there, by the same change.
///
/// # Errors
/// As [`create`]; `request.stale_version`.
pub(crate) fn edit<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
    effect: &Effect,
    change: impl Fn(&T) -> T,
) -> Result<Made<T::View>, Failure> {
    let Held { establishment, timeline } = held::<T>(ctx, tx, id, version)?;
    let stated = timeline.segment_at(effect.valid_from);
    let stated = stated.ok_or_else(|| wrong("/effect/valid_from", "thing.not_there", texts::NOT_THERE))?;
    let days = period(effect.valid_from, effect.valid_to.unwrap_or(stated.period.to()))?;
    let mut after = timeline.clone();
    for Segment { period, value } in timeline.iter() {
        if let Some(common) = period.intersection(&days) {
            after.assert(common, change(value));
        }
    }
    let write = Write::plain(establishment, "edit", effect.reason.as_deref(), days.from());
    record(ctx, tx, id, after, &write)
}

/// Ends a thing: nothing is said of it from a day on.
///
/// # Errors
/// As [`edit`]; `thing.in_use`.
pub(crate) fn end<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
    end: &End,
) -> Result<Made<T::View>, Failure> {
    let reason = required("/reason", &end.reason)?;
    let Held { establishment, timeline } = held::<T>(ctx, tx, id, version)?;
    let span = timeline.span().ok_or_else(|| Failure::code(Code::NotFound))?;
    if end.valid_to <= span.from() {
        return Err(wrong("/valid_to", "period.empty", texts::END_BEFORE));
    }
    if end.valid_to >= span.to() {
        return Err(wrong("/valid_to", "thing.ended", texts::ENDED_ALREADY));
    }
    let mut after = timeline;
    after.cut(end.valid_to);
    let write = Write {
        place: "/reason",
        ..Write::plain(establishment, "end", Some(reason), end.valid_to.previous())
    };
    record(ctx, tx, id, after, &write)
}

/// Takes back what was stated over some days: it was an error.
///
/// # Errors
/// As [`edit`]; `thing.in_use`.
pub(crate) fn retract<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
    retraction: &Retraction,
) -> Result<Made<T::View>, Failure> {
    let reason = required("/reason", &retraction.reason)?;
    let days = period_at("/valid_to", retraction.valid_from, retraction.valid_to)?;
    let Held { establishment, timeline } = held::<T>(ctx, tx, id, version)?;
    let mut after = timeline;
    after.retract(days);
    let day = after.last().map_or(days.from(), |last| last.period.from());
    let write = Write { place: "/reason", ..Write::plain(establishment, "retract", Some(reason), day) };
    record(ctx, tx, id, after, &write)
}

/// A thing that is about to be changed.
pub(super) struct Held<T> {
    pub(super) establishment: EstablishmentId,
    pub(super) timeline: Timeline<T>,
}

/// The thing, when the caller may see it and has read its present version.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`; failures of the database.
pub(super) fn held<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
) -> Result<Held<T>, Failure> {
    held_by(ctx, tx, id, version, |tx, establishment| may_write(ctx, tx, T::LISTING.rubric, establishment))
}

/// The same, for who may do something else than to modify: `demand` refuses the others.
///
/// # Errors
/// `request.not_found`, what `demand` refuses, `request.stale_version`; failures of the database.
pub(super) fn held_by<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
    demand: impl FnOnce(&mut Connection, EstablishmentId) -> Result<(), Failure>,
) -> Result<Held<T>, Failure> {
    let scope = ctx.scope(tx, T::LISTING.rubric, ctx.today)?;
    let (past, latest) = lists::history::<T>(tx, &scope, id, present())?;
    let establishment = past.iter().find_map(|one| one.establishment);
    let establishment = establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
    // Before the version: whoever may not write learns nothing of what others did meanwhile.
    demand(tx, establishment)?;
    if version != latest {
        return Err(stale(ctx, tx, id, version, latest, &past));
    }
    let in_force = past.into_iter().filter(|one| one.superseded_at.is_none());
    Ok(Held { establishment, timeline: Timeline::from_segments(in_force.map(|one| one.segment)) })
}

/// Refuses to write about a thing that is in sight. To who sees it without its whole establishment (their own file,
/// their pole), what is missing is the right: the thing is not absent.
///
/// # Errors
/// `right.missing`; failures of the database.
pub(super) fn may_write(
    ctx: &Ctx,
    connection: &mut Connection,
    rubric: Rubric,
    establishment: EstablishmentId,
) -> Result<(), Failure> {
    let permit = ctx.permit(connection, rubric, Right::Modify, FactSet::Establishment(establishment));
    permit.map(|_| ()).map_err(|failure| match failure {
        Failure::Refused(refusal) if refusal.code == Code::NotFound => Failure::code(Code::RightMissing),
        failure => failure,
    })
}

/// The present knowledge, whatever the clock says.
pub(super) fn present() -> Instant {
    Instant::NEVER.just_before()
}

/// 412: the present version, the thing as it is now, and the fields that have changed since the version named. What is
/// derived is no field of the thing, and what it refers to may be renamed: both statements are compared without the first
/// and with the names of now.
pub(super) fn stale<T: Shown>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    version: i64,
    latest: i64,
    past: &[Past<T>],
) -> Failure {
    let failure = Failure::refused(Code::StaleVersion, requests::STALE).with("version", latest);
    let mut instants: Vec<Instant> =
        past.iter().flat_map(|one| [Some(one.recorded_at), one.superseded_at]).flatten().collect();
    instants.sort();
    instants.dedup();
    let then = usize::try_from(version).ok().and_then(|number| instants.get(number.checked_sub(1)?).copied());
    let last = past.iter().rev().find(|one| one.superseded_at.is_none());
    let last = last.map_or(ctx.today, |one| one.segment.period.from());
    let day_of = |known_at: Instant| {
        let mut then = past.iter().filter(|one| one.recorded_at <= known_at);
        if then.any(|one| one.segment.period.contains(ctx.today)) { ctx.today } else { last }
    };
    let view = View { as_of: day_of(present()), known_at: present() };
    let Some(current) = reading::get_in::<T>(ctx, tx, id, view).ok().and_then(|(_, fact)| object(&fact))
    else {
        return failure;
    };
    let mut stated = |known_at: Instant| {
        let day = day_of(known_at);
        let one = past.iter().find(|one| {
            one.recorded_at <= known_at
                && one.superseded_at.is_none_or(|at| at > known_at)
                && one.segment.period.contains(day)
        })?;
        fields(ctx, tx, (id, one), view).ok().flatten()
    };
    let changed: Vec<Value> = match (then.and_then(&mut stated), stated(present())) {
        (Some(former), Some(latter)) => {
            let stamp = [
                "valid_from",
                "valid_to",
                "recorded_at",
                "version",
                "change_id",
                "allowed_actions",
                "undoable",
            ];
            let differs = |name: &&String| former.get(*name) != latter.get(*name);
            let names = latter.keys().filter(|name| !stamp.contains(&name.as_str())).filter(differs);
            names.map(|name| name.as_str().into()).collect()
        }
        _ => Vec::new(),
    };
    failure.with("changed_fields", changed).with("current", current)
}

/// The fields of a statement, with the names of a day and an instant.
fn fields<T: Shown>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    (id, past): (T::Id, &Past<T>),
    view: View,
) -> Result<Option<Map<String, Value>>, Failure> {
    let scope = ctx.scope(tx, T::LISTING.rubric, view.as_of)?;
    let library = ctx.shelf.library(tx)?;
    let entry = Entry {
        id,
        establishment: past.establishment,
        segment: past.segment.clone(),
        recorded_at: past.recorded_at,
        change: past.change,
        version: 0,
    };
    let shown = reading::views(ctx, tx, &scope, &library, &[entry], view, &BTreeSet::new())?;
    Ok(shown.first().and_then(object))
}

fn object<V: Serialize>(fact: &V) -> Option<Map<String, Value>> {
    match serde_json::to_value(fact) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// What is told of a write, and the day it is read back on.
struct Write<'a> {
    establishment: EstablishmentId,
    verb: &'static str,
    right: Right,
    reason: Option<&'a str>,
    /// Where the reason is in the body.
    place: &'static str,
    day: Day,
    /// What becomes of a post in the same change.
    post: Option<Outcome>,
}

impl<'a> Write<'a> {
    /// A write of a manager, of one thing alone.
    fn plain(
        establishment: EstablishmentId,
        verb: &'static str,
        reason: Option<&'a str>,
        day: Day,
    ) -> Write<'a> {
        Write { establishment, verb, right: Right::Modify, reason, place: "/effect/reason", day, post: None }
    }
}

/// Checks what would be known of a thing, writes the difference, and reads it back.
fn record<T: Stated>(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: T::Id,
    timeline: Timeline<T>,
    write: &Write<'_>,
) -> Result<Made<T::View>, Failure> {
    let rubric = T::LISTING.rubric;
    let set = FactSet::Establishment(write.establishment);
    let permit = ctx.permit(tx, rubric, write.right, set)?;
    let scope = ctx.scope(tx, rubric, ctx.today)?;
    let library = ctx.shelf.library(tx)?;
    let (known, head) = ctx.shelf.facts(tx, &scope, write.establishment, present())?;
    let untouched = Timeline::default();
    let moved = Timeline::difference(T::tracks(&known).get(id).unwrap_or(&untouched), &timeline);
    for segment in moved.supersede.iter().chain(&moved.record) {
        segment.value.guard(ctx, tx, write.establishment)?;
    }
    let mut target = Facts::clone(&known);
    T::tracks_mut(&mut target).put(id, timeline);
    if let Some(Outcome { post, timeline }) = &write.post {
        target.posts.put(*post, timeline.clone());
    }
    let world = library.world(write.establishment, &known, &target);
    let mut breaches = rules::check_by_hand::<T>(&world, id);
    if let Some(outcome) = &write.post {
        breaches.extend(rules::check::<Post>(&world, outcome.post));
    }
    refuse(breaches)?;
    let difference = known.difference(&target);
    if !difference.is_empty() {
        let reason = reason_at(write.place, write.reason)?;
        let change = NewChange { reason, ..ctx.change(format!("{}.{}", T::NAME, write.verb)) };
        db::changes::record(tx, &permit, set, Some(head), change, &difference, ctx.now)?;
    }
    let left = T::tracks(&target).get(id).is_some();
    let (version, fact) = if left {
        let day = View { as_of: write.day, known_at: present() };
        let (version, fact) = reading::get_in::<T>(ctx, tx, id, day)?;
        (version, Some(fact))
    } else {
        (lists::history::<T>(tx, &scope, id, present())?.1, None)
    };
    Ok(Made { id: id.to_string(), version, fact })
}

/// What one breach is told as.
pub(super) fn refusal(breach: Breach) -> Failure {
    match breach {
        Breach::Field(problem) => Failure::invalid(vec![problem]),
        Breach::State { code, detail, things } => {
            let things = things
                .iter()
                .map(|(noun, key)| serde_json::json!({ "noun": noun.name(), "key": key.as_str() }));
            Failure::refused(code, detail).with("things", things.collect::<Vec<Value>>())
        }
    }
}

/// Fields to correct first, all at once; else the first state that refuses.
pub(super) fn refuse(breaches: Vec<Breach>) -> Result<(), Failure> {
    let mut fields = Vec::new();
    let mut state = None;
    for breach in breaches {
        match breach {
            Breach::Field(problem) => fields.push(problem),
            breach @ Breach::State { .. } => {
                state.get_or_insert(refusal(breach));
            }
        }
    }
    if !fields.is_empty() {
        return Err(Failure::invalid(fields));
    }
    state.map_or(Ok(()), Err)
}

fn period(from: Day, to: Day) -> Result<Period, Failure> {
    period_at("/effect/valid_to", from, to)
}

fn period_at(pointer: &str, from: Day, to: Day) -> Result<Period, Failure> {
    Period::new(from, to).map_err(|_| wrong(pointer, "period.empty", texts::PERIOD_EMPTY))
}

/// A text that must be there.
///
/// # Errors
/// `request.invalid`.
pub(super) fn required<'a>(pointer: &str, text: &'a str) -> Result<&'a str, Failure> {
    match text.trim() {
        "" => Err(wrong(pointer, "field.required", texts::REQUIRED)),
        text => Ok(text),
    }
}

/// Why something is done, as the journal keeps it: an empty text says nothing, a document is no reason.
///
/// # Errors
/// `request.invalid`.
pub(super) fn reason_at(pointer: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    let reason = text.map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        return Err(wrong(pointer, "field.too_long", &texts::too_long(LONGEST_REASON)));
    }
    Ok(reason.map(str::to_owned))
}

/// One field to correct.
pub(super) fn wrong(pointer: &str, code: &str, detail: &str) -> Failure {
    Failure::invalid(vec![super::wrong(pointer, code, detail)])
}

/// A text that was sent; an empty one says nothing.
pub(super) fn said(text: Option<String>) -> Option<SmolStr> {
    text.map(|text| SmolStr::from(text.trim())).filter(|text| !text.is_empty())
}

/// A text that is kept unless another was sent.
pub(super) fn edited(sent: &Option<String>, own: &SmolStr) -> SmolStr {
    sent.as_ref().map_or_else(|| own.clone(), |text| text.trim().into())
}

/// The same for a text that may be absent: `null` takes it away.
#[allow(clippy::option_option, reason = "a merge patch says three things of a field: nothing, none, a value")]
pub(super) fn replaced(sent: &Option<Option<String>>, own: &Option<SmolStr>) -> Option<SmolStr> {
    match sent {
        None => own.clone(),
        Some(text) => said(text.clone()),
    }
}

impl Ctx {
    /// The establishment of a body, by its number; one out of sight does not exist.
    ///
    /// # Errors
    /// `request.not_found`; failures of the database.
    pub(super) fn establishment(
        &self,
        connection: &mut Connection,
        finess: &str,
    ) -> Result<EstablishmentId, Failure> {
        let library = self.shelf.library(connection)?;
        library.territory.by_finess(finess).ok_or_else(|| Failure::code(Code::NotFound))
    }
}
