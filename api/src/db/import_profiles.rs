//! Rows of `import_profiles`: one column for each field of the fact. The macro writes the rest.

use shared::code_mapping::ImportProfile;

use super::rows::fact_rows;
use super::schema::import_profiles;

fact_rows! {
    /// A row of `import_profiles`.
    import_profiles ImportProfileRow: ImportProfile {
        name => name: String,
        definition => definition: String,
    }
}
