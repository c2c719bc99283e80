//! Steps of posts in a tour: what somebody, the clock or the program does with one or many of them, in one change for each
//! hospital.
//!
//! Every post is decided before anything is written, so that a whole is done or left as it was. Refuses to choose the posts:
//! whoever asks has read them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::catalogue::{requests, tours as texts};
use shared::contract::lists::Test;
use shared::contract::tours::Lack;
use shared::habilitation::Right;
use shared::id::{AccountId, EstablishmentId, PostId, TourId};
use shared::knowledge::{ChangeSet, Facts, Revision};
use shared::notice::Event;
use shared::problem::{Code, FieldProblem};
use shared::sigmed::{AnswerOutcome, SigmedAnswer, Subject};
use shared::time::{Day, Instant, Timeline};
use shared::tour::entry::TourEntry;
use shared::tour::guard::{Blocked, Given, Known};
use shared::tour::motive::BadMotive;
use shared::tour::readiness;
use shared::tour::round::Tour;
use shared::tour::signed_list::TourList;
use shared::tour::step::{NotTaken, Setting};
use shared::workflow::entry::{Entry as Machine, EntryAction as A, EntryState};
use shared::workflow::{self, Actor, Machine as _, Program, Refused};
use smol_str::SmolStr;

use super::super::actors::actor_at;
use super::super::library::Library;
use super::super::listing::text;
use super::super::sigmed::outbox;
use super::super::{Ctx, Failure, notices, wrong};
use super::{RUBRIC, now};
use crate::authz::Scope;
use crate::db::changes::{self, NewChange};
use crate::db::facts::FactSet;
use crate::db::lists::{self, Entry, Filter, Query};
use crate::db::{Connection, Transaction};

/// Longest text that comes with a step, in characters.
pub(crate) const LONGEST: usize = 500;

/// What comes with a step, as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// Motive.
    pub motive: Option<String>,
    /// What is said.
    pub comment: Option<String>,
    /// Last day of a freeze that ends.
    pub until: Option<Day>,
    /// Day on which a forced post is expected to be vacant.
    pub expected: Option<Day>,
    /// Number of the order of appointment.
    pub order_number: Option<String>,
    /// Its day.
    pub order_date: Option<Day>,
    /// Who is appointed.
    pub appointee: Option<String>,
    /// When the person was installed.
    pub installed_on: Option<Day>,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// The caller, by the table.
    Caller,
    /// The clock or the program, under the right of a step of the tour.
    Program(Program, Right),
}

/// A post on which a step is asked.
pub(super) struct Asked {
    /// The post, as it is now.
    pub(super) entry: Entry<TourEntry>,
    /// What is asked.
    pub(super) action: A,
    /// The version that was read; `None` when it was read in this transaction.
    pub(super) version: Option<i64>,
}

/// A post with what it becomes, or why it stays.
type Decided = (Asked, Result<TourEntry, Failure>);

/// A post that is about to be written.
struct Revised {
    action: A,
    value: TourEntry,
    revision: Revision<TourEntry>,
}

/// What a post has become.
pub(super) struct Taken {
    /// Its version.
    pub(super) version: i64,
    /// Its value.
    pub(super) value: TourEntry,
}

/// What is needed to decide on posts of a tour.
pub(super) struct Desk<'a> {
    ctx: &'a Ctx,
    library: Arc<Library>,
    id: TourId,
    tour: Tour,
}

impl<'a> Desk<'a> {
    /// A desk for the posts of a tour as it is.
    pub(super) fn new(
        ctx: &'a Ctx,
        connection: &mut Connection,
        id: TourId,
        tour: Tour,
    ) -> Result<Self, Failure> {
        Ok(Desk { ctx, library: ctx.shelf.library(connection)?, id, tour })
    }

    /// Takes each step that may be taken, or none when one may not and the whole stands together.
    ///
    /// # Errors
    /// Failures of the database. What refuses one post is told of that post.
    pub(super) fn take(
        &self,
        tx: &mut Transaction<'_>,
        asked: Vec<Asked>,
        (sent, hand): (&Sent, Hand),
        whole: bool,
    ) -> Result<BTreeMap<PostId, Result<Taken, Failure>>, Failure> {
        let mut of_homes: BTreeMap<EstablishmentId, Vec<Asked>> = BTreeMap::new();
        for one in asked {
            let home = one.entry.establishment.ok_or_else(|| Failure::code(Code::NotFound))?;
            of_homes.entry(home).or_default().push(one);
        }
        let mut outcomes = BTreeMap::new();
        let mut drafts = Vec::new();
        for (home, asked) in of_homes {
            let decided = self.decide(tx, home, asked, sent, hand)?;
            let mut revisions = Vec::new();
            for (one, decision) in decided {
                let post = one.entry.segment.value.post;
                match decision {
                    Ok(value) => {
                        let period = one.entry.segment.period;
                        let before = Timeline::from_segments([one.entry.segment]);
                        let difference =
                            Timeline::difference(&before, &Timeline::single(period, value.clone()));
                        let revision = Revision { id: one.entry.id, difference };
                        revisions.push(Revised { action: one.action, value: value.clone(), revision });
                        let version = one.entry.version.saturating_add(1);
                        outcomes.insert(post, Ok(Taken { version, value }));
                    }
                    Err(failure) => {
                        outcomes.insert(post, Err(failure));
                    }
                }
            }
            drafts.push((home, revisions));
        }
        if whole && outcomes.values().any(Result::is_err) {
            for outcome in outcomes.values_mut().filter(|outcome| outcome.is_ok()) {
                *outcome = Err(Failure::refused(Code::RolledBack, texts::ROLLED_BACK));
            }
            return Ok(outcomes);
        }
        for (home, revisions) in drafts {
            self.write(tx, home, revisions, sent, hand)?;
        }
        Ok(outcomes)
    }

    /// What becomes of each post of a hospital.
    fn decide(
        &self,
        tx: &mut Transaction<'_>,
        home: EstablishmentId,
        asked: Vec<Asked>,
        sent: &Sent,
        hand: Hand,
    ) -> Result<Vec<Decided>, Failure> {
        let place = self.ctx.place(tx, Some(home), self.ctx.today)?;
        let (_, list) = list_of(self.ctx, tx, self.id, home)?;
        let facts =
            if asked.iter().any(|one| one.action == A::Propose) { Some(self.facts(tx, home)?) } else { None };
        let actor = match hand {
            Hand::Caller => actor_at(self.ctx, &place),
            Hand::Program(program, _) => Actor::Program(program),
        };
        let region = place.region.clone().unwrap_or_default();
        let setting = Setting {
            lists: &self.library.nomenclatures,
            tour: &self.tour,
            list: &list,
            region: &region,
            now: self.ctx.now,
            today: self.ctx.today,
        };
        let mut decided = Vec::with_capacity(asked.len());
        for one in asked {
            let known = facts.as_ref().map_or_else(Known::default, |(facts, with_profile)| {
                readiness::known(facts, with_profile, one.entry.segment.value.post, self.ctx.today)
            });
            let value = self.decide_one(&one, sent, hand, &known, actor, &setting);
            decided.push((one, value));
        }
        Ok(decided)
    }

    fn decide_one(
        &self,
        one: &Asked,
        sent: &Sent,
        hand: Hand,
        known: &Known,
        actor: Actor<'_>,
        setting: &Setting<'_>,
    ) -> Result<TourEntry, Failure> {
        // Before the version: whoever may not write learns nothing of what others did meanwhile.
        if hand == Hand::Caller && !may_ever(one.action, actor) {
            return Err(Failure::code(Code::RightMissing));
        }
        if one.version.is_some_and(|version| version != one.entry.version) {
            return Err(
                Failure::refused(Code::StaleVersion, requests::STALE).with("version", one.entry.version)
            );
        }
        sent.bounded()?;
        let own = &one.entry.segment.value;
        let by = match hand {
            Hand::Caller => self.ctx.authority.held().map(|held| held.account),
            Hand::Program(..) => None,
        };
        let given = sent.given(by);
        let refused = |not| not_taken(own.state, not, &workflow::allowed::<Machine>(Some(own.state), actor));
        let mut value = own.after(one.action, given, known, actor, setting).map_err(refused)?;
        if value.state == EntryState::Validated {
            // What the agency agreed to leaves at once (practice of the FOC): nobody has to think of it.
            let program = Actor::Program(Program::System);
            value = value.after(A::Send, Given::default(), known, program, setting).map_err(refused)?;
        }
        Ok(value)
    }

    fn facts(
        &self,
        connection: &mut Connection,
        home: EstablishmentId,
    ) -> Result<(Arc<Facts>, BTreeSet<PostId>), Failure> {
        let scope = self.ctx.scope(connection, RUBRIC, self.ctx.today)?;
        let (facts, _) = self.ctx.shelf.facts(connection, &scope, home, Instant::NEVER.just_before())?;
        let with_profile = readiness::with_profile(&facts, self.ctx.today);
        Ok((facts, with_profile))
    }

    /// One change for a hospital.
    fn write(
        &self,
        tx: &mut Transaction<'_>,
        home: EstablishmentId,
        revisions: Vec<Revised>,
        sent: &Sent,
        hand: Hand,
    ) -> Result<(), Failure> {
        let Some(action) = revisions.first().map(|one| one.action) else { return Ok(()) };
        self.tell_sigmed(tx, home, &revisions, sent)?;
        let set = FactSet::Establishment(home);
        let right = match hand {
            Hand::Caller => right_of(self.ctx, tx, action, home)?,
            Hand::Program(_, right) => right,
        };
        let permit = self.ctx.permit(tx, RUBRIC, right, set)?;
        let posts: Vec<PostId> = revisions.iter().map(|one| one.value.post).collect();
        let tour_entries = revisions.into_iter().map(|one| one.revision).collect();
        let reason = said(sent.comment.as_deref()).map(Into::into);
        let change = NewChange { reason, ..self.ctx.change(format!("tour_entry.{}", action.name())) };
        let facts = ChangeSet { tour_entries, ..ChangeSet::default() };
        changes::record(tx, &permit, set, None, change, &facts, self.ctx.now)?;
        notices::tell_list(self.ctx, tx, Event::Entry(action), (self.id, home), &posts)
    }

    /// Puts what leaves for SIGMED in its queue, and settles what was in it when the answer is known.
    fn tell_sigmed(
        &self,
        tx: &mut Transaction<'_>,
        home: EstablishmentId,
        revisions: &[Revised],
        sent: &Sent,
    ) -> Result<(), Failure> {
        let mut leaving = Vec::new();
        for one in revisions {
            let outcome = match one.action {
                A::Acknowledge => AnswerOutcome::Acknowledged,
                A::Reject => AnswerOutcome::Rejected,
                _ => {
                    if one.value.state == EntryState::SentToSigmed {
                        leaving.push((one.revision.id, &one.value));
                    }
                    continue;
                }
            };
            let text = sent.comment.clone();
            let answer = SigmedAnswer { outcome, sigmed_number: None, code: None, text };
            outbox::settle(self.ctx, tx, Subject::TourEntry(one.revision.id), &answer)?;
        }
        if leaving.is_empty() {
            return Ok(());
        }
        outbox::send_entries(self.ctx, tx, home, leaving.into_iter(), &self.tour.name())
    }
}

/// The right by which the caller takes an action at a hospital.
pub(super) fn right_of(
    ctx: &Ctx,
    connection: &mut Connection,
    action: A,
    home: EstablishmentId,
) -> Result<Right, Failure> {
    let rights = Machine::STEPS.iter().filter(|step| step.action == action).flat_map(|step| step.people);
    for (_, right) in rights {
        if ctx.may(connection, RUBRIC, *right, Some(home))? {
            return Ok(*right);
        }
    }
    Err(Failure::code(Code::RightMissing))
}

impl Sent {
    fn given(&self, by: Option<AccountId>) -> Given<'_> {
        Given {
            by,
            motive: self.motive.as_deref(),
            text: self.comment.as_deref(),
            expected: self.expected,
            until: self.until,
            order_number: self.order_number.as_deref(),
            order_date: self.order_date,
            appointee: self.appointee.as_deref(),
            installed_on: self.installed_on,
        }
    }

    /// Refuses a text that is longer than it may be.
    fn bounded(&self) -> Result<(), Failure> {
        let texts = [
            ("/motive", &self.motive, 60),
            ("/comment", &self.comment, LONGEST),
            ("/order_number", &self.order_number, 60),
            ("/appointee", &self.appointee, 200),
        ];
        let long = texts
            .into_iter()
            .filter(|(_, text, most)| text.as_deref().is_some_and(|text| text.chars().count() > *most));
        let errors: Vec<FieldProblem> = long
            .map(|(pointer, _, most)| {
                wrong(pointer, "field.too_long", shared::catalogue::rules::too_long(most))
            })
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(Failure::invalid(errors)) }
    }
}

/// A text that says something.
pub(super) fn said(text: Option<&str>) -> Option<SmolStr> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(SmolStr::new)
}

/// Whether somebody may take an action there from some state.
pub(super) fn may_ever(action: A, actor: Actor<'_>) -> bool {
    let steps = Machine::STEPS.iter().filter(|step| step.action == action);
    steps.into_iter().any(|step| workflow::advance::<Machine>(step.from, action, actor).is_ok())
}

/// The list of a hospital in a tour, with its entry in force when there is one.
pub(in super::super) fn list_of(
    ctx: &Ctx,
    connection: &mut Connection,
    tour: TourId,
    home: EstablishmentId,
) -> Result<(Option<Entry<TourList>>, TourList), Failure> {
    let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
    let filters = [of("tour_id", tour.to_string()), of("establishment_id", home.to_string())];
    let found = matching::<TourList>(ctx, connection, &scope, &filters)?.into_iter().next();
    let list = found.as_ref().map_or_else(|| TourList::new(tour), |entry| entry.segment.value.clone());
    Ok((found, list))
}

/// A condition of equality on a column.
pub(super) fn of(column: &'static str, value: String) -> Filter {
    Filter { column: text(column), test: Test::Among(vec![value]) }
}

/// Everything in force that passes the conditions, in the caller's scope.
pub(super) fn matching<T: crate::db::rows::StoredFact>(
    ctx: &Ctx,
    connection: &mut Connection,
    scope: &Scope,
    filters: &[Filter],
) -> Result<Vec<Entry<T>>, Failure> {
    let query = Query { filters, limit: u32::MAX, ..Query::at(now(ctx)) };
    Ok(lists::page::<T>(connection, scope, &query)?.entries)
}

/// Why a step is not taken, and what may be done instead.
pub(super) fn not_taken(state: EntryState, not: NotTaken<EntryState, Blocked>, allowed: &[A]) -> Failure {
    let lacks = match not {
        NotTaken::Refused(Refused::Actor(_)) => return Failure::code(Code::RightMissing),
        NotTaken::Refused(Refused::State(from)) => {
            let refused = Failure::refused(Code::TransitionRefused, texts::entry_refused(state, &from));
            let words: Vec<serde_json::Value> = allowed.iter().map(|action| action.name().into()).collect();
            return refused.with("allowed_actions", words);
        }
        NotTaken::Blocked(lacks) => lacks,
    };
    if let Some(own) = lacks.iter().find(|one| **one == Blocked::OwnProposal) {
        return Failure::refused(Code::OwnSubmission, texts::blocked(own));
    }
    let fields: Vec<FieldProblem> = lacks
        .iter()
        .filter_map(|one| {
            let pointer = match one {
                Blocked::Motive(BadMotive::TextTooShort(_)) | Blocked::NoComment => "/comment",
                Blocked::Motive(_) => "/motive",
                Blocked::NoExpectedDay => "/expected",
                Blocked::NoOrder => "/order_number",
                Blocked::NoInstallation => "/installed_on",
                _ => return None,
            };
            Some(wrong(pointer, one.code(), texts::blocked(one)))
        })
        .collect();
    if fields.is_empty() {
        lacking(lacks.iter().map(|one| (one.code(), texts::blocked(one))))
    } else {
        Failure::invalid(fields)
    }
}

/// 409 with everything that is missing.
pub(super) fn lacking(lacks: impl Iterator<Item = (&'static str, String)>) -> Failure {
    let lacks: Vec<Lack> = lacks.map(|(code, detail)| Lack { code: code.to_owned(), detail }).collect();
    let detail = lacks.iter().map(|lack| lack.detail.as_str()).collect::<Vec<_>>().join(" ");
    let lacks: Vec<serde_json::Value> =
        lacks.iter().map(|lack| serde_json::json!({ "code": lack.code, "detail": lack.detail })).collect();
    Failure::refused(Code::StepLacks, detail).with("lacks", lacks)
}
