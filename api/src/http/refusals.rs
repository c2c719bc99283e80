//! Refusals for want of a right, on their way to the journal: who asked what of which thing.
//!
//! Refuses to tell what was sent: of an address, only its pattern and the ids in it.

use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use shared::code::Finess;
use shared::problem::Code;
use uuid::Uuid;

use super::problem::{Refused, blocking};
use crate::app::{Ctx, traces};

/// Left on a request by who signed in, for the outermost layer.
pub(super) struct Asking(pub(super) Ctx);

/// Whether an answer refuses for want of a right.
pub(super) fn is_refusal(response: &HttpResponse) -> bool {
    response.extensions().get::<Refused>().is_some_and(|refused| refused.0.code == Code::RightMissing)
}

/// Tells the journal. What it cannot be told is logged: the caller is refused all the same.
pub(super) async fn tell(request: &HttpRequest) {
    let ctx = request.extensions().get::<Asking>().map(|asking| asking.0.clone());
    let (Some(ctx), Some(pattern)) = (ctx, request.match_pattern()) else { return };
    let path = pattern.strip_prefix("/api/v1").unwrap_or(&pattern);
    let operation = format!("{} {path}", request.method());
    let is_id = |text: &&str| text.parse::<Uuid>().is_ok() || text.parse::<Finess>().is_ok();
    let things = request.match_info().iter().map(|(_, text)| text).filter(is_id);
    let things: Vec<String> = things.map(str::to_owned).collect();
    if let Err(error) = blocking(move || traces::note_refusal(&ctx, &operation, &things)).await {
        tracing::warn!(%error, "a refusal could not be written in the journal");
    }
}
