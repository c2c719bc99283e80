//! A hospital whose files are sent, and a worker that does its jobs one by one, with a clock of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api::app::imports::{self, Examined, Received};
use api::app::loads::{self, Load};
use api::app::{Ctx, Failure, dump, reference};
use api::authz::{Authority, System};
use api::db::jobs::Job;
use api::db::{Database, Transaction};
use api::jobs::{Engine, Worker};
use shared::change::{Origin, Trail};
use shared::contract::imports::{ImportApply, ImportKind, ImportMode, ImportPolicy, ImportState, ImportView};
use shared::time::{Day, Instant};

use crate::support::TestDatabase;

/// The small hospital of the samples.
pub const FINESS: &str = "690780044";

pub struct Bench {
    pub database: Arc<Database>,
    pub shelf: Arc<api::app::library::Shelf>,
    pub seconds: Arc<AtomicI64>,
}

/// A file of the small sample.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/petit_690780044").join(name)
}

/// Some seconds after an hour of the first of April 2026.
fn at(seconds: i64) -> Instant {
    let start: Instant = "2026-04-02T08:00:00Z".parse().unwrap();
    Instant::from(start.naive() + chrono::TimeDelta::seconds(seconds))
}

impl Bench {
    /// The national reference alone.
    pub fn empty(database: &TestDatabase) -> Bench {
        let bench = Bench {
            database: Arc::new(database.reopen()),
            shelf: Arc::default(),
            seconds: Arc::new(AtomicI64::new(0)),
        };
        reference::load(&bench.ctx(), None).unwrap();
        bench
    }

    /// Another bench on the same clock and database, to be given what differs.
    pub fn beside(other: &Bench) -> Bench {
        Bench {
            database: Arc::clone(&other.database),
            shelf: Arc::clone(&other.shelf),
            seconds: Arc::clone(&other.seconds),
        }
    }

    /// The hospital with its structures and posts, and nobody in it.
    pub fn new(database: &TestDatabase) -> Bench {
        let bench = Bench::empty(database);
        for (load, name) in [
            (Load::Structures, "structures.csv"),
            (Load::Sigmed, "sigmed_posts.csv"),
            (Load::Posts, "autres_postes.csv"),
            (Load::Attachments, "rattachements.xlsx"),
        ] {
            loads::apply(&bench.ctx(), load, &sample(name), FINESS, ImportPolicy::ValidLines).unwrap();
        }
        bench
    }

    /// The hospital with its people.
    pub fn full(database: &TestDatabase) -> Bench {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        bench.applied(&import);
        bench
    }

    /// The machine itself, one second later than before.
    pub fn ctx(&self) -> Ctx {
        let now = at(self.seconds.fetch_add(1, Ordering::Relaxed));
        Ctx {
            database: Arc::clone(&self.database),
            shelf: Arc::clone(&self.shelf),
            authority: Authority::System(System::on_this_machine()),
            author: "test".into(),
            trail: Trail::default(),
            origin: Origin::Api,
            now,
            today: Day::new(2026, 4, 2).unwrap(),
        }
    }

    /// Lets time go by.
    pub fn wait(&self, seconds: i64) {
        self.seconds.fetch_add(seconds, Ordering::Relaxed);
    }

    /// Something that does jobs, with the rights that `caller` gives to whoever asked them.
    pub fn worker_as(
        &self,
        caller: impl Fn(&Job, Ctx) -> Result<Ctx, Failure> + Send + Sync + 'static,
    ) -> Worker {
        let seconds = Arc::clone(&self.seconds);
        let clock = Arc::new(move || at(seconds.fetch_add(1, Ordering::Relaxed)));
        let template = Bench::beside(self);
        Worker::new(Arc::clone(&self.database), clock, Arc::new(move |job| caller(job, template.ctx())))
    }

    /// A program with one thread for long work, on the same clock.
    pub fn engine(
        &self,
        caller: impl Fn(&Job, Ctx) -> Result<Ctx, Failure> + Send + Sync + 'static,
    ) -> Engine {
        let seconds = Arc::clone(&self.seconds);
        let template = Bench::beside(self);
        let clock: Arc<api::jobs::Clock> = Arc::new(move || at(seconds.load(Ordering::Relaxed)));
        let caller: Arc<api::jobs::Caller> = Arc::new(move |job| caller(job, template.ctx()));
        Engine::start(&self.database, &clock, &caller, 1)
    }

    /// The seconds of its clock.
    pub fn clock(&self) -> Arc<AtomicI64> {
        Arc::clone(&self.seconds)
    }

    pub fn worker(&self) -> Worker {
        self.worker_as(|_, ctx| Ok(ctx))
    }

    /// One transaction, as a request has.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Ctx, &mut Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let ctx = self.ctx();
        self.database.write(|tx| work(&ctx, tx))
    }

    /// Does all jobs that wait.
    pub fn work(&self) {
        let worker = self.worker();
        while worker.step().unwrap() {}
    }

    pub fn receive_as(&self, path: &Path, kind: ImportKind) -> Result<(ImportView, bool), Failure> {
        let received = Received {
            establishment: FINESS,
            kind,
            mode: ImportMode::Full,
            profile: "sirh",
            extracted_on: None,
            file_name: path.file_name().unwrap().to_str().unwrap(),
            file: &Examined::of(&self.ctx(), path)?,
        };
        self.write(|ctx, tx| imports::receive(ctx, tx, &received))
    }

    /// Sends an extract and has it read.
    pub fn send(&self, path: &Path) -> ImportView {
        self.send_as(path, ImportKind::Sirh)
    }

    pub fn send_as(&self, path: &Path, kind: ImportKind) -> ImportView {
        let (import, _) = self.receive_as(path, kind).unwrap();
        self.work();
        self.again(&import)
    }

    /// Sends lines of text as an extract.
    pub fn send_text(&self, name: &str, text: &str) -> ImportView {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        self.send(&path)
    }

    pub fn again(&self, import: &ImportView) -> ImportView {
        imports::find(&self.ctx(), import.id).unwrap()
    }

    pub fn apply(&self, import: &ImportView, confirm: bool) -> Result<ImportView, Failure> {
        self.apply_by(import, ImportApply { policy: ImportPolicy::ValidLines, confirm })
    }

    pub fn apply_by(&self, import: &ImportView, asked: ImportApply) -> Result<ImportView, Failure> {
        self.ask_apply(import, asked)?;
        self.work();
        Ok(self.again(import))
    }

    /// Asks for a plan to be written, and does not do it.
    pub fn ask_apply(&self, import: &ImportView, asked: ImportApply) -> Result<ImportView, Failure> {
        self.write(|ctx, tx| api::app::imports::apply(ctx, tx, (import.id, Some(import.version)), &asked))
    }

    pub fn applied(&self, import: &ImportView) -> ImportView {
        let applied = self.apply(import, true).unwrap();
        assert_eq!(applied.state, ImportState::Applied, "{:?}", applied.failure);
        applied
    }

    /// Everything known of the hospital, without ids and instants.
    pub fn dump(&self) -> Vec<String> {
        let ctx = self.ctx();
        dump::dump(&ctx, FINESS, ctx.present().unwrap()).unwrap()
    }
}

/// The code of a refusal.
pub fn code(failure: &Failure) -> String {
    match failure {
        Failure::NothingDone { code, .. } => code.clone(),
        Failure::Refused(refusal) => refusal.code.wire().to_owned(),
        failure => panic!("{failure:?}"),
    }
}

/// The small extract, changed line by line; the headings stay.
pub fn extract(change: impl Fn(usize, &str) -> Option<String>) -> String {
    let text = std::fs::read_to_string(sample("sirh_20260401.csv")).unwrap();
    let lines = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| if at == 0 { Some(line.to_owned()) } else { change(at, line) });
    lines.map(|line| format!("{line}\n")).collect()
}

/// A condition of equality.
pub fn only(name: &'static str, value: &str) -> api::app::listing::Condition {
    use api::app::listing::{Condition, Field, text};
    let field = Field::new(name, text(name), shared::habilitation::Rubric::Imports, "");
    Condition { field, test: shared::contract::lists::Test::Among(vec![value.to_owned()]) }
}
