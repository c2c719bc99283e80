//! The plan of an import in pages: what it would change, what it says of the lines; and the queue of codes to map.
//!
//! Lines are read one by one from their compressed form, so that the largest plan costs no more memory than its page.

use serde::de::DeserializeOwned;
use shared::catalogue::imports as texts;
use shared::contract::imports::{FindingView, ImportState, PlanItemView, UnknownCodeView};
use shared::contract::lists::Test;
use shared::fact::Noun;
use shared::habilitation::Rubric;
use shared::id::ImportId;
use shared::import::value::plain;
use shared::problem::Code;

use super::load;
use super::reading::changed;
use super::view::Summary;
use crate::app::item_sight::ItemSight;
use crate::app::listing::{Condition, Field, admits, text};
use crate::app::{Ctx, Failure};
use crate::db;
use crate::db::imports::{Filter, Stored};

/// Open imports among which codes to map are looked for.
const RECENT: i64 = 500;

/// Which changes of a plan are shown.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// Conditions on `entity`, `action`, `changed`.
    pub conditions: Vec<Condition>,
    /// A part of the key, without case, accents and signs.
    pub q: Option<String>,
}

impl ItemFilter {
    fn keeps(&self, item: &PlanItemView) -> bool {
        let changed = self.conditions.iter().filter(|condition| condition.field.name == "changed");
        admits(&self.conditions, "entity", &item.entity)
            && admits(&self.conditions, "action", &item.action)
            && self.q.as_deref().is_none_or(|q| plain(&item.key).contains(&plain(q)))
            && (changed.count() == 0
                || item.changed.iter().any(|field| admits(&self.conditions, "changed", field)))
    }
}

/// Which findings are shown.
#[derive(Debug, Clone, Default)]
pub struct FindingFilter {
    /// Conditions on `severity` and `code`.
    pub conditions: Vec<Condition>,
    /// A part of the column, the value or the message, without case, accents and signs; or the number of a line.
    pub q: Option<String>,
}

impl FindingFilter {
    /// What refuses a line.
    pub fn errors() -> FindingFilter {
        let column = text("severity");
        let field = Field::new("severity", column, Rubric::Imports, "");
        let test = Test::Among(vec!["error".to_owned()]);
        FindingFilter { conditions: vec![Condition { field, test }], q: None }
    }

    fn keeps(&self, finding: &FindingView) -> bool {
        let says = |q: &str| {
            let texts = [finding.column.as_deref(), finding.value.as_deref(), Some(&finding.message)];
            let on_line = finding.line.is_some_and(|line| line.to_string() == q.trim());
            on_line || texts.into_iter().flatten().any(|text| plain(text).contains(&plain(q)))
        };
        admits(&self.conditions, "severity", &finding.severity)
            && admits(&self.conditions, "code", &finding.code)
            && self.q.as_deref().is_none_or(says)
    }
}

/// A page of a plan.
#[derive(Debug, Clone)]
pub struct PlanPage<T> {
    /// Lines.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<u64>,
    /// Lines that the filter keeps, when it was asked.
    pub total: Option<u64>,
    /// Version of the import: another one has another plan.
    pub version: i64,
}

/// `shown` gives a line as the caller may see it, and `keeps` is asked of that: a filter tells nothing that is hidden.
fn page<T: DeserializeOwned>(
    lines: Option<Stored<T>>,
    shown: impl Fn(T) -> Option<T>,
    keeps: impl Fn(&T) -> bool,
    (after, limit, counts): (u64, usize, bool),
    version: i64,
) -> Result<PlanPage<T>, Failure> {
    let lines = lines.ok_or_else(|| Failure::refused(Code::TransitionRefused, texts::NO_PLAN))?;
    let mut found = PlanPage { items: Vec::new(), next: None, total: None, version };
    let mut total = 0_u64;
    for line in lines {
        let Some(line) = shown(line?).filter(&keeps) else { continue };
        total += 1;
        if total <= after {
            continue;
        }
        if found.items.len() < limit {
            found.items.push(line);
            continue;
        }
        found.next = Some(after.saturating_add(limit as u64));
        if !counts {
            return Ok(found);
        }
    }
    found.total = counts.then_some(total);
    Ok(found)
}

/// What the plan of an import would change, as the caller may see it, from a place on; `counts` asks for the total.
///
/// # Errors
/// `request.not_found`, `right.missing`, `transition.refused` when there is no plan yet; failures of the database.
pub fn items(
    ctx: &Ctx,
    id: ImportId,
    filter: &ItemFilter,
    (after, limit, counts): (u64, usize, bool),
) -> Result<PlanPage<PlanItemView>, Failure> {
    let (lines, version, sight, library) = ctx.database.read(|connection| {
        let import = load(ctx, connection, id)?;
        let sight = ItemSight::of(ctx, connection, Some(import.establishment))?;
        let library = ctx.shelf.library(connection)?;
        Ok::<_, Failure>((db::imports::items(connection, &import)?, import.version, sight, library))
    })?;
    let shown = |mut item: PlanItemView| {
        let noun = Noun::ALL.into_iter().find(|noun| noun.name() == item.entity)?;
        if !sight.reads(noun) {
            return None;
        }
        sight.hide(&library, noun, &mut item.key, [&mut item.before, &mut item.after]);
        item.changed = changed(&item.before, &item.after);
        Some(item)
    };
    page(lines, shown, |item| filter.keeps(item), (after, limit, counts), version)
}

/// What the plan of an import says of lines, columns and the file, from a place on.
///
/// # Errors
/// As [`items`].
pub fn findings(
    ctx: &Ctx,
    id: ImportId,
    filter: &FindingFilter,
    (after, limit, counts): (u64, usize, bool),
) -> Result<PlanPage<FindingView>, Failure> {
    let (lines, version, sight, kind) = ctx.database.read(|connection| {
        let import = load(ctx, connection, id)?;
        let sight = ItemSight::of(ctx, connection, Some(import.establishment))?;
        Ok::<_, Failure>((db::imports::findings(connection, &import)?, import.version, sight, import.kind))
    })?;
    let shown = |mut finding: FindingView| {
        if finding.line.is_some() && !sight.reads_file(kind) {
            // A value may be the reason of an absence; the sentence itself may name somebody.
            (finding.value, finding.suggestion) = (None, None);
            if !sight.reads_people(kind) {
                finding.message = texts::FINDING_HIDDEN.to_owned();
            }
        }
        Some(finding)
    };
    page(lines, shown, |finding| filter.keeps(finding), (after, limit, counts), version)
}

/// The codes that open imports of an establishment ask for, each with its import; newest imports first.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn unmapped(ctx: &Ctx, finess: &str) -> Result<Vec<(ImportId, UnknownCodeView)>, Failure> {
    let filter = Filter {
        states: ImportState::ALL.into_iter().filter(|state| state.is_open()).collect(),
        limit: RECENT,
        ..Filter::default()
    };
    let imports = ctx.database.read(|connection| {
        let scope = ctx.list_scope(connection, Rubric::Imports, ctx.today)?;
        Ok::<_, Failure>(db::imports::list(connection, &scope, &filter)?)
    })?;
    let mut queue: Vec<(ImportId, UnknownCodeView)> = Vec::new();
    for import in imports.into_iter().filter(|import| import.finess == finess) {
        for unknown in Summary::stored(&import).unknown_codes() {
            let known = |(_, other): &(ImportId, UnknownCodeView)| {
                (&other.domain, &other.code) == (&unknown.domain, &unknown.code)
            };
            if !queue.iter().any(known) {
                queue.push((import.id, unknown));
            }
        }
    }
    Ok(queue)
}
