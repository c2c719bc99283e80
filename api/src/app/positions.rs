//! Statutory positions other than activity: what may be asked of them, and what is hidden of sensitive ones.

use shared::career::Position;
use shared::contract::Coded;
use shared::contract::people::PositionView;
use shared::habilitation::Rubric;
use shared::id::EstablishmentId;
use shared::staffing_table::ABSENT;

use super::listing::{Field, Listing, Meaning, day, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Shown, Sight};
use crate::db::lists::{Entry, Sort};

const RUBRIC: Rubric = Rubric::Careers;

/// What may be asked of the list of positions.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("practitioner", text("practitioner_id"), RUBRIC, "Id of the practitioner"),
        Field {
            sortable: false,
            meaning: Meaning::Position,
            ..Field::new(
                "position",
                text("code"),
                RUBRIC,
                "Code of `positions`; what is shown as absent never matches",
            )
        },
        Field::new("granted_until", day("granted_until"), RUBRIC, "Last day as granted").unsorted(),
        Field::new("valid_from", day("valid_from"), RUBRIC, "First day"),
        Field::new("valid_to", day("valid_to"), RUBRIC, "End, excluded"),
    ],
    search: &[],
    default_sort: &[Sort { column: day("valid_from"), descending: false }],
    includes: &[],
    timed: true,
};

/// A position as the caller may see it: a sensitive one is an absence without its reason (`domain.md` R4).
pub(super) fn coded(
    names: &Naming<'_>,
    sight: &Sight,
    establishment: Option<EstablishmentId>,
    position: &Position,
) -> Coded {
    if is_hidden(names, sight, establishment, position) {
        return Coded {
            code: ABSENT.to_owned(),
            label: shared::catalogue::staffing_table::ABSENT_LABEL.to_owned(),
        };
    }
    names.coded("positions", &position.code)
}

/// Whether the reason of a position is hidden from the caller.
pub(super) fn is_hidden(
    names: &Naming<'_>,
    sight: &Sight,
    establishment: Option<EstablishmentId>,
    position: &Position,
) -> bool {
    names.is_sensitive(&position.code)
        && !sight.shows(Rubric::AbsencesSensitive, establishment, position.practitioner)
}

impl Shown for Position {
    type View = PositionView;
    const LISTING: &'static Listing = &LISTING;
    const BESIDE: &'static [Rubric] = &[Rubric::AbsencesSensitive, Rubric::Practitioners];

    fn refers(&self, wanted: &mut Wanted) {
        wanted.practitioners.insert(self.practitioner);
    }

    fn show(entry: &Entry<Position>, names: &Naming<'_>, sight: &Sight) -> PositionView {
        let position = &entry.segment.value;
        let who = position.practitioner;
        let named = sight.shows(Rubric::Practitioners, entry.establishment, who);
        let hidden = is_hidden(names, sight, entry.establishment, position);
        PositionView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            practitioner: if named { names.practitioner(who) } else { Naming::unnamed(who) },
            position: coded(names, sight, entry.establishment, position),
            local_code: owned(&position.local_code).filter(|_| !hidden),
            granted_from: position.granted_from,
            granted_until: position.granted_until,
            stamp: stamp(entry),
        }
    }
}
