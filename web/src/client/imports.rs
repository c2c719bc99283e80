//! Imports: send a file, say what it means, read its plan, apply, undo.

use leptos::prelude::Callback;
use shared::contract::Page;
use shared::contract::imports::{
    CodeAnswers, FieldView, FindingView, ImportApply, ImportKind, ImportMapping, ImportMode, ImportUndo,
    ImportView, PlanItemView,
};
use shared::id::ImportId;
use shared::problem::Problem;
use shared::time::Day;
use web_sys::{File, FormData};

use super::{download, get, post, problem, put, upload};
use crate::query::Pairs;

/// A page of imports.
pub async fn list_imports(query: &Pairs) -> Result<Page<ImportView>, Problem> {
    get("/imports").query(query).send().await
}

/// One import.
pub async fn get_import(id: ImportId) -> Result<ImportView, Problem> {
    get(format!("/imports/{id}")).send().await
}

/// What is said of a file when it is sent.
pub struct Sending {
    /// The file.
    pub file: File,
    /// FINESS EJ of the establishment.
    pub establishment: String,
    /// What it is.
    pub kind: ImportKind,
    /// Everything, or only what changed.
    pub mode: ImportMode,
    /// Day of the extraction, when it is neither in the file nor in its name.
    pub extracted_on: Option<Day>,
}

/// Sends a file; told how many bytes have gone, of how many.
pub async fn create_import(sending: &Sending, told: Callback<(u64, u64)>) -> Result<ImportView, Problem> {
    let form = form(sending).map_err(|_| problem::unreachable())?;
    upload::send_form("/imports", &form, told).await
}

fn form(sending: &Sending) -> Result<FormData, wasm_bindgen::JsValue> {
    let form = FormData::new()?;
    form.append_with_str("establishment", &sending.establishment)?;
    form.append_with_str("kind", sending.kind.name())?;
    form.append_with_str("mode", sending.mode.name())?;
    if let Some(day) = sending.extracted_on {
        form.append_with_str("extracted_on", &day.to_string())?;
    }
    form.append_with_blob_and_filename("file", &sending.file, &sending.file.name())?;
    Ok(form)
}

/// The fields that a column may mean.
pub async fn list_import_fields() -> Result<Vec<FieldView>, Problem> {
    get("/import_profiles/fields").send().await
}

/// Says what columns mean; the file is read again.
pub async fn map_import(id: ImportId, version: i64, body: &ImportMapping) -> Result<ImportView, Problem> {
    put(format!("/imports/{id}/mapping")).if_match(version).json(body).send().await
}

/// Says what local codes mean; the file is read again.
pub async fn answer_import_codes(
    id: ImportId,
    version: i64,
    body: &CodeAnswers,
) -> Result<ImportView, Problem> {
    put(format!("/imports/{id}/codes")).if_match(version).json(body).send().await
}

/// Makes the plan again.
pub async fn replan_import(id: ImportId, version: i64) -> Result<ImportView, Problem> {
    post(format!("/imports/{id}/replan")).if_match(version).send().await
}

/// Has the plan written.
pub async fn apply_import(id: ImportId, version: i64, body: &ImportApply) -> Result<ImportView, Problem> {
    post(format!("/imports/{id}/apply")).if_match(version).json(body).send().await
}

/// Brings back what was known before: all of it, or what nobody has touched since.
pub async fn undo_import(id: ImportId, version: i64, body: &ImportUndo) -> Result<ImportView, Problem> {
    post(format!("/imports/{id}/undo")).if_match(version).json(body).send().await
}

/// Gives the import up.
pub async fn discard_import(id: ImportId, version: i64) -> Result<ImportView, Problem> {
    post(format!("/imports/{id}/discard")).if_match(version).send().await
}

/// A page of what the plan would do.
pub async fn list_import_plan(id: ImportId, query: &Pairs) -> Result<Page<PlanItemView>, Problem> {
    get(format!("/imports/{id}/plan")).query(query).send().await
}

/// A page of what is said of the lines, the columns and the file.
pub async fn list_import_findings(id: ImportId, query: &Pairs) -> Result<Page<FindingView>, Problem> {
    get(format!("/imports/{id}/findings")).query(query).send().await
}

/// Saves the refused lines on the computer of the person: `csv`, or `xlsx` to be corrected and sent again.
pub async fn save_import_report(id: ImportId, format: &str) -> Result<(), Problem> {
    let call = get(format!("/imports/{id}/report")).parameter("format", Some(format.to_owned()));
    download::save(call.accept("*/*").response().await?, &format!("import.{format}")).await
}

/// Saves the workbook of attachments, filled with the posts to attach.
pub async fn save_attachments_skeleton(establishment: &str) -> Result<(), Problem> {
    let call = get("/import_skeletons/attachments");
    let call = call.parameter("establishment", Some(establishment.to_owned()));
    download::save(call.accept("*/*").response().await?, "rattachements.xlsx").await
}
