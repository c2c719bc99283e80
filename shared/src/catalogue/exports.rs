//! Files that people take away: their names, and why one cannot be made.

use crate::time::Day;

/// A structure by which the staffing table is not counted.
pub const POLE_OR_SERVICE: &str =
    "Choisissez un pôle ou un service ouvert ce jour-là dans cet établissement.";

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
