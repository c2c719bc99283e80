//! Comments: the thread of a post, of a request, of a list, of a post in a tour.
//!
//! Whoever reads the thing and comments where it is reads its thread; the hospital and its agency write (`domain.md` R6).
//! Whom it concerns is told by [`super::notices`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use shared::catalogue::{comments as texts, requests};
use shared::comment::{self, BadText, CommentAction, Target};
use shared::contract::comments::{
    CommentCreate, CommentView, Mentionable, MentionablePeople, Somebody, Thread, ThreadRead,
};
use shared::habilitation::{Habilitation, Perimeter, Place, Profile, Right};
use shared::id::{AccountId, CommentId, EstablishmentId, IdSource as _};
use shared::post::Post;
use shared::problem::{Code, FieldProblem};
use shared::request::Request;
use shared::time::Instant;

use super::tours::{desk, entries};
use super::{Ctx, Failure, new_ids, notices, wrong};
use crate::db::comments::{self as store, Comment};
use crate::db::facts::FactSet;
use crate::db::habilitations::{self, GrantedFilter};
use crate::db::rows::StoredFact;
use crate::db::{Connection, Transaction, accounts, feed, lists};

const RUBRIC: shared::habilitation::Rubric = comment::RUBRIC;

/// What is asked of a thread.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What it is about.
    pub target: Target,
    /// Only comments older than this one.
    pub before: Option<CommentId>,
    /// Comments at most.
    pub limit: u32,
}

/// Whom a comment concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What the thread is about.
    pub target: Target,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// Who said it.
    pub author: AccountId,
    /// Those whom it names, but its author.
    pub mentioned: BTreeSet<AccountId>,
    /// Those, and who spoke in the thread before. What they may read now is asked again by whoever tells them.
    pub concerned: BTreeSet<AccountId>,
}

/// The establishment of a thing whose thread the caller may read.
fn home(ctx: &Ctx, connection: &mut Connection, target: &Target) -> Result<EstablishmentId, Failure> {
    let absent = || Failure::code(Code::NotFound);
    let scope = ctx.scope(connection, target.rubric(), ctx.today)?;
    let home = match target {
        Target::Post(id) => home_of::<Post>(connection, &scope, *id)?,
        Target::Request(id) => home_of::<Request>(connection, &scope, *id)?,
        Target::Entry(tour, post) => entries::entry_of(ctx, connection, *tour, *post)?.establishment,
        Target::List(tour, finess) => {
            let home = ctx.establishment(connection, finess)?;
            scope.demand(Some(home))?;
            desk::list_of(ctx, connection, *tour, home)?.0.map(|_| home)
        }
    };
    let home = home.ok_or_else(absent)?;
    ctx.scope(connection, RUBRIC, ctx.today)?.demand(Some(home))?;
    Ok(home)
}

/// Of whatever was ever stated of it: a thread outlives its post.
fn home_of<T: StoredFact>(
    connection: &mut Connection,
    scope: &crate::authz::Scope,
    id: T::Id,
) -> Result<Option<EstablishmentId>, Failure> {
    let (past, _) = lists::history::<T>(connection, scope, id, Instant::NEVER.just_before())?;
    Ok(past.last().and_then(|one| one.establishment))
}

/// From which seat the caller writes there, by what right.
fn seat(
    ctx: &Ctx,
    connection: &mut Connection,
    home: EstablishmentId,
) -> Result<Option<(AccountId, Profile, Right)>, Failure> {
    let place = ctx.place(connection, Some(home), ctx.today)?;
    let held = ctx.authority.held();
    let seat = held.and_then(|held| Some((held, comment::seat(&held.habilitations, ctx.today, &place)?)));
    Ok(seat.map(|(held, (profile, right))| (held.account, profile, right)))
}

/// What is shown of comments, and to whom.
struct Sight {
    reader: Option<AccountId>,
    may_write: bool,
    finess: String,
    readings: BTreeMap<AccountId, i64>,
    people: BTreeMap<AccountId, accounts::Holder>,
}

impl Sight {
    fn of(
        ctx: &Ctx,
        connection: &mut Connection,
        (target, home): (&Target, EstablishmentId),
        shown: &[Comment],
    ) -> Result<Sight, Failure> {
        let library = ctx.shelf.library(connection)?;
        let readings = store::readings(connection, target)?;
        let mut named: BTreeSet<AccountId> = readings.keys().copied().collect();
        named.extend(shown.iter().flat_map(|one| one.mentions.iter().copied().chain([one.author])));
        let named: Vec<AccountId> = named.into_iter().collect();
        Ok(Sight {
            reader: ctx.authority.held().map(|held| held.account),
            may_write: seat(ctx, connection, home)?.is_some(),
            finess: library.territory.finess(home).map(ToString::to_string).unwrap_or_default(),
            readings,
            people: accounts::holders(connection, Some(&named))?,
        })
    }

    fn somebody(&self, id: AccountId) -> Somebody {
        let name = self.people.get(&id).map(|(name, _)| name.clone()).unwrap_or_default();
        Somebody { id, name }
    }

    fn show(&self, own: &Comment) -> CommentView {
        let read = |reader: &AccountId| self.readings.get(reader).copied();
        let is_unread = |reader: AccountId| {
            comment::is_unread(reader, own.author, own.deleted_at.is_some(), own.seq, read(&reader))
        };
        let may_delete = self.may_write && self.reader == Some(own.author) && own.deleted_at.is_none();
        let readers = self.readings.iter().filter(|(id, seq)| **seq >= own.seq && **id != own.author);
        CommentView {
            id: own.id,
            subject: own.target.to_string(),
            establishment: self.finess.clone(),
            author: self.somebody(own.author),
            seat: own.seat,
            text: own.text.clone(),
            mentions: own.mentions.iter().map(|id| self.somebody(*id)).collect(),
            at: own.created_at,
            deleted_at: own.deleted_at,
            read_by: readers.map(|(id, _)| self.somebody(*id)).collect(),
            unread: self.reader.is_some_and(is_unread),
            version: own.version,
            allowed_actions: if may_delete { vec![CommentAction::Delete] } else { Vec::new() },
        }
    }
}

/// A thread, newest first.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.malformed` when `before` is of another thread; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Thread, Failure> {
    ctx.database.read(|connection| {
        let home = home(ctx, connection, &asked.target)?;
        let of_thread = |found: Option<Comment>| found.filter(|one| one.target == asked.target);
        let before = match asked.before {
            Some(id) => {
                let found = of_thread(store::find(connection, id)?);
                let other = || Failure::about(Code::RequestMalformed, "before", texts::NOT_OF_THREAD);
                Some(found.ok_or_else(other)?.seq)
            }
            None => None,
        };
        let scope = ctx.scope(connection, RUBRIC, ctx.today)?;
        let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        let most = i64::from(asked.limit).saturating_add(1);
        let mut shown = store::page(connection, &scope, &asked.target, before, most)?;
        let more = shown.len() > limit;
        shown.truncate(limit);
        let sight = Sight::of(ctx, connection, (&asked.target, home), &shown)?;
        let unread = match sight.reader {
            Some(reader) => {
                let read = sight.readings.get(&reader).copied();
                store::unread(connection, &asked.target, reader, read)?
            }
            None => 0,
        };
        Ok(Thread {
            items: shown.iter().map(|one| sight.show(one)).collect(),
            more,
            unread,
            limit: asked.limit,
            allowed_actions: if sight.may_write { vec![CommentAction::Write] } else { Vec::new() },
        })
    })
}

/// A comment whose thread the caller may read.
fn load(ctx: &Ctx, connection: &mut Connection, id: CommentId) -> Result<Comment, Failure> {
    let own = store::find(connection, id)?.ok_or_else(|| Failure::code(Code::NotFound))?;
    home(ctx, connection, &own.target)?;
    Ok(own)
}

fn view(ctx: &Ctx, connection: &mut Connection, own: &Comment) -> Result<CommentView, Failure> {
    let sight = Sight::of(ctx, connection, (&own.target, own.establishment), std::slice::from_ref(own))?;
    Ok(sight.show(own))
}

/// One comment.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn get(ctx: &Ctx, id: CommentId) -> Result<CommentView, Failure> {
    ctx.database.read(|connection| {
        let own = load(ctx, connection, id)?;
        view(ctx, connection, &own)
    })
}

/// The subject that a body names.
fn subject(text: &str) -> Result<Target, Failure> {
    let unknown = |_| Failure::invalid(vec![wrong("/subject", "comment.no_subject", texts::NO_SUBJECT)]);
    text.parse().map_err(unknown)
}

fn read_only() -> Failure {
    Failure::refused(Code::RightMissing, texts::READ_ONLY)
}

/// Says something in a thread.
///
/// # Errors
/// `request.not_found`, `right.missing`; `request.invalid` for a text that says nothing or too much, and for somebody named
/// who may not read the thread; failures of the database.
pub fn write(ctx: &Ctx, tx: &mut Transaction<'_>, body: &CommentCreate) -> Result<CommentView, Failure> {
    let target = subject(&body.subject)?;
    let home = home(ctx, tx, &target)?;
    let (author, seat, right) = seat(ctx, tx, home)?.ok_or_else(read_only)?;
    let mut errors = Vec::new();
    let text = comment::said(&body.text).unwrap_or_else(|bad| {
        errors.push(match bad {
            BadText::Empty => wrong("/text", "field.required", texts::EMPTY),
            BadText::TooLong => wrong("/text", "field.too_long", texts::too_long(comment::LONGEST)),
        });
        ""
    });
    errors.extend(bad_mentions(ctx, tx, (&target, home), &body.mentions)?);
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    let permit = ctx.permit(tx, RUBRIC, right, FactSet::Establishment(home))?;
    let id = CommentId::from(new_ids().next_id());
    let details = json!({ "comment": id, "subject": target });
    ctx.note(tx, "comment.write", Some(home), details)?;
    let own = Comment {
        id,
        // Writes are serialised: the last entry is the one just made.
        seq: feed::last(tx)?,
        target,
        establishment: home,
        author,
        seat,
        text: Some(text.to_owned()),
        created_at: ctx.now,
        deleted_at: None,
        deleted_seq: None,
        mentions: body.mentions.iter().copied().collect(),
        version: 1,
    };
    store::insert(tx, &permit, &own)?;
    notices::tell_comment(ctx, tx, id)?;
    view(ctx, tx, &own)
}

/// What is wrong with those whom a comment names.
fn bad_mentions(
    ctx: &Ctx,
    connection: &mut Connection,
    (target, home): (&Target, EstablishmentId),
    mentions: &[AccountId],
) -> Result<Vec<FieldProblem>, Failure> {
    if mentions.is_empty() {
        return Ok(Vec::new());
    }
    if mentions.len() > comment::MOST_MENTIONS {
        let detail = texts::too_many_mentions(comment::MOST_MENTIONS);
        return Ok(vec![wrong("/mentions", "field.too_long", detail)]);
    }
    let readers = readers(ctx, connection, target, home)?;
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for (at, id) in mentions.iter().enumerate() {
        let pointer = format!("/mentions/{at}");
        if !seen.insert(*id) {
            errors.push(wrong(&pointer, "comment.mentioned_twice", texts::TWICE));
        } else if !readers.contains_key(id) {
            // Nobody is named whom the caller may not know: whoever wrote in the thread is known already.
            let known = store::writers(connection, target, i64::MAX)?.contains(id);
            let name = if known { accounts::find(connection, *id)?.map(|one| one.name) } else { None };
            errors.push(wrong(&pointer, "comment.may_not_read", texts::may_not_read(name.as_deref())));
        }
    }
    Ok(errors)
}

/// Who may read a thread today by a perimeter that holds its establishment, and by which profiles.
pub(super) fn readers(
    ctx: &Ctx,
    connection: &mut Connection,
    target: &Target,
    home: EstablishmentId,
) -> Result<BTreeMap<AccountId, (String, Vec<Profile>)>, Failure> {
    let place = ctx.place(connection, Some(home), ctx.today)?;
    let within = perimeters(&place);
    let filter = GrantedFilter { on: Some(ctx.today), within: Some(&within), ..GrantedFilter::default() };
    let mut held: BTreeMap<AccountId, Vec<Habilitation>> = BTreeMap::new();
    for granted in habilitations::list(connection, &filter)? {
        held.entry(granted.account).or_default().extend(granted.habilitation());
    }
    held.retain(|_, held| comment::may_read(held, ctx.today, target, &place));
    let ids: Vec<AccountId> = held.keys().copied().collect();
    let open = accounts::list(connection, Some(&ids), None, None, i64::MAX)?;
    let open = open.into_iter().filter(|one| one.disabled_at.is_none());
    let readers = open.filter_map(|one| {
        let own = held
            .remove(&one.id)?
            .into_iter()
            .filter(|held| held.perimeter.contains(&place) && held.rights(RUBRIC).has(Right::Read));
        let seats: BTreeSet<Profile> = own.map(|held| held.profile).collect();
        Some((one.id, (one.name, seats.into_iter().collect())))
    });
    Ok(readers.collect())
}

/// The perimeters that hold a place.
pub(super) fn perimeters(place: &Place) -> Vec<Perimeter> {
    let of = |code: &Option<_>, make: fn(_) -> Perimeter| code.clone().map(make);
    let some = [
        of(&place.region, Perimeter::Region),
        of(&place.ght, Perimeter::Ght),
        of(&place.establishment, Perimeter::Establishment),
    ];
    [Perimeter::National].into_iter().chain(some.into_iter().flatten()).collect()
}

/// Those whom the caller may name in a thread.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn mentionable(ctx: &Ctx, target: &Target) -> Result<MentionablePeople, Failure> {
    ctx.database.read(|connection| {
        let home = home(ctx, connection, target)?;
        let Some((own, ..)) = seat(ctx, connection, home)? else {
            return Ok(MentionablePeople { items: Vec::new() });
        };
        let readers = readers(ctx, connection, target, home)?.into_iter().filter(|(id, _)| *id != own);
        let mut items: Vec<Mentionable> =
            readers.map(|(id, (name, seats))| Mentionable { id, name, seats }).collect();
        items.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        Ok(MentionablePeople { items })
    })
}

/// Notes how far the caller has read a thread: theirs alone, and no line of the journal.
///
/// # Errors
/// `request.not_found`, `right.missing`, `request.invalid` for a comment of another thread; failures of the database.
pub fn mark_read(ctx: &Ctx, body: &ThreadRead) -> Result<(), Failure> {
    let target = subject(&body.subject)?;
    ctx.database.write(|tx| {
        home(ctx, tx, &target)?;
        let reader = ctx.authority.held().ok_or_else(read_only)?.account;
        let last = store::find(tx, body.last)?.filter(|one| one.target == target);
        let other = || Failure::invalid(vec![wrong("/last", "comment.not_of_thread", texts::NOT_OF_THREAD)]);
        Ok(store::read_until(tx, &target, reader, last.ok_or_else(other)?.seq)?)
    })
}

/// Takes back what the caller said.
///
/// # Errors
/// `request.not_found`, `right.missing` for what somebody else said, `request.stale_version`, `transition.refused` when it
/// was taken back already; failures of the database.
pub fn delete(ctx: &Ctx, tx: &mut Transaction<'_>, id: CommentId, version: i64) -> Result<(), Failure> {
    let own = load(ctx, tx, id)?;
    let (caller, _, right) = seat(ctx, tx, own.establishment)?.ok_or_else(read_only)?;
    if caller != own.author {
        return Err(Failure::refused(Code::RightMissing, texts::NOT_YOURS));
    }
    if version != own.version {
        return Err(Failure::refused(Code::StaleVersion, requests::STALE).with("version", own.version));
    }
    if own.deleted_at.is_some() {
        return Err(Failure::refused(Code::TransitionRefused, texts::ALREADY_DELETED).allowing(Vec::new()));
    }
    let permit = ctx.permit(tx, RUBRIC, right, FactSet::Establishment(own.establishment))?;
    let details = json!({ "comment": own.id, "subject": own.target });
    ctx.note(tx, "comment.delete", Some(own.establishment), details)?;
    let seq = feed::last(tx)?;
    Ok(store::delete(tx, &permit, &own, (seq, ctx.now))?)
}

/// Whom a comment that was just written concerns; `None` when there is no such comment.
///
/// # Errors
/// Failures of the database.
pub fn told(connection: &mut Connection, id: CommentId) -> Result<Option<Told>, Failure> {
    let Some(own) = store::find(connection, id)? else { return Ok(None) };
    let before = store::writers(connection, &own.target, own.seq)?;
    let concerned = comment::concerned(own.author, &own.mentions, &before);
    let mentioned = comment::concerned(own.author, &own.mentions, &BTreeSet::new());
    let (target, establishment, author) = (own.target, own.establishment, own.author);
    Ok(Some(Told { target, establishment, author, mentioned, concerned }))
}
