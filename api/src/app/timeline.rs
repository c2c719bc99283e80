//! Everything about one practitioner on one line of time, by lanes, as far as each rubric may be read.

use shared::affectation::Affectation;
use shared::career::{Contract, ExercisePeriod, Position, Status, Step};
use shared::catalogue::timeline as texts;
use shared::contract::people::{Lane, PractitionerTimeline, Span};
use shared::convention::ConventionShare;
use shared::habilitation::Rubric;
use shared::headship::Headship;
use shared::id::PractitionerId;
use shared::practitioner::Practitioner;
use shared::quotity::Quotity;
use shared::time::View;

use super::listing::text;
use super::naming::{Naming, Wanted};
use super::practitioners::PRACTITIONER;
use super::reading::{Shown as _, Sight};
use super::{Ctx, Failure, positions, traces};
use crate::db::Connection;
use crate::db::lists::{self, Entry};
use crate::db::rows::StoredFact;

/// The rubrics of the lanes, and what is hidden in them.
const RUBRICS: &[Rubric] = &[
    Rubric::Practitioners,
    Rubric::Careers,
    Rubric::AbsencesSensitive,
    Rubric::Affectations,
    Rubric::Conventions,
    Rubric::Exercise,
    Rubric::Headships,
];

struct Lanes<'a> {
    connection: &'a mut Connection,
    sight: &'a Sight,
    id: PractitionerId,
    view: View,
}

impl Lanes<'_> {
    /// All that is known of the person in one noun, when its rubric may be read.
    fn facts<T: StoredFact>(&mut self, rubric: Rubric) -> Result<Vec<Entry<T>>, Failure> {
        let Some(scope) = self.sight.scope(rubric) else { return Ok(Vec::new()) };
        let about = (PRACTITIONER, vec![self.id.to_string()]);
        Ok(lists::referring::<T>(self.connection, scope, about, None, self.view.known_at)?)
    }
}

/// The lanes of a practitioner as known at an instant. A lane that has nothing is left out.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn of_practitioner(ctx: &Ctx, id: PractitionerId, view: View) -> Result<PractitionerTimeline, Failure> {
    let lanes = ctx.database.read(|connection| {
        let own = ctx.scope(connection, Rubric::Practitioners, view.as_of)?;
        let library = ctx.shelf.library(connection)?;
        let record = (text("subject_id"), vec![id.to_string()]);
        if lists::referring::<Practitioner>(connection, &own, record, None, view.known_at)?.is_empty() {
            // The same refusal as for the person itself.
            lists::find::<Practitioner>(connection, &own, id, view)?;
        }
        let sight = Sight::of(ctx, connection, RUBRICS, view)?;
        let mut lanes = Lanes { connection: &mut *connection, sight: &sight, id, view };
        let statuses = lanes.facts::<Status>(Rubric::Practitioners)?;
        let held = lanes.facts::<Position>(Rubric::Careers)?;
        let steps = lanes.facts::<Step>(Rubric::Careers)?;
        let contracts = lanes.facts::<Contract>(Rubric::Careers)?;
        let lines = lanes.facts::<Affectation>(Rubric::Affectations)?;
        let conventions = lanes.facts::<ConventionShare>(Rubric::Conventions)?;
        let exercise = lanes.facts::<ExercisePeriod>(Rubric::Exercise)?;
        let headships = lanes.facts::<Headship>(Rubric::Headships)?;
        let mut wanted = Wanted::default();
        for line in &lines {
            line.segment.value.refers(&mut wanted);
        }
        wanted.structures.extend(headships.iter().map(|one| one.segment.value.structure));
        let names = Naming::read(connection, &own, &library, &wanted, view)?;
        let label = |list: &str, code: &str| names.coded(list, code).label;
        let place = |id| names.structure(id).map(|one| format!("{} {}", one.number, one.label));
        let lanes = vec![
            lane(&statuses, |_, one| Shown {
                label: label("statuses", &one.status),
                quotity: one.quotity,
                details: one.local_code.iter().chain(&one.employer).map(ToString::to_string).collect(),
            }),
            lane(&held, |entry, one| {
                let hidden = positions::is_hidden(&names, &sight, entry.establishment, one);
                let shown = positions::coded(&names, &sight, entry.establishment, one);
                let code = one.local_code.iter().filter(|_| !hidden).map(ToString::to_string);
                let granted = one.granted_until.map(texts::granted_until);
                Shown { label: shown.label, quotity: None, details: code.chain(granted).collect() }
            }),
            lane(&steps, |_, one| Shown::named(texts::step(&one.step))),
            lane(&contracts, |_, one| Shown {
                label: label("statuses", &one.status),
                quotity: one.quotity,
                details: one.motive.iter().map(|code| label("contract_motives", code)).collect(),
            }),
            lane(&lines, |_, one| Shown {
                label: place(one.service.or(one.unit)).unwrap_or_else(|| texts::NO_SERVICE.to_owned()),
                quotity: Some(one.quotity),
                details: [
                    Some(texts::rank(one.rank).to_owned()),
                    names.post(one.post).map(|post| texts::post(&post.number)),
                    one.unit.filter(|_| one.service.is_some()).and_then(|unit| place(Some(unit))),
                ]
                .into_iter()
                .flatten()
                .collect(),
            }),
            lane(&conventions, |_, one| Shown {
                label: texts::convention(one.direction, &one.partner),
                quotity: Some(one.quotity),
                details: Some(one.number.to_string())
                    .filter(|number| !number.is_empty())
                    .into_iter()
                    .collect(),
            }),
            lane(&exercise, |_, one| Shown::named(label("exercise_modalities", &one.code))),
            lane(&headships, |_, one| Shown {
                label: label("headship_functions", &one.function),
                quotity: None,
                details: place(Some(one.structure)).into_iter().collect(),
            }),
        ];
        Ok::<_, Failure>(lanes.into_iter().filter(|lane| !lane.spans.is_empty()).collect())
    })?;
    traces::note_sheets(ctx, [id])?;
    Ok(PractitionerTimeline { lanes })
}

/// What people read of one fact.
struct Shown {
    label: String,
    quotity: Option<Quotity>,
    details: Vec<String>,
}

impl Shown {
    fn named(label: String) -> Shown {
        Shown { label, quotity: None, details: Vec::new() }
    }
}

fn lane<T: StoredFact>(entries: &[Entry<T>], shown: impl Fn(&Entry<T>, &T) -> Shown) -> Lane {
    let span = |entry: &Entry<T>| {
        let Shown { label, quotity, details } = shown(entry, &entry.segment.value);
        Span {
            id: entry.id.to_string(),
            valid_from: entry.segment.period.from(),
            valid_to: entry.segment.period.to(),
            label,
            quotity,
            details,
        }
    };
    let noun = match T::NOUN {
        shared::fact::Noun::ExercisePeriods => "exercise",
        noun => noun.name(),
    };
    Lane { noun: noun.to_owned(), spans: entries.iter().map(span).collect() }
}
