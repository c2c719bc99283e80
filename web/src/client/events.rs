//! Server-sent events, read from the bytes of a stream that `fetch` gives.

use gloo_net::http::Response;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

/// One event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Event {
    /// Where to take up after it.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it says.
    pub data: String,
}

/// Bytes that wait for the end of their event.
#[derive(Debug, Default)]
pub(super) struct Parser {
    waiting: Vec<u8>,
    /// After how many milliseconds the server wants to be asked again.
    pub retry: Option<i32>,
}

/// Reads a stream until `told` has enough of it, or it ends: whether it had enough. `retry` is what the server says of it.
pub(super) async fn watch(
    answer: &Response,
    retry: &mut Option<i32>,
    mut told: impl FnMut(Event) -> bool,
) -> Result<bool, JsValue> {
    let Some(body) = answer.body() else { return Ok(false) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut parser = Parser::default();
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(false);
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        let events = parser.push(&bytes.to_vec());
        *retry = parser.retry.or(*retry);
        for event in events {
            if !told(event) {
                // The stream is over for us; the server sees it closed.
                drop(reader.cancel());
                return Ok(true);
            }
        }
    }
}

impl Parser {
    /// The events that these bytes complete. A heartbeat is none.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.waiting.extend(bytes.iter().filter(|byte| **byte != b'\r'));
        let mut events = Vec::new();
        while let Some(at) = self.waiting.windows(2).position(|pair| pair == b"\n\n") {
            let rest = self.waiting.split_off(at + 2);
            let block = std::mem::replace(&mut self.waiting, rest);
            // An event is whole here, so its letters are too.
            let block = String::from_utf8_lossy(&block).into_owned();
            let retry = block.lines().find_map(|line| line.strip_prefix("retry:"));
            self.retry = retry.and_then(|text| text.trim().parse().ok()).or(self.retry);
            events.extend(event(&block));
        }
        events
    }
}

fn event(block: &str) -> Option<Event> {
    let mut event = Event::default();
    let mut lines = Vec::new();
    for line in block.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "id" => event.id = Some(value.to_owned()),
            "event" => event.name = value.to_owned(),
            "data" => lines.push(value),
            _ => {}
        }
    }
    event.data = lines.join("\n");
    (!lines.is_empty()).then_some(event)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_whole_wherever_the_bytes_are_cut() {
        let stream =
            "retry: 2000\n\nid: 1\nevent: job\ndata: {\"é\":1}\n\n: \n\nid: 2\r\ndata: a\r\ndata: b\r\n\r\n";
        let expected = [
            Event { id: Some("1".into()), name: "job".into(), data: "{\"é\":1}".into() },
            Event { id: Some("2".into()), name: String::new(), data: "a\nb".into() },
        ];
        for size in 1..stream.len() {
            let mut parser = Parser::default();
            let found: Vec<Event> =
                stream.as_bytes().chunks(size).flat_map(|bytes| parser.push(bytes)).collect();
            assert_eq!((&found[..], parser.retry), (&expected[..], Some(2_000)), "cut every {size} bytes");
        }
    }

    #[test]
    fn an_event_that_is_not_finished_waits() {
        let mut parser = Parser::default();
        assert!(parser.push(b"data: a\n").is_empty());
        assert_eq!(parser.push(b"\n").len(), 1);
    }
}
