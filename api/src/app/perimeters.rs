//! Perimeters of accounts seen from somebody's own: what is inside, what it is called, who may see and administer.
//!
//! An account or a habilitation that is not inside what the caller may read does not exist for the caller. Refuses to
//! know what is inside an establishment: a structure or a person counts where its hospital is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::catalogue::access as texts;
use shared::contract::access::{HabilitationView, RubricRights};
use shared::habilitation::{self, Habilitation, Perimeter, Profile, Right, Rubric};
use shared::id::{EstablishmentId, PersonId, StructureId};

use super::library::Library;
use super::{Ctx, Failure};
use crate::authz::Authority;
use crate::db::accounts::Holder;
use crate::db::habilitations::Granted;
use crate::db::{self, Connection};

/// What a perimeter holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Extent {
    Nation,
    Region,
    /// These establishments, all to be inside; one is enough for a person, who may work in several.
    Establishments {
        ids: Vec<EstablishmentId>,
        one_is_enough: bool,
    },
}

/// A perimeter that exists.
#[derive(Debug, Clone)]
pub struct Known {
    extent: Extent,
    /// Its name, for people.
    pub label: String,
}

impl Known {
    /// The establishment it is, or is in; `None` when it is wider.
    pub fn establishment(&self) -> Option<EstablishmentId> {
        match &self.extent {
            Extent::Establishments { ids, one_is_enough: false } if ids.len() == 1 => ids.first().copied(),
            _ => None,
        }
    }
}

/// The names of the perimeters on which the caller holds a right today, each once.
///
/// # Errors
/// Failures of the database.
pub fn named(ctx: &Ctx, rubric: Rubric, right: Right) -> Result<Vec<String>, Failure> {
    let Some(held) = ctx.authority.held() else { return Ok(Vec::new()) };
    ctx.database.read(|connection| {
        let mut eye = Eye::of(ctx, connection)?;
        let mut names = BTreeSet::new();
        let own = held.habilitations.iter().filter(|one| one.period.contains(ctx.today));
        for one in own.filter(|one| one.rights(rubric).has(right)) {
            names.extend(eye.know(connection, &one.perimeter, held.person)?.map(|known| known.label));
        }
        Ok(names.into_iter().collect())
    })
}

/// Looks at perimeters for one caller, during one operation.
pub struct Eye<'a> {
    ctx: &'a Ctx,
    library: Arc<Library>,
    known: BTreeMap<(Perimeter, Option<PersonId>), Option<Known>>,
}

impl<'a> Eye<'a> {
    /// For the caller of a context.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn of(ctx: &'a Ctx, connection: &mut Connection) -> Result<Eye<'a>, Failure> {
        Ok(Eye { ctx, library: ctx.shelf.library(connection)?, known: BTreeMap::new() })
    }

    /// The perimeters of which the caller may have that right, beside those of structures and of persons; `None`: all.
    pub fn reach(&self, right: Right) -> Option<Vec<Perimeter>> {
        let held = self.ctx.authority.held()?;
        let today = self.ctx.today;
        let mut reach = BTreeSet::new();
        let own = held.habilitations.iter().filter(|one| one.period.contains(today));
        for one in own.filter(|one| one.rights(Rubric::Habilitations).has(right)) {
            if one.perimeter == Perimeter::National {
                return None;
            }
            for id in self.library.territory.within(&one.perimeter, today) {
                let place = self.library.territory.place(id, today);
                reach.extend(place.establishment.map(Perimeter::Establishment));
                reach.extend(place.ght.map(Perimeter::Ght));
            }
            reach.insert(one.perimeter.clone());
        }
        Some(reach.into_iter().collect())
    }

    /// Looks at once at the structures and the persons of many grants, each with the person of its account: what is asked
    /// of them next costs no statement.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn prepare(
        &mut self,
        connection: &mut Connection,
        granted: &[(&Perimeter, Option<PersonId>)],
    ) -> Result<(), Failure> {
        let structures: BTreeSet<StructureId> = granted
            .iter()
            .filter_map(|(perimeter, _)| match perimeter {
                Perimeter::Structure(id) => Some(*id),
                _ => None,
            })
            .collect();
        let persons: BTreeSet<PersonId> = granted
            .iter()
            .filter(|(perimeter, _)| **perimeter == Perimeter::Own)
            .filter_map(|(_, one)| *one)
            .collect();
        let structures: Vec<StructureId> = structures.into_iter().collect();
        let persons: Vec<PersonId> = persons.into_iter().collect();
        let named = db::homes::of_structures(connection, &structures)?;
        let homes = db::homes::of_persons(connection, &persons)?;
        for (perimeter, person) in granted {
            let known = match perimeter {
                Perimeter::Structure(id) => named.get(id).map(|(home, label)| Known {
                    extent: Extent::Establishments { ids: vec![*home], one_is_enough: false },
                    label: label.clone(),
                }),
                Perimeter::Own => {
                    let ids = person.and_then(|person| homes.get(&person).cloned()).unwrap_or_default();
                    let extent = Extent::Establishments { ids, one_is_enough: true };
                    Some(Known { extent, label: texts::OWN_FILE.to_owned() })
                }
                _ => continue,
            };
            self.known.insert(((*perimeter).clone(), *person), known);
        }
        Ok(())
    }

    /// What a perimeter is, held by an account tied to a person; `None` when there is no such place.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn know(
        &mut self,
        connection: &mut Connection,
        perimeter: &Perimeter,
        person: Option<PersonId>,
    ) -> Result<Option<Known>, Failure> {
        let key = (perimeter.clone(), person);
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let known = self.look(connection, perimeter, person)?;
        self.known.insert(key, known.clone());
        Ok(known)
    }

    fn look(
        &self,
        connection: &mut Connection,
        perimeter: &Perimeter,
        person: Option<PersonId>,
    ) -> Result<Option<Known>, Failure> {
        let (territory, today) = (&self.library.territory, self.ctx.today);
        let establishments =
            |ids: Vec<EstablishmentId>, one_is_enough| Extent::Establishments { ids, one_is_enough };
        Ok(match perimeter {
            Perimeter::National => Some(Known { extent: Extent::Nation, label: texts::NATIONAL.to_owned() }),
            Perimeter::Region(code) => self.library.nomenclatures.knows("regions_ars", code).then(|| Known {
                extent: Extent::Region,
                label: self.library.nomenclatures.label("regions_ars", code).to_string(),
            }),
            Perimeter::Ght(code) => {
                let ids: Vec<_> = territory.within(perimeter, today).into_iter().collect();
                let label = texts::ght(&self.library.nomenclatures.label("ghts", code));
                (!ids.is_empty()).then(|| Known { extent: establishments(ids, false), label })
            }
            Perimeter::Establishment(finess) => territory.by_finess(finess).map(|id| Known {
                extent: establishments(vec![id], false),
                label: territory.on(id, today).map_or_else(|| finess.to_string(), |one| one.name.to_string()),
            }),
            Perimeter::Structure(id) => db::homes::of_structure(connection, *id)?
                .map(|(home, label)| Known { extent: establishments(vec![home], false), label }),
            Perimeter::Own => {
                let ids = person.map(|person| db::homes::of_person(connection, person)).transpose()?;
                let extent = establishments(ids.unwrap_or_default(), true);
                Some(Known { extent, label: texts::OWN_FILE.to_owned() })
            }
        })
    }

    /// Whether one of the caller's perimeters holds another.
    fn holds(&self, outer: &Perimeter, inner: &Perimeter, known: &Known) -> bool {
        if outer == inner && !matches!(outer, Perimeter::Own) {
            return true;
        }
        let day = self.ctx.today;
        let inside = |id: &EstablishmentId| outer.contains(&self.library.territory.place(*id, day));
        match (outer, &known.extent) {
            (Perimeter::National, _) => true,
            (_, Extent::Nation | Extent::Region) => false,
            (_, Extent::Establishments { ids, one_is_enough: true }) => ids.iter().any(inside),
            (_, Extent::Establishments { ids, .. }) => ids.iter().all(inside),
        }
    }

    fn some_habilitation(&self, decides: impl Fn(&[Habilitation]) -> bool) -> bool {
        match &self.ctx.authority {
            Authority::System(_) => true,
            Authority::Account(held) => decides(&held.habilitations),
        }
    }

    /// Whether the caller has a right on habilitations of that perimeter, today.
    pub fn may(&self, right: Right, perimeter: &Perimeter, known: &Known) -> bool {
        self.some_habilitation(|held| {
            held.iter().any(|one| {
                one.period.contains(self.ctx.today)
                    && one.rights(Rubric::Habilitations).has(right)
                    && self.holds(&one.perimeter, perimeter, known)
            })
        })
    }

    /// Whether the caller may give a profile there, today.
    pub fn may_give(&self, profile: Profile, perimeter: &Perimeter, known: &Known) -> bool {
        self.some_habilitation(|held| {
            habilitation::may_give(held, self.ctx.today, profile, |own| self.holds(own, perimeter, known))
        })
    }

    /// Whether the caller may give a profile somewhere, today.
    pub fn may_give_somewhere(&self, profile: Profile) -> bool {
        self.some_habilitation(|held| habilitation::may_give(held, self.ctx.today, profile, |_| true))
    }

    /// Whether the caller sees all accounts, those without habilitation too.
    pub fn sees_all(&self) -> bool {
        let nation = Known { extent: Extent::Nation, label: String::new() };
        self.may(Right::Read, &Perimeter::National, &nation)
    }

    /// Whether the caller sees a grant. One whose place is gone is seen from the nation only.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn sees(
        &mut self,
        connection: &mut Connection,
        granted: &Granted,
        person: Option<PersonId>,
    ) -> Result<bool, Failure> {
        self.has(connection, Right::Read, granted, person)
    }

    /// Whether the caller has a right on a grant.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn has(
        &mut self,
        connection: &mut Connection,
        right: Right,
        granted: &Granted,
        person: Option<PersonId>,
    ) -> Result<bool, Failure> {
        let known = self.know(connection, &granted.perimeter, person)?;
        let known = known.unwrap_or(Known { extent: Extent::Nation, label: String::new() });
        Ok(self.may(right, &granted.perimeter, &known))
    }

    /// A grant as it is shown to the caller.
    ///
    /// # Errors
    /// Failures of the database.
    pub fn view(
        &mut self,
        connection: &mut Connection,
        granted: &Granted,
        (name, person): &Holder,
    ) -> Result<HabilitationView, Failure> {
        let known = self.know(connection, &granted.perimeter, *person)?;
        let label = known.as_ref().map_or_else(|| granted.perimeter.to_string(), |known| known.label.clone());
        let ends =
            granted.valid_to > self.ctx.today && self.has(connection, Right::Administer, granted, *person)?;
        let grants = granted.grants.iter();
        Ok(HabilitationView {
            id: granted.id,
            account: granted.account,
            account_name: name.clone(),
            profile: granted.profile,
            perimeter: granted.perimeter.clone(),
            perimeter_label: label,
            valid_from: granted.valid_from,
            valid_to: granted.valid_to,
            grants: grants
                .map(|(rubric, rights)| RubricRights { rubric: *rubric, rights: *rights })
                .collect(),
            granted_by: granted.granted_by.clone(),
            reason: granted.reason.clone(),
            version: granted.version,
            allowed_actions: if ends { vec!["end".to_owned()] } else { Vec::new() },
        })
    }
}
