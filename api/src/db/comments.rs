//! Comments: what was said in each thread, whom it names, how far each reader has read.
//!
//! A comment that is taken back keeps its place and loses its words. Refuses to decide who may read or say anything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::comment::Target;
use shared::habilitation::Profile;
use shared::id::{AccountId, CommentId, EstablishmentId};
use shared::time::Instant;

use super::facts::FactSet;
use super::problem::Problem;
use super::schema::{comment_mentions as mentions, comment_readings as readings, comments as table};
use super::{Connection, Transaction};
use crate::authz::{Permit, Scope};

const TABLE: &str = "comments";

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Id.
    pub id: CommentId,
    /// Number of the entry of the journal by which it was said.
    pub seq: i64,
    /// What it is about.
    pub target: Target,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// Who said it.
    pub author: AccountId,
    /// From which seat.
    pub seat: Profile,
    /// What is said; `None` once it was taken back.
    pub text: Option<String>,
    /// When.
    pub created_at: Instant,
    /// When it was taken back.
    pub deleted_at: Option<Instant>,
    /// Number of the entry of the journal by which it was.
    pub deleted_seq: Option<i64>,
    /// Whom it names.
    pub mentions: BTreeSet<AccountId>,
    /// Version.
    pub version: i64,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = table, treat_none_as_default_value = false)]
struct Row {
    id: String,
    seq: i64,
    target: String,
    establishment_id: String,
    author_id: String,
    author_profile: String,
    text: Option<String>,
    created_at: NaiveDateTime,
    deleted_at: Option<NaiveDateTime>,
    deleted_seq: Option<i64>,
    version: i64,
}

fn corrupt(id: &str, what: &str) -> Problem {
    Problem::Corrupt { table: TABLE, id: id.to_owned(), what: format!("{what}: not one") }
}

impl Row {
    fn read(self, mentions: BTreeSet<AccountId>) -> Result<Comment, Problem> {
        let bad = |what: &str| corrupt(&self.id, what);
        Ok(Comment {
            id: self.id.parse().map_err(|_| bad("id"))?,
            seq: self.seq,
            target: self.target.parse().map_err(|_| bad("target"))?,
            establishment: self.establishment_id.parse().map_err(|_| bad("establishment_id"))?,
            author: self.author_id.parse().map_err(|_| bad("author_id"))?,
            seat: Profile::from_name(&self.author_profile).ok_or_else(|| bad("author_profile"))?,
            text: self.text,
            created_at: self.created_at.into(),
            deleted_at: self.deleted_at.map(Instant::from),
            deleted_seq: self.deleted_seq,
            mentions,
            version: self.version,
        })
    }
}

/// Rows with whom they name: one statement more, whatever their number.
fn whole(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Comment>, Problem> {
    let ids: Vec<&String> = rows.iter().map(|row| &row.id).collect();
    let pairs: Vec<(String, String)> = mentions::table
        .filter(mentions::comment_id.eq_any(ids))
        .select((mentions::comment_id, mentions::account_id))
        .load(connection)?;
    let mut named: BTreeMap<String, BTreeSet<AccountId>> = BTreeMap::new();
    for (comment, account) in pairs {
        let account = account.parse().map_err(|_| corrupt(&comment, "account_id"))?;
        named.entry(comment).or_default().insert(account);
    }
    let read = rows.into_iter().map(|row| {
        let mentions = named.remove(&row.id).unwrap_or_default();
        row.read(mentions)
    });
    read.collect()
}

fn covered(permit: &Permit, establishment: EstablishmentId) -> Result<(), Problem> {
    if permit.covers(FactSet::Establishment(establishment)) {
        Ok(())
    } else {
        Err(Problem::OutOfScope { right_missing: true })
    }
}

/// Keeps what is said.
///
/// # Errors
/// `OutOfScope` when the permit is for another establishment; `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, permit: &Permit, own: &Comment) -> Result<(), Problem> {
    covered(permit, own.establishment)?;
    let row = Row {
        id: own.id.to_string(),
        seq: own.seq,
        target: own.target.to_string(),
        establishment_id: own.establishment.to_string(),
        author_id: own.author.to_string(),
        author_profile: own.seat.name().to_owned(),
        text: own.text.clone(),
        created_at: own.created_at.naive(),
        deleted_at: own.deleted_at.map(Instant::naive),
        deleted_seq: own.deleted_seq,
        version: own.version,
    };
    diesel::insert_into(table::table).values(&row).execute(&mut **tx)?;
    for account in &own.mentions {
        let pair = (mentions::comment_id.eq(&row.id), mentions::account_id.eq(account.to_string()));
        diesel::insert_into(mentions::table).values(pair).execute(&mut **tx)?;
    }
    Ok(())
}

/// Takes back what was said: its words go.
///
/// # Errors
/// `OutOfScope`; `Stale` when somebody did meanwhile; `Query`.
pub fn delete(
    tx: &mut Transaction<'_>,
    permit: &Permit,
    own: &Comment,
    (seq, at): (i64, Instant),
) -> Result<(), Problem> {
    covered(permit, own.establishment)?;
    let same = table::table.find(own.id.to_string()).filter(table::version.eq(own.version));
    let emptied = diesel::update(same)
        .set((
            table::text.eq(None::<String>),
            table::deleted_at.eq(at.naive()),
            table::deleted_seq.eq(seq),
            table::version.eq(table::version + 1),
        ))
        .execute(&mut **tx)?;
    if emptied == 1 { Ok(()) } else { Err(Problem::Stale) }
}

/// A comment by its id. Whoever asks then looks whether the caller may read it.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: CommentId) -> Result<Option<Comment>, Problem> {
    let row: Option<Row> =
        table::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    Ok(whole(connection, row.into_iter().collect())?.into_iter().next())
}

/// The comments of a thread within a scope, newest first, those before a number when one is given.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn page(
    connection: &mut Connection,
    scope: &Scope,
    target: &Target,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Comment>, Problem> {
    let mut query = table::table.filter(table::target.eq(target.to_string())).into_boxed();
    if let Some(own) = scope.establishments() {
        let own: Vec<String> = own.iter().map(EstablishmentId::to_string).collect();
        query = query.filter(table::establishment_id.eq_any(own));
    }
    if let Some(before) = before {
        query = query.filter(table::seq.lt(before));
    }
    let rows: Vec<Row> =
        query.order(table::seq.desc()).limit(limit).select(Row::as_select()).load(connection)?;
    whole(connection, rows)
}

/// Those who spoke in a thread before a number.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn writers(
    connection: &mut Connection,
    target: &Target,
    before: i64,
) -> Result<BTreeSet<AccountId>, Problem> {
    let rows: Vec<String> = table::table
        .filter(table::target.eq(target.to_string()))
        .filter(table::seq.lt(before))
        .select(table::author_id)
        .distinct()
        .load(connection)?;
    rows.into_iter().map(|id| id.parse().map_err(|_| corrupt(&id, "author_id"))).collect()
}

/// How many comments of a thread somebody has still to read, after a number (`shared::comment::is_unread`, counted).
///
/// # Errors
/// `Query`.
pub fn unread(
    connection: &mut Connection,
    target: &Target,
    reader: AccountId,
    read: Option<i64>,
) -> Result<u64, Problem> {
    let count: i64 = table::table
        .filter(table::target.eq(target.to_string()))
        .filter(table::author_id.ne(reader.to_string()))
        .filter(table::deleted_at.is_null())
        .filter(table::seq.gt(read.unwrap_or_default()))
        .count()
        .get_result(connection)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// How far each reader has read a thread.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn readings(connection: &mut Connection, target: &Target) -> Result<BTreeMap<AccountId, i64>, Problem> {
    let rows: Vec<(String, i64)> = readings::table
        .filter(readings::target.eq(target.to_string()))
        .select((readings::account_id, readings::seq))
        .load(connection)?;
    let read = rows.into_iter().map(|(id, seq)| {
        let id = id.parse().map_err(|_| Problem::Corrupt {
            table: "comment_readings",
            id: id.clone(),
            what: "account_id: not one".to_owned(),
        });
        Ok((id?, seq))
    });
    read.collect()
}

/// Notes that somebody has read a thread up to a number; never less far than before.
///
/// # Errors
/// `Query`.
pub fn read_until(
    tx: &mut Transaction<'_>,
    target: &Target,
    reader: AccountId,
    seq: i64,
) -> Result<(), Problem> {
    let (target, reader) = (target.to_string(), reader.to_string());
    let own = readings::table.find((&target, &reader));
    let known: Option<i64> = own.select(readings::seq).first(&mut **tx).optional()?;
    match known {
        Some(known) if known >= seq => {}
        Some(_) => {
            diesel::update(own).set(readings::seq.eq(seq)).execute(&mut **tx)?;
        }
        None => {
            let row = (readings::target.eq(&target), readings::account_id.eq(&reader), readings::seq.eq(seq));
            diesel::insert_into(readings::table).values(row).execute(&mut **tx)?;
        }
    }
    Ok(())
}

/// A comment that an entry of the journal said or took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Number of the entry.
    pub seq: i64,
    /// The comment.
    pub id: CommentId,
    /// What its thread is about.
    pub target: Target,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// Whether it was taken back.
    pub deleted: bool,
}

/// The comments that were said or taken back by the entries after a number, up to another, in order.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn touched(connection: &mut Connection, after: i64, to: i64) -> Result<Vec<Touched>, Problem> {
    let said: Vec<Row> = table::table
        .filter(table::seq.gt(after).and(table::seq.le(to)))
        .select(Row::as_select())
        .load(connection)?;
    let taken_back: Vec<Row> = table::table
        .filter(table::deleted_seq.gt(after).and(table::deleted_seq.le(to)))
        .select(Row::as_select())
        .load(connection)?;
    let one = |row: Row, deleted: bool| {
        let own = row.read(BTreeSet::new())?;
        let seq = if deleted { own.deleted_seq.unwrap_or(own.seq) } else { own.seq };
        Ok(Touched { seq, id: own.id, target: own.target, establishment: own.establishment, deleted })
    };
    let said = said.into_iter().map(|row| one(row, false));
    let taken_back = taken_back.into_iter().map(|row| one(row, true));
    let mut all = said.chain(taken_back).collect::<Result<Vec<_>, Problem>>()?;
    all.sort_by_key(|one| one.seq);
    Ok(all)
}
