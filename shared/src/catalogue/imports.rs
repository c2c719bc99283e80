//! Sentences of imports and of long work.

use crate::contract::imports::{ImportKind, SkeletonFile};
use crate::time::Day;

/// Headings that a report of refused lines adds to the file.
pub const REPORT_HEADINGS: [&str; 2] = ["Erreur", "Correction proposée"];
/// Stands in a report where a line was cut: the line stays refused until somebody writes over it.
pub const CUT_HERE: &str = "(ligne coupée)";
/// Headings of the report as CSV.
pub const FINDING_HEADINGS: [&str; 7] =
    ["Ligne", "Colonne", "Gravité", "Code", "Valeur", "Message", "Correction proposée"];
/// Name of the file of a report, before its extension.
pub const REPORT_NAME: &str = "lignes-refusees";
/// Name of a workbook to fill in.
pub const fn skeleton_name(file: SkeletonFile) -> &'static str {
    match file {
        SkeletonFile::Attachments => "rattachements.xlsx",
        SkeletonFile::Posts => "postes.xlsx",
        SkeletonFile::Sirh => "extraction-rh.xlsx",
        SkeletonFile::Structures => "structures.xlsx",
    }
}
/// A workbook that is only made empty.
pub const SKELETON_IS_EMPTY: &str = "Ce classeur n’existe que vide : l’extraction vient du logiciel de ressources humaines. Demandez-le avec filled=false.";

/// A weight, for people.
pub fn severity(severity: &str) -> &'static str {
    match severity {
        "error" => "Erreur",
        "warning" => "Avertissement",
        _ => "Information",
    }
}

/// The import is not in a state that allows it.
pub const TRANSITION_REFUSED: &str = "Cette action n’est pas possible dans l’état actuel de l’import. Rechargez la page pour voir ce qui est possible.";
/// The program works on the import.
pub const WORKING: &str = "Un travail est en cours sur cet import. Attendez qu’il se termine, ou annulez-le.";
/// What the plan was made from has moved.
pub const PLAN_STALE: &str = "Les données ont changé depuis la lecture du fichier : rien n’a été enregistré. Recalculez le plan, puis appliquez-le.";
/// Lines are refused and nothing was to be written in that case.
pub fn lines_refused(count: u32) -> String {
    let lines = if count > 1 { "lignes sont refusées" } else { "ligne est refusée" };
    format!(
        "{count} {lines} : rien n’a été enregistré. Corrigez le fichier, ou choisissez d’enregistrer les lignes valides."
    )
}
/// No reading to correct: the columns of such a file are fixed.
pub fn columns_are_fixed(kind: ImportKind) -> String {
    format!("Les colonnes d’un fichier « {} » sont fixes : il n’y a rien à indiquer.", kind_in_french(kind))
}
/// There is no such column.
pub const COLUMN_UNKNOWN: &str = "Cette colonne n’existe pas dans le fichier.";
/// There is no such field.
pub const FIELD_UNKNOWN: &str = "Ce champ n’existe pas. Choisissez-en un dans la liste.";
/// Two columns would give the same field.
pub const FIELD_TWICE: &str = "Une autre colonne donne déjà ce champ. Retirez-lui ce sens, ou choisissez un autre numéro d’affectation.";
/// A column of insurance numbers stays unread.
pub const COLUMN_NIR: &str =
    "Cette colonne contient des numéros de sécurité sociale : elle ne peut pas être lue.";
/// There is no such unit.
pub const UNIT_UNKNOWN: &str = "Cette unité n’existe pas : percent, half_days, fte ou hundredths.";
/// There is no such rank.
pub const RANK_UNKNOWN: &str = "Ce rang n’existe pas : main ou secondary.";
/// There is no such domain of codes.
pub const DOMAIN_UNKNOWN: &str = "Ce domaine de codes n’existe pas.";
/// The national code does not exist.
pub fn national_code_unknown(code: &str) -> String {
    format!("Le code national « {code} » n’existe pas dans cette liste. Choisissez-en un dans la liste.")
}
/// A local code is needed.
pub const LOCAL_CODE_MISSING: &str = "Indiquez le code local.";
/// The same local code twice.
pub const CODE_TWICE: &str = "Ce code local est donné deux fois. Gardez-en un seul.";
/// The file is larger than what is read.
pub const TOO_LARGE: &str =
    "Le fichier dépasse 100 Mio. Réduisez la période de l’extraction ou envoyez-la en plusieurs fois.";
/// The file of an import is no longer kept.
pub fn original_removed(on: Day) -> String {
    format!(
        "Le fichier envoyé a été retiré le {} : il n’est conservé que 90 jours. Le plan et ses constats restent lisibles ; \
         pour aller plus loin, envoyez le fichier de nouveau.",
        on.in_french()
    )
}
/// The file of an import does not open.
pub const ORIGINAL_UNREADABLE: &str = "Le fichier envoyé est conservé, mais il ne peut pas être rouvert : la clé de ce serveur n’est pas la bonne, ou le fichier a été altéré. Prévenez l’exploitant, ou envoyez le fichier de nouveau.";
/// No more files are kept of an establishment.
pub fn originals_full(most: u64) -> String {
    format!(
        "Les fichiers conservés de cet établissement dépassent {} Mio. Ils sont retirés après 90 jours ; prévenez \
         l’exploitant si vous devez envoyer celui-ci avant.",
        most / (1024 * 1024)
    )
}
/// The file is empty.
pub const EMPTY: &str = "Le fichier est vide. Refaites l’extraction.";
/// A part of the request is missing.
pub const FILE_MISSING: &str = "Joignez le fichier à envoyer.";
/// The plan is not ready.
pub const NO_PLAN: &str = "Le fichier n’a pas encore été lu jusqu’au bout : il n’y a pas de plan à montrer.";
/// Stands for a sentence about a line that may name somebody.
pub const FINDING_HIDDEN: &str =
    "Le détail de cette ligne est réservé aux personnes qui peuvent lire les dossiers des praticiens.";
/// Only a full file has a mode.
pub const MODE_IS_FULL: &str = "Seule une extraction RH peut être envoyée en mode delta.";
/// The reason written when an import is undone and none is given.
pub const UNDONE: &str = "Annulation de l’import";
/// The work was begun too often.
pub const GAVE_UP: &str = "Le travail s’est interrompu plusieurs fois et a été abandonné. Relancez-le ; si cela se reproduit, prévenez l’exploitant.";
/// The work failed for a reason that is not the person's.
pub const WORK_FAILED: &str =
    "Le travail a échoué : rien n’a été enregistré. Relancez-le ou prévenez l’exploitant.";
/// Who asked the work may no longer do it.
pub const RIGHT_LOST: &str = "La personne qui a demandé ce travail n’en a plus le droit : il s’est arrêté et rien n’a été enregistré. Une personne habilitée peut le relancer, ou envoyer de nouveau le même fichier.";
/// The work was given up.
pub const CANCELLED: &str = "Travail annulé à la demande.";
/// The work has ended.
pub const JOB_ENDED: &str = "Ce travail est terminé : il n’y a rien à annuler.";

/// A kind of file, for people.
pub const fn kind_in_french(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Sirh => "extraction RH",
        ImportKind::Structures => "structures",
        ImportKind::Posts => "postes",
        ImportKind::Sigmed => "extrait SIGMED",
        ImportKind::Attachments => "rattachements",
    }
}

/// Titles of the sheet that tells what a report is.
pub fn report_about(file: &str, at: Day, refused: u32) -> String {
    format!("{file} : {refused} lignes refusées au {}", at.in_french())
}
