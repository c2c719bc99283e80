//! Totals of a day, each added up from the facts themselves: those of the establishment never come from those of its
//! services (T7).

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use smol_str::SmolStr;

use super::places::Places;
use super::rows::Homes;
use super::situation::{Situation, is_university_body, is_university_post};
use crate::id::PersonId;
use crate::workflow::entry::Decision;

/// Sums of time, in hundredths of a percent of full time. Several people together exceed full time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amounts {
    /// Open posts.
    pub posted_quotity: i64,
    /// Lines on open posts, whatever the status, counted where the post is.
    pub occupied_quotity: i64,
    /// Lines in a service whose position is worked here, counted where the line is.
    pub effective_quotity: i64,
    /// Time given to other establishments by convention, counted at the main line of the person.
    pub outgoing_quotity: i64,
    /// Time received from other establishments.
    pub incoming_quotity: i64,
    /// Lines in a service whose position is worked elsewhere (secondment, mission).
    pub elsewhere_quotity: i64,
    /// Time of open posts held by tenured holders, those who keep the post while away included.
    pub tenured_quotity: i64,
    /// Time of open posts used by other statuses, within what is not held as tenured.
    pub used_quotity: i64,
    /// The part of `used_quotity` held by rightful holders of kinds that nobody holds as tenured.
    pub regular_quotity: i64,
    /// Time of open posts that is reserved for people who do not use it yet.
    pub reserved_quotity: i64,
    /// Time of open posts neither held, used nor reserved.
    pub free_quotity: i64,
    /// Time that nobody holds in law of open posts frozen in their last tour.
    pub frozen_quotity: i64,
}

/// Totals of a service, a pole, or the establishment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Open posts.
    pub posts: u32,
    /// Open posts without any line.
    pub vacant_posts: u32,
    /// Sums of time, before the hospital share.
    #[serde(flatten)]
    pub amounts: Amounts,
    /// Distinct people with a line in a service.
    pub headcount: u32,
    /// Those among them in a position worked here.
    pub effective_headcount: u32,
    /// Distinct people with a line in a service, by family of statuses.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, u32>))]
    pub headcount_by_family: BTreeMap<SmolStr, u32>,
    /// The same sums after the hospital share of university staff (T3), from which ETP are printed.
    pub hospital: Amounts,
}

/// Totals of a service or of a pole, with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceTotals {
    /// Label; `None` for what is attached to a pole or to the establishment.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub label: Option<SmolStr>,
    /// Number of the pole.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub pole: Option<SmolStr>,
    /// Totals.
    #[serde(flatten)]
    pub totals: Totals,
}

/// Totals of a status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTotals {
    /// Label.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub label: SmolStr,
    /// Distinct people employed under it, those without line included, incoming apart.
    pub people: u32,
    /// Distinct people of other establishments.
    pub incoming: u32,
    /// Lines in a service, incoming included, in hundredths of a percent.
    pub affected_quotity: i64,
    /// Those whose position is worked here.
    pub effective_quotity: i64,
    /// Time given to other establishments.
    pub outgoing_quotity: i64,
}

/// All totals of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllTotals {
    /// The establishment.
    pub establishment: Totals,
    /// By number of pole, `EJ` without pole.
    pub by_pole: BTreeMap<SmolStr, PlaceTotals>,
    /// By number of service, `POLE nn`, `EJ`.
    pub by_service: BTreeMap<SmolStr, PlaceTotals>,
    /// By number of unit.
    pub by_unit: BTreeMap<SmolStr, Totals>,
    /// By code of status.
    pub by_status: BTreeMap<SmolStr, StatusTotals>,
}

/// The establishment, the poles, the services and the units, added to side by side.
struct Levels {
    all: Vec<Totals>,
    poles: Vec<SmolStr>,
    services: usize,
    pole_of: Vec<usize>,
    units: Vec<SmolStr>,
    heads: Vec<Head>,
}

/// Where something is counted: a place, and a unit when it is in one.
type At<'a> = (usize, Option<&'a SmolStr>);

/// Someone with a line in a service: sorted, then counted once per level and person, whatever the number of lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    level: usize,
    person: PersonId,
    family: usize,
    is_effective: bool,
}

impl Levels {
    fn new(places: &Places) -> Self {
        let mut indexes = HashMap::new();
        let (mut poles, mut pole_of) = (Vec::new(), Vec::new());
        for place in places.list() {
            let key = place.pole_key();
            pole_of.push(*indexes.entry(key.clone()).or_insert_with(|| {
                poles.push(key);
                poles.len()
            }));
        }
        let (services, units) = (places.list().len(), places.units());
        let all = vec![Totals::default(); 1 + poles.len() + services + units.len()];
        Self { all, poles, services, pole_of, units, heads: Vec::new() }
    }

    /// Indexes of the levels of a place: 0 is the establishment, then poles, then services, then units.
    fn of(&self, (place, unit): At<'_>) -> impl Iterator<Item = usize> + use<> {
        let unit = unit.and_then(|unit| self.units.binary_search(unit).ok());
        let unit = unit.map(|unit| 1 + self.poles.len() + self.services + unit);
        let pole = self.pole_of.get(place).copied().unwrap_or_default();
        [0, pole, 1 + self.poles.len() + place].into_iter().chain(unit)
    }

    fn add(&mut self, at: At<'_>, add: impl Fn(&mut Totals)) {
        for level in self.of(at) {
            if let Some(totals) = self.all.get_mut(level) {
                add(totals);
            }
        }
    }

    fn meet(&mut self, at: At<'_>, person: PersonId, family: usize, is_effective: bool) {
        let heads = self.of(at).map(|level| Head { level, person, family, is_effective });
        self.heads.extend(heads);
    }

    /// Counts distinct people, once all lines are known.
    fn count(&mut self, families: &[SmolStr]) {
        let mut heads = std::mem::take(&mut self.heads);
        heads.sort_unstable();
        for lines in heads.chunk_by(|one, other| (one.level, one.person) == (other.level, other.person)) {
            let Some(totals) = lines.first().and_then(|head| self.all.get_mut(head.level)) else { continue };
            totals.headcount += 1;
            totals.effective_headcount += u32::from(lines.iter().any(|line| line.is_effective));
            for of_family in lines.chunk_by(|one, other| one.family == other.family) {
                let family = of_family.first().and_then(|head| families.get(head.family));
                *totals.headcount_by_family.entry(family.cloned().unwrap_or_default()).or_default() += 1;
            }
        }
    }
}

/// Adds up the facts of a day. `homes` tell where the outgoing time of people is counted.
pub fn totals(situation: &Situation<'_>, homes: &Homes) -> AllTotals {
    let mut levels = Levels::new(situation.places);
    add_posts(situation, &mut levels);
    add_lines(situation, &mut levels);
    for (index, _, person) in situation.people.iter() {
        for share in &person.outgoing {
            let quotity = i64::from(share.quotity);
            let hospital = situation.hospital_time(quotity, is_university_body(&share.status));
            let home = homes.get(index).cloned().flatten();
            let (place, unit) = home.unwrap_or((Places::ROOT, None));
            levels.add((place, unit.as_ref()), |totals| {
                totals.amounts.outgoing_quotity += quotity;
                totals.hospital.outgoing_quotity += hospital;
            });
        }
    }
    collect(situation, levels)
}

fn add_posts(situation: &Situation<'_>, levels: &mut Levels) {
    for post in &situation.posts {
        // The time of a part is that of its whole, counted once (T5).
        let Some(occupation) = post.occupation.as_ref().filter(|_| !post.post.is_part()) else { continue };
        let is_university = is_university_post(&post.post.kind);
        let hospital = |quotity| situation.hospital_time(quotity, is_university);
        let (quotity, shares) = (i64::from(post.post.quotity), occupation.shares);
        let frozen = match occupation.decision {
            Some(Decision::Freeze) => quotity - shares.held(),
            _ => 0,
        };
        levels.add((post.place, post.unit.as_ref()), |totals| {
            totals.posts += 1;
            totals.vacant_posts += u32::from(!post.has_line && post.unseen.is_empty());
            for (quotity, is_university) in &post.unseen {
                totals.amounts.occupied_quotity += quotity;
                totals.hospital.occupied_quotity += situation.hospital_time(*quotity, *is_university);
            }
            let add = |amounts: &mut Amounts, in_terms: &dyn Fn(i64) -> i64| {
                amounts.posted_quotity += in_terms(quotity);
                amounts.tenured_quotity += in_terms(shares.tenured);
                amounts.used_quotity += in_terms(shares.used);
                amounts.regular_quotity += in_terms(shares.regular);
                amounts.reserved_quotity += in_terms(shares.reserved);
                amounts.frozen_quotity += in_terms(frozen);
                // What is left, so that roundings never break T1.
                amounts.free_quotity += in_terms(quotity)
                    - in_terms(shares.tenured)
                    - in_terms(shares.used)
                    - in_terms(shares.reserved);
            };
            add(&mut totals.amounts, &|quotity| quotity);
            add(&mut totals.hospital, &hospital);
        });
    }
}

fn add_lines(situation: &Situation<'_>, levels: &mut Levels) {
    let mut families: Vec<SmolStr> = Vec::new();
    let mut family_of: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &situation.lines {
        let value = &line.segment.value;
        let is_university = is_university_body(&value.status);
        let hospital = |quotity| situation.hospital_time(quotity, is_university);
        let post = line.post.and_then(|post| situation.posts.get(post));
        if let Some(post) = post.filter(|post| post.state.is_open() && !post.post.is_part()) {
            levels.add((post.place, post.unit.as_ref()), |totals| {
                totals.amounts.occupied_quotity += line.quotity();
                totals.hospital.occupied_quotity += hospital(line.quotity());
            });
        }
        let incoming = if value.is_incoming() { line.quotity() } else { 0 };
        let at = (line.place, line.unit.as_ref());
        levels.add(at, |totals| {
            totals.amounts.effective_quotity += line.effective;
            totals.hospital.effective_quotity += hospital(line.effective);
            totals.amounts.elsewhere_quotity += line.elsewhere;
            totals.hospital.elsewhere_quotity += hospital(line.elsewhere);
            totals.amounts.incoming_quotity += incoming;
            totals.hospital.incoming_quotity += hospital(incoming);
        });
        if line.in_service {
            let family = *family_of.entry(&value.status).or_insert_with(|| {
                let family = family(situation, &value.status);
                families.iter().position(|known| *known == family).unwrap_or_else(|| {
                    families.push(family);
                    families.len() - 1
                })
            });
            levels.meet(at, line.person, family, line.is_effective);
        }
    }
    levels.count(&families);
}

/// Family of a status (`titulaire`, `etudiant`, ...); empty when the list does not tell.
fn family(situation: &Situation<'_>, status: &str) -> SmolStr {
    let entry = situation.nomenclatures.entry("statuses", status);
    entry.and_then(|entry| entry.attribute("family").cloned()).unwrap_or_default()
}

/// Names the totals and drops the places where nothing is counted.
fn collect(situation: &Situation<'_>, levels: Levels) -> AllTotals {
    let mut totals = AllTotals { by_status: by_status(situation), ..AllTotals::default() };
    let mut all = levels.all.into_iter();
    totals.establishment = all.next().unwrap_or_default();
    let places = situation.places.list();
    let labels: HashMap<SmolStr, Option<SmolStr>> =
        places.iter().map(|place| (place.pole_key(), place.pole_label.clone())).collect();
    for (key, of_pole) in levels.poles.into_iter().zip(all.by_ref()) {
        if of_pole != Totals::default() {
            let label = labels.get(&key).cloned().flatten();
            let pole = label.is_some().then(|| key.clone());
            totals.by_pole.insert(key, PlaceTotals { label, pole, totals: of_pole });
        }
    }
    for (place, of_service) in places.iter().zip(all.by_ref()) {
        if of_service != Totals::default() {
            let (label, pole) = (place.service_label.clone(), place.pole.clone());
            totals.by_service.insert(place.key.clone(), PlaceTotals { label, pole, totals: of_service });
        }
    }
    let counted = levels.units.into_iter().zip(all).filter(|(_, of_unit)| *of_unit != Totals::default());
    totals.by_unit = counted.collect();
    totals
}

/// Totals by status. People are those whom an employment, a line or a share puts under the status on the day.
fn by_status(situation: &Situation<'_>) -> BTreeMap<SmolStr, StatusTotals> {
    let mut people: Vec<(&str, bool, PersonId)> = Vec::with_capacity(2 * situation.lines.len());
    let mut totals: BTreeMap<&str, StatusTotals> = BTreeMap::new();
    for (_, segment) in situation.facts.statuses.on(situation.day) {
        let status = &segment.value;
        people.push((
            &status.status,
            status.employer.is_some(),
            situation.people.person(status.practitioner),
        ));
    }
    for line in &situation.lines {
        let value = &line.segment.value;
        people.push((&value.status, value.is_incoming(), line.person));
        let of_status = totals.entry(&value.status).or_default();
        of_status.affected_quotity += if line.in_service { line.quotity() } else { 0 };
        of_status.effective_quotity += line.effective;
    }
    for (_, id, person) in situation.people.iter() {
        for share in &person.outgoing {
            people.push((&share.status, false, situation.people.person(id)));
            totals.entry(&share.status).or_default().outgoing_quotity += i64::from(share.quotity);
        }
    }
    people.sort_unstable();
    people.dedup();
    for (status, is_incoming, _) in people {
        let of_status = totals.entry(status).or_default();
        if is_incoming {
            of_status.incoming += 1;
        } else {
            of_status.people += 1;
        }
    }
    let labelled = |(status, totals): (&str, StatusTotals)| {
        (
            SmolStr::new(status),
            StatusTotals { label: situation.nomenclatures.label("statuses", status), ..totals },
        )
    };
    totals.into_iter().map(labelled).collect()
}
