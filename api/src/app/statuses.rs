//! Employments of practitioners under a status: what may be asked of them.

use shared::career::Status;
use shared::contract::facts::{StatusCreate, StatusEdit};
use shared::contract::people::StatusView;
use shared::habilitation::Rubric;
use shared::id::{PractitionerId, StatusId};

use super::facts::{self, Made, Stated, edited, replaced, said};
use super::listing::{Field, Listing, day, number, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Shown, Sight};
use super::{Ctx, Failure, practitioners};
use crate::db::Transaction;
use crate::db::lists::{Entry, Sort};

const RUBRIC: Rubric = Rubric::Practitioners;

/// What may be asked of the list of statuses.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("practitioner", text("practitioner_id"), RUBRIC, "Id of the practitioner"),
        Field::new("status", text("status"), RUBRIC, "Code of `statuses`"),
        Field::new("quotity", number("quotity"), RUBRIC, "Whole time, hundredths of a percent").unsorted(),
        Field::new("employer", text("employer"), RUBRIC, "FINESS of another employer"),
        Field::new("valid_from", day("valid_from"), RUBRIC, "First day"),
        Field::new("valid_to", day("valid_to"), RUBRIC, "End, excluded"),
    ],
    search: &[],
    default_sort: &[Sort { column: text("status"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[],
};

impl Shown for Status {
    type View = StatusView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.practitioners.insert(self.practitioner);
    }

    fn person(view: &StatusView) -> Option<PractitionerId> {
        Some(view.practitioner.id)
    }

    fn show(entry: &Entry<Status>, names: &Naming<'_>, _: &Sight) -> StatusView {
        let status = &entry.segment.value;
        StatusView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            practitioner: names.practitioner(status.practitioner),
            status: names.coded("statuses", &status.status),
            local_code: owned(&status.local_code),
            quotity: status.quotity,
            employer: owned(&status.employer),
            stamp: stamp(entry),
        }
    }
}

impl Stated for Status {
    const NAME: &'static str = "status";
}

/// A new employment of a practitioner.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    practitioner: PractitionerId,
    body: StatusCreate,
) -> Result<Made<StatusView>, Failure> {
    let establishment = practitioners::home_of(ctx, tx, RUBRIC, practitioner)?;
    let value = Status {
        practitioner,
        status: body.status.into(),
        local_code: said(body.local_code),
        quotity: body.quotity,
        employer: said(body.employer),
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of an employment.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: StatusId,
    version: i64,
    body: StatusEdit,
) -> Result<Made<StatusView>, Failure> {
    facts::edit::<Status>(ctx, tx, id, version, &body.effect, |own| Status {
        practitioner: own.practitioner,
        status: edited(&body.status, &own.status),
        local_code: replaced(&body.local_code, &own.local_code),
        quotity: body.quotity.unwrap_or(own.quotity),
        employer: replaced(&body.employer, &own.employer),
    })
}
