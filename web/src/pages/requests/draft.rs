//! What is being asked, while it is written: from a request that is known, to what is sent.

use leptos::prelude::*;
use shared::contract::requests::{RequestCreate, RequestEdit, RequestView};
use shared::id::{PostId, StructureId};
use shared::request::RequestKind;
use shared::time::Day;

use crate::pages::half_days;

/// The choice that attaches a post to the establishment itself.
pub const WHOLE: &str = "establishment";

/// The fields.
#[derive(Clone, Copy)]
pub struct Draft {
    /// What is asked.
    pub kind: RequestKind,
    pub motive: RwSignal<String>,
    pub text: RwSignal<String>,
    pub day: RwSignal<Option<Day>>,
    pub post_kind: RwSignal<String>,
    pub quotity: RwSignal<String>,
    pub speciality: RwSignal<String>,
    pub cnu_section: RwSignal<String>,
    /// An id, [`WHOLE`], or nothing.
    pub structure: RwSignal<String>,
    pub local_number: RwSignal<String>,
    pub discipline: RwSignal<String>,
    pub funding: RwSignal<String>,
    /// Whether what lacks is shown.
    pub tried: RwSignal<bool>,
}

impl Draft {
    /// Of a new request.
    pub fn new(kind: RequestKind) -> Draft {
        let text = || RwSignal::new(String::new());
        Draft {
            kind,
            motive: text(),
            text: text(),
            day: RwSignal::new(None),
            post_kind: text(),
            quotity: text(),
            speciality: text(),
            cnu_section: text(),
            structure: text(),
            local_number: text(),
            discipline: text(),
            funding: text(),
            tried: RwSignal::new(false),
        }
    }

    /// Of a request that is changed.
    pub fn of(request: &RequestView) -> Draft {
        let draft = Draft::new(request.kind);
        draft.motive.set(request.motive.code.clone());
        draft.day.set(Some(request.day));
        draft.quotity.set(half_days::to_text(request.quotity));
        let code = |one: &Option<shared::contract::Coded>| one.as_ref().map(|one| one.code.clone());
        let place = request.structure.as_ref().map(|one| one.id.to_string());
        let place = place.or_else(|| request.attached_to_establishment.then(|| WHOLE.to_owned()));
        for (signal, known) in [
            (draft.text, request.text.clone()),
            (draft.post_kind, code(&request.post_kind)),
            (draft.speciality, code(&request.speciality)),
            (draft.cnu_section, request.cnu_section.clone()),
            (draft.structure, place),
            (draft.local_number, request.local_number.clone()),
            (draft.discipline, request.discipline.clone()),
            (draft.funding, request.funding.clone()),
        ] {
            signal.set(known.unwrap_or_default());
        }
        draft
    }

    /// A new request, when a day is there; the rest is checked by the form and by the server.
    pub fn to_create(self, establishment: String, post: Option<PostId>) -> Option<RequestCreate> {
        Some(RequestCreate {
            establishment,
            kind: self.kind,
            post,
            motive: self.motive.get_untracked(),
            text: said(self.text),
            day: self.day.get_untracked()?,
            post_kind: said(self.post_kind),
            local_number: said(self.local_number),
            discipline: said(self.discipline),
            speciality: said(self.speciality),
            cnu_section: said(self.cnu_section),
            quotity: half_days::read(&self.quotity.get_untracked()),
            structure: self.structure_id(),
            attached_to_establishment: self.is_whole(),
            funding: said(self.funding),
        })
    }

    /// The change of a request.
    pub fn to_edit(self) -> Option<RequestEdit> {
        Some(RequestEdit {
            motive: Some(self.motive.get_untracked()),
            text: Some(said(self.text)),
            day: Some(self.day.get_untracked()?),
            local_number: Some(said(self.local_number)),
            discipline: Some(said(self.discipline)),
            speciality: Some(said(self.speciality)),
            cnu_section: Some(said(self.cnu_section)),
            quotity: Some(half_days::read(&self.quotity.get_untracked())),
            structure: Some(self.structure_id()),
            attached_to_establishment: Some(self.is_whole()),
            funding: Some(said(self.funding)),
        })
    }

    /// Whether a transformation changes something.
    pub fn changes(self) -> bool {
        [self.quotity, self.speciality, self.cnu_section, self.structure, self.local_number, self.discipline]
            .into_iter()
            .any(|field| said(field).is_some())
    }

    fn structure_id(self) -> Option<StructureId> {
        self.structure.with_untracked(|text| text.parse().ok())
    }

    fn is_whole(self) -> bool {
        self.structure.with_untracked(|text| text == WHOLE)
    }
}

fn said(field: RwSignal<String>) -> Option<String> {
    field.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
}
