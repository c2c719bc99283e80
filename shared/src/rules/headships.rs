//! Headships: who may head what, for how long, and one head for a function on a day (`domain.md` 4.11, IN-33).

use super::{Breach, Checking, Ruled, World, on, texts};
use crate::fact::{Fact as _, Noun};
use crate::headship::Headship;
use crate::id::HeadshipId;
use crate::nomenclature::Nomenclatures;
use crate::practitioner::Practitioner;
use crate::problem::Code;
use crate::structure::Structure;
use crate::time::{Day, Period, Segment};

impl Ruled for Headship {
    fn check(checking: &mut Checking<'_>, _: HeadshipId, segment: &Segment<Headship>) {
        let (days, own) = (segment.period, &segment.value);
        checking.code("/function", "headship_functions", &own.function, days.from());
        checking.covered::<Structure>("/structure", own.structure, days);
        checking.covered::<Practitioner>("/practitioner", own.practitioner, days);
        let function =
            checking.world.nomenclatures.entry_on("headship_functions", &own.function, days.from());
        let of_kind = function.and_then(|function| function.attribute("structure_kind").cloned());
        let longest = function.and_then(|function| function.number("mandate_months"));
        let structure = on::<Structure>(&checking.world, own.structure, days.from());
        if let (Some(of_kind), Some(structure)) = (of_kind.filter(|kind| !kind.is_empty()), structure)
            && structure.kind != of_kind
        {
            let label = checking.world.nomenclatures.label("structure_kinds", &of_kind);
            checking.refuse("/function", "headship.wrong_kind", texts::heads_another_kind(&label));
        }
        match longest {
            Some(months) if days.to() > days.from().add_months(months) => {
                checking.refuse("/effect/valid_to", "headship.too_long", texts::mandate_too_long(months));
            }
            None if days.to().is_open() => {
                checking.refuse("/effect/valid_to", "field.required", texts::INTERIM_END);
            }
            _ => {}
        }
    }

    /// Nobody else holds the function on these days, unless it was so before.
    fn sums(world: &World<'_>, id: HeadshipId) -> Option<Breach> {
        let own = world.after.headships.get(id)?;
        let before = world.before.headships.get(id);
        let was_so = |one: &Segment<Headship>| {
            before.is_some_and(|before| {
                before.iter().any(|held| held.value == one.value && held.period == one.period)
            })
        };
        let fresh: Vec<&Segment<Headship>> = own.iter().filter(|one| !was_so(one)).collect();
        let is_rival = |other: &Segment<Headship>| {
            let same = |one: &&&Segment<Headship>| {
                one.value.structure == other.value.structure && one.value.function == other.value.function
            };
            fresh.iter().filter(same).any(|one| one.period.overlaps(&other.period))
        };
        let mut rivals =
            world.after.headships.segments().filter(|(other, one)| *other != id && is_rival(one));
        let (_, rival) = rivals.next()?;
        let who = world.after.practitioners.get(rival.value.practitioner).and_then(|record| record.last());
        let name = who.map(|record| format!("{} {}", record.value.usual_name, record.value.first_names));
        Some(Breach::State {
            code: Code::HeadshipTaken,
            detail: texts::headship_taken(&name.unwrap_or_default(), &rival.period.in_french()),
            things: vec![(Noun::Headships, rival.value.key(rival.period.from(), world.after))],
        })
    }
}

/// A mandate that begins then and lasts as long as the function may; `None` for one whose end is always said.
pub fn mandate(nomenclatures: &Nomenclatures, function: &str, from: Day) -> Option<Period> {
    let months = nomenclatures.entry_on("headship_functions", function, from)?.number("mandate_months")?;
    Period::new(from, from.add_months(months)).ok()
}
