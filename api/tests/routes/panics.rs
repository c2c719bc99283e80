//! A defect of ours in one request: 500 with the id of the request, nothing of what is inside, and the server goes on (R05).
//!
//! On routes of its own below the same outermost layer: no operation of the contract panics on demand.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpResponse, HttpServer, web};
use api::http::border::border;
use serde_json::Value;

/// What a panic says, and no answer may.
const SECRET: &str = "the password is swordfish";

/// Before its first wait.
async fn at_once() -> HttpResponse {
    std::panic::panic_any(SECRET)
}

/// After one.
async fn later() -> HttpResponse {
    tokio::time::sleep(Duration::from_millis(1)).await;
    panic!("{SECRET}")
}

async fn works() -> &'static str {
    "well"
}

/// A server with one worker: were it lost, nothing would answer any more.
fn served() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (told, heard) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(|| {
                App::new()
                    .wrap(Compress::default())
                    .wrap(from_fn(border))
                    .route("/api/v1/at_once", web::get().to(at_once))
                    .route("/api/v1/later", web::get().to(later))
                    .route("/api/v1/works", web::get().to(works))
            });
            let server = server.workers(1).disable_signals().listen(listener).unwrap().run();
            told.send(()).unwrap();
            server.await.unwrap();
        });
    });
    heard.recv_timeout(Duration::from_secs(60)).expect("the server starts");
    address
}

/// Status, headers and body.
fn get(address: SocketAddr, path: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /api/v1/{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {path}: {text:?}"));
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head.to_ascii_lowercase(), body.to_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn r05_a_handler_that_panics_answers_and_the_server_goes_on() {
    let address = served();
    // More often than there are workers.
    for path in ["at_once", "later", "at_once", "later"] {
        let (status, head, body) = get(address, path);
        assert_eq!(status, 500, "{path}: {head}");
        assert_eq!(header(&head, "content-type"), Some("application/problem+json"), "{path}");
        let problem: Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("not JSON: {body}"));
        assert_eq!(problem["code"], "internal.error", "{path}");
        assert_eq!(problem["status"], 500, "{path}");
        let id = problem["request_id"].as_str().unwrap();
        assert!(uuid::Uuid::parse_str(id).is_ok(), "{path}: {id}");
        assert_eq!(header(&head, "x-request-id"), Some(id), "{path}");
        assert_eq!(header(&head, "content-language"), Some("fr"), "{path}");
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header(&head, "cache-control"), Some("no-store"), "{path}");
        assert!(!head.contains("swordfish") && !body.contains("swordfish"), "{path}: {body}");
        let (status, _, body) = get(address, "works");
        assert_eq!((status, body.as_str()), (200, "well"), "after {path}");
    }
}
