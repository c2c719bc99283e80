//! Practitioners: the list, and the sheet of one.

mod list;
mod sheet;

pub use list::{PractitionerList, body_of};
pub use sheet::PractitionerSheet;

use shared::catalogue::screens::practitioners as words;
use shared::contract::people::Present;
use shared::habilitation::{Right, Rubric};

use crate::here::allows;

/// The position of somebody employed: only those other than activity are recorded, and not everybody reads them.
fn position(now: &Present) -> Option<String> {
    let other = now.position.as_ref().map(|one| one.label.clone());
    let is_told = now.status.is_some() && allows(Rubric::Careers, Right::Read);
    other.or_else(|| is_told.then(|| words::ACTIVE.to_owned()))
}
