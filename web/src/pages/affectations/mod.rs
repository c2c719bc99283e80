//! Affectations: the list, and the sheet of one.

mod list;
mod sheet;

pub use list::AffectationList;
pub use sheet::AffectationSheet;

use shared::contract::people::AffectationView;

/// Who, for whoever may know.
fn who(one: &AffectationView) -> Option<String> {
    one.practitioner.as_ref().map(|who| format!("{} {}", who.usual_name, who.first_names))
}
