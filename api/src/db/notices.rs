//! Notices: what is told, who is told, whether they have read it, by what way they want to be told.
//!
//! Those whom a step concerns are found by one statement, whatever their number: the opening of a tour is told to a nation.
//! Refuses to decide whom a step concerns, and to send mails: see [`super::mails`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::habilitation::{Perimeter, Profile, Rubric};
use shared::id::{AccountId, EstablishmentId, NoticeId, TourId};
use shared::notice::{Channel, MailState, NoticeKind, Subject};
use shared::time::{Day, Instant};

use super::backend::{self, Bound, among};
use super::problem::Problem;
use super::schema::{notice_recipients as recipients, notice_settings as settings, notices as table};
use super::{Connection, Transaction};

/// How the two tables go together, apart from their columns: those are read by a test.
mod joined {
    use super::super::schema::{notice_recipients, notices};

    diesel::joinable!(notice_recipients -> notices (notice_id));
    diesel::allow_tables_to_appear_in_same_query!(notice_recipients, notices);
}

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// Number of the entry of the journal that it tells of.
    pub seq: i64,
    /// What it is about.
    pub kind: NoticeKind,
    /// What was done.
    pub action: String,
    /// What to open.
    pub subject: Subject,
    /// Of which establishment; `None`: of the nation.
    pub establishment: Option<EstablishmentId>,
    /// Who did it; `None`: the program.
    pub author: Option<AccountId>,
    /// The list whose steps are told together.
    pub gathered: Option<String>,
    /// How often.
    pub count: i64,
    /// When, the last time.
    pub at: Instant,
}

/// A notice as one account was told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is told.
    pub notice: Notice,
    /// When it was read.
    pub read_at: Option<Instant>,
    /// Version of what this account has of it.
    pub version: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    seq: i64,
    kind: String,
    action: String,
    subject: String,
    establishment_id: Option<String>,
    author_id: Option<String>,
    gathered: Option<String>,
    count: i64,
    at: NaiveDateTime,
}

impl Row {
    pub(super) fn read(self) -> Result<Notice, Problem> {
        let bad = |what: &str| Problem::Corrupt {
            table: "notices",
            id: self.id.clone(),
            what: format!("{what}: not one"),
        };
        let establishment = self.establishment_id.as_ref().map(|id| id.parse()).transpose();
        let author = self.author_id.as_ref().map(|id| id.parse()).transpose();
        Ok(Notice {
            id: self.id.parse().map_err(|_| bad("id"))?,
            seq: self.seq,
            kind: NoticeKind::from_name(&self.kind).ok_or_else(|| bad("kind"))?,
            action: self.action.clone(),
            subject: self.subject.parse().map_err(|_| bad("subject"))?,
            establishment: establishment.map_err(|_| bad("establishment_id"))?,
            author: author.map_err(|_| bad("author_id"))?,
            gathered: self.gathered.clone(),
            count: self.count,
            at: self.at.into(),
        })
    }
}

/// Keeps what is told; it is told to nobody yet.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, own: &Notice) -> Result<(), Problem> {
    let row = Row {
        id: own.id.to_string(),
        seq: own.seq,
        kind: own.kind.name().to_owned(),
        action: own.action.clone(),
        subject: own.subject.to_string(),
        establishment_id: own.establishment.map(|id| id.to_string()),
        author_id: own.author.map(|id| id.to_string()),
        gathered: own.gathered.clone(),
        count: own.count,
        at: own.at.naive(),
    };
    diesel::insert_into(table::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

/// The notice in which another step of the same person in the same list is gathered: told since an instant, read by nobody
/// and in no mail.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn gathering(tx: &mut Transaction<'_>, own: &Notice, since: Instant) -> Result<Option<Notice>, Problem> {
    let Some(gathered) = &own.gathered else { return Ok(None) };
    let touched = recipients::table
        .filter(recipients::notice_id.eq(table::id))
        .filter(recipients::read_at.is_not_null().or(recipients::mail_id.is_not_null()));
    let mut query = table::table
        .filter(table::gathered.eq(gathered))
        .filter(table::kind.eq(own.kind.name()))
        .filter(table::action.eq(&own.action))
        .filter(table::at.ge(since.naive()))
        .filter(diesel::dsl::not(diesel::dsl::exists(touched)))
        .into_boxed();
    query = match own.author {
        Some(author) => query.filter(table::author_id.eq(author.to_string())),
        None => query.filter(table::author_id.is_null()),
    };
    let row: Option<Row> =
        query.order(table::seq.desc()).select(Row::as_select()).first(&mut **tx).optional()?;
    row.map(Row::read).transpose()
}

/// Adds what just happened to a notice.
///
/// # Errors
/// `Query`.
pub fn gather(tx: &mut Transaction<'_>, id: NoticeId, more: &Notice) -> Result<(), Problem> {
    diesel::update(table::table.find(id.to_string()))
        .set((
            table::count.eq(table::count + more.count),
            table::seq.eq(more.seq),
            table::at.eq(more.at.naive()),
            // Several posts have no page but that of their list.
            table::subject.eq(more.gathered.clone().unwrap_or_else(|| more.subject.to_string())),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The statement that tells those who pass a condition: who did it is not told, nor who may not sign in, and nobody twice.
/// Values are named in the order of their numbers: SQLite knows no other.
fn telling(which: &str) -> String {
    format!(
        "INSERT INTO notice_recipients (notice_id, account_id, channel, version) \
         SELECT $1, a.id, COALESCE(s.channel, $2), 1 FROM accounts a \
         LEFT JOIN notice_settings s ON s.account_id = a.id AND s.kind = $3 \
         WHERE a.id <> $4 AND a.disabled_at IS NULL AND {which} AND NOT EXISTS \
         (SELECT 1 FROM notice_recipients r WHERE r.notice_id = $1 AND r.account_id = a.id)"
    )
}

fn told(own: &Notice) -> Vec<Bound> {
    vec![
        Bound::Text(own.id.to_string()),
        Bound::Text(own.kind.usual().name().to_owned()),
        Bound::Text(own.kind.name().to_owned()),
        Bound::Text(own.author.map(|id| id.to_string()).unwrap_or_default()),
    ]
}

/// Seats, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats<'a> {
    /// The profiles.
    pub profiles: &'a [Profile],
    /// The perimeters on which they are held.
    pub perimeters: &'a BTreeSet<Perimeter>,
    /// What the holder must read there.
    pub rubric: Rubric,
    /// The day on which they are held.
    pub on: Day,
}

/// Tells a notice to whoever holds one of some seats; says to how many.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn tell_seats(tx: &mut Transaction<'_>, own: &Notice, seats: &Seats<'_>) -> Result<usize, Problem> {
    let profiles = seats.profiles.iter().map(|profile| profile.name().to_owned()).collect();
    let perimeters = seats.perimeters.iter().map(ToString::to_string).collect();
    // Every set of rights begins with `r`: any right lets read.
    let sql = telling(&format!(
        "a.id IN (SELECT h.account_id FROM habilitations h WHERE h.valid_from <= $5 AND h.valid_to > $5 AND {} AND {} AND ' ' || h.grants LIKE '% {}:r%')",
        among(tx, "h.profile", 6),
        among(tx, "h.perimeter", 7),
        seats.rubric,
    ));
    let mut values = told(own);
    values.extend([Bound::Day(seats.on.naive()), Bound::List(profiles), Bound::List(perimeters)]);
    Ok(backend::execute(tx, sql, values)?)
}

/// Tells a notice to some accounts; says to how many.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn tell_accounts(
    tx: &mut Transaction<'_>,
    own: &Notice,
    accounts: &BTreeSet<AccountId>,
) -> Result<usize, Problem> {
    let sql = telling(&among(tx, "a.id", 5));
    let mut values = told(own);
    values.push(Bound::List(accounts.iter().map(ToString::to_string).collect()));
    Ok(backend::execute(tx, sql, values)?)
}

/// The hospitals that have a list in a tour.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn hospitals(connection: &mut Connection, tour: TourId) -> Result<BTreeSet<EstablishmentId>, Problem> {
    use super::schema::tour_lists::dsl;

    let rows: Vec<Option<String>> = dsl::tour_lists
        .filter(dsl::tour_id.eq(tour.to_string()))
        .filter(dsl::superseded_at.eq(Instant::NEVER.naive()))
        .select(dsl::establishment_id)
        .distinct()
        .load(connection)?;
    let corrupt = || Problem::Corrupt {
        table: "tour_lists",
        id: tour.to_string(),
        what: "establishment_id: not one".to_owned(),
    };
    rows.into_iter().map(|id| id.and_then(|id| id.parse().ok()).ok_or_else(corrupt)).collect()
}

/// Which notices of an account are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of one of these kinds; empty: none.
    pub kinds: Vec<NoticeKind>,
    /// Read ones; unread ones; both for `None`.
    pub read: Option<bool>,
    /// Before that one, by the entry of the journal, then by id.
    pub before: Option<(i64, NoticeId)>,
}

/// What an account has of a notice, as it is stored.
type Mark = (Option<NaiveDateTime>, i64);

fn of_account((row, (read_at, version)): (Row, Mark)) -> Result<Told, Problem> {
    Ok(Told { notice: row.read()?, read_at: read_at.map(Instant::from), version })
}

macro_rules! wanted {
    ($account:expr, $wanted:expr) => {{
        let kinds: Vec<&'static str> = $wanted.kinds.iter().map(|kind| kind.name()).collect();
        let mut query = recipients::table
            .inner_join(table::table)
            .filter(recipients::account_id.eq($account.to_string()))
            .filter(table::kind.eq_any(kinds))
            .into_boxed();
        if let Some(read) = $wanted.read {
            query = match read {
                true => query.filter(recipients::read_at.is_not_null()),
                false => query.filter(recipients::read_at.is_null()),
            };
        }
        if let Some((seq, id)) = $wanted.before {
            let same = table::seq.eq(seq).and(table::id.lt(id.to_string()));
            query = query.filter(table::seq.lt(seq).or(same));
        }
        query
    }};
}

/// The notices of an account, newest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn page(
    connection: &mut Connection,
    account: AccountId,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<Told>, Problem> {
    let rows: Vec<(Row, Mark)> = wanted!(account, wanted)
        .order((table::seq.desc(), table::id.desc()))
        .limit(limit)
        .select((Row::as_select(), (recipients::read_at, recipients::version)))
        .load(connection)?;
    rows.into_iter().map(of_account).collect()
}

/// Their number.
///
/// # Errors
/// `Query`.
pub fn count(connection: &mut Connection, account: AccountId, wanted: &Wanted) -> Result<u64, Problem> {
    let count: i64 = wanted!(account, wanted).count().get_result(connection)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// A notice of an account; `None` for one that was told to others alone.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, account: AccountId, id: NoticeId) -> Result<Option<Told>, Problem> {
    let row: Option<(Row, Mark)> = recipients::table
        .inner_join(table::table)
        .filter(recipients::account_id.eq(account.to_string()))
        .filter(recipients::notice_id.eq(id.to_string()))
        .select((Row::as_select(), (recipients::read_at, recipients::version)))
        .first(connection)
        .optional()?;
    row.map(of_account).transpose()
}

/// Notes whether an account has read a notice.
///
/// # Errors
/// `Stale` when the version has moved; `Query`.
pub fn mark(
    tx: &mut Transaction<'_>,
    account: AccountId,
    (id, version): (NoticeId, i64),
    read_at: Option<Instant>,
) -> Result<(), Problem> {
    let own = recipients::table.find((id.to_string(), account.to_string()));
    let marked = diesel::update(own.filter(recipients::version.eq(version)))
        .set((
            recipients::read_at.eq(read_at.map(Instant::naive)),
            recipients::version.eq(recipients::version + 1),
        ))
        .execute(&mut **tx)?;
    if marked == 1 { Ok(()) } else { Err(Problem::Stale) }
}

/// Notes that an account has read what it was told up to an entry of the journal; says how many notices that were.
///
/// # Errors
/// `Query`.
pub fn mark_until(
    tx: &mut Transaction<'_>,
    account: AccountId,
    seq: i64,
    at: Instant,
) -> Result<usize, Problem> {
    let until = table::table.filter(table::seq.le(seq)).select(table::id);
    let own = recipients::table
        .filter(recipients::account_id.eq(account.to_string()))
        .filter(recipients::read_at.is_null())
        .filter(recipients::notice_id.eq_any(until));
    let read = (recipients::read_at.eq(Some(at.naive())), recipients::version.eq(recipients::version + 1));
    Ok(diesel::update(own).set(read).execute(&mut **tx)?)
}

/// What an account was told by the entries of the journal after a number, up to another, in order.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn touched(
    connection: &mut Connection,
    account: AccountId,
    after: i64,
    to: i64,
) -> Result<Vec<Notice>, Problem> {
    let rows: Vec<Row> = recipients::table
        .inner_join(table::table)
        .filter(recipients::account_id.eq(account.to_string()))
        .filter(table::seq.gt(after).and(table::seq.le(to)))
        .order((table::seq, table::id))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::read).collect()
}

/// What somebody chose, with its version; the kinds of which they chose nothing are absent.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn settings(
    connection: &mut Connection,
    account: AccountId,
) -> Result<(i64, BTreeMap<NoticeKind, Channel>), Problem> {
    let rows: Vec<(String, String, i64)> = settings::table
        .filter(settings::account_id.eq(account.to_string()))
        .select((settings::kind, settings::channel, settings::version))
        .load(connection)?;
    let version = rows.iter().map(|(.., version)| *version).max().unwrap_or(1);
    let read = rows.into_iter().map(|(kind, channel, _)| {
        let pair = NoticeKind::from_name(&kind).zip(Channel::from_name(&channel));
        pair.ok_or_else(|| Problem::Corrupt {
            table: "notice_settings",
            id: account.to_string(),
            what: format!("{kind} {channel}: not a choice"),
        })
    });
    Ok((version, read.collect::<Result<_, _>>()?))
}

/// Writes what somebody chose, and lets it count for what they were told and no mail has taken.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn choose(
    tx: &mut Transaction<'_>,
    account: AccountId,
    version: i64,
    chosen: &BTreeMap<NoticeKind, Channel>,
) -> Result<(), Problem> {
    let own = account.to_string();
    diesel::delete(settings::table.filter(settings::account_id.eq(&own))).execute(&mut **tx)?;
    for (kind, channel) in chosen {
        let row = (
            settings::account_id.eq(&own),
            settings::kind.eq(kind.name()),
            settings::channel.eq(channel.name()),
            settings::version.eq(version),
        );
        diesel::insert_into(settings::table).values(row).execute(&mut **tx)?;
        let of_kind = table::table.filter(table::kind.eq(kind.name())).select(table::id);
        let waiting = recipients::table
            .filter(recipients::account_id.eq(&own))
            .filter(recipients::mail_id.is_null())
            .filter(recipients::notice_id.eq_any(of_kind));
        diesel::update(waiting).set(recipients::channel.eq(channel.name())).execute(&mut **tx)?;
    }
    Ok(())
}

/// Forgets what was told before an instant, with its mails; says how many notices that were.
///
/// # Errors
/// `Query`.
pub fn forget(tx: &mut Transaction<'_>, before: Instant) -> Result<usize, Problem> {
    use super::schema::mails;

    let old = || table::table.filter(table::at.lt(before.naive())).select(table::id);
    diesel::delete(recipients::table.filter(recipients::notice_id.eq_any(old()))).execute(&mut **tx)?;
    let forgotten = diesel::delete(table::table.filter(table::at.lt(before.naive()))).execute(&mut **tx)?;
    // Its notices were told before it was made: they are gone.
    let done = mails::table
        .filter(mails::created_at.lt(before.naive()))
        .filter(mails::state.ne(MailState::Waiting.name()));
    diesel::delete(done).execute(&mut **tx)?;
    Ok(forgotten)
}
