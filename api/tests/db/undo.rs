//! R28: random batches, applied and undone in any order with changes made by hand in between.
//!
//! Against a model that holds one value for each thing and each day: after an undo every day reads as before, today and
//! as it was known then; an undo that is refused names exactly what was touched since. One thousand batches on SQLite;
//! on PostgreSQL as many as [`ON_POSTGRES`] says. `LOGIMEDH_BATCHES` asks for another number on both.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use api::app::{Ctx, Failure, changes as undoing};
use api::authz::{Authority, System};
use api::db::changes::Change;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;
use shared::affectation::Rank;
use shared::change::{Origin, Trail};
use shared::fact::{Fact as _, Noun};
use shared::id::{AffectationId, PostId, PractitionerId, StructureId};
use shared::knowledge::Facts;
use shared::time::{Day, Timeline};
use uuid::Uuid;

use super::sequences::{Hospital, Saying, saying};
use super::{known, known_now, record};
use crate::support::{Backend, TestDatabase, both};

/// Batches of one test on SQLite.
const BATCHES: u32 = 1_000;
/// The same on PostgreSQL, the first of the same batches. After each one all that is known is read again on two axes, and
/// each read of a few rows crosses a socket: 200 batches take three times as long as on SQLite, so that a thousand would be
/// more than a minute of a build for debugging, one after the other (writes hold one lock). `make night` plays a thousand.
const ON_POSTGRES: u32 = 200;
/// Batches of one hospital: enough for them to lie over each other.
const OF_ONE_HOSPITAL: u32 = 8;
/// Days of the model: a little more than sayings reach.
const DAYS: usize = 72;

/// Noun and number of a thing.
type Thing = (u8, u8);

/// What each thing is on each day.
#[derive(Debug, Clone, Default, PartialEq)]
struct Model(BTreeMap<Thing, [Option<u8>; DAYS]>);

impl Model {
    fn say(&mut self, saying: &Saying) {
        let days = self.0.entry((saying.noun, saying.thing)).or_insert([None; DAYS]);
        let (from, to) = (usize::from(saying.days.0), usize::from(saying.days.0 + saying.days.1));
        days[from..to].fill(saying.value);
    }

    fn of(&self, thing: Thing) -> [Option<u8>; DAYS] {
        self.0.get(&thing).copied().unwrap_or([None; DAYS])
    }

    fn things(&self) -> impl Iterator<Item = Thing> + '_ {
        self.0.keys().copied()
    }

    fn is_known(&self, thing: Thing) -> bool {
        self.of(thing).iter().any(Option::is_some)
    }

    /// What differs between the two.
    fn moved(&self, other: &Model) -> BTreeSet<Thing> {
        let things: BTreeSet<Thing> = self.things().chain(other.things()).collect();
        things.into_iter().filter(|thing| self.of(*thing) != other.of(*thing)).collect()
    }

    /// The things that a thing refers to, whatever the day.
    fn references(&self, thing: Thing) -> BTreeSet<Thing> {
        self.of(thing).into_iter().flatten().flat_map(|number| referred(thing.0, number)).collect()
    }
}

/// What a value refers to: the rules by which `sequences` makes facts.
fn referred(noun: u8, number: u8) -> Vec<Thing> {
    match (noun, number) {
        (1, 1..) => vec![(0, number % 3)],
        (3, 0 | 1) => vec![(2, number % 3)],
        (3, _) => vec![(2, number % 3), (1, number % 3)],
        _ => Vec::new(),
    }
}

/// Every day of every thing reads as the model says, and nothing else is known.
fn reads_as(hospital: &Hospital, facts: &Facts, model: &Model, when: &str) {
    for thing in (0..4).flat_map(|noun| (0..3).map(move |number| (noun, number))) {
        let (read, expected) = (read(hospital, facts, thing), model.of(thing));
        for (day, (read, expected)) in read.iter().zip(&expected).enumerate() {
            assert_eq!(read, expected, "{when}: {thing:?} (noun, number) on day {day} of 2026");
        }
    }
}

/// The number by which the value of each day was made.
fn read(hospital: &Hospital, facts: &Facts, (noun, thing): Thing) -> [Option<u8>; DAYS] {
    match noun {
        0 => spread(facts.structures.get(hospital.id(noun, thing)), |own| own.number.parse().unwrap()),
        1 => spread(facts.posts.get(hospital.id(noun, thing)), |own| own.number().parse().unwrap()),
        2 => spread(facts.practitioners.get(hospital.id(noun, thing)), |own| own.matricule.parse().unwrap()),
        _ => spread(facts.affectations.get(hospital.id(noun, thing)), |own| {
            let practitioner = |number: u8| own.practitioner == hospital.id(2, number);
            match (own.rank, own.post) {
                (Rank::Secondary, None) if practitioner(0) => 0,
                (Rank::Main, None) if practitioner(1) => 1,
                (Rank::Main, Some(post)) if practitioner(2) && post == hospital.id(1, 2) => 2,
                (Rank::Main, Some(post)) if practitioner(0) && post == hospital.id(1, 0) => 3,
                other => panic!("not a value of these tests: {other:?}"),
            }
        }),
    }
}

/// Day by day; a day outside those of the model fails.
fn spread<T: Clone + PartialEq>(
    timeline: Option<&Timeline<T>>,
    number: impl Fn(&T) -> u8,
) -> [Option<u8>; DAYS] {
    let first = Day::new(2026, 1, 1).unwrap();
    let at = |day: Day| usize::try_from(day.days_since(first)).unwrap();
    let mut days = [None; DAYS];
    for segment in timeline.into_iter().flat_map(Timeline::iter) {
        days[at(segment.period.from())..at(segment.period.to())].fill(Some(number(&segment.value)));
    }
    days
}

/// A batch that can still be undone.
struct Applied {
    change: Change,
    before: Model,
    after: Model,
}

struct Play<'a> {
    database: &'a TestDatabase,
    shared: Arc<api::db::Database>,
    hospital: Hospital,
    model: Model,
    /// What is stored now, read after each undo.
    facts: Facts,
    open: Vec<Applied>,
    refused: u32,
    /// How often only what nobody touched was taken back.
    partly: u32,
}

impl Play<'_> {
    fn now(&self) -> Facts {
        known_now(self.database, self.hospital.set())
    }

    /// One change that says all of it.
    fn apply(&mut self, sayings: &[Saying]) -> Option<Applied> {
        let before = self.model.clone();
        let mut next = self.facts.clone();
        for saying in sayings {
            self.hospital.say(&mut next, saying);
            self.model.say(saying);
        }
        let difference = self.facts.difference(&next);
        if difference.is_empty() {
            assert!(before.moved(&self.model).is_empty());
            return None;
        }
        let change = record(self.database, self.hospital.set(), &difference).unwrap();
        self.facts = next;
        Some(Applied { change, before, after: self.model.clone() })
    }

    fn ctx(&self) -> Ctx {
        Ctx {
            database: Arc::clone(&self.shared),
            shelf: Arc::default(),
            authority: Authority::System(System::on_this_machine()),
            author: "test".into(),
            trail: Trail::default(),
            origin: Origin::CommandLine,
            now: crate::support::instant(0),
            today: Day::new(2026, 1, 1).unwrap(),
        }
    }

    /// Undoes one of the batches: as before on every day, or refused with what is in the way.
    fn undo(&mut self, applied: Applied, partly: bool) {
        let now = self.facts.clone();
        let mut target = self.model.clone();
        for thing in applied.before.moved(&applied.after) {
            target.0.insert(thing, applied.before.of(thing));
        }
        let expected = self.touched(&applied, &now, &target);
        let ctx = self.ctx();
        // What is offered is what is granted. Asked in one hospital of three, since the answer costs as much as the undo.
        if self.hospital.number.is_multiple_of(3) {
            let asked = [applied.change.clone()];
            let offered = self.shared.read(|connection| undoing::undoable(&ctx, connection, &asked)).unwrap();
            assert_eq!(offered.contains(&applied.change.id), expected.is_empty(), "offered for {expected:?}");
        }
        let undone = self.shared.write(|tx| undoing::undo_in(&ctx, tx, applied.change.id, "essai"));
        match undone {
            Ok(undone) => {
                assert!(expected.is_empty(), "undone over what was touched since: {expected:?}");
                self.facts = self.now();
                reads_as(&self.hospital, &self.facts, &target, "after the undo");
                let set = self.hospital.set();
                let then = known(self.database, set, undone.before());
                reads_as(&self.hospital, &then, &self.model, "as it was known just before the undo");
                self.model = target;
            }
            Err(Failure::Refused(refusal)) => {
                assert_eq!(refusal.code.wire(), "change.touched_since");
                let named = refusal.more["things"].as_array().unwrap();
                let named: BTreeSet<(String, String)> = named
                    .iter()
                    .map(|one| (one["entity"].as_str().unwrap().into(), one["key"].as_str().unwrap().into()))
                    .collect();
                assert_eq!(named, expected, "exactly what was touched since is named");
                reads_as(&self.hospital, &self.now(), &self.model, "after an undo that was refused");
                self.refused += 1;
                if partly {
                    self.undo_untouched(&applied, &now, &target);
                }
            }
            Err(failure) => panic!("{failure:?}"),
        }
        let set = self.hospital.set();
        let then = known(self.database, set, applied.change.before());
        reads_as(&self.hospital, &then, &applied.before, "as it was known before the batch");
        let then = known(self.database, set, applied.change.at);
        reads_as(&self.hospital, &then, &applied.after, "as it was known after the batch");
    }

    /// What keeps a batch from being undone, as `(entity, key)`.
    fn touched(&self, applied: &Applied, now: &Facts, target: &Model) -> BTreeSet<(String, String)> {
        let moved = applied.before.moved(&applied.after);
        let since = applied.after.moved(&self.model);
        let both: Vec<Thing> = moved.intersection(&since).copied().collect();
        let mut touched = BTreeSet::new();
        if !both.is_empty() {
            let after = known(self.database, self.hospital.set(), applied.change.at);
            touched.extend(both.into_iter().map(|thing| self.key(thing, &[now, &after])));
        }
        let lost = |thing: Thing, known: &Model| known.is_known(thing) && !target.is_known(thing);
        let all: BTreeSet<Thing> = target.things().collect();
        for thing in all {
            for referred in target.references(thing) {
                let vanishes = lost(referred, &self.model);
                let gone =
                    lost(referred, &applied.before) && !self.model.references(thing).contains(&referred);
                if vanishes || gone {
                    touched.extend(self.keys_referring(thing, referred, applied, now));
                }
            }
        }
        touched
    }

    /// How a thing is named where it is known first.
    fn key(&self, thing: Thing, sides: &[&Facts]) -> (String, String) {
        macro_rules! key {
            ($field:ident: $id:ty, $noun:ident) => {{
                let id: $id = self.hospital.id(thing.0, thing.1);
                let names = sides.iter().find(|side| side.$field.get(id).is_some()).unwrap();
                let known = names.$field.get(id).and_then(Timeline::last).unwrap();
                (Noun::$noun.name().to_owned(), known.value.key(known.period.from(), *names).to_string())
            }};
        }
        match thing.0 {
            0 => key!(structures: StructureId, Structures),
            1 => key!(posts: PostId, Posts),
            2 => key!(practitioners: PractitionerId, Practitioners),
            _ => key!(affectations: AffectationId, Affectations),
        }
    }

    /// How the statements of a thing that refer to another would be named once the batch is undone.
    fn keys_referring(
        &self,
        thing: Thing,
        referred: Thing,
        applied: &Applied,
        now: &Facts,
    ) -> BTreeSet<(String, String)> {
        let before = known(self.database, self.hospital.set(), applied.change.before());
        let mut target = now.clone();
        for (noun, number) in applied.before.moved(&applied.after) {
            macro_rules! back {
                ($field:ident: $id:ty) => {{
                    let id: $id = self.hospital.id(noun, number);
                    target.$field.put(id, before.$field.get(id).cloned().unwrap_or_default());
                }};
            }
            match noun {
                0 => back!(structures: StructureId),
                1 => back!(posts: PostId),
                2 => back!(practitioners: PractitionerId),
                _ => back!(affectations: AffectationId),
            }
        }
        let referred: Uuid = self.hospital.id(referred.0, referred.1);
        macro_rules! keys {
            ($field:ident: $id:ty, $noun:ident) => {{
                let id: $id = self.hospital.id(thing.0, thing.1);
                let own = target.$field.get(id).unwrap().iter();
                own.filter(|one| one.value.references().contains(&referred))
                    .map(|one| {
                        (Noun::$noun.name().to_owned(), one.value.key(one.period.from(), &target).to_string())
                    })
                    .collect()
            }};
        }
        match thing.0 {
            1 => keys!(posts: PostId, Posts),
            3 => keys!(affectations: AffectationId, Affectations),
            noun => panic!("noun {noun} refers to nothing"),
        }
    }

    /// Takes back what can be: each thing of the batch is whole as before or whole as now, what was touched stays.
    fn undo_untouched(&mut self, applied: &Applied, now: &Facts, target: &Model) {
        let ctx = self.ctx();
        let undone = self.shared.write(|tx| undoing::undo_untouched_in(&ctx, tx, applied.change.id, "essai"));
        let moved = applied.before.moved(&applied.after);
        let since = applied.after.moved(&self.model);
        let kept = match undone {
            Ok((_, kept)) => kept,
            Err(Failure::Refused(refusal)) => {
                assert_eq!(refusal.code.wire(), "change.touched_since");
                assert!(!since.is_disjoint(&moved) || !self.touched(applied, now, target).is_empty());
                return reads_as(&self.hospital, &self.now(), &self.model, "nothing was left to take back");
            }
            Err(failure) => panic!("{failure:?}"),
        };
        self.partly += 1;
        assert!(!kept.is_empty(), "what stays is named");
        let named: BTreeSet<(String, String)> =
            kept.iter().map(|(noun, key)| (noun.name().to_owned(), key.to_string())).collect();
        let after = known(self.database, self.hospital.set(), applied.change.at);
        let before = known(self.database, self.hospital.set(), applied.change.before());
        let reached = self.now();
        self.facts = reached.clone();
        let mut next = self.model.clone();
        for thing in &moved {
            let own = read(&self.hospital, &reached, *thing);
            if own == self.model.of(*thing) && own != applied.before.of(*thing) {
                assert!(
                    named.contains(&self.key(*thing, &[now, &after, &before])),
                    "{thing:?} stays without being named"
                );
            } else {
                assert_eq!(own, applied.before.of(*thing), "{thing:?} is taken back whole");
                assert!(
                    !since.contains(thing) || own == self.model.of(*thing),
                    "{thing:?} was touched since"
                );
            }
            next.0.insert(*thing, own);
        }
        for thing in next.things() {
            for referred in next.references(thing) {
                let held = self.model.references(thing).contains(&referred) && !self.model.is_known(referred);
                let was_known = self.model.is_known(referred) || applied.before.is_known(referred);
                assert!(
                    next.is_known(referred) || held || !was_known,
                    "{thing:?} is left without {referred:?}, to which it refers"
                );
            }
        }
        reads_as(&self.hospital, &reached, &next, "the rest is as it was");
        self.model = next;
    }
}

fn pick(runner: &mut TestRunner, below: usize) -> usize {
    (0..below).new_tree(runner).unwrap().current()
}

fn sayings(runner: &mut TestRunner, count: std::ops::Range<usize>) -> Vec<Saying> {
    prop::collection::vec(saying(), count).new_tree(runner).unwrap().current()
}

/// All batches of one hospital; how many undos were refused, and how many then took the rest back.
fn play(database: &TestDatabase, shared: &Arc<api::db::Database>, number: u32) -> (u32, u32) {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let shared = Arc::clone(shared);
    let hospital = Hospital { number };
    let (model, facts, open) = (Model::default(), Facts::default(), Vec::new());
    let mut play = Play { database, shared, hospital, model, facts, open, refused: 0, partly: 0 };
    for _ in 0..OF_ONE_HOSPITAL {
        let batch = sayings(&mut runner, 2..12);
        let applied = play.apply(&batch);
        play.open.extend(applied);
        // By hand, one thing at a time.
        for _ in 0..pick(&mut runner, 3) {
            let entry = sayings(&mut runner, 1..2);
            play.apply(&entry);
        }
        if pick(&mut runner, 2) == 0 && !play.open.is_empty() {
            let at = pick(&mut runner, play.open.len());
            let (applied, partly) = (play.open.remove(at), pick(&mut runner, 2) == 0);
            play.undo(applied, partly);
        }
    }
    while !play.open.is_empty() {
        let at = pick(&mut runner, play.open.len());
        let (applied, partly) = (play.open.remove(at), pick(&mut runner, 2) == 0);
        play.undo(applied, partly);
    }
    (play.refused, play.partly)
}

#[test]
fn r28_after_the_undo_of_random_batches_every_day_reads_as_before_or_what_was_touched_is_named() {
    let asked = std::env::var("LOGIMEDH_BATCHES").ok().map(|text| text.parse::<u32>().expect("a number"));
    both(|database| {
        let own = if database.backend == Backend::Sqlite { BATCHES } else { ON_POSTGRES };
        let batches = asked.unwrap_or(own);
        let hospitals = batches.div_ceil(OF_ONE_HOSPITAL);
        let shared = Arc::new(database.reopen());
        let (mut refused, mut partly) = (0, 0);
        for number in 1..=hospitals {
            let played =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| play(database, &shared, number)));
            match played {
                Ok(counts) => (refused, partly) = (refused + counts.0, partly + counts.1),
                Err(panic) => {
                    eprintln!("the hospital of seed {number}, on {:?}", database.backend);
                    std::panic::resume_unwind(panic);
                }
            }
        }
        println!(
            "{}",
            json!({ "batches": hospitals * OF_ONE_HOSPITAL, "refused": refused, "partly": partly })
        );
        // Both ways are met often, or the property says little.
        let batches = hospitals * OF_ONE_HOSPITAL;
        assert!(
            refused * 10 > batches && (batches - refused) * 10 > batches,
            "{refused} of {batches} refused"
        );
        assert!(partly * 20 > batches, "{partly} of {batches} taken back in part");
        let report = database.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
    });
}
