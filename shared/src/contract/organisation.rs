//! Establishments, sites, structures, nomenclatures.

use serde::{Deserialize, Serialize};

use super::{Coded, Stamp, StructureRef};
use crate::id::{EstablishmentId, ImportId, SiteId, StructureId};
use crate::time::{Day, Instant};

/// A public hospital as a legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EstablishmentView {
    /// Id.
    pub id: EstablishmentId,
    /// FINESS EJ, nine characters; addresses the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub finess: String,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "CENTRE HOSPITALIER DE SAINTE-FOY"))]
    pub name: String,
    /// Code of `legal_status_eps`.
    #[cfg_attr(feature = "openapi", schema(example = "13"))]
    pub legal_status: String,
    /// Code and label of `establishment_categories`.
    pub category: Option<Coded>,
    /// INSEE department.
    #[cfg_attr(feature = "openapi", schema(example = "69"))]
    pub department: String,
    /// INSEE region.
    pub region: Coded,
    /// Group (GHT).
    pub ght: Option<Coded>,
    /// `support` or `member` in that group.
    #[cfg_attr(feature = "openapi", schema(example = "member"))]
    pub ght_role: Option<String>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What is loaded and how fresh, with `include=state`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<EstablishmentState>,
}

/// What is loaded of an establishment, how fresh it is, and what waits. Who reads some structures only (the head of a pole)
/// has the numbers of these, no `last_change_at`, and no `open_imports`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EstablishmentState {
    /// Freshness in one word.
    pub freshness: Freshness,
    /// Structures open on the day.
    pub structures: u32,
    /// Posts open on the day.
    pub posts: u32,
    /// Of which attached to no structure nor to the establishment.
    pub posts_unattached: u32,
    /// Practitioners present on the day.
    pub practitioners: u32,
    /// Affectations on the day.
    pub affectations: u32,
    /// The last extract applied and not undone.
    pub last_extract: Option<LastExtract>,
    /// Imports that wait for somebody.
    pub open_imports: u32,
    /// When anything was last recorded.
    pub last_change_at: Option<Instant>,
}

/// How old the last extract is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// Nothing was loaded.
    #[default]
    Empty,
    /// Structures or posts are loaded, no extract yet.
    Started,
    /// At most 35 days.
    Fresh,
    /// At most 95 days.
    Ageing,
    /// More.
    Stale,
}

impl Freshness {
    /// All, from none to old.
    pub const ALL: [Freshness; 5] =
        [Freshness::Empty, Freshness::Started, Freshness::Fresh, Freshness::Ageing, Freshness::Stale];

    /// Wire name.
    pub const fn name(self) -> &'static str {
        match self {
            Freshness::Empty => "empty",
            Freshness::Started => "started",
            Freshness::Fresh => "fresh",
            Freshness::Ageing => "ageing",
            Freshness::Stale => "stale",
        }
    }
}

/// The last extract applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LastExtract {
    /// The import, when it came by this interface or the screen. This, the name, the author and the lines refused are for
    /// who may read imports; `null` for others.
    pub import_id: Option<ImportId>,
    /// Name of the file.
    #[cfg_attr(feature = "openapi", schema(example = "sirh_20260401.csv"))]
    pub file_name: Option<String>,
    /// Day of the extraction.
    pub extracted_on: Option<Day>,
    /// When it was applied.
    pub applied_at: Instant,
    /// By whom.
    #[cfg_attr(feature = "openapi", schema(example = "Camille Lambert"))]
    pub author: Option<String>,
    /// Lines refused then; `null` when not known.
    pub refused_lines: Option<u32>,
}

/// A place of an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteView {
    /// Id.
    pub id: SiteId,
    /// FINESS ET, nine characters; addresses the site.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub finess: String,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "CENTRE HOSPITALIER DE SAINTE-FOY"))]
    pub name: String,
    /// FINESS category.
    #[cfg_attr(feature = "openapi", schema(example = "355"))]
    pub category: Option<String>,
    /// SIRET.
    #[cfg_attr(feature = "openapi", schema(example = "26690010900017"))]
    pub siret: Option<String>,
    /// Number, way, place.
    #[cfg_attr(feature = "openapi", schema(example = "78 rue du Commandant Charcot"))]
    pub address: Option<String>,
    /// Postal code and town.
    #[cfg_attr(feature = "openapi", schema(example = "69110 STE FOY LES LYON"))]
    pub town: Option<String>,
    /// INSEE code of the commune.
    #[cfg_attr(feature = "openapi", schema(example = "69202"))]
    pub commune: Option<String>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A pole, a service or a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StructureView {
    /// Id.
    pub id: StructureId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// Code and label of `structure_kinds`.
    pub kind: Coded,
    /// Number given by the hospital.
    #[cfg_attr(feature = "openapi", schema(example = "141"))]
    pub number: String,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "Anesthésie-réanimation"))]
    pub label: String,
    /// The structure above; `null` when directly under the establishment.
    pub parent: Option<StructureRef>,
    /// FINESS ET of the site where it stands.
    #[cfg_attr(feature = "openapi", schema(example = "690000401"))]
    pub site: Option<String>,
    /// Number in SIGMED.
    #[cfg_attr(feature = "openapi", schema(example = "00412"))]
    pub sigmed_number: Option<String>,
    /// The structure that this one replaces.
    pub follows: Option<StructureId>,
    /// Levels above it, with `tree=true`: 0 at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth: Option<u32>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A dated list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NomenclatureView {
    /// Name of the list.
    #[cfg_attr(feature = "openapi", schema(example = "statuses"))]
    pub code: String,
    /// Number of entries on the day.
    pub entries: u32,
}

/// One entry of a dated list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NomenclatureEntryView {
    /// Code.
    #[cfg_attr(feature = "openapi", schema(example = "statuses"))]
    pub code: String,
    /// French label.
    #[cfg_attr(feature = "openapi", schema(example = "Anesthésie-réanimation"))]
    pub label: String,
    /// Other columns of the list.
    pub attributes: std::collections::BTreeMap<String, String>,
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
}
