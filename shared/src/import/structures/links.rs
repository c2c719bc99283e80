//! Parents and successions: from numbers to structures, those of the file as well as the known ones.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::StructureIndex;
use super::headings as column;
use super::rows::Row;
use crate::catalogue::loads as sentence;
use crate::id::StructureId;
use crate::import::table::{Layout, Setting};
use crate::plan::{Finding, Severity};
use crate::structure::Structure;

/// A line with the structures it names.
#[derive(Debug, Clone)]
pub(super) struct LinkedRow {
    pub row: Row,
    parent: Option<StructureId>,
    follows: Option<Option<StructureId>>,
}

impl LinkedRow {
    /// The statement; what the file has no column for stays as known.
    pub fn into_structure(self, known: Option<&Structure>) -> Structure {
        Structure {
            kind: self.row.kind,
            number: self.row.number,
            label: self.row.label,
            parent: self.parent,
            site: self.row.site.unwrap_or_else(|| known.and_then(|known| known.site.clone())),
            sigmed_number: self
                .row
                .sigmed_number
                .unwrap_or_else(|| known.and_then(|known| known.sigmed_number.clone())),
            follows: self.follows.unwrap_or_else(|| known.and_then(|known| known.follows)),
        }
    }
}

/// What a number may lead to.
#[derive(Debug)]
pub(super) struct Links<'a> {
    pub known: &'a StructureIndex<'a>,
    pub numbered: &'a BTreeMap<(SmolStr, SmolStr), StructureId>,
    pub setting: &'a Setting<'a>,
    pub columns: &'a Layout,
}

/// Why a link fails: column, cause, message.
type Fault = (&'static str, &'static str, String);

impl Links<'_> {
    /// The structure of a kind and number, of the file or known.
    pub fn id(&self, kind: &str, number: &str) -> Option<StructureId> {
        let of_file = self.numbered.get(&(kind.into(), number.into())).copied();
        of_file.or_else(|| self.known.find(kind, number))
    }

    /// Links the lines. A line that leads to a refused one is refused too, until nothing changes.
    pub fn resolve(&self, mut rows: Vec<Row>, findings: &mut Vec<Finding>) -> Vec<LinkedRow> {
        loop {
            let present: BTreeSet<(SmolStr, SmolStr)> =
                rows.iter().map(|row| (row.kind.clone(), row.number.clone())).collect();
            let mut warnings = Vec::new();
            let (mut linked, mut standing, mut refused) = (Vec::new(), Vec::new(), false);
            for row in rows {
                match self.link(&row, &present, &mut warnings) {
                    Ok(link) => {
                        linked.push(link);
                        standing.push(row);
                    }
                    Err(fault) => {
                        refused = true;
                        findings.push(self.error(&row, fault));
                    }
                }
            }
            if !refused {
                let circular = self.circular(&linked);
                refused = !circular.is_empty();
                standing.retain(|row| {
                    let stands = !circular.contains(&row.line);
                    if !stands {
                        let message = sentence::structure_cycle(&row.number);
                        findings.push(self.error(row, (column::PARENT, "cycle", message)));
                    }
                    stands
                });
            }
            if !refused {
                findings.extend(warnings);
                return linked;
            }
            rows = standing;
        }
    }

    fn link(
        &self,
        row: &Row,
        present: &BTreeSet<(SmolStr, SmolStr)>,
        warnings: &mut Vec<Finding>,
    ) -> Result<LinkedRow, Fault> {
        let find = |kind: &str, number: &str| {
            let key = (SmolStr::new(kind), SmolStr::new(number));
            let of_file = present.contains(&key).then(|| self.numbered.get(&key).copied()).flatten();
            of_file.or_else(|| self.known.find(kind, number))
        };
        let parent = self.parent(row, find, warnings)?;
        let follows = match &row.follows {
            None => None,
            Some(None) => Some(None),
            Some(Some(number)) => {
                let replaced = find(&row.kind, number).or_else(|| {
                    ["SERVICE", "DEPARTEMENT", "SECTEUR", "POLE"]
                        .into_iter()
                        .find_map(|kind| find(kind, number))
                });
                let message = || sentence::structure_replaced_unknown(number);
                Some(Some(replaced.ok_or_else(|| (column::FOLLOWS, "replaced_unknown", message()))?))
            }
        };
        Ok(LinkedRow { row: row.clone(), parent, follows })
    }

    /// The parent among the kinds that `structure_kinds.parent_codes` allows, nearest first; the establishment
    /// is `None`.
    fn parent(
        &self,
        row: &Row,
        find: impl Fn(&str, &str) -> Option<StructureId>,
        warnings: &mut Vec<Finding>,
    ) -> Result<Option<StructureId>, Fault> {
        let entry = self.setting.nomenclatures.entry("structure_kinds", &row.kind);
        let allowed = entry.and_then(|entry| entry.attribute("parent_codes")).cloned().unwrap_or_default();
        let kinds: Vec<&str> = allowed.split(';').map(str::trim).filter(|kind| !kind.is_empty()).collect();
        let root = kinds.contains(&"EJ");
        let names = kinds.join(", ");
        let Some(number) = &row.parent else {
            let message = || sentence::structure_parent_missing(&names);
            return if root { Ok(None) } else { Err((column::PARENT, "parent_missing", message())) };
        };
        if root && self.setting.is_establishment(number) {
            return Ok(None);
        }
        let found: Vec<(&str, StructureId)> =
            kinds.iter().filter_map(|kind| Some((*kind, find(kind, number)?))).collect();
        let Some((kind, id)) = found.first() else {
            let message = sentence::structure_parent_unknown(number, &names);
            return Err((column::PARENT, "parent_unknown", message));
        };
        if found.len() > 1 {
            let message = sentence::structure_parent_ambiguous(number, kind);
            let warning = Finding::new(Severity::Warning, "structure.parent_ambiguous", message);
            warnings.push(
                warning
                    .on_line(row.line)
                    .in_column(self.columns.heading(column::PARENT))
                    .about(number.clone()),
            );
        }
        Ok(Some(*id))
    }

    /// Lines whose structure comes back to itself by its parents, or by those it replaces.
    fn circular(&self, linked: &[LinkedRow]) -> BTreeSet<u32> {
        let mut parents: BTreeMap<StructureId, Option<StructureId>> = BTreeMap::new();
        let mut replaced: BTreeMap<StructureId, Option<StructureId>> = BTreeMap::new();
        for link in linked {
            if let Some(id) = self.id(&link.row.kind, &link.row.number) {
                parents.insert(id, link.parent);
                replaced.insert(id, link.follows.flatten());
            }
        }
        let known = |id: StructureId| self.known.get(id);
        let above = |id: StructureId| match parents.get(&id) {
            Some(parent) => *parent,
            None => known(id).and_then(|structure| structure.parent),
        };
        let before = |id: StructureId| match replaced.get(&id) {
            Some(follows) => *follows,
            None => known(id).and_then(|structure| structure.follows),
        };
        linked
            .iter()
            .filter(|link| {
                self.id(&link.row.kind, &link.row.number)
                    .is_some_and(|id| comes_back(id, above) || comes_back(id, before))
            })
            .map(|link| link.row.line)
            .collect()
    }

    fn error(&self, row: &Row, (heading, cause, message): Fault) -> Finding {
        let value =
            if heading == column::FOLLOWS { row.follows.clone().flatten() } else { row.parent.clone() };
        let finding = Finding::new(Severity::Error, &format!("structure.{cause}"), message);
        let mut finding = finding.on_line(row.line).in_column(self.columns.heading(heading));
        finding.value = value;
        finding
    }
}

fn comes_back(start: StructureId, next: impl Fn(StructureId) -> Option<StructureId>) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = next(start);
    while let Some(id) = at {
        if id == start {
            return true;
        }
        if !seen.insert(id) {
            return false;
        }
        at = next(id);
    }
    false
}
