//! Several writers: none is lost, none is hidden, the late one is told.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use api::db::changes::{self, NewChange};
use api::db::facts::{FactSet, load};
use api::db::{Connection, Database, MOST_CONNECTIONS, Problem, versions};
use diesel::RunQueryDsl as _;
use shared::change::{Origin, Trail};
use shared::id::StructureId;
use shared::knowledge::{ChangeSet, Facts};
use shared::structure::Structure;
use shared::time::{Day, Period, Segment};
use uuid::Uuid;

use super::{anything, establishment, everything, known, known_now, record, record_as, some_change};
use crate::support::{both, instant, on_postgres, with_postgres};

fn with_structure(facts: &Facts, number: u32) -> Facts {
    let mut facts = facts.clone();
    let value = Structure {
        kind: "SERVICE".into(),
        number: number.to_string().into(),
        label: "Urgences".into(),
        parent: None,
        site: None,
        sigmed_number: None,
        follows: None,
    };
    let period = Period::since(Day::new(2026, 1, 1).unwrap());
    let id = StructureId::from(Uuid::from_u128(number.into()));
    facts.structures.assert(id, Segment { period, value });
    facts
}

/// Reads, decides and writes, in two transactions as a person with a screen does.
fn add_structure(
    database: &Database,
    set: FactSet,
    number: u32,
    between: impl FnOnce(),
) -> Result<(), Problem> {
    let (head, before) = database.read(|connection| {
        Ok::<_, Problem>((
            versions::read_head(connection, set)?,
            load(connection, &everything(), set, instant(1_000_000))?,
        ))
    })?;
    between();
    let difference = before.difference(&with_structure(&before, number));
    database.write(|tx| {
        changes::record(tx, &anything(), set, Some(head), some_change(), &difference, instant(0))
    })?;
    Ok(())
}

#[test]
fn of_two_writers_that_read_the_same_one_is_told() {
    both(|database| {
        let set = establishment(1);
        let met = Barrier::new(2);
        let results = thread::scope(|scope| {
            let (met, database) = (&met, &database);
            let both = [1, 2].map(|number| {
                scope.spawn(move || {
                    let own = database.reopen();
                    add_structure(&own, set, number, || {
                        met.wait();
                    })
                })
            });
            both.map(|writer| writer.join().unwrap())
        });
        let stale = results.iter().filter(|result| matches!(result, Err(Problem::Stale))).count();
        let written = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!((written, stale), (1, 1), "{results:?}");
        assert_eq!(known_now(database, set).structures.len(), 1);
        assert!(database.verify().unwrap().is_sound());
    });
}

#[test]
fn writers_that_try_again_all_succeed() {
    const WRITERS: u32 = 4;
    const EACH: u32 = 5;
    both(|database| {
        let set = establishment(1);
        thread::scope(|scope| {
            for writer in 0..WRITERS {
                scope.spawn(move || {
                    let own = database.reopen();
                    for number in 0..EACH {
                        while let Err(problem) = add_structure(&own, set, writer * EACH + number, || ()) {
                            assert!(matches!(problem, Problem::Stale), "{problem:?}");
                        }
                    }
                });
            }
        });
        assert_eq!(known_now(database, set).structures.len(), (WRITERS * EACH) as usize);
        let all = database.read(|connection| changes::list(connection, Some(set))).unwrap();
        let numbers: Vec<i64> = all.iter().rev().map(|change| change.seq).collect();
        assert_eq!(numbers, (1..=i64::from(WRITERS * EACH)).collect::<Vec<_>>(), "no gap, no repetition");
        let report = database.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
    });
}

#[test]
fn a_write_of_another_set_is_no_conflict() {
    both(|database| {
        let (one, other) = (establishment(1), establishment(2));
        let between = || add_structure(database, other, 2, || ()).unwrap();
        add_structure(database, one, 1, between).unwrap();
        assert_eq!(known_now(database, one).structures.len(), 1);
        assert_eq!(known_now(database, other).structures.len(), 1);
    });
}

#[test]
fn what_is_not_committed_is_not_seen_and_leaves_nothing() {
    both(|database| {
        let set = establishment(1);
        let one = Facts::default().difference(&with_structure(&Facts::default(), 1));
        let given_up: Result<(), Problem> = database.write(|tx| {
            changes::record(tx, &anything(), set, Some(0), some_change(), &one, instant(0))?;
            assert_eq!(
                load(tx, &everything(), set, instant(0))?.structures.len(),
                1,
                "the transaction sees what it wrote"
            );
            assert_eq!(known_now(database, set), Facts::default(), "others do not");
            Err(Problem::Stale)
        });
        assert!(given_up.is_err());
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            database.write(|tx| {
                changes::record(tx, &anything(), set, Some(0), some_change(), &one, instant(0))?;
                if known_now(database, set) == Facts::default() {
                    panic!("in the middle of a write")
                }
                Ok::<_, Problem>(())
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(known_now(database, set), Facts::default());
        assert_eq!(record(database, set, &one).unwrap().seq, 1, "no number is lost");
    });
}

#[test]
fn instants_increase_even_when_the_clock_does_not() {
    both(|database| {
        let set = establishment(1);
        let steps = [instant(50), instant(50), instant(7), instant(900)];
        let mut facts = Facts::default();
        let mut taken = Vec::new();
        for (number, now) in (1..).zip(steps) {
            let next = with_structure(&facts, number);
            let difference = facts.difference(&next);
            let change = database
                .write(|tx| changes::record(tx, &anything(), set, None, some_change(), &difference, now));
            taken.push(change.unwrap().at);
            facts = next;
        }
        assert_eq!(taken, [instant(50), instant(51), instant(52), instant(900)]);
        for (at, count) in [(49, 0), (50, 1), (51, 2), (899, 3), (900, 4)] {
            assert_eq!(known(database, set, instant(at)).structures.len(), count, "{at}");
        }
    });
}

#[test]
fn the_journal_is_read_newest_first_with_its_undos() {
    both(|database| {
        let (one, other) = (establishment(1), establishment(2));
        let nothing = Facts::default();
        let full = NewChange {
            author: "Zoé".into(),
            origin: Origin::Import,
            operation: "import.apply".into(),
            reason: Some("données de mars".into()),
            undoes: None,
            source_name: Some("mars.csv".into()),
            source_hash: Some("abc".into()),
            extracted_on: Day::new(2026, 4, 1),
            trail: Trail::default(),
        };
        let with_one = with_structure(&nothing, 1);
        let first = record_as(database, one, full.clone(), &nothing.difference(&with_one)).unwrap();
        let second = record(database, other, &nothing.difference(&nothing)).unwrap();
        let undoing = NewChange { undoes: Some(first.id), ..some_change() };
        let third = record_as(database, one, undoing.clone(), &with_one.difference(&nothing)).unwrap();
        let fourth = record_as(database, one, undoing, &nothing.difference(&nothing)).unwrap();

        let list = |set| database.read(|connection| changes::list(connection, set)).unwrap();
        let seqs = |set| list(set).iter().map(|change| change.seq).collect::<Vec<_>>();
        assert_eq!(seqs(None), [4, 3, 2, 1]);
        assert_eq!(seqs(Some(one)), [4, 3, 1]);
        assert_eq!(seqs(Some(other)), [2]);
        assert_eq!(seqs(Some(FactSet::Reference)), [] as [i64; 0]);
        let found = database.read(|connection| changes::find(connection, first.id)).unwrap().unwrap();
        assert_eq!(found.undone_by, [third.id, fourth.id], "a second undo of the same change is visible");
        assert_eq!(found, list(None)[3]);
        assert_eq!(found, changes::Change { undone_by: found.undone_by.clone(), ..first });
        assert_eq!((found.author.as_str(), found.reason.as_deref()), ("Zoé", Some("données de mars")));
        assert_eq!((found.source_name, found.source_hash), (full.source_name, full.source_hash));
        assert_eq!(found.extracted_on, full.extracted_on);
        let last = |set| database.read(|connection| changes::last_for(connection, set)).unwrap();
        assert_eq!(last(one), Some(fourth));
        assert_eq!(last(other), Some(second));
        assert_eq!(last(FactSet::Reference), None);
        let unknown = Uuid::from_u128(9).into();
        assert_eq!(database.read(|connection| changes::find(connection, unknown)).unwrap(), None);
    });
}

#[test]
fn a_writer_that_waits_too_long_is_told() {
    both(|database| {
        let set = establishment(1);
        let waited = database.write(|tx| {
            changes::record(tx, &anything(), set, None, some_change(), &ChangeSet::default(), instant(0))?;
            let other = database.reopen();
            Ok::<_, Problem>(record(&other, establishment(2), &ChangeSet::default()))
        });
        assert!(matches!(waited, Ok(Err(Problem::Busy(_)))), "{waited:?}");
        // It may try again, with the very connection that waited.
        assert_eq!(record(database, establishment(2), &ChangeSet::default()).unwrap().seq, 2);
        assert!(database.verify().unwrap().is_sound());
    });
}

#[test]
fn two_processes_may_migrate_at_once() {
    both(|database| {
        database.revert().unwrap();
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| database.reopen().migrate().unwrap());
            }
        });
        assert!(database.is_migrated().unwrap());
    });
}

#[test]
fn a_process_uses_no_more_connections_than_it_said() {
    both(|database| {
        let database = database.reopen();
        let (present, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..2 * MOST_CONNECTIONS {
                scope.spawn(|| {
                    let work = |_: &mut Connection| {
                        most.fetch_max(present.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::sleep(Duration::from_millis(100));
                        present.fetch_sub(1, Ordering::SeqCst);
                        Ok::<_, Problem>(())
                    };
                    // Who comes late waits its turn, and is served.
                    database.read(work).unwrap();
                });
            }
        });
        let most = most.load(Ordering::SeqCst);
        assert!((2..=MOST_CONNECTIONS).contains(&most), "{most} at once");
    });
}

#[test]
fn a_connection_that_died_while_idle_is_left_for_another() {
    if !with_postgres() {
        return;
    }
    let database = on_postgres();
    let nothing = |_: &mut Connection| Ok::<_, Problem>(());
    // Two connections, of which the one inside is idle when the server ends it.
    let ended = database.read(|connection| {
        database.read(nothing)?;
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        Ok::<_, Problem>(diesel::sql_query(others).execute(connection)?)
    });
    assert!(ended.unwrap() >= 1);
    database.read(|_| database.read(nothing)).unwrap();
}
