//! Files that people take away: their names, and why one cannot be made.

use crate::time::Day;

/// A structure by which the staffing table is not counted.
pub const NOT_A_PLACE: &str =
    "Choisissez un pôle, un service ou une unité qui existe ce jour-là dans cet établissement.";

/// Name of the file of a staffing table.
pub fn staffing_table_name(finess: &str, day: Day, ending: &str) -> String {
    format!("tableau-des-emplois_{finess}_{day}.{ending}")
}

/// Name of the file of a list.
pub fn list_name(noun: &str, day: Day, ending: &str) -> String {
    let name = match noun {
        "structures" => "structures",
        "posts" => "postes",
        "practitioners" => "praticiens",
        "affectations" => "affectations",
        other => other,
    };
    format!("{name}_{day}.{ending}")
}

/// Too many rows for one file.
pub fn too_many_rows(found: u64, most: u32) -> String {
    format!(
        "Cette liste compte {found} lignes ; un fichier en contient au plus {most}. Ajoutez un filtre, par exemple \
         l’établissement."
    )
}

/// Headings of the files of lists, by the name of the field for programs.
pub fn heading(field: &str) -> &'static str {
    match field {
        "establishment" => "N° FINESS EJ",
        "kind" => "Type",
        "kind_label" => "Libellé du type",
        "number" => "Numéro",
        "label" => "Libellé",
        "parent" => "Structure de rattachement",
        "site" => "Site (FINESS ET)",
        "sigmed_number" => "N° SIGMED",
        "local_number" => "N° local",
        "sigmed_type" => "Type SIGMED",
        "discipline" => "Discipline",
        "speciality" => "Spécialité",
        "speciality_label" => "Libellé de la spécialité",
        "cnu_section" => "Section CNU",
        "corps" => "Corps",
        "quotity" => "Temps (demi-journées)",
        "structure" => "N° de structure",
        "structure_label" => "Structure",
        "attached_to_establishment" => "Rattaché à l’établissement",
        "matricule" => "Matricule",
        "rpps" => "N° RPPS",
        "usual_name" => "Nom d’usage",
        "birth_name" => "Nom de naissance",
        "first_names" => "Prénoms",
        "sex" => "Sexe",
        "birth_date" => "Date de naissance",
        "birth_year" => "Année de naissance",
        "exit_reason" => "Motif de départ",
        "status" => "Statut",
        "status_label" => "Libellé du statut",
        "rank" => "Rang",
        "service" => "N° de service",
        "service_label" => "Service",
        "unit" => "N° d’unité",
        "unit_label" => "Unité",
        "post" => "N° de poste",
        "valid_from" => "Début",
        "valid_to" => "Fin (exclue)",
        "id" => "Identifiant",
        _ => "",
    }
}

/// Name of the sheet that holds the rows.
pub const ROWS: &str = "Liste";
/// Name of the sheet that says what the file is.
pub const ABOUT: &str = "À propos";
/// What the second sheet says, in order.
pub const ABOUT_LINES: [&str; 7] =
    ["Situation au", "Connue le", "Périmètre", "Filtres", "Lignes", "Utilisateur", "Version"];
/// No filter was asked.
pub const NO_FILTER: &str = "Aucun";
