//! A hospital made by hand, one fact at a time. Days are written `2026-01-01..2026-06-30`, both included.

use std::collections::BTreeMap;

use smol_str::SmolStr;
use uuid::Uuid;

use crate::affectation::{Affectation, Rank};
use crate::career::{Contract, Position, Status};
use crate::convention::{ConventionShare, Direction};
use crate::establishment::Establishment;
use crate::fact::Noun;
use crate::id::{PostId, PractitionerId, StructureId};
use crate::knowledge::{Facts, Tracks};
use crate::nomenclature::{NomenclatureEntry, Nomenclatures};
use crate::post::Post;
use crate::practitioner::Practitioner;
use crate::quotity::Quotity;
use crate::staffing_table::part::{Part, added_up, staffing_table_of};
use crate::staffing_table::{Options, StaffingTable, staffing_table_with};
use crate::structure::Structure;
use crate::time::{Day, Period, Segment, View};

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn days(text: &str) -> Period {
    let (first, last) = text.split_once("..").unwrap();
    Period::inclusive(day(first), (!last.is_empty()).then(|| day(last))).unwrap()
}

pub fn half_days(number: u32) -> Quotity {
    Quotity::new(number * 1_000).unwrap()
}

/// Code, then the columns that the table reads.
const POSITIONS: [(&str, &[(&str, &str)]); 7] = [
    ("ACTIVITE", &[("effective_time", "yes"), ("post_effect", "occupied")]),
    ("MAD", &[("effective_time", "elsewhere"), ("post_effect", "occupied")]),
    ("CONGE_MAT", &[("effective_time", "no"), ("post_effect", "occupied")]),
    ("SURNOMBRE", &[("effective_time", "yes"), ("post_effect", "none")]),
    ("RECH_AFF", &[("effective_time", "no"), ("post_effect", "vacant")]),
    ("DISPO_CONV", AFTER_SIX_MONTHS),
    (
        "CLM",
        &[
            ("effective_time", "no"),
            ("sensitive", "yes"),
            ("post_effect", "vacant_after_threshold"),
            ("vacancy_threshold_months", "12"),
        ],
    ),
];
const AFTER_SIX_MONTHS: &[(&str, &str)] =
    &[("effective_time", "no"), ("post_effect", "vacant_after_threshold"), ("vacancy_threshold_months", "6")];

pub struct Hospital {
    pub facts: Facts,
    lists: Tracks<NomenclatureEntry>,
    next: u128,
    /// Pole 01 with the services 0101 and 0102; pole 02 with the service 0201.
    pub pole: StructureId,
    pub service: StructureId,
    pub other_service: StructureId,
    pub far_service: StructureId,
}

impl Hospital {
    pub fn new() -> Self {
        let nowhere = StructureId::from(Uuid::nil());
        let (facts, lists) = (Facts::default(), Tracks::default());
        let mut hospital = Self {
            facts,
            lists,
            next: 0,
            pole: nowhere,
            service: nowhere,
            other_service: nowhere,
            far_service: nowhere,
        };
        hospital.pole = hospital.structure("POLE", "01", None, "2010-01-01..");
        hospital.service = hospital.structure("SERVICE", "0101", Some(hospital.pole), "2010-01-01..");
        hospital.other_service = hospital.structure("SERVICE", "0102", Some(hospital.pole), "2010-01-01..");
        let far_pole = hospital.structure("POLE", "02", None, "2010-01-01..");
        hospital.far_service = hospital.structure("SERVICE", "0201", Some(far_pole), "2010-01-01..");
        for (code, columns) in POSITIONS {
            hospital.code("positions", code, columns);
        }
        for (status, family) in [("PH", "titulaire"), ("PUPH", "titulaire"), ("PC", "non_titulaire")] {
            hospital.code("statuses", status, &[("family", family)]);
        }
        for (pair, holding) in
            [("PH/PH", "tenured"), ("PC/PH", "temporary"), ("PC/LOCAL", "regular"), ("PUPH/HU", "tenured")]
        {
            hospital.code("status_post_kinds", pair, &[("holding", holding)]);
        }
        hospital.code("parameters", "HU_HOSPITAL_SHARE", &[("value", "50")]);
        hospital
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    pub fn code(&mut self, list: &str, code: &str, columns: &[(&str, &str)]) {
        let attributes: BTreeMap<SmolStr, SmolStr> =
            columns.iter().map(|(name, value)| (SmolStr::new(name), SmolStr::new(value))).collect();
        let label = format!("{code} en clair").into();
        let value = NomenclatureEntry { list: list.into(), code: code.into(), label, attributes };
        let id = self.id().into();
        self.lists.assert(id, Segment { period: Period::ALWAYS, value });
    }

    pub fn structure(
        &mut self,
        kind: &str,
        number: &str,
        parent: Option<StructureId>,
        when: &str,
    ) -> StructureId {
        let id = self.id().into();
        self.change_structure(id, kind, number, parent, None, when);
        id
    }

    pub fn change_structure(
        &mut self,
        id: StructureId,
        kind: &str,
        number: &str,
        parent: Option<StructureId>,
        follows: Option<StructureId>,
        when: &str,
    ) {
        let value = Structure {
            kind: kind.into(),
            number: number.into(),
            label: format!("{kind} {number}").into(),
            parent,
            site: None,
            sigmed_number: None,
            follows,
        };
        self.facts.structures.assert(id, Segment { period: days(when), value });
    }

    pub fn post(
        &mut self,
        number: &str,
        kind: &str,
        quotity: u32,
        place: Option<StructureId>,
        when: &str,
    ) -> PostId {
        let id = self.id().into();
        let value = Post {
            kind: kind.into(),
            sigmed_number: Some(number.into()),
            local_number: None,
            sigmed_type: None,
            discipline: None,
            speciality: None,
            cnu_section: None,
            corps: None,
            quotity: half_days(quotity),
            structure: place,
            attached_to_establishment: place.is_none(),
            parent_post: None,
        };
        self.facts.posts.assert(id, Segment { period: days(when), value });
        id
    }

    /// Makes a post a part of another, on all its days.
    pub fn make_part(&mut self, part: PostId, whole: PostId) {
        for segment in self.facts.posts.get(part).unwrap().clone().iter() {
            let value = Post {
                sigmed_number: None,
                local_number: Some(segment.value.number()),
                parent_post: Some(whole),
                ..segment.value.clone()
            };
            self.facts.posts.assert(part, Segment { period: segment.period, value });
        }
    }

    /// A person who is here on all the days of the stay.
    pub fn person(&mut self, name: &str, stay: &str, exit_reason: Option<&str>) -> PractitionerId {
        let id: PractitionerId = self.id().into();
        let value = Practitioner {
            person: Uuid::from(id).into(),
            matricule: format!("M-{name}").into(),
            rpps: None,
            birth_name: name.into(),
            usual_name: name.into(),
            first_names: "Alix".into(),
            sex: None,
            birth_date: None,
            speciality: None,
            exit_reason: exit_reason.map(SmolStr::new),
            diplomas: Vec::new(),
        };
        self.facts.practitioners.assert(id, Segment { period: days(stay), value });
        id
    }

    pub fn affectation(&mut self, practitioner: PractitionerId, status: &str, quotity: u32) -> Affectation {
        Affectation {
            practitioner,
            status: status.into(),
            rank: Rank::Main,
            service: Some(self.service),
            unit: None,
            post: None,
            quotity: half_days(quotity),
            convention: None,
            partner: None,
        }
    }

    pub fn assert(&mut self, value: Affectation, when: &str) {
        let id = self.id().into();
        self.facts.affectations.assert(id, Segment { period: days(when), value });
    }

    /// A line in the first service, on a post or not.
    pub fn line(
        &mut self,
        who: PractitionerId,
        status: &str,
        post: Option<PostId>,
        quotity: u32,
        when: &str,
    ) {
        let line = Affectation { post, ..self.affectation(who, status, quotity) };
        self.assert(line, when);
    }

    pub fn employment(
        &mut self,
        practitioner: PractitionerId,
        status: &str,
        employer: Option<&str>,
        when: &str,
    ) {
        let id = self.id().into();
        let employer = employer.map(SmolStr::new);
        let value = Status { practitioner, status: status.into(), local_code: None, quotity: None, employer };
        self.facts.statuses.assert(id, Segment { period: days(when), value });
    }

    pub fn position(&mut self, practitioner: PractitionerId, code: &str, when: &str) {
        let id = self.id().into();
        let (granted_from, granted_until) = (None, None);
        let value =
            Position { practitioner, code: code.into(), local_code: None, granted_from, granted_until };
        self.facts.positions.assert(id, Segment { period: days(when), value });
    }

    pub fn contract(&mut self, practitioner: PractitionerId, motive: &str, when: &str) {
        let id = self.id().into();
        let motive = Some(motive.into());
        let value = Contract { practitioner, status: "PC".into(), motive, signed_on: None, quotity: None };
        self.facts.contracts.assert(id, Segment { period: days(when), value });
    }

    pub fn outgoing(&mut self, practitioner: PractitionerId, quotity: u32, when: &str) {
        let id = self.id().into();
        let value = ConventionShare {
            practitioner,
            status: "PH".into(),
            number: "CV1".into(),
            partner: "690780044".into(),
            direction: Direction::Outgoing,
            quotity: half_days(quotity),
        };
        self.facts.conventions.assert(id, Segment { period: days(when), value });
    }

    /// The lists of codes.
    pub fn nomenclatures(&self) -> Nomenclatures {
        Nomenclatures::new(&self.lists)
    }

    /// The table of a day, checked against itself.
    pub fn on(&self, text: &str) -> StaffingTable {
        self.on_with(text, &Options::default())
    }

    pub fn on_with(&self, text: &str, options: &Options) -> StaffingTable {
        let (lists, sites) = (Nomenclatures::new(&self.lists), Tracks::default());
        let table = staffing_table_with(&self.facts, &lists, &establishment(), &sites, view(text), options);
        assert_eq!(table.disagreements(), [], "{text}");
        table
    }

    /// The table of some structures of a day, checked against itself.
    pub fn part_on(&self, text: &str, shown: &[StructureId], options: &Options) -> StaffingTable {
        let shown = |noun, id: Uuid| noun != Noun::Structures || shown.contains(&id.into());
        let part = Part::of(&self.facts, day(text), shown);
        let (lists, sites) = (Nomenclatures::new(&self.lists), Tracks::default());
        let (place, view) = (establishment(), view(text));
        let all = added_up(&part, &self.facts, &lists, &place, &sites, view, options);
        assert_eq!(all.disagreements(), [], "{text}");
        staffing_table_of(&part, &self.facts, &lists, &place, &sites, view, options)
    }
}

fn establishment() -> Establishment {
    Establishment {
        finess_ej: "690781810".into(),
        name: "CH d'essai".into(),
        legal_status: "13".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    }
}

fn view(text: &str) -> View {
    View { as_of: day(text), known_at: "2026-06-01".parse().unwrap() }
}
