use super::*;
use crate::knowledge::Tracks;
use crate::nomenclature::NomenclatureEntry;
use crate::time::{Period, Timeline};
use uuid::Uuid;

/// The real lists of motives and of kinds of tours.
pub(crate) fn lists() -> Nomenclatures {
    let files = [
        (
            "publication_decisions",
            include_str!("../../../../api/reference/nomenclatures/publication_decisions.csv"),
        ),
        ("workflow_motives", include_str!("../../../../api/reference/nomenclatures/workflow_motives.csv")),
        ("tour_kinds", include_str!("../../../../api/reference/nomenclatures/tour_kinds.csv")),
    ];
    let mut tracks: Tracks<NomenclatureEntry> = Tracks::default();
    let mut number = 0_u128;
    for (list, text) in files {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heading = reader.headers().unwrap().clone();
        for row in reader.records() {
            let row = row.unwrap();
            let cells = heading.iter().zip(row.iter()).filter(|(_, value)| !value.is_empty());
            let attributes = cells.map(|(name, value)| (name.into(), value.into())).collect();
            let (code, label) = (row[0].into(), row[1].into());
            let entry = NomenclatureEntry { list: list.into(), code, label, attributes };
            number += 1;
            tracks.put(Uuid::from_u128(number).into(), Timeline::single(Period::ALWAYS, entry));
        }
    }
    Nomenclatures::new(&tracks)
}

fn day() -> Day {
    "2026-08-01".parse().unwrap()
}

fn complete(decision: Decision) -> Known {
    Known {
        decision: Some(decision),
        attached: true,
        has_speciality: true,
        quotity: 10_000,
        has_structure_number: true,
        has_profile: true,
        proposed_by: None,
    }
}

fn asked(action: EntryAction, known: &Known, given: Given<'_>) -> Vec<&'static str> {
    blocked(&lists(), action, known, given, day()).iter().map(Blocked::code).collect()
}

#[test]
fn freezing_and_forcing_want_their_motive() {
    let plain = Given::default();
    let with = |motive| Given { motive: Some(motive), ..plain };
    let publish = complete(Decision::Publish);
    assert_eq!(asked(EntryAction::Freeze, &publish, with("GEL_DISPO")), [""; 0]);
    assert_eq!(asked(EntryAction::Freeze, &publish, plain), ["tour.motive_missing"]);
    assert_eq!(asked(EntryAction::Freeze, &publish, with("FORCE_DEPART")), ["tour.motive_unknown"]);
    assert_eq!(asked(EntryAction::Freeze, &complete(Decision::None), with("GEL_DISPO")), ["tour.decision"]);
    assert_eq!(asked(EntryAction::Unfreeze, &complete(Decision::Freeze), plain), [""; 0]);
    assert_eq!(asked(EntryAction::Unfreeze, &publish, plain), ["tour.decision"]);
    let held = complete(Decision::None);
    assert_eq!(asked(EntryAction::Force, &held, with("FORCE_DEPART")), ["tour.no_expected_day"]);
    let expected = Given { expected: Some(day()), ..with("FORCE_DEPART") };
    assert_eq!(asked(EntryAction::Force, &held, expected), [""; 0]);
    let all = ["tour.decision", "tour.motive_missing", "tour.no_expected_day"];
    assert_eq!(asked(EntryAction::Force, &publish, plain), all, "all is told at once");
    assert_eq!(asked(EntryAction::Unforce, &complete(Decision::Force), plain), [""; 0]);
}

#[test]
fn what_is_proposed_is_complete() {
    let plain = Given::default();
    for decision in [Decision::Publish, Decision::Force] {
        assert_eq!(asked(EntryAction::Propose, &complete(decision), plain), [""; 0]);
        let bare = Known { decision: Some(decision), ..Known::default() };
        let all = [
            "tour.not_attached",
            "tour.no_speciality",
            "tour.quotity",
            "tour.no_structure_number",
            "tour.no_profile",
        ];
        assert_eq!(asked(EntryAction::Propose, &bare, plain), all);
        for (quotity, wrong) in [(4_999, true), (5_000, false), (10_000, false), (10_001, true)] {
            let known = Known { quotity, ..complete(decision) };
            assert_eq!(!asked(EntryAction::Propose, &known, plain).is_empty(), wrong, "{quotity}");
        }
    }
    // A frozen post travels as it is: nothing of it is published.
    let frozen = Known { decision: Some(Decision::Freeze), ..Known::default() };
    assert_eq!(asked(EntryAction::Propose, &frozen, plain), [""; 0]);
    assert_eq!(asked(EntryAction::Propose, &complete(Decision::None), plain), ["tour.decision"]);
}

/// R2.
#[test]
fn nobody_signs_off_nor_validates_what_they_proposed() {
    let (author, other): (AccountId, AccountId) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    let known = Known { proposed_by: Some(author), ..complete(Decision::Publish) };
    let by = |account| Given { by: Some(account), ..Given::default() };
    for action in [EntryAction::SignOff, EntryAction::Validate] {
        assert_eq!(asked(action, &known, by(author)), ["tour.own_proposal"], "{action}");
        assert_eq!(asked(action, &known, by(other)), [""; 0], "{action}");
    }
    let frozen = Known { decision: Some(Decision::Freeze), ..known.clone() };
    assert_eq!(asked(EntryAction::RecordFreeze, &frozen, by(author)), ["tour.own_proposal"]);
    assert_eq!(asked(EntryAction::RecordFreeze, &known, by(other)), ["tour.decision"]);
    assert_eq!(asked(EntryAction::Validate, &frozen, by(other)), ["tour.decision"]);
}

#[test]
fn the_agency_says_why() {
    let known = complete(Decision::Publish);
    let with = |motive, text| Given { motive: Some(motive), text, ..Given::default() };
    assert_eq!(asked(EntryAction::Ask, &known, with("ARS_PROFIL", None)), [""; 0]);
    assert_eq!(asked(EntryAction::Ask, &known, with("ARS_AUTRE", None)), ["tour.text_too_short"]);
    assert_eq!(asked(EntryAction::Refuse, &known, with("ARS_PROFIL", None)), ["tour.motive_unknown"]);
    assert_eq!(
        asked(EntryAction::Return, &known, Given { text: Some("  "), ..Given::default() }),
        ["tour.no_comment"]
    );
    let why = Given { text: Some("Quotité à revoir"), ..Given::default() };
    assert_eq!(asked(EntryAction::Return, &known, why), [""; 0]);
}
