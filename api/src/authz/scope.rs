//! The witness of a read: what the caller may see of one rubric.

use std::collections::BTreeSet;

use shared::fact::Noun;
use shared::habilitation::{Perimeter, Right, Rubric};
use shared::id::{EstablishmentId, StructureId};
use shared::time::Day;

use super::{Authority, System, Territory};
use crate::db::Problem;

/// What may be read of a rubric, and what is in sight at all. Only this module makes one.
#[derive(Debug, Clone)]
pub struct Scope {
    reach: Reach,
    sight: Reach,
}

/// A part of the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    Nation,
    /// Whole establishments, and single things of others.
    Parts {
        /// Establishments.
        establishments: BTreeSet<EstablishmentId>,
        /// Their FINESS numbers, for the sites, which name their establishment by it.
        numbers: BTreeSet<String>,
        /// Things.
        things: Things,
    },
}

/// Single things: those of a pole for its head, those of a person for the practitioner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Things {
    /// Ids of the establishments of these structures: what the register says of them, and nothing that is in them.
    pub establishments: BTreeSet<String>,
    /// Ids of structures.
    pub structures: BTreeSet<String>,
    /// Ids of posts.
    pub posts: BTreeSet<String>,
    /// Ids of practitioners.
    pub practitioners: BTreeSet<String>,
    /// Ids of affectations.
    pub affectations: BTreeSet<String>,
}

/// What a scope answers about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may be read.
    Admitted,
    /// It is in sight, but the right is missing.
    RightMissing,
    /// For this caller it does not exist.
    Absent,
}

impl Admission {
    /// Refuses what is not admitted.
    ///
    /// # Errors
    /// `OutOfScope`.
    pub fn demand(self) -> Result<(), Problem> {
        match self {
            Admission::Admitted => Ok(()),
            Admission::RightMissing => Err(Problem::OutOfScope { right_missing: true }),
            Admission::Absent => Err(Problem::OutOfScope { right_missing: false }),
        }
    }
}

impl Scope {
    /// Everything, for the machine itself.
    pub fn everything(_: &System) -> Scope {
        Scope { reach: Reach::Nation, sight: Reach::Nation }
    }

    /// What somebody may read of a rubric (or take away of it: whoever holds a right reads), with rights of today and
    /// perimeters of the day asked about.
    ///
    /// `things` gives the single things of a perimeter that is not made of whole establishments.
    pub(crate) fn of<E>(
        authority: &Authority,
        territory: &Territory,
        (rubric, right): (Rubric, Right),
        (today, as_of): (Day, Day),
        mut things: impl FnMut(&Perimeter) -> Result<Things, E>,
    ) -> Result<Scope, E> {
        let held = match authority {
            Authority::System(system) => return Ok(Scope::everything(system)),
            Authority::Account(held) => held,
        };
        let mut reach = Reach::nothing();
        let mut sight = Reach::nothing();
        for one in held.habilitations.iter().filter(|one| one.period.contains(today)) {
            let readable = one.rights(rubric).has(right);
            let part = match &one.perimeter {
                Perimeter::National => Reach::Nation,
                Perimeter::Structure(_) | Perimeter::Own => Reach::Parts {
                    establishments: BTreeSet::new(),
                    numbers: BTreeSet::new(),
                    things: things(&one.perimeter)?,
                },
                whole => {
                    let establishments = territory.within(whole, as_of);
                    let numbers = establishments.iter().filter_map(|id| territory.finess(*id));
                    let numbers = numbers.map(ToString::to_string).collect();
                    Reach::Parts { establishments, numbers, things: Things::default() }
                }
            };
            if readable {
                reach.add(part.clone());
            }
            sight.add(part);
        }
        Ok(Scope { reach, sight })
    }

    /// What this scope or another one admits.
    #[must_use]
    pub(crate) fn or(mut self, other: Scope) -> Scope {
        self.reach.add(other.reach);
        self.sight.add(other.sight);
        self
    }

    /// What may be read.
    pub(crate) fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The establishments that may be read whole; `None`: all of them.
    pub fn establishments(&self) -> Option<&BTreeSet<EstablishmentId>> {
        match &self.reach {
            Reach::Nation => None,
            Reach::Parts { establishments, .. } => Some(establishments),
        }
    }

    /// The single practitioners that may be read, beside those of whole establishments.
    pub fn people(&self) -> &BTreeSet<String> {
        static NOBODY: BTreeSet<String> = BTreeSet::new();
        match &self.reach {
            Reach::Nation => &NOBODY,
            Reach::Parts { things, .. } => &things.practitioners,
        }
    }

    /// Whether what belongs to the nation alone may be read: only from the nation.
    pub fn admits_nation(&self) -> Admission {
        self.admission(|reach| *reach == Reach::Nation)
    }

    /// Whether the facts of a whole establishment may be read; those of the nation always may.
    pub fn admits_establishment(&self, id: Option<EstablishmentId>) -> Admission {
        let Some(id) = id else { return Admission::Admitted };
        self.admission(|reach| reach.holds(id))
    }

    /// Whether what the register says of an establishment may be read: also by who reads some structures of it only.
    pub fn admits_register(&self, id: EstablishmentId) -> Admission {
        self.admits(Noun::Establishments, &id.to_string(), &Links::default())
    }

    /// Whether what is in a structure of an establishment may be read.
    pub fn admits_structure(&self, home: EstablishmentId, structure: StructureId) -> Admission {
        let establishment = home.to_string();
        let links = Links { establishment: Some(&establishment), ..Links::default() };
        self.admits(Noun::Structures, &structure.to_string(), &links)
    }

    /// Refuses the facts of an establishment that may not be read whole.
    ///
    /// # Errors
    /// `OutOfScope`.
    pub fn demand(&self, id: Option<EstablishmentId>) -> Result<(), Problem> {
        self.admits_establishment(id).demand()
    }

    /// Whether one thing may be read.
    pub(crate) fn admits(&self, noun: Noun, subject: &str, links: &Links<'_>) -> Admission {
        self.admission(|reach| reach.holds_thing(noun, subject, links))
    }

    fn admission(&self, holds: impl Fn(&Reach) -> bool) -> Admission {
        if holds(&self.reach) {
            Admission::Admitted
        } else if holds(&self.sight) {
            Admission::RightMissing
        } else {
            Admission::Absent
        }
    }
}

/// What a row says of where it belongs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Links<'a> {
    /// Establishment of its facts.
    pub(crate) establishment: Option<&'a str>,
    /// FINESS EJ, for a site.
    pub(crate) number: Option<&'a str>,
    /// Practitioner.
    pub(crate) practitioner: Option<&'a str>,
}

impl Reach {
    pub(crate) fn nothing() -> Reach {
        Reach::Parts { establishments: BTreeSet::new(), numbers: BTreeSet::new(), things: Things::default() }
    }

    /// Whether it holds nothing at all.
    pub(crate) fn is_nothing(&self) -> bool {
        let Reach::Parts { establishments, numbers, things } = self else { return false };
        let Things { establishments: some, structures, posts, practitioners, affectations } = things;
        let sets = [some, structures, posts, practitioners, affectations, numbers];
        establishments.is_empty() && sets.into_iter().all(BTreeSet::is_empty)
    }

    fn add(&mut self, other: Reach) {
        match (&mut *self, other) {
            (Reach::Nation, _) => {}
            (_, Reach::Nation) => *self = Reach::Nation,
            (
                Reach::Parts { establishments, numbers, things },
                Reach::Parts { establishments: more, numbers: more_numbers, things: more_things },
            ) => {
                establishments.extend(more);
                numbers.extend(more_numbers);
                things.establishments.extend(more_things.establishments);
                things.structures.extend(more_things.structures);
                things.posts.extend(more_things.posts);
                things.practitioners.extend(more_things.practitioners);
                things.affectations.extend(more_things.affectations);
            }
        }
    }

    fn holds(&self, id: EstablishmentId) -> bool {
        match self {
            Reach::Nation => true,
            Reach::Parts { establishments, .. } => establishments.contains(&id),
        }
    }

    fn holds_thing(&self, noun: Noun, subject: &str, links: &Links<'_>) -> bool {
        let Reach::Parts { establishments, numbers, things } = self else { return true };
        let whole = |id: Option<&str>| {
            id.and_then(|id| id.parse().ok()).is_some_and(|id: EstablishmentId| establishments.contains(&id))
        };
        match noun {
            Noun::Nomenclatures => true,
            Noun::Tours => !self.is_nothing(),
            Noun::Establishments => whole(Some(subject)) || things.establishments.contains(subject),
            Noun::Sites => links.number.is_some_and(|number| numbers.contains(number)),
            Noun::Structures => whole(links.establishment) || things.structures.contains(subject),
            Noun::Posts => whole(links.establishment) || things.posts.contains(subject),
            Noun::Practitioners => whole(links.establishment) || things.practitioners.contains(subject),
            Noun::Affectations => whole(links.establishment) || things.affectations.contains(subject),
            // Who is to come is told to whole hospitals, not even to the person.
            Noun::Reservations => whole(links.establishment),
            _ => {
                whole(links.establishment)
                    || links.practitioner.is_some_and(|id| things.practitioners.contains(id))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r46_what_is_of_the_nation_alone_is_read_from_the_nation_and_its_lists_of_codes_by_all() {
        let scope = |reach, sight| Scope { reach, sight };
        let nobody = scope(Reach::nothing(), Reach::nothing());
        let of_nation = scope(Reach::Nation, Reach::Nation);
        let without_the_right = scope(Reach::nothing(), Reach::Nation);
        assert_eq!(nobody.admits_nation(), Admission::Absent);
        assert_eq!(of_nation.admits_nation(), Admission::Admitted);
        assert_eq!(without_the_right.admits_nation(), Admission::RightMissing);
        let read = |noun| nobody.admits(noun, "01936f4e-7c3a-7b5e-8a1d-000000000001", &Links::default());
        assert_eq!(read(Noun::Nomenclatures), Admission::Admitted);
        assert_eq!((read(Noun::Posts), read(Noun::Statuses)), (Admission::Absent, Admission::Absent));
        assert_eq!(read(Noun::Tours), Admission::Absent, "a tour is not a list of codes");
    }
    /// Each noun by the id of the thing itself, by its establishment, and by the person it is about: what opens one noun
    /// does not open another.
    #[test]
    fn r46_each_thing_is_read_by_what_it_is_named_by() {
        let [home, pole, post, person, line, other] =
            std::array::from_fn(|number| format!("01936f4e-7c3a-7b5e-8a1d-00000000000{number}"));
        let only = |id: &String| BTreeSet::from([id.clone()]);
        let things = Things {
            establishments: only(&home),
            structures: only(&pole),
            posts: only(&post),
            practitioners: only(&person),
            affectations: only(&line),
        };
        let parts = |establishments, numbers, things| {
            let reach = Reach::Parts { establishments, numbers, things };
            Scope { reach: reach.clone(), sight: reach }
        };
        let single = parts(BTreeSet::new(), BTreeSet::new(), things);
        let numbers = BTreeSet::from(["690780044".to_owned()]);
        let whole = parts(BTreeSet::from([home.parse().unwrap()]), numbers, Things::default());
        let nowhere = Links::default();
        let of_person = Links { practitioner: Some(&person), ..nowhere };
        let of_home = Links { establishment: Some(&home), ..nowhere };
        let of_other = Links { establishment: Some(&other), ..nowhere };
        let on_site = Links { number: Some("690780044"), ..nowhere };
        for (scope, noun, subject, links, is_read) in [
            (&single, Noun::Establishments, &home, nowhere, true),
            (&single, Noun::Establishments, &other, nowhere, false),
            (&single, Noun::Structures, &pole, of_other, true),
            (&single, Noun::Structures, &other, of_other, false),
            (&single, Noun::Posts, &post, nowhere, true),
            (&single, Noun::Posts, &other, nowhere, false),
            (&single, Noun::Practitioners, &person, nowhere, true),
            (&single, Noun::Practitioners, &other, of_person, false),
            // A line of time is of the structures that it is in: that its person may be read does not show it.
            (&single, Noun::Affectations, &line, nowhere, true),
            (&single, Noun::Affectations, &other, of_person, false),
            // The rest of a career is of its person.
            (&single, Noun::Statuses, &other, of_person, true),
            (&single, Noun::Statuses, &line, nowhere, false),
            (&single, Noun::Reservations, &other, of_person, false),
            // The register of an establishment is not what is in it.
            (&single, Noun::Sites, &other, on_site, false),
            (&single, Noun::Posts, &other, of_home, false),
            (&whole, Noun::Establishments, &home, nowhere, true),
            (&whole, Noun::Sites, &other, on_site, true),
            (&whole, Noun::Sites, &other, nowhere, false),
            (&whole, Noun::Structures, &other, of_home, true),
            (&whole, Noun::Posts, &other, of_home, true),
            (&whole, Noun::Practitioners, &other, of_home, true),
            (&whole, Noun::Affectations, &other, of_home, true),
            (&whole, Noun::Statuses, &other, of_home, true),
            // A tour is of the nation: whoever reads tours somewhere reads it; what hospitals say in it is theirs.
            (&single, Noun::Tours, &other, nowhere, true),
            (&whole, Noun::Tours, &other, nowhere, true),
            (&whole, Noun::TourEntries, &other, of_home, true),
            (&whole, Noun::TourEntries, &other, of_other, false),
            (&whole, Noun::TourLists, &other, of_other, false),
            (&whole, Noun::Affectations, &other, of_other, false),
            (&whole, Noun::Statuses, &other, of_other, false),
        ] {
            let expected = if is_read { Admission::Admitted } else { Admission::Absent };
            assert_eq!(scope.admits(noun, subject, &links), expected, "{noun:?} {subject} {links:?}");
        }
    }
}
