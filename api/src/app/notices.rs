//! Notices: telling people what others did, in the transaction in which it is done; what they read of it, and how they want
//! to be told.
//!
//! Whom a step concerns is said by `shared::notice`; here the seats become accounts. An account has its own notices alone:
//! those of others do not exist. Refuses to send mails.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use shared::catalogue::{notices as texts, requests};
use shared::comment::Target;
use shared::contract::lists::Test;
use shared::contract::notices::{
    NoticeChannel, NoticeEdit, NoticeSettings, NoticeSettingsPut, NoticeView, NoticesRead,
};
use shared::habilitation::{Perimeter, Rubric};
use shared::id::{AccountId, CommentId, EstablishmentId, IdSource as _, NoticeId, PostId, RequestId, TourId};
use shared::notice::{Channel, Event, GATHERED_FOR, KEPT_FOR, NoticeKind, Subject};
use shared::problem::Code;
use shared::time::Instant;
use smol_str::SmolStr;

use super::library::Library;
use super::listing::{Asked, Field, Listing, Paged, admits, after, flag, key, paged, text};
use super::{Ctx, Failure, comments, new_ids, wrong};
use crate::db::notices::{self as store, Notice, Seats, Told, Wanted};
use crate::db::{Connection, Transaction, feed};

/// Whoever signs in reads structures: the list has a rubric as all lists have, and shows one's own alone.
const RUBRIC: Rubric = Rubric::Structures;

/// What may be asked of the list of notices.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("kind", text("kind"), RUBRIC, "What it is about")
            .unsorted()
            .one_of(|| NoticeKind::ALL.iter().map(|one| one.name()).collect()),
        Field::new("read", flag("read"), RUBRIC, "Whether it was read").unsorted(),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// Where what happened concerns people.
enum Reach {
    /// At an establishment.
    At(EstablishmentId),
    /// In a tour: in the region whose deadline it is, or everywhere.
    Tour(TourId, Option<SmolStr>),
}

fn notice(ctx: &Ctx, tx: &mut Transaction<'_>, event: Event, subject: Subject) -> Result<Notice, Failure> {
    Ok(Notice {
        id: NoticeId::from(new_ids().next_id()),
        // Writes are serialised: the last entry is the one just made.
        seq: feed::last(tx)?,
        kind: event.kind(),
        action: event.action().to_string(),
        subject,
        establishment: None,
        author: ctx.authority.held().map(|held| held.account),
        gathered: None,
        count: 1,
        at: ctx.now,
    })
}

/// Tells those who hold the seats that an event concerns.
fn tell(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    event: Event,
    mut own: Notice,
    reach: Reach,
) -> Result<(), Failure> {
    let profiles = event.seats();
    if profiles.is_empty() {
        return Ok(());
    }
    let since = Instant::from(ctx.now.naive() - TimeDelta::seconds(GATHERED_FOR));
    match store::gathering(tx, &own, since)? {
        Some(before) => {
            store::gather(tx, before.id, &own)?;
            own.id = before.id;
        }
        None => store::insert(tx, &own)?,
    }
    let perimeters = perimeters(ctx, tx, reach)?;
    let seats = Seats { profiles: &profiles, perimeters: &perimeters, rubric: event.rubric(), on: ctx.today };
    store::tell_seats(tx, &own, &seats)?;
    Ok(())
}

/// The perimeters on which a seat is concerned.
fn perimeters(ctx: &Ctx, tx: &mut Transaction<'_>, reach: Reach) -> Result<BTreeSet<Perimeter>, Failure> {
    let (id, only) = match reach {
        Reach::At(home) => {
            let place = ctx.place(tx, Some(home), ctx.today)?;
            return Ok(comments::perimeters(&place).into_iter().collect());
        }
        Reach::Tour(id, region) => (id, region),
    };
    let homes = store::hospitals(tx, id)?;
    let library = ctx.shelf.library(tx)?;
    let mut all = BTreeSet::from([Perimeter::National]);
    for located in library.territory.all(ctx.today) {
        let region = &located.establishment.region;
        if only.as_ref().is_some_and(|only| only != region) {
            continue;
        }
        all.insert(Perimeter::Region(region.clone()));
        if homes.contains(&located.id) {
            all.insert(Perimeter::Establishment(located.establishment.finess_ej.clone()));
        }
    }
    Ok(all)
}

/// Tells of a step of a request.
pub(super) fn tell_request(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    event: Event,
    (id, home): (RequestId, EstablishmentId),
) -> Result<(), Failure> {
    let mut own = notice(ctx, tx, event, Subject::Thing(Target::Request(id)))?;
    own.establishment = Some(home);
    tell(ctx, tx, event, own, Reach::At(home))
}

/// Tells of a step of a tour, in the region whose deadline it is about.
pub(super) fn tell_tour(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    event: Event,
    id: TourId,
    region: Option<SmolStr>,
) -> Result<(), Failure> {
    let own = notice(ctx, tx, event, Subject::Tour(id))?;
    tell(ctx, tx, event, own, Reach::Tour(id, region))
}

/// Tells of a step of the list of a hospital, or of posts of it: together with the same step of others that the same person
/// took a short while before.
pub(super) fn tell_list(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    event: Event,
    (tour, home): (TourId, EstablishmentId),
    posts: &[PostId],
) -> Result<(), Failure> {
    let library = ctx.shelf.library(tx)?;
    let finess = library.territory.finess(home).cloned().unwrap_or_default();
    let list = Target::List(tour, finess);
    let subject = match posts {
        [post] => Target::Entry(tour, *post),
        _ => list.clone(),
    };
    let mut own = notice(ctx, tx, event, Subject::Thing(subject))?;
    own.establishment = Some(home);
    if !posts.is_empty() {
        own.gathered = Some(list.to_string());
        own.count = i64::try_from(posts.len()).unwrap_or(i64::MAX);
    }
    tell(ctx, tx, event, own, Reach::At(home))
}

/// Tells of a comment those whom it names and those who spoke in its thread, as far as they read it today.
pub(super) fn tell_comment(ctx: &Ctx, tx: &mut Transaction<'_>, id: CommentId) -> Result<(), Failure> {
    let Some(said) = comments::told(tx, id)? else { return Ok(()) };
    if said.concerned.is_empty() {
        return Ok(());
    }
    let readers: BTreeSet<AccountId> =
        comments::readers(ctx, tx, &said.target, said.establishment)?.into_keys().collect();
    let others = said.concerned.difference(&said.mentioned).copied().collect();
    for (event, accounts) in [(Event::Mention, said.mentioned), (Event::Thread, others)] {
        let accounts: BTreeSet<AccountId> = accounts.intersection(&readers).copied().collect();
        if accounts.is_empty() {
            continue;
        }
        let mut own = notice(ctx, tx, event, Subject::Thing(said.target.clone()))?;
        own.establishment = Some(said.establishment);
        store::insert(tx, &own)?;
        store::tell_accounts(tx, &own, &accounts)?;
    }
    Ok(())
}

/// Whose notices are asked for; the command line has none.
fn reader(ctx: &Ctx) -> Result<AccountId, Failure> {
    let held = ctx.authority.held().ok_or_else(|| Failure::code(Code::NotFound))?;
    Ok(held.account)
}

fn view(library: &Library, own: Told) -> NoticeView {
    let Told { notice, read_at, version } = own;
    let count = u32::try_from(notice.count).unwrap_or(u32::MAX);
    let finess = |home| library.territory.finess(home).map(ToString::to_string);
    NoticeView {
        id: notice.id,
        kind: notice.kind,
        text: texts::sentence(notice.kind, &notice.action, usize::try_from(count).unwrap_or(usize::MAX)),
        action: notice.action,
        subject: notice.subject.to_string(),
        establishment: notice.establishment.and_then(finess),
        count,
        at: notice.at,
        read_at,
        version,
    }
}

/// A page of one's notices, with the place of the last in the journal: it is not told, and the next page begins there.
///
/// # Errors
/// `request.bad_cursor`, `request.unknown_parameter`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<NoticeView>, Failure> {
    let account = reader(ctx)?;
    let mut wanted = wanted(asked)?;
    let all = wanted.clone();
    if let Some(keys) = after(asked, 2)? {
        wanted.before = Some((key(&keys, 0)?, key(&keys, 1)?));
    }
    let most = i64::from(asked.limit).saturating_add(1);
    let (found, total, library) = ctx.database.read(|connection| {
        let found = store::page(connection, account, &wanted, most)?;
        let total = if asked.total { Some(store::count(connection, account, &all)?) } else { None };
        Ok::<_, Failure>((found, total, ctx.shelf.library(connection)?))
    })?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let page = paged(found, limit, total, |last: &Told| {
        vec![last.notice.seq.to_string(), last.notice.id.to_string()]
    });
    let items = page.items.into_iter().map(|one| view(&library, one)).collect();
    Ok(Paged { items, next: page.next, total: page.total })
}

/// The conditions, for the store.
fn wanted(asked: &Asked) -> Result<Wanted, Failure> {
    let other = asked.filters.iter().find(|one| !matches!(one.test, Test::Among(_) | Test::NotAmong(_)));
    if let Some(other) = other {
        let name = other.field.name;
        return Err(Failure::about(Code::UnknownParameter, name, requests::unknown_parameter(name)));
    }
    let kinds = NoticeKind::ALL.iter().filter(|one| admits(&asked.filters, "kind", one.name()));
    let mut kinds: Vec<NoticeKind> = kinds.copied().collect();
    let read = match ["true", "false"].map(|word| admits(&asked.filters, "read", word)) {
        [true, true] => None,
        [read, false] => Some(read),
        [false, true] => Some(false),
    };
    if asked.filters.iter().any(|one| one.field.name == "read")
        && !["true", "false"].iter().any(|word| admits(&asked.filters, "read", word))
    {
        kinds.clear();
    }
    Ok(Wanted { kinds, read, before: None })
}

fn load(connection: &mut Connection, account: AccountId, id: NoticeId) -> Result<Told, Failure> {
    store::find(connection, account, id)?.ok_or_else(|| Failure::code(Code::NotFound))
}

/// One of one's notices.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn get(ctx: &Ctx, id: NoticeId) -> Result<NoticeView, Failure> {
    let account = reader(ctx)?;
    ctx.database.read(|connection| {
        let own = load(connection, account, id)?;
        Ok(view(&*ctx.shelf.library(connection)?, own))
    })
}

fn stale(version: i64) -> Failure {
    Failure::refused(Code::StaleVersion, requests::STALE).with("version", version)
}

/// Marks one of one's notices: theirs alone, and no line of the journal.
///
/// # Errors
/// `request.not_found`, `request.stale_version`; failures of the database.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: NoticeId,
    version: i64,
    body: &NoticeEdit,
) -> Result<NoticeView, Failure> {
    let account = reader(ctx)?;
    let own = load(tx, account, id)?;
    if own.version != version {
        return Err(stale(own.version));
    }
    if own.read_at.is_some() != body.read {
        store::mark(tx, account, (id, version), body.read.then_some(ctx.now))?;
    }
    let own = load(tx, account, id)?;
    Ok(view(&*ctx.shelf.library(tx)?, own))
}

/// Marks all that one was told up to a notice.
///
/// # Errors
/// `request.invalid` for a notice of somebody else; failures of the database.
pub fn mark_read(ctx: &Ctx, body: &NoticesRead) -> Result<(), Failure> {
    let account = reader(ctx)?;
    ctx.database.write(|tx| {
        let last = store::find(tx, account, body.last)?;
        let other = || Failure::invalid(vec![wrong("/last", "notice.not_yours", texts::NOT_YOURS)]);
        store::mark_until(tx, account, last.ok_or_else(other)?.notice.seq, ctx.now)?;
        Ok(())
    })
}

fn channels(chosen: &BTreeMap<NoticeKind, Channel>) -> Vec<NoticeChannel> {
    let channel = |kind: NoticeKind| chosen.get(&kind).copied().unwrap_or(kind.usual());
    NoticeKind::ALL.iter().map(|kind| NoticeChannel { kind: *kind, channel: channel(*kind) }).collect()
}

/// How one wants to be told.
///
/// # Errors
/// Failures of the database.
pub fn settings(ctx: &Ctx) -> Result<NoticeSettings, Failure> {
    let account = reader(ctx)?;
    let (version, chosen) = ctx.database.read(|connection| store::settings(connection, account))?;
    Ok(NoticeSettings { channels: channels(&chosen), version })
}

/// Says how one wants to be told: of every kind, once.
///
/// # Errors
/// `request.stale_version`, `request.invalid`; failures of the database.
pub fn choose(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    version: i64,
    body: &NoticeSettingsPut,
) -> Result<NoticeSettings, Failure> {
    let account = reader(ctx)?;
    let (known, _) = store::settings(tx, account)?;
    if known != version {
        return Err(stale(known));
    }
    let chosen: BTreeMap<NoticeKind, Channel> =
        body.channels.iter().map(|one| (one.kind, one.channel)).collect();
    if chosen.len() != NoticeKind::ALL.len() || body.channels.len() != chosen.len() {
        return Err(Failure::invalid(vec![wrong(
            "/channels",
            "notice.each_kind_once",
            texts::EACH_KIND_ONCE,
        )]));
    }
    let version = known.saturating_add(1);
    store::choose(tx, account, version, &chosen)?;
    Ok(NoticeSettings { channels: channels(&chosen), version })
}

/// Forgets what was told more than a year ago; says how much.
///
/// # Errors
/// Failures of the database.
pub fn forget(ctx: &Ctx) -> Result<usize, Failure> {
    let before = Instant::from(ctx.now.naive() - TimeDelta::days(KEPT_FOR));
    ctx.database.write(|tx| Ok(store::forget(tx, before)?))
}
