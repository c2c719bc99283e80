//! Long work: what waits, who works on it until when, and what happened to it, event by event.
//!
//! A worker owns a job while its lease lasts. Every write names the version that was read, in the transaction in which the
//! worker looked whether the lease is still its own: one that was thought dead can write no more. Refuses to know what a
//! job does.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use shared::contract::imports::{ImportFailure, JobState, Progress};
use shared::id::{AccountId, JobId};
use shared::time::Instant;

use super::problem::Problem;
use super::schema::{job_events, jobs};
use super::{Connection, Transaction};

const TABLE: &str = "jobs";

/// A piece of long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// What it does: `import.read`, `import.apply`.
    pub kind: String,
    /// The account that asked it; `None`: the program or the command line.
    pub account: Option<AccountId>,
    /// Who asked it, as changes name their author.
    pub author: String,
    /// Where it stands.
    pub state: JobState,
    /// How far.
    pub progress: Progress,
    /// Id of the thing it works on.
    pub subject: String,
    /// What was asked besides, as JSON.
    pub options: String,
    /// Who works on it.
    pub lease_by: Option<String>,
    /// Until when, unless renewed (UTC).
    pub lease_until: Option<Instant>,
    /// How often it was begun.
    pub attempts: i32,
    /// Why it failed.
    pub failure: Option<ImportFailure>,
    /// Whether somebody asked to give it up.
    pub cancel_requested: bool,
    /// When it was asked (UTC).
    pub created_at: Instant,
    /// When it was last begun.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub ended_at: Option<Instant>,
    /// Version; set by this module.
    pub version: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = jobs, treat_none_as_null = true, treat_none_as_default_value = false)]
struct JobRow {
    id: String,
    kind: String,
    account_id: Option<String>,
    author: String,
    state: String,
    done: i64,
    total: Option<i64>,
    unit: String,
    subject: String,
    options: String,
    lease_by: Option<String>,
    lease_until: Option<NaiveDateTime>,
    attempts: i32,
    failure: Option<String>,
    cancel_requested: bool,
    created_at: NaiveDateTime,
    started_at: Option<NaiveDateTime>,
    ended_at: Option<NaiveDateTime>,
    version: i64,
}

impl JobRow {
    fn new(job: &Job, version: i64) -> Result<Self, Problem> {
        let failure = job.failure.as_ref().map(serde_json::to_string).transpose();
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        Ok(Self {
            id: job.id.to_string(),
            kind: job.kind.clone(),
            account_id: job.account.map(|id| id.to_string()),
            author: job.author.clone(),
            state: job.state.name().into(),
            done: number(job.progress.done),
            total: job.progress.total.map(number),
            unit: job.progress.unit.clone(),
            subject: job.subject.clone(),
            options: job.options.clone(),
            lease_by: job.lease_by.clone(),
            lease_until: job.lease_until.map(Instant::naive),
            attempts: job.attempts,
            failure: failure.map_err(|error| corrupt(&job.id.to_string(), &error.to_string()))?,
            cancel_requested: job.cancel_requested,
            created_at: job.created_at.naive(),
            started_at: job.started_at.map(Instant::naive),
            ended_at: job.ended_at.map(Instant::naive),
            version,
        })
    }

    fn read(self) -> Result<Job, Problem> {
        let unknown = |what: &str| corrupt(&self.id, what);
        let number = |count: i64| u64::try_from(count).map_err(|_| unknown("progress"));
        Ok(Job {
            id: self.id.parse().map_err(|_| unknown("id"))?,
            account: self
                .account_id
                .as_deref()
                .map(|id| id.parse().map_err(|_| unknown("account_id")))
                .transpose()?,
            state: JobState::from_name(&self.state).ok_or_else(|| unknown("state"))?,
            progress: Progress {
                done: number(self.done)?,
                total: self.total.map(number).transpose()?,
                unit: self.unit.clone(),
            },
            failure: self
                .failure
                .as_deref()
                .map(|json| serde_json::from_str(json).map_err(|_| unknown("failure")))
                .transpose()?,
            lease_until: self.lease_until.map(Instant::from),
            created_at: self.created_at.into(),
            started_at: self.started_at.map(Instant::from),
            ended_at: self.ended_at.map(Instant::from),
            kind: self.kind,
            author: self.author,
            subject: self.subject,
            options: self.options,
            lease_by: self.lease_by,
            attempts: self.attempts,
            cancel_requested: self.cancel_requested,
            version: self.version,
        })
    }
}

fn corrupt(id: &str, what: &str) -> Problem {
    Problem::Corrupt { table: TABLE, id: id.to_owned(), what: what.to_owned() }
}

/// Records a job that waits; its version becomes 1.
///
/// # Errors
/// `Constraint`, `Query`.
pub fn insert(tx: &mut Transaction<'_>, job: &mut Job) -> Result<(), Problem> {
    job.version = 1;
    diesel::insert_into(jobs::table).values(JobRow::new(job, 1)?).execute(&mut **tx)?;
    Ok(())
}

/// Writes a job over the version that was read, which it raises.
///
/// # Errors
/// `Stale` when somebody wrote it meanwhile; `Constraint`, `Query`.
pub fn update(tx: &mut Transaction<'_>, job: &mut Job) -> Result<(), Problem> {
    let version = job.version.saturating_add(1);
    let same = jobs::table.find(job.id.to_string()).filter(jobs::version.eq(job.version));
    if diesel::update(same).set(&JobRow::new(job, version)?).execute(&mut **tx)? != 1 {
        return Err(Problem::Stale);
    }
    job.version = version;
    Ok(())
}

/// A job by its id.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn find(connection: &mut Connection, id: JobId) -> Result<Option<Job>, Problem> {
    let row: Option<JobRow> =
        jobs::table.find(id.to_string()).select(JobRow::as_select()).first(connection).optional()?;
    row.map(JobRow::read).transpose()
}

/// The next job to work on: the oldest that waits, or one whose worker let its lease run out.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn next(connection: &mut Connection, now: Instant) -> Result<Option<Job>, Problem> {
    let ready = jobs::state.eq(JobState::Queued.name()).or(jobs::state
        .eq(JobState::Running.name())
        .and(jobs::lease_until.assume_not_null().lt(now.naive())));
    let row: Option<JobRow> =
        jobs::table.filter(ready).order(jobs::id).select(JobRow::as_select()).first(connection).optional()?;
    row.map(JobRow::read).transpose()
}

/// Jobs, newest first: those of an account, or all.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn list(
    connection: &mut Connection,
    account: Option<AccountId>,
    states: &[JobState],
    before: Option<JobId>,
    limit: i64,
) -> Result<Vec<Job>, Problem> {
    let mut query = jobs::table.select(JobRow::as_select()).order(jobs::id.desc()).limit(limit).into_boxed();
    if let Some(account) = account {
        query = query.filter(jobs::account_id.eq(account.to_string()));
    }
    if !states.is_empty() {
        let states: Vec<&str> = states.iter().map(|state| state.name()).collect();
        query = query.filter(jobs::state.eq_any(states));
    }
    if let Some(before) = before {
        query = query.filter(jobs::id.lt(before.to_string()));
    }
    let rows: Vec<JobRow> = query.load(connection)?;
    rows.into_iter().map(JobRow::read).collect()
}

/// Among these things, those on which a job waits or works.
///
/// # Errors
/// `Query`.
pub fn working_on(connection: &mut Connection, subjects: &[String]) -> Result<Vec<String>, Problem> {
    let working = [JobState::Queued.name(), JobState::Running.name()];
    Ok(jobs::table
        .filter(jobs::subject.eq_any(subjects))
        .filter(jobs::state.eq_any(working))
        .select(jobs::subject)
        .load(connection)?)
}

/// Something that happened to a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Number in the job, from 1.
    pub seq: i64,
    /// When (UTC).
    pub at: Instant,
    /// The job as it then was, as JSON.
    pub body: String,
}

/// Adds an event to a job.
///
/// # Errors
/// `Query`.
pub fn tell(tx: &mut Transaction<'_>, job: JobId, at: Instant, body: &str) -> Result<(), Problem> {
    let of_job = job_events::table.filter(job_events::job_id.eq(job.to_string()));
    let last: Option<i64> = of_job.select(diesel::dsl::max(job_events::seq)).first(&mut **tx)?;
    let row = (
        job_events::job_id.eq(job.to_string()),
        job_events::seq.eq(last.unwrap_or_default().saturating_add(1)),
        job_events::at.eq(at.naive()),
        job_events::body.eq(body),
    );
    diesel::insert_into(job_events::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// The events of a job after one of them, oldest first.
///
/// # Errors
/// `Query`.
pub fn events_after(connection: &mut Connection, job: JobId, seq: i64) -> Result<Vec<Event>, Problem> {
    let rows: Vec<(i64, NaiveDateTime, String)> = job_events::table
        .filter(job_events::job_id.eq(job.to_string()))
        .filter(job_events::seq.gt(seq))
        .order(job_events::seq)
        .select((job_events::seq, job_events::at, job_events::body))
        .load(connection)?;
    Ok(rows.into_iter().map(|(seq, at, body)| Event { seq, at: at.into(), body }).collect())
}
