//! Who has held which part of a post over time, and when part of it is free.

use std::collections::BTreeSet;

use shared::affectation::Affectation;
use shared::contract::posts::{FreeTime, Occupant, Occupants};
use shared::habilitation::{Right, Rubric};
use shared::id::PostId;
use shared::post::Post;
use shared::problem::Code;
use shared::quotity::Quotity;
use shared::time::{Sweep, View};

use super::listing::text;
use super::naming::{Naming, Wanted};
use super::reading::{Shown as _, Sight};
use super::{Ctx, Failure};
use crate::authz::Admission;
use crate::db::lists;

/// Those who hold, have held or will hold time on a post. What is free of it depends on the lines of everybody, so that it
/// is told to who may read them all.
///
/// # Errors
/// `request.not_found`, `right.missing`; failures of the database.
pub fn of_post(ctx: &Ctx, id: PostId, view: View) -> Result<Occupants, Failure> {
    ctx.database.read(|connection| {
        let posts = ctx.scope(connection, Rubric::Posts, view.as_of)?;
        let library = ctx.shelf.library(connection)?;
        let about = (text("subject_id"), vec![id.to_string()]);
        let stated = lists::referring::<Post>(connection, &posts, about, None, view.known_at)?;
        if stated.is_empty() {
            // The same refusal as for the post itself.
            lists::find::<Post>(connection, &posts, id, view)?;
            return Err(Failure::code(Code::NotFound));
        }
        // A post out of sight is absent first, whatever may be read of people.
        ctx.demand_somewhere(Rubric::Practitioners, Right::Read)?;
        let sight = Sight::of(ctx, connection, &[Rubric::Practitioners], view)?;
        let scope = ctx.scope(connection, Rubric::Affectations, view.as_of)?;
        // Who sits on a part of a split post sits on the post.
        let of = (text("parent_post_id"), vec![id.to_string()]);
        let parts = lists::referring::<Post>(connection, &posts, of, None, view.known_at)?;
        let parts: BTreeSet<PostId> = parts.into_iter().map(|one| one.id).collect();
        let all = parts.iter().chain([&id]).map(ToString::to_string);
        let on = (text("post_id"), all.collect());
        let lines = lists::referring::<Affectation>(connection, &scope, on, None, view.known_at)?;
        let mut wanted = Wanted::default();
        let mut time = Sweep::new();
        for one in &stated {
            time.add(one.segment.period, one.segment.value.quotity.into());
        }
        for line in &lines {
            line.segment.value.refers(&mut wanted);
            // Time on days when the post is not open is an inconsistency, not a part of it.
            for one in &stated {
                if let Some(days) = line.segment.period.intersection(&one.segment.period) {
                    time.add(days, -i64::from(line.segment.value.quotity));
                }
            }
        }
        let names = Naming::read(connection, &scope, &library, &wanted, view)?;
        let named = lines.iter().filter(|line| {
            sight.shows(Rubric::Practitioners, line.establishment, line.segment.value.practitioner)
        });
        let items = named.map(|line| {
            let (days, value) = (line.segment.period, &line.segment.value);
            Occupant {
                affectation: line.id,
                part: names.post(value.post.filter(|post| parts.contains(post))),
                practitioner: names.practitioner(value.practitioner),
                status: names.coded("statuses", &value.status),
                rank: value.rank,
                quotity: value.quotity,
                valid_from: days.from(),
                valid_to: days.to(),
            }
        });
        let reads_all =
            stated.iter().all(|one| scope.admits_establishment(one.establishment) == Admission::Admitted);
        let free: Vec<FreeTime> = time
            .steps()
            .into_iter()
            .filter(|_| reads_all)
            .filter_map(|(days, left)| {
                let quotity = u32::try_from(left).ok().filter(|left| *left > 0);
                let quotity = Quotity::new(quotity?).ok()?;
                Some(FreeTime { valid_from: days.from(), valid_to: days.to(), quotity })
            })
            .collect();
        let next_free_day =
            free.iter().find(|one| one.valid_to > ctx.today).map(|one| one.valid_from.max(ctx.today));
        Ok(Occupants { items: items.collect(), free, next_free_day, time: view })
    })
}
