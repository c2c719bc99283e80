//! `/imports`: send a file, say what it means, read its plan, apply, undo.

use actix_web::{HttpRequest, get, post, put, web};
use shared::catalogue::requests as texts;
use shared::contract::Page;
use shared::contract::imports::{
    CodeAnswers, FindingView, ImportApply, ImportKind, ImportMapping, ImportMode, ImportState, ImportUndo,
    ImportView, PlanItemView,
};
use shared::fact::Noun;
use shared::habilitation::Rubric;
use shared::id::ImportId;
use shared::plan::Action;
use shared::problem::Code;
use shared::time::Day;

use super::body::{Body, Optional};
use super::caller::Caller;
use super::etag::{if_match, tagged};
use super::format;
use super::listing::ListRequest;
use super::pages;
use super::problem::{Answer, ApiError, blocking};
use super::query::Params;
use super::sparse::Fields;
use super::upload;
use super::writing::{Asked, Written, write};
use crate::app::imports::{
    self, Examined, Filter, FindingFilter, ItemFilter, PlanPage, Received, ReportFormat,
};
use crate::app::listing::{self, Field, Listing, Paged, admits, text};
use crate::app::staffing_table::{File, FileFormat};
use crate::app::writing::Transaction;
use crate::app::{Ctx, Failure};

const RUBRIC: Rubric = Rubric::Imports;

const fn field(name: &'static str, about: &'static str) -> Field {
    Field::new(name, text(name), RUBRIC, about).unsorted()
}

/// What may be asked of the list of imports.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        field("kind", "What it holds").one_of(|| ImportKind::ALL.map(ImportKind::name).to_vec()),
        field("state", "Where it stands").one_of(|| ImportState::ALL.map(ImportState::name).to_vec()),
    ],
    search: &[],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// What may be asked of a plan.
pub const PLAN: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        field("entity", "Plural noun").one_of(|| Noun::ALL.map(Noun::name).to_vec()),
        field("action", "What the plan does of it").one_of(|| Action::ALL.map(Action::name).to_vec()),
        field("changed", "A field that changes"),
    ],
    search: &[text("key")],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// What may be asked of findings.
pub const FINDINGS: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        field("severity", "Weight").one_of(|| vec!["error", "warning", "info"]),
        field("code", "Stable code"),
    ],
    search: &[text("message")],
    default_sort: &[],
    includes: &[],
    timed: false,
    guarded: &[],
};

/// Files sent by the hospitals of the perimeter, newest first.
#[utoipa::path(operation_id = "list_imports", tag = "imports",
    responses((status = 200, description = "One page of imports.", body = Page<ImportView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("imports"))))]
#[get("/imports")]
pub async fn list_imports(request: HttpRequest, caller: Caller) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &LISTING).await?;
    let conditions = asked.asked.filters.clone();
    let after = listing::after(&asked.asked, 1)?;
    let (ctx, limit, total) = (caller.owned(), i64::from(asked.asked.limit), asked.asked.total);
    let page = blocking(move || {
        let before = after.as_ref().map(|keys| listing::key(keys, 0)).transpose()?;
        let kinds = ImportKind::ALL.into_iter().filter(|one| admits(&conditions, "kind", one.name()));
        let states = ImportState::ALL.into_iter().filter(|one| admits(&conditions, "state", one.name()));
        let filter = Filter { kinds: kinds.collect(), states: states.collect(), before, limit };
        if filter.kinds.is_empty() || filter.states.is_empty() {
            // Asked for what there is none of.
            return Ok(Paged { items: Vec::new(), next: None, total: total.then_some(0) });
        }
        let known = |finess: &str| admits(&conditions, "establishment", finess);
        let (items, next) = imports::list(&ctx, &filter, &known)?;
        let all = || imports::count(&ctx, &filter, &known);
        Ok(Paged { items, next: next.map(|id| vec![id.to_string()]), total: total.then(all).transpose()? })
    })
    .await?;
    asked.answer(&caller, page)
}

/// Names of what is said of a file, in the query or in the form.
const SENT: [&str; 7] = ["establishment", "kind", "mode", "profile", "extracted_on", "file_name", "dry_run"];

/// A file in a form, as a browser sends it.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the form is read part after part; this is what the contract says of it")]
pub struct ImportForm {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// FINESS EJ; here or in the query.
    #[schema(example = "690780044")]
    establishment: Option<String>,
    /// What the file is; here or in the query.
    kind: Option<ImportKind>,
    /// `full` (default) or `delta`.
    mode: Option<ImportMode>,
    /// Name of the import profile; `sirh` by default.
    #[schema(example = "sirh")]
    profile: Option<String>,
    /// Day of the extraction; otherwise read in the file or its name.
    extracted_on: Option<Day>,
    /// Name of the file, when it is not that of the part.
    #[schema(example = "sirh_20261001.csv")]
    file_name: Option<String>,
}

/// Send a file.
///
/// As a form (`file` and the fields below) or as the body itself, with the fields in the query and the name in
/// `Content-Disposition`. The file is kept and read by a job; the same bytes sent again under the same name while they
/// are not yet applied find the same import (200), and have it read again (202) when the work on it stopped before its
/// plan was made: cancelled, failed, or its initiator lost the right. It is kept encrypted, and removed after 90 days; one that would take what
/// is kept of the establishment beyond its share is refused (`import.originals_full`). National insurance numbers (NIR) are
/// taken out of what is kept; what is no table by its first bytes is refused and not kept (`import.file_refused`).
#[utoipa::path(operation_id = "create_import", tag = "imports",
    request_body(description = "The file: in a form, or its bytes alone.",
        content((ImportForm = "multipart/form-data"), (Vec<u8> = "application/octet-stream"))),
    params(
        ("establishment" = Option<String>, Query, description = "FINESS EJ; here or in the form."),
        ("kind" = Option<ImportKind>, Query, description = "What the file is; here or in the form."),
        ("mode" = Option<ImportMode>, Query, description = "`full` (default): people who are absent have left. `delta`: absence means nothing."),
        ("profile" = Option<String>, Query, description = "Name of the import profile; `sirh` by default."),
        ("extracted_on" = Option<Day>, Query, description = "Day of the extraction; otherwise read in the file or its name."),
        ("file_name" = Option<String>, Query, description = "Name of the file, when the body has no `Content-Disposition`.")),
    responses((status = 202, description = "Kept; a job reads it.", body = ImportView),
        (status = 200, description = "The same file is there already.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("create"))))]
#[post("/imports")]
pub async fn create_import(request: HttpRequest, caller: Caller, payload: web::Payload) -> Answer {
    let mut params = Params::of(&request)?;
    params.refuse_unknown(&SENT)?;
    // Before anything is received: a hundred mebibytes are not for everybody to send.
    let (ctx, named) = (caller.owned(), params.clone().one("establishment")?);
    blocking(move || imports::may_send(&ctx, named.as_deref())).await?;
    let upload = upload::receive(&request, payload).await?;
    params.add(&upload.fields);
    params.refuse_unknown(&SENT)?;
    let establishment = params.required("establishment")?;
    let kind = params.required("kind")?;
    let kind = ImportKind::from_name(&kind).ok_or_else(|| ApiError::unreadable("kind"))?;
    let mode = params
        .one("mode")?
        .map(|mode| ImportMode::from_name(&mode).ok_or_else(|| ApiError::unreadable("mode")));
    let mode = mode.transpose()?.unwrap_or_default();
    let profile = params.one("profile")?.filter(|name| !name.is_empty()).unwrap_or_else(|| "sirh".to_owned());
    let extracted_on = params.read::<Day>("extracted_on")?;
    let name = params.one("file_name")?.unwrap_or_else(|| upload.name.clone());
    let asked = Asked::creation(&request, &caller, params, &upload.hash)?.kept_for(7);
    let (path, own) = (upload.path.clone(), caller.owned());
    let file = blocking(move || Examined::of(&own, &path)).await?;
    let answer = write(&caller, asked, move |ctx, tx| {
        let received = Received {
            establishment: &establishment,
            kind,
            mode,
            profile: &profile,
            extracted_on,
            file_name: &name,
            file: &file,
        };
        let (import, is_asked) = imports::receive(ctx, tx, &received)?;
        if is_asked { working(&import) } else { Written::changed(import.version, &import) }
    })
    .await;
    caller.state().jobs.wake();
    answer
}

/// 202 with the job that works on an import, when one does.
fn working(import: &ImportView) -> Result<Written, Failure> {
    match import.job.filter(|_| import.working) {
        Some(job) => Written::accepted(format!("/api/v1/jobs/{job}"), import),
        None => Written::changed(import.version, import),
    }
}

/// Runs a decision on an import, at the version that the caller saw, and wakes the workers.
async fn decide(
    request: &HttpRequest,
    caller: &Caller,
    work: impl FnOnce(&Ctx, &mut Transaction<'_>, Option<i64>) -> Result<ImportView, Failure> + Send + 'static,
) -> Answer {
    let asked = Asked::change(Params::of(request)?)?;
    let version = if_match(request)?;
    let answer = write(caller, asked, move |ctx, tx| working(&work(ctx, tx, Some(version))?)).await;
    caller.state().jobs.wake();
    answer
}

/// One import.
#[utoipa::path(operation_id = "get_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    responses((status = 200, description = "The import.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-tag" = json!(true)), ("x-fields" = json!(true))))]
#[get("/imports/{id}")]
pub async fn get_import(request: HttpRequest, caller: Caller, id: web::Path<ImportId>) -> Answer {
    let fields = Fields::alone(&request, &caller, &LISTING)?;
    let ctx = caller.owned();
    let import = blocking(move || imports::find(&ctx, *id)).await?;
    tagged(&request, import.version, &fields.of(import)?)
}

/// Say what columns mean; the file is read again.
#[utoipa::path(operation_id = "map_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    request_body = ImportMapping, responses((status = 202, description = "Read again by a job.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[put("/imports/{id}/mapping")]
pub async fn map_import(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    body: Body<ImportMapping>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| imports::map(ctx, tx, (*id, version), &body.value))
        .await
}

/// Say what local codes mean; the file is read again. The answers become code mappings when it is applied.
#[utoipa::path(operation_id = "answer_import_codes", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    request_body = CodeAnswers, responses((status = 202, description = "Read again by a job.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[put("/imports/{id}/codes")]
pub async fn answer_import_codes(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    body: Body<CodeAnswers>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| {
        imports::answer_codes(ctx, tx, (*id, version), &body.value)
    })
    .await
}

/// Make the plan again, from what is known now.
#[utoipa::path(operation_id = "replan_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    responses((status = 202, description = "Read again by a job.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/imports/{id}/replan")]
pub async fn replan_import(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    _: Optional<Nothing>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| imports::replan(ctx, tx, (*id, version))).await
}

/// An empty object.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Write the plan, as one change.
///
/// `import.confirmation_needed` when the plan asks a question, `import.lines_refused` when nothing was to be written in
/// that case, `import.plan_stale` when what it was made from has moved. With the policy `valid_people` the plan and its
/// findings then say what was written, people held back included.
#[utoipa::path(operation_id = "apply_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    request_body = ImportApply, responses((status = 202, description = "Written by a job.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/imports/{id}/apply")]
pub async fn apply_import(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    body: Body<ImportApply>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| imports::apply(ctx, tx, (*id, version), &body.value))
        .await
}

/// Bring back exactly what was known before it was applied.
///
/// `import.touched_since` names in `things` what has moved since. With `untouched_only` the rest is taken back all the
/// same, and the answer names in `kept` what stays.
#[utoipa::path(operation_id = "undo_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    request_body(content = Option<ImportUndo>), responses((status = 200, description = "The import.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/imports/{id}/undo")]
pub async fn undo_import(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    body: Optional<ImportUndo>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| {
        imports::undo(ctx, tx, (*id, version), &body.0.unwrap_or_default())
    })
    .await
}

/// Give it up.
#[utoipa::path(operation_id = "discard_import", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    responses((status = 200, description = "The import.", body = ImportView)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("modify")), ("x-stability" = json!("stable")), ("x-write" = json!("change"))))]
#[post("/imports/{id}/discard")]
pub async fn discard_import(
    request: HttpRequest,
    caller: Caller,
    id: web::Path<ImportId>,
    _: Optional<Nothing>,
) -> Answer {
    decide(&request, &caller, move |ctx, tx, version| imports::discard(ctx, tx, (*id, version))).await
}

/// From a page of a plan to a page of a list: its cursor is good for one version of the import.
fn plan_page<T>(page: PlanPage<T>) -> Paged<T> {
    let next = page.next.map(|next| vec![page.version.to_string(), next.to_string()]);
    Paged { items: page.items, next, total: page.total }
}

/// Version of the import, then first item, size of the page, and whether the total is wanted.
type PlanPlace = (Option<i64>, (u64, usize, bool));

/// Where a page of a plan begins, and for which version of the import.
fn plan_place(request: &ListRequest) -> Result<PlanPlace, ApiError> {
    let asked = &request.asked;
    let keys = listing::after(asked, 2)?;
    let keys =
        keys.map(|keys| Ok::<_, Failure>((listing::key(&keys, 0)?, listing::key(&keys, 1)?))).transpose()?;
    let (version, after) = keys.map_or((None, 0), |(version, after)| (Some(version), after));
    Ok((version, (after, usize::try_from(asked.limit).unwrap_or(usize::MAX), asked.total)))
}

fn same_plan<T>(page: PlanPage<T>, version: Option<i64>) -> Result<Paged<T>, ApiError> {
    if version.is_some_and(|version| version != page.version) {
        return Err(ApiError::about(Code::BadCursor, "cursor", texts::BAD_CURSOR));
    }
    Ok(plan_page(page))
}

/// What the plan would create, change and close: the things of rubrics that you may read, without what you may not.
#[utoipa::path(operation_id = "list_import_plan", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    responses((status = 200, description = "One page of changes.", body = Page<PlanItemView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("import_plan"))))]
#[get("/imports/{id}/plan")]
pub async fn list_import_plan(request: HttpRequest, caller: Caller, id: web::Path<ImportId>) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &PLAN).await?;
    let (version, place) = plan_place(&asked)?;
    let filter = ItemFilter { conditions: asked.asked.filters.clone(), q: asked.asked.search.clone() };
    let ctx = caller.owned();
    let page = blocking(move || imports::items(&ctx, *id, &filter, place)).await?;
    asked.answer(&caller, same_plan(page, version)?)
}

/// What is said of the lines, the columns and the file. Who may not read the people of the file is told the code alone.
#[utoipa::path(operation_id = "list_import_findings", tag = "imports", params(("id" = ImportId, Path, description = "Id of the import.")),
    responses((status = 200, description = "One page of findings.", body = Page<FindingView>)),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable")), ("x-list" = json!("import_findings"))))]
#[get("/imports/{id}/findings")]
pub async fn list_import_findings(request: HttpRequest, caller: Caller, id: web::Path<ImportId>) -> Answer {
    let asked = ListRequest::read(&request, &caller, Params::of(&request)?, &FINDINGS).await?;
    let (version, place) = plan_place(&asked)?;
    let filter = FindingFilter { conditions: asked.asked.filters.clone(), q: asked.asked.search.clone() };
    let ctx = caller.owned();
    let page = blocking(move || imports::findings(&ctx, *id, &filter, place)).await?;
    asked.answer(&caller, same_plan(page, version)?)
}

/// The refused lines as a file.
///
/// JSON; CSV for people; or, as XLSX, the sheet that was sent with two more columns, to be corrected and sent again as
/// it is. By `format=json|csv|xlsx`, else by `Accept`. A file needs the right `extract` on what it is about (`careers`
/// for an extract of the SIRH, `structures`, `posts`) and is written in the journal; the sheet needs to read all that it
/// says, sensitive absences too. What you may not read of people is left out of the rest.
#[utoipa::path(operation_id = "get_import_report", tag = "imports",
    params(("id" = ImportId, Path, description = "Id of the import."), ("format" = Option<String>, Query, description = "`json`, `csv`, `xlsx`.")),
    responses((status = 200, description = "The report.", content((Vec<FindingView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-rubric" = json!("imports")), ("x-right" = json!("read")), ("x-stability" = json!("stable"))))]
#[get("/imports/{id}/report")]
pub async fn get_import_report(request: HttpRequest, caller: Caller, id: web::Path<ImportId>) -> Answer {
    let mut params = Params::of(&request)?;
    let format = format::asked(&request, &mut params)?;
    params.finish()?;
    let ctx = caller.owned();
    let Some(format) = format else {
        let errors = FindingFilter::errors();
        let findings = blocking(move || imports::report_findings(&ctx, *id, &errors)).await?;
        return pages::json(&findings);
    };
    let report = match format {
        FileFormat::Csv => ReportFormat::Csv,
        FileFormat::Xlsx => ReportFormat::Xlsx,
        // Programs read JSON.
        FileFormat::CsvRaw | FileFormat::CsvWindows | FileFormat::NdJson | FileFormat::Parquet => {
            return Err(ApiError::code(Code::NotAcceptable));
        }
    };
    let refused = blocking(move || imports::report(&ctx, *id, report)).await?;
    let name = format!("{}.{}", refused.name, format.ending());
    format::attachment(File { name, bytes: refused.bytes }, format)
}
