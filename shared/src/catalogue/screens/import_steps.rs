//! The steps of an import: columns, codes, plan, recording, outcome.

use crate::contract::imports::{ImportPolicy, ImportState};

/// Step.
pub const FILE: &str = "Fichier";
/// Step.
pub const COLUMNS: &str = "Colonnes";
/// Step.
pub const CODES: &str = "Codes";
/// Step.
pub const PLAN: &str = "Relecture";
/// Step.
pub const APPLY: &str = "Enregistrement";
/// Step.
pub const OUTCOME: &str = "Bilan";
/// Goes back one step.
pub const BACK: &str = "Étape précédente";
/// Goes on.
pub const CONTINUE: &str = "Continuer";
/// Back to the list.
pub const ALL_IMPORTS: &str = "Tous les imports";
/// Reads the file again.
pub const REPLAN: &str = "Recalculer le plan";
/// Reads the file again, after a failure.
pub const TRY_AGAIN: &str = "Relire le fichier";
/// Gives up.
pub const DISCARD: &str = "Abandonner l’import";
/// Asks before giving up.
pub const DISCARD_TITLE: &str = "Abandonner cet import ?";
/// Asks before giving up.
pub const DISCARD_TEXT: &str = "Le plan sera oublié. Rien n’a été enregistré, donc rien ne sera perdu dans les données ; vous pourrez renvoyer le fichier.";
/// Over a refusal.
pub const REFUSED: &str = "Cette action n’a pas abouti";
/// Somebody else moved the import.
pub const MOVED: &str = "Quelqu’un d’autre, ou vous-même dans une autre fenêtre, a avancé cet import depuis que cette page l’a lu. Rien n’a été fait. Rechargez pour voir où il en est.";
/// Reads it again.
pub const RELOAD: &str = "Recharger";

/// Title while the file reads.
pub const READING_TITLE: &str = "Lecture du fichier";
/// While the file reads.
pub const READING: &str = "Le fichier est lu et comparé à ce qui est connu. Rien n’est enregistré. Vous pouvez quitter cette page : la lecture continue.";
/// Title while the plan is written.
pub const WRITING_TITLE: &str = "Enregistrement en cours";
/// While the plan is written.
pub const WRITING: &str =
    "Le plan est enregistré en une seule fois. Vous pouvez quitter cette page : le travail continue.";
/// Nobody answers while a job works.
pub const AWAY: &str =
    "La page réessaie d’elle-même. Rien n’est perdu : le travail reprendra dès que le serveur répondra.";
/// The last work on an import did not come to its end.
pub const fn interrupted(writes: bool) -> &'static str {
    if writes {
        "Le dernier enregistrement n’a pas abouti"
    } else {
        "La dernière lecture n’a pas abouti"
    }
}
/// Why, when nothing else says so.
pub const INTERRUPTED: &str = "Il a été interrompu : rien n’a été enregistré. Vous pouvez recommencer.";
/// Waits for its turn.
pub const QUEUED: &str = "En attente";
/// Gives the work up.
pub const CANCEL_JOB: &str = "Interrompre";
/// How far.
pub fn progress(done: &str, total: Option<&str>, unit: &str) -> String {
    let unit = match unit {
        "lines" => "lignes",
        "facts" => "enregistrements",
        other => other,
    };
    match total {
        Some(total) => format!("{done} {unit} sur {total}"),
        None => format!("{done} {unit}"),
    }
}

/// Title of the columns.
pub const COLUMNS_TITLE: &str = "Ce que disent les colonnes";
/// What to do with columns.
pub const COLUMNS_TEXT: &str = "Chaque colonne du fichier, ses premières valeurs, et le sens qui lui est donné. Les moins sûres viennent d’abord : corrigez-les si besoin.";
/// What to do when a mandatory column is missing.
pub const COLUMNS_NEEDED_TITLE: &str = "Une information indispensable n’a pas été reconnue";
/// What to do when a mandatory column is missing.
pub fn columns_needed(fields: &str) -> String {
    format!("Indiquez quelle colonne donne : {fields}.")
}
/// Which columns are shown.
pub const COLUMNS_SHOWN: &str = "Colonnes affichées";
/// Which columns are shown.
pub fn to_check(count: usize) -> String {
    format!("À vérifier ({count})")
}
/// Which columns are shown.
pub fn all_columns(count: usize) -> String {
    format!("Toutes ({count})")
}
/// No column is doubtful.
pub const NOTHING_TO_CHECK: &str = "Toutes les colonnes ont été reconnues avec certitude.";
/// A column without heading.
pub const NO_HEADING: &str = "(sans titre)";
/// No value in the first lines.
pub const NO_SAMPLE: &str = "aucune valeur dans les premières lignes";
/// Samples, read aloud.
pub const SAMPLES: &str = "Premières valeurs";
/// Field.
pub const FIELD: &str = "Sens de la colonne";
/// Choice.
pub const NOT_READ: &str = "Ne pas lire";
/// Field.
pub const UNIT: &str = "Unité";
/// Field.
pub const RANK: &str = "Rang";
/// Field.
pub const GROUP: &str = "Affectation";
/// Field.
pub const OWN_TIME: &str = "Part du temps de la personne";
/// Rank said elsewhere.
pub const RANK_FREE: &str = "Dit par le fichier";
/// Rank.
pub const RANK_MAIN: &str = "Principale";
/// Rank.
pub const RANK_SECONDARY: &str = "Secondaire";
/// Number of an affectation.
pub fn group(number: u32) -> String {
    if number == 0 { "Une par ligne".to_owned() } else { format!("N° {number}") }
}
/// Unit of an amount of time.
pub fn unit(name: &str) -> &str {
    match name {
        "percent" => "Pour cent d’un temps plein",
        "half_days" => "Demi-journées par semaine",
        "fte" => "Équivalent temps plein",
        "hundredths" => "Centièmes de pour cent",
        _ => name,
    }
}
/// How sure the guess is.
pub fn confidence(percent: u32) -> String {
    match percent {
        0 => "Non reconnue".to_owned(),
        1..70 => format!("Incertaine ({percent} %)"),
        70..90 => format!("Probable ({percent} %)"),
        90..100 => format!("Sûre ({percent} %)"),
        100.. => "Certaine".to_owned(),
    }
}
/// The person changed it.
pub const CHANGED_HERE: &str = "Corrigée";
/// Takes a correction back.
pub const RESTORE: &str = "Rétablir";
/// Takes a correction back, read aloud.
pub fn restore_of(heading: &str) -> String {
    format!("Rétablir le sens proposé pour {heading}")
}
/// Sends corrections.
pub fn send_columns(count: usize) -> String {
    if count == 1 {
        "Relire le fichier avec 1 correction".to_owned()
    } else {
        format!("Relire le fichier avec {count} corrections")
    }
}
/// How many columns are read.
pub fn columns_read(read: usize, all: usize) -> String {
    format!("{read} colonnes lues sur {all}")
}
/// A mandatory field, in a list of choices.
pub fn mandatory(label: &str) -> String {
    format!("{label} (indispensable)")
}
/// How the file was understood.
pub const READING_OF_FILE: &str = "Comment le fichier a été compris";
/// Term of the reading.
pub fn reading_term(name: &str) -> &str {
    match name {
        "format" | "kind" => "Format",
        "encoding" => "Encodage",
        "separator" | "delimiter" => "Séparateur",
        "sheet" => "Feuille",
        "heading_line" => "Ligne des titres",
        "learned" => "Lecture apprise d’un envoi précédent",
        "dates" | "date_order" => "Dates",
        "decimal" => "Décimales",
        "compression" => "Compression",
        "quote" => "Guillemets",
        _ => name,
    }
}
/// A value of the reading.
pub fn reading_value(value: &str) -> &str {
    match value {
        "delimited" => "texte séparé (CSV)",
        "workbook" => "classeur",
        "utf-8" => "UTF-8",
        "windows-1252" => "Windows (1252)",
        "\t" => "tabulation",
        ";" => "point-virgule",
        "," => "virgule",
        "|" => "barre verticale",
        _ => value,
    }
}
/// Values of the reading.
pub const YES: &str = "oui";
/// Values of the reading.
pub const NO: &str = "non";

/// Title of the codes.
pub const CODES_TITLE: &str = "Codes que le logiciel RH emploie et que personne n’a encore traduits";
/// What to do with codes.
pub const CODES_TEXT: &str = "Dites ce que chaque code local veut dire. Les réponses sont gardées : elles ne seront plus demandées. Les lignes qui emploient un code sans réponse sont refusées.";
/// No code to answer.
pub const NO_CODE_TITLE: &str = "Tous les codes sont connus";
/// No code to answer.
pub const NO_CODE: &str = "Chaque code du fichier a déjà son sens. Vous pouvez relire le plan.";
/// Domain of codes.
pub fn domain(name: &str) -> &str {
    match name {
        "status" => "Statuts",
        "position" => "Positions",
        "structure" => "Structures",
        "speciality" => "Spécialités",
        "contract_motive" => "Motifs de contrat",
        "exit_reason" => "Motifs de sortie",
        "headship" => "Fonctions de chefferie",
        _ => name,
    }
}
/// Lines that use a code.
pub fn lines(count: u32) -> String {
    if count == 1 { "1 ligne".to_owned() } else { format!("{count} lignes") }
}
/// Field.
pub const MEANING: &str = "Sens national";
/// Field.
pub const STRUCTURE: &str = "Structure de l’établissement";
/// Field.
pub const STRUCTURE_NUMBER: &str = "Numéro de la structure";
/// Field, for the domains of free meaning.
pub const FREE_MEANING: &str = "Sens";
/// Field.
pub const MOTIVE: &str = "Motif du contrat";
/// First choice of a motive.
pub const NO_MOTIVE: &str = "Aucun";
/// No answer yet.
pub const NO_ANSWER: &str = "Sans réponse";
/// Takes a proposal.
pub fn take_proposal(code: &str) -> String {
    format!("Retenir {code}")
}
/// Takes a proposal, read aloud.
pub fn take_proposal_for(proposal: &str, code: &str) -> String {
    format!("Retenir {proposal} pour le code {code}")
}
/// Shows all proposals.
pub fn see_proposals(count: usize) -> String {
    if count == 1 { "Voir la proposition".to_owned() } else { format!("Voir les {count} propositions") }
}
/// Over all proposals.
pub const PROPOSALS_TITLE: &str = "Propositions";
/// Over all proposals.
pub const PROPOSALS_TEXT: &str = "Chaque code du fichier, et le sens proposé. Cochez ce qui convient : vous pourrez encore tout corriger avant que le fichier soit relu.";
/// Ticks all proposals.
pub const ALL_PROPOSALS: &str = "Toutes les propositions";
/// A code and what it would mean.
pub fn means(code: &str, national: &str) -> String {
    format!("{code} → {national}")
}
/// How much a proposal is worth.
pub const fn likeness(is_same: bool) -> &'static str {
    if is_same { "Identique" } else { "Ressemblance, à vérifier" }
}
/// The same, and how many lines use the code.
pub fn proposal_hint(is_same: bool, count: u32) -> String {
    format!("{} · {}", likeness(is_same), lines(count))
}
/// Takes the proposals that are ticked.
pub fn take_these(count: usize) -> String {
    match count {
        0 => "Retenir".to_owned(),
        1 => "Retenir 1 proposition".to_owned(),
        _ => format!("Retenir {count} propositions"),
    }
}
/// How many are answered.
pub fn answered(done: usize, all: usize) -> String {
    let answers = if done > 1 { "réponses" } else { "réponse" };
    format!("{done} {answers} sur {all}")
}
/// Sends answers.
pub fn send_codes(count: usize) -> String {
    if count == 1 {
        "Relire le fichier avec 1 réponse".to_owned()
    } else {
        format!("Relire le fichier avec {count} réponses")
    }
}
/// Goes on without answering.
pub const SKIP_CODES: &str = "Continuer sans répondre";

/// Title of the plan.
pub const PLAN_TITLE: &str = "Ce que l’import changerait";
/// What to do with the plan.
pub const PLAN_TEXT: &str =
    "Relisez les changements et les remarques. Rien n’est enregistré avant l’étape suivante.";
/// Nothing changes.
pub const PLAN_EMPTY_TITLE: &str = "Ce fichier ne change rien";
/// Nothing changes.
pub const PLAN_EMPTY: &str = "Tout ce qu’il dit est déjà connu. L’enregistrer note seulement qu’une extraction plus récente confirme les données.";
/// The plan is out of date.
pub const STALE_TITLE: &str = "Les données ont changé depuis la lecture du fichier";
/// The plan is out of date.
pub const STALE: &str = "Le plan ci-dessous n’est plus exact et ne peut plus être enregistré. Recalculez-le : vos corrections de colonnes et de codes sont gardées.";
/// Caption of the counts.
pub const COUNTS_CAPTION: &str = "Nombre de créations, modifications et fermetures par nature";
/// Column.
pub const NOUN: &str = "Nature";
/// Column.
pub const UNCHANGED: &str = "Inchangés";
/// Title of the changes.
pub const CHANGES: &str = "Changements";
/// Title of the findings.
pub const FINDINGS: &str = "Remarques";
/// Pages of the changes, read aloud.
pub const CHANGES_PAGES: &str = "Pages des changements";
/// Pages of the findings, read aloud.
pub const FINDINGS_PAGES: &str = "Pages des remarques";
/// Filter.
pub const ACTION: &str = "Action";
/// Filter.
pub const CHANGED_FIELD: &str = "Champ modifié";
/// Filter.
pub const KEY: &str = "Matricule, numéro";
/// No change matches.
pub const NO_CHANGE_MATCHES: &str = "Aucun changement ne correspond à ces filtres.";
/// No finding matches.
pub const NO_FINDING_MATCHES: &str = "Aucune remarque ne correspond à ce filtre.";
/// No finding at all.
pub const NO_FINDING: &str = "Le fichier n’appelle aucune remarque.";
/// Filter of findings.
pub const SEVERITY: &str = "Gravité";
/// A weight, with how many.
pub fn severity(name: &str, count: u32) -> String {
    let label = match name {
        "error" => "Erreurs",
        "warning" => "Avertissements",
        "info" => "Informations",
        _ => "Toutes",
    };
    format!("{label} ({count})")
}
/// A weight.
pub fn severity_of(name: &str) -> &'static str {
    match name {
        "error" => "Erreur",
        "warning" => "Avertissement",
        _ => "Information",
    }
}
/// A line of the file.
pub fn line(number: u32) -> String {
    format!("Ligne {number}")
}
/// The whole file.
pub const WHOLE_FILE: &str = "Tout le fichier";
/// Before a value that was read.
pub fn read_value(value: &str) -> String {
    format!("Lu : {value}")
}
/// Before a proposal.
pub fn suggestion(text: &str) -> String {
    format!("Proposition : {text}")
}
/// Refused lines, over the plan.
pub fn refused(count: u32, rows: u32) -> String {
    if count == 1 {
        format!("1 ligne sur {rows} est refusée : elle ne sera pas enregistrée, le reste peut l’être.")
    } else {
        format!(
            "{count} lignes sur {rows} sont refusées : elles ne seront pas enregistrées, le reste peut l’être."
        )
    }
}
/// Refused lines, once the rest was written.
pub fn were_refused(count: u32, rows: u32) -> String {
    if count == 1 {
        format!(
            "1 ligne sur {rows} a été refusée : elle n’a pas été enregistrée. Corrigez-la et renvoyez-la."
        )
    } else {
        format!(
            "{count} lignes sur {rows} ont été refusées : elles n’ont pas été enregistrées. Corrigez-les et renvoyez-les."
        )
    }
}
/// Rows read.
pub fn rows(count: &str) -> String {
    format!("{count} lignes lues")
}
/// Saves the report.
pub const REPORT: &str = "Lignes refusées";
/// Saves the report.
pub const REPORT_XLSX: &str = "À corriger dans un tableur (XLSX)";
/// Saves the report.
pub const REPORT_CSV: &str = "Liste des erreurs (CSV)";
/// Goes to the last step.
pub const GO_APPLY: &str = "Passer à l’enregistrement";

/// Title of the last step.
pub const APPLY_TITLE: &str = "Enregistrer le plan";
/// What happens.
pub const APPLY_TEXT: &str = "Tout est enregistré en une seule fois, sous votre nom. Vous pourrez annuler cet enregistrement depuis le bilan.";
/// Field.
pub const POLICY: &str = "Que faire des lignes refusées ?";
/// Choice.
pub const POLICY_VALID: &str = "Enregistrer les lignes valides, laisser les autres de côté";
/// Choice.
pub const POLICY_PEOPLE: &str = "Laisser entièrement de côté les praticiens qui ont une ligne refusée";
/// People of whom some lines stand and some are refused.
pub fn partly_refused_people(count: u32) -> String {
    if count == 1 {
        "1 praticien a à la fois des lignes valides et des lignes refusées.".to_owned()
    } else {
        format!("{count} praticiens ont à la fois des lignes valides et des lignes refusées.")
    }
}
/// What happens to them; nothing to say when there is none, or when nothing is written.
pub fn partly_refused(count: u32, policy: ImportPolicy) -> &'static str {
    match (policy, count) {
        (_, 0) | (ImportPolicy::AllOrNothing, _) => "",
        (ImportPolicy::ValidLines, 1) => {
            "Ses lignes valides seront enregistrées. Pour les jours de ses lignes refusées, ce qui est déjà connu de lui est gardé : sa situation peut rester incomplète jusqu’à un fichier corrigé."
        }
        (ImportPolicy::ValidLines, _) => {
            "Leurs lignes valides seront enregistrées. Pour les jours de leurs lignes refusées, ce qui est déjà connu d’eux est gardé : leur situation peut rester incomplète jusqu’à un fichier corrigé."
        }
        (ImportPolicy::ValidPeople, 1) => {
            "Rien ne sera enregistré pour lui, pas même ses lignes valides : il reste exactement comme il est connu aujourd’hui, sans être considéré comme parti ; s’il est nouveau, il n’apparaîtra qu’avec un fichier corrigé. Les autres praticiens sont enregistrés."
        }
        (ImportPolicy::ValidPeople, _) => {
            "Rien ne sera enregistré pour eux, pas même leurs lignes valides : ils restent exactement comme ils sont connus aujourd’hui, sans être considérés comme partis ; s’ils sont nouveaux, ils n’apparaîtront qu’avec un fichier corrigé. Les autres praticiens sont enregistrés."
        }
    }
}
/// Leads to their lines in the plan.
pub const SEE_PARTLY_REFUSED: &str = "Voir les lignes concernées";
/// Filter of findings: their lines.
pub const PARTLY_REFUSED: &str = "Praticiens en partie refusés";
/// Leads to what a question is about.
pub fn see_confirmed(code: &str) -> &'static str {
    if code == "import.closures" { "Voir qui partirait" } else { "Voir ces affectations" }
}
/// Choice.
pub const POLICY_NONE: &str = "Ne rien enregistrer tant qu’une ligne est refusée";
/// Over the questions.
pub const CONFIRM_TITLE: &str = "À confirmer";
/// Over the questions.
pub const CONFIRM_TEXT: &str = "Ce fichier change beaucoup de situations à la fois. Vérifiez qu’il est complet, puis cochez chaque phrase.";
/// Not everything is confirmed.
pub const CONFIRM_MISSING: &str = "Cochez chaque phrase pour confirmer, ou revenez au plan.";
/// Does it.
pub const APPLY_NOW: &str = "Enregistrer";
/// All refused lines must be corrected first.
pub fn all_or_nothing(count: u32) -> String {
    format!(
        "Avec ce choix, rien ne peut être enregistré : {count} lignes sont refusées. Corrigez le fichier et renvoyez-le."
    )
}
/// Summary of the plan: created, changed, closed, each with its number as people write it.
pub fn summary(create: (u64, &str), change: (u64, &str), close: (u64, &str)) -> String {
    let said = |(count, written): (u64, &str), one: &str| {
        format!("{written} {one}{}", if count > 1 { "s" } else { "" })
    };
    [said(create, "création"), said(change, "modification"), said(close, "fermeture")].join(", ")
}

/// What became of an import, title.
pub const fn outcome_title(state: ImportState) -> &'static str {
    match state {
        ImportState::Applied => "L’import est enregistré",
        ImportState::Undone => "L’import a été annulé",
        ImportState::Discarded => "L’import a été abandonné",
        ImportState::Failed => "Le fichier n’a pas pu être lu",
        _ => "La lecture du fichier a été interrompue",
    }
}
/// What became of an import.
pub const fn outcome(state: ImportState) -> &'static str {
    match state {
        ImportState::Applied => {
            "Les données sont à jour. Si ce fichier n’était pas le bon, annulez l’import : tout redevient exactement comme avant."
        }
        ImportState::Undone => {
            "Les données sont redevenues exactement ce qu’elles étaient avant l’enregistrement. L’annulation elle-même est au journal."
        }
        ImportState::Discarded => "Rien n’a été enregistré. Le fichier peut être envoyé à nouveau.",
        ImportState::Failed => "Rien n’a été enregistré.",
        _ => "Rien n’a été enregistré. Relancez la lecture pour continuer.",
    }
}
/// An applied import that changed nothing.
pub const OUTCOME_EMPTY: &str =
    "Ce fichier confirmait ce qui était déjà connu : rien n’a été modifié, il n’y a rien à annuler.";
/// What to do with a file that cannot be read.
pub const FAILED_HELP: &str = "Corrigez le fichier ou choisissez-en un autre, puis envoyez-le à nouveau, sous la nature qui est la sienne. Si la cause a disparu depuis, relisez-le.";
/// Sends another file.
pub const ANOTHER_FILE: &str = "Envoyer un autre fichier";
/// Reads the plan again after it was applied.
pub const SEE_PLAN: &str = "Revoir les changements";
/// Leads to the journal.
pub const SEE_JOURNAL: &str = "Voir au journal";
/// Undoes.
pub const UNDO: &str = "Annuler l’import";
/// Undoes.
pub const UNDO_TITLE: &str = "Annuler cet import ?";
/// Undoes.
pub const UNDO_TEXT: &str = "Tout redevient exactement comme avant l’enregistrement. Ce qui a été modifié depuis, à la main ou par un autre import, empêche l’annulation et vous sera nommé.";
/// Field.
pub const REASON: &str = "Raison";
/// Field.
pub const REASON_HINT: &str = "Elle est gardée au journal, par exemple : mauvais mois.";
/// Without reason.
pub const REASON_MISSING: &str = "Dites pourquoi, en quelques mots.";
/// Closes the question.
pub const KEEP: &str = "Garder l’import";
/// Something has moved since.
pub const TOUCHED_TITLE: &str = "L’import ne peut pas être annulé en entier";
/// Something has moved since: the choice.
pub const TOUCHED: &str = "Ce qui suit a été modifié depuis. Vous pouvez annuler d’abord ces modifications plus récentes, ou annuler le reste de l’import : ce qui est nommé ici reste alors comme maintenant, et un praticien est repris en entier ou pas du tout.";
/// Everything has moved since.
pub const NOTHING_LEFT: &str = "Il ne reste rien à annuler : tout ce que cet import avait enregistré a été modifié depuis. Annulez d’abord ces modifications plus récentes, de la dernière à la première.";
/// Undoes what nobody has touched.
pub const UNDO_REST: &str = "Annuler le reste";
/// An import that was undone, but for what was touched since.
pub fn undone_but(count: u32) -> String {
    let kept = if count == 1 {
        "1 élément modifié depuis est resté comme il était".to_owned()
    } else {
        format!("{count} éléments modifiés depuis sont restés comme ils étaient")
    };
    format!(
        "{kept}. Tout le reste est redevenu comme avant l’enregistrement. L’annulation elle-même est au journal."
    )
}
/// What an undo left as it was.
pub const KEPT: &str = "Ce qui n’a pas été annulé";
/// Term.
pub const SIZE: &str = "Taille";
/// Term.
pub const FINGERPRINT: &str = "Empreinte du fichier";
/// Card.
pub const ABOUT_FILE: &str = "Le fichier";
/// A column of insurance numbers.
pub const NEVER_READ: &str = "Jamais lue : elle contient des numéros de sécurité sociale.";
/// Motive of the contract of a contractual practitioner.
pub fn motive(code: &str) -> &str {
    match code {
        "PC1" => "PC1 — remplacement ou accroissement temporaire d’activité",
        "PC2" => "PC2 — difficultés particulières de recrutement",
        "PC3" => "PC3 — en attente d’un concours",
        "PC4" => "PC4 — complément de l’offre de soins",
        _ => code,
    }
}
