//! Notices and the mails that carry them: what happened, without a name and without what anybody wrote.

use super::counted;
use crate::notice::{Channel, ListStep, NoticeKind, UNDONE};
use crate::workflow::entry::EntryAction;
use crate::workflow::request::RequestAction;
use crate::workflow::tour::TourAction;

/// A choice that is not complete.
pub const EACH_KIND_ONCE: &str = "Choisissez un canal pour chaque sorte de notification, une fois chacune.";
/// A mark that is none of the caller's.
pub const NOT_YOURS: &str = "Cette notification n’est pas de celles que vous avez reçues.";

/// What a notice says. An action that is not known has the sentence of its kind.
pub fn sentence(kind: NoticeKind, action: &str, count: usize) -> String {
    if let Some(step) = action.strip_prefix(UNDONE) {
        return format!("Annulé\u{a0}: {}", sentence(kind, step, count));
    }
    match kind {
        NoticeKind::RequestStep => {
            RequestAction::from_name(action).map_or(self::kind(kind), of_request).to_owned()
        }
        NoticeKind::ListStep => ListStep::from_name(action).map_or(self::kind(kind), of_list).to_owned(),
        NoticeKind::TourStep => TourAction::from_name(action).map_or(self::kind(kind), of_tour).to_owned(),
        NoticeKind::EntryStep => {
            let (one, several) = EntryAction::from_name(action).map_or(("poste", "postes"), of_entries);
            format!("{} dans la liste d’un établissement.", counted(count, one, several))
        }
        NoticeKind::Mention => "Un commentaire vous cite.".to_owned(),
        NoticeKind::Thread => "Un commentaire a été ajouté à un fil où vous avez écrit.".to_owned(),
    }
}

/// A kind of notice, for the choice of its channel.
pub const fn kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::RequestStep => "Étapes des demandes sur les postes",
        NoticeKind::ListStep => "Étapes des listes dans un tour",
        NoticeKind::EntryStep => "Étapes des postes dans un tour",
        NoticeKind::TourStep => "Étapes des tours de recrutement",
        NoticeKind::Mention => "Commentaires qui vous citent",
        NoticeKind::Thread => "Fils où vous avez écrit",
    }
}

/// A channel.
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Screen => "À l’écran",
        Channel::Digest => "À l’écran et dans le courriel du jour",
        Channel::Immediate => "À l’écran et par courriel aussitôt",
    }
}

const fn of_request(action: RequestAction) -> &'static str {
    match action {
        RequestAction::Open => "Une demande sur un poste a été ouverte.",
        RequestAction::Submit => "Une demande sur un poste attend la signature du valideur.",
        RequestAction::Return => "Une demande sur un poste a été renvoyée au gestionnaire.",
        RequestAction::SignOff => "Une demande sur un poste a été signée et transmise à l’ARS.",
        RequestAction::Ask => "L’ARS a posé une question sur une demande.",
        RequestAction::Answer => "L’établissement a répondu à l’ARS sur une demande.",
        RequestAction::Accept => "L’ARS a accepté une demande sur un poste.",
        RequestAction::Refuse => "L’ARS a refusé une demande sur un poste.",
        RequestAction::Withdraw => "Une demande sur un poste a été retirée.",
        RequestAction::Apply => "Une demande sur un poste a été appliquée.",
        RequestAction::Send => "Une demande sur un poste a été transmise à SIGMED.",
        RequestAction::Acknowledge => "SIGMED a pris en compte une demande sur un poste.",
        RequestAction::Reject => "SIGMED a rejeté une demande sur un poste.",
        RequestAction::Correct => "Une demande rejetée par SIGMED a été corrigée.",
        RequestAction::Resend => "Une demande a été transmise de nouveau à SIGMED.",
    }
}

const fn of_list(step: ListStep) -> &'static str {
    match step {
        ListStep::Propose => "Une liste sans poste à publier attend la signature du valideur.",
        ListStep::Return => "Une liste sans poste à publier a été renvoyée au gestionnaire.",
        ListStep::SignOff => "Une liste sans poste à publier a été signée.",
        ListStep::Reopen => "L’ARS a rendu une liste à son établissement.",
    }
}

const fn of_tour(action: TourAction) -> &'static str {
    match action {
        TourAction::Plan => "Un tour de recrutement est planifié.",
        TourAction::Open => "Un tour de recrutement est ouvert aux établissements.",
        TourAction::CloseHospitals => "Les listes des établissements d’un tour sont closes.",
        TourAction::ReopenHospital => "Une liste d’un tour a été rendue à son établissement.",
        TourAction::CloseArs => "L’instruction d’un tour par les ARS est close.",
        TourAction::Publish => "Les postes d’un tour sont publiés.",
        TourAction::CloseApplications => "Les candidatures d’un tour sont closes.",
        TourAction::RecordAppointments => "Les nominations d’un tour commencent.",
        TourAction::Close => "Un tour de recrutement est terminé.",
        TourAction::MoveDeadline => "Une échéance d’un tour a été déplacée.",
        TourAction::Cancel => "Un tour de recrutement est annulé.",
    }
}

const fn of_entries(action: EntryAction) -> (&'static str, &'static str) {
    match action {
        EntryAction::Freeze => ("poste gelé", "postes gelés"),
        EntryAction::Unfreeze => ("poste dégelé", "postes dégelés"),
        EntryAction::Force => ("poste forcé", "postes forcés"),
        EntryAction::Unforce => ("poste qui n’est plus forcé", "postes qui ne sont plus forcés"),
        EntryAction::Propose => ("poste proposé à la signature", "postes proposés à la signature"),
        EntryAction::Return => ("poste renvoyé au gestionnaire", "postes renvoyés au gestionnaire"),
        EntryAction::SignOff => ("poste signé et transmis à l’ARS", "postes signés et transmis à l’ARS"),
        EntryAction::Reopen => ("poste rendu à l’établissement", "postes rendus à l’établissement"),
        EntryAction::Lapse => ("poste dont l’échéance est passée", "postes dont l’échéance est passée"),
        EntryAction::Ask => ("poste sur lequel l’ARS interroge", "postes sur lesquels l’ARS interroge"),
        EntryAction::Answer => ("réponse à l’ARS", "réponses à l’ARS"),
        EntryAction::Validate => ("poste validé", "postes validés"),
        EntryAction::RecordFreeze => ("gel enregistré", "gels enregistrés"),
        EntryAction::Refuse => ("poste refusé", "postes refusés"),
        EntryAction::Send => ("poste transmis à SIGMED", "postes transmis à SIGMED"),
        EntryAction::Acknowledge => ("poste pris en compte par SIGMED", "postes pris en compte par SIGMED"),
        EntryAction::Reject => ("poste rejeté par SIGMED", "postes rejetés par SIGMED"),
        EntryAction::Correct => {
            ("poste corrigé après un rejet de SIGMED", "postes corrigés après un rejet de SIGMED")
        }
        EntryAction::Publish => ("poste publié", "postes publiés"),
        EntryAction::WithdrawPost => ("poste retiré du tour", "postes retirés du tour"),
        EntryAction::CloseApplications => ("poste clos aux candidatures", "postes clos aux candidatures"),
        EntryAction::Appoint => ("poste pourvu par une nomination", "postes pourvus par une nomination"),
        EntryAction::LeaveVacant => ("poste resté vacant", "postes restés vacants"),
        EntryAction::Install => ("installation enregistrée", "installations enregistrées"),
        EntryAction::Drop => ("nomination annulée", "nominations annulées"),
    }
}

/// Subject of the mail of one notice.
pub const SUBJECT_OF_ONE: &str = "logimedh : une notification vous attend";

/// Subject of the mail of a day.
pub fn subject_of_digest(count: usize) -> String {
    format!("logimedh : {}", counted(count, "notification vous attend", "notifications vous attendent"))
}

/// The mail of one notice. Lines end as those of any text; what sends it makes them those of a mail.
pub fn mail_of_one(sentence: &str, link: &str, settings: &str) -> String {
    format!("Bonjour,\n\n{sentence}\n\n{link}\n\n{}", foot(settings))
}

/// The mail of a day: each sentence once, with how often it was told, and where to look.
pub fn mail_of_digest(lines: &[(String, usize)], link: &str, settings: &str) -> String {
    let line = |(sentence, times): &(String, usize)| match times {
        1 => format!("- {sentence}"),
        times => format!("- {sentence} ({times} fois)"),
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!(
        "Bonjour,\n\nDepuis le dernier courriel :\n\n{}\n\n{link}\n\n{}",
        lines.join("\n"),
        foot(settings)
    )
}

fn foot(settings: &str) -> String {
    format!(
        "Connectez-vous pour lire le détail : ce courriel n’en contient aucun.\n\n\
         -- \nCourriel automatique de logimedh, auquel on ne répond pas.\n\
         Pour ne plus le recevoir ou changer sa fréquence : {settings}\n"
    )
}
