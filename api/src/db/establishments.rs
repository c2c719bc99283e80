//! Rows of `establishments`: one column for each field of the fact. The macro writes the rest.

use shared::establishment::Establishment;

use super::rows::fact_rows;
use super::schema::establishments;

fact_rows! {
    /// A row of `establishments`.
    establishments EstablishmentRow: Establishment {
        finess_ej => finess_ej: String,
        name => name: String,
        legal_status => legal_status: String,
        category => category: Option<String>,
        department => department: String,
        region => region: String,
        ght => ght: Option<String>,
        ght_role => ght_role: Option<String>,
    }
}
