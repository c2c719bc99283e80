//! Statutory positions other than activity: what may be asked of them, and what is hidden of sensitive ones.

use shared::career::Position;
use shared::contract::Coded;
use shared::contract::facts::{PositionCreate, PositionEdit};
use shared::contract::people::PositionView;
use shared::habilitation::{Right, Rubric};
use shared::id::{EstablishmentId, PositionId, PractitionerId};
use shared::staffing_table::ABSENT;

use super::facts::{self, Made, Stated, edited, replaced, said};
use super::listing::{Field, Listing, Meaning, day, is_sensitive, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Shown, Sight};
use super::{Ctx, Failure, practitioners};
use crate::db::lists::{Entry, Sort};
use crate::db::{Connection, Transaction};

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
    guarded: &[("practitioner", Rubric::Practitioners)],
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

    fn person(view: &PositionView) -> Option<PractitionerId> {
        view.practitioner.as_ref().map(|person| person.id)
    }

    fn show(entry: &Entry<Position>, names: &Naming<'_>, sight: &Sight) -> PositionView {
        let position = &entry.segment.value;
        let who = position.practitioner;
        let named = sight.shows(Rubric::Practitioners, entry.establishment, who);
        let hidden = is_hidden(names, sight, entry.establishment, position);
        PositionView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            practitioner: named.then(|| names.practitioner(who)),
            position: coded(names, sight, entry.establishment, position),
            local_code: owned(&position.local_code).filter(|_| !hidden),
            granted_from: position.granted_from,
            granted_until: position.granted_until,
            stamp: stamp(entry),
        }
    }
}

impl Stated for Position {
    const NAME: &'static str = "position";

    /// A sensitive one asks for the right on them, to end it too.
    fn guard(
        &self,
        ctx: &Ctx,
        connection: &mut Connection,
        establishment: EstablishmentId,
    ) -> Result<(), Failure> {
        let library = ctx.shelf.library(connection)?;
        if library.nomenclatures.entry("positions", &self.code).is_some_and(is_sensitive) {
            ctx.demand(connection, Rubric::AbsencesSensitive, Right::Modify, Some(establishment))?;
        }
        Ok(())
    }
}

/// A new position of a practitioner.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    practitioner: PractitionerId,
    body: PositionCreate,
) -> Result<Made<PositionView>, Failure> {
    let establishment = practitioners::home_of(ctx, tx, RUBRIC, practitioner)?;
    let value = Position {
        practitioner,
        code: body.position.into(),
        local_code: said(body.local_code),
        granted_from: body.granted_from,
        granted_until: body.granted_until,
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of a position.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PositionId,
    version: i64,
    body: PositionEdit,
) -> Result<Made<PositionView>, Failure> {
    facts::edit::<Position>(ctx, tx, id, version, &body.effect, |own| Position {
        practitioner: own.practitioner,
        code: edited(&body.position, &own.code),
        local_code: replaced(&body.local_code, &own.local_code),
        granted_from: body.granted_from.unwrap_or(own.granted_from),
        granted_until: body.granted_until.unwrap_or(own.granted_until),
    })
}
