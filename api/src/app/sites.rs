//! Geographic sites (FINESS ET): what may be asked of them.

use shared::contract::organisation::SiteView;
use shared::establishment::Site;
use shared::habilitation::Rubric;
use shared::id::SiteId;
use shared::problem::Code;

use super::listing::{Field, Listing, stamp, text};
use super::naming::{Naming, Wanted, owned};
use super::reading::{Shown, Sight};
use super::{Ctx, Failure};
use crate::db::lists::{Entry, Sort};

const RUBRIC: Rubric = Rubric::Structures;

/// What may be asked of the list of sites.
pub const LISTING: Listing = Listing {
    rubric: RUBRIC,
    fields: &[
        Field::new("establishment", text("finess_ej"), RUBRIC, "FINESS EJ of the establishment"),
        Field::new("finess", text("finess_et"), RUBRIC, "FINESS ET"),
        Field::new("name", text("name"), RUBRIC, "Name"),
        Field::new("category", text("category"), RUBRIC, "FINESS category"),
        Field::new("siret", text("siret"), RUBRIC, "SIRET"),
        Field::new("commune", text("commune"), RUBRIC, "INSEE code of the commune"),
    ],
    search: &[text("name"), text("finess_et"), text("town")],
    default_sort: &[Sort { column: text("finess_et"), descending: false }],
    includes: &[],
    timed: true,
    guarded: &[],
};

/// The id of a site by its number.
///
/// # Errors
/// `request.not_found`; failures of the database.
pub fn find(ctx: &Ctx, finess: &str) -> Result<SiteId, Failure> {
    let library = ctx.database.read(|connection| ctx.shelf.library(connection))?;
    let found = library.facts.sites.segments().find(|(_, site)| site.value.finess_et == finess);
    found.map(|(id, _)| id).ok_or_else(|| Failure::code(Code::NotFound))
}

impl Shown for Site {
    type View = SiteView;
    const LISTING: &'static Listing = &LISTING;

    fn refers(&self, _: &mut Wanted) {}

    fn show(entry: &Entry<Site>, _: &Naming<'_>, _: &Sight) -> SiteView {
        let site = &entry.segment.value;
        SiteView {
            id: entry.id,
            finess: site.finess_et.to_string(),
            establishment: site.finess_ej.to_string(),
            name: site.name.to_string(),
            category: owned(&site.category),
            siret: owned(&site.siret),
            address: owned(&site.address),
            town: owned(&site.town),
            commune: owned(&site.commune),
            stamp: stamp(entry),
        }
    }
}
