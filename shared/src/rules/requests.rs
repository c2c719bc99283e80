//! Requests on posts: what a draft already says right.

use super::{Breach, Checking, FREE, Ruled, World, check};
use crate::catalogue::workflow as texts;
use crate::establishment::Establishment;
use crate::id::{PostId, RequestId};
use crate::knowledge::Facts;
use crate::post::Post;
use crate::problem::Code;
use crate::request::{Outcome, Request, RequestKind, outcome};
use crate::staffing_table::{Options, occupations};
use crate::structure::Structure;
use crate::time::{Day, Period, Segment, Timeline};
use crate::workflow::request::RequestState;

/// Longest text that goes with a motive, in characters.
const TEXT: usize = 2_000;

impl Ruled for Request {
    fn check(checking: &mut Checking<'_>, _: RequestId, segment: &Segment<Request>) {
        let own = &segment.value;
        checking.code("/motive", "workflow_motives", &own.motive, segment.period.from());
        checking.bounded("/text", own.text.as_deref().unwrap_or_default(), TEXT);
        checking.bounded("/comment", own.said.as_deref().unwrap_or_default(), TEXT);
        for (pointer, text) in [
            ("/local_number", &own.local_number),
            ("/discipline", &own.discipline),
            ("/funding", &own.funding),
            ("/sigmed_number", &own.sigmed_number),
        ] {
            checking.bounded(pointer, text.as_deref().unwrap_or_default(), FREE);
        }
        for (pointer, list, code) in [
            ("/post_kind", "post_kinds", &own.post_kind),
            ("/speciality", "specialities", &own.speciality),
            ("/cnu_section", "cnu_sections", &own.cnu_section),
        ] {
            if let Some(code) = code {
                checking.code(pointer, list, code, own.day);
            }
        }
        let that_day = days_concerned(own);
        if let Some(structure) = own.structure.filter(|_| !own.is_over()) {
            checking.covered::<Structure>("/structure", structure, that_day);
        }
        match (own.kind, own.post) {
            (RequestKind::Create, None) => {}
            (RequestKind::Create, Some(_)) if own.is_over() => {}
            (RequestKind::Create, Some(_)) => {
                checking.refuse("/post", "request.no_post_yet", texts::NO_POST_YET);
            }
            (_, None) => checking.refuse("/post", "field.required", super::texts::REQUIRED),
            (_, Some(_)) if own.is_over() => {}
            (_, Some(post)) => {
                checking.covered::<Post>("/post", post, that_day);
                super::splits::not_about_part(checking, post);
            }
        }
        if own.kind == RequestKind::Create && own.post_kind.is_none() {
            checking.refuse("/post_kind", "field.required", super::texts::REQUIRED);
        }
    }
}

/// The one day on which what the request names must be there: the last one of a post that is to be closed.
fn days_concerned(request: &Request) -> Period {
    let first = if request.kind == RequestKind::Close { request.day.previous() } else { request.day };
    Period::new(first, first.next()).unwrap_or(Period::ALWAYS)
}

/// Whether SIGMED holds posts of the kind that the request is about.
pub fn in_sigmed(world: &World<'_>, request: &Request) -> bool {
    let own = request.post.and_then(|id| world.before.posts.get(id)).and_then(|one| one.last());
    let kind = request.post_kind.as_deref().or_else(|| own.map(|one| one.value.kind.as_str()));
    let entry = kind.and_then(|kind| world.nomenclatures.entry_on("post_kinds", kind, request.day));
    entry.and_then(|entry| entry.attribute("sigmed")).is_some_and(|held| held == "yes")
}

/// What the request would make of the post, and everything that keeps it from being done (`domain.md` 8.1, P6): the post is
/// held on that day, or it would break a rule of posts. `new` is the id that a creation would take.
pub fn of_request(
    world: &World<'_>,
    establishment: &Establishment,
    (id, request): (RequestId, &Request),
    new: PostId,
) -> (Option<Outcome>, Vec<Breach>) {
    let known = request.post.and_then(|id| world.before.posts.get(id));
    let Some(outcome) = outcome(request, known, new, in_sigmed(world, request)) else {
        return (None, Vec::new());
    };
    let mut breaches = Vec::new();
    if let Some(post) = request.post.filter(|_| request.kind != RequestKind::Create) {
        let exempt = request.motive == "TRA_QUOTITE" && changes_time_alone(request);
        if !exempt && is_held(world, establishment, post, request.day) {
            let detail = texts::POST_HELD.to_owned();
            breaches.push(Breach::State { code: Code::PostHeld, detail, things: Vec::new() });
        }
    }
    let mut target = Facts::clone(world.after);
    target.posts.put(outcome.post, outcome.timeline.clone());
    // The request itself holds the post back no more, once it is done.
    let done = Request { state: RequestState::Applied, ..request.clone() };
    target.requests.put(id, Timeline::single(Period::ALWAYS, done));
    let there = World { after: &target, ..*world };
    breaches.extend(check::<Post>(&there, outcome.post).into_iter().map(of_the_body));
    (Some(outcome), breaches)
}

/// CSP, art. R. 6152-26-1: the holder may ask for another time on the post they hold.
fn changes_time_alone(request: &Request) -> bool {
    request.speciality.is_none()
        && request.cnu_section.is_none()
        && request.structure.is_none()
        && !request.attached_to_establishment
}

/// Whether somebody holds the post in law on a day.
fn is_held(world: &World<'_>, establishment: &Establishment, post: PostId, day: Day) -> bool {
    let all = Options::default();
    let held = occupations(world.before, world.nomenclatures, establishment, world.sites, day, &all);
    held.get(&post).is_some_and(|one| one.shares.tenured > 0)
}

/// A field of the post, by its name in the request.
fn of_the_body(breach: Breach) -> Breach {
    match breach {
        Breach::Field(mut field) if field.pointer == "/kind" => {
            field.pointer = "/post_kind".to_owned();
            Breach::Field(field)
        }
        breach => breach,
    }
}
