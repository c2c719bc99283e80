//! The staffing table of an establishment, as of a day, as known at an instant.

use shared::habilitation::Rubric;
use shared::staffing_table::{Options, StaffingTable, staffing_table_with};
use shared::time::View;

use super::establishments::home;
use super::{Ctx, Failure};

/// Reads the facts and computes the table.
///
/// # Errors
/// An unknown establishment; failures of the database.
pub fn read(ctx: &Ctx, finess: &str, view: View) -> Result<StaffingTable, Failure> {
    let home = home(ctx, Rubric::StaffingTable, finess, view.known_at)?;
    let reference = &home.reference;
    let options = Options { mask_sensitive: ctx.masks(home.id)? };
    Ok(staffing_table_with(
        &home.facts,
        &reference.nomenclatures,
        &home.establishment,
        &reference.facts.sites,
        view,
        &options,
    ))
}
