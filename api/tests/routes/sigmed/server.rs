//! A server that speaks for SIGMED, on a port of this machine: it fails, delays, repeats and refuses as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use api::sigmed::Http;
use api::sigmed::http::HttpSettings;
use shared::sigmed::SigmedAnswer;

/// What the tests' client carries, and the server asks for.
const TOKEN: &str = "jeton-de-test";
/// How long the client of the tests waits.
const PATIENCE: Duration = Duration::from_millis(400);

/// How the next request is met.
#[derive(Debug, Clone)]
pub enum Whim {
    /// With a status and a text, before anything is taken.
    Status(u16, &'static str, &'static str),
    /// Taken, then with a status: the client cannot know.
    TakenThen(u16),
    /// Taken, and answered when nobody waits any more.
    TakenTooLate,
    /// Taken, and cut off.
    TakenAndCut,
    /// With a body that is no answer.
    Garbage,
}

/// What arrived under a key.
struct Received {
    text: String,
    posts: usize,
    answer: Option<SigmedAnswer>,
}

#[derive(Default)]
struct State {
    whims: VecDeque<Whim>,
    received: BTreeMap<String, Received>,
    at_once: bool,
    refused: usize,
}

/// The server.
#[derive(Clone)]
pub struct Server {
    port: u16,
    state: Arc<Mutex<State>>,
}

/// A client of a server, that is not patient.
pub fn client(url: &str) -> Http {
    let settings = HttpSettings {
        url: url.to_owned(),
        token: Some(TOKEN.to_owned()),
        timeout: Some(PATIENCE),
        authorities: None,
    };
    Http::new(settings).unwrap()
}

impl Server {
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Server { port, state: Arc::default() };
        let own = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let own = own.clone();
                // A client that goes away in the middle is no failure of the test.
                std::thread::spawn(move || own.meet(stream).unwrap_or_default());
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/sigmed", self.port)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Meets the next requests so.
    pub fn then(&self, whims: impl IntoIterator<Item = Whim>) {
        self.state().whims.extend(whims);
    }

    /// Whether an answer that is decided comes with the delivery.
    pub fn answer_at_once(&self, at_once: bool) {
        self.state().at_once = at_once;
    }

    pub fn decide(&self, key: &str, answer: SigmedAnswer) {
        self.state().received.get_mut(key).unwrap().answer = Some(answer);
    }

    pub fn forget(&self, key: &str) {
        self.state().received.remove(key);
    }

    pub fn undecided(&self) -> Vec<String> {
        let state = self.state();
        let open = state.received.iter().filter(|(_, one)| one.answer.is_none());
        open.map(|(key, _)| key.clone()).collect()
    }

    pub fn decisions(&self) -> usize {
        self.state().received.values().filter(|one| one.answer.is_some()).count()
    }

    /// What was treated, once for each key.
    pub fn treated(&self) -> BTreeMap<String, (String, SigmedAnswer)> {
        let state = self.state();
        let treated = state
            .received
            .iter()
            .filter_map(|(key, one)| Some((key.clone(), (one.text.clone(), one.answer.clone()?))));
        treated.collect()
    }

    /// Keys, and how often each arrived.
    pub fn arrivals(&self) -> Vec<(String, usize)> {
        self.state().received.iter().map(|(key, one)| (key.clone(), one.posts)).collect()
    }

    /// How often something arrived that was there already.
    pub fn repeats(&self) -> usize {
        self.state().received.values().map(|one| one.posts - 1).sum()
    }

    /// Requests without the token, or to another place.
    pub fn refused(&self) -> usize {
        self.state().refused
    }

    fn meet(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut first = String::new();
        reader.read_line(&mut first)?;
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8(body).unwrap();
        let mut words = first.split_whitespace();
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if headers.get("authorization").map(String::as_str) != Some("Bearer jeton-de-test") {
            self.state().refused += 1;
            return answer(stream, 401, "", "");
        }
        match (method, path.strip_prefix("/sigmed/deliveries")) {
            ("POST", Some("")) => self.take(stream, &headers, body),
            ("GET", Some(key)) => self.tell(stream, key.trim_start_matches('/')),
            _ => {
                self.state().refused += 1;
                answer(stream, 404, "", "")
            }
        }
    }

    fn take(
        &self,
        stream: TcpStream,
        headers: &BTreeMap<String, String>,
        body: String,
    ) -> std::io::Result<()> {
        let key = headers["idempotency-key"].clone();
        let whim = self.state().whims.pop_front();
        match &whim {
            Some(Whim::Status(status, header, text)) => return answer(stream, *status, header, text),
            Some(Whim::Garbage) => return answer(stream, 200, "", "<html>"),
            _ => {}
        }
        let told = {
            let mut state = self.state();
            let at_once = state.at_once;
            let one =
                state.received.entry(key).or_insert(Received { text: body.clone(), posts: 0, answer: None });
            one.posts += 1;
            assert_eq!(one.text, body, "the same key always brings the same bytes");
            one.answer.clone().filter(|_| at_once)
        };
        match whim {
            Some(Whim::TakenThen(status)) => answer(stream, status, "", ""),
            Some(Whim::TakenAndCut) => Ok(()),
            Some(Whim::TakenTooLate) => {
                std::thread::sleep(PATIENCE * 2);
                answer(stream, 202, "", "")
            }
            _ => match told {
                Some(told) => answer(stream, 200, "", &serde_json::to_string(&told).unwrap()),
                None => answer(stream, 202, "", ""),
            },
        }
    }

    fn tell(&self, stream: TcpStream, key: &str) -> std::io::Result<()> {
        let found = self.state().received.get(key).map(|one| one.answer.clone());
        match found {
            None => answer(stream, 404, "", ""),
            Some(None) => answer(stream, 202, "", ""),
            Some(Some(told)) => answer(stream, 200, "", &serde_json::to_string(&told).unwrap()),
        }
    }
}

fn answer(mut stream: TcpStream, status: u16, header: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} .\r\n{header}content-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}
