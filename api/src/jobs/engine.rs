//! Taking jobs, one at a time for each thread, and saying how they go.
//!
//! A job is owned through a lease, which is renewed as long as its thread lives, whatever it is doing: a thread that
//! dies, or a program that is killed, lets it run out and another takes the job again from its beginning, which every
//! kind of job allows. What a job writes is written in a transaction that finds the lease still its own, so that a
//! thread thought dead can write no more.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::TimeDelta;
use shared::catalogue::imports as texts;
use shared::contract::imports::{ImportFailure, JobState};
use shared::id::JobId;
use shared::problem::Code;
use shared::time::Instant;
use uuid::Uuid;

use super::{import_apply, import_read, remove_old, tours_clock};
use crate::app::imports::Errand;
use crate::app::jobs::{Kind, demand, note_failure, tell};
use crate::app::library::Shelf;
use crate::app::{Ctx, Failure};
use crate::db::jobs::{self, Job};
use crate::db::{Database, Transaction};

/// How long a job belongs to a thread that says nothing.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often a lease is renewed while its job is being done: some renewals may fail before it runs out.
const RENEWED_EVERY: Duration = Duration::from_secs(15);
/// Shortest time between two tellings of progress.
const TOLD_EVERY: TimeDelta = TimeDelta::milliseconds(400);
/// How often what nobody asks is done: also when the program starts.
const TENDED_EVERY: TimeDelta = TimeDelta::hours(24);
/// How often what is due in tours is looked for: nobody sees a deadline pass later than that.
const TICKED_EVERY: TimeDelta = TimeDelta::seconds(5);
/// How often a job is begun before it is given up.
const MOST_ATTEMPTS: i32 = 3;
/// How long a thread sleeps when nothing waits and nobody wakes it.
const PAUSE: Duration = Duration::from_secs(1);

/// Who asked a job, with the rights of now; refuses when there is nobody left to act for.
pub type Caller = dyn Fn(&Job) -> Result<Ctx, Failure> + Send + Sync;
/// The clock of the border.
pub type Clock = dyn Fn() -> Instant + Send + Sync;

/// What takes jobs and does them.
pub struct Worker {
    database: Arc<Database>,
    clock: Arc<Clock>,
    caller: Arc<Caller>,
    name: String,
    renewed_every: Duration,
    stopping: Arc<AtomicBool>,
    shelf: Arc<Shelf>,
    tended: Arc<Round>,
    ticked: Arc<Round>,
}

/// What is done now and then, by whichever thread comes first.
#[derive(Debug)]
struct Round {
    every: TimeDelta,
    last: Mutex<Option<Instant>>,
}

impl Round {
    fn every(every: TimeDelta) -> Arc<Round> {
        Arc::new(Round { every, last: Mutex::default() })
    }

    /// Whether it is time again; then it counts as done, also when it fails.
    fn is_due(&self, now: Instant) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| now.naive() < last.naive() + self.every) {
            return false;
        }
        *last = Some(now);
        true
    }
}

/// A job that is being done.
pub struct Order<'a> {
    /// The job, as last written.
    pub job: Job,
    /// Who asked it, with the rights last looked up.
    ctx: Ctx,
    worker: &'a Worker,
    told_at: Instant,
}

/// Codes by which a job stops itself; they never leave this module.
const STOPPING: &str = "job.stopping";
const CANCELLED: &str = "job.cancelled";
const LOST: &str = "job.lost";

impl Order<'_> {
    /// The id of the thing it works on.
    ///
    /// # Errors
    /// When what was stored is not one.
    pub fn subject<T: std::str::FromStr<Err = uuid::Error>>(&self) -> Result<T, Failure> {
        self.job.subject.parse().map_err(|error| Failure::machine("reading what a job works on", error))
    }

    /// The job in a transaction, while it is still this worker's and nobody gave it up.
    fn own(&self, tx: &mut Transaction<'_>) -> Result<Job, Failure> {
        let lost = || Failure::nothing(LOST, texts::CANCELLED);
        let job = jobs::find(tx, self.job.id)?.filter(|job| self.worker.owns(job)).ok_or_else(lost)?;
        if job.cancel_requested { Err(Failure::nothing(CANCELLED, texts::CANCELLED)) } else { Ok(job) }
    }
}

impl Errand for Order<'_> {
    fn ctx(&self) -> Ctx {
        self.ctx.clone()
    }

    /// Says how far the job is, and stops it when somebody asked so, when the program ends, or when who asked it may no
    /// longer do what it does.
    fn progress(&mut self, rows: usize) -> Result<(), Failure> {
        let done = u64::try_from(rows).unwrap_or(u64::MAX);
        self.job.progress.done = done;
        if self.worker.stopping.load(Ordering::Acquire) {
            return Err(Failure::nothing(STOPPING, texts::CANCELLED));
        }
        let now = (self.worker.clock)();
        if now.naive() < self.told_at.naive() + TOLD_EVERY {
            return Ok(());
        }
        self.told_at = now;
        self.job = self.worker.database.write(|tx| {
            let mut job = self.own(tx)?;
            job.progress.done = done;
            job.lease_until = Some(Instant::from(now.naive() + LEASE));
            jobs::update(tx, &mut job)?;
            tell(tx, &job, now)?;
            Ok::<_, Failure>(job)
        })?;
        self.renewed().map(drop)
    }

    fn renewed(&mut self) -> Result<Ctx, Failure> {
        self.ctx = self.worker.caller_of(&self.job)?;
        Ok(self.ctx())
    }

    fn hold(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        self.own(tx).map(drop)
    }
}

impl Worker {
    /// Something that takes jobs of a database.
    pub fn new(database: Arc<Database>, clock: Arc<Clock>, caller: Arc<Caller>) -> Worker {
        let name = Uuid::now_v7().to_string();
        let stopping = Arc::new(AtomicBool::new(false));
        Worker {
            database,
            clock,
            caller,
            name,
            renewed_every: RENEWED_EVERY,
            stopping,
            shelf: Arc::default(),
            tended: Round::every(TENDED_EVERY),
            ticked: Round::every(TICKED_EVERY),
        }
    }

    /// The same, renewing its lease that often.
    #[must_use]
    pub fn renewing_every(mut self, time: Duration) -> Worker {
        self.renewed_every = time;
        self
    }

    /// Who asked a job, with the rights of now, when these still allow what the job does.
    fn caller_of(&self, job: &Job) -> Result<Ctx, Failure> {
        let ctx = (self.caller)(job)?;
        demand(&ctx, job)?;
        Ok(ctx)
    }

    /// Whether a job is being done by this worker.
    fn owns(&self, job: &Job) -> bool {
        job.state == JobState::Running && job.lease_by.as_deref() == Some(self.name.as_str())
    }

    /// Does what is done each day without being asked, when it has not been done for a day: removes old files.
    ///
    /// # Errors
    /// Failures of the database; it is tried again a day later, or when the program starts.
    pub fn tend(&self) -> Result<(), Failure> {
        let now = (self.clock)();
        if !self.tended.is_due(now) {
            return Ok(());
        }
        remove_old::run(&self.database, now).map(drop)
    }

    /// Does what is due in tours, a few seconds after it was last looked for.
    ///
    /// # Errors
    /// Failures of the database; it is tried again a few seconds later.
    pub fn tick(&self) -> Result<(), Failure> {
        let now = (self.clock)();
        if !self.ticked.is_due(now) {
            return Ok(());
        }
        tours_clock::run(&self.database, &self.shelf, now).map(drop)
    }

    /// Does the next job, if one waits; whether there was one.
    ///
    /// # Errors
    /// Failures of the database; what fails in a job is told in the job.
    pub fn step(&self) -> Result<bool, Failure> {
        let Some(job) = self.take()? else { return Ok(false) };
        let id = job.id;
        let mut done = 0;
        let outcome = std::thread::scope(|scope| {
            // Dropped at the end of the job, also by a panic: the other end hears it.
            let (_at_work, over) = mpsc::channel::<()>();
            scope.spawn(move || {
                while over.recv_timeout(self.renewed_every) == Err(RecvTimeoutError::Timeout) {
                    if let Err(failure) = self.renew(id) {
                        tracing::warn!(error = ?failure, "a lease cannot be renewed");
                    }
                }
            });
            self.run(job, &mut done)
        });
        self.end(id, outcome, done)?;
        Ok(true)
    }

    /// Keeps the job that is being done: some of its steps last longer than a lease and tell nothing.
    fn renew(&self, id: JobId) -> Result<(), Failure> {
        let now = (self.clock)();
        self.database.write(|tx| {
            let Some(mut job) = jobs::find(tx, id)?.filter(|job| self.owns(job)) else { return Ok(()) };
            job.lease_until = Some(Instant::from(now.naive() + LEASE));
            Ok(jobs::update(tx, &mut job)?)
        })
    }

    /// Takes the next job.
    fn take(&self) -> Result<Option<Job>, Failure> {
        let now = (self.clock)();
        // Looked at without a lock first: most often nothing waits.
        if self.database.read(|connection| jobs::next(connection, now))?.is_none() {
            return Ok(None);
        }
        self.database.write(|tx| {
            let Some(mut job) = jobs::next(tx, now)? else { return Ok(None) };
            let stop = if job.cancel_requested {
                Some((JobState::Cancelled, None))
            } else if job.attempts >= MOST_ATTEMPTS {
                let failure = ImportFailure { code: "job.gave_up".into(), message: texts::GAVE_UP.into() };
                Some((JobState::Failed, Some(failure)))
            } else {
                None
            };
            match stop {
                Some((state, failure)) => finish(&mut job, state, failure, now),
                None => {
                    job.state = JobState::Running;
                    job.lease_by = Some(self.name.clone());
                    job.lease_until = Some(Instant::from(now.naive() + LEASE));
                    job.attempts += 1;
                    job.started_at = Some(now);
                    job.progress.done = 0;
                }
            }
            jobs::update(tx, &mut job)?;
            tell(tx, &job, now)?;
            note_failure(tx, &job, now)?;
            Ok(Some(job).filter(|job| job.state == JobState::Running))
        })
    }

    /// Does a job; `done` is told how far it went.
    fn run(&self, job: Job, done: &mut u64) -> Result<bool, Failure> {
        let kind = Kind::from_name(&job.kind);
        let ctx = self.caller_of(&job)?;
        let told_at = job.started_at.unwrap_or(job.created_at);
        let mut order = Order { job, ctx, worker: self, told_at };
        let outcome = match kind {
            Some(Kind::ImportRead) => import_read::run(&mut order),
            Some(Kind::ImportApply) => import_apply::run(&mut order),
            None => Err(Failure::nothing("job.unknown_kind", texts::WORK_FAILED)),
        };
        *done = order.job.progress.done;
        outcome
    }

    /// Writes how a job came out.
    fn end(&self, id: JobId, outcome: Result<bool, Failure>, done: u64) -> Result<(), Failure> {
        let now = (self.clock)();
        self.database.write(|tx| {
            let Some(mut job) = jobs::find(tx, id)? else { return Ok(()) };
            if !self.owns(&job) {
                // The lease ran out and somebody else has it: what they find is told by them.
                return Ok(());
            }
            job.progress.done = done;
            match outcome {
                Ok(false) => finish(&mut job, JobState::Done, None, now),
                Ok(true) => finish(&mut job, JobState::DoneWithRefusals, None, now),
                Err(Failure::NothingDone { code, .. }) if code == CANCELLED => {
                    finish(&mut job, JobState::Cancelled, None, now);
                }
                Err(failure) if is_passing(&failure) && job.attempts < MOST_ATTEMPTS => {
                    put_back(&mut job, &failure)
                }
                Err(failure) => finish(&mut job, JobState::Failed, Some(told(&failure)), now),
            }
            jobs::update(tx, &mut job)?;
            tell(tx, &job, now)?;
            note_failure(tx, &job, now)
        })
    }
}

/// Back in the queue: the program stops, or the database was busy.
fn put_back(job: &mut Job, failure: &Failure) {
    job.state = JobState::Queued;
    job.lease_by = None;
    job.lease_until = None;
    if matches!(failure, Failure::NothingDone { code, .. } if code == STOPPING) {
        // Not the fault of the job.
        job.attempts = job.attempts.saturating_sub(1);
    }
}

fn finish(job: &mut Job, state: JobState, failure: Option<ImportFailure>, now: Instant) {
    job.state = state;
    job.failure = failure;
    job.lease_by = None;
    job.lease_until = None;
    job.ended_at = Some(now);
    if matches!(state, JobState::Done | JobState::DoneWithRefusals) {
        job.progress.total = Some(job.progress.done);
    }
}

/// What may go well another time.
fn is_passing(failure: &Failure) -> bool {
    match failure {
        Failure::NothingDone { code, .. } => code == STOPPING,
        Failure::Refused(refusal) => refusal.code == Code::Overloaded,
        Failure::Busy(_) | Failure::Unreachable(_) => true,
        _ => false,
    }
}

/// What is said of a failure; the causes of the machine are logged and never sent.
fn told(failure: &Failure) -> ImportFailure {
    match failure {
        Failure::NothingDone { code, message } => {
            ImportFailure { code: code.clone(), message: message.clone() }
        }
        Failure::Refused(refusal) => {
            ImportFailure { code: refusal.code.wire().to_owned(), message: refusal.detail.clone() }
        }
        failure => {
            tracing::error!(error = ?failure, "a job failed");
            ImportFailure { code: Code::Internal.wire().to_owned(), message: texts::WORK_FAILED.to_owned() }
        }
    }
}

/// Threads that do jobs until they are stopped.
pub struct Engine {
    bell: Arc<(Mutex<u64>, Condvar)>,
    stopping: Arc<AtomicBool>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Engine {
    /// Starts the threads.
    pub fn start(
        database: &Arc<Database>,
        clock: &Arc<Clock>,
        caller: &Arc<Caller>,
        threads: usize,
    ) -> Engine {
        let bell = Arc::new((Mutex::new(0), Condvar::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let (tended, ticked) = (Round::every(TENDED_EVERY), Round::every(TICKED_EVERY));
        let shelf: Arc<Shelf> = Arc::default();
        let spawned = (0..threads).map(|_| {
            let mut worker = Worker::new(Arc::clone(database), Arc::clone(clock), Arc::clone(caller));
            worker.stopping = Arc::clone(&stopping);
            worker.tended = Arc::clone(&tended);
            worker.ticked = Arc::clone(&ticked);
            worker.shelf = Arc::clone(&shelf);
            let bell = Arc::clone(&bell);
            std::thread::spawn(move || work(&worker, &bell))
        });
        Engine { threads: Mutex::new(spawned.collect()), bell, stopping }
    }

    /// Tells the threads that a job waits; without it they look every second.
    pub fn wake(&self) {
        let (count, bell) = &*self.bell;
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.wrapping_add(1);
        bell.notify_all();
    }

    /// Stops between two batches; what was begun is put back in the queue. Waits for the threads.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that panicked has nothing more to put back: its lease runs out.
            let _ = thread.join();
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.stop();
    }
}

fn work(worker: &Worker, (count, bell): &(Mutex<u64>, Condvar)) {
    while !worker.stopping.load(Ordering::Acquire) {
        let seen = *count.lock().unwrap_or_else(PoisonError::into_inner);
        // A job that panics costs itself: its lease runs out and it is begun again, at most as often as any. Nothing that
        // was being changed is used again, but the database, which rolls back.
        let tended_and_worked = AssertUnwindSafe(|| {
            if let Err(failure) = worker.tend() {
                tracing::error!(error = ?failure, "old files cannot be removed");
            }
            if let Err(failure) = worker.tick() {
                tracing::error!(error = ?failure, "the clock of tours stands still");
            }
            worker.step()
        });
        match std::panic::catch_unwind(tended_and_worked) {
            Ok(Ok(true)) => continue,
            Ok(Ok(false)) => {}
            Ok(Err(failure)) => tracing::error!(error = ?failure, "jobs cannot be taken"),
            Err(_) => tracing::error!("a job panicked"),
        }
        let guard = count.lock().unwrap_or_else(PoisonError::into_inner);
        if *guard == seen {
            // Woken or not, the next turn looks again.
            drop(bell.wait_timeout(guard, PAUSE));
        }
    }
}
