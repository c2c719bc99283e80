//! Profiles of posts: the edition in force, the one that is being written, and its approval.
//!
//! Whoever reads a post within the rubric reads its profile: editions are found through their post. One version stands for
//! all the editions of a post, so that whoever writes or approves has seen both. Refuses that somebody approves what they
//! have written (`domain.md`, R2).

use std::collections::BTreeSet;

use serde_json::json;
use shared::catalogue::post_profiles as texts;
use shared::catalogue::{requests, rules};
use shared::contract::post_profiles::{
    CompletenessView, DocumentView, EditionView, PostProfileApproval, PostProfilePut, PostProfileView,
};
use shared::contract::{Coded, History, PostRef};
use shared::habilitation::{Right, Rubric};
use shared::id::{AccountId, EstablishmentId, IdSource as _, PostId, PostProfileId};
use shared::post::Post;
use shared::post_profile::{Blocked, Contacts, Document, EditionState, PostProfile, completeness};
use shared::problem::{Code, FieldProblem};
use shared::time::{Day, Instant, Period, Retrospect, Segment, Timeline, View};

use super::facts::{reason_at, said};
use super::library::Library;
use super::listing::{statements, text};
use super::naming::{coded, owned};
use super::{Ctx, Failure, new_ids, wrong};
use crate::authz::{Permit, Scope};
use crate::db::changes::NewChange;
use crate::db::facts::FactSet;
use crate::db::lists::{self, Entry, Past};
use crate::db::{self, Connection, Transaction};

const RUBRIC: Rubric = Rubric::PostProfiles;
/// Longest text of a feature.
const TEXT: usize = 4_000;
/// Longest position, longest contact.
const LINE: usize = 300;

/// Everything ever said of the profile of one post, in sight of the caller.
pub(super) struct Known {
    pub(super) post: Entry<Post>,
    pub(super) establishment: EstablishmentId,
    past: Vec<(PostProfileId, Past<PostProfile>)>,
    pub(super) version: i64,
}

/// The present knowledge, whatever the clock says.
fn present() -> Instant {
    Instant::NEVER.just_before()
}

impl Known {
    /// The post as it is that day, and what is known of its profile.
    pub(super) fn read(
        connection: &mut Connection,
        scope: &Scope,
        id: PostId,
        view: View,
    ) -> Result<Known, Failure> {
        let post = lists::find::<Post>(connection, scope, id, view)?;
        let about = (text("post_id"), id.to_string());
        let (past, version) =
            lists::history_referring::<PostProfile>(connection, scope, about, view.known_at)?;
        let establishment = post.establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
        Ok(Known { post, establishment, past, version })
    }

    /// What holds of the profile on a day.
    fn on(&self, day: Day) -> impl Iterator<Item = &(PostProfileId, Past<PostProfile>)> {
        let holds =
            move |one: &Past<PostProfile>| one.superseded_at.is_none() && one.segment.period.contains(day);
        self.past.iter().filter(move |(_, one)| holds(one))
    }

    /// The edition in a state on a day.
    pub(super) fn edition(
        &self,
        state: EditionState,
        day: Day,
    ) -> Option<&(PostProfileId, Past<PostProfile>)> {
        self.on(day).find(|(_, one)| one.segment.value.state == state)
    }

    /// The edition of a number on a day.
    pub(super) fn numbered(&self, edition: u32, day: Day) -> Option<&PostProfile> {
        let mut on = self.on(day).map(|(_, one)| &one.segment.value);
        on.find(|own| own.edition == edition)
    }

    /// All that is known now of one edition.
    fn timeline(&self, id: PostProfileId) -> Timeline<PostProfile> {
        let own = self.past.iter().filter(|(own, one)| *own == id && one.superseded_at.is_none());
        Timeline::from_segments(own.map(|(_, one)| one.segment.clone()))
    }

    /// All those who have written an edition, since it was begun.
    fn writers(&self, id: PostProfileId) -> BTreeSet<AccountId> {
        let own = self.past.iter().filter(|(own, _)| *own == id);
        own.map(|(_, one)| one.segment.value.written_by).collect()
    }

    fn next_edition(&self) -> u32 {
        let last = self.past.iter().map(|(_, one)| one.segment.value.edition).max();
        last.unwrap_or_default().saturating_add(1)
    }
}

/// The profile of a post on a day.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: PostId, view: View) -> Result<PostProfileView, Failure> {
    ctx.database.read(|connection| get_in(ctx, connection, id, view))
}

fn get_in(
    ctx: &Ctx,
    connection: &mut Connection,
    id: PostId,
    view: View,
) -> Result<PostProfileView, Failure> {
    let scope = ctx.scope(connection, RUBRIC, view.as_of)?;
    let known = Known::read(connection, &scope, id, view)?;
    let library = ctx.shelf.library(connection)?;
    let shown = |state| known.edition(state, view.as_of).map(|(id, one)| edition(&library, *id, one));
    let post = PostRef { id, number: known.post.segment.value.number().to_string() };
    let finess = library.territory.finess(known.establishment);
    Ok(PostProfileView {
        post,
        establishment: finess.map(ToString::to_string).unwrap_or_default(),
        approved: shown(EditionState::Approved),
        draft: shown(EditionState::Draft),
        allowed_actions: allowed(ctx, connection, id)?,
        version: known.version,
    })
}

/// What the caller may do now, whatever the day that is read: a profile is written and approved on the day.
fn allowed(ctx: &Ctx, connection: &mut Connection, id: PostId) -> Result<Vec<String>, Failure> {
    let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
    let now = View { as_of: ctx.today, known_at: present() };
    let Ok(known) = Known::read(connection, &scope, id, now) else { return Ok(Vec::new()) };
    let at = Some(known.establishment);
    let mut actions = Vec::new();
    let draft = known.edition(EditionState::Draft, ctx.today);
    if ctx.may(connection, RUBRIC, Right::Modify, at)? {
        actions.push("write".to_owned());
        actions.extend(draft.map(|_| "attach".to_owned()));
    }
    if let (Some((id, one)), Some(by)) = (draft, account(ctx))
        && ctx.may(connection, RUBRIC, Right::Validate, at)?
        && one.segment.value.may_be_approved(&known.writers(*id), by).is_ok()
    {
        actions.push("approve".to_owned());
    }
    Ok(actions)
}

/// The account that acts: editions say by whom they are written, so that nobody else than a person does.
fn account(ctx: &Ctx) -> Option<AccountId> {
    ctx.authority.held().map(|held| held.account)
}

/// The past of all the editions of a post, along the axes that are asked.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn history(ctx: &Ctx, id: PostId, asked: Retrospect) -> Result<History<EditionView>, Failure> {
    ctx.database.read(|connection| {
        let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
        // Of a post that is over too: its past is what is asked for.
        lists::history::<Post>(connection, &scope, id, asked.known_at)?;
        let about = (text("post_id"), id.to_string());
        let (past, version) =
            lists::history_referring::<PostProfile>(connection, &scope, about, asked.known_at)?;
        let library = ctx.shelf.library(connection)?;
        let things: BTreeSet<PostProfileId> = past.iter().map(|(id, _)| *id).collect();
        let mut whole = statements::<PostProfile, EditionView>(
            Vec::new(),
            uuid::Uuid::nil().into(),
            version,
            asked,
            |_, _| Ok(Vec::new()),
        )?;
        for thing in things {
            let own = past.iter().filter(|(id, _)| *id == thing).map(|(_, one)| one.clone()).collect();
            let shown = statements::<PostProfile, EditionView>(own, thing, version, asked, |entries, _| {
                Ok(entries.iter().map(|entry| of_entry(&library, entry)).collect())
            })?;
            whole.items.extend(shown.items);
        }
        let by_day = asked.axis.day().is_none();
        whole.items.sort_by_key(|one| (by_day.then_some(one.valid_from), one.recorded_at, one.fact.edition));
        Ok(whole)
    })
}

fn edition(library: &Library, id: PostProfileId, one: &Past<PostProfile>) -> EditionView {
    of_entry(
        library,
        &Entry {
            id,
            establishment: one.establishment,
            segment: one.segment.clone(),
            recorded_at: one.recorded_at,
            change: one.change,
            version: one.version,
        },
    )
}

fn of_entry(library: &Library, entry: &Entry<PostProfile>) -> EditionView {
    let own = &entry.segment.value;
    let said = completeness(own);
    let names = |fields: &[&str]| fields.iter().map(|name| (*name).to_owned()).collect();
    let speciality = |code: &smol_str::SmolStr| -> Coded {
        let list =
            if library.nomenclatures.knows("specialities", code) { "specialities" } else { "cnu_sections" };
        coded(library, list, code)
    };
    EditionView {
        id: entry.id,
        edition: own.edition,
        state: own.state,
        speciality: own.speciality.as_ref().map(speciality),
        position: owned(&own.position),
        quotity: own.quotity,
        skills: owned(&own.skills),
        on_call: owned(&own.on_call),
        place: owned(&own.place),
        means: owned(&own.means),
        vacancy_reason: own.vacancy_reason.as_ref().map(|code| coded(library, "vacancy_reasons", code)),
        vacant_from: own.vacant_from,
        team: owned(&own.team),
        diplomas: owned(&own.diplomas),
        non_clinical_time: own.non_clinical_time,
        shared_time: owned(&own.shared_time),
        ght_activity: owned(&own.ght_activity),
        exclusivity_allowance: own.exclusivity_allowance,
        private_practice: own.private_practice,
        head_of_service: owned(&own.contacts.head_of_service),
        head_of_pole: owned(&own.contacts.head_of_pole),
        medical_affairs: owned(&own.contacts.medical_affairs),
        document: own.document.as_ref().map(|document| DocumentView {
            name: document.name.to_string(),
            size: document.size,
            hash: document.hash.to_string(),
        }),
        completeness: CompletenessView {
            complete: said.missing.is_empty(),
            missing: names(&said.missing),
            unfilled: names(&said.unfilled),
        },
        written_by: own.written_by,
        approved_by: own.approval.map(|approval| approval.by),
        approved_on: own.approval.map(|approval| approval.on),
        valid_from: entry.segment.period.from(),
        valid_to: entry.segment.period.to(),
        recorded_at: entry.recorded_at,
        change_id: entry.change,
    }
}

/// A profile that is about to be written by somebody who may.
pub(super) struct Writing {
    pub(super) known: Known,
    set: FactSet,
    permit: Permit,
    pub(super) by: AccountId,
}

impl Writing {
    /// Sight first, then the right, then the version: whoever may not write learns nothing of what others did.
    pub(super) fn begin(
        ctx: &Ctx,
        tx: &mut Transaction<'_>,
        id: PostId,
        version: i64,
        right: Right,
    ) -> Result<Writing, Failure> {
        let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
        let known = Known::read(tx, &scope, id, View { as_of: ctx.today, known_at: present() })?;
        let set = FactSet::Establishment(known.establishment);
        // Who sees the post without its whole establishment lacks the right, not the post.
        let permit = ctx.permit(tx, RUBRIC, right, set).map_err(|failure| match failure {
            Failure::Refused(refusal) if refusal.code == Code::NotFound => Failure::code(Code::RightMissing),
            failure => failure,
        })?;
        let by = account(ctx).ok_or_else(|| Failure::code(Code::RightMissing))?;
        if known.version != version {
            let current = get_in(ctx, tx, id, View { as_of: ctx.today, known_at: present() })?;
            return Err(Failure::refused(Code::StaleVersion, requests::STALE)
                .with("version", known.version)
                .with("current", json!(current)));
        }
        Ok(Writing { known, set, permit, by })
    }

    /// The leave to write, and where.
    pub(super) fn leave(&self) -> (&Permit, FactSet) {
        (&self.permit, self.set)
    }

    /// The draft, or why there is none to work on.
    pub(super) fn draft(&self, day: Day) -> Result<(PostProfileId, PostProfile), Failure> {
        let found = self.known.edition(EditionState::Draft, day);
        let found = found.map(|(id, one)| (*id, one.segment.value.clone()));
        found.ok_or_else(|| Failure::refused(Code::TransitionRefused, texts::NO_DRAFT).allowing(Vec::new()))
    }

    /// What a draft says from the day on which it was begun: what it said before is told by what was known then.
    pub(super) fn restated(&self, id: PostProfileId, value: PostProfile, day: Day) -> Timeline<PostProfile> {
        let first = self.known.timeline(id).first().map_or(day, |first| first.period.from());
        Timeline::single(Period::since(first), value)
    }

    /// Writes the timelines of editions as one change, and reads the profile back.
    pub(super) fn record(
        &self,
        ctx: &Ctx,
        tx: &mut Transaction<'_>,
        editions: Vec<(PostProfileId, Timeline<PostProfile>)>,
        change: NewChange,
    ) -> Result<PostProfileView, Failure> {
        let scope = ctx.scope(tx, RUBRIC, ctx.today)?;
        let head = db::versions::read_head(tx, self.set)?;
        let known = db::facts::load(tx, &scope, self.set, present())?;
        let mut target = known.clone();
        for (id, timeline) in editions {
            target.post_profiles.put(id, timeline);
        }
        let difference = known.difference(&target);
        if !difference.is_empty() {
            db::changes::record(tx, &self.permit, self.set, Some(head), change, &difference, ctx.now)?;
        }
        get_in(ctx, tx, self.known.post.id, View { as_of: ctx.today, known_at: present() })
    }
}

/// Writes the whole draft: the first one is begun, a later one is replaced.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.stale_version`, `request.invalid`; failures of the database.
pub fn put(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PostId,
    version: i64,
    sent: PostProfilePut,
) -> Result<PostProfileView, Failure> {
    let writing = Writing::begin(ctx, tx, id, version, Right::Modify)?;
    let library = ctx.shelf.library(tx)?;
    let reason = reason_at("/reason", sent.reason.as_deref())?;
    let draft = writing.draft(ctx.today).ok();
    let (thing, edition) = match &draft {
        Some((thing, own)) => (*thing, own.edition),
        None => (new_ids().next_id().into(), writing.known.next_edition()),
    };
    let document =
        carried(&writing, draft.as_ref().map(|(_, own)| own), sent.document.as_deref(), ctx.today)?;
    let value = PostProfile {
        post: id,
        edition,
        state: EditionState::Draft,
        speciality: said(sent.speciality),
        position: said(sent.position),
        quotity: sent.quotity,
        skills: said(sent.skills),
        on_call: said(sent.on_call),
        place: said(sent.place),
        means: said(sent.means),
        vacancy_reason: said(sent.vacancy_reason),
        vacant_from: sent.vacant_from,
        team: said(sent.team),
        diplomas: said(sent.diplomas),
        non_clinical_time: sent.non_clinical_time,
        shared_time: said(sent.shared_time),
        ght_activity: said(sent.ght_activity),
        exclusivity_allowance: sent.exclusivity_allowance,
        private_practice: sent.private_practice,
        contacts: Contacts {
            head_of_service: said(sent.head_of_service),
            head_of_pole: said(sent.head_of_pole),
            medical_affairs: said(sent.medical_affairs),
        },
        document,
        written_by: writing.by,
        approval: None,
    };
    let errors = faults(&library, &writing.known.post.segment, &value, ctx.today);
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    let editions = vec![(thing, writing.restated(thing, value, ctx.today))];
    let change = NewChange { reason, ..ctx.change("post_profile.write") };
    writing.record(ctx, tx, editions, change)
}

/// The document that goes with the draft: one that it has, or that of the edition in force.
fn carried(
    writing: &Writing,
    draft: Option<&PostProfile>,
    hash: Option<&str>,
    day: Day,
) -> Result<Option<Document>, Failure> {
    let Some(hash) = hash else { return Ok(None) };
    let approved = writing.known.edition(EditionState::Approved, day).map(|(_, one)| &one.segment.value);
    let mut held = [draft, approved].into_iter().flatten().filter_map(|own| own.document.as_ref());
    let found = held.find(|document| document.hash == hash).cloned();
    found.map(Some).ok_or_else(|| {
        Failure::invalid(vec![wrong("/document", "document.unknown", texts::UNKNOWN_DOCUMENT)])
    })
}

/// Everything wrong with a draft, so that one answer says it all. What is missing is no fault of a draft.
fn faults(library: &Library, post: &Segment<Post>, own: &PostProfile, today: Day) -> Vec<FieldProblem> {
    let mut errors = Vec::new();
    let specialities = if post.value.cnu_section.is_some() { "cnu_sections" } else { "specialities" };
    for (pointer, list, code) in [
        ("/speciality", specialities, &own.speciality),
        ("/vacancy_reason", "vacancy_reasons", &own.vacancy_reason),
    ] {
        let Some(code) = code else { continue };
        match library.nomenclatures.span(list, code) {
            None => errors.push(wrong(pointer, "code.unknown", rules::unknown_code(code))),
            Some(span) if today >= span.to() => {
                errors.push(wrong(pointer, "code.ended", rules::code_ended(code, span.to())));
            }
            Some(_) => {}
        }
    }
    let contacts = &own.contacts;
    for (pointer, said, longest) in [
        ("/position", &own.position, LINE),
        ("/skills", &own.skills, TEXT),
        ("/on_call", &own.on_call, TEXT),
        ("/place", &own.place, TEXT),
        ("/means", &own.means, TEXT),
        ("/team", &own.team, TEXT),
        ("/diplomas", &own.diplomas, TEXT),
        ("/shared_time", &own.shared_time, TEXT),
        ("/ght_activity", &own.ght_activity, TEXT),
        ("/head_of_service", &contacts.head_of_service, LINE),
        ("/head_of_pole", &contacts.head_of_pole, LINE),
        ("/medical_affairs", &contacts.medical_affairs, LINE),
    ] {
        if said.as_ref().is_some_and(|text| text.chars().count() > longest) {
            errors.push(wrong(pointer, "field.too_long", rules::too_long(longest)));
        }
    }
    if own.non_clinical_time > own.quotity.or(Some(post.value.quotity)) {
        errors.push(wrong("/non_clinical_time", "quotity.out_of_range", texts::NON_CLINICAL_BEYOND));
    }
    errors
}

/// Approves the draft; the edition in force is replaced from the same day on, by the same change.
///
/// # Errors
/// `request.not_found`, `right.missing`, `right.own_submission`, `request.stale_version`, `transition.refused`,
/// `post_profile.incomplete`; failures of the database.
pub fn approve(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PostId,
    version: i64,
    sent: &PostProfileApproval,
) -> Result<PostProfileView, Failure> {
    let writing = Writing::begin(ctx, tx, id, version, Right::Validate)?;
    let reason = reason_at("/reason", sent.reason.as_deref())?;
    let (thing, draft) = writing.draft(ctx.today)?;
    let approved = draft.approved(&writing.known.writers(thing), writing.by, ctx.today).map_err(blocked)?;
    let from_today = Period::since(ctx.today);
    let mut own = writing.known.timeline(thing);
    own.assert(from_today, approved);
    let mut editions = vec![(thing, own)];
    if let Some((former, one)) = writing.known.edition(EditionState::Approved, ctx.today)
        && let Some(replaced) = one.segment.value.superseded()
    {
        let mut timeline = writing.known.timeline(*former);
        timeline.assert(from_today, replaced);
        editions.push((*former, timeline));
    }
    let change = NewChange { reason, ..ctx.change("post_profile.approve") };
    writing.record(ctx, tx, editions, change)
}

fn blocked(why: Blocked) -> Failure {
    match why {
        Blocked::NotDraft => Failure::refused(Code::TransitionRefused, texts::NO_DRAFT).allowing(Vec::new()),
        Blocked::OwnVersion => Failure::refused(Code::OwnSubmission, texts::OWN_VERSION),
        Blocked::Incomplete(missing) => {
            Failure::refused(Code::ProfileIncomplete, texts::incomplete(&missing)).with("missing", missing)
        }
    }
}
