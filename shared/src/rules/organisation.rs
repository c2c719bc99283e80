//! Structures and posts.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Breach, Checking, FREE, Ruled, World, on, splits, sums};
use crate::catalogue::rules as texts;
use crate::code::Finess;
use crate::id::{PostId, StructureId};
use crate::post::Post;
use crate::structure::Structure;
use crate::time::Segment;

/// Longest number that a hospital gives (`domain.md` 3).
const NUMBER: usize = 20;
/// Longest name.
const LABEL: usize = 120;
/// Kind of the establishment itself, which is no row.
const ROOT: &str = "EJ";

impl Ruled for Structure {
    fn check(checking: &mut Checking<'_>, id: StructureId, segment: &Segment<Structure>) {
        let (days, own) = (segment.period, &segment.value);
        checking.code("/kind", "structure_kinds", &own.kind, days.from());
        if own.kind == ROOT {
            checking.refuse("/kind", "structure.root", texts::ROOT_STRUCTURE);
        }
        checking.text("/number", &own.number, NUMBER);
        checking.text("/label", &own.label, LABEL);
        checking.bounded("/sigmed_number", own.sigmed_number.as_deref().unwrap_or_default(), NUMBER);
        let (kind, number) = (own.kind.clone(), own.number.clone());
        checking
            .unique::<Structure>("/number", id, days, |other| other.kind == kind && other.number == number);
        if let Some(parent) = own.parent {
            checking.covered::<Structure>("/parent", parent, days);
            if descends(&checking.world, parent, id, segment) {
                checking.refuse("/parent", "structure.loop", texts::STRUCTURE_LOOP);
            }
        }
        let above = own.parent.and_then(|parent| on::<Structure>(&checking.world, parent, days.from()));
        let above = above.as_ref().map_or(ROOT, |parent| parent.kind.as_str());
        let allowed = checking.world.nomenclatures.entry_on("structure_kinds", &own.kind, days.from());
        let allowed = allowed.and_then(|entry| entry.attribute("parent_codes").cloned());
        if let Some(allowed) = allowed.filter(|codes| !codes.split(';').any(|code| code == above)) {
            checking.refuse("/parent", "structure.parent_kind", texts::parent_kind(&allowed));
        }
        if let Some(site) = &own.site {
            let finess = checking.world.finess;
            let known = checking.world.sites.segments();
            let known = known
                .into_iter()
                .any(|(_, one)| one.value.finess_et == *site && one.value.finess_ej == finess);
            if !known {
                checking.refuse("/site", "reference.unknown", texts::UNKNOWN_SITE);
            }
        }
        if let Some(follows) = own.follows
            && (follows == id || checking.world.after.structures.get(follows).is_none())
        {
            checking.refuse("/follows", "reference.unknown", texts::UNKNOWN_REFERENCE);
        }
    }
}

/// Whether a structure is under another (or is it) on some day of a statement.
fn descends(world: &World<'_>, from: StructureId, root: StructureId, segment: &Segment<Structure>) -> bool {
    let days = segment.period;
    let starts = world.after.structures.segments().map(|(_, one)| one.period.from());
    let mut mornings: BTreeSet<_> = starts.filter(|day| days.contains(*day)).collect();
    mornings.insert(days.from());
    mornings.into_iter().any(|day| {
        let mut met = BTreeSet::new();
        let mut at = Some(from);
        while let Some(id) = at {
            if id == root {
                return true;
            }
            if !met.insert(id) {
                return false;
            }
            at = world.after.structures.at(id, day).and_then(|one| one.parent);
        }
        false
    })
}

impl Ruled for Post {
    fn check(checking: &mut Checking<'_>, id: PostId, segment: &Segment<Post>) {
        let (days, own) = (segment.period, &segment.value);
        checking.code("/kind", "post_kinds", &own.kind, days.from());
        let kind = checking.world.nomenclatures.entry_on("post_kinds", &own.kind, days.from());
        let is_new = checking.world.before.posts.get(id).is_none();
        let is_part = own.is_part();
        let in_sigmed = kind.and_then(|kind| kind.attribute("sigmed")).is_some_and(|held| held == "yes");
        // With the number that SIGMED gave to what was asked of it, it is born there.
        if is_new && in_sigmed && own.sigmed_number.is_none() && !is_part {
            checking.refuse("/kind", "post.born_in_sigmed", texts::BORN_IN_SIGMED);
        }
        // A part is as small as wished: the bounds are those of the whole.
        let bounds = kind.filter(|_| !is_part);
        let bound =
            |name: &str| bounds.and_then(|kind| kind.number(name)).map(|days| days.saturating_mul(1_000));
        let (least, most) = (bound("quotite_min_dj").unwrap_or(1), bound("quotite_max_dj").unwrap_or(10_000));
        let time = own.quotity.hundredths();
        if time < least || time > most {
            let params = [("min", Value::from(least)), ("max", Value::from(most))];
            checking.refuse_with(
                "/quotity",
                "quotity.out_of_range",
                texts::quotity_range(least, most),
                &params,
            );
        }
        match (&own.sigmed_number, &own.local_number) {
            (None, None) => checking.refuse("/local_number", "field.required", texts::REQUIRED),
            (_, Some(number)) => {
                let number = number.clone();
                checking.text("/local_number", &number, NUMBER);
                checking.unique::<Post>("/local_number", id, days, |other| other.number() == number);
            }
            (Some(_), None) => {}
        }
        for (pointer, list, code) in [
            ("/speciality", "specialities", &own.speciality),
            ("/cnu_section", "cnu_sections", &own.cnu_section),
            ("/corps", "statuses", &own.corps),
        ] {
            if let Some(code) = code {
                checking.code(pointer, list, code, days.from());
            }
        }
        checking.bounded("/discipline", own.discipline.as_deref().unwrap_or_default(), FREE);
        if let Some(structure) = own.structure {
            checking.covered::<Structure>("/structure", structure, days);
            if own.attached_to_establishment {
                checking.refuse("/attached_to_establishment", "post.two_places", texts::TWO_PLACES);
            }
        }
        if let Some(whole) = own.parent_post {
            splits::check_part(checking, whole, days);
        }
    }

    fn by_hand(world: &World<'_>, id: PostId) -> Vec<Breach> {
        super::posts::by_hand(world, id)
    }

    fn sums(world: &World<'_>, id: PostId) -> Option<Breach> {
        sums::on_post(world, id).or_else(|| splits::sums(world, id))
    }
}

/// Whether a text is a FINESS number.
pub(super) fn is_finess(text: &str) -> bool {
    text.parse::<Finess>().is_ok()
}
