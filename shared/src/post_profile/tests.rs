//! Completeness of an edition, and who may approve it.

use super::*;

fn account(number: u128) -> AccountId {
    Uuid::from_u128(number).into()
}

fn draft() -> PostProfile {
    PostProfile {
        post: Uuid::from_u128(1).into(),
        edition: 1,
        state: EditionState::Draft,
        speciality: Some("ANESTH".into()),
        position: Some("Anesthésiste au bloc central".into()),
        quotity: Quotity::new(10_000).ok(),
        skills: None,
        on_call: None,
        place: None,
        means: None,
        vacancy_reason: None,
        vacant_from: None,
        team: None,
        diplomas: None,
        non_clinical_time: None,
        shared_time: None,
        ght_activity: None,
        exclusivity_allowance: None,
        private_practice: None,
        contacts: Contacts::default(),
        document: None,
        written_by: account(1),
        approval: None,
    }
}

#[test]
fn what_the_code_of_public_health_asks_for_is_missing_and_the_rest_is_only_unfilled() {
    let whole = completeness(&draft());
    assert!(whole.missing.is_empty(), "{whole:?}");
    assert_eq!(whole.unfilled.len(), 17);
    for (name, without) in [
        ("speciality", PostProfile { speciality: None, ..draft() }),
        ("position", PostProfile { position: None, ..draft() }),
        ("quotity", PostProfile { quotity: None, ..draft() }),
        ("quotity", PostProfile { quotity: Some(Quotity::ZERO), ..draft() }),
    ] {
        assert_eq!(completeness(&without).missing, [name]);
    }
    let told = PostProfile { on_call: Some("Une garde par semaine".into()), ..draft() };
    assert!(!completeness(&told).unfilled.contains(&"on_call"));
}

#[test]
fn a_complete_draft_is_approved_by_who_has_not_written_it() {
    let writers = BTreeSet::from([account(1), account(2)]);
    let day = Day::new(2026, 11, 23).unwrap();
    let approved = draft().approved(&writers, account(3), day).unwrap();
    assert_eq!(approved.state, EditionState::Approved);
    assert_eq!(approved.approval, Some(Approval { by: account(3), on: day }));
    assert_eq!(approved.written_by, account(1), "who wrote it is still told");
    // The last writer, and whoever wrote before them.
    for by in [account(1), account(2)] {
        assert_eq!(draft().approved(&writers, by, day), Err(Blocked::OwnVersion));
    }
    assert_eq!(draft().may_be_approved(&BTreeSet::new(), account(1)), Err(Blocked::OwnVersion));
}

#[test]
fn what_is_incomplete_or_no_draft_is_not_approved() {
    let nobody = BTreeSet::new();
    let day = Day::new(2026, 11, 23).unwrap();
    let bare = PostProfile { speciality: None, quotity: None, ..draft() };
    let refused = bare.approved(&nobody, account(3), day);
    assert_eq!(refused, Err(Blocked::Incomplete(vec!["speciality", "quotity"])));
    for state in [EditionState::Approved, EditionState::Superseded] {
        let one = PostProfile { state, ..draft() };
        assert_eq!(one.approved(&nobody, account(3), day), Err(Blocked::NotDraft));
    }
}

#[test]
fn only_what_is_approved_is_superseded() {
    assert_eq!(draft().superseded(), None);
    let approved = PostProfile { state: EditionState::Approved, ..draft() };
    let former = approved.superseded().unwrap();
    assert_eq!(former.state, EditionState::Superseded);
    assert_eq!(former.superseded(), None);
}

#[test]
fn states_are_read_back() {
    for state in [EditionState::Draft, EditionState::Approved, EditionState::Superseded] {
        assert_eq!(EditionState::from_name(state.name()), Some(state));
    }
    assert_eq!(EditionState::from_name("published"), None);
}
