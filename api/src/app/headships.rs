//! Heads of structures (chefferies): what may be asked of them, and their mandates.

use shared::contract::headships::{HeadshipCreate, HeadshipEdit, HeadshipView};
use shared::contract::writing::Effect;
use shared::habilitation::Rubric;
use shared::headship::Headship;
use shared::id::{HeadshipId, PractitionerId};
use shared::rules::headships::mandate;

use super::facts::{self, Made, Stated, edited};
use super::list_files::Exported;
use super::listing::{Field, Listing, day, stamp, text};
use super::naming::{Naming, Wanted};
use super::reading::{Shown, Sight};
use super::{Ctx, Failure};
use crate::db::Transaction;
use crate::db::lists::{Entry, Sort};
use crate::export::Column;

const RUBRIC: Rubric = Rubric::Headships;
const WHO: Rubric = Rubric::Practitioners;

/// What may be asked of the list of headships.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("structure", text("structure_id"), RUBRIC, "Id of the structure"),
        Field::new("practitioner", text("practitioner_id"), WHO, "Id of the practitioner"),
        Field::new("function", text("function"), RUBRIC, "Code of `headship_functions`"),
        Field::new("valid_from", day("valid_from"), RUBRIC, "First day"),
        Field::new("valid_to", day("valid_to"), RUBRIC, "End of the mandate, excluded"),
    ],
    search: &[],
    default_sort: &[Sort { column: day("valid_from"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[("practitioner", WHO)],
};

impl Shown for Headship {
    type View = HeadshipView;
    const LISTING: &'static Listing = &LISTING;
    const BESIDE: &'static [Rubric] = &[WHO];

    fn refers(&self, wanted: &mut Wanted) {
        wanted.structures.insert(self.structure);
        wanted.practitioners.insert(self.practitioner);
    }

    fn person(view: &HeadshipView) -> Option<PractitionerId> {
        view.practitioner.as_ref().map(|person| person.id)
    }

    fn show(entry: &Entry<Headship>, names: &Naming<'_>, sight: &Sight) -> HeadshipView {
        let own = &entry.segment.value;
        let named = sight.shows(WHO, entry.establishment, own.practitioner);
        HeadshipView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            structure: names.structure(Some(own.structure)),
            practitioner: named.then(|| names.practitioner(own.practitioner)),
            function: names.coded("headship_functions", &own.function),
            stamp: stamp(entry),
        }
    }
}

impl Exported for Headship {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::text("structure", "/structure/number"),
        Column::text("structure_label", "/structure/label"),
        Column::text("usual_name", "/practitioner/usual_name"),
        Column::text("first_names", "/practitioner/first_names"),
        Column::text("rpps", "/practitioner/rpps"),
        Column::text("function", "/function/code"),
        Column::text("function_label", "/function/label"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

impl Stated for Headship {
    const NAME: &'static str = "headship";
}

/// A new mandate; without end, as long as the function may last.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: HeadshipCreate,
) -> Result<Made<HeadshipView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    let function = body.function.trim();
    let library = ctx.shelf.library(tx)?;
    let longest = mandate(&library.nomenclatures, function, body.effect.valid_from);
    let valid_to = body.effect.valid_to.or_else(|| longest.map(|days| days.to()));
    let effect = Effect { valid_to, ..body.effect.clone() };
    let value =
        Headship { practitioner: body.practitioner, structure: body.structure, function: function.into() };
    facts::create(ctx, tx, establishment, &effect, value)
}

/// A change of a mandate.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: HeadshipId,
    version: i64,
    body: HeadshipEdit,
) -> Result<Made<HeadshipView>, Failure> {
    facts::edit::<Headship>(ctx, tx, id, version, &body.effect, |own| Headship {
        function: edited(&body.function, &own.function),
        ..own.clone()
    })
}
