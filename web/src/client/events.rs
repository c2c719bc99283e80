//! Server-sent events, read from the bytes of a stream that `fetch` gives. Pure.

/// One event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Event {
    /// Where to take up after it.
    pub id: Option<String>,
    /// What it says.
    pub data: String,
}

/// Bytes that wait for the end of their event.
#[derive(Debug, Default)]
pub(super) struct Parser {
    waiting: Vec<u8>,
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
            events.extend(event(&String::from_utf8_lossy(&block)));
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
            Event { id: Some("1".into()), data: "{\"é\":1}".into() },
            Event { id: Some("2".into()), data: "a\nb".into() },
        ];
        for size in 1..stream.len() {
            let mut parser = Parser::default();
            let found: Vec<Event> =
                stream.as_bytes().chunks(size).flat_map(|bytes| parser.push(bytes)).collect();
            assert_eq!(found, expected, "cut every {size} bytes");
        }
    }

    #[test]
    fn an_event_that_is_not_finished_waits() {
        let mut parser = Parser::default();
        assert!(parser.push(b"data: a\n").is_empty());
        assert_eq!(parser.push(b"\n").len(), 1);
    }
}
