//! A large hospital in one change: more rows than any statement may bind.

use std::time::Instant as Clock;

use shared::affectation::{Affectation, Rank};
use shared::id::AffectationId;
use shared::knowledge::Facts;
use shared::quotity::Quotity;
use shared::time::{Day, Period, Segment};
use uuid::Uuid;

use super::{establishment, known, known_now, record};
use crate::support::both;

const ROWS: u128 = 30_000;

fn affectations(quotity: Quotity) -> Facts {
    let mut facts = Facts::default();
    let period = Period::since(Day::new(2026, 1, 1).unwrap());
    for number in 1..=ROWS {
        let value = Affectation {
            practitioner: Uuid::from_u128(number % 9_000).into(),
            status: "PH_TPLEIN".into(),
            rank: if number % 3 == 0 { Rank::Secondary } else { Rank::Main },
            service: Some(Uuid::from_u128(number % 120).into()),
            unit: None,
            post: (number % 2 == 0).then(|| Uuid::from_u128(number).into()),
            quotity,
            convention: None,
            partner: None,
        };
        facts.affectations.assert(AffectationId::from(Uuid::from_u128(number)), Segment { period, value });
    }
    facts
}

#[test]
fn thirty_thousand_facts_in_one_change() {
    let (first, second) = (affectations(Quotity::HALF_DAY), affectations(Quotity::FULL_TIME));
    both(|database| {
        let set = establishment(1);
        let timed = |what: &str, step: &mut dyn FnMut()| {
            let start = Clock::now();
            step();
            // Printed for whoever asks (--nocapture); nothing is asserted on a clock.
            println!("{:?}: {what} in {:?}", database.backend, start.elapsed());
        };
        let mut change = None;
        let (coming, going) = (Facts::default().difference(&first), first.difference(&second));
        timed("record 30 000", &mut || change = Some(record(database, set, &coming).unwrap()));
        timed("load 30 000", &mut || assert_eq!(known_now(database, set), first));
        timed("supersede and record 30 000", &mut || drop(record(database, set, &going).unwrap()));
        timed("load 30 000 among 60 000", &mut || assert_eq!(known_now(database, set), second));
        assert_eq!(known(database, set, change.take().unwrap().at), first);
        timed("verify 60 000", &mut || assert!(database.verify().unwrap().is_sound()));
    });
}
