//! Long work: it survives its worker, is cancelled, is followed from where one was, with the rights of now.

use api::app::jobs;
use api::authz::{Authority, Held};
use shared::contract::imports::{ImportKind, ImportState, JobState, JobView};
use uuid::Uuid;

use super::bench::{Bench, sample};
use crate::support::both;

fn states(bench: &Bench, job: &JobView, after: i64) -> Vec<(i64, JobState)> {
    let events = jobs::events(&bench.ctx(), job.id, after).unwrap();
    let state = |body: &str| serde_json::from_str::<JobView>(body).unwrap().state;
    events.iter().map(|event| (event.seq, state(&event.body))).collect()
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

#[test]
fn r13_a_job_does_nothing_for_somebody_who_has_lost_the_right() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        let known = bench.dump();
        let asked = shared::contract::imports::ImportApply::default();
        bench
            .write(|ctx, tx| api::app::imports::apply(ctx, tx, (import.id, Some(import.version)), &asked))
            .unwrap();
        let worker = bench.worker_as(|_, mut ctx| {
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
            Ok(ctx)
        });
        assert!(worker.step().unwrap());
        let job = jobs::find(&bench.ctx(), bench.again(&import).job.unwrap()).unwrap();
        assert_eq!(job.state, JobState::Failed, "{job:?}");
        assert_eq!(job.failure.unwrap().code, "request.not_found");
        assert_eq!(bench.dump(), known);
        assert_eq!(bench.again(&import).state, ImportState::Planned);
    });
}
