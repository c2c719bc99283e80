//! Random histories of a small hospital: whatever is asserted, retracted, applied and undone, both databases say
//! what a model in memory says, at every instant of the past.
//!
//! `LOGIMEDH_SEQUENCES` is the number of histories on each database. A failure prints its seed;
//! `LOGIMEDH_SEQUENCE_SEED` plays that one alone.

use std::collections::BTreeSet;

use api::db::changes::{self, Change, NewChange};
use api::db::facts::FactSet;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use shared::affectation::{Affectation, Rank};
use shared::fact::Fact as _;
use shared::id::{AffectationId, PostId, PractitionerId, StructureId};
use shared::knowledge::{Facts, undo};
use shared::post::Post;
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::structure::Structure;
use shared::time::{Day, Period, Timeline};
use uuid::Uuid;

use super::{known, known_now, record, record_as, some_change};
use crate::support::{TestDatabase, both};

/// One thing said of one thing.
#[derive(Debug, Clone)]
pub(super) struct Saying {
    pub(super) noun: u8,
    pub(super) thing: u8,
    pub(super) days: (u16, u16),
    /// `None`: it does not hold on these days.
    pub(super) value: Option<u8>,
}

#[derive(Debug, Clone)]
enum Step {
    /// One or several things said by one change: an entry on a screen, or a file.
    Say(Vec<Saying>),
    /// The change some steps back is undone, if nothing was built on it.
    Undo(usize),
}

pub(super) fn saying() -> impl Strategy<Value = Saying> {
    let value = prop_oneof![3 => (0_u8..4).prop_map(Some), 1 => Just(None)];
    (0_u8..4, 0_u8..3, (0_u16..40, 1_u16..30), value).prop_map(|(noun, thing, days, value)| Saying {
        noun,
        thing,
        days,
        value,
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => prop::collection::vec(saying(), 1..2).prop_map(Step::Say),
        2 => prop::collection::vec(saying(), 2..8).prop_map(Step::Say),
        2 => (0_usize..4).prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 2..10)
}

/// A hospital of its own for each history, so that all can share one database.
pub(super) struct Hospital {
    pub(super) number: u32,
}

impl Hospital {
    pub(super) fn set(&self) -> FactSet {
        super::establishment(self.number)
    }

    pub(super) fn id<T: From<Uuid>>(&self, noun: u8, thing: u8) -> T {
        let number = (u128::from(self.number) << 16) | (u128::from(noun) << 8) | u128::from(thing);
        Uuid::from_u128(number).into()
    }

    pub(super) fn say(&self, facts: &mut Facts, saying: &Saying) {
        let day =
            |number: u16| Day::from(Day::new(2026, 1, 1).unwrap().naive() + chrono::Days::new(number.into()));
        let period = Period::new(day(saying.days.0), day(saying.days.0 + saying.days.1)).unwrap();
        macro_rules! say {
            ($field:ident: $id:ty = $value:expr) => {{
                let id: $id = self.id(saying.noun, saying.thing);
                let mut timeline = facts.$field.get(id).cloned().unwrap_or_else(Timeline::new);
                match saying.value {
                    Some(number) => timeline.assert(period, $value(number)),
                    None => timeline.retract(period),
                }
                facts.$field.put(id, timeline);
            }};
        }
        match saying.noun {
            0 => say!(structures: StructureId = structure),
            1 => say!(posts: PostId = |number| post(number, self.id(0, number % 3))),
            2 => say!(practitioners: PractitionerId = practitioner),
            _ => say!(affectations: AffectationId = |number| {
                affectation(number, self.id(2, number % 3), self.id(1, number % 3))
            }),
        }
    }
}

fn structure(number: u8) -> Structure {
    Structure {
        kind: "SERVICE".into(),
        number: number.to_string().into(),
        label: "Cardiologie".into(),
        parent: None,
        site: None,
        sigmed_number: None,
        follows: None,
    }
}

fn post(number: u8, structure: StructureId) -> Post {
    Post {
        kind: "PH".into(),
        sigmed_number: Some(number.to_string().into()),
        local_number: None,
        sigmed_type: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        corps: None,
        quotity: Quotity::FULL_TIME,
        structure: (number > 0).then_some(structure),
        attached_to_establishment: number == 0,
        parent_post: None,
    }
}

fn practitioner(number: u8) -> Practitioner {
    Practitioner {
        person: Uuid::from_u128(number.into()).into(),
        matricule: format!("{number:05}").into(),
        rpps: None,
        birth_name: "Nom".into(),
        usual_name: "Nom".into(),
        first_names: "Prénom".into(),
        sex: None,
        birth_date: None,
        speciality: None,
        exit_reason: None,
        diplomas: vec!["A".into(); usize::from(number)],
    }
}

fn affectation(number: u8, practitioner: PractitionerId, post: PostId) -> Affectation {
    Affectation {
        practitioner,
        status: "PH_TPLEIN".into(),
        rank: if number == 0 { Rank::Secondary } else { Rank::Main },
        service: None,
        unit: None,
        post: (number > 1).then_some(post),
        quotity: Quotity::HALF_DAY,
        convention: None,
        partner: None,
    }
}

/// Whether some fact refers to a thing of which nothing is known.
fn dangles(facts: &Facts) -> bool {
    let known: BTreeSet<Uuid> = facts
        .structures
        .iter()
        .map(|(id, _)| id.into())
        .chain(facts.posts.iter().map(|(id, _)| id.into()))
        .chain(facts.practitioners.iter().map(|(id, _)| id.into()))
        .collect();
    let posts = facts.posts.segments().flat_map(|(_, segment)| segment.value.references());
    let affectations = facts.affectations.segments().flat_map(|(_, segment)| segment.value.references());
    posts.chain(affectations).any(|id| !known.contains(&id))
}

/// What must hold after each step, and what the model remembers for the end.
fn play(database: &TestDatabase, hospital: &Hospital, steps: &[Step]) {
    let set = hospital.set();
    let mut now = Facts::default();
    let mut past: Vec<(Change, Facts)> = Vec::new();
    for step in steps {
        let (change, next) = match step {
            Step::Say(sayings) => {
                let mut next = now.clone();
                for saying in sayings {
                    hospital.say(&mut next, saying);
                }
                (record(database, set, &now.difference(&next)).unwrap(), next)
            }
            Step::Undo(back) => {
                let Some(place) = past.len().checked_sub(back + 1) else { continue };
                let former = past[place].0.clone();
                let (before, after) =
                    (known(database, set, former.before()), known(database, set, former.at));
                let Ok(difference) = undo(&before, &after, &known_now(database, set)) else {
                    // Nothing came after the last change: only what already referred to nothing can refuse.
                    assert!(*back > 0 || dangles(&before), "the undo of the last change was refused");
                    continue;
                };
                let undoing = NewChange { undoes: Some(former.id), ..some_change() };
                let change = record_as(database, set, undoing, &difference).unwrap();
                if *back == 0 {
                    assert_eq!(known_now(database, set), before, "the undo of the last change restores");
                }
                (change, known_now(database, set))
            }
        };
        assert_eq!(known_now(database, set), next);
        assert_eq!(known(database, set, change.before()), now, "the past does not move");
        past.push((change, next.clone()));
        now = next;
    }
    for (change, facts) in &past {
        assert_eq!(&known(database, set, change.at), facts, "every former knowledge stays readable");
    }
    let listed = database.read(|connection| changes::list(connection, Some(set))).unwrap();
    assert_eq!(listed.len(), past.len());
    for (change, (expected, _)) in listed.iter().rev().zip(&past) {
        assert_eq!((change.id, change.seq, change.at), (expected.id, expected.seq, expected.at));
        let undos: Vec<_> = past
            .iter()
            .filter(|(other, _)| other.undoes == Some(change.id))
            .map(|(other, _)| other.id)
            .collect();
        assert_eq!(change.undone_by, undos);
    }
}

fn environment(name: &str) -> Option<u32> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a whole number")))
}

#[test]
fn random_histories_say_what_the_model_says() {
    let seeds = match environment("LOGIMEDH_SEQUENCE_SEED") {
        Some(seed) => seed..seed + 1,
        None => 1..environment("LOGIMEDH_SEQUENCES").unwrap_or(300) + 1,
    };
    both(|database| {
        for seed in seeds.clone() {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&seed.to_le_bytes());
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
            let mut runner = TestRunner::new_with_rng(Config::default(), rng);
            let steps = steps().new_tree(&mut runner).unwrap().current();
            let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                play(database, &Hospital { number: seed }, &steps);
            }));
            if let Err(panic) = played {
                eprintln!(
                    "LOGIMEDH_SEQUENCE_SEED={seed} plays this again on {:?}: {steps:#?}",
                    database.backend
                );
                std::panic::resume_unwind(panic);
            }
        }
        let report = database.verify().unwrap();
        assert!(report.is_sound(), "{:?}", report.findings);
    });
}
