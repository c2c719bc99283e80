//! The browser application, inside the program: files whose name holds their hash are kept for ever, the page is never.

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse, web};
use shared::problem::Code;

use super::problem::ApiError;
use super::state::State;

/// One file of the application.
struct Asset {
    name: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const PAGE: &str = "index.html";

/// A file of the application, or its page for the addresses that it draws itself.
///
/// # Errors
/// `request.not_found` for a file that is not there and for what belongs to programs, `request.method` for anything but reading.
pub async fn serve(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let path = request.path().trim_start_matches('/');
    // What programs ask for has no page: to them a page would be a success.
    if ["api/", ".well-known/"].iter().any(|folder| path.starts_with(folder)) {
        return Err(ApiError::code(Code::NotFound));
    }
    if request.method() != Method::GET {
        return Err(ApiError::code(Code::Method));
    }
    if let Some(folder) = request.app_data::<web::Data<State>>().and_then(|state| state.web.clone()) {
        return from_folder(&folder, path);
    }
    let find = |name: &str| FILES.iter().find(|asset| asset.name == name);
    if let Some(asset) = find(path).filter(|asset| asset.name != PAGE) {
        return Ok(answer(&request, asset, "public, max-age=31536000, immutable"));
    }
    // A name with a dot is a file that is not there; the rest is an address of the application.
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.') && name != PAGE);
    if is_file {
        return Err(ApiError::code(Code::NotFound));
    }
    match find(PAGE) {
        Some(page) => Ok(answer(&request, page, "no-store")),
        None => Ok(HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(shared::catalogue::commands::WITHOUT_WEB)),
    }
}

/// A file of a folder that changes while one works on the screens: never kept by the browser.
fn from_folder(folder: &std::path::Path, path: &str) -> Result<HttpResponse, ApiError> {
    let plain = path.split('/').all(|part| !part.starts_with('.') && !part.contains('\\'));
    let name = if plain && path.contains('.') { path } else { PAGE };
    let bytes = std::fs::read(folder.join(name)).map_err(|_| ApiError::code(Code::NotFound))?;
    Ok(HttpResponse::Ok().content_type(kind(name)).body(bytes))
}

fn answer(request: &HttpRequest, asset: &Asset, cache: &'static str) -> HttpResponse {
    let accepts = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let brotli = accepts.is_some_and(|list| list.split(',').any(|one| one.trim().starts_with("br")));
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind(asset.name))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Accept-Encoding"));
    match asset.brotli.filter(|_| brotli) {
        Some(bytes) => response.insert_header((header::CONTENT_ENCODING, "br")).body(bytes),
        // Said to be plain, so that nothing compresses it again at each request.
        None => response.insert_header(header::ContentEncoding::Identity).body(asset.plain),
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
