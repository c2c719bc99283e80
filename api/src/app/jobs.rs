//! Long work as people follow it: ask, list, look, cancel. The work itself is done by `jobs`.
//!
//! A job is seen by whoever asked it, and by those who administer rights everywhere (`api.md` 4.8).

use shared::catalogue::imports as texts;
use shared::change::{Origin, Trail};
use shared::contract::imports::{JobState, JobView, Progress};
use shared::habilitation::{Place, Right, Rubric};
use shared::id::{EstablishmentId, JobId};
use shared::problem::Code;
use uuid::Uuid;

use super::listing::{Asked, Field, Listing, Paged, admits, after, key, paged, text};
use super::{Ctx, Failure};
use crate::db;
use crate::db::Transaction;
use crate::db::jobs::{Event, Job};

/// What may be asked of the list of jobs.
pub const LISTING: Listing = Listing {
    rubric: Rubric::Imports,
    fields: &[Field::new("state", text("state"), Rubric::Imports, "Where it stands")
        .unsorted()
        .one_of(|| JobState::ALL.map(JobState::name).to_vec())],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads a file into a plan.
    ImportRead,
    /// Writes a plan.
    ImportApply,
}

impl Kind {
    /// Stored and wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::ImportRead => "import.read",
            Kind::ImportApply => "import.apply",
        }
    }

    /// From the name.
    pub fn from_name(name: &str) -> Option<Kind> {
        [Kind::ImportRead, Kind::ImportApply].into_iter().find(|kind| kind.name() == name)
    }

    /// What whoever asked it must hold where it works, from its beginning to its end.
    pub const fn needs(self) -> (Rubric, Right) {
        match self {
            Kind::ImportRead | Kind::ImportApply => (Rubric::Imports, Right::Modify),
        }
    }

    /// The establishment in which it works; `None`: nothing is left of what it was asked for.
    fn home(
        self,
        connection: &mut db::Connection,
        subject: &str,
    ) -> Result<Option<EstablishmentId>, Failure> {
        match self {
            Kind::ImportRead | Kind::ImportApply => {
                let id = subject.parse();
                let id = id.map_err(|error| Failure::machine("reading what a job works on", error))?;
                Ok(db::imports::home(connection, id)?)
            }
        }
    }
}

/// Refuses a job that whoever asked it may do no longer.
///
/// # Errors
/// [`right_lost`]; failures of the database.
pub fn demand(ctx: &Ctx, job: &Job) -> Result<(), Failure> {
    // What no program knows fails for that reason, and does nothing.
    let Some(kind) = Kind::from_name(&job.kind) else { return Ok(()) };
    let (rubric, right) = kind.needs();
    ctx.database.read(|connection| match kind.home(connection, &job.subject)? {
        Some(home) if ctx.may(connection, rubric, right, Some(home))? => Ok(()),
        Some(_) => Err(right_lost()),
        None => Err(Failure::code(Code::NotFound)),
    })
}

/// Why a job stops when nobody is left on whose behalf to do it.
pub fn right_lost() -> Failure {
    Failure::refused(Code::RightMissing, texts::RIGHT_LOST)
}

/// Asks for long work, in the transaction of what it is asked for.
///
/// # Errors
/// Failures of the database.
pub fn ask(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    kind: Kind,
    subject: &str,
    options: String,
) -> Result<Job, Failure> {
    let mut job = Job {
        id: Uuid::now_v7().into(),
        kind: kind.name().to_owned(),
        account: ctx.authority.held().map(|held| held.account),
        author: ctx.author.clone(),
        state: JobState::Queued,
        progress: Progress { done: 0, total: None, unit: "lines".to_owned() },
        subject: subject.to_owned(),
        options,
        lease_by: None,
        lease_until: None,
        attempts: 0,
        failure: None,
        cancel_requested: false,
        created_at: ctx.now,
        started_at: None,
        ended_at: None,
        version: 1,
    };
    db::jobs::insert(tx, &mut job)?;
    tell(tx, &job, ctx.now)?;
    Ok(job)
}

/// Adds what a job now is to its events.
///
/// # Errors
/// Failures of the database.
pub fn tell(tx: &mut Transaction<'_>, job: &Job, at: shared::time::Instant) -> Result<(), Failure> {
    let body =
        serde_json::to_string(&view(job)).map_err(|error| Failure::machine("telling of a job", error))?;
    Ok(db::jobs::tell(tx, job.id, at, &body)?)
}

/// Writes in the journal that a job ended without having done what was asked, and why, in the words of its failure: a
/// file that cannot be read, a right that was withdrawn, a machine that gave up.
///
/// # Errors
/// Failures of the database.
pub fn note_failure(tx: &mut Transaction<'_>, job: &Job, now: shared::time::Instant) -> Result<(), Failure> {
    let Some(failure) = &job.failure else { return Ok(()) };
    let establishment = match Kind::from_name(&job.kind) {
        Some(kind) => kind.home(tx, &job.subject)?,
        None => None,
    };
    let event = db::changes::Event {
        author: job.author.clone(),
        origin: Origin::Import,
        operation: "job.fail".to_owned(),
        reason: Some(failure.message.clone()),
        establishment,
        details: serde_json::json!({
            "job": job.id,
            "kind": job.kind,
            "import": job.subject,
            "code": failure.code,
        }),
        trail: Trail { account: job.account, ..Trail::default() },
    };
    db::changes::note(tx, event, now)?;
    Ok(())
}

/// A job, for whoever asked it.
pub fn view(job: &Job) -> JobView {
    let may_cancel = !job.state.has_ended() && !job.cancel_requested;
    JobView {
        id: job.id,
        kind: job.kind.clone(),
        state: job.state,
        progress: job.progress.clone(),
        subject: Some(format!("/api/v1/imports/{}", job.subject)),
        failure: job.failure.clone(),
        created_at: job.created_at,
        ended_at: job.ended_at,
        version: job.version,
        allowed_actions: if may_cancel { vec!["cancel".to_owned()] } else { Vec::new() },
    }
}

fn sees_all(ctx: &Ctx) -> bool {
    ctx.authority.allows(ctx.today, Rubric::Habilitations, Right::Administer, &Place::default())
}

fn load(ctx: &Ctx, connection: &mut db::Connection, id: JobId) -> Result<Job, Failure> {
    let job = db::jobs::find(connection, id)?.ok_or_else(|| Failure::code(Code::NotFound))?;
    let own = ctx.authority.held().is_some_and(|held| job.account == Some(held.account));
    if own || sees_all(ctx) { Ok(job) } else { Err(Failure::code(Code::NotFound)) }
}

/// A job.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn find(ctx: &Ctx, id: JobId) -> Result<JobView, Failure> {
    ctx.database.read(|connection| Ok(view(&load(ctx, connection, id)?)))
}

/// The caller's jobs, newest first.
///
/// # Errors
/// `request.bad_cursor`; failures of the database.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Paged<JobView>, Failure> {
    let before = after(asked, 1)?.map(|keys| key::<JobId>(&keys, 0)).transpose()?;
    let states = JobState::ALL.into_iter().filter(|one| admits(&asked.filters, "state", one.name()));
    let states: Vec<JobState> = states.collect();
    if states.is_empty() {
        // Asked for what there is none of.
        return Ok(Paged { items: Vec::new(), next: None, total: asked.total.then_some(0) });
    }
    let account = ctx.authority.held().filter(|_| !sees_all(ctx)).map(|held| held.account);
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let (found, total) = ctx.database.read(|connection| {
        let most = i64::from(asked.limit).saturating_add(1);
        let found = db::jobs::list(connection, account, &states, before, most)?;
        let all = || db::jobs::list(connection, account, &states, None, i64::MAX);
        let total =
            asked.total.then(all).transpose()?.map(|all| u64::try_from(all.len()).unwrap_or(u64::MAX));
        Ok::<_, Failure>((found, total))
    })?;
    Ok(paged(found.iter().map(view).collect(), limit, total, |job: &JobView| vec![job.id.to_string()]))
}

/// The events of a job after one of them.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn events(ctx: &Ctx, id: JobId, after: i64) -> Result<Vec<Event>, Failure> {
    ctx.database.read(|connection| {
        load(ctx, connection, id)?;
        Ok(db::jobs::events_after(connection, id, after)?)
    })
}

/// Asks that a job be given up. What waits is given up at once, what runs at its next batch; what is being written is
/// written whole.
///
/// # Errors
/// `request.not_found`, `request.stale_version`, `transition.refused`; failures of the database.
pub fn cancel(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: JobId,
    version: Option<i64>,
) -> Result<JobView, Failure> {
    let mut job = load(ctx, tx, id)?;
    // The version of a running job moves with its progress, which changes nothing to the decision; a version that is
    // still to come has been seen by nobody.
    let stale = |version: i64| match job.state {
        JobState::Running => version > job.version,
        _ => version != job.version,
    };
    if version.is_some_and(stale) {
        return Err(Failure::code(Code::StaleVersion).with("version", job.version));
    }
    if job.state.has_ended() {
        return Err(Failure::refused(Code::TransitionRefused, texts::JOB_ENDED).allowing(Vec::new()));
    }
    job.cancel_requested = true;
    if job.state == JobState::Queued {
        job.state = JobState::Cancelled;
        job.ended_at = Some(ctx.now);
    }
    db::jobs::update(tx, &mut job)?;
    tell(tx, &job, ctx.now)?;
    let home = super::users::own_home_in(ctx, tx)?;
    ctx.note(tx, "job.cancel", home, serde_json::json!({ "job": job.id, "kind": job.kind }))?;
    Ok(view(&job))
}
