//! On which part of a split post a line sits: files know the number of the whole post only.
//!
//! The part that the line names, else the one on which the person sits already, else the only one in the structure of the
//! line. Refuses to guess further: the file, or a person, says which part.

use smol_str::SmolStr;

use crate::id::{PostId, PractitionerId, StructureId};
use crate::knowledge::Facts;
use crate::time::{Period, Timeline};

/// A line on a post, as far as it tells on which part.
pub struct Sitting<'a> {
    /// The post that the line names: a whole one, or a part.
    pub post: PostId,
    /// The person, when known.
    pub who: Option<PractitionerId>,
    /// Where the line is.
    pub places: [Option<StructureId>; 2],
    /// Its days.
    pub period: Period,
    /// What is known.
    pub known: &'a Facts,
}

/// A post, and the days on which the line sits on parts of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnParts {
    /// The whole post, when the line names a part.
    pub whole: Option<PostId>,
    /// The days on parts.
    pub parts: Vec<(Period, PostId)>,
}

impl Sitting<'_> {
    /// The whole post, and where the line sits on the days on which it is split.
    ///
    /// # Errors
    /// The numbers of the parts, when nothing tells which one.
    pub fn find(&self) -> Result<OnParts, Vec<SmolStr>> {
        let last = self.known.posts.get(self.post).and_then(Timeline::last);
        let whole = last.and_then(|post| post.value.parent_post);
        let of = whole.unwrap_or(self.post);
        let parts: Vec<_> = self
            .known
            .posts
            .segments()
            .filter(|(_, one)| one.value.parent_post == Some(of))
            .filter_map(|(id, one)| Some((id, &one.value, one.period.intersection(&self.period)?)))
            .collect();
        let mut left = Timeline::<()>::default();
        for (_, _, days) in &parts {
            left.assert(*days, ());
        }
        let mut found = Vec::new();
        let mut take = |left: &mut Timeline<()>, days: Period, part: PostId| {
            let days: Vec<Period> = left.iter().filter_map(|one| one.period.intersection(&days)).collect();
            for days in days {
                left.retract(days);
                found.push((days, part));
            }
        };
        for (id, _, days) in parts.iter().filter(|(id, ..)| *id == self.post) {
            take(&mut left, *days, *id);
        }
        let own =
            self.known.affectations.segments().filter(|(_, line)| Some(line.value.practitioner) == self.who);
        for (_, line) in own {
            for (id, _, days) in parts.iter().filter(|(id, ..)| Some(*id) == line.value.post) {
                if let Some(days) = days.intersection(&line.period) {
                    take(&mut left, days, *id);
                }
            }
        }
        let rest: Vec<Period> = left.iter().map(|one| one.period).collect();
        for days in rest {
            let here = |place: Option<StructureId>| place.is_some() && self.places.contains(&place);
            let mut there = parts
                .iter()
                .filter(|(_, part, open)| here(part.structure) && open.intersection(&days) == Some(days));
            if let (Some((id, ..)), None) = (there.next(), there.next()) {
                take(&mut left, days, *id);
            }
        }
        if left.is_empty() {
            Ok(OnParts { whole, parts: found })
        } else {
            let mut numbers: Vec<SmolStr> = parts.iter().map(|(_, part, _)| part.number()).collect();
            numbers.sort();
            numbers.dedup();
            Err(numbers)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affectation::{Affectation, Rank};
    use crate::post::Post;
    use crate::quotity::Quotity;
    use crate::time::Segment;
    use crate::time::testing::{DAYS, period};
    use uuid::Uuid;

    fn id<T: From<Uuid>>(number: u128) -> T {
        Uuid::from_u128(number).into()
    }

    fn post(number: &str, place: u128, whole: Option<u128>) -> Post {
        Post {
            kind: "PH".into(),
            sigmed_number: None,
            local_number: Some(number.into()),
            sigmed_type: None,
            discipline: None,
            speciality: None,
            cnu_section: None,
            corps: None,
            quotity: Quotity::FULL_TIME,
            structure: Some(id(place)),
            attached_to_establishment: false,
            parent_post: whole.map(id),
        }
    }

    /// The post 1, split from the tenth day on into 11 in the service 21 and 12 in the service 22; the person 31 sits on 12.
    fn hospital() -> Facts {
        let mut facts = Facts::default();
        for (own, number, place, whole, from) in
            [(1, "P", 21, None, 0), (11, "P-A", 21, Some(1), 10), (12, "P-B", 22, Some(1), 10)]
        {
            let value = post(number, place, whole);
            facts.posts.assert(id(own), Segment { period: period(from, DAYS), value });
        }
        let line = Affectation {
            practitioner: id(31),
            status: "PH".into(),
            rank: Rank::Main,
            service: Some(id(22)),
            unit: None,
            post: Some(id(12)),
            quotity: Quotity::FULL_TIME,
            convention: None,
            partner: None,
        };
        facts.affectations.assert(id(41), Segment { period: period(10, 20), value: line });
        facts
    }

    fn find(post: u128, who: u128, place: u128, from: usize, to: usize) -> Result<OnParts, Vec<SmolStr>> {
        let known = &hospital();
        let (post, who, places) = (id(post), Some(id(who)), [Some(id(place)), None]);
        Sitting { post, who, places, period: period(from, to), known }.find()
    }

    #[test]
    fn before_the_split_a_line_sits_on_the_whole() {
        assert_eq!(find(1, 31, 29, 0, 10), Ok(OnParts::default()));
    }

    #[test]
    fn who_sits_on_a_part_stays_there_whatever_the_structure_of_the_line() {
        let parts = vec![(period(10, 20), id(12))];
        assert_eq!(find(1, 31, 21, 0, 20), Ok(OnParts { whole: None, parts }));
    }

    #[test]
    fn else_the_structure_tells_and_beyond_that_nothing_does() {
        let parts = vec![(period(10, 30), id(11))];
        assert_eq!(find(1, 32, 21, 5, 30), Ok(OnParts { whole: None, parts }));
        assert_eq!(find(1, 32, 29, 5, 30), Err(vec!["P-A".into(), "P-B".into()]));
        // The person is known on the part until the twentieth day only.
        assert_eq!(find(1, 31, 29, 5, 30), Err(vec!["P-A".into(), "P-B".into()]));
    }

    #[test]
    fn a_line_that_names_a_part_sat_on_the_whole_before() {
        let parts = vec![(period(10, 30), id(11))];
        assert_eq!(find(11, 32, 29, 0, 30), Ok(OnParts { whole: Some(id(1)), parts }));
    }
}
