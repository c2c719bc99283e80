//! A table made narrower: one structure and what is under it, or without the fields that a reader may not read.
//!
//! Totals are never computed again: those of a structure are the ones the whole table gives for it.

use smol_str::SmolStr;

use super::{Row, StaffingTable};
use crate::habilitation::Rubric;
use crate::structure::Structure;

/// Fields of a row that belong to another rubric than that of the table.
pub const OF_A_RUBRIC: [(Rubric, &[&str]); 6] = [
    (Rubric::Posts, &["post_id"]),
    (Rubric::Practitioners, &["usual_name", "first_names", "rpps", "matricule", "practitioner_id"]),
    (Rubric::Careers, &["motive", "position", "step", "expected_end"]),
    (Rubric::Exercise, &["private_practice", "private_practice_until", "iespe", "iespe_until"]),
    (Rubric::Headships, &["headship", "headship_structure"]),
    (Rubric::Tours, &["tour_decision"]),
];

impl StaffingTable {
    /// Only a pole, a service or a unit and what is under it; `None` for another kind of structure, which the table does
    /// not count by itself. Totals by status are those of the establishment, so they are left out.
    #[must_use]
    pub fn under(mut self, structure: &Structure) -> Option<StaffingTable> {
        let number = structure.number.clone();
        let totals = if structure.is_pole() {
            self.rows.retain(|row| row.pole.as_ref() == Some(&number));
            self.by_pole.get(&number)
        } else if structure.is_service() {
            self.rows.retain(|row| row.service == number);
            self.by_service.get(&number)
        } else if structure.is_unit() {
            self.rows.retain(|row| row.unit.as_ref() == Some(&number));
            None
        } else {
            return None;
        };
        let of_unit = self.by_unit.get(&number).filter(|_| structure.is_unit());
        self.totals = totals.map(|place| &place.totals).or(of_unit).cloned().unwrap_or_default();
        let kept = |key: &SmolStr, of: fn(&Row) -> Option<&SmolStr>| {
            self.rows.iter().any(|row| of(row) == Some(key))
        };
        let poles: Vec<SmolStr> =
            self.by_pole.keys().filter(|key| !kept(key, |row| row.pole.as_ref())).cloned().collect();
        let services: Vec<SmolStr> =
            self.by_service.keys().filter(|key| !kept(key, |row| Some(&row.service))).cloned().collect();
        for key in poles {
            self.by_pole.remove(&key);
        }
        if structure.is_service() || structure.is_unit() {
            self.by_pole.clear();
        }
        if structure.is_unit() {
            // Its service holds more than the unit does.
            self.by_service.clear();
        }
        for key in services {
            self.by_service.remove(&key);
        }
        self.by_status.clear();
        Some(self)
    }

    /// Without the fields of the rubrics that the reader may not read. Totals stay: they name nobody.
    #[must_use]
    pub fn showing(mut self, shown: impl Fn(Rubric) -> bool) -> StaffingTable {
        let (people, careers) = (shown(Rubric::Practitioners), shown(Rubric::Careers));
        let (exercise, headships) = (shown(Rubric::Exercise), shown(Rubric::Headships));
        let hidden = OF_A_RUBRIC.iter().filter(|(rubric, _)| !shown(*rubric)).flat_map(|(_, fields)| *fields);
        self.hidden = hidden.copied().collect();
        if !shown(Rubric::Tours) {
            for post in self.rows.iter_mut().filter_map(|row| row.post.as_mut()) {
                post.decision = None;
            }
        }
        if !shown(Rubric::Posts) {
            for post in self.rows.iter_mut().filter_map(|row| row.post.as_mut()) {
                post.id = None;
            }
        }
        for line in self.rows.iter_mut().filter_map(|row| row.line.as_mut()) {
            if !people {
                line.practitioner = None;
                line.usual_name = SmolStr::default();
                line.first_names = SmolStr::default();
                line.rpps = None;
                line.matricule = SmolStr::default();
            }
            if !careers {
                line.motive = None;
                line.position = SmolStr::default();
                line.step = None;
                line.expected_end = None;
            }
            if !exercise {
                line.private_practice = None;
                line.iespe = None;
            }
            if !headships {
                line.headship = None;
                line.headship_structure = None;
            }
        }
        self
    }
}
