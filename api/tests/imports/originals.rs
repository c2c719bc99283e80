//! The files that were sent, as they are kept: sealed, for ninety days, so many of an establishment.

use api::app::Failure;
use api::app::imports::{self, ItemFilter, MOST, ReportFormat};
use api::db::originals;
use api::vault::Vault;
use diesel::{QueryableByName, RunQueryDsl as _, sql_query};
use shared::contract::imports::{ImportKind, ImportMapping, ImportState, ImportUndo, ImportView, JobState};

use super::bench::{Bench, code, extract, sample};
use crate::support::both;

const DAY: i64 = 24 * 60 * 60;

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = diesel::sql_types::Binary)]
    bytes: Vec<u8>,
}

fn parts(bench: &Bench) -> Vec<Vec<u8>> {
    let rows = bench.database.read(|connection| {
        Ok::<Vec<Part>, api::db::Problem>(sql_query("SELECT bytes FROM import_originals").load(connection)?)
    });
    rows.unwrap().into_iter().map(|part| part.bytes).collect()
}

fn execute(bench: &Bench, statement: &str) {
    bench.database.write(|tx| Ok::<_, api::db::Problem>(sql_query(statement).execute(&mut **tx)?)).unwrap();
}

fn is_kept(bench: &Bench, import: &ImportView) -> bool {
    bench.database.read(|connection| originals::is_kept(connection, import.id)).unwrap()
}

/// Asks for the plan again and does the work: the job as it ended.
fn replanned(bench: &Bench, import: &ImportView) -> shared::contract::imports::JobView {
    let present = bench.again(import);
    let asked = bench.write(|ctx, tx| imports::replan(ctx, tx, (present.id, Some(present.version)))).unwrap();
    bench.work();
    api::app::jobs::find(&bench.ctx(), asked.job.unwrap()).unwrap()
}

#[test]
fn what_is_kept_is_sealed_and_holds_no_insurance_number() {
    both(|database| {
        let bench = Bench::new(database);
        let text = extract(|at, line| {
            Some(if at == 3 { format!("{line}285047500033389") } else { line.to_owned() })
        });
        let import = bench.send_text("sirh_20260401.csv", &text);
        let kept = parts(&bench);
        assert!(!kept.is_empty());
        let holds = |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|at| at == word.as_bytes());
        for part in &kept {
            assert!(!holds(part, "matricule") && !part.starts_with(b"\x1f\x8b"), "a part is in the clear");
        }
        let stored = bench.database.read(|connection| {
            let scope = api::authz::Scope::everything(&api::authz::System::on_this_machine());
            api::db::imports::find(connection, &scope, import.id)
        });
        let mut opened = Vec::new();
        let vault = bench.database.vault().unwrap();
        bench
            .database
            .read(|connection| originals::open(connection, vault, &stored.unwrap(), &mut opened))
            .unwrap();
        assert!(holds(&opened, "matricule") && holds(&opened, "100010000000000"));
        assert!(!holds(&opened, "285047500033389"));
    });
}

#[test]
fn an_original_that_was_changed_or_whose_key_is_another_is_told_clearly() {
    both(|database| {
        let bench = Bench::new(database);
        let one = bench.send(&sample("sirh_20260401.csv"));
        let two = bench.send_as(&sample("structures.csv"), ImportKind::Structures);
        assert_eq!(replanned(&bench, &one).state, JobState::Done);
        // The file of another import, put in its place by somebody who holds the database.
        execute(&bench, &format!("DELETE FROM import_originals WHERE import_id = '{}'", one.id));
        execute(
            &bench,
            &format!("UPDATE import_originals SET import_id = '{}' WHERE import_id = '{}'", one.id, two.id),
        );
        let job = replanned(&bench, &one);
        assert_eq!(
            (job.state, job.failure.unwrap().code.as_str()),
            (JobState::Failed, "import.original_unreadable")
        );
        let refused = imports::report(&bench.ctx(), one.id, ReportFormat::Xlsx).err().unwrap();
        assert_eq!(code(&refused), "import.original_unreadable");
        // What was read of it is still there, and it can be given up.
        assert_eq!(bench.again(&one).state, ImportState::Received);
        assert!(bench.again(&one).allowed_actions.contains(&"discard".to_owned()));

        let three = bench.send_as(&sample("autres_postes.csv"), ImportKind::Posts);
        let other = database.reopen_with(Vault::from_text(&pem("other")).unwrap());
        let elsewhere = Bench { database: std::sync::Arc::new(other), ..Bench::beside(&bench) };
        let job = replanned(&elsewhere, &three);
        assert_eq!(
            (job.state, job.failure.unwrap().code.as_str()),
            (JobState::Failed, "import.original_unreadable")
        );
        // Where the keys are, it goes on.
        assert_eq!(replanned(&bench, &three).state, JobState::Done);
    });
}

fn pem(name: &str) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{name}\n-----END PRIVATE KEY-----")
}

#[test]
fn without_keys_no_file_is_received_and_the_loads_of_the_machine_work() {
    both(|database| {
        let bench = Bench::new(database);
        let locked =
            Bench { database: std::sync::Arc::new(database.reopen_locked()), ..Bench::beside(&bench) };
        let refused = locked.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).err().unwrap();
        assert_eq!(code(&refused), "import.original_unreadable");
        let structures = sample("structures.csv");
        let load = api::app::loads::Load::Structures;
        let policy = shared::contract::imports::ImportPolicy::AllOrNothing;
        let again = api::app::loads::apply(&locked.ctx(), load, &structures, super::bench::FINESS, policy);
        assert_eq!(again.unwrap().0, None);
    });
}

#[test]
fn after_ninety_days_the_file_goes_and_what_it_said_stays() {
    both(|database| {
        let bench = Bench::new(database);
        let applied = bench.applied(&bench.send(&sample("sirh_20260401.csv")));
        let planned = bench.send_as(&sample("structures.csv"), ImportKind::Structures);
        bench.wait(60 * DAY);
        let young = bench.send_as(&sample("autres_postes.csv"), ImportKind::Posts);
        let worker = bench.worker();
        bench.wait(29 * DAY);
        worker.tend().unwrap();
        assert!(is_kept(&bench, &applied) && is_kept(&bench, &planned), "eighty-nine days");
        bench.wait(DAY / 2);
        worker.tend().unwrap();
        assert!(is_kept(&bench, &planned), "once a day");
        bench.wait(2 * DAY);
        worker.tend().unwrap();
        assert!(!is_kept(&bench, &applied) && !is_kept(&bench, &planned) && is_kept(&bench, &young));

        for import in [&applied, &planned] {
            let now = bench.again(import);
            assert!(now.original_removed_at.is_some());
            assert_eq!(
                (now.state == ImportState::Applied, now.rows),
                (import.state == ImportState::Applied, import.rows)
            );
            let page = imports::items(
                &bench.ctx(),
                import.id,
                &ItemFilter { conditions: Vec::new(), q: None },
                (0, 500, true),
            );
            assert_eq!(page.unwrap().items.is_empty(), now.empty);
            imports::report(&bench.ctx(), import.id, ReportFormat::Csv).unwrap();
            let refused = imports::report(&bench.ctx(), import.id, ReportFormat::Xlsx).err().unwrap();
            assert_eq!(code(&refused), "import.original_removed");
        }
        let now = bench.again(&planned);
        assert_eq!(now.allowed_actions, ["discard"]);
        let seen = (now.id, Some(now.version));
        let refusals: [Result<ImportView, Failure>; 3] = [
            bench.write(|ctx, tx| imports::replan(ctx, tx, seen)),
            bench.write(|ctx, tx| imports::map(ctx, tx, seen, &ImportMapping { columns: Vec::new() })),
            bench.apply(&now, true),
        ];
        for refused in refusals {
            assert_eq!(code(&refused.unwrap_err()), "import.original_removed");
        }
        // The same file is a new import, and what was written can still be taken back.
        let again = bench.send_as(&sample("structures.csv"), ImportKind::Structures);
        assert_ne!(again.id, planned.id);
        let now = bench.again(&applied);
        let undo = ImportUndo::default();
        let undone =
            bench.write(|ctx, tx| imports::undo(ctx, tx, (now.id, Some(now.version)), &undo)).unwrap();
        assert_eq!(undone.state, ImportState::Undone);
        let told = bench.database.read(|connection| api::db::changes::list(connection, None)).unwrap();
        assert_eq!(told.iter().filter(|change| change.operation == "import.original_removed").count(), 2);
    });
}

#[test]
fn a_file_that_is_being_worked_on_is_left_for_another_day() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        bench.wait(91 * DAY);
        bench.write(|ctx, tx| imports::replan(ctx, tx, (import.id, Some(import.version)))).unwrap();
        let worker = bench.worker();
        worker.tend().unwrap();
        assert!(is_kept(&bench, &import));
        bench.work();
        bench.wait(DAY + 1);
        worker.tend().unwrap();
        assert!(!is_kept(&bench, &import));
    });
}

#[test]
fn an_establishment_keeps_so_many_files() {
    both(|database| {
        let bench = Bench::new(database);
        let first = bench.send(&sample("sirh_20260401.csv"));
        execute(&bench, &format!("UPDATE imports SET file_size = {} WHERE id = '{}'", MOST - 100, first.id));
        let refused = bench.receive_as(&sample("structures.csv"), ImportKind::Structures).err().unwrap();
        assert_eq!(code(&refused), "import.originals_full");
        // What is removed makes room.
        bench.wait(91 * DAY);
        bench.worker().tend().unwrap();
        bench.receive_as(&sample("structures.csv"), ImportKind::Structures).unwrap();
    });
}
