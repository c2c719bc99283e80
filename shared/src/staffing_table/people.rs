//! Everything about people that the rows of a day need, found once and kept by practitioner.
//!
//! Refuses to decide: it only gathers the facts that hold on the day, and the positions of all days for the thresholds.

use smol_str::{SmolStr, format_smolstr};

use crate::affectation::Affectation;
use crate::career::{Contract, Position, Step};
use crate::convention::{ConventionShare, Direction};
use crate::id::{PersonId, PractitionerId};
use crate::knowledge::Facts;
use crate::practitioner::Practitioner;
use crate::time::{Day, Period, Segment};

/// The position of whoever has none recorded (`domain.md` 4.6).
pub const ACTIVITY: &str = "ACTIVITE";

/// A right that runs on the day, with its last day, included.
pub type Running = Option<Period>;

/// What is known of a practitioner on the day.
#[derive(Debug, Default)]
pub struct Person<'a> {
    /// The record; the last one known when the person is not here on the day.
    pub record: Option<&'a Practitioner>,
    /// From the day of entry to the day of exit.
    pub stay: Option<Period>,
    /// Position on the day, when it is not activity.
    pub position: Option<&'a Segment<Position>>,
    /// Positions of all days, sorted.
    pub positions: Vec<&'a Segment<Position>>,
    /// Step of the career.
    pub step: Option<&'a Step>,
    /// Contracts that run.
    pub contracts: Vec<&'a Segment<Contract>>,
    /// Shares of time given to other establishments.
    pub outgoing: Vec<&'a ConventionShare>,
    /// Codes of the functions of head, joined by `|`.
    pub headship: Option<SmolStr>,
    /// Numbers of the structures headed, in the same order.
    pub headship_structure: Option<SmolStr>,
    /// Private practice.
    pub private_practice: Running,
    /// Allowance for exclusive public service.
    pub iespe: Running,
}

impl<'a> Person<'a> {
    const UNKNOWN: Self = Self {
        record: None,
        stay: None,
        position: None,
        positions: Vec::new(),
        step: None,
        contracts: Vec::new(),
        outgoing: Vec::new(),
        headship: None,
        headship_structure: None,
        private_practice: None,
        iespe: None,
    };

    /// Code of the position on the day.
    pub fn position_code(&self) -> &'a str {
        self.position.map_or(ACTIVITY, |position| position.value.code.as_str())
    }

    /// The contract under which a line of this status is worked.
    pub fn contract(&self, status: &str) -> Option<&'a Segment<Contract>> {
        self.contracts.iter().find(|contract| contract.value.status == status).copied()
    }

    /// Time given to other establishments, in hundredths of a percent.
    pub fn outgoing_quotity(&self) -> i64 {
        self.outgoing.iter().map(|share| i64::from(share.quotity)).sum()
    }

    /// The first known end of a line, last day included: its own, that of the position, that of the contract.
    pub fn expected_end(&self, line: &Segment<Affectation>) -> Option<Day> {
        let contract = self.contract(&line.value.status).and_then(|contract| contract.period.last());
        let position = self
            .position
            .and_then(|position| position.value.granted_until.or_else(|| position.period.last()));
        [line.period.last(), position, contract].into_iter().flatten().min()
    }
}

/// The practitioners of an establishment on a day, sorted by id. The last one stands for whoever is not known.
#[derive(Debug)]
pub struct People<'a> {
    ids: Vec<PractitionerId>,
    list: Vec<Person<'a>>,
}

impl<'a> People<'a> {
    /// Gathers the facts that hold on the day.
    pub fn new(facts: &'a Facts, day: Day) -> Self {
        let size = facts.practitioners.len();
        let mut people = Self { ids: Vec::with_capacity(size), list: Vec::with_capacity(size + 1) };
        for (id, timeline) in facts.practitioners.iter() {
            let record = timeline.at(day).or_else(|| timeline.last().map(|last| &last.value));
            people.ids.push(id);
            people.list.push(Person { record, stay: timeline.span(), ..Person::default() });
        }
        people.list.push(Person::default());
        people.add_positions(facts, day);
        for (_, step) in facts.steps.on(day) {
            people.change(step.value.practitioner, |person| person.step = Some(&step.value));
        }
        for (_, contract) in facts.contracts.on(day) {
            people.change(contract.value.practitioner, |person| person.contracts.push(contract));
        }
        for (_, share) in facts.conventions.on(day) {
            if share.value.direction == Direction::Outgoing {
                people.change(share.value.practitioner, |person| person.outgoing.push(&share.value));
            }
        }
        people.add_exercise(facts, day);
        people.add_headships(facts, day);
        people
    }

    /// Index of a practitioner; that of the unknown one when nothing is known.
    pub fn index(&self, id: PractitionerId) -> usize {
        self.ids.binary_search(&id).unwrap_or(self.ids.len())
    }

    /// The id of a practitioner by index; `None` for the unknown one.
    pub fn id(&self, index: usize) -> Option<PractitionerId> {
        self.ids.get(index).copied()
    }

    /// A practitioner by index.
    pub fn get(&self, index: usize) -> &Person<'a> {
        static UNKNOWN: Person<'static> = Person::UNKNOWN;
        self.list.get(index).unwrap_or(&UNKNOWN)
    }

    /// A practitioner by id.
    pub fn by_id(&self, id: PractitionerId) -> &Person<'a> {
        self.get(self.index(id))
    }

    /// The person behind a practitioner; the record itself stands in when nothing is known.
    pub fn person(&self, id: PractitionerId) -> PersonId {
        self.by_id(id).record.map_or_else(|| PersonId::from(uuid::Uuid::from(id)), |record| record.person)
    }

    /// Every practitioner with its index and id.
    pub fn iter(&self) -> impl Iterator<Item = (usize, PractitionerId, &Person<'a>)> {
        self.ids.iter().zip(&self.list).enumerate().map(|(index, (id, person))| (index, *id, person))
    }

    /// Number of indexes, the unknown one included.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    fn change(&mut self, id: PractitionerId, change: impl FnOnce(&mut Person<'a>)) {
        if let Ok(index) = self.ids.binary_search(&id)
            && let Some(person) = self.list.get_mut(index)
        {
            change(person);
        }
    }

    fn add_positions(&mut self, facts: &'a Facts, day: Day) {
        let mut positions: Vec<&Segment<Position>> =
            facts.positions.segments().map(|(_, segment)| segment).collect();
        positions.sort_by_key(|segment| segment.period);
        for segment in positions {
            self.change(segment.value.practitioner, |person| {
                person.positions.push(segment);
                if segment.period.contains(day) && segment.value.code != ACTIVITY {
                    person.position = Some(segment);
                }
            });
        }
    }

    fn add_exercise(&mut self, facts: &'a Facts, day: Day) {
        for (_, exercise) in facts.exercise_periods.on(day) {
            let period = Some(exercise.period);
            self.change(exercise.value.practitioner, |person| match exercise.value.code.as_str() {
                "ACT_LIB" => person.private_practice = period,
                code if code.starts_with("IESPE") => person.iespe = period,
                _ => {}
            });
        }
    }

    fn add_headships(&mut self, facts: &'a Facts, day: Day) {
        for (_, headship) in facts.headships.on(day) {
            let headship = &headship.value;
            let structure = facts
                .structures
                .get(headship.structure)
                .and_then(|timeline| timeline.at(day).or_else(|| timeline.last().map(|last| &last.value)));
            let number = structure.map(|structure| structure.number.clone()).unwrap_or_default();
            self.change(headship.practitioner, |person| {
                person.headship = Some(joined(person.headship.as_ref(), &headship.function));
                person.headship_structure = Some(joined(person.headship_structure.as_ref(), &number));
            });
        }
    }
}

/// Values of one list, joined by a vertical bar.
fn joined(before: Option<&SmolStr>, value: &SmolStr) -> SmolStr {
    before.map_or_else(|| value.clone(), |before| format_smolstr!("{before}|{value}"))
}
