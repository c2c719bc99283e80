//! Rows of `structures`: one column for each field of the fact. The macro writes the rest.

use shared::structure::Structure;

use super::rows::fact_rows;
use super::schema::structures;

fact_rows! {
    /// A row of `structures`.
    structures StructureRow: Structure {
        kind => kind: String,
        number => number: String,
        label => label: String,
        parent => parent_id: Option<String>,
        site => site: Option<String>,
        sigmed_number => sigmed_number: Option<String>,
        follows => follows_id: Option<String>,
    }
}
