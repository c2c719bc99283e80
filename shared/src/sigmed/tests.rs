use uuid::Uuid;

use super::*;
use crate::establishment::Establishment;
use crate::id::{PostId, RequestId, StructureId};
use crate::knowledge::Facts;
use crate::post::Post;
use crate::quotity::Quotity;
use crate::request::{Request, RequestKind};
use crate::structure::Structure;
use crate::time::{Day, Period, Timeline};
use crate::workflow::request::RequestState;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn hospital() -> Establishment {
    Establishment {
        finess_ej: "690780044".into(),
        name: "Hôpital fictif".into(),
        legal_status: "CH".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    }
}

fn structure(kind: &str, parent: Option<u128>, sigmed_number: Option<&str>) -> Timeline<Structure> {
    let own = Structure {
        kind: kind.into(),
        number: "1".into(),
        label: format!("{kind} fictif").into(),
        parent: parent.map(|id| StructureId::from(Uuid::from_u128(id))),
        site: None,
        sigmed_number: sigmed_number.map(Into::into),
        follows: None,
    };
    Timeline::single(Period::since(day("2026-01-01")), own)
}

fn post() -> PostId {
    Uuid::from_u128(10).into()
}

/// A pole that SIGMED knows, its service, and a post in the service.
fn facts() -> Facts {
    let mut facts = Facts::default();
    facts.structures.put(Uuid::from_u128(1).into(), structure("POLE", None, Some("P01")));
    facts.structures.put(Uuid::from_u128(2).into(), structure("SERVICE", Some(1), None));
    let own = Post {
        kind: "PH".into(),
        sigmed_number: Some("00042".into()),
        local_number: None,
        sigmed_type: Some("PH TEMPS PLEIN".into()),
        discipline: Some("MED".into()),
        speciality: Some("CARDIO".into()),
        cnu_section: None,
        corps: None,
        quotity: Quotity::new(10_000).unwrap(),
        structure: Some(Uuid::from_u128(2).into()),
        attached_to_establishment: false,
        parent_post: None,
    };
    facts.posts.put(post(), Timeline::single(Period::since(day("2026-01-01")), own));
    facts
}

fn request(kind: RequestKind) -> Request {
    Request {
        kind,
        state: RequestState::SentToSigmed,
        post: (kind != RequestKind::Create).then(post),
        motive: "FER_BUDGET".into(),
        text: Some("Un texte qui nomme peut-être quelqu’un".into()),
        day: day("2027-01-01"),
        post_kind: (kind == RequestKind::Create).then(|| "PH".into()),
        local_number: None,
        discipline: None,
        speciality: Some("GERIATRIE".into()),
        cnu_section: None,
        quotity: Some(Quotity::new(6_000).unwrap()),
        structure: (kind == RequestKind::Create).then(|| Uuid::from_u128(1).into()),
        attached_to_establishment: false,
        funding: Some("Un autre texte".into()),
        sigmed_number: None,
        submitted_by: None,
        said_motive: None,
        said: Some("Dit par l’agence".into()),
    }
}

fn content(kind: RequestKind) -> Content {
    let id = RequestId::from(Uuid::from_u128(77));
    of_request(&facts(), &hospital(), (id, &request(kind))).unwrap()
}

#[test]
fn a_creation_says_the_post_to_be_and_no_number() {
    let said = content(RequestKind::Create);
    assert_eq!((said.operation, &said.known), (Operation::Create, &None));
    let asked = said.asked.unwrap();
    assert_eq!((asked.sigmed_number, asked.structure_number.as_deref()), (None, Some("P01")));
    assert_eq!((asked.kind.as_str(), asked.quotity), ("PH", Quotity::new(6_000).unwrap()));
}

#[test]
fn a_transformation_says_the_post_before_and_after() {
    let said = content(RequestKind::Transform);
    let (known, asked) = (said.known.unwrap(), said.asked.unwrap());
    assert_eq!(
        (known.speciality.as_deref(), asked.speciality.as_deref()),
        (Some("CARDIO"), Some("GERIATRIE"))
    );
    assert_eq!((known.quotity.hundredths(), asked.quotity.hundredths()), (10_000, 6_000));
    assert_eq!(known.sigmed_number, asked.sigmed_number);
    // The number of the pole, since the service has none.
    assert_eq!(known.structure_number.as_deref(), Some("P01"));
}

#[test]
fn a_closing_says_the_post_that_ends() {
    let said = content(RequestKind::Close);
    assert_eq!((said.operation, said.asked), (Operation::Close, None));
    assert_eq!(said.known.unwrap().sigmed_number.as_deref(), Some("00042"));
    assert_eq!((said.day, said.region.as_str()), (Some(day("2027-01-01")), "84"));
}

#[test]
fn the_texts_of_people_stay_here() {
    for kind in RequestKind::ALL {
        let text = serde_json::to_string(&content(*kind)).unwrap();
        assert!(!text.contains("texte") && !text.contains("Dit par"), "{text}");
    }
}

#[test]
fn nothing_is_said_of_a_post_that_is_missing() {
    let id = RequestId::from(Uuid::from_u128(77));
    for kind in [RequestKind::Transform, RequestKind::Close] {
        assert_eq!(of_request(&Facts::default(), &hospital(), (id, &request(kind))), None);
    }
}

#[test]
fn an_answer_is_told_by_its_code_and_its_words() {
    let answer = |code: Option<&str>, text: Option<&str>| SigmedAnswer {
        outcome: AnswerOutcome::Rejected,
        sigmed_number: None,
        code: code.map(str::to_owned),
        text: text.map(str::to_owned),
    };
    assert_eq!(answer(Some("S12"), Some("Structure inconnue")).reason().unwrap(), "S12 : Structure inconnue");
    assert_eq!(answer(Some("S12"), Some(" ")).reason().unwrap(), "S12");
    assert_eq!(answer(None, None).reason(), None);
}
