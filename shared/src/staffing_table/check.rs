//! Whether a table agrees with itself: totals added up from facts against its own rows (T1, T7).

use std::collections::{BTreeMap, HashSet};

use smol_str::SmolStr;

use super::StaffingTable;
use super::places::ESTABLISHMENT;
use super::row::{LineCells, PostCells, Row};
use super::totals::{Amounts, Totals};
use crate::id::PersonId;

/// Two numbers that should be equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Which total.
    pub total: &'static str,
    /// Of which pole or service; `establishment` for the whole.
    pub key: SmolStr,
    /// From the facts.
    pub from_facts: i64,
    /// From the rows.
    pub from_rows: i64,
}

/// What can be added up from rows.
#[derive(Default)]
struct Sums {
    posts: i64,
    vacant: i64,
    posted: i64,
    occupied: i64,
    effective: i64,
    outgoing: i64,
    incoming: i64,
    elsewhere: i64,
    people: HashSet<PersonId>,
}

impl Sums {
    fn add_post(&mut self, post: &PostCells, line: Option<&LineCells>) {
        let is_first = post.quotity.is_some();
        self.posts += i64::from(is_first);
        self.vacant += i64::from(is_first && line.is_none() && post.unseen.is_none());
        self.occupied += post.unseen.filter(|_| is_first).unwrap_or_default();
        self.posted += post.quotity.map_or(0, i64::from);
        if post.state.is_open() && post.whole.is_none() {
            self.occupied += line.and_then(|line| line.quotity).map_or(0, i64::from);
        }
    }

    fn add_line(&mut self, line: &LineCells) {
        self.effective += line.effective;
        self.outgoing += line.outgoing;
        self.incoming += line.incoming;
        self.elsewhere += line.elsewhere;
        if line.in_service {
            self.people.insert(line.person);
        }
    }

    fn compare(&self, key: &str, totals: &Totals, found: &mut Vec<Disagreement>) {
        let Amounts { posted_quotity, tenured_quotity, used_quotity, reserved_quotity, free_quotity, .. } =
            totals.amounts;
        let shares = tenured_quotity + used_quotity + reserved_quotity + free_quotity;
        let hospital = &totals.hospital;
        let hospital_shares = hospital.tenured_quotity
            + hospital.used_quotity
            + hospital.reserved_quotity
            + hospital.free_quotity;
        for (total, from_facts, from_rows) in [
            ("posts", i64::from(totals.posts), self.posts),
            ("vacant_posts", i64::from(totals.vacant_posts), self.vacant),
            ("posted_quotity", posted_quotity, self.posted),
            ("occupied_quotity", totals.amounts.occupied_quotity, self.occupied),
            ("effective_quotity", totals.amounts.effective_quotity, self.effective),
            ("outgoing_quotity", totals.amounts.outgoing_quotity, self.outgoing),
            ("incoming_quotity", totals.amounts.incoming_quotity, self.incoming),
            ("elsewhere_quotity", totals.amounts.elsewhere_quotity, self.elsewhere),
            ("headcount", i64::from(totals.headcount), i64::try_from(self.people.len()).unwrap_or(i64::MAX)),
            ("shares of posts (T1)", posted_quotity, shares),
            ("shares of posts after the hospital share (T1)", hospital.posted_quotity, hospital_shares),
        ] {
            if from_facts != from_rows {
                found.push(Disagreement { total, key: key.into(), from_facts, from_rows });
            }
        }
    }
}

impl StaffingTable {
    /// Every total that disagrees with the rows; empty when the table is sound.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        let mut all = Sums::default();
        let (mut poles, mut services) = (BTreeMap::new(), BTreeMap::new());
        let pole_of: BTreeMap<&str, Option<&SmolStr>> =
            self.by_service.iter().map(|(key, totals)| (key.as_str(), totals.pole.as_ref())).collect();
        for Row { service, post, line, .. } in &self.rows {
            let pole = |service: &SmolStr| {
                pole_of
                    .get(service.as_str())
                    .copied()
                    .flatten()
                    .cloned()
                    .unwrap_or_else(|| ESTABLISHMENT.into())
            };
            if let Some(post) = post {
                for sums in levels(&mut all, &mut poles, pole(&post.service), &mut services, &post.service) {
                    sums.add_post(post, line.as_ref());
                }
            }
            if let Some(line) = line {
                for sums in levels(&mut all, &mut poles, pole(service), &mut services, service) {
                    sums.add_line(line);
                }
            }
        }
        let mut found = Vec::new();
        all.compare("establishment", &self.totals, &mut found);
        for (sums, totals) in [(&poles, &self.by_pole), (&services, &self.by_service)] {
            let nothing = (Sums::default(), Totals::default());
            let keys: std::collections::BTreeSet<&SmolStr> = sums.keys().chain(totals.keys()).collect();
            for key in keys {
                let of_key = totals.get(key).map_or(&nothing.1, |totals| &totals.totals);
                sums.get(key).unwrap_or(&nothing.0).compare(key, of_key, &mut found);
            }
        }
        found
    }
}

/// The sums of the establishment, of a pole and of a service.
fn levels<'s>(
    all: &'s mut Sums,
    poles: &'s mut BTreeMap<SmolStr, Sums>,
    pole: SmolStr,
    services: &'s mut BTreeMap<SmolStr, Sums>,
    service: &SmolStr,
) -> [&'s mut Sums; 3] {
    [all, poles.entry(pole).or_default(), services.entry(service.clone()).or_default()]
}
