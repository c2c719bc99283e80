//! What is kept in memory between two operations: the national reference, and the facts of the establishments last
//! read.
//!
//! Kept by the id of the last change of the set, so that what is given is always what the database holds: the number
//! of a change that was only rehearsed is given again, its id never is. A forgotten entry costs a read, never a wrong
//! answer. Refuses to keep a past knowledge.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use shared::contract::journal::Verification;
use shared::habilitation::Perimeter;
use shared::id::{ChangeId, EstablishmentId, PersonId, StructureId};
use shared::knowledge::Facts;
use shared::nomenclature::Nomenclatures;
use shared::rules::World;
use shared::time::{Day, Instant};

use super::lately::Lately;
use crate::authz::{Scope, System, Territory, Things};
use crate::db::facts::FactSet;
use crate::db::{self, Connection, Problem};

/// How many establishments are kept: those that people work on at the same time, not the country.
const KEPT: usize = 4;
/// How many poles are kept, each on one day.
const POLES: usize = 16;
/// For how many changes it is kept whether they could be undone: several pages of a journal.
const UNDOABLE: usize = 1_000;
/// How long a verification of the chain is believed.
const VERIFIED_FOR: TimeDelta = TimeDelta::minutes(5);

/// The national reference as it is known now, ready to be asked.
#[derive(Debug, Default)]
pub struct Library {
    /// Nomenclatures, establishments, sites.
    pub facts: Facts,
    /// The lists.
    pub nomenclatures: Nomenclatures,
    /// Establishments by region, group, number.
    pub territory: Territory,
    /// Number of its last change.
    pub head: i64,
}

impl Library {
    /// From the facts of the reference.
    pub fn of(facts: Facts, head: i64) -> Library {
        Library {
            nomenclatures: Nomenclatures::new(&facts.nomenclatures),
            territory: Territory::new(facts.establishments.clone()),
            facts,
            head,
        }
    }

    /// What rules look at: what is known of an establishment, and what would be.
    pub fn world<'a>(&'a self, id: EstablishmentId, before: &'a Facts, after: &'a Facts) -> World<'a> {
        World {
            before,
            after,
            nomenclatures: &self.nomenclatures,
            sites: &self.facts.sites,
            finess: self.territory.finess(id).map_or("", |finess| finess.as_str()),
        }
    }
}

/// What is kept. One for each database that is open.
#[derive(Default)]
pub struct Shelf {
    library: Mutex<Option<(Option<ChangeId>, Arc<Library>)>>,
    homes: Mutex<Vec<Kept>>,
    poles: Mutex<Vec<KeptPole>>,
    verified: Mutex<Option<Verification>>,
    undoable: Mutex<VecDeque<(ChangeId, Option<ChangeId>, bool)>>,
    /// What the journal was told a short while ago.
    pub(super) lately: Lately,
}

struct Kept {
    establishment: EstablishmentId,
    change: Option<ChangeId>,
    facts: Arc<Facts>,
}

/// What a pole held on a day.
struct KeptPole {
    pole: StructureId,
    as_of: Day,
    change: Option<ChangeId>,
    things: Things,
}

impl Shelf {
    /// The national reference. Whatever the instant asked about, it is read as it is known now: it names what the
    /// facts say.
    ///
    /// # Errors
    /// `Query`, `Corrupt`.
    pub fn library(&self, connection: &mut Connection) -> Result<Arc<Library>, Problem> {
        let (head, change) = db::changes::last_id(connection, FactSet::Reference)?;
        if let Some((_, library)) = lock(&self.library).as_ref().filter(|(kept, _)| *kept == change) {
            return Ok(Arc::clone(library));
        }
        // Everybody may read the reference; rights on it are about changing it.
        let scope = Scope::everything(&System::on_this_machine());
        let facts = db::facts::load(connection, &scope, FactSet::Reference, Instant::NEVER.just_before())?;
        let library = Arc::new(Library::of(facts, head));
        *lock(&self.library) = Some((change, Arc::clone(&library)));
        Ok(library)
    }

    /// The facts of an establishment at an instant, with the number of its last change.
    ///
    /// # Errors
    /// `OutOfScope`, `Query`, `Corrupt`.
    pub fn facts(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        establishment: EstablishmentId,
        known_at: Instant,
    ) -> Result<(Arc<Facts>, i64), Problem> {
        scope.demand(Some(establishment))?;
        self.facts_around(connection, scope, establishment, known_at)
    }

    /// The same for who may read some structures only: what is in them is known only from the whole. Whoever asks shows
    /// no more of it than the part that the scope admits.
    ///
    /// # Errors
    /// As [`Shelf::facts`].
    pub fn facts_around(
        &self,
        connection: &mut Connection,
        scope: &Scope,
        establishment: EstablishmentId,
        known_at: Instant,
    ) -> Result<(Arc<Facts>, i64), Problem> {
        scope.admits_register(establishment).demand()?;
        let scope = &Scope::everything(&System::on_this_machine());
        let set = FactSet::Establishment(establishment);
        let last = db::changes::last_for(connection, set)?;
        let head = last.as_ref().map_or(0, |change| change.seq);
        let change = last.as_ref().map(|change| change.id);
        if last.is_some_and(|change| known_at < change.at) {
            return Ok((Arc::new(db::facts::load(connection, scope, set, known_at)?), head));
        }
        let mut homes = lock(&self.homes);
        if let Some(at) =
            homes.iter().position(|kept| kept.establishment == establishment && kept.change == change)
        {
            let kept = homes.remove(at);
            let facts = Arc::clone(&kept.facts);
            homes.push(kept);
            return Ok((facts, head));
        }
        drop(homes);
        let facts = Arc::new(db::facts::load(connection, scope, set, known_at)?);
        let mut homes = lock(&self.homes);
        homes.retain(|kept| kept.establishment != establishment);
        if homes.len() >= KEPT {
            homes.remove(0);
        }
        homes.push(Kept { establishment, change, facts: Arc::clone(&facts) });
        Ok((facts, head))
    }

    /// The single things of a perimeter on a day: asked several times by each request of a head of pole, and read once.
    ///
    /// # Errors
    /// `Query`, `Corrupt`.
    pub fn things(
        &self,
        connection: &mut Connection,
        perimeter: &Perimeter,
        person: Option<PersonId>,
        as_of: Day,
    ) -> Result<Things, Problem> {
        let Perimeter::Structure(pole) = perimeter else {
            return db::things::within(connection, perimeter, person, as_of);
        };
        let Some((home, _)) = db::homes::of_structure(connection, *pole)? else {
            return Ok(Things::default());
        };
        let (_, change) = db::changes::last_id(connection, FactSet::Establishment(home))?;
        let same = |kept: &&KeptPole| kept.pole == *pole && kept.as_of == as_of && kept.change == change;
        if let Some(kept) = lock(&self.poles).iter().find(same) {
            return Ok(kept.things.clone());
        }
        let things = db::things::within(connection, perimeter, person, as_of)?;
        let mut poles = lock(&self.poles);
        if poles.len() >= POLES {
            poles.remove(0);
        }
        poles.push(KeptPole { pole: *pole, as_of, change, things: things.clone() });
        Ok(things)
    }

    /// Whether a change could be undone while another one is the last of its set, if that was found out.
    pub(super) fn undoable(&self, change: ChangeId, last: Option<ChangeId>) -> Option<bool> {
        let kept = lock(&self.undoable);
        kept.iter().find(|(one, head, _)| (*one, *head) == (change, last)).map(|(.., answer)| *answer)
    }

    /// Keeps that answer. The last change of a set has the same id only while nothing else happens to the set.
    pub(super) fn keep_undoable(&self, change: ChangeId, last: Option<ChangeId>, answer: bool) {
        let mut kept = lock(&self.undoable);
        kept.retain(|(one, ..)| *one != change);
        if kept.len() >= UNDOABLE {
            kept.pop_front();
        }
        kept.push_back((change, last, answer));
    }

    /// The state of the chain, verified now or a few minutes ago: each verification reads the whole database, and those
    /// who ask at the same time wait for the same one.
    ///
    /// # Errors
    /// What the verification says.
    pub fn verified<E>(
        &self,
        now: Instant,
        verify: impl FnOnce() -> Result<Verification, E>,
    ) -> Result<Verification, E> {
        let mut kept = lock(&self.verified);
        let fresh = |kept: &&Verification| {
            let age = now.naive() - kept.verified_at.naive();
            (TimeDelta::zero()..VERIFIED_FOR).contains(&age)
        };
        if let Some(kept) = kept.as_ref().filter(fresh) {
            return Ok(kept.clone());
        }
        Ok(kept.insert(verify()?).clone())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
