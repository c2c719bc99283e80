//! An import as people and programs see it, and the summary of its plan that is kept with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::catalogue;
use shared::contract::Coded;
use shared::contract::imports::{
    ConfirmationView, FieldView, FindingCounts, ImportColumn, ImportState, ImportView, NounCounts, ThingName,
    UnknownCodeView,
};
use shared::fact::Noun;
use shared::habilitation::{Right, Rubric};
use shared::import::sirh::codes::Domain;
use shared::import::sirh::field::Field;
use shared::import::sirh::profile::{Column, RankName};
use shared::import::state::{self, ImportAction};
use shared::plan::{Plan, Severity};
use shared::quotity::QuotityUnit;
use smol_str::SmolStr;

use crate::app::establishments::Home;
use crate::app::item_sight::ItemSight;
use crate::app::sirh::Planned;
use crate::app::{Ctx, Failure, changes};
use crate::db::imports::Import;
use crate::db::{self, Connection};

/// What is told of a plan without reading it whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Summary {
    pub(super) reading: Value,
    pub(super) columns: Vec<ImportColumn>,
    pub(super) rows: u32,
    pub(super) refused_rows: u32,
    #[serde(default)]
    partly_refused_people: u32,
    pub(super) empty: bool,
    pub(super) counts: Vec<NounCounts>,
    pub(super) findings: FindingCounts,
    unknown_codes: Vec<Unknown>,
    choices: BTreeMap<String, Vec<Coded>>,
    pub(super) confirmations: Vec<ConfirmationView>,
    /// Whether a mandatory column is missing.
    pub(super) needs_mapping: bool,
    /// What the undo of the import left as it was.
    #[serde(default)]
    kept_things: u32,
    #[serde(default)]
    kept: Vec<ThingName>,
}

/// A code to map; its choices are kept once for its domain.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Unknown {
    domain: String,
    code: String,
    count: u32,
    proposal: Option<String>,
}

impl Summary {
    pub(super) fn of(planned: &Planned) -> Summary {
        let plan = &planned.plan;
        let count = |severity: Severity| {
            small(plan.findings.iter().filter(|finding| finding.severity == severity).count())
        };
        let mut choices = BTreeMap::new();
        for unknown in &plan.unknown_codes {
            choices
                .entry(unknown.domain.to_string())
                .or_insert_with(|| choices_of(&planned.home, &unknown.domain));
        }
        Summary {
            reading: reading(plan),
            columns: planned.columns.iter().enumerate().map(|(at, column)| column_view(at, column)).collect(),
            rows: small(planned.rows),
            refused_rows: small(shared::import::sirh::plan::refused(plan)),
            partly_refused_people: plan.partly_refused,
            empty: plan.is_empty(),
            counts: counts(plan),
            findings: FindingCounts {
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                infos: count(Severity::Info),
            },
            unknown_codes: plan
                .unknown_codes
                .iter()
                .map(|unknown| Unknown {
                    domain: unknown.domain.to_string(),
                    code: unknown.code.to_string(),
                    count: unknown.count,
                    proposal: unknown.proposal.as_ref().map(SmolStr::to_string),
                })
                .collect(),
            choices,
            confirmations: plan
                .confirmations
                .iter()
                .map(|question| ConfirmationView {
                    code: question.code.to_string(),
                    people: question.people,
                    active: question.active,
                    message: question.message.clone(),
                })
                .collect(),
            needs_mapping: plan.errors().any(|finding| finding.code == "column.missing"),
            kept_things: 0,
            kept: Vec::new(),
        }
    }

    /// The same, with what its undo left as it was; as it is stored.
    pub(super) fn keeping(mut self, kept: &[(Noun, SmolStr)]) -> Result<String, Failure> {
        self.kept_things = small(kept.len());
        let named = kept.iter().take(changes::NAMED);
        self.kept = named
            .map(|(noun, key)| ThingName { entity: noun.name().to_owned(), key: key.to_string() })
            .collect();
        self.json()
    }

    /// As it is stored.
    pub(super) fn json(&self) -> Result<String, Failure> {
        serde_json::to_string(self).map_err(|error| Failure::machine("keeping a plan", error))
    }

    pub(super) fn stored(import: &Import) -> Summary {
        // A summary that an older program wrote in another form is told as none: the plan is made again.
        import.summary.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    pub(super) fn unknown_codes(self) -> Vec<UnknownCodeView> {
        let Summary { unknown_codes, choices, .. } = self;
        unknown_codes
            .into_iter()
            .map(|unknown| UnknownCodeView {
                choices: choices.get(&unknown.domain).cloned().unwrap_or_default(),
                domain: unknown.domain,
                code: unknown.code,
                count: unknown.count,
                proposal: unknown.proposal,
            })
            .collect()
    }
}

/// Counts are told up to four thousand millions.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How the file was understood; its columns are told apart.
fn reading(plan: &Plan) -> Value {
    let Some(Value::Object(known)) = &plan.reading else { return json!({}) };
    let mut told = known.get("file").and_then(Value::as_object).cloned().unwrap_or_default();
    for name in ["heading_line", "learned"] {
        told.insert(name.to_owned(), known.get(name).cloned().unwrap_or_default());
    }
    Value::Object(told)
}

fn counts(plan: &Plan) -> Vec<NounCounts> {
    plan.counts()
        .into_iter()
        .map(|(noun, counts)| NounCounts {
            noun: noun.name().to_owned(),
            create: counts.create,
            change: counts.change,
            close: counts.close,
            unchanged: counts.unchanged,
        })
        .collect()
}

pub(crate) fn column_view(at: usize, (column, samples): &(Column, Vec<SmolStr>)) -> ImportColumn {
    ImportColumn {
        position: small(at),
        heading: column.heading.to_string(),
        field: column.field.map(Field::name),
        group: column.group,
        rank: column.rank.map(|rank| rank_name(rank).to_owned()),
        unit: column.unit.map(unit_name),
        own_time: column.own_time,
        confidence: column.confidence,
        samples: samples.iter().map(SmolStr::to_string).collect(),
    }
}

pub(super) const fn rank_name(rank: RankName) -> &'static str {
    match rank {
        RankName::Main => "main",
        RankName::Secondary => "secondary",
    }
}

fn unit_name(unit: QuotityUnit) -> String {
    // A unit is written as a plain string, so nothing is lost by the default.
    serde_json::to_value(unit).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What codes of a domain may be mapped to.
fn choices_of(home: &Home, domain: &str) -> Vec<Coded> {
    let Some(domain) = Domain::from_wire(domain) else { return Vec::new() };
    let mut choices: Vec<Coded> = match domain.list() {
        Some(list) => {
            let entries = home.reference.nomenclatures.list(list);
            entries
                .map(|entry| Coded {
                    code: entry.value.code.to_string(),
                    label: entry.value.label.to_string(),
                })
                .collect()
        }
        None if domain == Domain::Structure => {
            let structures = home.facts.structures.segments();
            structures
                .map(|(_, segment)| Coded {
                    code: segment.value.number.to_string(),
                    label: segment.value.label.to_string(),
                })
                .collect()
        }
        None => Vec::new(),
    };
    choices.sort_by(|a, b| a.code.cmp(&b.code));
    // A code or a structure that changed its label is offered once, under its last one.
    choices.reverse();
    choices.dedup_by(|a, b| a.code == b.code);
    choices.reverse();
    choices
}

/// Whether a job waits or works on an import.
pub(super) fn is_working(connection: &mut Connection, import: &Import) -> Result<bool, Failure> {
    Ok(!db::jobs::working_on(connection, &[import.id.to_string()])?.is_empty())
}

/// What the caller may do with an import now; `working` says whether a job waits or works on it.
pub(super) fn allowed(
    ctx: &Ctx,
    connection: &mut Connection,
    import: &Import,
    working: bool,
) -> Result<Vec<String>, Failure> {
    let may = ctx.may(connection, Rubric::Imports, Right::Modify, Some(import.establishment))?;
    let mut allowed = state::allowed_actions(import.state, working, |right| right == Right::Modify && may);
    if import.original_removed_at.is_some() {
        allowed.retain(|name| ImportAction::from_name(name).is_none_or(|action| !action.needs_original()));
    }
    if import.change.is_none() {
        // A file that changed nothing leaves nothing to take back.
        allowed.retain(|action| action != ImportAction::Undo.name());
    }
    Ok(allowed)
}

/// An import, as the caller sees it.
pub(super) fn of(ctx: &Ctx, connection: &mut Connection, import: Import) -> Result<ImportView, Failure> {
    let working = is_working(connection, &import)?;
    let allowed_actions = allowed(ctx, connection, &import, working)?;
    let summary = Summary::stored(&import);
    let mut columns = summary.columns.clone();
    if columns.iter().any(|column| !column.samples.is_empty()) {
        let sight = ItemSight::of(ctx, connection, Some(import.establishment))?;
        for column in &mut columns {
            if !sight.reads_column(import.kind, column.field.as_deref().and_then(Field::from_name)) {
                column.samples.clear();
            }
        }
    }
    let mut failure = import.failure;
    if failure.is_none() && import.state == ImportState::Received && !working {
        // Left unread: only the job knows why, and not everybody who may send the file may see the job.
        let job = import.job.map(|job| db::jobs::find(connection, job)).transpose()?.flatten();
        failure = job.and_then(|job| job.failure);
    }
    let mut kept = Vec::new();
    if !summary.kept.is_empty() {
        let sight = ItemSight::of(ctx, connection, Some(import.establishment))?;
        for thing in &summary.kept {
            let noun = Noun::ALL.into_iter().find(|noun| noun.name() == thing.entity);
            let key = noun.and_then(|noun| sight.key(noun, &thing.key));
            kept.extend(key.map(|key| ThingName { entity: thing.entity.clone(), key }));
        }
    }
    Ok(ImportView {
        id: import.id,
        establishment: import.finess,
        kind: import.kind,
        mode: import.mode,
        state: import.state,
        file_name: import.file_name,
        file_size: import.file_size,
        file_hash: import.file_hash,
        extracted_on: import.extracted_on.or(import.asked_on),
        author: import.author,
        created_at: import.created_at,
        profile: import.profile,
        job: import.job,
        working,
        reading: if summary.reading.is_null() { json!({}) } else { summary.reading.clone() },
        columns,
        rows: summary.rows,
        refused_rows: summary.refused_rows,
        partly_refused_people: summary.partly_refused_people,
        empty: summary.empty,
        counts: summary.counts.clone(),
        findings: summary.findings.clone(),
        confirmations: summary.confirmations.clone(),
        change: import.change,
        undone_by: import.undone_by,
        kept_things: summary.kept_things,
        kept,
        unknown_codes: summary.unknown_codes(),
        failure,
        original_removed_at: import.original_removed_at,
        version: import.version,
        allowed_actions,
    })
}

/// The fields that a column may mean.
pub fn fields() -> Vec<FieldView> {
    Field::ALL
        .into_iter()
        .map(|field| FieldView {
            field: field.name(),
            label: catalogue::sirh::field_name(field).to_owned(),
            mandatory: field.is_mandatory(),
            has_unit: field.is_quotity(),
        })
        .collect()
}
