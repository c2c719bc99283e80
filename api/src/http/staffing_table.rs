//! `/staffing_table`.

use actix_web::{HttpRequest, HttpResponse, get};
use shared::contract::staffing_table::StaffingTableView;
use shared::id::StructureId;

use super::caller::Caller;
use super::feed;
use super::format;
use super::problem::{Answer, blocking};
use super::query::Params;
use crate::app::{Failure, staffing_table};
use crate::export;

/// The staffing table (tableau des emplois) of an establishment.
///
/// One line per post and affectation, vacancies included, with totals by pole, service and status. JSON by default;
/// Who reads some structures only (the head of a pole) has the table of these: rows and totals say nothing of the others.
/// `format=csv`, `csv_raw`, `ndjson`, `parquet` and `xlsx` are files, need the right `extract` and are written in the journal.
/// `text/csv` is UTF-8, or Windows-1252 by `charset=windows-1252`; the last line of `application/x-ndjson` counts the others,
/// and `changes` in it is a token of the change feed.
#[utoipa::path(operation_id = "get_staffing_table", tag = "staffing_table",
    params(
        ("establishment" = String, Query, description = "FINESS EJ.", example = "690780044"),
        ("structure" = Option<StructureId>, Query, description = "Only this pole, service or unit and what is under it; a unit has totals and rows, and no `by_service`. One out of the perimeter is refused as an unknown one."),
        ("format" = Option<String>, Query, description = "`json`, `csv`, `csv_raw`, `ndjson`, `parquet` or `xlsx`; else `Accept` decides."),
    ),
    responses((status = 200, description = "The table.", content(
        (StaffingTableView = "application/json"),
        (String = "text/csv"),
        (String = "application/x-ndjson"),
        (Vec<u8> = "application/vnd.apache.parquet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("staffing_table")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-time" = json!("both"))))]
#[get("/staffing_table")]
pub async fn get_staffing_table(request: HttpRequest, caller: Caller) -> Answer {
    let mut params = Params::of(&request)?;
    let establishment = params.required("establishment")?;
    let structure = params.read::<StructureId>("structure")?;
    let format = format::asked(&request, &mut params)?;
    let view = params.view(caller.ctx()).await?;
    params.finish()?;
    let ctx = caller.owned();
    let Some(format) = format else {
        let bytes = blocking(move || {
            let table = staffing_table::read_under(&ctx, &establishment, structure, view)?;
            let mut bytes = Vec::new();
            let written = export::staffing_json(&table, &mut bytes);
            written.map_err(|error| Failure::machine("writing the staffing table", error))?;
            Ok(bytes)
        });
        return Ok(HttpResponse::Ok().content_type("application/json; charset=utf-8").body(bytes.await?));
    };
    let changes = feed::token_at(&caller, view.known_at).await?;
    let what = (structure, view);
    let file = blocking(move || staffing_table::file(&ctx, &establishment, what, format, &changes)).await?;
    format::attachment(file, format)
}
