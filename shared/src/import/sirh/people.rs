//! Who the lines of a file are about: known people, new ones, and those that a refused line still mentions.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::line::PersonPart;
use super::resolve::Resolved;
use super::target::Target;
use crate::fact::Fact;
use crate::id::PractitionerId;
use crate::import::value::plain;
use crate::knowledge::{Facts, Tracks};
use crate::time::Day;

/// A file tells the past when at least one line in so many has ended.
const PAST_SHARE: usize = 20;

/// Ids of what each practitioner has, so that a person is rebuilt without walking everything.
#[derive(Default)]
pub(super) struct Owned {
    pub(super) statuses: BTreeMap<PractitionerId, Vec<crate::id::StatusId>>,
    pub(super) steps: BTreeMap<PractitionerId, Vec<crate::id::StepId>>,
    pub(super) positions: BTreeMap<PractitionerId, Vec<crate::id::PositionId>>,
    pub(super) contracts: BTreeMap<PractitionerId, Vec<crate::id::ContractId>>,
    pub(super) affectations: BTreeMap<PractitionerId, Vec<crate::id::AffectationId>>,
    pub(super) conventions: BTreeMap<PractitionerId, Vec<crate::id::ConventionId>>,
    pub(super) exercise_periods: BTreeMap<PractitionerId, Vec<crate::id::ExercisePeriodId>>,
    pub(super) headships: BTreeMap<PractitionerId, Vec<crate::id::HeadshipId>>,
    pub(super) by_matricule: BTreeMap<SmolStr, PractitionerId>,
}

impl Owned {
    pub(super) fn of(known: &Facts) -> Owned {
        let mut by_matricule = BTreeMap::new();
        for (id, timeline) in known.practitioners.iter() {
            if let Some(last) = timeline.last() {
                by_matricule.insert(last.value.matricule.clone(), id);
            }
        }
        Owned {
            statuses: owners(&known.statuses, |fact| fact.practitioner),
            steps: owners(&known.steps, |fact| fact.practitioner),
            positions: owners(&known.positions, |fact| fact.practitioner),
            contracts: owners(&known.contracts, |fact| fact.practitioner),
            affectations: owners(&known.affectations, |fact| fact.practitioner),
            conventions: owners(&known.conventions, |fact| fact.practitioner),
            exercise_periods: owners(&known.exercise_periods, |fact| fact.practitioner),
            headships: owners(&known.headships, |fact| fact.practitioner),
            by_matricule,
        }
    }
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

pub(super) fn own<T>(owned: &BTreeMap<PractitionerId, Vec<T>>, id: PractitionerId) -> &[T] {
    owned.get(&id).map(Vec::as_slice).unwrap_or_default()
}

impl Target<'_> {
    /// Whether some lines have ended: a file of which nothing has ended is about the present only, as is a file
    /// with one line per person.
    pub(super) fn is_about_the_past(&self, lines: &[Resolved]) -> bool {
        let periods = || lines.iter().filter(|line| line.stands).filter_map(|line| line.period);
        let ended = periods().filter(|period| period.to() <= self.extracted_on).count();
        !self.profile.is_wide() && ended * PAST_SHARE >= periods().count()
    }

    /// Who is meant by refused lines whose matricule nobody has: none, cut, or turned into a number.
    pub(super) fn meant_by_refused_lines<'l>(
        &self,
        lines: &'l [Resolved],
    ) -> Vec<(&'l Resolved, Vec<PractitionerId>)> {
        let is_orphan =
            |line: &&Resolved| !line.stands && !self.owned.by_matricule.contains_key(line.matricule());
        let mut orphans = lines.iter().filter(is_orphan).peekable();
        if orphans.peek().is_none() {
            return Vec::new();
        }
        // A whole file may be refused: people are looked up, not compared one by one.
        let mut by_rpps: BTreeMap<&SmolStr, Vec<PractitionerId>> = BTreeMap::new();
        let mut by_name: BTreeMap<_, Vec<(PractitionerId, Option<Day>)>> = BTreeMap::new();
        let mut by_matricule: BTreeSet<(&SmolStr, PractitionerId)> = BTreeSet::new();
        for (id, segment) in self.known.practitioners.segments() {
            let known = &segment.value;
            if let Some(rpps) = &known.rpps {
                by_rpps.entry(rpps).or_default().push(id);
            }
            let name = (plain(&known.usual_name), plain(&known.first_names));
            by_name.entry(name).or_default().push((id, known.birth_date));
            by_matricule.insert((&known.matricule, id));
        }
        let meant = |orphan: &PersonPart| {
            let mut meant: BTreeSet<PractitionerId> = BTreeSet::new();
            meant.extend(orphan.rpps.as_ref().and_then(|rpps| by_rpps.get(rpps)).into_iter().flatten());
            if orphan.usual_name.is_empty() && orphan.first_names.is_empty() {
                if !orphan.matricule.is_empty() {
                    let cut =
                        by_matricule.iter().filter(|(own, _)| own.starts_with(orphan.matricule.as_str()));
                    meant.extend(cut.map(|(_, id)| *id));
                }
                return meant;
            }
            let same = by_name.get(&(plain(&orphan.usual_name), plain(&orphan.first_names)));
            for (id, known) in same.into_iter().flatten() {
                if orphan.birth_date.is_none_or(|birth| known.is_none_or(|own| own == birth)) {
                    meant.insert(*id);
                }
            }
            meant
        };
        orphans
            .map(|line| (line, meant(&line.line.person)))
            .filter(|(_, meant)| !meant.is_empty())
            .map(|(line, meant)| (line, meant.into_iter().collect()))
            .collect()
    }

    /// The practitioner of each matricule: the one who has it, else the one with the same RPPS whose own matricule
    /// is no longer in the file (the hospital has numbered its people again).
    pub(super) fn owners_of(
        &self,
        people: &BTreeMap<&SmolStr, &[Resolved]>,
    ) -> BTreeMap<SmolStr, PractitionerId> {
        let mut by_rpps: BTreeMap<&SmolStr, PractitionerId> = BTreeMap::new();
        for (id, segment) in self.known.practitioners.segments() {
            if let (Some(rpps), false) = (&segment.value.rpps, people.contains_key(&segment.value.matricule))
            {
                by_rpps.insert(rpps, id);
            }
        }
        let mut owners = BTreeMap::new();
        for (matricule, lines) in people {
            let same_rpps = || {
                let mut standing = lines.iter().filter(|line| line.stands);
                standing.find_map(|line| by_rpps.remove(line.line.person.rpps.as_ref()?))
            };
            if let Some(id) = self.owned.by_matricule.get(*matricule).copied().or_else(same_rpps) {
                owners.insert((*matricule).clone(), id);
            }
        }
        owners
    }
}
