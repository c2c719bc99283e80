//! Sentences of the loads of structures and posts.

use super::counted;
use crate::code::NumberError;
use crate::import::value::DayError;
use crate::quotity::{Quotity, QuotityError};
use crate::time::Day;

/// Columns that the file does not have.
pub fn headings_missing(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("« {name} »")).collect();
    format!("Colonnes absentes du fichier : {}. Ajoutez-les, puis recommencez.", names.join(", "))
}

/// Columns that are not used.
pub fn columns_ignored(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("« {} »", name.as_ref())).collect();
    format!("Colonnes ignorées : {}.", names.join(", "))
}

/// The end of the file is missing.
pub fn line_truncated() -> String {
    "La ligne est coupée avant la fin. Relancez l’extraction, puis envoyez le nouveau fichier.".into()
}

/// A formula, or an error of a spreadsheet.
pub fn formula() -> String {
    "La cellule contient une formule ou une erreur de tableur. Remplacez-la par sa valeur.".into()
}

/// `4,96E+05`.
pub fn scientific() -> String {
    "Le numéro est écrit en notation scientifique, ses chiffres sont perdus. Mettez la colonne au format Texte, \
     puis ressaisissez-le."
        .into()
}

/// A number of a spreadsheet in place of a text.
pub fn number_typed() -> String {
    "Le numéro est un nombre de tableur, ses zéros de tête sont peut-être perdus. Mettez la colonne au format \
     Texte."
        .into()
}

/// A number of a post or of a structure that cannot be kept.
pub fn number(error: &NumberError) -> String {
    match error {
        NumberError::Empty => "Le numéro est absent. Complétez la ligne.".into(),
        NumberError::TooLong { max } => {
            format!("Le numéro dépasse {max} caractères. Corrigez-le.")
        }
        NumberError::Control => "Le numéro contient un caractère invisible. Ressaisissez-le.".into(),
    }
}

/// A quotity that cannot be kept.
pub fn quotity(error: QuotityError) -> String {
    match error {
        QuotityError::NotANumber => {
            "La quotité n’est pas un nombre de demi-journées. Donnez-la sous la forme 8 ou 7,5.".into()
        }
        QuotityError::TooPrecise => "La quotité a trop de décimales. Gardez-en trois au plus.".into(),
        QuotityError::OutOfRange => {
            "La quotité n’est pas comprise entre 0 et 10 demi-journées. Corrigez-la.".into()
        }
    }
}

/// A day that cannot be read.
pub fn day(error: DayError, text: &str) -> String {
    match error {
        DayError::NotADay => format!("« {text} » n’est pas une date. Écrivez-la sous la forme 01/04/2026."),
        DayError::DoesNotExist => format!("La date {text} n’existe pas dans le calendrier. Corrigez-la."),
    }
}

/// An end before its start.
pub fn date_order(first: Day, last: Option<Day>) -> String {
    let last = last.map(Day::in_french).unwrap_or_default();
    format!("La fin ({last}) est avant le début ({}). Corrigez l’une des deux dates.", first.in_french())
}

/// A code of `structure_kinds` that is not known.
pub fn structure_kind_unknown(kind: &str) -> String {
    format!(
        "Genre de structure « {kind} » inconnu. Utilisez POLE, SERVICE, UF ou un autre genre de la liste."
    )
}

/// The line `EJ` names another establishment.
pub fn structure_other_establishment(finess: &str, expected: &str) -> String {
    format!(
        "La ligne concerne l’établissement {finess}, et non {expected}. Vérifiez que c’est le bon fichier."
    )
}

/// No label.
pub fn structure_label_missing(number: &str) -> String {
    format!("La structure {number} n’a pas de libellé. Complétez-le.")
}

/// A label that is too long.
pub fn structure_label_cut(max: usize) -> String {
    format!("Le libellé dépasse {max} caractères : il a été raccourci.")
}

/// The parent is not in the file, nor known.
pub fn structure_parent_unknown(parent: &str, kinds: &str) -> String {
    format!(
        "La structure de rattachement « {parent} » est inconnue, refusée ou d’un genre non admis ({kinds} \
         attendu). Corrigez son numéro."
    )
}

/// No parent where one is needed.
pub fn structure_parent_missing(kinds: &str) -> String {
    format!("La structure de rattachement est absente ({kinds} attendu). Complétez la ligne.")
}

/// Two structures of different kinds have the number given as parent.
pub fn structure_parent_ambiguous(parent: &str, chosen: &str) -> String {
    format!("Plusieurs structures portent le numéro {parent} : le genre {chosen} a été retenu. Vérifiez-le.")
}

/// The structure that is replaced is not in the file, nor known.
pub fn structure_replaced_unknown(number: &str) -> String {
    format!(
        "La structure remplacée « {number} » est inconnue ou refusée. Corrigez son numéro ou laissez vide."
    )
}

/// Structures that contain, or replace, one another in a circle.
pub fn structure_cycle(number: &str) -> String {
    format!("La structure {number} finit par se contenir ou se remplacer elle-même. Corrigez la ligne.")
}

/// The same number twice on the same days.
pub fn structure_number_twice(number: &str, count: usize) -> String {
    format!("Structure {number} présente {count} fois sur les mêmes jours. Gardez une seule ligne.")
}

/// An exact copy of a line.
pub fn line_duplicate() -> String {
    "La ligne est la copie exacte d’une autre : elle a été ignorée.".into()
}

/// IN-44.
pub fn finess_invalid(finess: &str) -> String {
    format!("N° FINESS invalide : {finess}.")
}

/// IN-34.
pub fn structure_closed_with_children(structure: &str, count: usize) -> String {
    format!("{structure} est fermée mais contient {}.", counted(count, "structure", "structures"))
}

/// Posts that stay attached after a closing.
pub fn structure_closed_with_posts(structure: &str, count: usize) -> String {
    let posts = counted(count, "poste ouvert", "postes ouverts");
    format!("La structure {structure} ferme alors que {posts} y restent rattachés. Rattachez-les ailleurs.")
}

/// Known structures that the file does not name.
pub fn structures_absent(count: usize) -> String {
    let structures = counted(count, "structure connue ne figure", "structures connues ne figurent");
    format!("{structures} pas dans le fichier : rien n’a changé pour elles.")
}

/// Lines of other establishments.
pub fn lines_of_others(count: usize) -> String {
    format!("{} d’autres établissements, non lues.", counted(count, "ligne", "lignes"))
}

/// The same post twice.
pub fn post_twice(number: &str, count: usize) -> String {
    format!("Poste {number} présent {count} fois. Gardez une seule ligne.")
}

/// A quotity outside the bounds of the kind of post.
pub fn post_quotity_bounds(number: &str, half_days: &str) -> String {
    format!("Quotité {half_days} hors bornes pour le poste {number}.")
}

/// A code of a nomenclature that is not known.
pub fn post_code_unknown(what: &str, code: &str) -> String {
    format!("{what} « {code} » inconnue des nomenclatures. Vérifiez le code.")
}

/// IN-45.
pub fn post_speciality_closed(code: &str, since: Day) -> String {
    format!("Spécialité {code} fermée depuis le {}.", since.in_french())
}

/// A closed post without its last day.
pub fn post_closing_day_missing(number: &str) -> String {
    format!("Le poste {number} est fermé sans date de fermeture : il est fermé au jour de l’extraction.")
}

/// The SIGMED structure number of a closed post does not name a known pole.
pub fn post_pole_unknown(number: &str, structure: &str) -> String {
    format!("Le poste fermé {number} porte le n° de structure {structure}, dont le pôle est inconnu.")
}

/// The type of a post, inside a sentence.
pub const TYPE: &str = "le type";
/// Its discipline.
pub const DISCIPLINE: &str = "la discipline";
/// Its speciality.
pub const SPECIALITY: &str = "la spécialité";
/// Its quotity.
pub const QUOTITY: &str = "la quotité";
/// Its first day.
pub const OPENING: &str = "l’ouverture";
/// Its last day.
pub const CLOSING: &str = "la fermeture";
/// Who holds it.
pub const HOLDER: &str = "le titulaire";
/// A speciality that no list knows, to open a sentence.
pub const UNKNOWN_SPECIALITY: &str = "Spécialité";
/// A section that no list knows, to open a sentence.
pub const UNKNOWN_SECTION: &str = "Section CNU";
/// A pole, to open a sentence.
pub const POLE: &str = "Pôle";
/// A service, to open a sentence.
pub const SERVICE: &str = "Service";

/// A quotity inside a sentence.
pub fn half_days(quotity: Quotity) -> String {
    format!("{} ½ j", quotity.half_days())
}

/// IN-10: what SIGMED says, and what is kept.
pub fn sigmed_differs(theirs: &str, field: &str, number: &str, ours: &str) -> String {
    format!("SIGMED indique {theirs} pour {field} du poste {number}. Valeur gardée : {ours}.")
}

/// A value that is not given.
pub fn no_value() -> &'static str {
    "aucune valeur"
}

/// Known SIGMED posts that the file does not name.
pub fn sigmed_posts_absent(count: usize) -> String {
    let posts = counted(count, "poste SIGMED connu ne figure", "postes SIGMED connus ne figurent");
    format!("{posts} pas dans le fichier : rien n’a changé pour eux. Vérifiez l’extraction auprès du CNG.")
}

/// A kind of post that is not known.
pub fn post_kind_unknown(kind: &str, corps: &str) -> String {
    format!("Type de poste « {kind} » ou corps « {corps} » inconnu. Corrigez la ligne.")
}

/// A kind of post that only SIGMED may open.
pub fn post_kind_of_sigmed(kind: &str) -> String {
    format!("Les postes de type {kind} viennent seulement de SIGMED. Retirez la ligne.")
}

/// A number that a SIGMED post already has.
pub fn post_number_taken(number: &str) -> String {
    format!(
        "Le numéro {number} est déjà celui d’un poste SIGMED, ou d’une part de poste. Donnez un autre numéro."
    )
}

/// A structure that is not known.
pub fn post_structure_unknown(what: &str, number: &str) -> String {
    format!("{what} {number} inconnu. Chargez d’abord les structures ou corrigez le numéro.")
}

/// The post outlives its structure.
pub fn post_outlives_structure(number: &str, last: &str) -> String {
    format!("La structure {number} est fermée après le {last}, alors que le poste reste ouvert.")
}

/// The service is in another pole.
pub fn post_service_not_in_pole(service: &str, pole: &str, given: &str) -> String {
    format!("Le service {service} appartient au pôle {pole}, pas au pôle {given}.")
}

/// Known local posts that the file does not name.
pub fn posts_absent(count: usize) -> String {
    let posts = counted(count, "poste local connu ne figure", "postes locaux connus ne figurent");
    format!("{posts} pas dans le fichier : rien n’a changé pour eux.")
}
