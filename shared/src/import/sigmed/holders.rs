//! IN-10 on the holder: who sits on a post for SIGMED, and who by our affectations.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, format_smolstr};

use super::rows::Extracted;
use crate::catalogue::loads as sentence;
use crate::id::PostId;
use crate::import::table::Setting;
use crate::knowledge::Facts;
use crate::plan::{Finding, Severity};
use crate::post_split::Wholes;
use crate::time::Timeline;

/// RPPS, if we know it, and name.
type Holder = (Option<SmolStr>, SmolStr);

/// The tenured people of every post on the day of the extraction.
pub(super) struct Holders(Option<BTreeMap<PostId, Vec<Holder>>>);

impl Holders {
    /// Empty as long as we know no affectation at all: SIGMED is loaded first.
    pub fn of(known: &Facts, setting: &Setting<'_>) -> Self {
        if known.affectations.is_empty() {
            return Self(None);
        }
        let wholes = Wholes::of(known);
        let mut holders: BTreeMap<PostId, Vec<Holder>> = BTreeMap::new();
        for (_, at) in known.affectations.on(setting.today) {
            let Some(post) = at.value.post.filter(|_| setting.nomenclatures.is_tenured(&at.value.status))
            else {
                continue;
            };
            let person = known.practitioners.get(at.value.practitioner).and_then(Timeline::last);
            let Some(person) = person.map(|at| &at.value) else { continue };
            let name = format_smolstr!("{} {}", person.usual_name, person.first_names);
            let post = wholes.whole(post);
            holders.entry(post).or_default().push((person.rpps.clone(), name));
        }
        Self(Some(holders))
    }

    /// The warning when both sides do not name the same people. A side without RPPS is not compared.
    pub fn compare(&self, row: &Extracted, post: PostId, setting: &Setting<'_>) -> Option<Finding> {
        let holders = self.0.as_ref().filter(|_| row.period.contains(setting.today))?;
        let ours = holders.get(&post).map(Vec::as_slice).unwrap_or_default();
        let said = &row.statement;
        let named =
            [(&said.holder_rpps, &said.holder_name), (&said.second_holder_rpps, &said.second_holder_name)];
        if named.iter().any(|(rpps, name)| rpps.is_none() && name.is_some()) {
            return None;
        }
        let their_numbers: BTreeSet<&SmolStr> = named.iter().filter_map(|(rpps, _)| rpps.as_ref()).collect();
        let our_numbers: Option<BTreeSet<&SmolStr>> = ours.iter().map(|(rpps, _)| rpps.as_ref()).collect();
        if our_numbers? == their_numbers {
            return None;
        }
        let print = |names: Vec<&str>| {
            if names.is_empty() { sentence::no_value().to_owned() } else { names.join(", ") }
        };
        let theirs = print(named.iter().filter_map(|(_, name)| name.as_deref()).collect());
        let kept = print(ours.iter().map(|(_, name)| name.as_str()).collect());
        let message = sentence::sigmed_differs(&theirs, sentence::HOLDER, &said.number, &kept);
        let finding = Finding::new(Severity::Warning, "IN-10", message);
        Some(finding.on_line(row.line).about(said.number.clone()))
    }
}
