//! The process: binds an address, serves until it is asked to stop, finishes what it began.

use std::net::{SocketAddr, TcpListener};

use actix_web::http::header::{self, ETag, EntityTag, Header as _, IfNoneMatch};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;
use utoipa_actix_web::{AppExt as _, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::border::border;
use super::promise::Promises;
use super::state::State;
use super::{assets, framework, not_found, openapi, probes, routes, well_known};
use crate::app::Failure;
use crate::app::readiness::Readiness;
use crate::digest::sha256;

/// Seconds given to requests under way when the process is asked to stop.
const DRAIN: u64 = 30;

/// The application, for the server and for the document of the contract.
macro_rules! application {
    ($($state:expr)?) => {
        App::new()
            .wrap(Compress::default())
            .wrap(from_fn(border))
            $(.app_data(web::Data::new($state)))?
            // Before the operations: their scope answers for every path below it.
            .route("/api/v1/openapi.json", web::get().to(published))
            .into_utoipa_app()
            .openapi(openapi::base())
            .service(scope::scope("/api/v1").configure(routes))
    };
}

/// The document of the contract, with all that operations share.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn contract() -> Result<Value, Failure> {
    let (_, document) = application!().split_for_parts();
    openapi::complete(&document).map_err(|error| Failure::machine("writing the contract", error))
}

/// Serves until SIGINT or SIGTERM. `ready` is told the address once it accepts requests.
///
/// # Errors
/// When the address cannot be bound, or the process cannot serve.
pub fn serve(state: State, listen: SocketAddr, ready: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::machine("serving", error);
    let listener = TcpListener::bind(listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let document = contract()?;
    let promises = web::Data::new(Promises::of(&document));
    let document = web::Data::new(super::json_bytes(&document).map_err(|_| {
        Failure::machine("writing the contract", std::io::Error::other("the document is not JSON"))
    })?);
    let readiness = web::Data::new(Readiness::default());
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let (app, _) = application!(state.clone()).split_for_parts();
            let docs = Config::new(["/api/v1/openapi.json"]).use_base_layout();
            app.app_data(document.clone())
                .app_data(promises.clone())
                .app_data(readiness.clone())
                .configure(framework)
                .route("/health", web::get().to(probes::health))
                .route("/ready", web::get().to(probes::ready))
                .route("/.well-known/jwks.json", web::get().to(well_known::jwks))
                .route("/docs/errors", web::get().to(errors))
                .service(SwaggerUi::new("/api/docs/{_:.*}").config(docs))
                .service(web::redirect("/api/docs", "/api/docs/"))
                .service(web::scope("/api").default_service(web::to(not_found)))
                .default_service(web::to(assets::serve))
        })
        .shutdown_timeout(DRAIN)
        .listen(listener)
        .map_err(failed)?
        .run();
        ready(address);
        server.await.map_err(failed)
    })
}

/// The document of the contract, which caches may keep.
async fn published(request: HttpRequest, document: web::Data<Vec<u8>>) -> HttpResponse {
    let tag = EntityTag::new_strong(sha256(document.as_slice()).chars().take(16).collect());
    let known = IfNoneMatch::parse(&request).is_ok_and(|asked| match asked {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|one| one.weak_eq(&tag)),
    });
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=300")).insert_header(ETag(tag));
    if known {
        return answer.finish();
    }
    answer.content_type("application/json; charset=utf-8").body(document.as_ref().clone())
}

/// What `type` of a problem points to.
async fn errors() -> HttpResponse {
    HttpResponse::Ok().content_type("text/markdown; charset=utf-8").body(shared::problem::page())
}
