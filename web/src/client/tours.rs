//! Tours: the rounds themselves, the lists of hospitals in them, their posts.

use serde::Serialize;
use shared::contract::tours::{
    BulkOutcome, BulkStep, EntryView, ListAction, ListOutcome, TourEdit, TourListView, TourPlan, TourView,
    UndoSteps,
};
use shared::contract::{History, Page};
use shared::id::{PostId, TourId};
use shared::problem::Problem;
use shared::time::{Day, Instant};
use shared::tour::calendar::Milestone;
use shared::workflow::entry::EntryAction;
use shared::workflow::tour::TourAction;

use super::{download, get, patch, post};
use crate::query::Pairs;

/// Rows of one answer, the most that the interface gives.
const MOST: &str = "500";

/// Tours, the latest first.
pub async fn list_tours() -> Result<Page<TourView>, Problem> {
    get("/tours").query(&Pairs::default().with("limit", MOST)).send().await
}

/// One tour, with what the person may do with it now.
pub async fn get_tour(id: &str) -> Result<TourView, Problem> {
    get(format!("/tours/{id}")).send().await
}

/// Plans one.
pub async fn plan_tour(body: &TourPlan) -> Result<TourView, Problem> {
    post("/tours").once().json(body).send().await
}

/// Gives another calendar to a tour that has not begun.
pub async fn edit_tour(id: TourId, version: i64, body: &TourEdit) -> Result<TourView, Problem> {
    patch(format!("/tours/{id}")).if_match(version).json(body).send().await
}

/// What comes with a step of a tour: only what its body has.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SaidOfTour {
    /// What is said with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The deadline that moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milestone: Option<Milestone>,
    /// Where it moves; everywhere when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Where it moves to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// The hospital whose list is given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub establishment: Option<String>,
}

/// Takes a step: each action has the path of its name.
pub async fn step_tour(
    id: TourId,
    action: TourAction,
    version: i64,
    said: &SaidOfTour,
) -> Result<TourView, Problem> {
    post(format!("/tours/{id}/{action}")).if_match(version).json(said).send().await
}

/// Every list of hospitals that the person may read, page after page.
pub async fn list_lists(id: &str) -> Result<Vec<TourListView>, Problem> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let call = get(format!("/tours/{id}/lists")).query(&Pairs::default().with("limit", MOST));
        let page: Page<TourListView> = call.parameter("cursor", cursor).send().await?;
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// The list of one hospital.
pub async fn get_list(id: &str, finess: &str) -> Result<TourListView, Problem> {
    get(format!("/tours/{id}/lists/{finess}")).send().await
}

/// What is said with an action on a whole list.
#[derive(Debug, Clone, Default, Serialize)]
struct Comment {
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

/// Does something with the whole list of a hospital.
pub async fn act_on_list(
    list: &TourListView,
    action: ListAction,
    comment: Option<String>,
) -> Result<ListOutcome, Problem> {
    let path = format!("/tours/{}/lists/{}/{action}", list.tour, list.establishment);
    post(path).if_match(list.version).json(&Comment { comment }).send().await
}

/// A page of the posts of a tour.
pub async fn list_tour_entries(id: &str, query: &Pairs) -> Result<Page<EntryView>, Problem> {
    get(format!("/tours/{id}/entries")).query(query).send().await
}

/// Every post of a hospital in a tour, each with what it lacks.
pub async fn entries_of(id: &str, finess: &str) -> Result<Vec<EntryView>, Problem> {
    let asked = Pairs::default().with("establishment", finess).with("include", "lacks").with("limit", MOST);
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let mut asked = asked.clone();
        asked.set("cursor", cursor);
        let page = list_tour_entries(id, &asked).await?;
        all.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(all),
        }
    }
}

/// What comes with the outcome of a post: only what its body has.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Outcome {
    /// Number of the order of appointment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_date: Option<Day>,
    /// Who is appointed, as the order names the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointee: Option<String>,
    /// When the person was installed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installed_on: Option<Day>,
}

/// Takes a step of one post: each action has the path of its name.
pub async fn step_entry(
    (tour, post_id): (TourId, PostId),
    action: EntryAction,
    version: i64,
    outcome: &Outcome,
) -> Result<EntryView, Problem> {
    let path = format!("/tours/{tour}/entries/{post_id}/{action}");
    post(path).if_match(version).json(outcome).send().await
}

/// Takes back the caller's last step on posts of a tour.
pub async fn undo_entries(id: TourId, body: &UndoSteps) -> Result<BulkOutcome, Problem> {
    post(format!("/tours/{id}/entries/undo")).once().json(body).send().await
}

/// What happened to a post in a tour, as it was recorded.
pub async fn get_entry_history(tour: TourId, post: PostId) -> Result<History<EntryView>, Problem> {
    let query = Pairs::default().with("axis", "recorded");
    get(format!("/tours/{tour}/entries/{post}/history")).query(&query).send().await
}

/// Acts on many posts at once; a rehearsal says what would become of each, and changes nothing.
pub async fn act_on_entries(id: TourId, body: &BulkStep, rehearse: bool) -> Result<BulkOutcome, Problem> {
    let dry = rehearse.then(|| "true".to_owned());
    post(format!("/tours/{id}/entries/bulk")).parameter("dry_run", dry).once().json(body).send().await
}

/// The posts of a tour as a file: `csv`, `xlsx`.
pub async fn export_tour_entries(
    id: &str,
    query: &Pairs,
    format: &'static str,
    name: &str,
) -> Result<(), Problem> {
    let call = get(format!("/tours/{id}/entries")).query(query).parameter("format", Some(format.to_owned()));
    download::save(call.response().await?, &format!("{name}.{format}")).await
}
