//! What a delivery says, worked out from facts on the day of its effect.
//!
//! The texts that people wrote beside a motive stay here: they may name somebody.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::establishment::Establishment;
use crate::id::{PostId, RequestId, StructureId};
use crate::knowledge::Facts;
use crate::names::names;
use crate::post::Post;
use crate::quotity::Quotity;
use crate::request::{Request, RequestKind, outcome};
use crate::time::Day;
use crate::tour::entry::{Nature, TourEntry};
use crate::workflow::entry::Decision;

names! {
    /// What SIGMED is asked to do with a post.
    Operation {
        /// Make it.
        Create = "create",
        /// Change it.
        Transform = "transform",
        /// End it.
        Close = "close",
        /// Publish its vacancy.
        Publish = "publish",
    }
}

/// A post as a delivery describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLine {
    /// Number in SIGMED; none for a post to be made.
    pub sigmed_number: Option<SmolStr>,
    /// Number given by the hospital.
    pub local_number: Option<SmolStr>,
    /// Code of `post_kinds`.
    pub kind: SmolStr,
    /// Type as SIGMED writes it.
    pub sigmed_type: Option<SmolStr>,
    /// Discipline of SIGMED.
    pub discipline: Option<SmolStr>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Code of `cnu_sections`.
    pub cnu_section: Option<SmolStr>,
    /// Hundredths of a percent: 10 000 is full time, 1 000 a half-day a week.
    pub quotity: Quotity,
    /// Number of its structure in SIGMED, or of the nearest one above that has a number.
    pub structure_number: Option<SmolStr>,
    /// Name of that structure, or of its own when none has a number.
    pub structure_label: Option<SmolStr>,
}

/// What a delivery says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What is asked.
    pub operation: Operation,
    /// Region of the establishment.
    pub region: SmolStr,
    /// FINESS number of the establishment (EJ).
    pub finess_ej: SmolStr,
    /// First day of the effect; for a closing, the first day without the post.
    pub day: Option<Day>,
    /// Code of `workflow_motives`.
    pub motive: Option<SmolStr>,
    /// The post as it stands; none for one to be made.
    pub known: Option<PostLine>,
    /// The post as it is to be; none for one to be closed.
    pub asked: Option<PostLine>,
    /// `V` vacant, `SV` likely to be; of a publication alone.
    pub nature: Option<SmolStr>,
    /// Whether the hospital publishes a post that is still held; of a publication alone.
    pub forced: Option<bool>,
    /// The tour, as people name it; of a publication alone.
    pub tour: Option<SmolStr>,
}

/// What a request asks of SIGMED. Nothing when the post it is about is missing.
pub fn of_request(
    facts: &Facts,
    establishment: &Establishment,
    (id, request): (RequestId, &Request),
) -> Option<Content> {
    let day = request.day;
    let timeline = request.post.and_then(|post| facts.posts.get(post));
    // On the eve of its end for a post to be closed: it is not there that day.
    let known = timeline.and_then(|own| own.segment_at(day.previous()).or_else(|| own.segment_at(day)));
    let known = known.map(|segment| line(facts, &segment.value, day.previous()));
    let asked = match request.kind {
        RequestKind::Close => None,
        kind => {
            // The id of a post that is still to be made goes nowhere.
            let new = PostId::from(uuid::Uuid::from(id));
            let made = outcome(request, timeline, new, false)?;
            let there = made.timeline.segment_at(day).or_else(|| made.timeline.last())?;
            let mut line = line(facts, &there.value, day);
            if kind == RequestKind::Create {
                line.sigmed_number = None;
            }
            Some(line)
        }
    };
    if request.kind != RequestKind::Create && known.is_none() {
        return None;
    }
    Some(Content {
        operation: match request.kind {
            RequestKind::Create => Operation::Create,
            RequestKind::Transform => Operation::Transform,
            RequestKind::Close => Operation::Close,
        },
        region: establishment.region.clone(),
        finess_ej: establishment.finess_ej.clone(),
        day: Some(day),
        motive: Some(request.motive.clone()),
        known: known.filter(|_| request.kind != RequestKind::Create),
        asked,
        nature: None,
        forced: None,
        tour: None,
    })
}

/// What a validated post of a tour says, on the day on which it leaves. Nothing when the post is missing.
pub fn of_entry(
    facts: &Facts,
    establishment: &Establishment,
    entry: &TourEntry,
    tour: SmolStr,
    today: Day,
) -> Option<Content> {
    let known = facts.posts.get(entry.post)?;
    let there = known.segment_at(today).or_else(|| known.last())?;
    let own = line(facts, &there.value, today);
    Some(Content {
        operation: Operation::Publish,
        region: establishment.region.clone(),
        finess_ej: establishment.finess_ej.clone(),
        day: entry.expected.or(entry.vacant_from),
        motive: entry.motive.clone(),
        known: Some(own.clone()),
        asked: Some(own),
        nature: entry.nature.map(|nature| match nature {
            Nature::Vacant => SmolStr::new_static("V"),
            Nature::LikelyVacant => SmolStr::new_static("SV"),
        }),
        forced: Some(entry.decision == Decision::Force),
        tour: Some(tour),
    })
}

fn line(facts: &Facts, post: &Post, day: Day) -> PostLine {
    let (structure_number, structure_label) = place(facts, post.structure, day);
    PostLine {
        sigmed_number: post.sigmed_number.clone(),
        local_number: post.local_number.clone(),
        kind: post.kind.clone(),
        sigmed_type: post.sigmed_type.clone(),
        discipline: post.discipline.clone(),
        speciality: post.speciality.clone(),
        cnu_section: post.cnu_section.clone(),
        quotity: post.quotity,
        structure_number,
        structure_label,
    }
}

/// SIGMED knows structures by a number that hospitals usually give on the pole.
fn place(facts: &Facts, structure: Option<StructureId>, day: Day) -> (Option<SmolStr>, Option<SmolStr>) {
    let mut next = structure;
    let mut own = None;
    // A structure has three levels above it at most; a loop that a rule should have refused ends here too.
    for _ in 0..8 {
        let Some(structure) = next.and_then(|id| facts.structures.at(id, day)) else { break };
        if structure.sigmed_number.is_some() {
            return (structure.sigmed_number.clone(), Some(structure.label.clone()));
        }
        own.get_or_insert_with(|| structure.label.clone());
        next = structure.parent;
    }
    (None, own)
}
