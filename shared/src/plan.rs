//! A plan: what a file would change, shown before anything is written.
//!
//! The same type for every load (structures, SIGMED, posts, attachments, SIRH, reference). It holds the
//! knowledge before and after; the lines that people read are derived from both, so they cannot disagree with
//! what is applied. Refuses to write: applying is the business of `api`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Noun};
use crate::knowledge::{ChangeSet, Facts, Tracks};
use crate::time::Timeline;
use crate::with_nouns;

/// How much a finding weighs: an error refuses its line, the others let it stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The line (or the column, or the file) is refused.
    Error,
    /// The line stands; a person should look.
    Warning,
    /// For information.
    Info,
}

/// Something to say about a line, a column, or the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Weight.
    pub severity: Severity,
    /// Physical line, or row of a sheet; the first is 1. `None`: about the whole file.
    pub line: Option<u32>,
    /// Heading of the column in the file.
    pub column: Option<SmolStr>,
    /// Stable code, `noun.cause` or the number of a rule (`RAT-04`, `IN-24`).
    pub code: SmolStr,
    /// What was read, masked when it could identify a person or hold a NIR.
    pub value: Option<SmolStr>,
    /// French sentence: what happened, and what to do.
    pub message: Cow<'static, str>,
    /// A likely correction, never applied by itself.
    pub suggestion: Option<SmolStr>,
}

impl Finding {
    /// A finding about the whole file.
    pub fn new(severity: Severity, code: &str, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        Self { severity, line: None, column: None, code: code.into(), value: None, message, suggestion: None }
    }

    /// The same, on a line.
    pub fn on_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// The same, in a column.
    pub fn in_column(mut self, column: impl Into<SmolStr>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// The same, about a value.
    pub fn about(mut self, value: impl Into<SmolStr>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same, with a likely correction.
    pub fn suggesting(mut self, suggestion: Option<SmolStr>) -> Self {
        self.suggestion = suggestion;
        self
    }
}

/// A local code that nobody has mapped yet, listed once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownCode {
    /// `statut`, `position`, `structure`, ...
    pub domain: SmolStr,
    /// The code as the file writes it.
    pub code: SmolStr,
    /// Number of lines that use it.
    pub count: u32,
    /// The national code that looks most like it, for a person to confirm.
    pub proposal: Option<SmolStr>,
}

/// What happens to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Nothing was known of it.
    Create,
    /// Something known of it changes.
    Change,
    /// It ends, or turns out not to be.
    Close,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 3] = [Action::Create, Action::Change, Action::Close];

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Change => "change",
            Action::Close => "close",
        }
    }
}

/// How many things of a noun are created, changed, closed, and found as they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Created.
    pub create: u32,
    /// Changed.
    pub change: u32,
    /// Closed.
    pub close: u32,
    /// Stated again as they were known.
    pub unchanged: u32,
}

/// A question that must be answered before the plan is applied (`domain.md` 8.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// `import.closures` or `import.moves`.
    pub code: SmolStr,
    /// People concerned.
    pub people: u32,
    /// People active before.
    pub active: u32,
    /// French sentence.
    pub message: String,
}

/// What a file would change.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// What is known.
    pub known: Facts,
    /// What would be known.
    pub target: Facts,
    /// Nouns the file speaks of; the others are left out of counts and items.
    pub nouns: Vec<Noun>,
    /// What to say about the file.
    pub findings: Vec<Finding>,
    /// Codes to map.
    pub unknown_codes: Vec<UnknownCode>,
    /// Questions to answer first.
    pub confirmations: Vec<Confirmation>,
    /// Things that the file ends because it no longer states them, or whose exit it makes known.
    pub closed: BTreeSet<Uuid>,
    /// People of whom some lines stand and some are refused.
    pub partly_refused: u32,
    /// How the file was understood (format, columns with their confidence), for people to check.
    pub reading: Option<Value>,
}

impl Plan {
    /// What must be written.
    pub fn change_set(&self) -> ChangeSet {
        self.known.difference(&self.target)
    }

    /// Whether the file changes nothing.
    pub fn is_empty(&self) -> bool {
        self.known == self.target
    }

    /// Lines refused.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Counts by noun, in the order in which nouns refer to each other.
    pub fn counts(&self) -> BTreeMap<Noun, Counts> {
        let mut counts = BTreeMap::new();
        macro_rules! count {
            ($($field:ident: $type:ty),+ $(,)?) => {$(
                if self.nouns.contains(&<$type as Fact>::NOUN) {
                    counts.insert(<$type as Fact>::NOUN, count_things(&self.known.$field, &self.target.$field, &self.closed));
                }
            )+};
        }
        with_nouns!(count);
        counts
    }

    /// Calls back with every thing that changes: noun, key, action, before, after.
    pub fn each_item<E>(&self, mut tell: impl FnMut(PlanItem<'_>) -> Result<(), E>) -> Result<(), E> {
        macro_rules! items {
            ($($field:ident: $type:ty),+ $(,)?) => {$(
                for (id, before, after) in self.known.$field.beside(&self.target.$field) {
                    let Some(action) = action(before, after, self.closed.contains(&id.into())) else { continue };
                    let named = after.or(before).and_then(Timeline::first);
                    let names = if after.is_some() { &self.target } else { &self.known };
                    let key = named.map(|first| first.value.key(first.period.from(), names));
                    tell(PlanItem {
                        entity: stringify!($field),
                        id: id.into(),
                        key: key.unwrap_or_default(),
                        action,
                        before: before.map(|timeline| statements(timeline, &self.known)),
                        after: after.map(|timeline| statements(timeline, &self.target)),
                    })?;
                }
            )+};
        }
        with_nouns!(items);
        Ok(())
    }
}

/// One thing that changes, as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct PlanItem<'a> {
    /// Plural noun.
    pub entity: &'a str,
    /// Id of the thing; not shown: new things get their id when the plan is made.
    #[serde(skip)]
    pub id: Uuid,
    /// Business key.
    pub key: SmolStr,
    /// What happens.
    pub action: Action,
    /// Fields and period before, `null` when created; several periods are listed under `periods`.
    pub before: Option<Value>,
    /// Fields and period after, `null` when closed altogether.
    pub after: Option<Value>,
}

/// The statements about one thing: one object, or `{ "periods": [...] }` when it has several.
pub fn statements<T: Fact>(timeline: &Timeline<T>, names: &Facts) -> Value {
    let mut periods: Vec<Map<String, Value>> = timeline
        .iter()
        .map(|segment| {
            let mut fields = segment.value.describe(names);
            fields.insert("valid_from".into(), segment.period.from().to_string().into());
            fields.insert("valid_to".into(), segment.period.to().to_string().into());
            fields
        })
        .collect();
    match periods.len() {
        1 => periods.pop().map_or(Value::Null, Value::Object),
        _ => {
            let mut several = Map::new();
            several.insert("periods".into(), periods.into_iter().map(Value::Object).collect());
            Value::Object(several)
        }
    }
}

/// What happens to a thing between two timelines; `None` when they are equal.
///
/// A shorter period is a change when the file states it, and a closing when the file no longer states the
/// thing, or makes the exit of a person known (`domain.md` 8.5): `closed` tells which.
pub fn action<T: Fact>(
    before: Option<&Timeline<T>>,
    after: Option<&Timeline<T>>,
    closed: bool,
) -> Option<Action> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(Action::Create),
        (Some(_), None) => Some(Action::Close),
        (Some(before), Some(after)) if before == after => None,
        (Some(_), Some(_)) => Some(if closed { Action::Close } else { Action::Change }),
    }
}

fn count_things<T: Fact>(known: &Tracks<T>, target: &Tracks<T>, closed: &BTreeSet<Uuid>) -> Counts {
    let mut counts = Counts::default();
    for (id, after) in target.iter() {
        match action(known.get(id), Some(after), closed.contains(&id.into())) {
            Some(Action::Create) => counts.create += 1,
            Some(Action::Change) => counts.change += 1,
            Some(Action::Close) => counts.close += 1,
            None => counts.unchanged += 1,
        }
    }
    let gone = known.iter().filter(|(id, _)| target.get(*id).is_none()).count();
    counts.close += u32::try_from(gone).unwrap_or(u32::MAX);
    counts
}

impl Serialize for Plan {
    /// The document of `plan --json`: counts, findings, unknown codes, confirmations, reading, items.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("counts", &self.counts())?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("unknown_codes", &self.unknown_codes)?;
        map.serialize_entry("confirmations", &self.confirmations)?;
        map.serialize_entry("reading", &self.reading)?;
        map.serialize_entry("items", &Items(self))?;
        map.end()
    }
}

/// The items, written one by one so that a plan of 200 000 lines is never held twice.
struct Items<'a>(&'a Plan);

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        self.0.each_item(|item| list.serialize_element(&item))?;
        list.end()
    }
}
