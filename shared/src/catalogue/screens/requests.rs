//! Requests on posts: what waits, a new one, the sheet of one and its steps.

use crate::catalogue::workflow;
use crate::request::RequestKind;
use crate::time::Day;
use crate::workflow::request::{RequestAction, RequestState};

/// Title of the list.
pub const TITLE: &str = "Demandes";
/// What it shows.
pub const LEAD: &str = "Créer, transformer ou fermer un poste\u{a0}: chaque demande passe du gestionnaire au valideur, puis à l’ARS.";
/// Caption of the table.
pub const CAPTION: &str = "Demandes sur les postes à la date affichée";
/// Part of the list.
pub const WAITING: &str = "Ce qui vous attend";
/// Nothing waits.
pub const NOTHING_WAITS: &str = "Aucune demande ne vous attend.";
/// More of them than are shown.
pub const MORE_WAIT: &str =
    "D’autres demandes vous attendent\u{a0}: elles apparaîtront ici à mesure que vous traitez celles-ci.";
/// Free text.
pub const SEARCH: &str = "Précisions, numéro local ou SIGMED";
/// Filter, column.
pub const KIND: &str = "Nature";
/// Filter, column.
pub const STATE: &str = "État";
/// Column.
pub const REQUEST: &str = "Demande";
/// Column.
pub const POST: &str = "Poste";
/// Column.
pub const ESTABLISHMENT: &str = "Établissement";
/// Column, field.
pub const MOTIVE: &str = "Motif";
/// Column.
pub const DAY: &str = "Prise d’effet";
/// Column.
pub const OPENED: &str = "Ouverte le";
/// Filter of those who see several establishments.
pub const WHOLE_PERIMETER: &str = "Tous mes établissements";
/// Nothing.
pub const EMPTY_TITLE: &str = "Aucune demande";
/// Nothing.
pub const EMPTY: &str = "Aucune demande n’est connue à la date affichée. Un gestionnaire en ouvre une ici, ou depuis la fiche d’un poste.";
/// Begins one.
pub const NEW: &str = "Demander un poste";
/// Begins one from the sheet of a post.
pub const ASK_TRANSFORM: &str = "Demander une transformation";
/// Begins one from the sheet of a post.
pub const ASK_CLOSE: &str = "Demander la fermeture";
/// Opens a row.
pub const OPEN: &str = "Ouvrir";

/// Title of the form.
pub const NEW_TITLE: &str = "Demander un nouveau poste";
/// What the form does.
pub const NEW_LEAD: &str =
    "La demande est d’abord un brouillon\u{a0}: vous la relirez avant de la remettre au valideur.";
/// A post that exists has its own way.
pub const FROM_A_POST: &str =
    "Pour transformer ou fermer un poste qui existe, ouvrez sa fiche\u{a0}: la demande y commence.";
/// Leads to the list of posts.
pub const GO_POSTS: &str = "Voir les postes";
/// Who may not begin one.
pub const NOT_YOURS: &str =
    "Les demandes sont ouvertes par les gestionnaires de l’établissement\u{a0}: adressez-vous à l’un d’eux.";
/// Title over those who may not.
pub const NOT_YOURS_TITLE: &str = "Vous n’ouvrez pas de demande";
/// Part of the form.
pub const WHY: &str = "Pourquoi";
/// Part of the form.
pub const WHAT: &str = "Le poste demandé";
/// Part of the form, of a transformation.
pub const CHANGES: &str = "Ce qui change";
/// What to leave as it is.
pub const CHANGES_HINT: &str = "Laissez «\u{a0}inchangé\u{a0}» tout ce qui ne change pas.";
/// Field.
pub const TEXT: &str = "Précisions";
/// A motive that wants a text.
pub const TEXT_WANTED: &str = "Ce motif demande une phrase, de dix caractères au moins.";
/// Field, of a creation or a transformation.
pub const FROM_DAY: &str = "Premier jour";
/// Field, of a closing.
pub const WITHOUT_DAY: &str = "Premier jour sans le poste";
/// Field.
pub const POST_KIND: &str = "Type de poste";
/// Field.
pub const QUOTITY: &str = "Quotité";
/// Field.
pub const STRUCTURE: &str = "Structure de rattachement";
/// Choice of a structure.
pub const WHOLE_ESTABLISHMENT: &str = "L’établissement lui-même";
/// Choice that changes nothing.
pub const UNCHANGED: &str = "Inchangé";
/// Choice that says nothing.
pub const NONE: &str = "Aucune";
/// Field.
pub const CNU: &str = "Section CNU";
/// Who needs it.
pub const CNU_HINT: &str = "Pour un poste hospitalo-universitaire.";
/// Who needs it.
pub const LOCAL_NUMBER_HINT: &str = "Obligatoire pour un poste que SIGMED ne tient pas.";
/// What it is.
pub const FUNDING_HINT: &str = "Ligne budgétaire, fonds régional, plan\u{a0}: en quelques mots.";
/// Saves.
pub const SAVE_DRAFT: &str = "Enregistrer le brouillon";
/// Done.
pub const DRAFT_SAVED: &str = "Le brouillon est enregistré\u{a0}: relisez-le, puis remettez-le au valideur.";
/// Saves a change.
pub const SAVE: &str = "Enregistrer";
/// Done.
pub const SAVED: &str = "La demande est modifiée.";
/// A transformation that would change nothing.
pub const NOTHING_CHANGES: &str = "Indiquez au moins une chose qui change.";

/// Leads to the form of a change.
pub const EDIT: &str = "Modifier";
/// The same, from a refusal.
pub const EDIT_REQUEST: &str = "Modifier la demande";
/// Leads from a form to the sheet.
pub const BACK: &str = "Voir la demande";
/// Reads it again.
pub const READ_AGAIN: &str = "Relire la demande";
/// Over the thing to do.
pub const YOURS: &str = "À vous";
/// Over a request that somebody else has.
pub const OTHERS: &str = "Où en est la demande";
/// Part of the sheet.
pub const IDENTITY: &str = "La demande";
/// Part of the sheet.
pub const DIFFERENCES: &str = "Le poste, avant et après";
/// A post that could not be read.
pub const NO_BEFORE: &str =
    "Le poste n’a pas pu être lu la veille de la prise d’effet\u{a0}: seul ce qui est demandé est montré.";
/// Field of a closing.
pub const OPENNESS: &str = "Ouverture";
/// Before a closing.
pub const IS_OPEN: &str = "Poste ouvert";
/// Part of the sheet.
pub const PAST: &str = "Étapes franchies";
/// Column of what was made.
pub const SIGMED_NUMBER: &str = "Numéro SIGMED";
/// What it is.
pub const SIGMED_NUMBER_HINT: &str = "Celui que SIGMED a donné au poste créé.";
/// Field of a step.
pub const COMMENT: &str = "Message";
/// Who reads it.
pub const COMMENT_HINT: &str = "Il est lu par les autres parties, et gardé dans le journal.";
/// A change of what is asked.
pub const CHANGED: &str = "Modification de la demande";
/// A text that must be there.
pub const SAY_WHY: &str = "Dites pourquoi, en quelques mots.";
/// Way of a request.
pub const WAY: [&str; 4] = ["Rédaction", "Signature", "Examen par l’ARS", "Application"];

/// What is asked, as a noun.
pub const fn kind(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Create => "Création",
        RequestKind::Transform => "Transformation",
        RequestKind::Close => "Fermeture",
    }
}

/// What is asked, of what.
pub fn title(what: RequestKind, post_kind: Option<&str>, number: Option<&str>) -> String {
    match (what, number) {
        (RequestKind::Create, Some(number)) => format!("Création du poste {number}"),
        (RequestKind::Create, None) => match post_kind {
            Some(code) => format!("Création d’un poste {code}"),
            None => "Création d’un poste".to_owned(),
        },
        (other, Some(number)) => format!("{} du poste {number}", kind(other)),
        (other, None) => format!("{} d’un poste", kind(other)),
    }
}

/// Title of the form about a post that exists.
pub fn form_title(what: RequestKind, number: &str) -> String {
    match what {
        RequestKind::Close => format!("Demander la fermeture du poste {number}"),
        _ => format!("Demander la transformation du poste {number}"),
    }
}

/// Title of the form that changes a request.
pub fn edit_title(of: &str) -> String {
    format!("Modifier\u{a0}: {of}")
}

/// A state, as a badge.
pub fn state(of: RequestState) -> String {
    let said = workflow::request_state(of);
    let mut letters = said.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A button.
pub const fn action(action: RequestAction) -> &'static str {
    match action {
        RequestAction::Open => NEW,
        RequestAction::Submit => "Remettre au valideur",
        RequestAction::Return => "Renvoyer au gestionnaire",
        RequestAction::SignOff => "Signer et transmettre à l’ARS",
        RequestAction::Ask => "Demander un complément",
        RequestAction::Answer => "Répondre à l’ARS",
        RequestAction::Accept => "Accepter",
        RequestAction::Refuse => "Refuser",
        RequestAction::Withdraw => "Retirer la demande",
        RequestAction::Apply => "Appliquer",
        RequestAction::Send => "Transmettre à SIGMED",
        RequestAction::Acknowledge => "SIGMED l’a prise en compte",
        RequestAction::Reject => "SIGMED l’a rejetée",
        RequestAction::Correct => "Rendre à l’ARS une fois corrigée",
        RequestAction::Resend => "Envoyer de nouveau à SIGMED",
    }
}

/// What a step does, before it is taken.
pub const fn consequence(action: RequestAction) -> &'static str {
    match action {
        RequestAction::Submit => {
            "Le valideur de l’établissement la relira et la signera. Vous ne pourrez plus la modifier, mais vous pourrez la retirer."
        }
        RequestAction::Return => "La demande redevient un brouillon, que le gestionnaire pourra modifier.",
        RequestAction::SignOff => {
            "La demande part à l’ARS. L’établissement ne pourra plus la modifier, sauf si l’ARS demande un complément."
        }
        RequestAction::Ask => {
            "L’établissement pourra modifier sa demande et devra répondre avant que vous repreniez l’examen."
        }
        RequestAction::Answer => "Votre réponse part à l’ARS, qui reprend l’examen.",
        RequestAction::Accept => {
            "Un poste que SIGMED ne tient pas devient aussitôt ce qui est demandé\u{202f}; les autres demandes partent à SIGMED."
        }
        RequestAction::Refuse => {
            "La demande est close. L’établissement lira le motif et pourra en ouvrir une autre."
        }
        RequestAction::Withdraw => {
            "La demande est close. Elle reste lisible, et vous pourrez en ouvrir une autre."
        }
        RequestAction::Acknowledge => "Le poste devient ce qui est demandé.",
        RequestAction::Reject => {
            "Le gestionnaire pourra corriger la demande, et le CNG l’envoyer de nouveau."
        }
        RequestAction::Correct => "La demande corrigée retourne à l’ARS.",
        RequestAction::Resend => "La demande repart à SIGMED telle quelle, après un incident technique.",
        RequestAction::Open | RequestAction::Apply | RequestAction::Send => "",
    }
}

/// Who has it in hand.
pub const fn in_hand(state: RequestState) -> &'static str {
    match state {
        RequestState::Draft => "Le gestionnaire de l’établissement la rédige.",
        RequestState::PendingSignOff => {
            "Le valideur de l’établissement doit la signer. Qui l’a remise ne la signe pas."
        }
        RequestState::AtArs => "L’ARS l’examine.",
        RequestState::InfoRequested => "L’établissement doit répondre à la question de l’ARS.",
        RequestState::Accepted => "L’ARS l’a acceptée\u{a0}: elle va être appliquée.",
        RequestState::SentToSigmed => "SIGMED doit l’enregistrer\u{a0}: le CNG indiquera sa réponse.",
        RequestState::SigmedRejected => "Le gestionnaire doit la corriger, ou le CNG l’envoyer de nouveau.",
        RequestState::Applied => "Le poste est ce qui était demandé. Il n’y a plus rien à faire.",
        RequestState::Refused => "L’ARS a refusé. L’établissement peut ouvrir une autre demande.",
        RequestState::Withdrawn => "L’établissement y a renoncé.",
    }
}

/// What there is to do, for who has it in hand.
pub const fn to_do(state: RequestState) -> &'static str {
    match state {
        RequestState::Draft => "Relisez-la, puis remettez-la au valideur.",
        RequestState::PendingSignOff => "Relisez-la, puis signez-la ou renvoyez-la au gestionnaire.",
        RequestState::AtArs => "Examinez-la, puis acceptez-la, refusez-la ou demandez un complément.",
        RequestState::InfoRequested => "Complétez-la s’il le faut, puis répondez à l’ARS.",
        RequestState::SentToSigmed => "Indiquez ce que SIGMED a répondu.",
        RequestState::SigmedRejected => {
            "Lisez ce que SIGMED a répondu, corrigez-la ou envoyez-la de nouveau."
        }
        other => in_hand(other),
    }
}

/// What is said of a field that is not in view.
pub fn of_field(pointer: &str, said: &str) -> String {
    let mut names = pointer.trim_start_matches('/').split('/');
    match (names.next().unwrap_or_default(), names.next().and_then(|place| place.parse::<usize>().ok())) {
        ("", _) => said.to_owned(),
        ("parts", Some(place)) => format!("{}\u{a0}: {said}", super::post_parts::part(place + 1)),
        (name, _) => format!("{}\u{a0}: {said}", super::things::field(name)),
    }
}

/// Where it stands, as a title.
pub fn stands(state: RequestState) -> String {
    format!("La demande est {}", workflow::request_state(state))
}

/// A step is taken.
pub fn done(state: RequestState) -> String {
    format!("La demande est {}.", workflow::request_state(state))
}

/// A step was taken back.
pub fn undone(state: RequestState) -> String {
    format!("Action annulée\u{a0}: la demande est de nouveau {}.", workflow::request_state(state))
}

/// After a closing.
pub fn closed(day: Day) -> String {
    format!("Fermé à partir du {}", day.in_french())
}

/// Second line of a request that waits.
pub fn waits(motive: &str, day: Day, place: Option<&str>) -> String {
    let said = format!("{motive} · prise d’effet le {}", day.in_french());
    match place {
        Some(place) => format!("{place} · {said}"),
        None => said,
    }
}
