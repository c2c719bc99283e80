//! Structures: what may be asked of them, and the whole tree of one establishment.

use std::collections::{BTreeMap, BTreeSet};

use shared::contract::facts::{StructureCreate, StructureEdit};
use shared::contract::organisation::StructureView;
use shared::habilitation::Rubric;
use shared::id::StructureId;
use shared::structure::Structure;

use super::facts::{self, Made, Stated, edited, replaced, said};
use super::list_files::Exported;
use super::listing::{self, Asked, Field, Listing, Paged, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{self, Shown, Sight};
use super::{Ctx, Failure};
use crate::db::Transaction;
use crate::db::lists::{Entry, Sort};
use crate::export::Column;

const RUBRIC: Rubric = Rubric::Structures;

/// The order in which people read the structures of one level.
const BY_NUMBER: &[Sort] =
    &[Sort { column: text("kind"), descending: false }, Sort { column: text("number"), descending: false }];

/// What may be asked of the list of structures.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::establishment(RUBRIC),
        Field::new("kind", text("kind"), RUBRIC, "Code of `structure_kinds`"),
        Field::new("number", text("number"), RUBRIC, "Number given by the hospital"),
        Field::new("label", text("label"), RUBRIC, "Name"),
        Field::new("parent", text("parent_id"), RUBRIC, "Id of the structure above; empty: none"),
        Field::new("site", text("site"), RUBRIC, "FINESS ET of the site"),
        Field::new("sigmed_number", text("sigmed_number"), RUBRIC, "Number in SIGMED"),
    ],
    search: &[text("number"), text("label"), text("sigmed_number")],
    default_sort: BY_NUMBER,
    includes: &[],
    timed: true,
    guarded: &[],
};

impl Shown for Structure {
    type View = StructureView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, wanted: &mut Wanted) {
        wanted.structures.extend(self.parent);
    }

    fn show(entry: &Entry<Structure>, names: &Naming<'_>, _: &Sight) -> StructureView {
        let structure = &entry.segment.value;
        StructureView {
            id: entry.id,
            establishment: names.finess(entry.establishment),
            kind: names.coded("structure_kinds", &structure.kind),
            number: structure.number.to_string(),
            label: structure.label.to_string(),
            parent: names.structure(structure.parent),
            site: owned(&structure.site),
            sigmed_number: owned(&structure.sigmed_number),
            follows: structure.follows,
            depth: None,
            stamp: stamp(entry),
        }
    }
}

/// All structures that were asked, each one after the one above it, with its depth. Not in pages: a tree is read whole.
///
/// # Errors
/// `right.missing`; failures of the database.
pub fn tree(ctx: &Ctx, asked: &Asked) -> Result<Paged<StructureView>, Failure> {
    let whole = Asked { sort: BY_NUMBER.to_vec(), after: None, limit: u32::MAX - 1, ..asked.clone() };
    let items = ctx.database.read(|connection| {
        let (scope, library) = ctx.listing(connection, RUBRIC, asked.view)?;
        let paged = listing::page::<Structure>(ctx, connection, &scope, &library, &LISTING, &whole)?;
        reading::views(ctx, connection, &scope, &library, &paged.items, asked.view, &BTreeSet::new())
    })?;
    let total = u64::try_from(items.len()).ok().filter(|_| asked.total);
    Ok(Paged { items: in_order(items), next: None, total })
}

/// Depth first. A structure whose parent is not there is at the top; one that a loop keeps out comes last.
fn in_order(items: Vec<StructureView>) -> Vec<StructureView> {
    let known: BTreeSet<StructureId> = items.iter().map(|item| item.id).collect();
    let mut under: BTreeMap<Option<StructureId>, Vec<StructureView>> = BTreeMap::new();
    for item in items {
        let above = item.parent.as_ref().map(|parent| parent.id).filter(|id| known.contains(id));
        under.entry(above).or_default().push(item);
    }
    let mut ordered = Vec::with_capacity(known.len());
    let mut waiting: Vec<(StructureView, u32)> = Vec::new();
    let push = |waiting: &mut Vec<(StructureView, u32)>, level: Option<Vec<StructureView>>, depth| {
        waiting.extend(level.into_iter().flatten().rev().map(|item| (item, depth)));
    };
    push(&mut waiting, under.remove(&None), 0);
    loop {
        while let Some((mut item, depth)) = waiting.pop() {
            push(&mut waiting, under.remove(&Some(item.id)), depth.saturating_add(1));
            item.depth = Some(depth);
            ordered.push(item);
        }
        match under.pop_first() {
            Some((_, level)) => push(&mut waiting, Some(level), 0),
            None => return ordered,
        }
    }
}

impl Exported for Structure {
    const COLUMNS: &'static [Column] = &[
        Column::text("establishment", "/establishment"),
        Column::text("kind", "/kind/code"),
        Column::text("kind_label", "/kind/label"),
        Column::text("number", "/number"),
        Column::text("label", "/label"),
        Column::text("parent", "/parent/number"),
        Column::text("site", "/site"),
        Column::text("sigmed_number", "/sigmed_number"),
        Column::day("valid_from", "/valid_from"),
        Column::day("valid_to", "/valid_to"),
        Column::text("id", "/id"),
    ];
}

impl Stated for Structure {
    const NAME: &'static str = "structure";
}

/// A new structure.
///
/// # Errors
/// `request.not_found`, `right.missing`, what the rules refuse; failures of the database.
pub fn create(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    body: StructureCreate,
) -> Result<Made<StructureView>, Failure> {
    let establishment = ctx.establishment(tx, &body.establishment)?;
    let value = Structure {
        kind: body.kind.into(),
        number: body.number.trim().into(),
        label: body.label.trim().into(),
        parent: body.parent,
        site: said(body.site),
        sigmed_number: said(body.sigmed_number),
        follows: body.follows,
    };
    facts::create(ctx, tx, establishment, &body.effect, value)
}

/// A change of a structure.
///
/// # Errors
/// The same, and `request.stale_version`.
pub fn edit(
    ctx: &Ctx,
    tx: &mut Transaction<'_>,
    id: StructureId,
    version: i64,
    body: StructureEdit,
) -> Result<Made<StructureView>, Failure> {
    facts::edit::<Structure>(ctx, tx, id, version, &body.effect, |own| Structure {
        kind: edited(&body.kind, &own.kind),
        number: edited(&body.number, &own.number),
        label: edited(&body.label, &own.label),
        parent: body.parent.unwrap_or(own.parent),
        site: replaced(&body.site, &own.site),
        sigmed_number: replaced(&body.sigmed_number, &own.sigmed_number),
        follows: body.follows.unwrap_or(own.follows),
    })
}
