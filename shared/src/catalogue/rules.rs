//! What may not be stated, and what to do.

use smol_str::SmolStr;

use super::counted;
use crate::fact::Noun;
use crate::quotity::Quotity;
use crate::time::Day;

/// A field is empty.
pub const REQUIRED: &str = "Ce champ doit être rempli.";
/// A thing that is not of the establishment.
pub const UNKNOWN_REFERENCE: &str = "Cet élément n’existe pas dans l’établissement.";
/// A site that is not of the establishment.
pub const UNKNOWN_SITE: &str = "Ce site n’est pas un site de l’établissement : vérifiez son numéro FINESS.";
/// A number that something else has.
pub const NUMBER_TAKEN: &str = "Ce numéro est déjà utilisé dans l’établissement sur ces jours.";
/// The establishment as a structure.
pub const ROOT_STRUCTURE: &str = "L’établissement lui-même n’est pas une structure à créer.";
/// A structure under itself.
pub const STRUCTURE_LOOP: &str = "Une structure ne peut pas être placée sous elle-même.";
/// A post of a kind that SIGMED holds.
pub const BORN_IN_SIGMED: &str =
    "Un poste de cette nature est créé dans SIGMED : importez le fichier SIGMED pour le voir ici.";
/// What SIGMED holds of a post.
pub const BY_REQUEST: &str =
    "SIGMED tient ce poste\u{a0}: ce changement passe par une demande de transformation, que l’ARS accepte.";
/// The end of a post that SIGMED holds.
pub const CLOSED_BY_REQUEST: &str =
    "SIGMED tient ce poste\u{a0}: sa fermeture passe par une demande, que l’ARS accepte.";
/// A post that its hospital has not in hand.
pub const POST_IN_TOUR: &str = "Ce poste est dans un tour de recrutement transmis à l’ARS\u{a0}: il change de structure quand l’ARS l’a rendu, ou après le tour.";
/// A head for a time, without end.
pub const INTERIM_END: &str = "Un intérim a une fin\u{a0}: indiquez-la.";
/// A structure that is merged into itself.
pub const MERGED_INTO_ITSELF: &str =
    "Une structure ne fusionne pas avec elle-même\u{a0}: choisissez-en une autre.";
/// A structure that is merged into one of another kind.
pub const MERGED_KINDS: &str =
    "Deux structures fusionnent quand elles sont de même nature\u{a0}: pôle avec pôle, service avec service.";
/// A structure that is merged into one that it holds.
pub const MERGED_UNDER: &str =
    "Une structure ne fusionne pas avec une de celles qu’elle contient\u{a0}: déplacez d’abord celle-ci.";
/// A structure that is not there on the day of the merger.
pub const MERGED_NOT_THERE: &str =
    "Les deux structures doivent être ouvertes au jour de la fusion, et celle qui disparaît la veille aussi.";
/// A post with two places.
pub const TWO_PLACES: &str =
    "Un poste est rattaché à une structure ou à l’établissement lui-même, pas aux deux.";
/// No time.
pub const ZERO_TIME: &str = "Le temps doit être supérieur à zéro.";
/// One person is there once on a day.
pub const RPPS_TWO_MATRICULES: &str = "Ce numéro RPPS est déjà porté par un autre matricule de l’établissement sur ces jours. Gardez un seul matricule par personne, ou faites commencer le second après la fin du premier.";
/// RPPS.
pub const RPPS_INVALID: &str = "Ce numéro RPPS n’est pas valide : vérifiez ses onze chiffres.";
/// FINESS.
pub const FINESS_INVALID: &str = "Ce numéro FINESS n’est pas valide : vérifiez ses neuf caractères.";
/// Sex.
pub const SEX: &str = "Indiquez F, M ou X.";
/// Birth after the first day.
pub const BORN_LATER: &str = "La date de naissance doit précéder le premier jour.";
/// Activity as a position.
pub const ACTIVITY: &str =
    "L’activité ne se saisit pas : terminez la position en cours pour remettre le praticien en activité.";
/// Two positions on one day.
pub const POSITION_OVERLAPS: &str =
    "Le praticien a déjà une autre position sur ces jours : terminez-la d’abord, ou changez les dates.";
/// An empty period.
pub const PERIOD_EMPTY: &str = "La fin doit venir après le début.";
/// A unit in the place of a service.
pub const UNIT_AS_SERVICE: &str = "Indiquez ici un service ou un pôle, et l’unité dans son propre champ.";
/// Not a unit.
pub const NOT_A_UNIT: &str = "Cette structure n’est pas une unité.";
/// A unit of another service.
pub const UNIT_ELSEWHERE: &str = "Cette unité appartient à un autre service.";
/// An affectation to nothing.
pub const NOWHERE: &str = "Indiquez un service, une unité ou un poste.";
/// Nothing is known on the first day of a change.
pub const NOT_THERE: &str = "Cet élément n’existe pas le premier jour demandé : choisissez une autre date.";
/// The end comes before everything.
pub const END_BEFORE: &str =
    "La fin demandée précède le début : pour effacer une erreur, retirez la période.";
/// Nothing is left to end.
pub const ENDED_ALREADY: &str = "Cet élément est déjà terminé à cette date.";

/// A text is too long.
pub fn too_long(longest: usize) -> String {
    format!("Ce texte a plus de {longest} caractères.")
}

/// A code that the list does not have.
pub fn unknown_code(code: &str) -> String {
    format!("Le code « {code} » n’existe pas dans la nomenclature.")
}

/// A code that may not be used any more.
pub fn code_ended(code: &str, end: Day) -> String {
    format!("Le code « {code} » n’est plus utilisable depuis le {}.", end.in_french())
}

/// A thing that is not open on all the days.
pub fn not_open(span: &str) -> String {
    format!("Cet élément n’est pas ouvert sur toute la période : il l’est {span}.")
}

/// A structure under a kind that may not hold it.
pub fn parent_kind(allowed: &str) -> String {
    format!("Une structure de ce type se place sous : {}.", allowed.replace(';', ", "))
}

/// A time out of bounds.
pub fn quotity_range(least: u32, most: u32) -> String {
    let text = |hundredths: u32| Quotity::new(hundredths).map(Quotity::half_days).unwrap_or_default();
    if least == most {
        format!("Le temps de ce poste est de {} demi-journées.", text(most))
    } else {
        format!("Le temps de ce poste va de {} à {} demi-journées.", text(least), text(most))
    }
}

/// Things refer to what would end.
pub fn in_use(things: &[(Noun, SmolStr)]) -> String {
    let count = counted(things.len(), "élément y est encore rattaché", "éléments y sont encore rattachés");
    format!("{count} sur ces jours : déplacez-les ou terminez-les d’abord.")
}

/// More time on a post than it has.
pub fn exceeds_post(number: &str, days: &str) -> String {
    format!("Le temps affecté sur le poste {number} dépasserait celui du poste {days}.")
}

/// More time affected than employed.
pub fn exceeds_employment(days: &str) -> String {
    format!("Le temps affecté du praticien dépasserait celui de son emploi {days}.")
}

/// A function that heads structures of another kind.
pub fn heads_another_kind(kind: &str) -> String {
    format!("Cette fonction ne s’exerce pas sur une structure de cette nature\u{a0}: {kind} est attendu.")
}

/// A mandate beyond what the law allows.
pub fn mandate_too_long(months: u32) -> String {
    format!("Un mandat dure {months} mois au plus\u{a0}: indiquez une fin plus proche, puis renouvelez-le.")
}

/// Somebody else heads the structure.
pub fn headship_taken(who: &str, days: &str) -> String {
    format!(
        "Cette fonction est déjà exercée par {who} ({days})\u{a0}: terminez d’abord ce mandat, ou changez les dates."
    )
}

/// What is wrong with one thing among others.
pub fn of_thing(noun: Noun, key: &str, detail: &str) -> String {
    format!("{} {key}\u{a0}: {detail}", super::commands::noun_in_french(noun))
}
