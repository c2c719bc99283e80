//! Rows of `practitioners`: one column for each field of the fact. The macro writes the rest.

use chrono::NaiveDate;
use shared::practitioner::Practitioner;

use super::rows::fact_rows;
use super::schema::practitioners;

fact_rows! {
    /// A row of `practitioners`.
    practitioners PractitionerRow: Practitioner {
        person => person_id: String,
        matricule => matricule: String,
        rpps => rpps: Option<String>,
        birth_name => birth_name: String,
        usual_name => usual_name: String,
        first_names => first_names: String,
        sex => sex: Option<String>,
        birth_date => birth_date: Option<NaiveDate>,
        speciality => speciality: Option<String>,
        exit_reason => exit_reason: Option<String>,
        diplomas => diplomas: String,
    }
}
