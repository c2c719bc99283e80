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
use super::restate::{Days, Stated, current, end, restate, separate, with_past};
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

    /// Rebuilds everybody of the file, then closes who is absent from it.
    pub fn build(&mut self, lines: &[Resolved], ids: &mut dyn IdSource) {
        self.tells_the_past = self.is_about_the_past(lines);
        let mut people: BTreeMap<SmolStr, Vec<&Resolved>> = BTreeMap::new();
        for line in lines.iter().filter(|line| !line.matricule().is_empty()) {
            people.entry(line.matricule().clone()).or_default().push(line);
        }
        let mut mentioned = BTreeSet::new();
        for (line, meant) in self.meant_by_refused_lines(lines) {
            mentioned.extend(meant.iter().copied());
            // One person only: what is known of the days of the line stays.
            if let [id] = meant.as_slice()
                && let Some(own) = latest(&self.known.practitioners, *id)
                && let Some(lines) = people.get_mut(&own.matricule)
            {
                lines.push(line);
            }
        }
        let owners = self.owners_of(&people);
        for (matricule, lines) in people {
            let known = owners.get(&matricule).copied();
            mentioned.extend(known);
            if lines.iter().any(|line| line.stands) {
                let id = known.unwrap_or_else(|| ids.next_id().into());
                self.person(id, &lines, ids);
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
        if !self.profile.has(Field::Position) {
            return;
        }
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
            stated.insert(own, Timeline::single(period, value));
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
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{HEADINGS, day, errors, hospital, plan, plan_of, table};
    use super::*;
    use crate::plan::Plan;

    /// Careers of several people, without a mistake: lines one after the other, some places, statuses, absences.
    fn careers() -> impl Strategy<Value = Vec<String>> {
        let line = (0..4_u32, 1..30_u32, 0..3_u32, 2..11_u32, any::<bool>());
        let person = prop::collection::vec(line, 1..5);
        prop::collection::vec(person, 1..5).prop_map(|people| {
            let mut lines = Vec::new();
            for (who, career) in people.into_iter().enumerate() {
                let mut from = day("2018-01-01");
                let last = career.len() - 1;
                for (at, (gap, months, place, time, ends)) in career.into_iter().enumerate() {
                    from = from.add_months(gap);
                    let to = from.add_months(months);
                    let end = if at < last || ends { to.to_string() } else { String::new() };
                    let where_to = ["146;1461", "152;", "146;"][place as usize];
                    let position = if time == 2 { "CMO" } else { "ACTIVITE" };
                    lines.push(format!(
                        "{who};;NOM{who};P;PA;{position};10;;;;P;{where_to};;{time};{from};{end}"
                    ));
                    from = to.next();
                }
            }
            lines
        })
    }

    fn of(known: &Facts, lines: &[String]) -> Plan {
        plan(known, &lines.join("\n"))
    }

    proptest! {
        /// Planning what was just planned changes nothing, whatever the order of the lines.
        #[test]
        fn planning_again_is_empty(lines in careers(), turn in 0..20_usize) {
            let first = of(&hospital(), &lines);
            prop_assert_eq!(errors(&first), []);
            let mut turned = lines.clone();
            turned.rotate_left(turn % lines.len());
            prop_assert!(of(&first.target, &lines).is_empty());
            prop_assert!(of(&first.target, &turned).is_empty());
        }

        /// A refused line closes nothing: neither its person nor what is known of its days.
        #[test]
        fn a_refused_line_closes_nothing(lines in careers(), which in any::<prop::sample::Index>(), how in 0..6_usize) {
            let known = of(&hospital(), &lines).target;
            let at = which.index(lines.len());
            let mut wrong = lines.clone();
            let mut cells: Vec<&str> = lines[at].split(';').collect();
            let (column, text) = [(0, ""), (4, "XX"), (5, "XX"), (11, "999"), (14, "x"), (15, "2021-02-29")][how];
            cells[column] = text;
            wrong[at] = cells.join(";");
            let plan = of(&known, &wrong);
            prop_assert!(!errors(&plan).is_empty());
            prop_assert!(plan.closed.is_empty());
            prop_assert!(plan.is_empty());
        }

        /// Whoever is absent is closed on the extraction day, and nobody else.
        #[test]
        fn who_is_absent_is_closed(lines in careers()) {
            let known = of(&hospital(), &lines).target;
            let kept: Vec<String> = lines.iter().filter(|line| !line.starts_with("0;")).cloned().collect();
            prop_assume!(!kept.is_empty());
            let plan = of(&known, &kept);
            for (id, segment) in known.practitioners.segments() {
                let absent = segment.value.matricule == "0";
                let after = plan.target.practitioners.get(id).and_then(Timeline::span).unwrap();
                prop_assert_eq!(absent, !after.is_open());
            }
        }
    }

    const OLD: &str = "1;99011126481;A;B;PH;;10;;;;P;146;;P1;10;2020-01-01;2022-12-31";
    const NOW: &str = "1;99011126481;A;B;PH;;10;;;;P;152;;P3;10;2023-01-01;";

    fn affectations(facts: &Facts) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = facts
            .affectations
            .segments()
            .map(|(_, segment)| (segment.period.from().to_string(), segment.period.to().to_string()))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn a_corrected_first_day_replaces_the_wrong_one() {
        let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
        let corrected = OLD.replace("2020-01-01", "2020-02-01");
        let plan = plan(&known, &format!("{corrected}\n{NOW}"));
        assert_eq!(affectations(&plan.target)[0].0, "2020-02-01");
        assert_eq!(plan.target.affectations.len(), 2);
    }

    /// Extracts forget: what ended before the first day that a file states of a person stays.
    #[test]
    fn what_an_extract_forgets_stays() {
        let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
        assert!(plan(&known, NOW).is_empty());
    }

    /// A file about the present says nothing of the past: the new line ends the one it follows.
    #[test]
    fn a_file_about_the_present_keeps_the_past() {
        let known = plan(&hospital(), &OLD.replace("2022-12-31", "")).target;
        let plan = plan(&known, NOW);
        let expected = [("2020-01-01", "2023-01-01"), ("2023-01-01", "9999-12-31")];
        assert_eq!(affectations(&plan.target), expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
    }

    #[test]
    fn a_person_numbered_again_is_the_same_person() {
        let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
        let plan = plan(&known, &format!("{OLD}\n{NOW}").replace("1;99", "N1;99"));
        assert_eq!(plan.target.practitioners.len(), 1);
        assert!(plan.closed.is_empty());
    }

    #[test]
    fn a_file_without_matricule_finds_people_by_rpps() {
        let known = plan(&hospital(), &format!("{OLD}\n{NOW}")).target;
        let mut without = table(&format!("{HEADINGS}\n{OLD}\n{NOW}"));
        without.iter_mut().for_each(|row| drop(row.remove(0)));
        let plan = plan_of(&known, &without, Vec::new());
        assert_eq!(errors(&plan), []);
        assert_eq!(plan.target.practitioners.len(), 1);
        assert_eq!(plan.target.affectations.len(), 2);
    }

    /// A column that the file does not have changes nothing.
    #[test]
    fn a_file_without_positions_keeps_those_known() {
        let lines =
            "1;;A;B;PH;DISPO;10;;;;P;;;;0;2020-01-01;2020-12-31\n1;;A;B;PH;;10;;;;P;146;;P1;10;2021-01-01;";
        let known = plan(&hospital(), lines).target;
        assert_eq!(known.positions.len(), 1);
        let mut without = table(&format!("{HEADINGS}\n{lines}"));
        without.iter_mut().for_each(|row| drop(row.remove(5)));
        assert_eq!(plan_of(&known, &without, Vec::new()).target.positions, known.positions);
    }
}
