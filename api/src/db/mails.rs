//! Mails: the outbox. Which notices wait to be mailed, which mails wait to leave, what became of them.
//!
//! A mail is made from notices in a transaction of its own, so that each notice is in one mail at most; a worker owns a mail
//! while its lease lasts. Refuses to keep addresses and words: both are read when it leaves.

use std::collections::BTreeSet;

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use shared::id::{AccountId, MailId};
use shared::notice::{Channel, MailKind, MailState, NoticeKind, SETTLED_AFTER};
use shared::time::Instant;
use uuid::Uuid;

use super::notices::{Notice, Row as NoticeRow};
use super::problem::Problem;
use super::schema::{mails as table, notice_recipients as recipients, notices};
use super::{Connection, Transaction};

/// Mails made at once.
const MOST: i64 = 200;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Id, by which the receiver knows it when it comes twice.
    pub id: MailId,
    /// For whom.
    pub account: AccountId,
    /// One notice, or those of a day.
    pub kind: MailKind,
    /// Where it stands.
    pub state: MailState,
    /// How often somebody tried.
    pub attempts: i32,
    /// When it is tried again.
    pub next_attempt_at: Instant,
    /// Why it is not further; no address is in it.
    pub last_error: Option<String>,
    /// Who is sending it.
    pub lease_by: Option<String>,
    /// Until when.
    pub lease_until: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    account_id: String,
    kind: String,
    state: String,
    attempts: i32,
    next_attempt_at: NaiveDateTime,
    last_error: Option<String>,
    lease_by: Option<String>,
    lease_until: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
}

impl Row {
    fn new(own: &Mail) -> Row {
        Row {
            id: own.id.to_string(),
            account_id: own.account.to_string(),
            kind: own.kind.name().to_owned(),
            state: own.state.name().to_owned(),
            attempts: own.attempts,
            next_attempt_at: own.next_attempt_at.naive(),
            last_error: own.last_error.clone(),
            lease_by: own.lease_by.clone(),
            lease_until: own.lease_until.map(Instant::naive),
            created_at: own.created_at.naive(),
            sent_at: own.sent_at.map(Instant::naive),
        }
    }

    fn read(self) -> Result<Mail, Problem> {
        let bad = |what: &str| Problem::Corrupt {
            table: "mails",
            id: self.id.clone(),
            what: format!("{what}: not one"),
        };
        Ok(Mail {
            id: self.id.parse().map_err(|_| bad("id"))?,
            account: self.account_id.parse().map_err(|_| bad("account_id"))?,
            kind: MailKind::from_name(&self.kind).ok_or_else(|| bad("kind"))?,
            state: MailState::from_name(&self.state).ok_or_else(|| bad("state"))?,
            attempts: self.attempts,
            next_attempt_at: self.next_attempt_at.into(),
            last_error: self.last_error,
            lease_by: self.lease_by,
            lease_until: self.lease_until.map(Instant::from),
            created_at: self.created_at.into(),
            sent_at: self.sent_at.map(Instant::from),
        })
    }
}

/// When notices are due to be mailed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Now.
    pub now: Instant,
    /// The last hour of digests: what was told before it is in the mail of that day.
    pub digest: Instant,
}

/// After how many hours what was to be mailed at once comes in the mail of the day: without a mail server for a week,
/// nobody is sent a hundred mails when it is back.
const STALE_AFTER: i64 = 48;

impl Due {
    fn stale(self) -> NaiveDateTime {
        self.now.naive() - TimeDelta::hours(STALE_AFTER)
    }
}

macro_rules! to_mail {
    ($due:expr) => {{
        let settled = $due.now.naive() - TimeDelta::seconds(SETTLED_AFTER);
        let at_once = recipients::channel
            .eq(Channel::Immediate.name())
            .and(notices::at.ge($due.stale()))
            .and(notices::kind.ne(NoticeKind::EntryStep.name()).or(notices::at.le(settled)));
        let stale = recipients::channel.eq(Channel::Immediate.name()).and(notices::at.lt($due.stale()));
        let of_day = recipients::channel.eq(Channel::Digest.name()).or(stale);
        let of_day = of_day.and(notices::at.lt($due.digest.naive()));
        recipients::table
            .inner_join(notices::table)
            .filter(recipients::mail_id.is_null())
            .filter(recipients::read_at.is_null())
            .filter(at_once.or(of_day))
    }};
}

/// Whether some notice is due to be mailed.
///
/// # Errors
/// `Query`.
pub fn is_due(connection: &mut Connection, due: Due) -> Result<bool, Problem> {
    let one: Option<String> = to_mail!(due).select(recipients::notice_id).first(connection).optional()?;
    Ok(one.is_some())
}

/// Makes the mails of what is due: one for each notice that is mailed at once, one for each account of those of a day. Says
/// how many.
///
/// # Errors
/// `Constraint`, `Query`, `Corrupt`.
pub fn gather(tx: &mut Transaction<'_>, due: Due) -> Result<usize, Problem> {
    let rows: Vec<(String, String, String, NaiveDateTime)> = to_mail!(due)
        .order((recipients::account_id, notices::seq))
        .limit(MOST)
        .select((recipients::account_id, recipients::notice_id, recipients::channel, notices::at))
        .load(&mut **tx)?;
    let mut made = 0_usize;
    let mut with_digest = BTreeSet::new();
    for (account, notice, channel, at) in rows {
        let of_day = channel == Channel::Digest.name() || at < due.stale();
        // A digest takes all that is due for its account, also what is beyond the limit.
        if of_day && !with_digest.insert(account.clone()) {
            continue;
        }
        let id = Uuid::now_v7().to_string();
        let corrupt = || Problem::Corrupt {
            table: "notice_recipients",
            id: account.clone(),
            what: "account_id: not one".to_owned(),
        };
        let own = Mail {
            id: id.parse().map_err(|_| corrupt())?,
            account: account.parse().map_err(|_| corrupt())?,
            kind: if of_day { MailKind::Digest } else { MailKind::Immediate },
            state: MailState::Waiting,
            attempts: 0,
            next_attempt_at: due.now,
            last_error: None,
            lease_by: None,
            lease_until: None,
            created_at: due.now,
            sent_at: None,
        };
        diesel::insert_into(table::table).values(Row::new(&own)).execute(&mut **tx)?;
        let waiting = || {
            recipients::table
                .filter(recipients::account_id.eq(account.clone()))
                .filter(recipients::mail_id.is_null())
                .filter(recipients::read_at.is_null())
        };
        let taken = recipients::mail_id.eq(Some(id));
        if of_day {
            let told_before =
                |at: NaiveDateTime| notices::table.filter(notices::at.lt(at)).select(notices::id);
            let (digest, stale) = (due.digest.naive(), due.digest.naive().min(due.stale()));
            for (channel, before) in [(Channel::Digest, digest), (Channel::Immediate, stale)] {
                let those = waiting()
                    .filter(recipients::channel.eq(channel.name()))
                    .filter(recipients::notice_id.eq_any(told_before(before)));
                diesel::update(those).set(taken.clone()).execute(&mut **tx)?;
            }
        } else {
            let this = waiting().filter(recipients::notice_id.eq(notice));
            diesel::update(this).set(taken).execute(&mut **tx)?;
        }
        made = made.saturating_add(1);
    }
    Ok(made)
}

/// The next mail that waits, that nobody holds and whose time has come.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn next(connection: &mut Connection, now: Instant) -> Result<Option<Mail>, Problem> {
    let row: Option<Row> = table::table
        .filter(table::state.eq(MailState::Waiting.name()))
        .filter(table::next_attempt_at.le(now.naive()))
        .filter(table::lease_until.is_null().or(table::lease_until.assume_not_null().lt(now.naive())))
        .order((table::next_attempt_at, table::id))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::read).transpose()
}

/// A mail by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: MailId) -> Result<Option<Mail>, Problem> {
    let row: Option<Row> =
        table::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::read).transpose()
}

/// The mails of an account, oldest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn of_account(connection: &mut Connection, account: AccountId) -> Result<Vec<Mail>, Problem> {
    let rows: Vec<Row> = table::table
        .filter(table::account_id.eq(account.to_string()))
        .order(table::id)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::read).collect()
}

/// Writes what became of a mail.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn update(tx: &mut Transaction<'_>, own: &Mail) -> Result<(), Problem> {
    diesel::update(table::table.find(own.id.to_string())).set(Row::new(own)).execute(&mut **tx)?;
    Ok(())
}

/// The notices of a mail that its reader has not read meanwhile, oldest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn unread(connection: &mut Connection, id: MailId) -> Result<Vec<Notice>, Problem> {
    let rows: Vec<NoticeRow> = recipients::table
        .inner_join(notices::table)
        .filter(recipients::mail_id.eq(Some(id.to_string())))
        .filter(recipients::read_at.is_null())
        .order((notices::seq, notices::id))
        .select(NoticeRow::as_select())
        .load(connection)?;
    rows.into_iter().map(NoticeRow::read).collect()
}
