//! A form with a file, sent with the older request of the browser: the only one that says how much has gone.

use js_sys::Promise;
use leptos::prelude::{Callable, Callback};
use serde::de::DeserializeOwned;
use shared::problem::Problem;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use super::{BASE, problem, random_key, renewal};

/// Sends a form once, even if the answer is lost and the call repeated; told how many bytes have gone, of how many.
pub(super) async fn send_form<T: DeserializeOwned>(
    path: &str,
    form: &FormData,
    told: Callback<(u64, u64)>,
) -> Result<T, Problem> {
    let key = random_key();
    let answer = match attempt(path, &key, form, told).await {
        Err(refusal) if renewal::could_help(&refusal) => {
            renewal::renew_after(&refusal).await?;
            attempt(path, &key, form, told).await?
        }
        answer => answer?,
    };
    super::json::read(&answer).map_err(|_| problem::unreadable())
}

async fn attempt(
    path: &str,
    key: &str,
    form: &FormData,
    told: Callback<(u64, u64)>,
) -> Result<String, Problem> {
    let (status, text) = exchange(path, key, form, told).await.map_err(|_| problem::unreachable())?;
    match status {
        0 => Err(problem::unreachable()),
        200..300 => Ok(text),
        _ => Err(problem::read(status, &text)),
    }
}

async fn exchange(
    path: &str,
    key: &str,
    form: &FormData,
    told: Callback<(u64, u64)>,
) -> Result<(u16, String), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", &format!("{BASE}{path}"), true)?;
    if let Some(token) = renewal::token() {
        request.set_request_header("Authorization", &format!("Bearer {token}"))?;
    }
    request.set_request_header(super::OWN_PAGE, "1")?;
    request.set_request_header("Idempotency-Key", key)?;
    // Bytes are counted in doubles, far below what they hold exactly.
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        told.run((event.loaded() as u64, event.total() as u64));
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_form_data(Some(form))?;
    JsFuture::from(ended).await?;
    Ok((request.status()?, request.response_text()?.unwrap_or_default()))
}
