//! A real server on a port of this machine, and a small client that blocks.
//!
//! One thread per server, which lives as long as the process: tests of one process share what they prepare.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use api::authn::Authenticator;
use api::authn::keys::Keys;
use api::authn::password::Cost;
use api::authn::rights::{self, Standing};
use api::authz::Held;
use api::db::sessions::{self, StoredSession};
use api::http::client_address::Network;
use api::http::clock;
use api::http::server::serve;
use api::http::state::State;
use api::jobs::Engine;
use serde_json::Value;
use shared::id::{AccountId, SessionId};
use shared::time::Instant;
use uuid::Uuid;

use super::TestDatabase;

/// The name under which the tokens of tests are made.
pub const ISSUER: &str = "logimedh";

/// A server on a database.
pub struct TestApp {
    pub state: State,
    address: SocketAddr,
    // Held for their end: the keys are in the folder, the facts in the database.
    keys: tempfile::TempDir,
    _database: TestDatabase,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// The same, of a file that is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    pub fn items(&self) -> Vec<Value> {
        self.json()["items"].as_array().cloned().unwrap_or_else(|| panic!("no page: {}", self.body))
    }

    /// All of it but the clock and the id of the request, which nobody can foresee.
    pub fn masked(&self) -> (u16, Vec<(String, String)>, String) {
        let id = self.headers.iter().find(|(name, _)| name == "x-request-id").map(|(_, id)| id.clone());
        let headers = self.headers.iter().filter(|(name, _)| name != "date" && name != "x-request-id");
        // Their order means nothing, and varies.
        let mut headers: Vec<_> = headers.cloned().collect();
        headers.sort();
        let body = id.map_or_else(|| self.body.clone(), |id| self.body.replace(&id, "…"));
        (self.status, headers, body)
    }
}

/// What is sent.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    /// Below `/api/v1`.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<(String, String)>,
}

impl Request {
    pub fn get(path: impl Into<String>) -> Request {
        Request { method: "GET".into(), path: path.into(), ..Request::default() }
    }
}

impl TestApp {
    /// Serves a database that is ready.
    pub fn start(database: TestDatabase) -> TestApp {
        let keys = tempfile::TempDir::new().unwrap();
        let ring = Keys::in_folder(keys.path()).unwrap();
        let shared = Arc::new(database.reopen());
        // Nobody works on jobs here: they stay where tests put them.
        let nobody = Arc::new(|_: &api::db::jobs::Job| {
            Err(api::app::Failure::code(shared::problem::Code::RightMissing))
        });
        let engine = Engine::start(&shared, &(Arc::new(|| clock::now().0) as _), &(nobody as _), 0);
        let state = State {
            database: shared,
            shelf: Arc::default(),
            authenticator: Arc::new(Authenticator::new(ring, ISSUER, Cost::LEAST).unwrap()),
            secret: Arc::new([7; 64]),
            web: None,
            // Tests say from where they come.
            proxies: Arc::new(["127.0.0.1".parse::<Network>().unwrap()].into_iter().collect()),
            jobs: Arc::new(engine),
        };
        let (told, heard) = mpsc::channel();
        let own = state.clone();
        std::thread::spawn(move || {
            serve(own, "127.0.0.1:0".parse().unwrap(), |address| told.send(address).unwrap()).unwrap();
        });
        let address = heard.recv_timeout(Duration::from_secs(60)).expect("the server starts");
        TestApp { state, address, keys, _database: database }
    }

    /// The contract of this server.
    pub fn contract(&self) -> Value {
        api::http::server::contract().unwrap()
    }

    /// What an account holds, read from the database.
    pub fn held(&self, account: AccountId) -> Arc<Held> {
        let now = clock::now().0;
        match self.state.database.read(|connection| rights::read(connection, account, now)).unwrap() {
            Standing::Active(held, _) => held,
            _ => panic!("the account {account} is closed"),
        }
    }

    /// Opens a session of an account.
    pub fn open_session(&self, account: AccountId) -> StoredSession {
        let now = clock::now().0;
        let session = StoredSession {
            id: SessionId::from(Uuid::now_v7()),
            account,
            signed_in_at: now,
            last_used_at: now,
            ends_at: Instant::from(now.naive() + chrono::TimeDelta::hours(12)),
            generation: 0,
            rotated_at: now,
            revoked_at: None,
        };
        let token = format!("{:064x}", Uuid::now_v7().as_u128());
        self.state.database.write(|tx| sessions::open(tx, &session, &token)).unwrap();
        session
    }

    /// An access token that says what `held` says, true or not.
    pub fn token(&self, held: &Held, session: &StoredSession) -> String {
        let (now, today) = clock::now();
        self.state.authenticator.issue(held, session, today, now).unwrap()
    }

    /// Claims signed again by the key of a header: a token that is false and well signed.
    pub fn resigned(&self, header: &[u8], claims: &impl serde::Serialize) -> String {
        let header: jsonwebtoken::Header = serde_json::from_slice(header).unwrap();
        let file = self.keys.path().join(format!("{}.pem", header.kid.as_deref().unwrap()));
        let key = jsonwebtoken::EncodingKey::from_ed_pem(&std::fs::read(file).unwrap()).unwrap();
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }

    /// Sends and reads the whole answer.
    pub fn send(&self, request: &Request, token: Option<&str>) -> Answer {
        let mut stream = self.connect(request, token);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        read(&bytes)
    }

    /// Sends and reads how the answer begins, of what may go on for ever; all of a refusal.
    pub fn begun(&self, request: &Request, token: Option<&str>) -> Answer {
        let mut stream = self.connect(request, token);
        let (mut bytes, mut one) = (Vec::new(), [0]);
        while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut one).unwrap() > 0 {
            bytes.push(one[0]);
        }
        let begun = read(&bytes);
        if begun.status == 200 {
            return begun;
        }
        stream.read_to_end(&mut bytes).unwrap();
        read(&bytes)
    }

    /// Asks what is beside the contract, as nobody.
    pub fn at_root(&self, method: &str, path: &str) -> Answer {
        let mut bytes = Vec::new();
        let mut stream = self.begin(method, path);
        stream.write_all(b"\r\n").unwrap();
        stream.read_to_end(&mut bytes).unwrap();
        read(&bytes)
    }

    fn begin(&self, method: &str, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let line = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        stream.write_all(line.as_bytes()).unwrap();
        stream
    }

    /// Sends; the answer is read by who asked, as it comes.
    pub fn connect(&self, request: &Request, token: Option<&str>) -> TcpStream {
        let mut stream = self.begin(&request.method, &format!("/api/v1{}", request.path));
        let mut text = String::new();
        if let Some(token) = token {
            text.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some((kind, body)) = &request.body {
            text.push_str(&format!("Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        } else {
            text.push_str("\r\n");
        }
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }
}

fn read(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has headers");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &bytes[end + 4..];
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked { joined(body) } else { body.to_vec() };
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned(), bytes: body }
}

fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(at) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..at]).unwrap().trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&rest[at + 2..at + 2 + size]);
        rest = &rest[at + 4 + size..];
    }
    whole
}
