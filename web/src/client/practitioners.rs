//! Practitioners.

use shared::contract::people::{PractitionerSearch, PractitionerTimeline, PractitionerView};
use shared::contract::{History, Page};
use shared::problem::Problem;

use super::{get, post};
use crate::query::Pairs;

/// A page of practitioners.
pub async fn list_practitioners(query: &Pairs) -> Result<Page<PractitionerView>, Problem> {
    get("/practitioners").query(query).send().await
}

/// Practitioners by name or RPPS, which travel in the body.
pub async fn search_practitioners(
    body: &PractitionerSearch,
    query: &Pairs,
) -> Result<Page<PractitionerView>, Problem> {
    post("/practitioners/search").query(query).json(body).send().await
}

/// One practitioner, with what the person does on the day.
pub async fn get_practitioner(id: &str, query: &Pairs) -> Result<PractitionerView, Problem> {
    get(format!("/practitioners/{id}")).query(query).send().await
}

/// Everything stated about a practitioner.
pub async fn get_practitioner_history(id: &str, query: &Pairs) -> Result<History<PractitionerView>, Problem> {
    get(format!("/practitioners/{id}/history")).query(query).send().await
}

/// Everything about a practitioner on one line of time.
pub async fn get_practitioner_timeline(id: &str, query: &Pairs) -> Result<PractitionerTimeline, Problem> {
    get(format!("/practitioners/{id}/timeline")).query(query).send().await
}
