//! Long work: it survives its worker, is cancelled, is followed from where one was, with the rights of now.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use api::app::{Ctx, jobs};
use api::authz::{Authority, Held};
use serde_json::{Value, json};
use shared::catalogue::imports as texts;
use shared::contract::imports::{
    ImportApply, ImportFailure, ImportKind, ImportPolicy, ImportState, JobState, JobView,
};
use uuid::Uuid;

use super::bench::{Bench, extract, sample};
use crate::support::both;

fn states(bench: &Bench, job: &JobView, after: i64) -> Vec<(i64, JobState)> {
    let events = jobs::events(&bench.ctx(), job.id, after).unwrap();
    let state = |body: &str| serde_json::from_str::<JobView>(body).unwrap().state;
    events.iter().map(|event| (event.seq, state(&event.body))).collect()
}

/// What the journal says of the jobs that failed: why, and its details.
fn failures(bench: &Bench) -> Vec<(String, Value)> {
    let all = api::app::changes::list(&bench.ctx()).unwrap();
    let failed = all.into_iter().filter(|change| change.operation == "job.fail");
    let told = failed.map(|change| {
        assert!(change.is_event && change.establishment.is_some(), "{change:?}");
        (change.reason.unwrap(), change.details)
    });
    told.collect()
}

/// A file that cannot be read is told in the journal, in the words that its sender reads; one that is read says nothing.
#[test]
fn a_job_that_fails_is_in_the_journal() {
    both(|database| {
        let bench = Bench::full(database);
        assert_eq!(failures(&bench), []);
        let older = extract(|_, line| Some(line.to_owned()));
        let failure = bench.send_text("sirh_20260301.csv", &older).failure.unwrap();
        let [(why, details)] = failures(&bench).try_into().unwrap();
        assert_eq!((why, &details["code"]), (failure.message, &failure.code.into()));
    });
}

#[test]
fn r13_a_job_whose_program_died_is_taken_again_when_its_lease_has_run_out() {
    both(|database| {
        let bench = Bench::new(database);
        let (import, _) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        let job = jobs::find(&bench.ctx(), import.job.unwrap()).unwrap();
        // The program dies in the middle: nothing is said any more.
        let dying = bench.worker_as(|_, _| panic!("the power is cut"));
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dying.step()));
        assert!(died.is_err());
        assert_eq!(jobs::find(&bench.ctx(), job.id).unwrap().state, JobState::Running);
        // Another program leaves it alone while the lease lasts.
        assert!(!bench.worker().step().unwrap());
        bench.wait(120);
        assert!(bench.worker().step().unwrap());
        assert_eq!(jobs::find(&bench.ctx(), job.id).unwrap().state, JobState::Done);
        assert_eq!(bench.again(&import).state, ImportState::Planned);
        // A stream cut after the second event goes on with the third, also in another program.
        let all = states(&bench, &job, 0);
        assert_eq!(
            all.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(),
            (1..=all.len() as i64).collect::<Vec<_>>()
        );
        assert_eq!(states(&bench, &job, 2), all[2..]);
        assert_eq!(all.first().unwrap().1, JobState::Queued);
        assert_eq!(all.last().unwrap().1, JobState::Done);
    });
}

#[test]
fn r13_a_job_that_never_ends_well_is_given_up() {
    both(|database| {
        let bench = Bench::new(database);
        let (import, _) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        for _ in 0..3 {
            let dying = bench.worker_as(|_, _| panic!("the power is cut"));
            let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dying.step()));
            assert!(died.is_err());
            bench.wait(120);
        }
        bench.work();
        let job = jobs::find(&bench.ctx(), import.job.unwrap()).unwrap();
        assert_eq!((job.state, job.failure.unwrap().code.as_str()), (JobState::Failed, "job.gave_up"));
        // The import is not lost: it can be read again, or discarded.
        assert_eq!(bench.again(&import).allowed_actions, ["replan", "discard"]);
        let [(why, details)] = failures(&bench).try_into().unwrap();
        assert_eq!((why.as_str(), &details["code"]), (texts::GAVE_UP, &"job.gave_up".into()));
        assert_eq!((&details["job"], &details["import"]), (&json!(job.id), &json!(import.id)));
    });
}

#[test]
fn r13_a_job_is_cancelled_before_it_begins_and_between_two_batches() {
    both(|database| {
        let bench = Bench::new(database);
        let (import, _) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        let job = jobs::find(&bench.ctx(), import.job.unwrap()).unwrap();
        assert_eq!(job.allowed_actions, ["cancel"]);
        let cancelled = bench.write(|ctx, tx| jobs::cancel(ctx, tx, job.id, Some(job.version))).unwrap();
        assert_eq!((cancelled.state, cancelled.allowed_actions.len()), (JobState::Cancelled, 0));
        assert!(!bench.worker().step().unwrap());

        // Asked again, and cancelled while it works: it stops at its next batch.
        let waiting = bench.again(&import);
        bench
            .write(|ctx, tx| api::app::imports::replan(ctx, tx, (waiting.id, Some(waiting.version))))
            .unwrap();
        let second = bench.again(&import).job.unwrap();
        let ctx = bench.ctx();
        let worker = bench.worker_as(move |job, own| {
            ctx.database.write(|tx| jobs::cancel(&ctx, tx, job.id, None))?;
            Ok(own)
        });
        assert!(worker.step().unwrap());
        assert_eq!(jobs::find(&bench.ctx(), second).unwrap().state, JobState::Cancelled);
        assert_eq!(bench.again(&import).state, ImportState::Received);
        let refused = bench.write(|ctx, tx| jobs::cancel(ctx, tx, second, None)).unwrap_err();
        assert_eq!(super::bench::code(&refused), "transition.refused");
    });
}

/// Somebody who holds nothing any more.
fn with_nothing(mut ctx: Ctx) -> Ctx {
    ctx.authority = Authority::Account(
        Held {
            password_given: false,
            account: Uuid::from_u128(1).into(),
            name: "Somebody".into(),
            email: "somebody@demo.example".into(),
            habilitations: Vec::new(),
            version: 1,
            person: None,
        }
        .into(),
    );
    ctx
}

#[test]
fn r13_what_is_withdrawn_while_a_job_works_is_refused_before_it_writes() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        let known = bench.dump();
        bench.ask_apply(&import, ImportApply::default()).unwrap();
        // The right is there when the job begins, and gone when it is asked again.
        let asked_before = AtomicBool::new(false);
        let worker = bench.worker_as(move |_, ctx| {
            Ok(if asked_before.swap(true, Ordering::Relaxed) { with_nothing(ctx) } else { ctx })
        });
        assert!(worker.step().unwrap());
        let job = jobs::find(&bench.ctx(), bench.again(&import).job.unwrap()).unwrap();
        assert_eq!(job.state, JobState::Failed, "{job:?}");
        assert_eq!(bench.dump(), known);
        assert_eq!(bench.again(&import).state, ImportState::Planned);
    });
}

#[test]
fn r13_a_lease_is_renewed_while_a_step_lasts() {
    both(|database| {
        let bench = Bench::new(database);
        let (import, _) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        let own = bench.ctx();
        let other = bench.worker();
        let stolen = Arc::new(AtomicBool::new(false));
        let theft = Arc::clone(&stolen);
        let seconds = bench.clock();
        let worker = bench.worker_as(move |job, ctx| {
            // Two minutes go by in one step, and the other thread looks for work all the time.
            let leased = |own: &Ctx| {
                own.database.read(|tx| api::db::jobs::find(tx, job.id)).unwrap().unwrap().lease_until
            };
            for _ in 0..4 {
                let before = leased(&own);
                seconds.fetch_add(30, Ordering::Relaxed);
                let begun = std::time::Instant::now();
                while leased(&own) == before && begun.elapsed() < std::time::Duration::from_secs(5) {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
                theft.fetch_or(other.step().unwrap(), Ordering::Relaxed);
            }
            Ok(ctx)
        });
        let worker = worker.renewing_every(std::time::Duration::from_millis(10));
        assert!(worker.step().unwrap());
        assert!(!stolen.load(Ordering::Relaxed), "another took the job while its thread was at work");
        assert_eq!(bench.again(&import).state, ImportState::Planned);
    });
}

#[test]
fn r13_a_worker_that_lost_its_lease_writes_nothing() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        bench.ask_apply(&import, ImportApply::default()).unwrap();
        let known = bench.dump();
        // Thought dead just before it writes: another takes the job, and has not written yet either.
        let (go_on, told) = mpsc::channel::<()>();
        let told = Mutex::new(told);
        let other = bench.worker_as(move |_, ctx| {
            // Told once, or let go for good: both mean to go on.
            let _ = told.lock().unwrap().recv();
            Ok(ctx)
        });
        let (other, thread) = (Mutex::new(Some(other)), Arc::new(Mutex::new(None)));
        let (seconds, own, taken_by) = (bench.clock(), bench.ctx(), Arc::clone(&thread));
        let times = AtomicUsize::new(0);
        let slow = bench.worker_as(move |job, ctx| {
            if times.fetch_add(1, Ordering::Relaxed) == 1 {
                seconds.fetch_add(120, Ordering::Relaxed);
                let other = other.lock().unwrap().take().unwrap();
                *taken_by.lock().unwrap() = Some(std::thread::spawn(move || other.step().unwrap()));
                let lease =
                    || own.database.read(|tx| api::db::jobs::find(tx, job.id)).unwrap().unwrap().lease_by;
                while lease() == job.lease_by {
                    std::thread::sleep(std::time::Duration::from_millis(5));
                }
            }
            Ok(ctx)
        });
        assert!(slow.step().unwrap());
        assert_eq!(bench.dump(), known);
        drop(go_on);
        let thread = thread.lock().unwrap().take().expect("it was asked just before writing");
        assert!(thread.join().unwrap());
        let applied = bench.again(&import);
        let job = jobs::find(&bench.ctx(), applied.job.unwrap()).unwrap();
        assert_eq!((applied.state, job.state), (ImportState::Applied, JobState::Done), "{job:?}");
    });
}

#[test]
fn r13_a_panic_costs_its_job_and_not_its_thread() {
    both(|database| {
        let bench = Bench::new(database);
        let (first, _) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        let (second, _) = bench.receive_as(&sample("structures.csv"), ImportKind::Structures).unwrap();
        let engine = bench.engine(move |job, ctx| {
            assert_ne!(Some(job.id), first.job, "this job panics");
            Ok(ctx)
        });
        let begun = std::time::Instant::now();
        while bench.again(&second).state != ImportState::Planned {
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "the thread is gone");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        engine.stop();
    });
}

#[test]
fn r13_a_job_does_nothing_for_somebody_who_has_lost_the_right() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        let known = bench.dump();
        bench.ask_apply(&import, ImportApply::default()).unwrap();
        let worker = bench.worker_as(|_, ctx| Ok(with_nothing(ctx)));
        assert!(worker.step().unwrap());
        let job = jobs::find(&bench.ctx(), bench.again(&import).job.unwrap()).unwrap();
        assert_eq!(job.state, JobState::Failed, "{job:?}");
        assert_lost(job.failure.unwrap());
        assert_eq!(bench.dump(), known);
        assert_eq!(bench.again(&import).state, ImportState::Planned);
    });
}

fn assert_lost(failure: ImportFailure) {
    assert_eq!((failure.code.as_str(), failure.message.as_str()), ("right.missing", texts::RIGHT_LOST));
}

/// The extract with so many more people, on no post: long enough for several tellings of progress.
fn long_extract(people: usize) -> String {
    let mut text = std::fs::read_to_string(sample("sirh_20260401.csv")).unwrap();
    let cells: Vec<String> = text.lines().nth(2).unwrap().split(';').map(str::to_owned).collect();
    for number in 0..people {
        let mut cells = cells.clone();
        cells[1] = format!("9{number:06}");
        for at in [2, 25].into_iter().chain(29..cells.len()) {
            cells[at].clear();
        }
        text.push_str(&cells.join(";"));
        text.push('\n');
    }
    text
}

#[test]
fn r13_a_reading_stops_at_its_next_progress_once_the_right_is_lost() {
    both(|database| {
        let bench = Bench::new(database);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sirh_20260401.csv");
        std::fs::write(&path, long_extract(4_500)).unwrap();
        let (import, _) = bench.receive_as(&path, ImportKind::Sirh).unwrap();
        // The right is there when the job begins and at its first progress, and gone at the second.
        let asked = AtomicUsize::new(0);
        let worker = bench.worker_as(move |_, ctx| {
            Ok(if asked.fetch_add(1, Ordering::Relaxed) < 2 { ctx } else { with_nothing(ctx) })
        });
        assert!(worker.step().unwrap());
        let job = jobs::find(&bench.ctx(), import.job.unwrap()).unwrap();
        assert_eq!((job.state, job.progress.done), (JobState::Failed, 2_000), "{job:?}");
        assert_lost(job.failure.unwrap());

        // The import says why it is left there, and what may be done.
        let left = bench.again(&import);
        assert_eq!((left.state, left.working), (ImportState::Received, false));
        assert_lost(left.failure.unwrap());
        assert_eq!(left.allowed_actions, ["replan", "discard"]);

        // Somebody else who sends the same bytes has them read, once.
        let (again, asked) = bench.receive_as(&path, ImportKind::Sirh).unwrap();
        assert_eq!((again.id, asked, again.working, again.failure), (import.id, true, true, None));
        assert_ne!(again.job, import.job);
        let (same, asked) = bench.receive_as(&path, ImportKind::Sirh).unwrap();
        assert_eq!((same.id, asked, same.job), (import.id, false, again.job));
        bench.work();
        assert_ne!(bench.again(&import).state, ImportState::Received);
    });
}

#[test]
fn r13_a_writing_stops_at_its_next_progress_once_the_right_is_lost() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send_text("sirh_20260401.csv", &long_extract(2_500));
        let known = bench.dump();
        bench.ask_apply(&import, ImportApply { policy: ImportPolicy::ValidLines, confirm: true }).unwrap();
        let asked = AtomicUsize::new(0);
        let worker = bench.worker_as(move |_, ctx| {
            Ok(if asked.fetch_add(1, Ordering::Relaxed) < 1 { ctx } else { with_nothing(ctx) })
        });
        assert!(worker.step().unwrap());
        let job = jobs::find(&bench.ctx(), bench.again(&import).job.unwrap()).unwrap();
        assert_eq!((job.state, job.progress.done), (JobState::Failed, 1_000), "{job:?}");
        assert_lost(job.failure.unwrap());
        assert_eq!(bench.dump(), known);
        assert_eq!(bench.again(&import).state, ImportState::Planned);
    });
}
