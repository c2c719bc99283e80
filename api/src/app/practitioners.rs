//! Practitioners: what may be asked of them, and what each one does on a day.
//!
//! No name, RPPS or birth day may be filtered on: these are searched by body ([`super::search`]). Refuses to show the id
//! of a person to who does not read the whole country: its first bits are the instant at which somebody knew the person.

use std::collections::{BTreeMap, BTreeSet};

use shared::affectation::{Affectation, Rank};
use shared::career::{Position, Status};
use shared::contract::facts::{PractitionerCreate, PractitionerEdit};
use shared::contract::people::{PractitionerView, Present};
use shared::habilitation::Rubric;
use shared::id::{EstablishmentId, IdSource as _, PractitionerId};
use shared::practitioner::Practitioner;
use shared::problem::Code;
use shared::time::Instant;
use smol_str::SmolStr;

use super::facts::{self, Made, Stated, edited, replaced, said};
use super::list_files::Exported;
use super::listing::{Field, Listing, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::positions;
use super::reading::{Reading, Shown, Sight};
use super::{Ctx, Failure, new_ids};
use crate::db::lists::{self, Column, Entry, Sort};
use crate::db::rows::StoredFact;
use crate::db::{self, Connection, Transaction};
use crate::export;

const RUBRIC: Rubric = Rubric::Practitioners;

/// Column by which facts of a career name the practitioner.
pub(super) const PRACTITIONER: Column = text("practitioner_id");

/// The practitioner of a fact, for the lists that are under one.
pub const OWN: Field = Field::new("practitioner", PRACTITIONER, RUBRIC, "Id of the practitioner");

/// Refuses a practitioner who does not exist for the caller, whatever the day.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn demand(ctx: &Ctx, id: PractitionerId) -> Result<(), Failure> {
    ctx.database.read(|connection| seen_at(ctx, connection, RUBRIC, id))?;
    Ok(())
}

/// What may be asked of the list of practitioners.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("person", text("person_id"), RUBRIC, "Id of the person").unsorted(),
        Field::new("matricule", text("matricule"), RUBRIC, "Number in the hospital's HR software"),
        Field::new("sex", text("sex"), RUBRIC, "`F`, `M` or `X`"),
        Field::new("speciality", text("speciality"), RUBRIC, "Code of `specialities`"),
        Field::new("exit_reason", text("exit_reason"), RUBRIC, "Why the person left"),
    ],
    search: &[],
    default_sort: &[
        Sort { column: text("usual_name"), descending: false },
        Sort { column: text("first_names"), descending: false },
    ],
    includes: &["present"],
    timed: true,
    guarded: &[("birth_date", Rubric::Careers)],
};

impl Shown for Practitioner {
    type View = PractitionerView;
    const LISTING: &'static Listing = &LISTING;
    const BESIDE: &'static [Rubric] =
        &[RUBRIC, Rubric::Careers, Rubric::AbsencesSensitive, Rubric::Affectations];

    fn refers(&self, _: &mut Wanted) {}

    fn person(view: &PractitionerView) -> Option<PractitionerId> {
        Some(view.id)
    }

    fn show(entry: &Entry<Practitioner>, names: &Naming<'_>, sight: &Sight) -> PractitionerView {
        let known = &entry.segment.value;
        let birth_date = known.birth_date;
        PractitionerView {
            id: entry.id,
            person: Some(known.person).filter(|_| sight.shows_nation(RUBRIC)),
            establishment: names.finess(entry.establishment),
            matricule: known.matricule.to_string(),
            rpps: owned(&known.rpps),
            birth_name: known.birth_name.to_string(),
            usual_name: known.usual_name.to_string(),
            first_names: known.first_names.to_string(),
            sex: owned(&known.sex),
            birth_date: birth_date.filter(|_| sight.shows(Rubric::Careers, entry.establishment, entry.id)),
            birth_year: birth_date.map(|day| day.year()),
            speciality: known.speciality.as_ref().map(|code| names.coded("specialities", code)),
            exit_reason: owned(&known.exit_reason),
            diplomas: known.diplomas.iter().map(ToString::to_string).collect(),
            present: None,
            stamp: stamp(entry),
        }
    }

    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<Practitioner>],
        items: &mut [PractitionerView],
        include: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        if include.contains("present") { present(reading, entries, items) } else { Ok(()) }
    }
}

/// Says what each one does on the day: three statements and the names, whatever the page.
fn present(
    reading: &mut Reading<'_>,
    entries: &[Entry<Practitioner>],
    items: &mut [PractitionerView],
) -> Result<(), Failure> {
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
    let statuses = by_person::<Status>(reading, RUBRIC, &ids, |fact| fact.practitioner)?;
    let positions = by_person::<Position>(reading, Rubric::Careers, &ids, |fact| fact.practitioner)?;
    let lines = by_person::<Affectation>(reading, Rubric::Affectations, &ids, |fact| fact.practitioner)?;
    let mut wanted = Wanted::default();
    for line in lines.values().flatten() {
        line.segment.value.refers(&mut wanted);
    }
    let Reading { connection, scope, library, sight, view, .. } = reading;
    let names = Naming::read(connection, scope, library, &wanted, *view)?;
    for item in items {
        // Of several employments, the one with the most time says what the person is.
        let status =
            statuses.get(&item.id).and_then(|held| held.iter().max_by_key(|one| one.segment.value.quotity));
        let position = positions.get(&item.id).and_then(|held| held.first());
        let held = lines.get(&item.id).map(Vec::as_slice).unwrap_or_default();
        let main = held.iter().find(|one| one.segment.value.rank == Rank::Main).or(held.first());
        let main = main.map(|line| &line.segment.value);
        item.present = Some(Present {
            status: status.map(|one| names.coded("statuses", &one.segment.value.status)),
            quotity: status.and_then(|one| one.segment.value.quotity),
            position: position
                .map(|one| positions::coded(&names, sight, one.establishment, &one.segment.value)),
            structure: main.and_then(|line| names.structure(line.service.or(line.unit))),
            post: main.and_then(|line| names.post(line.post)),
        });
    }
    Ok(())
}

/// The facts of some people on the day, when their rubric may be read.
fn by_person<T: StoredFact>(
    reading: &mut Reading<'_>,
    rubric: Rubric,
    ids: &[String],
    who: impl Fn(&T) -> PractitionerId,
) -> Result<BTreeMap<PractitionerId, Vec<Entry<T>>>, Failure> {
    let scope = if rubric == RUBRIC { Some(reading.scope) } else { reading.sight.scope(rubric) };
    let Some(scope) = scope else { return Ok(BTreeMap::new()) };
    let (day, known_at) = (Some(reading.view.as_of), reading.view.known_at);
    let facts =
        lists::referring::<T>(reading.connection, scope, (PRACTITIONER, ids.to_vec()), day, known_at)?;
    let mut found: BTreeMap<PractitionerId, Vec<Entry<T>>> = BTreeMap::new();
    for fact in facts {
        found.entry(who(&fact.segment.value)).or_default().push(fact);
    }
    Ok(found)
}

impl Exported for Practitioner {
    const COLUMNS: &'static [export::Column] = &[
        export::Column::text("establishment", "/establishment"),
        export::Column::text("matricule", "/matricule"),
        export::Column::text("rpps", "/rpps"),
        export::Column::text("usual_name", "/usual_name"),
        export::Column::text("birth_name", "/birth_name"),
        export::Column::text("first_names", "/first_names"),
        export::Column::text("sex", "/sex"),
        export::Column::day("birth_date", "/birth_date"),
        export::Column::text("birth_year", "/birth_year"),
        export::Column::text("speciality", "/speciality/code"),
        export::Column::text("speciality_label", "/speciality/label"),
        export::Column::text("exit_reason", "/exit_reason"),
        export::Column::day("valid_from", "/valid_from"),
        export::Column::day("valid_to", "/valid_to"),
        export::Column::text("id", "/id"),
    ];
}

impl Stated for Practitioner {
    const NAME: &'static str = "practitioner";
}

/// A new practitioner. Two records of one RPPS are one person.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: PractitionerCreate,
) -> Result<Made<PractitionerView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    let rpps = said(body.rpps);
    let known = rpps.as_ref().map(|rpps| db::facts::person_of_rpps(tx, rpps)).transpose()?;
    let value = Practitioner {
        person: known.flatten().unwrap_or_else(|| new_ids().next_id().into()),
        matricule: body.matricule.trim().into(),
        rpps,
        birth_name: body.birth_name.trim().into(),
        usual_name: body.usual_name.trim().into(),
        first_names: body.first_names.trim().into(),
        sex: said(body.sex),
        birth_date: body.birth_date,
        speciality: said(body.speciality),
        exit_reason: said(body.exit_reason),
        diplomas: body.diplomas.into_iter().map(SmolStr::from).collect(),
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of a practitioner.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PractitionerId,
    version: i64,
    body: PractitionerEdit,
) -> Result<Made<PractitionerView>, Failure> {
    facts::edit::<Practitioner>(ctx, tx, id, version, &body.effect, |own| Practitioner {
        person: own.person,
        matricule: edited(&body.matricule, &own.matricule),
        rpps: replaced(&body.rpps, &own.rpps),
        birth_name: edited(&body.birth_name, &own.birth_name),
        usual_name: edited(&body.usual_name, &own.usual_name),
        first_names: edited(&body.first_names, &own.first_names),
        sex: replaced(&body.sex, &own.sex),
        birth_date: body.birth_date.unwrap_or(own.birth_date),
        speciality: replaced(&body.speciality, &own.speciality),
        exit_reason: replaced(&body.exit_reason, &own.exit_reason),
        diplomas: match &body.diplomas {
            Some(codes) => codes.iter().map(SmolStr::from).collect(),
            None => own.diplomas.clone(),
        },
    })
}

/// The establishment of a practitioner who exists for the caller: what is stated about the person belongs to it.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub(super) fn home_of(
    ctx: &Ctx,
    connection: &mut Connection,
    rubric: Rubric,
    id: PractitionerId,
) -> Result<EstablishmentId, Failure> {
    let home = seen_at(ctx, connection, rubric, id)?;
    facts::may_write(ctx, connection, rubric, home)?;
    Ok(home)
}

/// The establishment of the record of a practitioner whom the caller may see, whatever the day.
fn seen_at(
    ctx: &Ctx,
    connection: &mut Connection,
    rubric: Rubric,
    id: PractitionerId,
) -> Result<EstablishmentId, Failure> {
    let scope = ctx.scope(connection, rubric, ctx.today)?;
    let (past, _) = lists::history::<Practitioner>(connection, &scope, id, Instant::NEVER.just_before())?;
    past.iter().find_map(|one| one.establishment).ok_or_else(|| Failure::code(Code::NotFound))
}
