//! A file from the interface to the folder of downloads, without a token in any address.

use gloo_net::http::Response;
use shared::problem::Problem;
use wasm_bindgen::JsCast;

use super::{Call, problem};

/// Asks for a file and gives it to the browser, under the name that the server says, else under ours.
pub async fn download(call: Call, name: &str) -> Result<(), Problem> {
    let answer = call.response().await?;
    let name = name_of(&answer).unwrap_or_else(|| name.to_owned());
    let bytes = answer.binary().await.map_err(|_| problem::unreachable())?;
    let kind = answer.headers().get("content-type").unwrap_or_default();
    give(&bytes, &kind, &name).ok_or_else(problem::unreadable)
}

/// The name in `Content-Disposition`, in the form of RFC 6266 or the plain one.
fn name_of(answer: &Response) -> Option<String> {
    let header = answer.headers().get("content-disposition")?;
    let parts = || header.split(';').map(str::trim);
    let encoded = parts().find_map(|part| part.strip_prefix("filename*=UTF-8''"));
    if let Some(encoded) = encoded {
        return Some(percent_encoding::percent_decode_str(encoded).decode_utf8_lossy().into_owned());
    }
    parts().find_map(|part| part.strip_prefix("filename=")).map(|name| name.trim_matches('"').to_owned())
}

/// A click on a link to the bytes, made and taken away at once.
fn give(bytes: &[u8], kind: &str, name: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link = document.create_element("a").ok()?.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address).ok()
}
