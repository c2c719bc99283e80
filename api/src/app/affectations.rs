//! Affectations: what may be asked of them.

use shared::affectation::Affectation;
use shared::contract::facts::{AffectationCreate, AffectationEdit};
use shared::contract::people::AffectationView;
use shared::habilitation::Rubric;
use shared::id::{AffectationId, PractitionerId};

use super::facts::{self, Made, Stated, edited};
use super::list_files::Exported;
use super::listing::{Field, Listing, day, number, stamp, text};
use super::naming::{Naming, Wanted};
use super::reading::{Shown, Sight};
use super::{Ctx, Failure, practitioners};
use crate::db::Transaction;
use crate::db::lists::{Entry, Sort};
use crate::export::Column;

const RUBRIC: Rubric = Rubric::Affectations;
const WHO: Rubric = Rubric::Practitioners;

/// What may be asked of the list of affectations.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("practitioner", text("practitioner_id"), WHO, "Id of the practitioner"),
        Field::new("status", text("status"), RUBRIC, "Code of `statuses`"),
        Field::new("rank", text("rank"), RUBRIC, "`main` or `secondary`"),
        Field::new("service", text("service_id"), RUBRIC, "Id of the service or pole; empty: none"),
        Field::new("unit", text("unit_id"), RUBRIC, "Id of the unit; empty: none"),
        Field::new("post", text("post_id"), RUBRIC, "Id of the post; empty: none"),
        Field::new("quotity", number("quotity"), RUBRIC, "Time, hundredths of a percent"),
        Field::new("valid_from", day("valid_from"), RUBRIC, "First day"),
        Field::new("valid_to", day("valid_to"), RUBRIC, "End, excluded"),
    ],
    search: &[],
    default_sort: &[
        Sort { column: text("service_id"), descending: false },
        Sort { column: text("rank"), descending: false },
    ],
    includes: &[],
    timed: true,
    guarded: &[("practitioner", WHO)],
};

impl Shown for Affectation {
    type View = AffectationView;
    const LISTING: &'static Listing = &LISTING;
    const BESIDE: &'static [Rubric] = &[WHO];

    fn refers(&self, wanted: &mut Wanted) {
        wanted.practitioners.insert(self.practitioner);
        wanted.structures.extend(self.service.into_iter().chain(self.unit));
        wanted.posts.extend(self.post);
    }

    fn person(view: &AffectationView) -> Option<PractitionerId> {
        view.practitioner.as_ref().map(|person| person.id)
    }

    fn show(entry: &Entry<Affectation>, names: &Naming<'_>, sight: &Sight) -> AffectationView {
        let line = &entry.segment.value;
        let named = sight.shows(WHO, entry.establishment, line.practitioner);
        AffectationView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            practitioner: named.then(|| names.practitioner(line.practitioner)),
            status: names.coded("statuses", &line.status),
            rank: line.rank,
            service: names.structure(line.service),
            unit: names.structure(line.unit),
            post: names.post(line.post),
            quotity: line.quotity,
            stamp: stamp(entry),
        }
    }
}

impl Exported for Affectation {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::text("matricule", "/practitioner/matricule"),
        Column::text("usual_name", "/practitioner/usual_name"),
        Column::text("first_names", "/practitioner/first_names"),
        Column::text("status", "/status/code"),
        Column::text("status_label", "/status/label"),
        Column::text("rank", "/rank"),
        Column::text("service", "/service/number"),
        Column::text("service_label", "/service/label"),
        Column::text("unit", "/unit/number"),
        Column::text("unit_label", "/unit/label"),
        Column::text("post", "/post/number"),
        Column::time("quotity", "/quotity"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

impl Stated for Affectation {
    const NAME: &'static str = "affectation";
}

/// A new line of time of a practitioner, in the establishment of the record.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: AffectationCreate,
) -> Result<Made<AffectationView>, Failure> {
    let establishment = practitioners::home_of(ctx, tx, RUBRIC, body.practitioner)?;
    let value = Affectation {
        practitioner: body.practitioner,
        status: body.status.into(),
        rank: body.rank,
        service: body.service,
        unit: body.unit,
        post: body.post,
        quotity: body.quotity,
        convention: None,
        partner: None,
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of an affectation.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: AffectationId,
    version: i64,
    body: AffectationEdit,
) -> Result<Made<AffectationView>, Failure> {
    facts::edit::<Affectation>(ctx, tx, id, version, &body.effect, |own| Affectation {
        status: edited(&body.status, &own.status),
        rank: body.rank.unwrap_or(own.rank),
        service: body.service.unwrap_or(own.service),
        unit: body.unit.unwrap_or(own.unit),
        post: body.post.unwrap_or(own.post),
        quotity: body.quotity.unwrap_or(own.quotity),
        ..own.clone()
    })
}
