//! The change feed: what changes did to the things that a caller may read, in the order of commits, from a mark on.
//!
//! Only ids are told: what is said of a thing is read with the rights of the moment. A mark is good while it says what the
//! caller could read then: once that has changed, or after ninety days, lists are to be read again. Refuses to tell of a
//! thing that could not be read just before a change nor just after it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::contract::changes::Touched;
use shared::fact::Noun;
use shared::feed::{Operation, Standing};
use shared::habilitation::{Perimeter, Right, Rubric};
use shared::id::EstablishmentId;
use shared::time::{Day, Instant, View};

use super::library::Library;
use super::{Ctx, Failure};
use super::{
    affectations, establishments, headships, positions, posts, practitioners, sites, statuses, structures,
};
use crate::authz::{Admission, Reach, Scope, Things};
use crate::db::feed::{self, Entry, Span, Stated};
use crate::db::{self, Connection};
use crate::digest::sha256;

/// The collections that the feed tells of: those of dated things. What one change touched is told in this order, what is
/// referred to first.
pub const RESOURCES: [Noun; 12] = [
    Noun::Establishments,
    Noun::Sites,
    Noun::Structures,
    Noun::Posts,
    Noun::Practitioners,
    Noun::Statuses,
    Noun::Positions,
    Noun::Headships,
    Noun::Affectations,
    Noun::Reservations,
    Noun::Requests,
    Noun::Tours,
];

/// What open screens are told of: the same, and what has no list of its own (a profile, a list and a post in a tour).
pub(super) const LIVE: [Noun; 15] = [
    Noun::Establishments,
    Noun::Sites,
    Noun::Structures,
    Noun::Posts,
    Noun::Practitioners,
    Noun::Statuses,
    Noun::Positions,
    Noun::Headships,
    Noun::Affectations,
    Noun::Reservations,
    Noun::Requests,
    Noun::Tours,
    Noun::PostProfiles,
    Noun::TourLists,
    Noun::TourEntries,
];

/// How long a mark is good.
const KEPT: TimeDelta = TimeDelta::days(90);
/// Changes looked at for one page.
const MOST: i64 = 500;
/// The same for who reads single things: what these are is asked around each change.
const MOST_AROUND: i64 = 50;

/// The rubric of a collection: that of its list.
fn rubric(noun: Noun) -> Rubric {
    match noun {
        Noun::PostProfiles => Rubric::PostProfiles,
        Noun::Reservations => Rubric::Posts,
        Noun::Requests => Rubric::Requests,
        Noun::Tours | Noun::TourLists | Noun::TourEntries => Rubric::Tours,
        Noun::Establishments => establishments::LISTING.rubric,
        Noun::Sites => sites::LISTING.rubric,
        Noun::Posts => posts::LISTING.rubric,
        Noun::Practitioners => practitioners::LISTING.rubric,
        Noun::Statuses => statuses::LISTING.rubric,
        Noun::Positions => positions::LISTING.rubric,
        Noun::Headships => headships::LISTING.rubric,
        Noun::Affectations => affectations::LISTING.rubric,
        _ => structures::LISTING.rubric,
    }
}

/// A place in the feed, with what must not have changed since. Whoever makes a token of it seals it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Number of the last change that was told.
    pub seq: i64,
    /// The collection and the id where the telling of that change stopped; `None`: it was told whole.
    pub within: Option<(String, String)>,
    /// Digest of what the caller could read.
    pub reach: String,
    /// The day on which single things were in a perimeter.
    pub day: Day,
    /// When it was given.
    pub given_at: Instant,
}

/// What is asked of the feed.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Collections; none: all that may be read.
    pub resources: BTreeSet<Noun>,
    /// Items at most.
    pub limit: u32,
    /// From where; `None`: from now on.
    pub after: Option<Mark>,
}

/// What the feed answers.
#[derive(Debug)]
pub enum Followed {
    /// What was touched, from where it goes on, and whether there is more now.
    Told(Vec<Touched>, Mark, bool),
    /// The mark is no longer good: the lists to read again, from where to follow then.
    Lost(Vec<String>, Mark),
}

/// What was touched from a mark on.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn follow(ctx: &Ctx, asked: &Asked) -> Result<Followed, Failure> {
    // Everything hangs on structures: who may not read them follows nothing.
    ctx.demand_somewhere(Rubric::Structures, Right::Read)?;
    for noun in &asked.resources {
        ctx.demand_somewhere(rubric(*noun), Right::Read)?;
    }
    let wanted = |noun: &Noun| asked.resources.is_empty() || asked.resources.contains(noun);
    let nouns: Vec<Noun> = RESOURCES.into_iter().filter(wanted).collect();
    ctx.database.read(|connection| followed(ctx, connection, nouns, asked.after.as_ref(), asked.limit))
}

/// The same, of the collections among these that may be read.
pub(super) fn followed(
    ctx: &Ctx,
    connection: &mut Connection,
    mut nouns: Vec<Noun>,
    after: Option<&Mark>,
    limit: u32,
) -> Result<Followed, Failure> {
    nouns.retain(|noun| ctx.authority.allows_somewhere(ctx.today, rubric(*noun), Right::Read));
    let reader = Reader::of(ctx, connection)?;
    let now = reader.mark(feed::last(connection)?);
    let Some(after) = after else { return Ok(Followed::Told(Vec::new(), now, false)) };
    let is_old = ctx.now.naive().signed_duration_since(after.given_at.naive()) >= KEPT;
    if is_old || after.reach != now.reach || reader.is_moved(connection, after)? {
        return Ok(Followed::Lost(nouns.iter().map(|noun| whole(ctx, *noun)).collect(), now));
    }
    reader.page(connection, &nouns, after, now, limit)
}

/// The mark from which the feed goes on after what was known at an instant. Taken before that knowledge is read, it misses
/// nothing: what is committed in between is told again.
///
/// # Errors
/// Failures of the database.
pub fn mark_at(ctx: &Ctx, known_at: Instant) -> Result<Mark, Failure> {
    ctx.database.read(|connection| {
        let reader = Reader::of(ctx, connection)?;
        Ok(reader.mark(feed::last_until(connection, known_at)?))
    })
}

/// Where all of a collection is read: in one file, for who may take it away.
fn whole(ctx: &Ctx, noun: Noun) -> String {
    let has_file = matches!(
        noun,
        Noun::Structures | Noun::Posts | Noun::Practitioners | Noun::Affectations | Noun::Requests
    );
    let extracts = ctx.authority.allows_somewhere(ctx.today, rubric(noun), Right::Extract);
    let form = if has_file && extracts { "?format=ndjson" } else { "" };
    format!("/api/v1/{}{form}", noun.name())
}

/// What may be read of each rubric, as things stood at one knowledge.
type Scopes = BTreeMap<Rubric, Scope>;
/// What small perimeters held at one knowledge.
type Held = Vec<(Perimeter, Things)>;

/// Who follows.
struct Reader<'a> {
    ctx: &'a Ctx,
    library: Arc<Library>,
    /// Perimeters that are not made of whole establishments.
    small: Vec<Perimeter>,
    /// The establishments whose changes may move what is in them.
    homes: BTreeSet<EstablishmentId>,
    /// What may be read of whole establishments.
    base: Scopes,
}

impl<'a> Reader<'a> {
    fn of(ctx: &'a Ctx, connection: &mut Connection) -> Result<Reader<'a>, Failure> {
        let library = ctx.shelf.library(connection)?;
        let held = ctx.authority.held();
        let in_force =
            held.iter().flat_map(|held| &held.habilitations).filter(|one| one.period.contains(ctx.today));
        let small = in_force.map(|one| &one.perimeter);
        let small = small.filter(|one| matches!(one, Perimeter::Structure(_) | Perimeter::Own)).cloned();
        let small: Vec<Perimeter> = small.collect::<BTreeSet<_>>().into_iter().collect();
        let mut homes = BTreeSet::new();
        for one in &small {
            match (one, held.and_then(|held| held.person)) {
                (Perimeter::Structure(id), _) => {
                    homes.extend(db::homes::of_structure(connection, *id)?.map(|(home, _)| home));
                }
                (_, Some(person)) => homes.extend(db::homes::ever_of_person(connection, person)?),
                _ => {}
            }
        }
        let mut reader = Reader { ctx, library, small, homes, base: Scopes::new() };
        reader.base = reader.scopes(&[])?;
        Ok(reader)
    }

    /// What may be read when small perimeters hold this.
    fn scopes(&self, held: &[(Perimeter, Things)]) -> Result<Scopes, Failure> {
        let (authority, territory) = (&self.ctx.authority, &self.library.territory);
        let days = (self.ctx.today, self.ctx.today);
        let rubrics: BTreeSet<Rubric> = LIVE.into_iter().map(rubric).collect();
        let scope = |rubric: Rubric| {
            let scope = Scope::of(authority, territory, (rubric, Right::Read), days, |perimeter| {
                let things = held.iter().find(|(one, _)| one == perimeter).map(|(_, things)| things.clone());
                Ok::<_, Failure>(things.unwrap_or_default())
            });
            Ok((rubric, scope?))
        };
        rubrics.into_iter().map(scope).collect()
    }

    /// What small perimeters held on a day, as known at an instant.
    fn held(&self, connection: &mut Connection, view: View) -> Result<Held, Failure> {
        let person = self.ctx.authority.held().and_then(|held| held.person);
        let mut held = Held::new();
        for one in &self.small {
            held.push((one.clone(), db::things::within_at(connection, one, person, view)?));
        }
        Ok(held)
    }

    fn mark(&self, seq: i64) -> Mark {
        let (day, given_at) = (self.ctx.today, self.ctx.now);
        Mark { seq, within: None, reach: self.digest(), day, given_at }
    }

    /// Digest of what may be read: the establishments of each rubric, and where small perimeters are. What is in these is
    /// told by the feed itself as it comes and goes.
    fn digest(&self) -> String {
        let mut text = String::new();
        for (rubric, scope) in &self.base {
            text.push_str(rubric.name());
            match scope.reach() {
                Reach::Nation => text.push_str(" nation"),
                Reach::Parts { establishments, .. } => {
                    establishments.iter().for_each(|id| text.push_str(&format!(" {id}")));
                }
            }
            let held = self.ctx.authority.held().into_iter().flat_map(|held| &held.habilitations);
            let read = held
                .filter(|one| one.period.contains(self.ctx.today) && one.rights(*rubric).has(Right::Read));
            let small: BTreeSet<&Perimeter> =
                read.map(|one| &one.perimeter).filter(|one| self.small.contains(one)).collect();
            small.iter().for_each(|one| text.push_str(&format!(" {one}")));
            text.push('\n');
        }
        // A structure that went to another establishment, or went, is another perimeter; a person keeps their own file.
        let structures = self.small.iter().any(|one| matches!(one, Perimeter::Structure(_)));
        self.homes.iter().filter(|_| structures).for_each(|id| text.push_str(&format!("{id}\n")));
        sha256(text)
    }

    /// Whether the days that passed since a mark, which are no change, brought something in or out of a small perimeter.
    fn is_moved(&self, connection: &mut Connection, after: &Mark) -> Result<bool, Failure> {
        if self.small.is_empty() || after.day == self.ctx.today {
            return Ok(false);
        }
        let Some(known_at) = feed::instant_of(connection, after.seq)? else { return Ok(false) };
        let then = self.held(connection, View { as_of: after.day, known_at })?;
        Ok(then != self.held(connection, View { as_of: self.ctx.today, known_at })?)
    }

    fn page(
        &self,
        connection: &mut Connection,
        nouns: &[Noun],
        after: &Mark,
        now: Mark,
        limit: u32,
    ) -> Result<Followed, Failure> {
        let sets = self.sets(nouns);
        let most = if self.small.is_empty() { MOST } else { MOST_AROUND };
        let from = if after.within.is_some() { after.seq } else { after.seq.saturating_add(1) };
        let entries = feed::entries(connection, from, sets.as_ref(), most)?;
        let full = entries.len() >= usize::try_from(most).unwrap_or(usize::MAX);
        let to = entries.last().filter(|_| full).map_or(now.seq, |entry| entry.seq);
        let around = self.around(connection, &entries)?;

        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let place = |noun: Noun| LIVE.iter().position(|one| *one == noun).unwrap_or_default();
        let within = after.within.as_ref().and_then(|(name, id)| {
            let noun = LIVE.into_iter().find(|noun| noun.name() == name)?;
            Some((place(noun), id.as_str()))
        });
        let mut found: BTreeSet<(i64, usize, String)> = BTreeSet::new();
        for noun in nouns.iter().copied() {
            let (from, after) = match within {
                Some((last, _)) if place(noun) < last => (from.saturating_add(1), None),
                Some((last, id)) if place(noun) == last => (from, Some(id)),
                _ => (from, None),
            };
            let span = Span { from, to, after, sets: sets.as_ref() };
            let Some(scope) = around.scope(rubric(noun)) else { continue };
            let touched = feed::touched(connection, &scope, noun, span, limit.saturating_add(1))?;
            found.extend(touched.into_iter().map(|(seq, id)| (seq, place(noun), id)));
            for (seq, id) in around.moved(connection, noun, &entries)? {
                if seq >= from && (seq > from || after.is_none_or(|after| id.as_str() > after)) {
                    found.insert((seq, place(noun), id));
                }
            }
        }

        let more = found.len() > limit;
        let told: Vec<(i64, usize, String)> = found.into_iter().take(limit).collect();
        let next = match told.last().filter(|_| more) {
            Some((seq, place, id)) => {
                let noun = LIVE.get(*place).map(|noun| noun.name().to_owned()).unwrap_or_default();
                Mark { seq: *seq, within: Some((noun, id.clone())), ..now }
            }
            None => Mark { seq: to, ..now },
        };
        let items = items(connection, &told, &entries, &around)?;
        Ok(Followed::Told(items, next, more || full))
    }

    /// The establishments whose changes may tell something of these collections; `None`: all.
    fn sets(&self, nouns: &[Noun]) -> Option<BTreeSet<EstablishmentId>> {
        let mut sets = self.homes.clone();
        for noun in nouns {
            match self.base.get(&rubric(*noun)).map(Scope::establishments) {
                Some(None) => return None,
                Some(Some(own)) => sets.extend(own),
                None => {}
            }
        }
        Some(sets)
    }

    /// What could be read just before each change and just after it.
    fn around(&self, connection: &mut Connection, entries: &[Entry]) -> Result<Around, Failure> {
        let Some(first) = entries.first().filter(|_| !self.small.is_empty()) else {
            return Ok(Around { steps: vec![Rc::new((self.base.clone(), Held::new()))] });
        };
        let as_of = self.ctx.today;
        let mut step = |known_at| {
            let held = self.held(connection, View { as_of, known_at })?;
            Ok::<_, Failure>(Rc::new((self.scopes(&held)?, held)))
        };
        let mut last = step(first.at.just_before())?;
        let mut steps = vec![Rc::clone(&last)];
        for entry in entries {
            // Between two changes of a home nothing moves in it.
            if entry.establishment.is_some_and(|id| self.homes.contains(&id)) {
                last = step(entry.at)?;
            }
            steps.push(Rc::clone(&last));
        }
        Ok(Around { steps })
    }
}

/// What could be read around each of some changes: before the first one, after it, after the second one...; a single step
/// when it is the same all along.
struct Around {
    steps: Vec<Rc<(Scopes, Held)>>,
}

impl Around {
    /// What could be read before (0) or after (1) a change.
    fn at(&self, change: usize, after: usize) -> Option<&(Scopes, Held)> {
        let step = self.steps.get(change.saturating_add(after)).or_else(|| self.steps.first());
        step.map(Rc::as_ref)
    }

    /// All that could be read of a rubric at some time.
    fn scope(&self, rubric: Rubric) -> Option<Scope> {
        let scopes = self.steps.iter().enumerate().filter(|(at, step)| {
            // A step is often the same as the one before.
            at.checked_sub(1).and_then(|at| self.steps.get(at)).is_none_or(|last| !Rc::ptr_eq(last, step))
        });
        scopes.filter_map(|(_, step)| step.0.get(&rubric).cloned()).reduce(Scope::or)
    }

    /// The things of a noun that each change brought in or out of a small perimeter, touched or not.
    fn moved(
        &self,
        connection: &mut Connection,
        noun: Noun,
        entries: &[Entry],
    ) -> Result<Vec<(i64, String)>, Failure> {
        let mut moved = Vec::new();
        for (entry, steps) in entries.iter().zip(self.steps.windows(2)) {
            let [before, after] = steps else { continue };
            if Rc::ptr_eq(before, after) {
                continue;
            }
            for ((_, before), (_, after)) in before.1.iter().zip(&after.1) {
                let differ = |of: fn(&Things) -> &BTreeSet<String>| -> Vec<String> {
                    of(before).symmetric_difference(of(after)).cloned().collect()
                };
                let ids = match noun {
                    Noun::Structures => differ(|things| &things.structures),
                    Noun::Posts => differ(|things| &things.posts),
                    Noun::Practitioners => differ(|things| &things.practitioners),
                    Noun::Affectations => differ(|things| &things.affectations),
                    Noun::Statuses | Noun::Positions | Noun::Headships => {
                        let people = differ(|things| &things.practitioners);
                        feed::of_practitioners(connection, noun, people)?
                    }
                    _ => Vec::new(),
                };
                moved.extend(ids.into_iter().map(|id| (entry.seq, id)));
            }
        }
        Ok(moved)
    }
}

/// What is told of some things, each of one change.
fn items(
    connection: &mut Connection,
    told: &[(i64, usize, String)],
    entries: &[Entry],
    around: &Around,
) -> Result<Vec<Touched>, Failure> {
    let numbers: BTreeMap<i64, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.seq, at)).collect();
    let mut stated: Vec<BTreeMap<String, Vec<Stated>>> = Vec::new();
    for (place, noun) in LIVE.into_iter().enumerate() {
        let own: BTreeSet<&String> = told.iter().filter(|one| one.1 == place).map(|(.., id)| id).collect();
        let own: Vec<String> = own.into_iter().cloned().collect();
        stated.push(if own.is_empty() { BTreeMap::new() } else { feed::statements(connection, noun, own)? });
    }
    let item = |(seq, place, id): &(i64, usize, String)| {
        let noun = *LIVE.get(*place)?;
        let at = *numbers.get(seq)?;
        let entry = entries.get(at)?;
        let stated = stated.get(*place)?.get(id)?;
        let standing = |step: usize, known_at: Instant| {
            let scope = around.at(at, step).and_then(|(scopes, _)| scopes.get(&rubric(noun)));
            scope.map_or(Standing::Unknown, |scope| standing(scope, noun, id, stated, known_at))
        };
        let before = standing(0, entry.at.just_before());
        let operation = Operation::between(before, standing(1, entry.at))?;
        Some(Touched {
            seq: *seq,
            resource: noun.name().to_owned(),
            id: id.parse().ok()?,
            finess: stated.iter().rev().find_map(|one| one.finess.clone()),
            version: feed::version(stated, entry.at),
            operation: operation.name().to_owned(),
            change_id: entry.id,
            at: entry.at,
        })
    };
    Ok(told.iter().filter_map(item).collect())
}

/// Where a thing stood at an instant.
fn standing(scope: &Scope, noun: Noun, id: &str, stated: &[Stated], known_at: Instant) -> Standing {
    let mut known = stated.iter().filter(|one| one.is_known(known_at)).peekable();
    if known.peek().is_none() {
        return Standing::Unknown;
    }
    let admitted = known.any(|one| scope.admits(noun, id, &one.links()) == Admission::Admitted);
    if admitted { Standing::Inside } else { Standing::Outside }
}
