//! What would be known after an extract: the facts of each person, rebuilt from the lines that stand.
//!
//! Three rules keep what a file does not speak of. Extracts forget: what ended before the first day a file
//! states of a person is kept. A refused line closes nothing: what is known of its days stays. A column that
//! the file does not have changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, ToSmolStr};
use uuid::Uuid;

use super::field::Field;
use super::line::{PersonPart, Span};
use super::profile::Profile;
use super::resolve::{Nature, Resolved, latest};
use crate::affectation::Affectation;
use crate::career::{Contract, ExercisePeriod, Position, Status, Step};
use crate::convention::{ConventionShare, Direction};
use crate::fact::{Fact, Names};
use crate::headship::Headship;
use crate::id::{IdSource, PersonId, PractitionerId, StructureId};
use crate::knowledge::{Facts, Tracks};
use crate::practitioner::Practitioner;
use crate::time::{Day, Period, Timeline};

/// Whether absence from the file closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The file holds everybody: who is absent has left.
    Full,
    /// The file holds only what changed.
    Delta,
}

/// Builds the target facts.
pub struct Target<'a> {
    /// What is known.
    pub known: &'a Facts,
    /// What would be known.
    pub facts: Facts,
    /// Columns of the file.
    pub profile: &'a Profile,
    /// Extraction day.
    pub extracted_on: Day,
    /// Full or delta.
    pub mode: Mode,
    /// People known by RPPS, in this establishment or another.
    pub persons: BTreeMap<SmolStr, PersonId>,
    /// Things ended because the file no longer states them.
    pub closed: BTreeSet<Uuid>,
    /// Facts of each practitioner, by noun.
    owned: Owned,
}

/// Ids of what each practitioner has, so that a person is rebuilt without walking everything.
#[derive(Default)]
struct Owned {
    statuses: BTreeMap<PractitionerId, Vec<crate::id::StatusId>>,
    steps: BTreeMap<PractitionerId, Vec<crate::id::StepId>>,
    positions: BTreeMap<PractitionerId, Vec<crate::id::PositionId>>,
    contracts: BTreeMap<PractitionerId, Vec<crate::id::ContractId>>,
    affectations: BTreeMap<PractitionerId, Vec<crate::id::AffectationId>>,
    conventions: BTreeMap<PractitionerId, Vec<crate::id::ConventionId>>,
    exercise_periods: BTreeMap<PractitionerId, Vec<crate::id::ExercisePeriodId>>,
    headships: BTreeMap<PractitionerId, Vec<crate::id::HeadshipId>>,
    by_matricule: BTreeMap<SmolStr, PractitionerId>,
}

fn owners<T: Fact>(
    tracks: &Tracks<T>,
    owner: impl Fn(&T) -> PractitionerId,
) -> BTreeMap<PractitionerId, Vec<T::Id>> {
    let mut owned: BTreeMap<PractitionerId, Vec<T::Id>> = BTreeMap::new();
    for (id, timeline) in tracks.iter() {
        if let Some(last) = timeline.last() {
            owned.entry(owner(&last.value)).or_default().push(id);
        }
    }
    owned
}

/// One statement of the file about one thing of a person.
struct Stated<T: Fact> {
    key: SmolStr,
    timeline: Timeline<T>,
}

impl<'a> Target<'a> {
    /// Starts from what is known.
    pub fn new(
        known: &'a Facts,
        profile: &'a Profile,
        extracted_on: Day,
        mode: Mode,
        persons: BTreeMap<SmolStr, PersonId>,
    ) -> Self {
        let mut by_matricule = BTreeMap::new();
        for (id, timeline) in known.practitioners.iter() {
            if let Some(last) = timeline.last() {
                by_matricule.insert(last.value.matricule.clone(), id);
            }
        }
        let owned = Owned {
            statuses: owners(&known.statuses, |fact| fact.practitioner),
            steps: owners(&known.steps, |fact| fact.practitioner),
            positions: owners(&known.positions, |fact| fact.practitioner),
            contracts: owners(&known.contracts, |fact| fact.practitioner),
            affectations: owners(&known.affectations, |fact| fact.practitioner),
            conventions: owners(&known.conventions, |fact| fact.practitioner),
            exercise_periods: owners(&known.exercise_periods, |fact| fact.practitioner),
            headships: owners(&known.headships, |fact| fact.practitioner),
            by_matricule,
        };
        Self {
            known,
            facts: known.clone(),
            profile,
            extracted_on,
            mode,
            persons,
            closed: BTreeSet::new(),
            owned,
        }
    }

    /// Rebuilds everybody of the file, then closes who is absent from it.
    pub fn build(&mut self, lines: &[Resolved], ids: &mut dyn IdSource) {
        let mut people: BTreeMap<&SmolStr, Vec<&Resolved>> = BTreeMap::new();
        for line in lines {
            people.entry(line.matricule()).or_default().push(line);
        }
        let mut mentioned: BTreeSet<PractitionerId> = self.mentioned_by_refused_lines(lines);
        for (matricule, lines) in people {
            if matricule.is_empty() {
                continue;
            }
            if let Some(id) = self.owned.by_matricule.get(matricule) {
                mentioned.insert(*id);
            }
            if lines.iter().any(|line| line.stands) {
                let id = self.person(matricule, &lines, ids);
                mentioned.insert(id);
            }
        }
        if self.mode == Mode::Full {
            self.close_absent(&mentioned);
        }
    }

    /// People that a refused line speaks of without their matricule: they are not absent.
    fn mentioned_by_refused_lines(&self, lines: &[Resolved]) -> BTreeSet<PractitionerId> {
        let orphans: Vec<&PersonPart> = lines
            .iter()
            .filter(|line| !line.stands && line.matricule().is_empty())
            .map(|line| line.line.person.as_ref())
            .collect();
        let is_meant = |known: &Practitioner| {
            orphans.iter().any(|orphan| match (&orphan.rpps, &known.rpps) {
                (Some(own), Some(other)) => own == other,
                _ => orphan.usual_name == known.usual_name && orphan.first_names == known.first_names,
            })
        };
        let people = self.known.practitioners.segments();
        people.filter(|(_, segment)| is_meant(&segment.value)).map(|(id, _)| id).collect()
    }

    fn person(&mut self, matricule: &SmolStr, lines: &[&Resolved], ids: &mut dyn IdSource) -> PractitionerId {
        let standing: Vec<&Resolved> = lines.iter().copied().filter(|line| line.stands).collect();
        let id = self.owned.by_matricule.get(matricule).copied();
        let id = id.unwrap_or_else(|| ids.next_id().into());
        // The most recent line speaks for the person.
        let running =
            |line: &&&Resolved| line.period.is_some_and(|period| period.contains(self.extracted_on));
        let latest_line = standing.iter().filter(running).max_by_key(|line| line.period.map(Period::from));
        let latest_line =
            latest_line.or_else(|| standing.iter().max_by_key(|line| line.period.map(Period::from)));
        let Some(spokesman) = latest_line.copied() else { return id };
        let first = standing
            .iter()
            .filter_map(|line| line.period)
            .map(Period::from)
            .min()
            .unwrap_or(self.extracted_on);
        self.identity(id, spokesman, first, ids);
        let days = Days::of(lines, first, self.mode);
        self.statuses(id, &standing, &days, ids);
        self.positions(id, &standing, &days, ids);
        self.contracts(id, &standing, &days, ids);
        self.affectations(id, &standing, &days, ids);
        self.conventions(id, &standing, &days, ids);
        let part = spokesman.line.person.as_ref();
        self.step(id, part, ids);
        self.exercise(id, part, &spokesman.status, &days, ids);
        self.headship(id, part, &days, ids);
        id
    }

    fn identity(&mut self, id: PractitionerId, line: &Resolved, first: Day, ids: &mut dyn IdSource) {
        let part = line.line.person.as_ref();
        let known = latest(&self.known.practitioners, id).cloned();
        let has = |field| self.profile.has(field);
        let keep =
            |field, stated: Option<SmolStr>, known: Option<SmolStr>| if has(field) { stated } else { known };
        let before = known.clone();
        let of = |get: fn(&Practitioner) -> Option<SmolStr>| before.as_ref().and_then(get);
        let rpps = keep(Field::Rpps, part.rpps.clone(), of(|person| person.rpps.clone()));
        let person = rpps
            .as_ref()
            .and_then(|rpps| self.persons.get(rpps).copied())
            .or(known.as_ref().map(|known| known.person))
            .unwrap_or_else(|| ids.next_id().into());
        if let Some(rpps) = &rpps {
            self.persons.insert(rpps.clone(), person);
        }
        let value = Practitioner {
            person,
            matricule: part.matricule.clone(),
            rpps,
            birth_name: part.birth_name.clone(),
            usual_name: part.usual_name.clone(),
            first_names: part.first_names.clone(),
            sex: keep(Field::Sex, part.sex.clone(), of(|person| person.sex.clone())),
            birth_date: if has(Field::BirthDate) {
                part.birth_date
            } else {
                known.as_ref().and_then(|known| known.birth_date)
            },
            speciality: keep(
                Field::Speciality,
                line.speciality.clone(),
                of(|person| person.speciality.clone()),
            ),
            exit_reason: keep(
                Field::ExitReason,
                part.exit_reason.clone(),
                of(|person| person.exit_reason.clone()),
            ),
            diplomas: if has(Field::Diplomas) {
                part.diplomas.clone()
            } else {
                known.map(|known| known.diplomas).unwrap_or_default()
            },
        };
        let span = self.known.practitioners.get(id).and_then(Timeline::span);
        let entry = part.entry.or(span.map(Period::from)).unwrap_or(first);
        let exit = if has(Field::Exit) { part.exit } else { None };
        let period = Period::inclusive(entry, exit).or_else(|_| Period::inclusive(first, exit));
        let period = period.unwrap_or_else(|_| Period::since(entry));
        if span.is_some_and(|span| period.to() < span.to()) {
            self.closed.insert(id.into());
        }
        self.facts.practitioners.put(id, Timeline::single(period, value));
    }

    fn statuses(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        let mut stated: BTreeMap<SmolStr, Timeline<Status>> = BTreeMap::new();
        for line in lines {
            let (Some(period), false) = (line.period, line.status.is_empty()) else { continue };
            let employer = line.is_incoming().then(|| line.line.partner.clone());
            let key = smol_str::format_smolstr!("{}|{}", line.status, employer.is_some());
            let value = Status {
                practitioner: id,
                status: line.status.clone(),
                local_code: (line.line.status != line.status).then(|| line.line.status.clone()),
                quotity: line.line.contract_quotity,
                employer,
            };
            stated.entry(key).or_default().assert(period, value);
        }
        let known = self.owned.statuses.get(&id).cloned().unwrap_or_default();
        let key = |fact: &Status, _from: Day| {
            smol_str::format_smolstr!("{}|{}", fact.status, fact.employer.is_some())
        };
        with_past(&self.known.statuses, &known, &key, days.first, &mut stated);
        let stated = stated.into_iter().map(|(key, timeline)| Stated { key, timeline }).collect();
        restate(
            &self.known.statuses,
            &mut self.facts.statuses,
            &mut self.closed,
            &known,
            stated,
            &key,
            days,
            ids,
        );
    }

    fn positions(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        let mut stated: Timeline<Position> = Timeline::default();
        for line in lines {
            let Some(period) = line.period.filter(|_| line.position != "ACTIVITE") else { continue };
            stated.assert(
                period,
                Position {
                    practitioner: id,
                    code: line.position.clone(),
                    local_code: (line.line.position != line.position).then(|| line.line.position.clone()),
                    granted_from: line.line.position_span.map(|span| span.first),
                    granted_until: line.line.position_span.and_then(|span| span.last),
                },
            );
        }
        let key = |fact: &Position, from: Day| smol_str::format_smolstr!("{}|{from}", fact.code);
        let stated = separate(stated, &key);
        let known = self.owned.positions.get(&id).cloned().unwrap_or_default();
        restate(
            &self.known.positions,
            &mut self.facts.positions,
            &mut self.closed,
            &known,
            stated,
            &key,
            days,
            ids,
        );
    }

    fn contracts(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        let mut stated: BTreeMap<SmolStr, Timeline<Contract>> = BTreeMap::new();
        for line in lines {
            let from_line = || line.period.filter(|_| line.motive.is_some());
            let period = line.line.contract.and_then(span_period).or_else(from_line);
            let (Some(period), false) = (period, line.is_incoming() || line.nature == Nature::Outgoing)
            else {
                continue;
            };
            let value = Contract {
                practitioner: id,
                status: line.status.clone(),
                motive: line.motive.clone(),
                signed_on: line.line.contract_signed,
                quotity: line.line.contract_quotity,
            };
            let key = smol_str::format_smolstr!("{}|{}", line.status, period.from());
            stated.insert(key, Timeline::single(period, value));
        }
        let stated = stated.into_iter().map(|(key, timeline)| Stated { key, timeline }).collect();
        let known = self.owned.contracts.get(&id).cloned().unwrap_or_default();
        let key = |fact: &Contract, from: Day| smol_str::format_smolstr!("{}|{from}", fact.status);
        restate(
            &self.known.contracts,
            &mut self.facts.contracts,
            &mut self.closed,
            &known,
            stated,
            &key,
            days,
            ids,
        );
    }

    fn affectations(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        let names: &Facts = self.known;
        let mut stated: BTreeMap<SmolStr, Timeline<Affectation>> = BTreeMap::new();
        let key = |fact: &Affectation, from: Day| affectation_key(fact, from, names);
        for line in lines {
            let Some(period) = line.period.filter(|_| line.nature == Nature::Time) else { continue };
            let incoming = line.is_incoming();
            let value = Affectation {
                practitioner: id,
                status: line.status.clone(),
                rank: line.rank,
                service: line.service,
                unit: line.unit,
                post: line.post,
                quotity: line.line.quotity,
                convention: incoming.then(|| line.line.convention.clone()),
                partner: incoming.then(|| line.line.partner.clone()),
            };
            // Two lines of one key are two times in the same place: a number keeps them apart.
            let first = key(&value, period.from());
            let mut own = first.clone();
            let mut number = 2;
            while stated.contains_key(&own) {
                own = smol_str::format_smolstr!("{first}|{number}");
                number += 1;
            }
            stated.insert(own, Timeline::single(period, value));
        }
        let stated = stated.into_iter().map(|(key, timeline)| Stated { key, timeline }).collect();
        let known = self.owned.affectations.get(&id).cloned().unwrap_or_default();
        let tracks = &mut self.facts.affectations;
        restate(&self.known.affectations, tracks, &mut self.closed, &known, stated, &key, days, ids);
    }

    fn conventions(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        let mut stated: BTreeMap<SmolStr, Timeline<ConventionShare>> = BTreeMap::new();
        let key = |fact: &ConventionShare, _from: Day| {
            smol_str::format_smolstr!("{}|{}|{}", fact.number, fact.partner, fact.direction.name())
        };
        for line in lines {
            let (Some(direction), Some(period)) = (line.line.direction, line.period) else { continue };
            if direction == Direction::Outgoing && line.nature != Nature::Outgoing {
                continue;
            }
            let value = ConventionShare {
                practitioner: id,
                status: line.status.clone(),
                number: line.line.convention.clone(),
                partner: line.line.partner.clone(),
                direction,
                quotity: line.line.quotity,
            };
            stated.entry(key(&value, period.from())).or_default().assert(period, value);
        }
        let known = self.owned.conventions.get(&id).cloned().unwrap_or_default();
        with_past(&self.known.conventions, &known, &key, days.first, &mut stated);
        let stated = stated.into_iter().map(|(key, timeline)| Stated { key, timeline }).collect();
        restate(
            &self.known.conventions,
            &mut self.facts.conventions,
            &mut self.closed,
            &known,
            stated,
            &key,
            days,
            ids,
        );
    }

    /// The step reached, from its day on; what was reached before stays.
    fn step(&mut self, id: PractitionerId, part: &PersonPart, ids: &mut dyn IdSource) {
        let Some(step) = &part.step else { return };
        let known = self.owned.steps.get(&id).and_then(|own| own.first()).copied();
        let step_id = known.unwrap_or_else(|| ids.next_id().into());
        let mut timeline = self.facts.steps.get(step_id).cloned().unwrap_or_default();
        let value = Step { practitioner: id, step: step.clone() };
        match part.step_date {
            Some(from) => timeline.assert(Period::since(from), value),
            None if timeline.at(self.extracted_on) == Some(&value) => {}
            None => timeline.assert(Period::since(self.extracted_on), value),
        }
        self.facts.steps.put(step_id, timeline);
    }

    fn exercise(
        &mut self,
        id: PractitionerId,
        part: &PersonPart,
        status: &str,
        days: &Days,
        ids: &mut dyn IdSource,
    ) {
        if !self.profile.has(Field::PrivateFrom) && !self.profile.has(Field::IespeFrom) {
            return;
        }
        let iespe = match status {
            "PUPH" | "MCUPH" => "IESPE_HU",
            "PA" => "IESPE_PA",
            _ => "IESPE",
        };
        let key = |fact: &ExercisePeriod, from: Day| smol_str::format_smolstr!("{}|{from}", fact.code);
        let mut stated = Vec::new();
        for (span, code) in [(part.private_practice, "ACT_LIB"), (part.iespe, iespe)] {
            if let Some(period) = span.and_then(span_period) {
                let value = ExercisePeriod { practitioner: id, code: code.into() };
                stated.push(Stated {
                    key: key(&value, period.from()),
                    timeline: Timeline::single(period, value),
                });
            }
        }
        let known = self.owned.exercise_periods.get(&id).cloned().unwrap_or_default();
        let has = |code: &str| {
            self.profile.has(if code == "ACT_LIB" { Field::PrivateFrom } else { Field::IespeFrom })
        };
        let spoken = |fact: &ExercisePeriod| has(&fact.code);
        let end = self.end_of_person(part);
        current(
            &self.known.exercise_periods,
            &mut self.facts.exercise_periods,
            &mut self.closed,
            &known,
            stated,
            (&key, &spoken, end, days.mode),
            ids,
        );
    }

    fn headship(&mut self, id: PractitionerId, part: &PersonPart, days: &Days, ids: &mut dyn IdSource) {
        if !self.profile.has(Field::Headship) {
            return;
        }
        let key = |fact: &Headship, from: Day| {
            smol_str::format_smolstr!("{}|{}|{from}", fact.function, Uuid::from(fact.structure))
        };
        let mut stated = Vec::new();
        let structure =
            part.headship_structure.as_ref().and_then(|number| self.headed(number, part.headship.as_deref()));
        let period = part.headship_span.and_then(span_period);
        if let (Some(function), Some(structure), Some(period)) = (&part.headship, structure, period) {
            let function = super::codes::headship_function(function).unwrap_or_else(|| function.clone());
            let value = Headship { practitioner: id, structure, function };
            stated
                .push(Stated { key: key(&value, period.from()), timeline: Timeline::single(period, value) });
        }
        let known = self.owned.headships.get(&id).cloned().unwrap_or_default();
        let end = self.end_of_person(part);
        let all = |_: &Headship| true;
        current(
            &self.known.headships,
            &mut self.facts.headships,
            &mut self.closed,
            &known,
            stated,
            (&key, &all, end, days.mode),
            ids,
        );
    }

    /// The structure that a headship names: a pole for a head of pole, else a service.
    fn headed(&self, number: &str, function: Option<&str>) -> Option<StructureId> {
        let wants_pole =
            function.and_then(super::codes::headship_function).is_some_and(|code| code == "CHEF_POLE");
        let segments = self.known.structures.segments().filter(|(_, segment)| segment.value.number == number);
        let mut found: Vec<(bool, StructureId)> =
            segments.map(|(id, segment)| (segment.value.is_pole() == wants_pole, id)).collect();
        found.sort_by_key(|(suits, _)| !suits);
        found.first().map(|(_, id)| *id)
    }

    /// The day from which what the file no longer says of a person has ended.
    fn end_of_person(&self, part: &PersonPart) -> Day {
        part.exit.map_or(self.extracted_on, |exit| exit.next().min(self.extracted_on))
    }

    /// Closes on the extraction day whoever was active and is absent from a full file.
    fn close_absent(&mut self, mentioned: &BTreeSet<PractitionerId>) {
        let day = self.extracted_on;
        let absent: Vec<PractitionerId> = self
            .known
            .practitioners
            .iter()
            .filter(|(id, timeline)| {
                !mentioned.contains(id) && timeline.span().is_some_and(|span| span.to() > day)
            })
            .map(|(id, _)| id)
            .collect();
        for id in absent {
            end(&mut self.facts.practitioners, &mut self.closed, &[id], day);
            end(&mut self.facts.statuses, &mut self.closed, own(&self.owned.statuses, id), day);
            end(&mut self.facts.positions, &mut self.closed, own(&self.owned.positions, id), day);
            end(&mut self.facts.contracts, &mut self.closed, own(&self.owned.contracts, id), day);
            end(&mut self.facts.affectations, &mut self.closed, own(&self.owned.affectations, id), day);
            end(&mut self.facts.conventions, &mut self.closed, own(&self.owned.conventions, id), day);
            end(
                &mut self.facts.exercise_periods,
                &mut self.closed,
                own(&self.owned.exercise_periods, id),
                day,
            );
            end(&mut self.facts.headships, &mut self.closed, own(&self.owned.headships, id), day);
        }
    }
}

fn own<T>(owned: &BTreeMap<PractitionerId, Vec<T>>, id: PractitionerId) -> &[T] {
    owned.get(&id).map(Vec::as_slice).unwrap_or_default()
}

/// Ends things on a day (exclusive); a thing not begun that day is no longer stated at all.
fn end<T: Fact>(tracks: &mut Tracks<T>, closed: &mut BTreeSet<Uuid>, ids: &[T::Id], day: Day) {
    for id in ids {
        let Some(timeline) = tracks.get(*id) else { continue };
        let mut shorter = timeline.clone();
        shorter.cut(day);
        if shorter != *timeline {
            closed.insert((*id).into());
            tracks.put(*id, shorter);
        }
    }
}

/// The days of a person on which the file has something to say.
struct Days {
    /// First day stated by a line that stands.
    first: Day,
    /// Days of refused lines: what is known of them stays.
    refused: Vec<Period>,
    /// Whether a refused line hides its days: then nothing known is ended.
    unknown: bool,
    mode: Mode,
}

impl Days {
    fn of(lines: &[&Resolved], first: Day, mode: Mode) -> Days {
        let refused = || lines.iter().filter(|line| !line.stands);
        Days {
            first,
            refused: refused().filter_map(|line| line.period).collect(),
            unknown: refused().any(|line| line.period.is_none()),
            mode,
        }
    }

    /// Whether what is known over a period stays although the file does not state it.
    fn protects(&self, period: Period) -> bool {
        self.mode == Mode::Delta
            || self.unknown
            || period.to() <= self.first
            || self.refused.iter().any(|refused| refused.overlaps(&period))
    }
}

/// Gives each period of a timeline its own key.
fn separate<T: Fact>(timeline: Timeline<T>, key: &dyn Fn(&T, Day) -> SmolStr) -> Vec<Stated<T>> {
    timeline
        .iter()
        .map(|segment| Stated {
            key: key(&segment.value, segment.period.from()),
            timeline: Timeline::single(segment.period, segment.value.clone()),
        })
        .collect()
}

/// Replaces what is known of a person's things by what the file states, keeping what it does not speak of.
#[expect(clippy::too_many_arguments, reason = "the fields of two structs are borrowed apart")]
fn restate<T: Fact>(
    known: &Tracks<T>,
    target: &mut Tracks<T>,
    closed: &mut BTreeSet<Uuid>,
    own: &[T::Id],
    stated: Vec<Stated<T>>,
    key: &dyn Fn(&T, Day) -> SmolStr,
    days: &Days,
    ids: &mut dyn IdSource,
) {
    let mut left: Vec<(SmolStr, T::Id)> = own
        .iter()
        .filter_map(|id| {
            let first = known.get(*id)?.first()?;
            Some((key(&first.value, first.period.from()), *id))
        })
        .collect();
    for statement in stated {
        // Several things may share a key (two times in one place): they are matched in order.
        let bare = statement.key.trim_end_matches(|c: char| c.is_ascii_digit()).to_smolstr();
        let found = left
            .iter()
            .position(|(key, _)| *key == statement.key)
            .or_else(|| left.iter().position(|(key, _)| bare.strip_suffix('|') == Some(key.as_str())));
        let id = match found {
            Some(at) => left.remove(at).1,
            None => ids.next_id().into(),
        };
        let mut timeline = statement.timeline;
        if let Some(before) = known.get(id) {
            for segment in before.iter() {
                let stated_again = timeline.iter().any(|stated| stated.period.overlaps(&segment.period));
                if days.protects(segment.period) && !stated_again {
                    timeline.assert(segment.period, segment.value.clone());
                }
            }
        }
        target.put(id, timeline);
    }
    for (_, id) in left {
        let Some(before) = known.get(id) else { continue };
        let kept = before.iter().filter(|segment| days.protects(segment.period)).cloned();
        let timeline = Timeline::from_segments(kept);
        if timeline != *before {
            closed.insert(id.into());
        }
        target.put(id, timeline);
    }
}

/// Adds to the timelines that the file states what is known of the days before its first one.
fn with_past<T: Fact>(
    known: &Tracks<T>,
    own: &[T::Id],
    key: &dyn Fn(&T, Day) -> SmolStr,
    first: Day,
    stated: &mut BTreeMap<SmolStr, Timeline<T>>,
) {
    for timeline in own.iter().filter_map(|id| known.get(*id)) {
        let Some(start) = timeline.first() else { continue };
        let mut past = timeline.clone();
        past.cut(first);
        if past.is_empty() {
            continue;
        }
        let present = stated.entry(key(&start.value, start.period.from())).or_default();
        for segment in past.iter() {
            present.assert(segment.period, segment.value.clone());
        }
    }
}

/// Things of which the file states only the current one: what it no longer states ends on a day, what has
/// ended before stays.
type Rules<'r, T> = (&'r dyn Fn(&T, Day) -> SmolStr, &'r dyn Fn(&T) -> bool, Day, Mode);

fn current<T: Fact>(
    known: &Tracks<T>,
    target: &mut Tracks<T>,
    closed: &mut BTreeSet<Uuid>,
    own: &[T::Id],
    stated: Vec<Stated<T>>,
    (key, spoken, day, mode): Rules<'_, T>,
    ids: &mut dyn IdSource,
) {
    let mut left: Vec<(SmolStr, T::Id)> = own
        .iter()
        .filter_map(|id| {
            let first = known.get(*id)?.first()?;
            spoken(&first.value).then(|| (key(&first.value, first.period.from()), *id))
        })
        .collect();
    for statement in stated {
        let found = left.iter().position(|(key, _)| *key == statement.key);
        let id = found.map_or_else(|| ids.next_id().into(), |at| left.remove(at).1);
        target.put(id, statement.timeline);
    }
    if mode == Mode::Full {
        let ended: Vec<T::Id> = left.into_iter().map(|(_, id)| id).collect();
        end(target, closed, &ended, day);
    }
}

fn span_period(span: Span) -> Option<Period> {
    Period::inclusive(span.first, span.last).ok()
}

fn affectation_key(fact: &Affectation, from: Day, names: &dyn Names) -> SmolStr {
    let number = |id: Option<StructureId>| id.map(|id| names.structure(id)).unwrap_or_default();
    smol_str::format_smolstr!(
        "{from}|{}|{}|{}|{}",
        fact.rank.letter(),
        number(fact.service),
        number(fact.unit),
        fact.post.map(|id| names.post(id)).unwrap_or_default(),
    )
}
