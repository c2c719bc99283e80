//! Sentences of operations: why nothing was done, and what the command line says.

use std::path::Path;

use smol_str::SmolStr;

use super::counted;
use crate::fact::Noun;
use crate::time::Day;

/// The plan was made on knowledge that has moved.
pub const PLAN_STALE: &str =
    "Les données ont changé depuis la lecture du fichier : rien n’a été enregistré. Relancez la commande.";
/// The tables are missing.
pub const NOT_MIGRATED: &str = "La base de données n’est pas prête. Lancez d’abord « logimedh migrate ».";
/// The last seal could not be kept outside the database.
pub const ANCHOR_LATE: &str = "Enregistré, mais le sceau du journal n’a pas pu être copié hors de la base. Vérifiez le fichier d’ancrage.";
/// Another write lasts.
pub const BUSY: &str = "Un autre enregistrement est en cours. Réessayez dans un instant.";
/// The address of the database.
pub const UNKNOWN_SCHEME: &str =
    "L’adresse de la base doit commencer par sqlite:// ou postgres://. Corrigez --database-url.";
/// The extract has no headings.
pub const NO_HEADINGS: &str = "Aucune ligne d’en-têtes n’a été reconnue. Vérifiez que le fichier est bien une extraction RH, et que ses \
     colonnes ont un nom.";
/// The extract has no headings: what the command line can do about it.
pub const DESCRIBE_COLUMNS: &str = "Si ses colonnes n’ont pas de nom, décrivez-les avec --columns.";
/// The extract has no rows.
pub const NO_ROWS: &str = "Le fichier ne contient aucune ligne de données. Refaites l’extraction.";
/// The code table is not one.
pub const CODES_HEADINGS: &str =
    "La table des codes doit avoir les colonnes domaine, code_local et code_national. Corrigez ses en-têtes.";
/// The change has been undone.
pub const ALREADY_UNDONE: &str = "Ce changement est déjà annulé : il n’y a rien à faire.";
/// While writing a file.
pub const WRITING_FILE: &str = "écriture du fichier";
/// While a session, a token or a key is handled.
pub const SIGNING_IN: &str = "identification";
/// Nothing to change.
pub const NOTHING_TO_DO: &str = "Aucun changement : tout est déjà connu.";
/// The plan is only a proposal.
pub const ONLY_A_PLAN: &str = "Rien n’est enregistré : remplacez « plan » par « apply » pour appliquer.";

/// A FINESS number that cannot be one.
pub fn finess_invalid(number: &str) -> String {
    format!("« {number} » n’est pas un numéro FINESS : il compte neuf caractères et une clé. Vérifiez-le.")
}

/// No such establishment.
pub fn establishment_unknown(number: &str) -> String {
    format!(
        "L’établissement {number} est inconnu. Chargez les données de référence (logimedh reference load) ou vérifiez le numéro."
    )
}

/// No such file.
pub fn file_not_found(path: &Path) -> String {
    format!("Le fichier {} est introuvable. Vérifiez son nom.", path.display())
}

/// An extract older than the last one.
pub fn older_extract(own: Day, last: Day) -> String {
    format!(
        "L’extraction est du {}, plus ancienne que la dernière appliquée ({}). Envoyez une extraction plus récente, ou \
         annulez d’abord la dernière.",
        own.in_french(),
        last.in_french()
    )
}

/// No such change.
pub fn change_unknown(id: &str) -> String {
    format!("Le changement {id} est inconnu. La commande « logimedh change list » donne leurs numéros.")
}

/// What keeps a change from being undone.
pub fn touched_since(things: &[(Noun, SmolStr)]) -> String {
    format!(
        "Ce changement ne peut pas être annulé : un changement plus récent s’appuie sur lui ({}). Annulez d’abord \
         le plus récent.",
        first_of(things)
    )
}

/// The first of some things, and how many others.
fn first_of(things: &[(Noun, SmolStr)]) -> String {
    let shown: Vec<String> =
        things.iter().take(10).map(|(noun, key)| format!("{} {key}", noun_in_french(*noun))).collect();
    let others = things.len().saturating_sub(shown.len());
    let others = if others > 0 { format!(" et {others} autres") } else { String::new() };
    format!("{}{others}", shown.join(" ; "))
}

/// A noun, for people.
pub const fn noun_in_french(noun: Noun) -> &'static str {
    match noun {
        Noun::Nomenclatures => "nomenclature",
        Noun::Establishments => "établissement",
        Noun::Sites => "site",
        Noun::Structures => "structure",
        Noun::Posts => "poste",
        Noun::SigmedPosts => "poste SIGMED",
        Noun::PostProfiles => "profil de poste",
        Noun::Practitioners => "praticien",
        Noun::Statuses => "statut",
        Noun::Steps => "échelon",
        Noun::Positions => "position",
        Noun::Contracts => "contrat",
        Noun::Affectations => "affectation",
        Noun::Conventions => "convention",
        Noun::ExercisePeriods => "période d’exercice",
        Noun::Headships => "chefferie",
        Noun::CodeMappings => "code local",
        Noun::ImportProfiles => "profil d’import",
        Noun::Reservations => "réservation",
        Noun::Requests => "demande",
        Noun::Tours => "tour de recrutement",
        Noun::TourLists => "liste d’un tour",
        Noun::TourEntries => "poste dans un tour",
    }
}

/// A noun in the plural, for people.
pub const fn nouns_in_french(noun: Noun) -> &'static str {
    match noun {
        Noun::Nomenclatures => "Codes nationaux",
        Noun::Establishments => "Établissements",
        Noun::Sites => "Sites",
        Noun::Structures => "Structures",
        Noun::Posts => "Postes",
        Noun::SigmedPosts => "Postes selon SIGMED",
        Noun::PostProfiles => "Profils de poste",
        Noun::Practitioners => "Praticiens",
        Noun::Statuses => "Statuts",
        Noun::Steps => "Échelons",
        Noun::Positions => "Positions",
        Noun::Contracts => "Contrats",
        Noun::Affectations => "Affectations",
        Noun::Conventions => "Conventions",
        Noun::ExercisePeriods => "Périodes d’exercice",
        Noun::Headships => "Chefferies",
        Noun::CodeMappings => "Codes locaux",
        Noun::ImportProfiles => "Profils d’import",
        Noun::Reservations => "Réservations",
        Noun::Requests => "Demandes",
        Noun::Tours => "Tours de recrutement",
        Noun::TourLists => "Listes des tours",
        Noun::TourEntries => "Postes dans les tours",
    }
}

/// Headings of the summary of a plan.
pub fn plan_headings() -> String {
    format!("{:<22}{:>10}{:>12}{:>10}{:>12}", "", "à créer", "à modifier", "à clore", "inchangés")
}

/// One line of the summary of a plan.
pub fn plan_line(noun: Noun, create: u32, change: u32, close: u32, unchanged: u32) -> String {
    format!("{:<22}{create:>10}{change:>12}{close:>10}{unchanged:>12}", nouns_in_french(noun))
}

/// Number of lines refused and of warnings.
pub fn plan_findings(refused: usize, warnings: usize) -> String {
    let refused = counted(refused, "ligne refusée", "lignes refusées");
    format!("{refused}, {}", counted(warnings, "avertissement", "avertissements"))
}

/// A finding, for the terminal.
pub fn finding_line(line: Option<u32>, column: Option<&str>, message: &str, code: &str) -> String {
    let place = match (line, column) {
        (Some(line), Some(column)) => format!("ligne {line}, {column}"),
        (Some(line), None) => format!("ligne {line}"),
        (None, Some(column)) => format!("colonne {column}"),
        (None, None) => "fichier".to_owned(),
    };
    format!("  {place} : {message} [{code}]")
}

/// How many findings are not shown.
pub fn more(count: usize) -> String {
    format!("  … et {count} autres (--json les donne tous)")
}

/// Codes to map.
pub fn unknown_code(domain: &str, code: &str, count: u32, proposal: Option<&str>) -> String {
    let proposal = proposal.map(|proposal| format!(", proposition : {proposal}")).unwrap_or_default();
    let lines = if count > 1 { "lignes" } else { "ligne" };
    format!("  {} « {code} » non transcodé ({count} {lines}{proposal})", super::sirh::domain_word(domain))
}

/// The change recorded.
pub fn applied(id: &str) -> String {
    format!("Enregistré : changement {id}. Pour l’annuler : logimedh change undo {id} --reason \"…\"")
}

/// The change undone.
pub fn undone(id: &str) -> String {
    format!("Annulé. L’annulation est le changement {id}.")
}

/// What an undo of the rest has left.
pub fn kept_as_it_is(things: &[(Noun, SmolStr)]) -> String {
    format!("Modifié depuis et laissé en l’état : {}.", first_of(things))
}

/// After a change that has been undone, in a list.
pub const UNDONE_MARK: &str = " (annulé)";

/// The questions of a plan.
pub fn confirm_with(option: &str) -> String {
    format!("Pour confirmer, relancez avec {option}.")
}

/// The reference loaded.
pub fn reference_loaded(establishments: usize, sites: usize, codes: usize) -> String {
    format!("Référence chargée : {establishments} établissements, {sites} sites, {codes} codes.")
}

/// The journal is sound.
pub fn journal_sound(changes: u64) -> String {
    format!("Journal intègre : {changes} changements vérifiés.")
}

/// The journal is not.
pub const JOURNAL_BROKEN: &str = "Le journal a été altéré :";

/// A failure of the machine, for people; the cause is in the line below.
pub const INTERNAL: &str = "L’opération a échoué. Rien n’a été enregistré.";

/// Reading in progress.
pub const READING: &str = "lignes lues";
/// The tables are missing.
pub const MIGRATED: &str = "Base de données prête.";
/// The demonstration hospital is there.
pub fn demo_loaded(name: &str, finess: &str) -> String {
    format!("Hôpital de démonstration chargé : {name} ({finess}). Toutes les personnes sont fictives.")
}

/// The server accepts requests.
pub fn listening(address: &str) -> String {
    format!("logimedh répond à http://{address}")
}

/// The program was built without the browser application.
pub const WITHOUT_WEB: &str = "Ce programme a été construit sans l’application du navigateur. L’interface REST répond sous /api/v1 ; \
    lancez `make web` puis reconstruisez le programme pour avoir les écrans.";
/// The undo of a change that is a step of a workflow.
pub const STEP_UNDONE_ELSEWHERE: &str = "Une étape s’annule là où elle a été faite, sur la demande ou sur le poste du tour, par la personne qui l’a faite.";
