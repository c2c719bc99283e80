//! What is known: reading the facts of a set at an instant, and persisting any difference between two knowledges.
//!
//! The only place that writes `superseded_at`; a recorded value is never changed. Writing is not public: it goes
//! through [`super::changes::record`], so that no fact exists without its change. See `ARCHITECTURE.md`,
//! section 3.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use shared::fact::Fact;
use shared::id::{ChangeId, EstablishmentId, PersonId};
use shared::knowledge::{ChangeSet, Facts, Revision, Tracks};
use shared::time::{Instant, Segment, Timeline};
use shared::with_nouns;
use smol_str::SmolStr;
use uuid::{ContextV7, Timestamp, Uuid};

use super::problem::Problem;
use super::rows::{FactRow, Stamp, StoredFact, instant};
use super::{Connection, backend};
use crate::authz::Scope;
use crate::digest::hexadecimal;

/// The facts that are read and written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactSet {
    /// The national reference: nomenclatures, establishments, sites.
    Reference,
    /// What one establishment says.
    Establishment(EstablishmentId),
}

impl FactSet {
    /// The establishment, if it is not the reference.
    pub fn establishment(self) -> Option<EstablishmentId> {
        match self {
            FactSet::Reference => None,
            FactSet::Establishment(id) => Some(id),
        }
    }

    /// As columns hold it: the id of the establishment, or nothing.
    pub(super) fn column(self) -> Option<String> {
        self.establishment().map(|id| id.to_string())
    }
}

/// Rows that one change records from which on the database should know of them at once: a large hospital, a tour.
const MANY: usize = 2_000;

/// Everything known of a set at an instant.
///
/// # Errors
/// `OutOfScope`; `Query`; `Corrupt` when a row is not a fact of the domain, or when two contradict each other.
pub fn load(
    connection: &mut Connection,
    scope: &Scope,
    set: FactSet,
    known_at: Instant,
) -> Result<Facts, Problem> {
    scope.demand(set.establishment())?;
    let establishment = set.column();
    macro_rules! load_all {
        ($($field:ident: $type:ty),+ $(,)?) => {
            Facts { $($field: tracks::<$type>(connection, establishment.as_deref(), known_at.naive())?,)+ }
        };
    }
    Ok(with_nouns!(load_all))
}

/// People known by RPPS, whatever the establishment: one person may have a record in several.
///
/// # Errors
/// `Query`; `Corrupt` when an id cannot be read.
pub fn persons_by_rpps(connection: &mut Connection) -> Result<BTreeMap<SmolStr, PersonId>, Problem> {
    use super::schema::practitioners::dsl;

    let rows: Vec<(String, Option<String>, String)> = dsl::practitioners
        .select((dsl::id, dsl::rpps, dsl::person_id))
        .filter(dsl::superseded_at.eq(Instant::NEVER.naive()))
        .filter(dsl::rpps.is_not_null())
        .load(connection)?;
    let mut persons = BTreeMap::new();
    for (id, rpps, person) in rows {
        persons.insert(rpps.unwrap_or_default().into(), person_id(id, &person)?);
    }
    Ok(persons)
}

/// The person whom any establishment knows by an RPPS.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn person_of_rpps(connection: &mut Connection, rpps: &str) -> Result<Option<PersonId>, Problem> {
    use super::schema::practitioners::dsl;

    let row: Option<(String, String)> = dsl::practitioners
        .select((dsl::id, dsl::person_id))
        .filter(dsl::superseded_at.eq(Instant::NEVER.naive()))
        .filter(dsl::rpps.eq(rpps))
        .first(connection)
        .optional()?;
    row.map(|(id, person)| person_id(id, &person)).transpose()
}

fn person_id(row: String, person: &str) -> Result<PersonId, Problem> {
    let person = Uuid::parse_str(person).map_err(|_| Problem::Corrupt {
        table: "practitioners",
        id: row,
        what: "person: the id is not a UUID".to_owned(),
    })?;
    Ok(person.into())
}

fn tracks<T: StoredFact>(
    connection: &mut Connection,
    establishment: Option<&str>,
    known_at: NaiveDateTime,
) -> Result<Tracks<T>, Problem> {
    let mut segments: BTreeMap<T::Id, Vec<Segment<T>>> = BTreeMap::new();
    for row in T::Row::known(connection, establishment, known_at)? {
        let (id, segment) = row.read()?;
        segments.entry(id).or_default().push(segment);
    }
    let mut tracks = Tracks::default();
    for (id, mut segments) in segments {
        segments.sort_by_key(|segment| segment.period);
        let overlap =
            segments.iter().zip(segments.iter().skip(1)).any(|(one, next)| one.period.overlaps(&next.period));
        let rows = segments.len();
        let timeline = Timeline::from_segments(segments);
        // A merged neighbour would later be superseded under days that no row has.
        if overlap || timeline.len() != rows {
            let what = "its statements overlap, or two neighbours say the same".to_owned();
            return Err(Problem::Corrupt { table: T::NOUN.name(), id: id.to_string(), what });
        }
        tracks.put(id, timeline);
    }
    Ok(tracks)
}

/// Supersedes and records all that a change says, and returns the digest of it.
///
/// # Errors
/// `Stale` when a segment to supersede is not in force, `Constraint`, `Query`.
pub(super) fn persist(
    connection: &mut Connection,
    set: FactSet,
    changes: &ChangeSet,
    change: ChangeId,
    at: Instant,
) -> Result<String, Problem> {
    let stamp = Stamp { establishment: set.column(), at: at.naive(), change: change.to_string() };
    let mut ids = RowIds::at(at);
    let mut digest = FactsDigest::default();
    macro_rules! persist_all {
        ($($field:ident: $type:ty),+ $(,)?) => {
            $(persist_noun::<$type>(connection, &changes.$field, &stamp, &mut ids, &mut digest)?;)+
        };
    }
    with_nouns!(persist_all);
    Ok(digest.finish())
}

fn persist_noun<T: StoredFact>(
    connection: &mut Connection,
    revisions: &[Revision<T>],
    stamp: &Stamp,
    ids: &mut RowIds,
    digest: &mut FactsDigest,
) -> Result<(), Problem> {
    let gone: Vec<(T::Id, &Segment<T>)> = revisions
        .iter()
        .flat_map(|revision| revision.difference.supersede.iter().map(|segment| (revision.id, segment)))
        .collect();
    let rows: Vec<T::Row> = revisions
        .iter()
        .flat_map(|revision| revision.difference.record.iter().map(|segment| (revision.id, segment)))
        .map(|(id, segment)| T::Row::new(ids.next(), stamp, id.to_string(), segment))
        .collect();
    if !gone.is_empty() {
        supersede::<T>(connection, &gone, stamp, digest)?;
    }
    if !rows.is_empty() {
        for row in &rows {
            digest.recorded(T::NOUN.name(), row)?;
        }
        T::Row::insert(connection, &rows)?;
    }
    if rows.len() > MANY {
        backend::gather_statistics(connection, T::NOUN.name())?;
    }
    Ok(())
}

/// Compare-and-set: every segment must be in force, over these very days, in this very set.
fn supersede<T: Fact>(
    connection: &mut Connection,
    gone: &[(T::Id, &Segment<T>)],
    stamp: &Stamp,
    digest: &mut FactsDigest,
) -> Result<(), Problem> {
    let table = T::NOUN.name();
    let subjects: BTreeSet<T::Id> = gone.iter().map(|(id, _)| *id).collect();
    let subjects: Vec<String> = subjects.iter().map(T::Id::to_string).collect();
    let held = backend::in_force(connection, table, &subjects)?;
    let mut held: HashMap<_, _> = held
        .into_iter()
        .filter(|row| row.establishment_id == stamp.establishment)
        .map(|row| ((row.subject_id, row.valid_from, row.valid_to), (row.id, row.change_id)))
        .collect();
    let mut rows = Vec::with_capacity(gone.len());
    for (id, segment) in gone {
        let key = (id.to_string(), segment.period.from().naive(), segment.period.to().naive());
        let Some((row, change_id)) = held.remove(&key) else { return Err(Problem::Stale) };
        digest.superseded(&SupersededLine {
            table,
            id: &row,
            subject_id: &key.0,
            valid_from: key.1,
            change_id: &change_id,
            superseded_at: stamp.at,
        })?;
        rows.push(row);
    }
    let superseded = backend::supersede(connection, table, &rows, stamp.at, &stamp.change)?;
    if superseded == rows.len() { Ok(()) } else { Err(Problem::Stale) }
}

/// New row ids: UUIDv7 of the instant of the change, increasing, so that indexes grow at their end.
struct RowIds {
    context: ContextV7,
    seconds: u64,
    nanoseconds: u32,
}

impl RowIds {
    fn at(at: Instant) -> Self {
        let moment = at.naive().and_utc();
        // Before 1970 there was nothing to record: ids would only lose their order.
        let seconds = u64::try_from(moment.timestamp()).unwrap_or_default();
        Self { context: ContextV7::new(), seconds, nanoseconds: moment.timestamp_subsec_nanos() }
    }

    fn next(&mut self) -> String {
        self.next_id().to_string()
    }

    fn next_id(&mut self) -> Uuid {
        Uuid::new_v7(Timestamp::from_unix(&self.context, self.seconds, self.nanoseconds))
    }
}

/// A new id for a change at this instant.
pub(super) fn new_change_id(at: Instant) -> ChangeId {
    RowIds::at(at).next_id().into()
}

/// What a change says of a row that it supersedes, as it is hashed.
#[derive(Serialize)]
pub(super) struct SupersededLine<'a> {
    pub(super) table: &'a str,
    pub(super) id: &'a str,
    pub(super) subject_id: &'a str,
    pub(super) valid_from: NaiveDate,
    pub(super) change_id: &'a str,
    #[serde(serialize_with = "instant")]
    pub(super) superseded_at: NaiveDateTime,
}

/// The digest of everything one change records and supersedes: SHA-256 over the sorted SHA-256 of each line, so
/// that the order in which rows are met does not matter.
#[derive(Default)]
pub(super) struct FactsDigest {
    lines: Vec<[u8; 32]>,
    buffer: Vec<u8>,
}

impl FactsDigest {
    /// Adds a recorded row.
    pub(super) fn recorded<R: FactRow>(&mut self, table: &'static str, row: &R) -> Result<(), Problem> {
        let line = hash_line(&mut self.buffer, table, "recorded", row)?;
        self.lines.push(line);
        Ok(())
    }

    /// Adds a superseded row.
    pub(super) fn superseded(&mut self, row: &SupersededLine<'_>) -> Result<(), Problem> {
        // The table is a member of the line, so that its name here can be the kind alone.
        let line = hash_line(&mut self.buffer, "rows", "superseded", row)?;
        self.lines.push(line);
        Ok(())
    }

    /// The digest, as 64 hexadecimal digits.
    pub(super) fn finish(mut self) -> String {
        self.lines.sort_unstable();
        let mut hash = Sha256::new();
        for line in &self.lines {
            hash.update(line);
        }
        hexadecimal(hash.finalize())
    }
}

/// The digest of a change that records nothing.
pub(super) fn digest_of_nothing() -> String {
    FactsDigest::default().finish()
}

fn hash_line(
    buffer: &mut Vec<u8>,
    table: &'static str,
    kind: &str,
    line: &impl Serialize,
) -> Result<[u8; 32], Problem> {
    buffer.clear();
    buffer.extend_from_slice(kind.as_bytes());
    buffer.push(b' ');
    buffer.extend_from_slice(table.as_bytes());
    buffer.push(b' ');
    serde_json::to_writer(&mut *buffer, line).map_err(|error| unprintable(table, &error))?;
    Ok(Sha256::digest(&buffer).into())
}

/// A row that JSON cannot write: none of our types does that, but the library may say so.
fn unprintable(table: &'static str, error: &serde_json::Error) -> Problem {
    Problem::Corrupt { table, id: String::new(), what: error.to_string() }
}
