//! Generated facts of every noun, small in number and wild in content.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
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
use shared::post_profile::{Approval, Contacts, Document, EditionState, PostProfile};
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::request::{Request, RequestKind};
use shared::reservation::Reservation;
use shared::structure::Structure;
use shared::time::{Day, Instant, Period, Segment};
use shared::tour::calendar::{Calendar, Deadline};
use shared::tour::entry::{Nature, TourEntry};
use shared::tour::proposal::ProposalReason;
use shared::tour::round::Tour;
use shared::tour::signed_list::TourList;
use shared::with_nouns;
use shared::workflow::entry::{Decision, EntryState};
use shared::workflow::request::RequestState;
use shared::workflow::reservation::ReservationState;
use shared::workflow::tour::TourState;
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

fn contacts() -> impl Strategy<Value = Contacts> {
    (maybe(), maybe(), maybe()).prop_map(|(head_of_service, head_of_pole, medical_affairs)| Contacts {
        head_of_service,
        head_of_pole,
        medical_affairs,
    })
}

fn document() -> impl Strategy<Value = Document> {
    (id(), text(), any::<u32>(), text()).prop_map(|(id, name, size, hash)| Document { id, name, size, hash })
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

fn word<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

/// Any instant, to the microsecond.
fn instant() -> impl Strategy<Value = Instant> {
    (day(), 0_i64..86_400_000_000).prop_map(|(day, microseconds)| {
        Instant::from(
            day.naive().and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::microseconds(microseconds),
        )
    })
}

fn deadline() -> impl Strategy<Value = Deadline> {
    (instant(), btree_map(text(), instant(), 0..3))
        .prop_map(|(national, regions)| Deadline { national, regions })
}

/// A calendar in any order: that it is in order is not the business of the store.
fn calendar() -> impl Strategy<Value = Calendar> {
    let dates =
        (instant(), deadline(), deadline(), instant(), option::of(instant()), option::of(day()), day());
    dates.prop_map(|dates| {
        let (
            opening,
            hospital_deadline,
            ars_deadline,
            publication,
            application_closing,
            opinions,
            appointment,
        ) = dates;
        Calendar {
            opening,
            hospital_deadline,
            ars_deadline,
            publication,
            application_closing,
            opinions,
            appointment,
        }
    })
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

/// Strategies as a pair in a pair in a pair: tuples of strategies stop at twelve. Each pair is in a box of its own: a noun of
/// thirty fields as one value would fill the stack of a test.
macro_rules! nested {
    () => { Just(()) };
    ($strategy:expr $(, $rest:expr)*) => { ($strategy, nested!($($rest),*).boxed()) };
}

/// The same shape, as a pattern.
macro_rules! nested_names {
    () => { () };
    ($name:ident $(, $rest:ident)*) => { ($name, nested_names!($($rest),*)) };
}

/// Implements `Sample` from one strategy for each field.
macro_rules! samples {
    ($($type:ident { $($field:ident: $strategy:expr),+ $(,)? })+) => {$(
        impl Sample for $type {
            fn sample() -> BoxedStrategy<Self> {
                nested!($($strategy),+).prop_map(|nested_names!($($field),+)| $type { $($field),+ }).boxed()
            }
        }
    )+};
}

samples! {
    NomenclatureEntry {
        list: text(),
        code: text(),
        label: text(),
        attributes: btree_map(text(), text(), 0..4),
    }
    Establishment {
        finess_ej: text(),
        name: text(),
        legal_status: text(),
        category: maybe(),
        department: text(),
        region: text(),
        ght: maybe(),
        ght_role: maybe(),
    }
    Site {
        finess_et: text(),
        finess_ej: text(),
        name: text(),
        category: maybe(),
        siret: maybe(),
        address: maybe(),
        town: maybe(),
        commune: maybe(),
        coordinates: maybe(),
    }
    Structure {
        kind: text(),
        number: text(),
        label: text(),
        parent: option::of(id()),
        site: maybe(),
        sigmed_number: maybe(),
        follows: option::of(id()),
    }
    Post {
        kind: text(),
        sigmed_number: maybe(),
        local_number: maybe(),
        sigmed_type: maybe(),
        discipline: maybe(),
        speciality: maybe(),
        cnu_section: maybe(),
        corps: maybe(),
        quotity: quotity(),
        structure: option::of(id()),
        attached_to_establishment: any::<bool>(),
        parent_post: option::of(id()),
    }
    SigmedPost {
        post: id(),
        number: text(),
        sigmed_type: text(),
        discipline: maybe(),
        speciality: maybe(),
        quotity: quotity(),
        structure_number: maybe(),
        state: maybe(),
        holder_name: maybe(),
        holder_first_name: maybe(),
        holder_rpps: maybe(),
        holder_since: option::of(day()),
        second_holder_name: maybe(),
        second_holder_rpps: maybe(),
    }
    PostProfile {
        post: id(),
        edition: 1_u32..=10_000,
        state: prop_oneof![
            Just(EditionState::Draft),
            Just(EditionState::Approved),
            Just(EditionState::Superseded)
        ],
        speciality: maybe(),
        position: maybe(),
        quotity: option::of(quotity()),
        skills: maybe(),
        on_call: maybe(),
        place: maybe(),
        means: maybe(),
        vacancy_reason: maybe(),
        vacant_from: option::of(day()),
        team: maybe(),
        diplomas: maybe(),
        non_clinical_time: option::of(quotity()),
        shared_time: maybe(),
        ght_activity: maybe(),
        exclusivity_allowance: option::of(any::<bool>()),
        private_practice: option::of(any::<bool>()),
        contacts: contacts(),
        document: option::of(document()),
        written_by: id(),
        approval: option::of((id(), day()).prop_map(|(by, on)| Approval { by, on })),
    }
    Practitioner {
        person: id(),
        matricule: text(),
        rpps: maybe(),
        birth_name: text(),
        usual_name: text(),
        first_names: text(),
        sex: maybe(),
        birth_date: option::of(day()),
        speciality: maybe(),
        exit_reason: maybe(),
        diplomas: vec(text(), 0..4),
    }
    Status {
        practitioner: id(),
        status: text(),
        local_code: maybe(),
        quotity: option::of(quotity()),
        employer: maybe(),
    }
    Step {
        practitioner: id(),
        step: text(),
    }
    Position {
        practitioner: id(),
        code: text(),
        local_code: maybe(),
        granted_from: option::of(day()),
        granted_until: option::of(day()),
    }
    Contract {
        practitioner: id(),
        status: text(),
        motive: maybe(),
        signed_on: option::of(day()),
        quotity: option::of(quotity()),
    }
    Affectation {
        practitioner: id(),
        status: text(),
        rank: prop_oneof![Just(Rank::Main), Just(Rank::Secondary)],
        service: option::of(id()),
        unit: option::of(id()),
        post: option::of(id()),
        quotity: quotity(),
        convention: maybe(),
        partner: maybe(),
    }
    ConventionShare {
        practitioner: id(),
        status: text(),
        number: text(),
        partner: text(),
        direction: prop_oneof![Just(Direction::Outgoing), Just(Direction::Incoming)],
        quotity: quotity(),
    }
    ExercisePeriod {
        practitioner: id(),
        code: text(),
    }
    Headship {
        practitioner: id(),
        structure: id(),
        function: text(),
    }
    CodeMapping {
        domain: text(),
        local_code: text(),
        local_label: maybe(),
        national_code: text(),
        motive: maybe(),
    }
    ImportProfile {
        name: text(),
        definition: text(),
    }
    Reservation {
        post: id(),
        state: select(ReservationState::ALL),
        reserved_from: day(),
        quotity: quotity(),
        motive: text(),
        text: maybe(),
        practitioner: option::of(id()),
        said: maybe(),
    }
    Request {
        kind: select(RequestKind::ALL),
        state: select(RequestState::ALL),
        post: option::of(id()),
        motive: text(),
        text: maybe(),
        day: day(),
        post_kind: maybe(),
        local_number: maybe(),
        discipline: maybe(),
        speciality: maybe(),
        cnu_section: maybe(),
        quotity: option::of(quotity()),
        structure: option::of(id()),
        attached_to_establishment: any::<bool>(),
        funding: maybe(),
        sigmed_number: maybe(),
        submitted_by: option::of(id()),
        said_motive: maybe(),
        said: maybe(),
    }
    Tour {
        kind: text(),
        year: 1_i32..10_000,
        number: 1_i32..10_000,
        state: word(TourState::ALL),
        calendar: calendar(),
        published_at: option::of(instant()),
        reason: maybe(),
    }
    TourList {
        tour: id(),
        proposed_by: option::of(id()),
        signed_by: option::of(id()),
        reopened: any::<bool>(),
    }
    TourEntry {
        tour: id(),
        post: id(),
        decision: word(Decision::ALL),
        state: word(EntryState::ALL),
        reason: word(ProposalReason::ALL),
        nature: option::of(word(Nature::ALL)),
        vacant_from: option::of(day()),
        motive: maybe(),
        text: maybe(),
        expected: option::of(day()),
        frozen_until: option::of(day()),
        proposed_by: option::of(id()),
        signed_by: option::of(id()),
        settled_by: option::of(id()),
        said_motive: maybe(),
        said: maybe(),
        order_number: maybe(),
        order_date: option::of(day()),
        appointee: maybe(),
        installed_on: option::of(day()),
    }
}
