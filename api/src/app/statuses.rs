//! Employments of practitioners under a status: what may be asked of them.

use shared::career::Status;
use shared::contract::people::StatusView;
use shared::habilitation::Rubric;

use super::listing::{Field, Listing, day, number, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Shown, Sight};
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
};

impl Shown for Status {
    type View = StatusView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.practitioners.insert(self.practitioner);
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
