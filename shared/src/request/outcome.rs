//! What becomes of the post that a request is about. The same answer before the request is submitted, when the agency
//! agrees, and when it is done: what would be refused at the end is refused at the beginning.

use smol_str::SmolStr;

use super::{Request, RequestKind};
use crate::id::PostId;
use crate::post::Post;
use crate::quotity::Quotity;
use crate::time::{Day, Period, Timeline};

/// Stands for the number that SIGMED has not given yet. In checks only: what is written has the real one.
const TO_COME: SmolStr = SmolStr::new_static("?");

/// The post as the request makes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The post.
    pub post: PostId,
    /// What is known of it then.
    pub timeline: Timeline<Post>,
}

/// What the request makes of its post: `known` is what is known of it, `new` the id of the one that a creation makes, and
/// `in_sigmed` whether SIGMED holds posts of this kind. Nothing when what it is about is missing.
pub fn outcome(
    request: &Request,
    known: Option<&Timeline<Post>>,
    new: PostId,
    in_sigmed: bool,
) -> Option<Outcome> {
    match request.kind {
        RequestKind::Create => {
            let number = request.sigmed_number.clone().or_else(|| in_sigmed.then_some(TO_COME));
            let made = Post {
                kind: request.post_kind.clone().unwrap_or_default(),
                sigmed_number: number,
                local_number: request.local_number.clone(),
                sigmed_type: None,
                discipline: request.discipline.clone(),
                speciality: request.speciality.clone(),
                cnu_section: request.cnu_section.clone(),
                corps: None,
                quotity: request.quotity.unwrap_or(Quotity::ZERO),
                structure: request.structure,
                attached_to_establishment: request.attached_to_establishment,
                parent_post: None,
            };
            Some(Outcome { post: new, timeline: Timeline::single(Period::since(request.day), made) })
        }
        RequestKind::Transform => {
            let mut timeline = known?.clone();
            let later = Period::new(request.day, Day::OPEN).ok()?;
            for segment in known?.iter() {
                if let Some(days) = segment.period.intersection(&later) {
                    timeline.assert(days, transformed(request, &segment.value));
                }
            }
            Some(Outcome { post: request.post?, timeline })
        }
        RequestKind::Close => {
            let mut timeline = known?.clone();
            timeline.cut(request.day);
            Some(Outcome { post: request.post?, timeline })
        }
    }
}

/// A post with what the request says of it; what it does not say stays.
fn transformed(request: &Request, own: &Post) -> Post {
    let or = |said: &Option<SmolStr>, own: &Option<SmolStr>| said.clone().or_else(|| own.clone());
    let moved = request.structure.is_some() || request.attached_to_establishment;
    Post {
        local_number: or(&request.local_number, &own.local_number),
        discipline: or(&request.discipline, &own.discipline),
        speciality: or(&request.speciality, &own.speciality),
        cnu_section: or(&request.cnu_section, &own.cnu_section),
        quotity: request.quotity.unwrap_or(own.quotity),
        structure: if moved { request.structure } else { own.structure },
        attached_to_establishment: if moved {
            request.attached_to_establishment
        } else {
            own.attached_to_establishment
        },
        ..own.clone()
    }
}
