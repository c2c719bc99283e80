//! Rows of `code_mappings`: one column for each field of the fact. The macro writes the rest.

use shared::code_mapping::CodeMapping;

use super::rows::fact_rows;
use super::schema::code_mappings;

fact_rows! {
    /// A row of `code_mappings`.
    code_mappings CodeMappingRow: CodeMapping {
        domain => domain: String,
        local_code => local_code: String,
        local_label => local_label: Option<String>,
        national_code => national_code: String,
        motive => motive: Option<String>,
    }
}
