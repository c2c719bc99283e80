//! Pieces of XML one after the other, for the parts of a workbook.
//!
//! Refuses document types (no entity is ever defined), nesting without reason, and pieces without end.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::error::{ReadCode, ReadError};
use super::package::Part;

/// Elements inside elements; a workbook needs about ten.
const DEPTH: usize = 64;

/// A stream of XML events that keeps one event in memory.
pub(super) struct Xml {
    reader: Reader<Part>,
    buffer: Vec<u8>,
    depth: usize,
}

impl std::fmt::Debug for Xml {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Xml").field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl Xml {
    pub(super) fn new(part: Part) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::with_capacity(1024), depth: 0 }
    }

    /// Next event; [`Event::Eof`] only when every element is closed.
    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().mark();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(_) if self.reader.get_mut().is_swollen() => return Err(ReadCode::LineTooLong.into()),
            Err(_) => return Err(ReadCode::Damaged.into()),
        };
        match &event {
            Event::DocType(_) => return Err(ReadCode::Doctype.into()),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(ReadCode::Damaged.into()),
            _ => {}
        }
        if self.depth > DEPTH { Err(ReadCode::Damaged.into()) } else { Ok(event) }
    }
}

/// Value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
        })
}

/// Adds the text of an event to a cell: plain text, CDATA, or a reference to one character.
pub(super) fn append_text(event: &Event<'_>, out: &mut String) -> Result<(), ReadError> {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => out.push(referenced(reference)?),
        _ => {}
    }
    Ok(())
}

fn referenced(reference: &BytesRef<'_>) -> Result<char, ReadError> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().ok_or_else(|| ReadCode::Damaged.into());
    }
    match &**reference {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(ReadCode::Doctype.into()),
    }
}
