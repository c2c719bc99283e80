//! What a merger of structures would make wrong, told of the structure that takes in: each thing that may not move is named.

use serde_json::Map;

use super::{Breach, Ruled, World, check, check_by_hand};
use crate::affectation::Affectation;
use crate::catalogue::rules as texts;
use crate::headship::Headship;
use crate::post::Post;
use crate::problem::FieldProblem;
use crate::structure::Structure;
use crate::structure::merger::{Merger, Moved, NotMerged};

/// Where the structure that takes in is, in the body.
const INTO: &str = "/into";

/// Everything wrong with a merger that was applied.
pub fn breaches(world: &World<'_>, merger: &Merger, moved: &Moved) -> Vec<Breach> {
    let mut found = Vec::new();
    found.extend(of::<Structure>(world, [merger.absorbed, merger.into]));
    found.extend(of::<Structure>(world, moved.structures.iter().copied()));
    for id in &moved.posts {
        found.extend(check_by_hand::<Post>(world, *id).into_iter().map(|one| named::<Post>(world, *id, one)));
    }
    found.extend(of::<Affectation>(world, moved.affectations.iter().copied()));
    found.extend(of::<Headship>(world, moved.headships.iter().copied()));
    found
}

/// Why two structures do not merge, as a field to correct.
pub fn refused(why: NotMerged) -> FieldProblem {
    let (pointer, code, detail) = match why {
        NotMerged::Itself => (INTO, "structure.loop", texts::MERGED_INTO_ITSELF),
        NotMerged::OtherKind => (INTO, "structure.other_kind", texts::MERGED_KINDS),
        NotMerged::Under => (INTO, "structure.loop", texts::MERGED_UNDER),
        NotMerged::NotThere => ("/valid_from", "thing.not_there", texts::MERGED_NOT_THERE),
    };
    FieldProblem {
        pointer: pointer.to_owned(),
        code: code.to_owned(),
        params: Map::new(),
        detail: detail.to_owned(),
    }
}

fn of<T: Ruled>(world: &World<'_>, ids: impl IntoIterator<Item = T::Id>) -> Vec<Breach> {
    let all = ids.into_iter();
    all.flat_map(|id| check::<T>(world, id).into_iter().map(move |one| named::<T>(world, id, one))).collect()
}

/// A field of something that moves is no field of what was sent.
fn named<T: Ruled>(world: &World<'_>, id: T::Id, breach: Breach) -> Breach {
    let Breach::Field(problem) = breach else { return breach };
    let last = T::tracks(world.before).get(id).and_then(|one| one.last());
    let key = last.map(|last| last.value.key(last.period.from(), world.before)).unwrap_or_default();
    let detail = texts::of_thing(T::NOUN, &key, &problem.detail);
    Breach::Field(FieldProblem { pointer: INTO.to_owned(), detail, ..problem })
}
