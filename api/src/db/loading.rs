//! What has been loaded of establishments: the last extract in force, the imports that wait, the last change. Grouped
//! statements, as many for a hundred establishments as for one.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use shared::contract::imports::ImportState;
use shared::id::{EstablishmentId, ImportId};
use shared::time::{Day, Instant};
use uuid::Uuid;

use super::Connection;
use super::problem::Problem;
use super::schema::{changes, imports};
use crate::authz::{Admission, Scope};

/// The states of an import that waits for somebody.
const WAITING: [ImportState; 5] = [
    ImportState::Received,
    ImportState::NeedsMapping,
    ImportState::Planned,
    ImportState::AwaitingConfirmation,
    ImportState::Stale,
];

/// What has been loaded of one establishment.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// When anything was last recorded.
    pub last_change_at: Option<Instant>,
    /// Imports that wait.
    pub waiting: u32,
    /// The last extract applied and not undone.
    pub extract: Option<Extract>,
}

/// An extract that was applied.
#[derive(Debug, Clone)]
pub struct Extract {
    /// When.
    pub applied_at: Instant,
    /// By whom.
    pub author: String,
    /// Name of the file.
    pub file_name: Option<String>,
    /// Day of the extraction.
    pub extracted_on: Option<Day>,
    /// The import it came by, with the lines refused then.
    pub import: Option<(ImportId, Option<u32>)>,
}

/// What has been loaded of the establishments of a scope, by id. `operation` is that of an extract.
///
/// # Errors
/// `Query`, `Corrupt`.
pub fn of_establishments(
    connection: &mut Connection,
    scope: &Scope,
    ids: &[EstablishmentId],
    operation: &str,
    known_at: Instant,
) -> Result<BTreeMap<EstablishmentId, Loaded>, Problem> {
    let ids = ids.iter().filter(|id| scope.admits_register(**id) == Admission::Admitted);
    let ids: Vec<String> = ids.map(EstablishmentId::to_string).collect();
    let at = known_at.naive();
    let own = || {
        changes::table
            .filter(changes::establishment_id.eq_any(&ids))
            .filter(changes::kind.is_null())
            .filter(changes::at.le(at))
    };
    let last: Vec<(Option<String>, Option<NaiveDateTime>)> = own()
        .group_by(changes::establishment_id)
        .select((changes::establishment_id, max(changes::at)))
        .load(connection)?;
    let undone: Vec<String> = own()
        .filter(changes::undoes.is_not_null())
        .select(changes::undoes.assume_not_null())
        .load(connection)?;
    let newest: Vec<(Option<String>, Option<i64>)> = own()
        .filter(changes::operation.eq(operation))
        .filter(changes::id.ne_all(undone))
        .group_by(changes::establishment_id)
        .select((changes::establishment_id, max(changes::seq)))
        .load(connection)?;
    let newest: Vec<i64> = newest.into_iter().filter_map(|(_, seq)| seq).collect();
    type Row = (String, Option<String>, NaiveDateTime, String, Option<String>, Option<NaiveDate>);
    let extracts: Vec<Row> = changes::table
        .filter(changes::seq.eq_any(newest))
        .select((
            changes::id,
            changes::establishment_id,
            changes::at,
            changes::author,
            changes::source_name,
            changes::extracted_on,
        ))
        .load(connection)?;
    let applied: Vec<&String> = extracts.iter().map(|row| &row.0).collect();
    let sent: Vec<(Option<String>, String, Option<String>)> = imports::table
        .filter(imports::change_id.eq_any(applied))
        .select((imports::change_id, imports::id, imports::summary))
        .load(connection)?;
    let waiting: Vec<(String, i64)> = imports::table
        .filter(imports::establishment_id.eq_any(&ids))
        .filter(imports::state.eq_any(WAITING.map(ImportState::name)))
        .group_by(imports::establishment_id)
        .select((imports::establishment_id, count_star()))
        .load(connection)?;
    let mut loaded: BTreeMap<EstablishmentId, Loaded> = BTreeMap::new();
    for (id, at) in last {
        loaded.entry(establishment(id)?).or_default().last_change_at = at.map(Instant::from);
    }
    for (id, count) in waiting {
        loaded.entry(establishment(Some(id))?).or_default().waiting =
            u32::try_from(count).unwrap_or(u32::MAX);
    }
    for (change, id, at, author, file_name, extracted_on) in extracts {
        let import = sent.iter().find(|(by, ..)| by.as_deref() == Some(change.as_str()));
        let import = import.and_then(|(_, id, summary)| {
            Some((Uuid::parse_str(id).ok()?.into(), summary.as_deref().and_then(refused_rows)))
        });
        loaded.entry(establishment(id)?).or_default().extract = Some(Extract {
            applied_at: at.into(),
            author,
            file_name,
            extracted_on: extracted_on.map(Day::from),
            import,
        });
    }
    Ok(loaded)
}

/// The number of refused rows in the summary of an import.
fn refused_rows(summary: &str) -> Option<u32> {
    let summary: serde_json::Value = serde_json::from_str(summary).ok()?;
    u32::try_from(summary.get("refused_rows")?.as_u64()?).ok()
}

fn establishment(id: Option<String>) -> Result<EstablishmentId, Problem> {
    let id = id.unwrap_or_default();
    id.parse().map_err(|_| Problem::Corrupt {
        table: "changes",
        id,
        what: "establishment_id: the id is not a UUID".to_owned(),
    })
}
