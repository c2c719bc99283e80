//! A post divided into parts from a day on, divided otherwise, or made whole again (`domain.md` 13.2).
//!
//! A pure change of what is known: parts that begin, change and end on the day, and the lines of time that pass from the
//! post to its parts, or back. Nothing before the day is touched. What the result breaks beside is told by the rules.
//! Refuses to guess on which part somebody sits.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::{SmolStr, format_smolstr};

use super::{Unequal, check};
use crate::affectation::Affectation;
use crate::id::{AffectationId, IdSource, PostId, StructureId};
use crate::knowledge::Facts;
use crate::post::Post;
use crate::quotity::Quotity;
use crate::reservation::Amount;
use crate::time::{Day, Period, Segment, Timeline};

/// A part that is wanted from the day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// A part that is there and stays; `None` for a new one.
    pub id: Option<PostId>,
    /// Its number; `None`: the one it has, else that of the post with a letter.
    pub local_number: Option<SmolStr>,
    /// Its time.
    pub quotity: Quotity,
    /// The structure to which it is attached.
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself.
    pub attached_to_establishment: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// The post.
    pub post: PostId,
    /// First day of the division.
    pub from: Day,
    /// Its parts from then on; none: the post is whole again.
    pub parts: Vec<Part>,
    /// On which part, by its place in the list, a line goes. A line on a part that stays is left there.
    pub lines: BTreeMap<AffectationId, usize>,
}

/// Why it is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDivided {
    /// The post is not there on the day.
    NotThere,
    /// The post is itself a part.
    IsPart,
    /// It is whole already.
    IsWhole,
    /// One part is the whole post.
    OnePart,
    /// The part in this place is not one of the post, or is named twice.
    UnknownPart(usize),
    /// The line is not one of the post from the day on, or its part is not in the list.
    UnknownLine(AffectationId),
    /// Lines of which nobody says on which part they go.
    Unplaced(BTreeSet<AffectationId>),
    /// Several people hold the parts of a post that would be whole (D4).
    SeveralHolders,
    /// The parts do not make up the post (D1).
    Unequal(Unequal),
}

/// What changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Divided {
    /// What would be known.
    pub facts: Facts,
    /// The parts that are wanted, in their order.
    pub parts: Vec<PostId>,
    /// The parts that end.
    pub ended: BTreeSet<PostId>,
    /// The lines that pass to another post.
    pub lines: BTreeSet<AffectationId>,
}

impl Division {
    /// What would be known.
    ///
    /// # Errors
    /// Why the post is not divided so.
    pub fn apply(&self, facts: &Facts, ids: &mut dyn IdSource) -> Result<Divided, NotDivided> {
        let post = facts.posts.get(self.post).ok_or(NotDivided::NotThere)?;
        let own = post.at(self.from).ok_or(NotDivided::NotThere)?;
        let days = Period::new(self.from, post.span().map_or(Day::OPEN, |span| span.to()));
        let days = days.map_err(|_| NotDivided::NotThere)?;
        let there = parts_over(facts, self.post, days);
        match (own.is_part(), self.parts.len(), there.is_empty()) {
            (true, ..) => return Err(NotDivided::IsPart),
            (false, 0, true) => return Err(NotDivided::IsWhole),
            (false, 1, _) => return Err(NotDivided::OnePart),
            _ => {}
        }
        let mut kept = BTreeSet::new();
        for (place, part) in self.parts.iter().enumerate() {
            if part.id.is_some_and(|id| !there.contains(&id) || !kept.insert(id)) {
                return Err(NotDivided::UnknownPart(place));
            }
        }
        let mut target = facts.clone();
        let ended: BTreeSet<PostId> = there.difference(&kept).copied().collect();
        for id in &ended {
            let mut timeline = facts.posts.get(*id).cloned().unwrap_or_default();
            timeline.cut(self.from);
            target.posts.put(*id, timeline);
        }
        let mut parts = Vec::new();
        for part in &self.parts {
            let id = part.id.unwrap_or_else(|| ids.next_id().into());
            let known = facts.posts.get(id).and_then(|one| one.last()).map(|one| one.value.number());
            let number = part.local_number.clone().or(known);
            let number = number.unwrap_or_else(|| next_number(&target, &own.number()));
            for whole in post.iter() {
                if let Some(period) = whole.period.intersection(&days) {
                    let value = part_of((self.post, &whole.value), part, number.clone());
                    target.posts.assert(id, Segment { period, value });
                }
            }
            parts.push(id);
        }
        let lines = self.pass_lines(facts, &mut target, &there, &parts)?;
        if !parts.is_empty() {
            let time = |ids: &[PostId]| -> Vec<Amount> {
                let timelines = ids.iter().filter_map(|id| target.posts.get(*id)).flat_map(Timeline::iter);
                timelines.map(|one| (one.period, one.value.quotity)).collect()
            };
            check(days, &time(&[self.post]), &time(&parts)).map_err(NotDivided::Unequal)?;
        }
        Ok(Divided { facts: target, parts, ended, lines })
    }

    /// Puts the lines from the day on where they go.
    fn pass_lines(
        &self,
        facts: &Facts,
        target: &mut Facts,
        there: &BTreeSet<PostId>,
        parts: &[PostId],
    ) -> Result<BTreeSet<AffectationId>, NotDivided> {
        let later = Period::since(self.from);
        let is_own = |line: &Segment<Affectation>| {
            let on = line.value.post;
            line.period.overlaps(&later) && on.is_some_and(|on| on == self.post || there.contains(&on))
        };
        let own: Vec<_> = facts.affectations.segments().filter(|(_, line)| is_own(line)).collect();
        let known: BTreeSet<AffectationId> = own.iter().map(|(id, _)| *id).collect();
        let wrong = self.lines.iter().find(|(id, place)| !known.contains(*id) || **place >= parts.len());
        if let Some((id, _)) = wrong {
            return Err(NotDivided::UnknownLine(*id));
        }
        let people: BTreeSet<_> = own.iter().map(|(_, line)| line.value.practitioner).collect();
        if parts.is_empty() && people.len() > 1 {
            return Err(NotDivided::SeveralHolders);
        }
        let (mut moved, mut unplaced) = (BTreeSet::new(), BTreeSet::new());
        for (id, line) in own {
            let said = self.lines.get(&id).and_then(|place| parts.get(*place)).copied();
            let stays = line.value.post.filter(|on| parts.contains(on));
            let whole = parts.is_empty().then_some(self.post);
            let Some(post) = said.or(stays).or(whole) else {
                unplaced.insert(id);
                continue;
            };
            if let Some(period) = line.period.intersection(&later).filter(|_| line.value.post != Some(post)) {
                let value = Affectation { post: Some(post), ..line.value.clone() };
                target.affectations.assert(id, Segment { period, value });
                moved.insert(id);
            }
        }
        if unplaced.is_empty() { Ok(moved) } else { Err(NotDivided::Unplaced(unplaced)) }
    }
}

/// The parts of a post over some days.
pub fn parts_over(facts: &Facts, post: PostId, days: Period) -> BTreeSet<PostId> {
    let parts = facts.posts.segments().filter(|(_, one)| one.value.parent_post == Some(post));
    parts.filter(|(_, one)| one.period.overlaps(&days)).map(|(id, _)| id).collect()
}

/// What a part is: what the post is, with its own number, time and place.
fn part_of((id, whole): (PostId, &Post), part: &Part, number: SmolStr) -> Post {
    Post {
        sigmed_number: None,
        sigmed_type: None,
        local_number: Some(number),
        quotity: part.quotity,
        structure: part.structure,
        attached_to_establishment: part.attached_to_establishment,
        parent_post: Some(id),
        ..whole.clone()
    }
}

/// The number of the post with the first letter that no post has had.
fn next_number(facts: &Facts, number: &str) -> SmolStr {
    let taken: BTreeSet<SmolStr> = facts.posts.segments().map(|(_, one)| one.value.number()).collect();
    let letters = ('A'..='Z').map(|letter| format_smolstr!("{number}-{letter}"));
    let further = (27_u32..).map(|rank| format_smolstr!("{number}-{rank}"));
    letters.chain(further).find(|number| !taken.contains(number)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
