//! The staffing table of an establishment, as of a day, as known at an instant.

use shared::staffing_table::{StaffingTable, staffing_table};
use shared::time::View;

use super::establishments::home;
use super::{Ctx, Failure};

/// Reads the facts and computes the table.
///
/// # Errors
/// An unknown establishment; failures of the database.
pub fn read(ctx: &Ctx, finess: &str, view: View) -> Result<StaffingTable, Failure> {
    let home = home(ctx, finess, view.known_at)?;
    Ok(staffing_table(&home.facts, &home.nomenclatures, &home.establishment, &home.reference.sites, view))
}
