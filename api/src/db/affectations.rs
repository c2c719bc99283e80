//! Rows of `affectations`: one column for each field of the fact. The macro writes the rest.

use shared::affectation::Affectation;

use super::rows::fact_rows;
use super::schema::affectations;

fact_rows! {
    /// A row of `affectations`.
    affectations AffectationRow: Affectation {
        practitioner => practitioner_id: String,
        status => status: String,
        rank => rank: String,
        service => service_id: Option<String>,
        unit => unit_id: Option<String>,
        post => post_id: Option<String>,
        quotity => quotity: i32,
        convention => convention: Option<String>,
        partner => partner: Option<String>,
    }
}
