//! Split posts (postes décomposés, `domain.md` 13.2): on every day the parts make up their post and are of its kind, and
//! nobody sits on the whole.
//!
//! Refuses to tell again what was wrong before the write.

use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::{Breach, Checking, Ruled as _, World, check, written};
use crate::catalogue::post_split as texts;
use crate::fact::{Fact as _, Noun};
use crate::id::{PostId, ReservationId};
use crate::knowledge::Facts;
use crate::post::Post;
use crate::post_split::division::{Divided, Division, NotDivided, parts_over};
use crate::problem::{Code, FieldProblem};
use crate::reservation::Reservation;
use crate::time::{Period, Sweep, Timeline};

/// Everything wrong with a division that was worked out.
pub fn breaches(world: &World<'_>, division: &Division, divided: &Divided) -> Vec<Breach> {
    let mut found = Vec::new();
    let days = Period::since(division.from);
    if !divided.parts.is_empty() {
        let kept = reservations(world.after, division.post, days);
        let things = kept.map(|(_, thing)| thing).collect::<Vec<_>>();
        if !things.is_empty() {
            found.push(Breach::State { code: Code::PostSplit, detail: texts::RESERVED.to_owned(), things });
        }
    }
    for (place, id) in divided.parts.iter().enumerate() {
        found.extend(check::<Post>(world, *id).into_iter().map(|one| in_list(one, place)));
        for (kept, _) in reservations(world.after, *id, days) {
            found.extend(Reservation::sums(world, kept));
        }
    }
    for id in &divided.ended {
        found.extend(check::<Post>(world, *id));
    }
    found
}

/// The reservations that take time on a post, over some days.
fn reservations(
    facts: &Facts,
    post: PostId,
    days: Period,
) -> impl Iterator<Item = (ReservationId, (Noun, SmolStr))> {
    let own = facts.reservations.segments().filter(move |(_, one)| one.value.post == post);
    let own =
        own.filter(move |(_, one)| Reservation::taken(one).is_some_and(|(taken, _)| taken.overlaps(&days)));
    own.map(move |(id, one)| (id, (Noun::Reservations, one.value.key(one.period.from(), facts))))
}

/// A field of a part is in the list of the body.
fn in_list(breach: Breach, place: usize) -> Breach {
    let Breach::Field(problem) = breach else { return breach };
    let pointer = format!("/parts/{place}{}", problem.pointer);
    Breach::Field(FieldProblem { pointer, ..problem })
}

/// Why a post is not divided so.
pub fn refused(facts: &Facts, why: &NotDivided) -> Breach {
    let field = |pointer: &str, code: &str, detail: String, params: &[(&str, Value)]| {
        let params: Map<String, Value> =
            params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Breach::Field(FieldProblem { pointer: pointer.to_owned(), code: code.to_owned(), params, detail })
    };
    let state =
        |detail: &str| Breach::State { code: Code::PostSplit, detail: detail.to_owned(), things: Vec::new() };
    match why {
        NotDivided::NotThere => field("/valid_from", "thing.not_there", texts::NOT_THERE.to_owned(), &[]),
        NotDivided::IsPart => state(texts::IS_A_PART),
        NotDivided::SeveralHolders => state(texts::SEVERAL_HOLDERS),
        NotDivided::IsWhole => field("/parts", "parts.too_few", texts::IS_WHOLE.to_owned(), &[]),
        NotDivided::OnePart => field("/parts", "parts.too_few", texts::ONE_PART.to_owned(), &[]),
        NotDivided::UnknownPart(place) => {
            let pointer = format!("/parts/{place}/part");
            field(&pointer, "reference.unknown", texts::UNKNOWN_PART.to_owned(), &[])
        }
        NotDivided::UnknownLine(_) => {
            field("/lines", "reference.unknown", texts::UNKNOWN_LINE.to_owned(), &[])
        }
        NotDivided::Unplaced(lines) => {
            let name = |id| {
                let line = facts.affectations.get(id).and_then(|one| one.last())?;
                let person = facts.practitioners.get(line.value.practitioner).and_then(|one| one.last())?;
                Some(format!("{} {}", person.value.usual_name, person.value.first_names))
            };
            let names: Vec<String> = lines.iter().filter_map(|id| name(*id)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let ids: Vec<Value> = lines.iter().map(|id| id.to_string().into()).collect();
            field("/lines", "line.unplaced", texts::unplaced(&names), &[("affectations", ids.into())])
        }
        NotDivided::Unequal(unequal) => {
            let params = [("day", Value::from(unequal.day.to_string())), ("beyond", unequal.beyond.into())];
            field("/parts", "parts.unequal", texts::unequal(unequal.day, unequal.beyond), &params)
        }
    }
}

/// What a part must say of its whole, and a whole of being one.
pub(super) fn check_part(checking: &mut Checking<'_>, whole: PostId, days: Period) {
    checking.covered::<Post>("/parent_post", whole, days);
    let nested =
        checking.world.after.posts.get(whole).is_some_and(|one| one.iter().any(|one| one.value.is_part()));
    if nested {
        checking.refuse("/parent_post", "post.part", texts::IS_A_PART);
    }
}

/// A line or time kept sits on a part, never on the whole of a split post (D3).
pub(super) fn not_on_whole(checking: &mut Checking<'_>, post: PostId, days: Period) {
    if !parts_over(checking.world.after, post, days).is_empty() {
        checking.refuse("/post", "post.split", texts::SITS_ON_WHOLE);
    }
}

/// A request is about a whole post.
pub(super) fn not_about_part(checking: &mut Checking<'_>, post: PostId) {
    let known = checking.world.after.posts.get(post);
    if known.is_some_and(|one| one.iter().any(|one| one.value.is_part())) {
        checking.refuse("/post", "post.part", texts::IS_A_PART);
    }
}

/// What a write of a post, whole or part, breaks between the two.
pub(super) fn sums(world: &World<'_>, id: PostId) -> Option<Breach> {
    let whole = |facts: &Facts| facts.posts.get(id)?.last()?.value.parent_post;
    let whole = whole(world.after).or_else(|| whole(world.before)).unwrap_or(id);
    let state = |detail: String| {
        let days = Period::ALWAYS;
        let parts = parts_over(world.after, whole, days)
            .into_iter()
            .filter_map(|id| Some((Noun::Posts, world.after.posts.get(id)?.last()?.value.number())));
        Some(Breach::State { code: Code::PostSplit, detail, things: parts.collect() })
    };
    if let Some((days, beyond)) =
        super::sums::worse(&beyond_whole(world.after, whole), &beyond_whole(world.before, whole))
    {
        return state(texts::unequal(days.from(), beyond));
    }
    let own = world.after.posts.get(whole)?;
    let fresh = |id: PostId| {
        let before = world.before.posts.get(id).cloned().unwrap_or_default();
        world.after.posts.get(id).map(|after| written(&before, after)).unwrap_or_default()
    };
    let changed: Vec<Period> = parts_over(world.after, whole, Period::ALWAYS)
        .into_iter()
        .chain([whole])
        .flat_map(fresh)
        .map(|one| one.period)
        .collect();
    let parts = world.after.posts.segments().filter(|(_, one)| one.value.parent_post == Some(whole));
    let mut pairs = parts.flat_map(|(_, part)| {
        own.iter().filter_map(move |whole| Some((whole, part, whole.period.intersection(&part.period)?)))
    });
    let differs = pairs.any(|(whole, part, days)| {
        is_other(&whole.value, &part.value) && changed.iter().any(|one| one.overlaps(&days))
    });
    if differs { state(texts::OTHER_THAN_WHOLE.to_owned()) } else { None }
}

/// Whether a part is of another kind than its whole.
fn is_other(whole: &Post, part: &Post) -> bool {
    let nature = |one: &Post| {
        (
            one.kind.clone(),
            one.discipline.clone(),
            one.speciality.clone(),
            one.cnu_section.clone(),
            one.corps.clone(),
        )
    };
    nature(whole) != nature(part)
}

/// The days on which the parts of a post are not what it is, each with by how much; those without part are left out.
fn beyond_whole(facts: &Facts, whole: PostId) -> Vec<(Period, i64)> {
    let (mut time, mut split) = (Sweep::new(), Timeline::<()>::default());
    for (_, part) in facts.posts.segments().filter(|(_, one)| one.value.parent_post == Some(whole)) {
        time.add(part.period, part.value.quotity.into());
        split.assert(part.period, ());
    }
    for one in facts.posts.get(whole).into_iter().flat_map(Timeline::iter) {
        for days in split.iter().filter_map(|days| days.period.intersection(&one.period)) {
            time.add(days, -i64::from(one.value.quotity));
        }
    }
    time.steps().into_iter().filter(|(_, beyond)| *beyond != 0).collect()
}
