//! The files of `api/reference`, inside the program: an installation needs nothing else to start.

use super::ReferenceFile;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        [$(($path, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/reference/", $path)).as_slice())),+]
    };
}

/// The reference shipped with this version.
pub fn embedded() -> Vec<ReferenceFile> {
    let files = files![
        "finess/eps_entites_juridiques.csv",
        "finess/etalab-cs1100507-RECONSTITUE-eps-20231231.csv.gz",
        "ght/ght_liste_2023.csv",
        "ght/ght_membres_2023_deduits.csv",
        "nomenclatures/cnu_sections.csv",
        "nomenclatures/contract_motives.csv",
        "nomenclatures/departements.csv",
        "nomenclatures/diplomas.csv",
        "nomenclatures/establishment_categories.csv",
        "nomenclatures/exercise_modalities.csv",
        "nomenclatures/external_codes.csv",
        "nomenclatures/funding_tiers.csv",
        "nomenclatures/headship_functions.csv",
        "nomenclatures/internship_subdivisions.csv",
        "nomenclatures/legal_status_eps.csv",
        "nomenclatures/parameters.csv",
        "nomenclatures/ph_echelons.csv",
        "nomenclatures/positions.csv",
        "nomenclatures/post_kinds.csv",
        "nomenclatures/professions.csv",
        "nomenclatures/publication_decisions.csv",
        "nomenclatures/quotites.csv",
        "nomenclatures/recruitment_rounds.csv",
        "nomenclatures/regions_ars.csv",
        "nomenclatures/retirement_age.csv",
        "nomenclatures/retirement_opening_age.csv",
        "nomenclatures/rpps_sch.csv",
        "nomenclatures/specialities.csv",
        "nomenclatures/specialities_ordinales.csv",
        "nomenclatures/status_post_kinds.csv",
        "nomenclatures/statuses.csv",
        "nomenclatures/structure_kinds.csv",
        "nomenclatures/tour_kinds.csv",
        "nomenclatures/vacancy_reasons.csv",
        "nomenclatures/workflow_motives.csv",
    ];
    files
        .into_iter()
        .map(|(path, bytes)| ReferenceFile { path: path.into(), bytes: bytes.to_vec() })
        .collect()
}
