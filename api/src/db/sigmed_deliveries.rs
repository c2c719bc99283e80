//! What leaves for SIGMED: what waits, what left, what was answered.
//!
//! A worker owns a delivery while its lease lasts. Every write names the version that was read, so that two of them never
//! both succeed. Refuses to know how a delivery travels, and what its answer does.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::id::{DeliveryId, EstablishmentId, PostId};
use shared::sigmed::{DeliveryState, Subject, SubjectKind};
use shared::time::Instant;
use uuid::Uuid;

use super::backend::insert_rows;
use super::problem::Problem;
use super::schema::sigmed_deliveries as table;
use super::{Connection, Transaction};
use crate::authz::Scope;

const TABLE: &str = "sigmed_deliveries";
/// The version of a delivery that was just recorded.
pub const FIRST_VERSION: i64 = 1;
/// Ids asked in one statement: databases bound their number.
const AT_ONCE: usize = 500;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Id.
    pub id: DeliveryId,
    /// By which the receiver knows it, however often it arrives.
    pub key: String,
    /// What it is about.
    pub subject: Subject,
    /// Of which establishment.
    pub establishment: EstablishmentId,
    /// The post, when there is one already.
    pub post: Option<PostId>,
    /// What leaves, byte by byte.
    pub payload: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often somebody tried since it was last put in the queue.
    pub attempts: i32,
    /// When it is tried again; once it was sent, when an answer is asked for again.
    pub next_attempt_at: Instant,
    /// Why it is not further.
    pub last_error: Option<String>,
    /// Who is sending it.
    pub lease_by: Option<String>,
    /// Until when.
    pub lease_until: Option<Instant>,
    /// When it was put in the queue.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
    /// When it was answered.
    pub answered_at: Option<Instant>,
    /// The answer, as JSON.
    pub answer: Option<String>,
    /// Version: [`FIRST_VERSION`], then raised by [`update`].
    pub version: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = table, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    idempotency_key: String,
    subject_kind: String,
    subject_id: String,
    establishment_id: String,
    post_id: Option<String>,
    payload: String,
    state: String,
    attempts: i32,
    next_attempt_at: NaiveDateTime,
    last_error: Option<String>,
    lease_by: Option<String>,
    lease_until: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
    answered_at: Option<NaiveDateTime>,
    answer: Option<String>,
    version: i64,
}

impl Row {
    fn new(own: &Delivery, version: i64) -> Row {
        Row {
            id: own.id.to_string(),
            idempotency_key: own.key.clone(),
            subject_kind: own.subject.kind().name().into(),
            subject_id: own.subject.id().to_string(),
            establishment_id: own.establishment.to_string(),
            post_id: own.post.map(|id| id.to_string()),
            payload: own.payload.clone(),
            state: own.state.name().into(),
            attempts: own.attempts,
            next_attempt_at: own.next_attempt_at.naive(),
            last_error: own.last_error.clone(),
            lease_by: own.lease_by.clone(),
            lease_until: own.lease_until.map(Instant::naive),
            created_at: own.created_at.naive(),
            sent_at: own.sent_at.map(Instant::naive),
            answered_at: own.answered_at.map(Instant::naive),
            answer: own.answer.clone(),
            version,
        }
    }

    fn read(self) -> Result<Delivery, Problem> {
        let unknown =
            |what: &str| Problem::Corrupt { table: TABLE, id: self.id.clone(), what: what.to_owned() };
        let kind = SubjectKind::from_name(&self.subject_kind).ok_or_else(|| unknown("subject_kind"))?;
        let subject: Uuid = self.subject_id.parse().map_err(|_| unknown("subject_id"))?;
        Ok(Delivery {
            id: self.id.parse().map_err(|_| unknown("id"))?,
            subject: Subject::of(kind, subject),
            establishment: self.establishment_id.parse().map_err(|_| unknown("establishment_id"))?,
            post: self.post_id.as_deref().map(|id| id.parse().map_err(|_| unknown("post_id"))).transpose()?,
            state: DeliveryState::from_name(&self.state).ok_or_else(|| unknown("state"))?,
            next_attempt_at: self.next_attempt_at.into(),
            lease_until: self.lease_until.map(Instant::from),
            created_at: self.created_at.into(),
            sent_at: self.sent_at.map(Instant::from),
            answered_at: self.answered_at.map(Instant::from),
            key: self.idempotency_key,
            payload: self.payload,
            attempts: self.attempts,
            last_error: self.last_error,
            lease_by: self.lease_by,
            answer: self.answer,
            version: self.version,
        })
    }
}

/// Records deliveries that wait.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, all: &[Delivery]) -> Result<(), Problem> {
    let rows: Vec<Row> = all.iter().map(|own| Row::new(own, own.version)).collect();
    let written: diesel::QueryResult<()> = insert_rows!(&mut **tx, table::table, &rows);
    Ok(written?)
}

/// Writes a delivery over the version that was read, which it raises.
///
/// # Errors
/// `Stale` when somebody wrote it meanwhile; `Constraint`, `Query`.
pub fn update(tx: &mut Transaction<'_>, own: &mut Delivery) -> Result<(), Problem> {
    let version = own.version.saturating_add(1);
    let same = table::table.find(own.id.to_string()).filter(table::version.eq(own.version));
    if diesel::update(same).set(&Row::new(own, version)).execute(&mut **tx)? != 1 {
        return Err(Problem::Stale);
    }
    own.version = version;
    Ok(())
}

/// A delivery by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: DeliveryId) -> Result<Option<Delivery>, Problem> {
    let row: Option<Row> =
        table::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::read).transpose()
}

/// A delivery by its key.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn by_key(connection: &mut Connection, key: &str) -> Result<Option<Delivery>, Problem> {
    let own = table::table.filter(table::idempotency_key.eq(key)).select(Row::as_select());
    let row: Option<Row> = own.first(connection).optional()?;
    row.map(Row::read).transpose()
}

/// The deliveries of these subjects, oldest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn of_subjects(connection: &mut Connection, subjects: &[Subject]) -> Result<Vec<Delivery>, Problem> {
    let mut found = Vec::new();
    for some in subjects.chunks(AT_ONCE) {
        // An id is that of one subject, whatever its kind.
        let ids: Vec<String> = some.iter().map(|subject| subject.id().to_string()).collect();
        let rows: Vec<Row> = table::table
            .filter(table::subject_id.eq_any(ids))
            .order(table::id)
            .select(Row::as_select())
            .load(connection)?;
        found.extend(rows);
    }
    found.into_iter().map(Row::read).collect()
}

/// The next delivery to send: the oldest whose time has come, that nobody is sending, and before which no other about the
/// same post has still to leave. What is on the shelf holds back what comes after it: SIGMED hears of a post in order.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn next(connection: &mut Connection, now: Instant) -> Result<Option<Delivery>, Problem> {
    let earlier = diesel::alias!(table as earlier);
    let to_leave = [DeliveryState::Waiting.name(), DeliveryState::Shelved.name()];
    let held_back = earlier
        .filter(earlier.field(table::post_id).eq(table::post_id))
        .filter(earlier.field(table::id).lt(table::id))
        .filter(earlier.field(table::state).eq_any(to_leave))
        .select(earlier.field(table::id));
    let row: Option<Row> = table::table
        .filter(table::state.eq(DeliveryState::Waiting.name()))
        .filter(table::next_attempt_at.le(now.naive()))
        .filter(table::lease_until.is_null().or(table::lease_until.assume_not_null().lt(now.naive())))
        .filter(diesel::dsl::not(diesel::dsl::exists(held_back)))
        .order(table::id)
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::read).transpose()
}

/// Deliveries that left and whose answer it is time to ask for, oldest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn unanswered(connection: &mut Connection, now: Instant, limit: i64) -> Result<Vec<Delivery>, Problem> {
    let rows: Vec<Row> = table::table
        .filter(table::state.eq(DeliveryState::Sent.name()))
        .filter(table::next_attempt_at.le(now.naive()))
        .order(table::id)
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::read).collect()
}

/// Which deliveries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// One of these states; empty: none.
    pub states: Vec<DeliveryState>,
    /// About one of these; empty: none.
    pub subjects: Vec<SubjectKind>,
    /// Of one of these establishments; `None`: any.
    pub establishments: Option<Vec<String>>,
    /// Older than that one.
    pub before: Option<DeliveryId>,
}

impl Wanted {
    /// The conditions, as a query.
    fn within(
        &self,
        scope: &Scope,
    ) -> table::BoxedQuery<'static, <Connection as diesel::Connection>::Backend> {
        let states: Vec<&'static str> = self.states.iter().map(|state| state.name()).collect();
        let kinds: Vec<&'static str> = self.subjects.iter().map(|kind| kind.name()).collect();
        let mut query = table::table
            .filter(table::state.eq_any(states))
            .filter(table::subject_kind.eq_any(kinds))
            .into_boxed();
        if let Some(own) = scope.establishments() {
            let own: Vec<String> = own.iter().map(EstablishmentId::to_string).collect();
            query = query.filter(table::establishment_id.eq_any(own));
        }
        if let Some(asked) = &self.establishments {
            query = query.filter(table::establishment_id.eq_any(asked.clone()));
        }
        if let Some(before) = self.before {
            query = query.filter(table::id.lt(before.to_string()));
        }
        query
    }
}

/// Deliveries of the caller's scope that meet all conditions, newest first.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn page(
    connection: &mut Connection,
    scope: &Scope,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<Delivery>, Problem> {
    let query = wanted.within(scope).order(table::id.desc()).limit(limit).select(Row::as_select());
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Row::read).collect()
}

/// Number of deliveries that meet all conditions.
///
/// # Errors
/// `Query`.
pub fn count(connection: &mut Connection, scope: &Scope, wanted: &Wanted) -> Result<u64, Problem> {
    let count: i64 = wanted.within(scope).count().get_result(connection)?;
    Ok(u64::try_from(count).unwrap_or_default())
}
