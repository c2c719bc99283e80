//! Rows of `reservations`: one column for each field of the fact. The macro writes the rest.

use shared::reservation::Reservation;

use super::rows::fact_rows;
use super::schema::reservations;

fact_rows! {
    /// A row of `reservations`.
    reservations ReservationRow: Reservation {
        post => post_id: String,
        state => state: String,
        reserved_from => reserved_from: chrono::NaiveDate,
        quotity => quotity: i32,
        motive => motive: String,
        text => text: Option<String>,
        practitioner => practitioner_id: Option<String>,
        said => said: Option<String>,
    }
}
