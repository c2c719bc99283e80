//! What passes from hand to hand in the country of the proof of rights: how files are read, a request, a reservation, the profile of a post with its document, a
//! tour in which a post of each hospital is.

use std::collections::BTreeSet;

use api::db::comments::Comment;
use api::http::clock;
use shared::code_mapping::{CodeMapping, ImportProfile};
use shared::comment::Target;
use shared::habilitation::Profile;
use shared::headship::Headship;
use shared::post::Post;
use shared::post_profile::{Contacts, Document, EditionState, PostProfile};
use shared::quotity::Quotity;
use shared::request::{Request, RequestKind};
use shared::reservation::Reservation;
use shared::time::{Day, Period, Segment};
use shared::tour::calendar::{Calendar, Deadline};
use shared::tour::entry::{Nature, TourEntry};
use shared::tour::proposal::ProposalReason;
use shared::tour::round::Tour;
use shared::workflow::entry::Decision;
use shared::workflow::request::RequestState;
use shared::workflow::reservation::ReservationState;
use shared::workflow::tour::TourState;
use uuid::Uuid;

use super::{Hospital, Thing};

/// Less time on the first post, not submitted yet.
pub fn request(at: Hospital) -> Request {
    Request {
        kind: RequestKind::Transform,
        state: RequestState::Draft,
        post: Some(at.id(Thing::Post).into()),
        motive: "TRA_QUOTITE".into(),
        text: None,
        day: Day::new(2998, 1, 1).unwrap(),
        post_kind: None,
        local_number: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        quotity: Some(Quotity::new(9_000).unwrap()),
        structure: None,
        attached_to_establishment: false,
        funding: None,
        sigmed_number: None,
        submitted_by: None,
        said_motive: None,
        said: None,
    }
}

/// A little time of the first post, kept for its first person much later: a draft.
pub fn reservation(at: Hospital) -> Reservation {
    Reservation {
        post: at.id(Thing::Post).into(),
        state: ReservationState::Draft,
        reserved_from: Day::new(2998, 1, 1).unwrap(),
        quotity: Quotity::new(1_000).unwrap(),
        motive: "RES_CONTRACTUEL".into(),
        text: None,
        practitioner: Some(at.id(Thing::Practitioner).into()),
        said: None,
    }
}

/// Somebody at the head of a service, for long.
pub fn mandate(at: Hospital, who: Thing, service: Thing) -> Segment<Headship> {
    let value = Headship {
        practitioner: at.id(who).into(),
        structure: at.id(service).into(),
        function: "CHEF_SERVICE".into(),
    };
    let period = Period::new(Day::new(2020, 1, 1).unwrap(), Day::new(2998, 1, 1).unwrap()).unwrap();
    Segment { period, value }
}

/// A code of the hospital.
pub fn mapping() -> CodeMapping {
    CodeMapping {
        domain: "status".into(),
        local_code: "10".into(),
        local_label: None,
        national_code: "PH".into(),
        motive: None,
    }
}

/// How the hospital's files are read.
pub fn import_profile() -> ImportProfile {
    ImportProfile { name: "sirh".into(), definition: "{}".into() }
}

/// A whole PDF that does nothing.
pub const PDF: &str = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// The profile of the first post: a draft that can be approved, written by nobody of those who call.
pub fn draft(at: Hospital) -> PostProfile {
    PostProfile {
        post: at.id(Thing::Post).into(),
        edition: 1,
        state: EditionState::Draft,
        speciality: Some("ANESTH".into()),
        position: Some(format!("Au bloc du numéro {}", at.number).into()),
        quotity: Some(Quotity::FULL_TIME),
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
        document: Some(Document {
            id: at.id(Thing::PostDocument).into(),
            name: "profil.pdf".into(),
            size: u32::try_from(PDF.len()).unwrap(),
            hash: "0".repeat(64).into(),
        }),
        written_by: at.id(Thing::Account).into(),
        approval: None,
    }
}

/// The tour of the nation.
pub const TOUR: Uuid = Uuid::from_u128(0x0193_6f4e_7c3a_7b5e_8a1d_0000_0000_0999);

/// Open to hospitals for as long as tests run.
pub fn tour() -> Tour {
    let at = |text: &str| text.parse().unwrap();
    Tour {
        kind: "automne".into(),
        year: 2026,
        number: 1,
        state: TourState::OpenToHospitals,
        calendar: Calendar {
            opening: at("2020-01-01"),
            hospital_deadline: Deadline::everywhere(at("2998-03-01")),
            ars_deadline: Deadline::everywhere(at("2998-06-01")),
            publication: at("2998-09-01"),
            application_closing: None,
            opinions: None,
            appointment: Day::new(2999, 1, 1).unwrap(),
        },
        published_at: None,
        reason: None,
    }
}

/// The first post in that tour, being prepared.
pub fn tour_entry(at: Hospital) -> TourEntry {
    TourEntry {
        decision: Decision::Publish,
        reason: ProposalReason::Vacant,
        nature: Some(Nature::Vacant),
        ..TourEntry::new(TOUR.into(), at.id(Thing::Post).into())
    }
}

/// What somebody of the hospital said of its second post.
pub fn comment(at: Hospital, seq: i64) -> Comment {
    Comment {
        id: at.id(Thing::Comment).into(),
        seq,
        target: Target::Post(at.id(Thing::Post2).into()),
        establishment: at.id(Thing::Establishment).into(),
        author: at.id(Thing::Account).into(),
        seat: Profile::HospitalManager,
        text: Some(format!("Le pôle du numéro {} est confirmé.", at.number)),
        created_at: clock::now().0,
        deleted_at: None,
        deleted_seq: None,
        mentions: BTreeSet::new(),
        version: 1,
    }
}

/// A post of ten half-days in a service.
pub fn seat(at: Hospital, service: Thing, letter: &str) -> Post {
    Post {
        kind: "PH".into(),
        sigmed_number: Some(format!("{}{letter}", at.number).into()),
        local_number: None,
        sigmed_type: None,
        discipline: None,
        speciality: None,
        cnu_section: None,
        corps: None,
        quotity: Quotity::FULL_TIME,
        structure: Some(at.id(service).into()),
        attached_to_establishment: false,
        parent_post: None,
    }
}
