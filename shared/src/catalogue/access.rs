//! Sentences of signing in, accounts and rights.

use crate::habilitation::{Profile, Right, Rubric};
use crate::password::{LONGEST, SHORTEST, Weakness};
use crate::time::Day;

/// Neither the address nor the password is named: which of them is wrong helps only who guesses.
pub const BAD_CREDENTIALS: &str =
    "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, puis réessayez.";
/// The session cannot go on.
pub const SESSION_OVER: &str = "Votre session est terminée. Connectez-vous de nouveau.";
/// A refresh token came back.
pub const REUSED: &str = "Cette session a été utilisée depuis un autre endroit : elle a été fermée par sécurité. Connectez-vous de nouveau et changez votre mot de passe si vous n’en êtes pas la cause.";
/// Too many sign-ins at the same time.
pub const OVERLOADED: &str =
    "Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.";
/// The present password is wrong.
pub const PRESENT_PASSWORD: &str = "Ce n’est pas votre mot de passe actuel.";
/// The new password is the former one.
pub const SAME_PASSWORD: &str = "Le nouveau mot de passe est le même que l’actuel. Choisissez-en un autre.";
/// An account with this address exists.
pub const EMAIL_TAKEN: &str =
    "Un compte existe déjà avec cette adresse. Cherchez-le dans la liste, ou donnez une autre adresse.";
/// Not an e-mail.
pub const EMAIL_INVALID: &str = "L’adresse doit s’écrire comme prenom.nom@hopital.fr, sans accent ni espace.";
/// No name.
pub const NAME_REQUIRED: &str = "Indiquez le nom, en 120 caractères au plus.";
/// No reason.
pub const REASON_REQUIRED: &str = "Indiquez le motif, en 500 caractères au plus.";
/// The period is upside down.
pub const PERIOD_INVALID: &str = "Le dernier jour doit suivre le premier.";
/// A habilitation without end.
pub const END_REQUIRED: &str = "Une habilitation a toujours une date de fin : indiquez-la.";
/// A habilitation whose end is past.
pub const ALREADY_OVER: &str = "La date de fin est déjà passée. Indiquez un jour à venir.";
/// The end of a habilitation put off.
pub const END_LATER: &str = "La nouvelle fin doit être avant celle qui est prévue. Pour prolonger, accordez une nouvelle habilitation.";
/// The end of a habilitation in the past.
pub const END_PAST: &str = "Une habilitation ne peut pas prendre fin avant aujourd’hui.";
/// The perimeter is not one of the profile.
pub const PERIMETER_UNFIT: &str = "Ce profil ne s’exerce pas sur ce périmètre.";
/// The perimeter does not exist.
pub const PERIMETER_UNKNOWN: &str = "Ce périmètre est inconnu. Vérifiez le numéro ou le code.";
/// Beyond what the giver holds.
pub const BEYOND_OWN: &str = "Vous ne pouvez accorder ce profil sur ce périmètre : il dépasse ce que vous administrez. Demandez-le à votre agence régionale ou au CNG.";
/// To oneself.
pub const NOT_TO_ONESELF: &str =
    "Personne ne s’accorde de droits à soi-même. Demandez à un autre administrateur.";
/// The practitioner is needed.
pub const PRACTITIONER_REQUIRED: &str = "Choisissez le praticien dont ce compte consultera le dossier.";
/// The practitioner is too much.
pub const PRACTITIONER_UNEXPECTED: &str = "Seul un compte de praticien est lié à un dossier.";
/// A practitioner's account asked elsewhere than at the nation.
pub const PRACTITIONER_FROM_NATION: &str =
    "Le compte d’un praticien ouvre son dossier dans tous les établissements : seul le CNG peut le créer.";
/// The password is known to somebody else.
pub const PASSWORD_TO_CHOOSE: &str =
    "Votre mot de passe vous a été donné par une autre personne. Choisissez le vôtre pour continuer.";
/// The account has no file of its own.
pub const NOT_A_PRACTITIONER: &str = "Ce compte n’est lié à aucun praticien : il ne peut recevoir ce profil.";
/// One's own account.
pub const NOT_ONESELF: &str =
    "Vous ne pouvez pas désactiver votre propre compte. Demandez à un autre administrateur.";
/// The account cannot be reached as a whole.
pub const HOLDS_ELSEWHERE: &str = "Ce compte a aussi des droits hors de votre périmètre : seul un administrateur qui les couvre peut le modifier ou le désactiver. Vous pouvez mettre fin aux habilitations de votre périmètre.";
/// The demonstration accounts are refused.
pub const NOT_A_DEMONSTRATION: &str = "Les comptes de démonstration ne sont créés que sur une base de démonstration : cette base contient d’autres comptes.";
/// The demonstration hospital is missing.
pub const DEMONSTRATION_MISSING: &str =
    "L’hôpital de démonstration n’est pas chargé. Lancez d’abord « logimedh demo load ».";
/// Who signed in with an address that no account has.
pub const NOBODY: &str = "inconnu";
/// National perimeter.
pub const NATIONAL: &str = "France entière";
/// One's own file.
pub const OWN_FILE: &str = "Son propre dossier";

/// A group of hospitals, by its name.
pub fn ght(name: &str) -> String {
    format!("GHT {name}")
}

/// How long to wait before the next attempt.
pub fn wait(seconds: u32) -> String {
    let minutes = seconds.div_ceil(60);
    let plural = if minutes > 1 { "s" } else { "" };
    format!("Trop d’essais de connexion depuis cet endroit. Réessayez dans {minutes} minute{plural}.")
}

/// Why a password is refused, and what to do.
pub fn weakness(weakness: Weakness) -> String {
    match weakness {
        Weakness::Short => format!("Le mot de passe doit avoir au moins {SHORTEST} caractères. Une phrase convient très bien."),
        Weakness::Long => format!("Le mot de passe doit avoir au plus {LONGEST} caractères."),
        Weakness::Repeated => "Ce mot de passe répète quelques caractères ou suit une suite. Choisissez par exemple quelques mots sans lien entre eux.".into(),
        Weakness::Common => "Ce mot de passe est fait de mots que tout le monde essaie (nom, mois, lieu de travail). Choisissez par exemple quelques mots sans lien entre eux.".into(),
    }
}

/// A profile, for people.
pub const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::HospitalManager => "Gestionnaire de l’établissement",
        Profile::HospitalApprover => "Valideur de l’établissement",
        Profile::HospitalReader => "Lecteur de l’établissement",
        Profile::GhtReferent => "Référent de GHT",
        Profile::ArsManager => "Gestionnaire ARS",
        Profile::ArsApprover => "Valideur ARS",
        Profile::ArsReader => "Lecteur ARS",
        Profile::CngManager => "Gestionnaire CNG",
        Profile::CngAdmin => "Administrateur CNG",
        Profile::MinistryReader => "Lecteur du ministère",
        Profile::Auditor => "Auditeur",
        Profile::Practitioner => "Praticien",
        Profile::SirhClient => "Logiciel de ressources humaines",
    }
}

/// A rubric, for people.
pub const fn rubric(rubric: Rubric) -> &'static str {
    match rubric {
        Rubric::Structures => "Structures",
        Rubric::Posts => "Postes",
        Rubric::PostProfiles => "Profils de poste",
        Rubric::Practitioners => "Praticiens",
        Rubric::Careers => "Carrières",
        Rubric::AbsencesSensitive => "Absences sensibles",
        Rubric::Exercise => "Exercice et primes",
        Rubric::Affectations => "Affectations",
        Rubric::Conventions => "Conventions",
        Rubric::Headships => "Chefferies",
        Rubric::Requests => "Demandes",
        Rubric::Tours => "Tours de recrutement",
        Rubric::StaffingTable => "Tableau des emplois",
        Rubric::Alerts => "Alertes",
        Rubric::Infocentre => "Infocentre",
        Rubric::Imports => "Imports",
        Rubric::Sigmed => "SIGMED",
        Rubric::ReferenceData => "Nomenclatures",
        Rubric::Habilitations => "Comptes et habilitations",
        Rubric::Journal => "Journal",
        Rubric::Programme => "Programme",
    }
}

/// A right, for people.
pub const fn right(right: Right) -> &'static str {
    match right {
        Right::Read => "consulter",
        Right::Modify => "modifier",
        Right::Extract => "extraire",
        Right::Validate => "valider",
        Right::Administer => "administrer",
    }
}

/// Why something is allowed.
pub fn allowed(asked: Right, on: Rubric, place: &str, by: Profile, until: Day) -> String {
    format!(
        "Vous pouvez {} la rubrique « {} » ({place}) grâce au profil « {} », jusqu’au {} inclus.",
        right(asked),
        rubric(on),
        profile(by),
        until.previous().in_french()
    )
}

/// Why something is refused although the right is held elsewhere.
pub fn allowed_elsewhere(asked: Right, on: Rubric, place: &str) -> String {
    format!(
        "Vous pouvez {} la rubrique « {} », mais pas ici ({place}) : ce lieu n’est pas dans votre périmètre.",
        right(asked),
        rubric(on)
    )
}

/// Why something is refused.
pub fn not_allowed(asked: Right, on: Rubric) -> String {
    format!(
        "Aucune de vos habilitations en cours ne permet de {} la rubrique « {} ».",
        right(asked),
        rubric(on)
    )
}

/// An account was made by the command line.
pub fn account_made(email: &str) -> String {
    format!("Compte {email} créé.")
}

/// An account was disabled by the command line.
pub fn account_disabled(email: &str) -> String {
    format!("Compte {email} désactivé ; ses sessions sont fermées.")
}

/// No account has this address.
pub fn account_unknown(email: &str) -> String {
    format!("Aucun compte n’a l’adresse {email}. La commande « logimedh user list » les donne.")
}

/// Keys were rotated.
pub fn keys_rotated(kid: &str) -> String {
    format!("La clé {kid} signe désormais. La précédente vérifie encore pendant 24 heures.")
}

/// Headings of the table of accounts: login, profile, perimeter.
pub const ACCOUNT_HEADINGS: [&str; 3] = ["Identifiant", "Profil", "Périmètre"];

/// The common password of the demonstration.
pub fn demonstration_password(password: &str) -> String {
    format!("Mot de passe de tous ces comptes : {password}")
}

/// A reason for the journal: accounts of the demonstration.
pub const DEMONSTRATION: &str = "démonstration";
/// A reason for the journal: first account, from the command line.
pub const FROM_THE_SHELL: &str = "créé en ligne de commande";
/// Asking for a password on a terminal.
pub const ASK_PASSWORD: &str = "Mot de passe (une ligne sur l’entrée standard) :";
/// A state, for the list.
pub const DISABLED_MARK: &str = "désactivé";
