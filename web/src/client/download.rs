//! An answer that is a file, saved on the computer of the person under the name that the server gives.

use gloo_net::http::Response;
use percent_encoding::percent_decode_str;
use shared::problem::Problem;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::problem;

/// Saves it.
pub(super) async fn save(answer: Response, otherwise: &str) -> Result<(), Problem> {
    let headers = answer.headers();
    let name = headers.get("content-disposition").and_then(|told| name_of(&told));
    let kind = headers.get("content-type").unwrap_or_default();
    let bytes = answer.binary().await.map_err(|_| problem::unreachable())?;
    offer(&bytes, &kind, name.as_deref().unwrap_or(otherwise)).map_err(|_| problem::unreadable())
}

/// Follows a link to the bytes, made for that.
fn offer(bytes: &[u8], kind: &str, name: &str) -> Result<(), JsValue> {
    let document = leptos::prelude::document();
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken the bytes by then.
    leptos::prelude::set_timeout(
        move || drop(Url::revoke_object_url(&address)),
        std::time::Duration::from_secs(30),
    );
    Ok(())
}

/// The name in `Content-Disposition`: the encoded form first.
fn name_of(told: &str) -> Option<String> {
    let parameters = || told.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
    let encoded = parameters().find(|(name, _)| name.eq_ignore_ascii_case("filename*"));
    if let Some((_, value)) = encoded {
        let (_, name) = value.split_once("''")?;
        return percent_decode_str(name).decode_utf8().ok().map(|name| name.into_owned());
    }
    let (_, value) = parameters().find(|(name, _)| name.eq_ignore_ascii_case("filename"))?;
    Some(value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_the_server_gives_is_kept() {
        let name = |told| name_of(told);
        assert_eq!(name("attachment; filename=\"a.csv\"").as_deref(), Some("a.csv"));
        assert_eq!(
            name("attachment; filename*=UTF-8''ao%C3%BBt%20refus%C3%A9s.xlsx").as_deref(),
            Some("août refusés.xlsx")
        );
        assert_eq!(name("attachment"), None);
    }
}
