//! What is recorded is what is read, on both axes of time; only what is in force is superseded.

use api::db::Problem;
use api::db::changes;
use api::db::facts::{FactSet, load};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use shared::id::PostId;
use shared::knowledge::{ChangeSet, Facts, Revision, undo};
use shared::post::Post;
use shared::quotity::Quotity;
use shared::time::{Day, Difference, Period, Segment};
use uuid::Uuid;

use super::{establishment, everything, execute, known, known_now, record, record_as, some_change};
use crate::support::samples::facts;
use crate::support::{both, instant, next_number};

#[test]
fn load_of_record_is_identity_for_every_noun() {
    both(|database| {
        let mut runner = TestRunner::new(Config { cases: 24, max_shrink_iters: 0, ..Config::default() });
        runner
            .run(&(facts(), facts(), any::<bool>()), |(first, second, reference)| {
                // The reference is one set: cases would meet in it, so that it starts from what they left.
                let set = if reference { FactSet::Reference } else { establishment(next_number()) };
                let empty = known_now(database, set);
                let one = record(database, set, &empty.difference(&first)).unwrap();
                prop_assert_eq!(&known_now(database, set), &first);
                let two = record(database, set, &first.difference(&second)).unwrap();
                prop_assert_eq!(&known_now(database, set), &second);
                // Every former knowledge stays readable.
                prop_assert_eq!(&known(database, set, two.before()), &first);
                prop_assert_eq!(&known(database, set, one.at), &first);
                prop_assert_eq!(&known(database, set, one.before()), &empty);
                // The reference is emptied, because the ids of generated things belong to one set at a time.
                record(database, set, &second.difference(&Facts::default())).unwrap();
                prop_assert_eq!(known_now(database, set), Facts::default());
                Ok(())
            })
            .unwrap();
        let report = database.verify().unwrap();
        assert!(report.is_sound() && report.facts > 0, "{:?}", report.findings);
    });
}

fn post(number: &str) -> Post {
    Post {
        kind: "PH".into(),
        sigmed_number: Some(number.into()),
        local_number: None,
        sigmed_type: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        corps: None,
        quotity: Quotity::FULL_TIME,
        structure: None,
        attached_to_establishment: false,
        parent_post: None,
    }
}

fn one_post(id: u128, from: &str, to: &str, number: &str) -> Facts {
    let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    let mut facts = Facts::default();
    facts.posts.assert(PostId::from(Uuid::from_u128(id)), Segment { period, value: post(number) });
    facts
}

#[test]
fn only_what_is_in_force_is_superseded() {
    both(|database| {
        let set = establishment(1);
        let nothing = Facts::default();
        let first = one_post(1, "2026-01-01", "2027-01-01", "A");
        let second = one_post(1, "2026-01-01", "2028-01-01", "B");
        record(database, set, &nothing.difference(&first)).unwrap();
        record(database, set, &first.difference(&second)).unwrap();

        let never_known = one_post(2, "2026-01-01", "2027-01-01", "A");
        let other_days = one_post(1, "2026-01-01", "2029-01-01", "B");
        for (base, why) in [
            (&first, "superseded already, and other days"),
            (&never_known, "never recorded"),
            (&other_days, "same first day, other end"),
        ] {
            let refused = record(database, set, &base.difference(&nothing)).unwrap_err();
            assert!(matches!(refused, Problem::Stale), "{why}: {refused}");
        }
        let elsewhere = record(database, establishment(2), &second.difference(&nothing)).unwrap_err();
        assert!(matches!(elsewhere, Problem::Stale), "a fact of another establishment: {elsewhere}");
        // Nothing of a refused change is left.
        assert_eq!(known_now(database, set), second);
        assert_eq!(database.read(|connection| changes::list(connection, None)).unwrap().len(), 2);
        assert!(database.verify().unwrap().is_sound());
    });
}

#[test]
fn one_thing_cannot_say_two_things_from_the_same_day() {
    both(|database| {
        let set = establishment(1);
        let nothing = Facts::default();
        let first = one_post(1, "2026-01-01", "2027-01-01", "A");
        record(database, set, &nothing.difference(&first)).unwrap();
        let again = one_post(1, "2026-01-01", "2027-01-01", "B");
        let refused = record(database, set, &nothing.difference(&again)).unwrap_err();
        assert!(matches!(refused, Problem::Constraint { .. }), "{refused}");
        assert_eq!(known_now(database, set), first);
    });
}

#[test]
fn overlapping_statements_are_reported_not_arranged() {
    both(|database| {
        let set = establishment(1);
        let (one, other) =
            (one_post(1, "2026-01-01", "2027-01-01", "A"), one_post(1, "2026-06-01", "2027-06-01", "B"));
        record(database, set, &Facts::default().difference(&one)).unwrap();
        record(database, set, &Facts::default().difference(&other)).unwrap();
        let read = database.read(|connection| load(connection, &everything(), set, instant(1_000)));
        assert!(matches!(read, Err(Problem::Corrupt { table: "posts", .. })), "{read:?}");
    });
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_its_row() {
    both(|database| {
        let set = establishment(1);
        record(database, set, &Facts::default().difference(&one_post(1, "2026-01-01", "2027-01-01", "A")))
            .unwrap();
        super::journal::unlock(database);
        execute(database, "UPDATE posts SET structure_id = 'nowhere'").unwrap();
        let error =
            database.read(|connection| load(connection, &everything(), set, instant(1_000))).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("posts") && text.contains("structure_id"), "{text}");
        assert!(!text.contains("nowhere"), "a message never holds a stored value: {text}");
    });
}

#[test]
fn undo_brings_back_what_was_known() {
    both(|database| {
        let runner = &mut TestRunner::new(Config { cases: 24, max_shrink_iters: 0, ..Config::default() });
        runner
            .run(&(facts(), facts()), |(first, second)| {
                let set = establishment(next_number());
                record(database, set, &Facts::default().difference(&first)).unwrap();
                let change = record(database, set, &first.difference(&second)).unwrap();
                let (before, after) =
                    (known(database, set, change.before()), known(database, set, change.at));
                // References of generated facts lead nowhere, so that nothing refuses the undo.
                let back = undo(&before, &after, &known_now(database, set)).unwrap();
                let undoing = super::NewChange { undoes: Some(change.id), ..some_change() };
                let undone = record_as(database, set, undoing, &back).unwrap();
                prop_assert_eq!(&known_now(database, set), &first);
                prop_assert_eq!(&known(database, set, undone.before()), &second);
                let found =
                    database.read(|connection| changes::find(connection, change.id)).unwrap().unwrap();
                prop_assert_eq!(found.undone_by, vec![undone.id]);
                let forward = record(database, set, &first.difference(&Facts::default()));
                prop_assert!(forward.is_ok());
                Ok(())
            })
            .unwrap();
        assert!(database.verify().unwrap().is_sound());
    });
}

#[test]
fn an_empty_set_is_empty_at_any_instant() {
    both(|database| {
        for at in [instant(-1), instant(0), instant(i64::from(u32::MAX))] {
            assert_eq!(known(database, FactSet::Reference, at), Facts::default());
        }
        // A change may record nothing: it is in the journal all the same.
        let change = record(database, FactSet::Reference, &ChangeSet::default()).unwrap();
        assert_eq!((change.seq, change.establishment), (1, None));
    });
}

#[test]
fn many_statements_of_one_thing_change_together() {
    both(|database| {
        let set = establishment(1);
        let id = PostId::from(Uuid::from_u128(1));
        let (mut many, mut other) = (Facts::default(), Facts::default());
        for year in 1..400_u16 {
            let day = |year: u16| Day::new(i32::from(1800 + year), 1, 1).unwrap();
            let period = Period::new(day(year), day(year + 1)).unwrap();
            let (number, next) = (year.to_string(), (year + 1).to_string());
            many.posts.assert(id, Segment { period, value: post(&number) });
            other.posts.assert(id, Segment { period, value: post(&next) });
        }
        record(database, set, &Facts::default().difference(&many)).unwrap();
        record(database, set, &many.difference(&other)).unwrap();
        assert_eq!(known_now(database, set), other);
        // A revision that supersedes without recording, written by hand.
        let all = other.posts.get(id).unwrap().segments().to_vec();
        let gone = Revision { id, difference: Difference { supersede: all, record: Vec::new() } };
        record(database, set, &ChangeSet { posts: vec![gone], ..ChangeSet::default() }).unwrap();
        assert_eq!(known_now(database, set), Facts::default());
    });
}
