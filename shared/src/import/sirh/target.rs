//! What would be known after an extract: the facts of each person, rebuilt from the lines that stand.
//!
//! Three rules keep what a file does not speak of. Extracts forget: what ended before the first day a file
//! states of a person is kept. A refused line closes nothing: what is known of its days stays. A column that
//! the file does not have changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;
use uuid::Uuid;

use super::field::Field;
use super::line::{PersonPart, Span};
use super::people::{Owned, own};
use super::profile::Profile;
use super::resolve::{Nature, Resolved, latest};
use super::restate::{Days, Stated, current, end, kept, restate, separate, with_known};
use crate::affectation::Affectation;
use crate::career::{Contract, ExercisePeriod, Position, Status, Step};
use crate::convention::{ConventionShare, Direction};
use crate::fact::Names;
use crate::headship::Headship;
use crate::id::{IdSource, PersonId, PractitionerId, StructureId};
use crate::knowledge::Facts;
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

/// Lines done with before their memory is given back.
const LET_GO: usize = 10_000;

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
    /// Whether the file ends in the middle of a line: who comes after is not absent.
    pub file_is_cut: bool,
    /// Things ended because the file no longer states them.
    pub closed: BTreeSet<Uuid>,
    /// Whether the file tells the past, and not only the present.
    tells_the_past: bool,
    /// Facts of each practitioner, by noun.
    pub(super) owned: Owned,
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
        Self {
            known,
            facts: known.clone(),
            profile,
            extracted_on,
            mode,
            persons,
            file_is_cut: false,
            closed: BTreeSet::new(),
            tells_the_past: true,
            owned: Owned::of(known),
        }
    }

    /// Whether the file tells the past, by its lines that stand.
    pub fn weigh(&mut self, lines: &[Resolved]) {
        self.tells_the_past = self.is_about_the_past(lines);
    }

    /// Rebuilds everybody of the file, then closes who is absent from it.
    ///
    /// Lines are let go with the person they speak of: a large file is never held as lines and as facts.
    pub fn build(&mut self, mut lines: Vec<Resolved>, ids: &mut dyn IdSource) {
        lines.sort_by(|a, b| a.matricule().cmp(b.matricule()));
        let people: BTreeMap<&SmolStr, &[Resolved]> = lines
            .chunk_by(|a, b| a.matricule() == b.matricule())
            .filter_map(|own| Some((own.first()?.matricule(), own)))
            .filter(|(matricule, _)| !matricule.is_empty())
            .collect();
        let mut mentioned = BTreeSet::new();
        let mut guests: BTreeMap<SmolStr, Vec<Resolved>> = BTreeMap::new();
        for (line, meant) in self.meant_by_refused_lines(&lines) {
            mentioned.extend(meant.iter().copied());
            // One person only: what is known of the days of the line stays.
            if let [id] = meant.as_slice()
                && let Some(own) = latest(&self.known.practitioners, *id)
                && people.contains_key(&own.matricule)
            {
                guests.entry(own.matricule.clone()).or_default().push(line.clone());
            }
        }
        let owners = self.owners_of(&people);
        // Taken from the end: people by matricule, their lines in the order of the file.
        lines.reverse();
        while let Some(first) = lines.pop() {
            let matricule = first.matricule().clone();
            let mut own = vec![first];
            while let Some(next) = lines.pop_if(|line| *line.matricule() == matricule) {
                own.push(next);
            }
            if lines.capacity() - lines.len() > LET_GO {
                lines.shrink_to_fit();
            }
            if matricule.is_empty() {
                continue;
            }
            let known = owners.get(&matricule).copied();
            mentioned.extend(known);
            if own.iter().any(|line| line.stands) {
                own.extend(guests.remove(&matricule).unwrap_or_default());
                let own: Vec<&Resolved> = own.iter().collect();
                let id = known.unwrap_or_else(|| ids.next_id().into());
                self.person(id, &own, ids);
                mentioned.insert(id);
            }
        }
        if self.mode == Mode::Full && !self.file_is_cut {
            self.close_absent(&mentioned);
        }
    }

    fn person(&mut self, id: PractitionerId, lines: &[&Resolved], ids: &mut dyn IdSource) {
        let mut standing: Vec<&Resolved> = lines.iter().copied().filter(|line| line.stands).collect();
        // The order of the file means nothing.
        standing.sort_by_key(|line| line.period.map(|period| (period.from(), period.to())));
        // The most recent line speaks for the person.
        let running =
            |line: &&&Resolved| line.period.is_some_and(|period| period.contains(self.extracted_on));
        let latest_line = standing.iter().filter(running).max_by_key(|line| line.period.map(Period::from));
        let latest_line =
            latest_line.or_else(|| standing.iter().max_by_key(|line| line.period.map(Period::from)));
        let Some(spokesman) = latest_line.copied() else { return };
        let first = standing
            .iter()
            .filter_map(|line| line.period)
            .map(Period::from)
            .min()
            .unwrap_or(self.extracted_on);
        let last = standing.iter().filter_map(|line| line.period).map(Period::to).max();
        self.identity(id, spokesman, first, last, ids);
        let days = Days::of(lines, first, self.mode, self.tells_the_past, self.extracted_on);
        self.statuses(id, &standing, &days, ids);
        self.positions(id, &standing, &days, ids);
        self.contracts(id, &standing, &days, ids);
        self.affectations(id, &standing, &days, ids);
        self.conventions(id, &standing, &days, ids);
        let part = spokesman.line.person.as_ref();
        self.step(id, part, ids);
        self.exercise(id, part, &spokesman.status, &days, ids);
        self.headship(id, spokesman, &days, ids);
    }

    fn identity(
        &mut self,
        id: PractitionerId,
        line: &Resolved,
        first: Day,
        last: Option<Day>,
        ids: &mut dyn IdSource,
    ) {
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
                line.exit_reason.clone(),
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
        // A file without the column leaves an exit as recorded, unless its lines go past it.
        let known_exit =
            span.and_then(Period::last).filter(|exit| last.is_none_or(|last| exit.next() >= last));
        let exit = if has(Field::Exit) { part.exit } else { known_exit };
        let period = Period::inclusive(entry, exit).or_else(|_| Period::inclusive(first, exit));
        let period = period.unwrap_or_else(|_| Period::since(entry));
        if span.is_some_and(|span| period.to() < span.to()) {
            self.closed.insert(id.into());
        }
        self.facts.practitioners.put(id, Timeline::single(period, value));
    }

    fn statuses(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        if !self.profile.has(Field::Status) {
            return;
        }
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
        with_known(&self.known.statuses, &known, &key, days, &mut stated);
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
        if !self.profile.has(Field::Position) {
            return;
        }
        let mut stated: Timeline<Position> = Timeline::default();
        let said: Vec<Period> = lines.iter().filter_map(|line| line.period).collect();
        let known = self.owned.positions.get(&id).cloned().unwrap_or_default();
        for timeline in known.iter().filter_map(|id| self.known.positions.get(*id)) {
            for segment in kept(timeline, days, &said).iter() {
                stated.assert(segment.period, segment.value.clone());
            }
        }
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
        let has_columns = self.profile.has(Field::ContractFrom) || self.profile.has(Field::ContractMotive);
        if !has_columns && lines.iter().all(|line| line.motive.is_none()) {
            return;
        }
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
            // Several lines may state one contract; some do not say its time.
            let before = stated.get(&key).and_then(Timeline::last).and_then(|last| last.value.quotity);
            let value = Contract { quotity: value.quotity.or(before), ..value };
            stated.insert(key, Timeline::single(period, value));
        }
        // Extracts forget contracts sooner than lines.
        let starts = stated.values().filter_map(Timeline::first).map(|first| first.period.from());
        let days = &days.stating_from(starts.min());
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
            let mut timeline = Timeline::single(period, value.clone());
            for (days, part) in &line.parts {
                timeline.assert(*days, Affectation { post: Some(*part), ..value.clone() });
            }
            stated.insert(own, timeline);
        }
        let stated = stated.into_iter().map(|(key, timeline)| Stated { key, timeline }).collect();
        let known = self.owned.affectations.get(&id).cloned().unwrap_or_default();
        let tracks = &mut self.facts.affectations;
        restate(&self.known.affectations, tracks, &mut self.closed, &known, stated, &key, days, ids);
    }

    fn conventions(&mut self, id: PractitionerId, lines: &[&Resolved], days: &Days, ids: &mut dyn IdSource) {
        if !self.profile.has(Field::Direction) {
            return;
        }
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
        with_known(&self.known.conventions, &known, &key, days, &mut stated);
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

    fn headship(&mut self, id: PractitionerId, line: &Resolved, days: &Days, ids: &mut dyn IdSource) {
        let part = line.line.person.as_ref();
        // A headship that cannot be resolved is no end of the one that is known.
        if !self.profile.has(Field::Headship) || part.headship.is_some() && line.headship.is_none() {
            return;
        }
        let key = |fact: &Headship, from: Day| {
            smol_str::format_smolstr!("{}|{}|{from}", fact.function, Uuid::from(fact.structure))
        };
        let mut stated = Vec::new();
        let period = part.headship_span.and_then(span_period);
        if let (Some((function, structure)), Some(period)) = (line.headship.clone(), period) {
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

#[cfg(test)]
mod tests;
