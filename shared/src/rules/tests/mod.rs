//! Tables of cases, each named after its rule, with its boundary days.

mod headships;
mod organisation;
mod people;
mod splits;
mod sums;

use smol_str::SmolStr;
use uuid::Uuid;

use super::{Breach, Ruled, World, check};
use crate::affectation::{Affectation, Rank};
use crate::career::Status;
use crate::establishment::Site;
use crate::fact::Fact;
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::{NomenclatureEntry, Nomenclatures};
use crate::post::Post;
use crate::practitioner::Practitioner;
use crate::quotity::Quotity;
use crate::structure::Structure;
use crate::time::{Day, Period, Segment, Timeline};

const FINESS: &str = "690780044";
/// First day of nearly everything in the hospital.
const OPENING: &str = "2010-01-01";
/// First day without service 152 and without the practitioner.
const CLOSING: &str = "2026-01-01";

const POLE: u128 = 1;
const SERVICE: u128 = 2;
/// A service that closes.
const CLOSED: u128 = 3;
const UNIT: u128 = 4;
const POST: u128 = 11;
const LOCAL_POST: u128 = 12;
const PERSON: u128 = 21;
const EMPLOYMENT: u128 = 31;
const LINE: u128 = 41;
/// Nobody's.
const NEW: u128 = 99;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// From a day to the day before another; open when there is none.
fn days(from: &str, to: &str) -> Period {
    if to.is_empty() { Period::since(day(from)) } else { Period::new(day(from), day(to)).unwrap() }
}

fn half_days(number: u32) -> Quotity {
    Quotity::new(number * 1_000).unwrap()
}

fn put<T: crate::knowledge::Tracked>(facts: &mut Facts, number: u128, period: Period, value: T) {
    T::tracks_mut(facts).assert(id(number), Segment { period, value });
}

/// List, code, first day, end, attributes.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

fn nomenclatures() -> Nomenclatures {
    let rows: &[Row] = &[
        ("structure_kinds", "EJ", OPENING, "", &[]),
        ("structure_kinds", "POLE", OPENING, "", &[("parent_codes", "EJ;GROUPE")]),
        ("structure_kinds", "SERVICE", OPENING, "", &[("parent_codes", "POLE;EJ")]),
        ("structure_kinds", "UF", OPENING, "", &[("parent_codes", "SERVICE;POLE")]),
        (
            "post_kinds",
            "PH",
            OPENING,
            "",
            &[("sigmed", "yes"), ("quotite_min_dj", "5"), ("quotite_max_dj", "10")],
        ),
        ("post_kinds", "LOCAL", OPENING, "", &[("sigmed", "no"), ("quotite_min_dj", "1")]),
        ("specialities", "18", "2015-01-01", CLOSING, &[]),
        (
            "headship_functions",
            "CHEF_SERVICE",
            OPENING,
            "",
            &[("structure_kind", "SERVICE"), ("mandate_months", "48")],
        ),
        ("headship_functions", "INTERIM", OPENING, "", &[("structure_kind", "")]),
        ("statuses", "PH", OPENING, "", &[]),
        ("statuses", "PA", OPENING, CLOSING, &[]),
        ("positions", "ACTIVITE", OPENING, "", &[]),
        ("positions", "CMO", OPENING, "", &[]),
        ("diplomas", "DES", OPENING, "", &[]),
    ];
    let mut tracks: Tracks<NomenclatureEntry> = Tracks::default();
    for (number, (list, code, from, to, attributes)) in (900..).zip(rows) {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let entry = NomenclatureEntry {
            list: (*list).into(),
            code: (*code).into(),
            label: (*code).into(),
            attributes,
        };
        tracks.put(id(number), Timeline::single(days(from, to), entry));
    }
    Nomenclatures::new(&tracks)
}

fn structure(kind: &str, number: &str, parent: Option<u128>) -> Structure {
    Structure {
        kind: kind.into(),
        number: number.into(),
        label: format!("Structure {number}").into(),
        parent: parent.map(id),
        site: None,
        sigmed_number: None,
        follows: None,
    }
}

fn post(kind: &str, number: &str, quotity: Quotity) -> Post {
    Post {
        kind: kind.into(),
        sigmed_number: None,
        local_number: Some(number.into()),
        sigmed_type: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        corps: None,
        quotity,
        structure: Some(id(SERVICE)),
        attached_to_establishment: false,
        parent_post: None,
    }
}

fn practitioner(matricule: &str) -> Practitioner {
    Practitioner {
        person: id(500),
        matricule: matricule.into(),
        rpps: None,
        birth_name: "Moulin".into(),
        usual_name: "Moulin".into(),
        first_names: "Anne".into(),
        sex: None,
        birth_date: None,
        speciality: None,
        exit_reason: None,
        diplomas: Vec::new(),
    }
}

fn employment(quotity: Option<Quotity>) -> Status {
    Status { practitioner: id(PERSON), status: "PH".into(), local_code: None, quotity, employer: None }
}

fn line(quotity: Quotity) -> Affectation {
    Affectation {
        practitioner: id(PERSON),
        status: "PH".into(),
        rank: Rank::Main,
        service: Some(id(SERVICE)),
        unit: None,
        post: Some(id(POST)),
        quotity,
        convention: None,
        partner: None,
    }
}

/// A pole, two services of which one closes, a unit; a PH post and a local one; somebody employed full time, with
/// six half-days on the PH post, until [`CLOSING`].
fn hospital() -> Facts {
    let mut facts = Facts::default();
    let always = days(OPENING, "");
    put(&mut facts, POLE, always, structure("POLE", "01", None));
    put(&mut facts, SERVICE, always, structure("SERVICE", "146", Some(POLE)));
    put(&mut facts, CLOSED, days(OPENING, CLOSING), structure("SERVICE", "152", Some(POLE)));
    put(&mut facts, UNIT, always, structure("UF", "1461", Some(SERVICE)));
    put(&mut facts, POST, always, post("PH", "P1", Quotity::FULL_TIME));
    put(&mut facts, LOCAL_POST, always, post("LOCAL", "L1", half_days(4)));
    let present = days(OPENING, CLOSING);
    put(&mut facts, PERSON, present, practitioner("00001"));
    put(&mut facts, EMPLOYMENT, present, employment(Some(Quotity::FULL_TIME)));
    put(&mut facts, LINE, present, line(half_days(6)));
    facts
}

/// What is refused of a thing in what would be known: `pointer code`, or the code of the state.
fn refused_from<T: Ruled>(before: &Facts, after: &Facts, number: u128) -> Vec<String> {
    let mut sites: Tracks<Site> = Tracks::default();
    for (number, finess_et, finess_ej) in [(700, "690000021", FINESS), (701, "750000021", "750712184")] {
        let site = Site {
            finess_et: finess_et.into(),
            finess_ej: finess_ej.into(),
            name: "Site".into(),
            category: None,
            siret: None,
            address: None,
            town: None,
            commune: None,
            coordinates: None,
        };
        sites.put(id(number), Timeline::single(days(OPENING, ""), site));
    }
    let nomenclatures = nomenclatures();
    let world = World { before, after, nomenclatures: &nomenclatures, sites: &sites, finess: FINESS };
    let told = check::<T>(&world, id(number)).into_iter().map(|breach| match breach {
        Breach::Field(problem) => {
            assert!(problem.detail.ends_with('.'), "a sentence: {}", problem.detail);
            format!("{} {}", problem.pointer, problem.code)
        }
        Breach::State { code, detail, things } => {
            assert!(!detail.is_empty() && !things.is_empty(), "what is in the way is named: {code:?}");
            code.wire().to_owned()
        }
    });
    told.collect()
}

/// The same, when one thing of the hospital is stated.
fn refused<T: Ruled>(number: u128, period: Period, value: T) -> Vec<String> {
    let before = hospital();
    let mut after = before.clone();
    put(&mut after, number, period, value);
    refused_from::<T>(&before, &after, number)
}

/// The same, when nothing is known any more of a thing over some days.
fn refused_without<T: Ruled>(number: u128, period: Period) -> Vec<String> {
    let before = hospital();
    let mut after = before.clone();
    let mut timeline: Timeline<T> = T::tracks(&after).get(id(number)).cloned().unwrap();
    timeline.retract(period);
    T::tracks_mut(&mut after).put(id(number), timeline);
    refused_from::<T>(&before, &after, number)
}

fn key_of<T: Fact>(value: &T, facts: &Facts) -> SmolStr {
    value.key(day(OPENING), facts)
}

/// A text of so many signs.
fn long(signs: usize) -> SmolStr {
    "é".repeat(signs).into()
}

const NOTHING: [&str; 0] = [];

#[test]
fn the_hospital_itself_breaks_no_rule() {
    let nothing = Facts::default();
    let facts = hospital();
    for number in [POLE, SERVICE, CLOSED, UNIT] {
        assert_eq!(refused_from::<Structure>(&nothing, &facts, number), NOTHING, "{number}");
    }
    assert_eq!(refused_from::<Post>(&nothing, &facts, LOCAL_POST), NOTHING);
    assert_eq!(refused_from::<Practitioner>(&nothing, &facts, PERSON), NOTHING);
    assert_eq!(refused_from::<Status>(&nothing, &facts, EMPLOYMENT), NOTHING);
    assert_eq!(refused_from::<Affectation>(&nothing, &facts, LINE), NOTHING);
    assert_eq!(key_of(&practitioner("00001"), &facts), "00001");
}

#[test]
fn what_was_wrong_before_and_is_not_touched_stops_nothing() {
    // A structure whose kind does not exist, since long: its label may still be corrected from another day on.
    let mut before = hospital();
    put(&mut before, NEW, days(OPENING, ""), structure("INCONNU", "9", None));
    let mut after = before.clone();
    let corrected = Structure { kind: "SERVICE".into(), ..structure("SERVICE", "9", None) };
    put(&mut after, NEW, days("2020-01-01", ""), corrected);
    assert_eq!(refused_from::<Structure>(&before, &after, NEW), NOTHING);
    // Written again, it is refused.
    let mut after = before.clone();
    put(
        &mut after,
        NEW,
        days("2020-01-01", ""),
        Structure { label: "Autre".into(), ..structure("INCONNU", "9", None) },
    );
    assert_eq!(refused_from::<Structure>(&before, &after, NEW), ["/kind code.unknown"]);
}
