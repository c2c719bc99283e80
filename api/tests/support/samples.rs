//! Generated facts of every noun, small in number and wild in content.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use shared::affectation::{Affectation, Rank};
use shared::career::{Contract, ExercisePeriod, Position, Status, Step};
use shared::code_mapping::{CodeMapping, ImportProfile};
use shared::convention::{ConventionShare, Direction};
use shared::establishment::{Establishment, Site};
use shared::fact::Fact;
use shared::headship::Headship;
use shared::knowledge::{Facts, Tracks};
use shared::nomenclature::NomenclatureEntry;
use shared::post::{Post, SigmedPost};
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::structure::Structure;
use shared::time::{Day, Period, Segment};
use shared::with_nouns;
use smol_str::SmolStr;
use uuid::Uuid;

/// A fact that can be generated.
pub trait Sample: Fact + 'static {
    fn sample() -> BoxedStrategy<Self>;
}

/// Any text that a database can keep: quotes, accents, line breaks, nothing. NUL is refused by PostgreSQL.
fn text() -> impl Strategy<Value = SmolStr> {
    prop_oneof![4 => "[A-Z0-9]{0,8}", 1 => "[\\PC\n\t'\"\\\\]{0,24}"].prop_map(SmolStr::from)
}

fn maybe() -> impl Strategy<Value = Option<SmolStr>> {
    option::of(text())
}

fn id<T: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    any::<u128>().prop_map(|number| T::from(Uuid::from_u128(number)))
}

/// Any day, its two ends included.
pub fn day() -> impl Strategy<Value = Day> {
    let days = prop_oneof![1 => Just(0_u64), 8 => 700_000_u64..760_000, 1 => Just(3_652_057)];
    days.prop_map(|days| Day::from(Day::FIRST.naive() + chrono::Days::new(days)))
}

pub fn period() -> impl Strategy<Value = Period> {
    (day(), 1_u64..900, any::<bool>()).prop_map(|(from, length, open)| {
        let to = Day::from(from.naive() + chrono::Days::new(length));
        if open { Period::since(from) } else { Period::new(from, to).unwrap_or(Period::since(from)) }
    })
}

pub fn quotity() -> impl Strategy<Value = Quotity> {
    (0_u32..=10_000).prop_map(|hundredths| Quotity::new(hundredths).unwrap())
}

/// A few things of a noun with a few statements each.
fn tracks<T: Sample>() -> BoxedStrategy<Tracks<T>> {
    // Few ids, so that two generated knowledges speak of the same things.
    let statement = (0_u128..3, period(), T::sample());
    vec(statement, 0..5)
        .prop_map(|statements| {
            let mut tracks = Tracks::default();
            for (number, period, value) in statements {
                tracks.assert(Uuid::from_u128(number).into(), Segment { period, value });
            }
            tracks
        })
        .boxed()
}

/// Facts of every noun; the texts of one run of a test.
pub fn facts() -> impl Strategy<Value = Facts> {
    let mut facts = Just(Facts::default()).boxed();
    macro_rules! each {
        ($($field:ident: $type:ty),+ $(,)?) => {$(
            facts = (facts, tracks::<$type>())
                .prop_map(|(facts, $field)| Facts { $field, ..facts })
                .boxed();
        )+};
    }
    with_nouns!(each);
    facts
}

/// Implements `Sample` from one strategy for each field.
macro_rules! samples {
    ($($type:ident { $($field:ident: $strategy:expr),+ $(,)? })+) => {$(
        impl Sample for $type {
            fn sample() -> BoxedStrategy<Self> {
                let mut parts = Just(()).boxed();
                $(let $field = std::cell::RefCell::new(None); let _: &std::cell::RefCell<Option<()>> = &$field;)+
                let _ = &mut parts;
                unreachable!()
            }
        }
    )+};
}
