//! The chain of seals over the journal: `hash(n) = SHA-256(hash(n-1) ‖ canonical JSON of change n)`.
//!
//! A change holds the digest of its facts, so that a seal covers them too. [`verify`] computes everything again
//! from what is stored. Whoever can rewrite the whole chain leaves it consistent: only an [`Anchor`] kept
//! elsewhere finds that. See `ARCHITECTURE.md`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::result::Error;
use sha2::{Digest as _, Sha256};
use shared::time::Instant;
use shared::with_nouns;

use super::Connection;
use super::Transaction;
use super::anchor::Anchor;
use super::changes::ChangeRow;
use super::facts::{FactsDigest, SupersededLine};
use super::problem::Problem;
use super::rows::{FactRow, StoredFact};
use super::schema::{changes, heads, seals};
use crate::digest::hexadecimal;

/// Rows read at a time: few enough for any memory, many enough for speed.
const PAGE: i64 = 5_000;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Changes read.
    pub changes: u64,
    /// Rows of facts read, superseded ones included.
    pub facts: u64,
    /// The last seal: what to compare with an anchor kept elsewhere.
    pub last: Anchor,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One thing wrong with the journal or with the facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The entry of the change, or its seal, is not what was sealed: edited, or swapped with another.
    ChangeAltered {
        /// Number of the change.
        seq: i64,
    },
    /// The instant of the change does not come after that of the one before: swapped, or edited.
    OutOfOrder {
        /// Number of the change.
        seq: i64,
    },
    /// Changes of these numbers are gone.
    ChangesMissing {
        /// First number.
        from: i64,
        /// Last number.
        to: i64,
    },
    /// The change has no seal.
    SealMissing {
        /// Number of the change.
        seq: i64,
    },
    /// The facts that the change recorded or superseded are not what was sealed: edited, added or deleted.
    FactsAltered {
        /// Number of the change.
        seq: i64,
    },
    /// A fact belongs to no change, or its end of knowledge to none.
    FactWithoutChange {
        /// Table.
        table: &'static str,
        /// Row.
        row: String,
    },
    /// The rows of a table cannot be read; the facts of the table were not verified.
    TableUnreadable {
        /// Table.
        table: &'static str,
    },
    /// The last change of a set is not the one that its head names.
    HeadDiffers {
        /// Establishment, or `reference`.
        scope: String,
    },
    /// The journal ends before the anchored change: it was cut short.
    Truncated {
        /// Number of the anchored change.
        anchored: i64,
        /// Number of the last seal.
        last: i64,
    },
    /// The seal of the anchored change is not the anchored one: the chain was written again.
    AnchorDiffers {
        /// Number of the anchored change.
        seq: i64,
    },
    /// No anchor was found where one is kept.
    AnchorMissing,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::ChangeAltered { seq } => write!(f, "change {seq}: altered since it was sealed"),
            Finding::OutOfOrder { seq } => write!(f, "change {seq}: its instant does not follow"),
            Finding::ChangesMissing { from, to } if from == to => write!(f, "change {from}: missing"),
            Finding::ChangesMissing { from, to } => write!(f, "changes {from} to {to}: missing"),
            Finding::SealMissing { seq } => write!(f, "change {seq}: without seal"),
            Finding::FactsAltered { seq } => write!(f, "change {seq}: its facts were altered"),
            Finding::FactWithoutChange { table, row } => write!(f, "{table} {row}: without change"),
            Finding::TableUnreadable { table } => write!(f, "{table}: unreadable"),
            Finding::HeadDiffers { scope } => write!(f, "head of {scope}: not its last change"),
            Finding::Truncated { anchored, last } => {
                write!(f, "the journal ends at {last} and was anchored at {anchored}: cut short")
            }
            Finding::AnchorDiffers { seq } => write!(f, "change {seq}: not the one that was anchored"),
            Finding::AnchorMissing => write!(f, "the anchor is missing"),
        }
    }
}

/// Seals the change that has just been inserted.
pub(super) fn seal(tx: &mut Transaction<'_>, change: &ChangeRow) -> Result<(), Problem> {
    let previous = last_seal(tx)?;
    let hash = chain(&previous.hash, change)?;
    diesel::insert_into(seals::table)
        .values((seals::seq.eq(change.seq), seals::hash.eq(hash)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The last seal; that of origin when there is none.
///
/// # Errors
/// `Query`.
pub fn last_seal(connection: &mut Connection) -> Result<Anchor, Problem> {
    let last: Option<(i64, String)> = seals::table
        .order(seals::seq.desc())
        .select((seals::seq, seals::hash))
        .first(connection)
        .optional()?;
    Ok(last.map_or_else(Anchor::origin, |(seq, hash)| Anchor { seq, hash }))
}

/// The seal of a change; that of origin for 0.
pub(super) fn seal_at(connection: &mut Connection, seq: i64) -> Result<Option<Anchor>, Problem> {
    if seq == 0 {
        return Ok(Some(Anchor::origin()));
    }
    let hash: Option<String> = seals::table.find(seq).select(seals::hash).first(connection).optional()?;
    Ok(hash.map(|hash| Anchor { seq, hash }))
}

fn chain(previous: &str, change: &ChangeRow) -> Result<String, Problem> {
    let entry = serde_json::to_vec(change).map_err(|error| Problem::Corrupt {
        table: "changes",
        id: change.id.clone(),
        what: error.to_string(),
    })?;
    let hash = Sha256::new().chain_update(previous.as_bytes()).chain_update(entry).finalize();
    Ok(hexadecimal(hash))
}

/// Computes every digest and every seal again, from all rows of the database, and compares.
///
/// Memory: 32 bytes for each row of facts, twice when it is superseded, and the seals.
///
/// # Errors
/// `Query` only when the journal itself cannot be read.
pub fn verify(connection: &mut Connection, anchor: Option<&Anchor>) -> Result<Report, Problem> {
    let mut check = Verification::new(read_seals(connection)?);
    check.walk_changes(connection)?;
    macro_rules! walk_facts {
        ($($field:ident: $type:ty),+ $(,)?) => { $(check.walk_facts::<$type>(connection)?;)+ };
    }
    with_nouns!(walk_facts);
    check.compare_digests();
    check.compare_heads(connection)?;
    if let Some(anchor) = anchor {
        check.compare_anchor(anchor);
    }
    let last = check.seals.last_key_value();
    let last = last.map_or_else(Anchor::origin, |(seq, hash)| Anchor { seq: *seq, hash: hash.clone() });
    check.findings.sort();
    Ok(Report { changes: check.changes, facts: check.facts, last, findings: check.findings })
}

fn read_seals(connection: &mut Connection) -> Result<BTreeMap<i64, String>, Problem> {
    let all = seals::table.select((seals::seq, seals::hash)).load::<(i64, String)>(connection)?;
    Ok(all.into_iter().collect())
}

/// What is kept of a change while facts are read.
struct Sealed {
    seq: i64,
    at: NaiveDateTime,
    stored: String,
    digest: FactsDigest,
}

struct Verification {
    seals: BTreeMap<i64, String>,
    sealed: HashMap<String, Sealed>,
    last_of: BTreeMap<String, i64>,
    changes: u64,
    facts: u64,
    findings: Vec<Finding>,
}

impl Verification {
    fn new(seals: BTreeMap<i64, String>) -> Self {
        let (sealed, last_of) = (HashMap::new(), BTreeMap::new());
        Self { seals, sealed, last_of, changes: 0, facts: 0, findings: Vec::new() }
    }

    fn walk_changes(&mut self, connection: &mut Connection) -> Result<(), Problem> {
        let (mut last_seq, mut last_at) = (0, None);
        // What the next seal is chained to: the seal as stored, so that one alteration is found once.
        let mut previous = Anchor::origin().hash;
        loop {
            let page = changes::table
                .filter(changes::seq.gt(last_seq))
                .order(changes::seq)
                .limit(PAGE)
                .select(ChangeRow::as_select())
                .load(connection)?;
            if page.is_empty() {
                break;
            }
            for change in page {
                self.missing_between(last_seq, change.seq);
                if change.seq != last_seq.saturating_add(1) {
                    previous = self.seals.get(&change.seq.saturating_sub(1)).cloned().unwrap_or_default();
                }
                let expected = chain(&previous, &change)?;
                match self.seals.get(&change.seq) {
                    None => {
                        self.findings.push(Finding::SealMissing { seq: change.seq });
                        previous = expected;
                    }
                    Some(seal) => {
                        if *seal != expected {
                            self.findings.push(Finding::ChangeAltered { seq: change.seq });
                        }
                        previous.clone_from(seal);
                    }
                }
                if last_at.is_some_and(|last| change.at <= last) {
                    self.findings.push(Finding::OutOfOrder { seq: change.seq });
                }
                (last_seq, last_at) = (change.seq, Some(change.at));
                self.changes += 1;
                // An event changes no fact, so it moves no head.
                if change.kind.is_none() {
                    let scope = change.establishment_id.unwrap_or_else(|| "reference".to_owned());
                    self.last_of.insert(scope, change.seq);
                }
                let (seq, at, stored) = (change.seq, change.at, change.facts_digest);
                self.sealed.insert(change.id, Sealed { seq, at, stored, digest: FactsDigest::default() });
            }
        }
        // Seals after the last change tell of changes that are gone.
        if let Some(last_sealed) = self.seals.last_key_value().map(|(seq, _)| *seq) {
            self.missing_between(last_seq, last_sealed.saturating_add(1));
        }
        Ok(())
    }

    /// Notes the numbers strictly between two as missing.
    fn missing_between(&mut self, before: i64, after: i64) {
        let (from, to) = (before.saturating_add(1), after.saturating_sub(1));
        if from <= to {
            self.findings.push(Finding::ChangesMissing { from, to });
        }
    }

    fn walk_facts<T: StoredFact>(&mut self, connection: &mut Connection) -> Result<(), Problem> {
        let table = T::NOUN.name();
        let mut after = String::new();
        loop {
            let page = match T::Row::page(connection, &after, PAGE) {
                Ok(page) => page,
                // A value of the wrong type was written by other means than ours.
                Err(Error::DeserializationError(_)) => {
                    self.findings.push(Finding::TableUnreadable { table });
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            };
            let Some(last) = page.last() else { return Ok(()) };
            after = last.witness().id.to_owned();
            for row in &page {
                self.fact(table, row)?;
            }
        }
    }

    fn fact<R: FactRow>(&mut self, table: &'static str, row: &R) -> Result<(), Problem> {
        self.facts += 1;
        let witness = row.witness();
        match self.sealed.get_mut(witness.change_id) {
            Some(change) => change.digest.recorded(table, row)?,
            None => self.findings.push(Finding::FactWithoutChange { table, row: witness.id.to_owned() }),
        }
        match witness.superseded_by {
            None if witness.superseded_at == Instant::NEVER.naive() => {}
            Some(by) if self.sealed.get(by).is_some_and(|change| change.at == witness.superseded_at) => {
                let line = SupersededLine {
                    table,
                    id: witness.id,
                    subject_id: witness.subject_id,
                    valid_from: witness.valid_from,
                    change_id: witness.change_id,
                    superseded_at: witness.superseded_at,
                };
                if let Some(change) = self.sealed.get_mut(by) {
                    change.digest.superseded(&line)?;
                }
            }
            // The change that superseded it, if there is one, will miss it too.
            _ => self.findings.push(Finding::FactWithoutChange { table, row: witness.id.to_owned() }),
        }
        Ok(())
    }

    fn compare_digests(&mut self) {
        for (_, change) in self.sealed.drain() {
            if change.digest.finish() != change.stored {
                self.findings.push(Finding::FactsAltered { seq: change.seq });
            }
        }
    }

    fn compare_heads(&mut self, connection: &mut Connection) -> Result<(), Problem> {
        let stored: BTreeMap<String, i64> = heads::table
            .select((heads::scope, heads::seq))
            .load::<(String, i64)>(connection)?
            .into_iter()
            .collect();
        let scopes: std::collections::BTreeSet<&String> = stored.keys().chain(self.last_of.keys()).collect();
        for scope in scopes {
            if stored.get(scope) != self.last_of.get(scope) {
                self.findings.push(Finding::HeadDiffers { scope: scope.clone() });
            }
        }
        Ok(())
    }

    fn compare_anchor(&mut self, anchor: &Anchor) {
        let last = self.seals.last_key_value().map_or(0, |(seq, _)| *seq);
        let origin = Anchor::origin();
        let here = if anchor.seq == 0 { Some(&origin.hash) } else { self.seals.get(&anchor.seq) };
        if last < anchor.seq {
            self.findings.push(Finding::Truncated { anchored: anchor.seq, last });
        } else if here != Some(&anchor.hash) {
            self.findings.push(Finding::AnchorDiffers { seq: anchor.seq });
        }
    }
}
