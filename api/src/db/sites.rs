//! Rows of `sites`: one column for each field of the fact. The macro writes the rest.

use shared::establishment::Site;

use super::rows::fact_rows;
use super::schema::sites;

fact_rows! {
    /// A row of `sites`.
    sites SiteRow: Site {
        finess_et => finess_et: String,
        finess_ej => finess_ej: String,
        name => name: String,
        category => category: Option<String>,
        siret => siret: Option<String>,
        address => address: Option<String>,
        town => town: Option<String>,
        commune => commune: Option<String>,
        coordinates => coordinates: Option<String>,
    }
}
