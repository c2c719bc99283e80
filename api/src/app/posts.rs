//! Posts: what may be asked of them, and who sits on each.

use std::collections::{BTreeMap, BTreeSet};

use shared::contract::facts::{PostCreate, PostEdit};
use shared::contract::posts::{Holder, Occupation, PostView};
use shared::fact::Noun;
use shared::habilitation::Rubric;
use shared::id::{EstablishmentId, PostId};
use shared::post::Post;
use shared::post_split::Wholes;
use shared::staffing_table::{Options, occupations};

use super::facts::{self, Made, Stated, edited, replaced, said};
use super::list_files::Exported;
use super::listing::{Field, Listing, number, stamp, text};
use super::naming::{Naming, Wanted, owned, practitioner_ref};
use super::reading::{Reading, Shown, Sight};
use super::{Ctx, Failure};
use crate::authz::Admission;
use crate::db::Transaction;
use crate::db::lists::{Entry, Sort};
use crate::export::Column;

const RUBRIC: Rubric = Rubric::Posts;

/// What may be asked of the list of posts.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("kind", text("kind"), RUBRIC, "Code of `post_kinds`"),
        Field::new("sigmed_number", text("sigmed_number"), RUBRIC, "Number in SIGMED"),
        Field::new("local_number", text("local_number"), RUBRIC, "Number given by the hospital"),
        Field::new("discipline", text("discipline"), RUBRIC, "Discipline of SIGMED"),
        Field::new("speciality", text("speciality"), RUBRIC, "Code of `specialities`"),
        Field::new("quotity", number("quotity"), RUBRIC, "Time of the post, hundredths of a percent"),
        Field::new(
            "parent_post",
            text("parent_post_id"),
            RUBRIC,
            "Id of the split post of which it is a part; empty: whole posts",
        ),
        Field::new("structure", text("structure_id"), RUBRIC, "Id of the structure; empty: attached to none"),
    ],
    search: &[text("sigmed_number"), text("local_number"), text("sigmed_type"), text("speciality")],
    default_sort: &[
        Sort { column: text("sigmed_number"), descending: false },
        Sort { column: text("local_number"), descending: false },
    ],
    includes: &["occupation"],
    timed: true,
    guarded: &[],
};

impl Shown for Post {
    type View = PostView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.structures.extend(self.structure);
        wanted.posts.extend(self.parent_post);
    }

    fn show(entry: &Entry<Post>, names: &Naming<'_>, _: &Sight) -> PostView {
        let post = &entry.segment.value;
        PostView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            number: post.number().to_string(),
            sigmed_number: owned(&post.sigmed_number),
            local_number: owned(&post.local_number),
            kind: names.coded("post_kinds", &post.kind),
            sigmed_type: owned(&post.sigmed_type),
            discipline: owned(&post.discipline),
            speciality: post.speciality.as_ref().map(|code| names.coded("specialities", code)),
            cnu_section: owned(&post.cnu_section),
            corps: owned(&post.corps),
            quotity: post.quotity,
            structure: names.structure(post.structure),
            attached_to_establishment: post.attached_to_establishment,
            parent_post: names.post(post.parent_post),
            occupation: None,
            stamp: stamp(entry),
        }
    }

    fn complete(
        reading: &mut Reading<'_>,
        entries: &[Entry<Post>],
        items: &mut [PostView],
        include: &BTreeSet<String>,
    ) -> Result<(), Failure> {
        if include.contains("occupation") { occupy(reading, entries, items) } else { Ok(()) }
    }
}

/// Says who sits on each post: to who reads the establishment, or the staffing table of the structure of the post. The state
/// is derived from all the facts, and the same for everybody; the holders are those whose line and file may be read.
fn occupy(reading: &mut Reading<'_>, entries: &[Entry<Post>], items: &mut [PostView]) -> Result<(), Failure> {
    let Reading { ctx, connection, scope, library, view, .. } = reading;
    let view = *view;
    let beside =
        [Rubric::StaffingTable, Rubric::AbsencesSensitive, Rubric::Practitioners, Rubric::Affectations];
    let sight = Sight::of(ctx, connection, &beside, view)?;
    let mut places: BTreeMap<EstablishmentId, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let place = entry.establishment.filter(|id| {
            scope.admits_establishment(Some(*id)) == Admission::Admitted
                || sight.shows_structure(Rubric::StaffingTable, *id, entry.segment.value.structure)
        });
        places.entry(place.unwrap_or_else(|| uuid::Uuid::nil().into())).or_default().push(at);
    }
    for (establishment, at) in places {
        let Some(known) = library.territory.on(establishment, view.as_of) else { continue };
        let (facts, _) = ctx.shelf.facts_around(connection, scope, establishment, view.known_at)?;
        let sites = &library.facts.sites;
        let all = Options::default();
        let wholes = Wholes::of(&facts);
        let held = occupations(&facts, &library.nomenclatures, known, sites, view.as_of, &all);
        let home = Some(establishment);
        for at in at {
            let (Some(entry), Some(item)) = (entries.get(at), items.get_mut(at)) else { continue };
            let Some(occupation) = held.get(&entry.id) else { continue };
            let there = entry.segment.value.structure;
            let shows = |rubric| sight.shows_structure(rubric, establishment, there);
            let is_on = |seat: PostId| wholes.is_on(seat, entry.id);
            let lines = facts.affectations.on(view.as_of);
            let holders = lines.filter(|(_, line)| line.value.post.is_some_and(is_on));
            let holders = holders.filter(|(id, line)| {
                sight.shows(Rubric::Practitioners, home, line.value.practitioner)
                    && sight.admits(Rubric::Affectations, Noun::Affectations, home, (*id).into())
            });
            let holders = holders.filter_map(|(_, line)| {
                let who = line.value.practitioner;
                Some(Holder {
                    practitioner: practitioner_ref(
                        who,
                        facts.practitioners.get(who)?.last().map(|last| &last.value)?,
                    ),
                    quotity: line.value.quotity,
                    valid_from: line.period.from(),
                    valid_to: line.period.to(),
                })
            });
            let vacancy = occupation.vacancy.as_ref();
            let options = Options { mask_sensitive: !shows(Rubric::AbsencesSensitive) };
            item.occupation = Some(Occupation {
                state: occupation.state.name().to_owned(),
                vacancy_reason: vacancy.and_then(|one| one.reason_for(&options)).map(|one| one.to_string()),
                vacant_from: vacancy.map(|one| one.day),
                holders: shows(Rubric::Practitioners).then(|| holders.collect()),
            });
        }
    }
    Ok(())
}

impl Exported for Post {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::text("number", "/number"),
        Column::text("sigmed_number", "/sigmed_number"),
        Column::text("local_number", "/local_number"),
        Column::text("kind", "/kind/code"),
        Column::text("sigmed_type", "/sigmed_type"),
        Column::text("discipline", "/discipline"),
        Column::text("speciality", "/speciality/code"),
        Column::text("speciality_label", "/speciality/label"),
        Column::text("cnu_section", "/cnu_section"),
        Column::text("corps", "/corps"),
        Column::time("quotity", "/quotity"),
        Column::text("structure", "/structure/number"),
        Column::text("structure_label", "/structure/label"),
        Column::flag("attached_to_establishment", "/attached_to_establishment"),
        Column::text("parent_post", "/parent_post/number"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

impl Stated for Post {
    const NAME: &'static str = "post";
}

/// A new post, of a kind that SIGMED does not hold.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(ctx: &Ctx, tx: &mut Transaction<'_>, body: PostCreate) -> Result<Made<PostView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    let value = Post {
        kind: body.kind.into(),
        sigmed_number: None,
        local_number: said(body.local_number),
        sigmed_type: None,
        discipline: said(body.discipline),
        speciality: said(body.speciality),
        cnu_section: said(body.cnu_section),
        corps: said(body.corps),
        quotity: body.quotity,
        structure: body.structure,
        attached_to_establishment: body.attached_to_establishment,
        parent_post: None,
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of a post. What SIGMED says of it is not changed here.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: PostId,
    version: i64,
    body: PostEdit,
) -> Result<Made<PostView>, Failure> {
    facts::edit::<Post>(ctx, tx, id, version, &body.effect, |own| Post {
        kind: edited(&body.kind, &own.kind),
        local_number: replaced(&body.local_number, &own.local_number),
        discipline: replaced(&body.discipline, &own.discipline),
        speciality: replaced(&body.speciality, &own.speciality),
        cnu_section: replaced(&body.cnu_section, &own.cnu_section),
        corps: replaced(&body.corps, &own.corps),
        quotity: body.quotity.unwrap_or(own.quotity),
        structure: body.structure.unwrap_or(own.structure),
        attached_to_establishment: body.attached_to_establishment.unwrap_or(own.attached_to_establishment),
        ..own.clone()
    })
}
