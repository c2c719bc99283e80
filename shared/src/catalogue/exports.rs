//! Files that people take away: their names, and why one cannot be made.

use super::screens::requests;
use super::{tours, workflow};
use crate::contract::lists::{Kind, Test};
use crate::request::RequestKind;
use crate::time::Day;
use crate::tour::entry::Nature;
use crate::tour::proposal::ProposalReason;
use crate::workflow::entry::{Decision, EntryState};
use crate::workflow::request::RequestState;

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
        "headships" => "chefferies",
        "affectations" => "affectations",
        "requests" => "demandes",
        "tour_entries" => "postes-du-tour",
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
        "parent_post" => "Part du poste",
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
        "function" => "Fonction",
        "function_label" => "Libellé de la fonction",
        "rank" => "Rang",
        "service" => "N° de service",
        "service_label" => "Service",
        "unit" => "N° d’unité",
        "unit_label" => "Unité",
        "post" => "N° de poste",
        "state" => "État",
        "motive" => "Motif",
        "motive_label" => "Libellé du motif",
        "text" => "Précisions",
        "day" => "Date d’effet",
        "post_kind" => "Type de poste",
        "funding" => "Financement",
        "said_motive" => "Motif de la question ou du refus",
        "said" => "Dernier commentaire",
        "decision" => "Décision",
        "reason" => "Situation à l’ouverture",
        "nature" => "Publié comme",
        "vacant_from" => "Vacant à partir du",
        "expected" => "Vacance attendue le",
        "frozen_until" => "Dernier jour du gel",
        "order_number" => "N° de l’arrêté",
        "order_date" => "Date de l’arrêté",
        "appointee" => "Personne nommée",
        "installed_on" => "Installée le",
        "valid_from" => "Début",
        "valid_to" => "Fin (exclue)",
        "id" => "Identifiant",
        _ => "",
    }
}

/// Words of the program that a column holds: people read them in French, programs as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// What is asked of a post.
    RequestKind,
    /// Where a request stands.
    RequestState,
    /// What a hospital wants of a post in a tour.
    Decision,
    /// Where a post stands in a tour.
    EntryState,
    /// Why a post was proposed, or not, when its tour opened.
    Reason,
    /// How a post is published.
    Nature,
}

/// A word as people read it; as it is when it is none of its vocabulary.
pub fn word(vocabulary: Vocabulary, word: &str) -> &str {
    let known = match vocabulary {
        Vocabulary::RequestKind => RequestKind::from_name(word).map(requests::kind),
        Vocabulary::RequestState => RequestState::from_name(word).map(workflow::request_state),
        Vocabulary::Decision => Decision::from_name(word).map(tours::decision),
        Vocabulary::EntryState => EntryState::from_name(word).map(tours::entry_state),
        Vocabulary::Reason => ProposalReason::from_name(word).map(tours::reason),
        Vocabulary::Nature => Nature::from_name(word).map(tours::nature),
    };
    known.unwrap_or(word)
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
/// The value that a filter asks for, when it is none.
pub const NO_VALUE: &str = "aucune valeur";

/// What a filter is about, by the name of the field for programs.
fn filter_title(field: &str) -> &'static str {
    match field {
        "establishment" => "Établissement",
        "practitioner" => "Praticien",
        "person" => "Personne",
        "quotity" => "Temps",
        "site" => "Site",
        "structure" => "Structure",
        "service" => "Service",
        "unit" => "UF",
        "post" => "Poste",
        other => heading(other),
    }
}

/// A filter as people read it, its values already in words.
pub fn filter(field: &str, kind: Kind, test: &Test, values: &[String]) -> String {
    let (among, not) = (values.join(" ou "), values.join(" ni "));
    let said = match (test, kind) {
        (Test::Among(_), _) => among,
        (Test::NotAmong(_), _) => format!("ni {not}"),
        (Test::AtLeast(_), Kind::Day) => format!("à partir du {among}"),
        (Test::AtLeast(_), _) => format!("au moins {among}"),
        (Test::Below(_), Kind::Day) => format!("avant le {among}"),
        (Test::Below(_), _) => format!("moins de {among}"),
        (Test::Contains(_), _) => format!("contient « {among} »"),
    };
    format!("{} : {said}", filter_title(field))
}

/// The text that was searched.
pub fn searched(text: &str) -> String {
    format!("Texte cherché : « {text} »")
}

/// Time, as a filter compares it.
pub fn time(half_days: &str) -> String {
    format!("{half_days} demi-journées")
}

/// A thing that a filter names by its id, and that no row names.
pub fn unnamed(id: &str) -> String {
    format!("identifiant {id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_sentence() {
        let said = |field, kind, operator, values: &[&str]| {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            let test = Test::asked(operator, values.join(",")).unwrap();
            filter(field, kind, &test, &values).replace('\u{a0}', " ")
        };
        assert_eq!(said("status", Kind::Text, "in", &["PH", "PA"]), "Statut : PH ou PA");
        assert_eq!(said("kind", Kind::Text, "not", &["PH", "PA"]), "Type : ni PH ni PA");
        assert_eq!(said("valid_from", Kind::Day, "gte", &["01/04/2026"]), "Début : à partir du 01/04/2026");
        assert_eq!(said("valid_to", Kind::Day, "lt", &["01/04/2026"]), "Fin (exclue) : avant le 01/04/2026");
        assert_eq!(
            said("quotity", Kind::Number, "gte", &["5,0 demi-journées"]),
            "Temps : au moins 5,0 demi-journées"
        );
        assert_eq!(searched("Martin").replace('\u{a0}', " "), "Texte cherché : « Martin »");
    }
}
