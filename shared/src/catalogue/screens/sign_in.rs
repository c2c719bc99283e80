//! Sign in, session ended.

/// Title of the page.
pub const TITLE: &str = "Connexion";
/// What to do.
pub const LEAD: &str = "Entrez l’adresse et le mot de passe de votre compte.";
/// E-mail.
pub const EMAIL: &str = "Adresse électronique";
/// Password.
pub const PASSWORD: &str = "Mot de passe";
/// Shows the password.
pub const SHOW_PASSWORD: &str = "Afficher le mot de passe";
/// Enters.
pub const SUBMIT: &str = "Se connecter";
/// Without an e-mail.
pub const EMAIL_MISSING: &str = "Écrivez votre adresse électronique.";
/// Without a password.
pub const PASSWORD_MISSING: &str = "Écrivez votre mot de passe.";
/// After the end of a session.
pub const ENDED_TITLE: &str = "Votre session est terminée";
/// After the end of a session.
pub const ENDED: &str =
    "Pour votre sécurité, reconnectez-vous. Vous retrouverez ensuite la page que vous consultiez.";
/// After leaving.
pub const LEFT_TITLE: &str = "Vous êtes déconnecté";
/// After leaving.
pub const LEFT: &str = "Vos données ne sont plus accessibles depuis ce navigateur.";
/// Beside the form.
pub const ART_LEAD: &str = "Qui exerce où, sur quel poste, depuis quand.";
/// Beside the form.
pub const ART_TEXT: &str = "Les postes, les praticiens et leurs affectations, à la date de votre choix, et tels qu’ils étaient connus ce jour-là.";
/// After signing in with a password that somebody else gave.
pub const CHOOSE_TITLE: &str = "Choisissez votre mot de passe";
/// Why.
pub const CHOOSE_LEAD: &str = "Le mot de passe que vous avez reçu est connu de la personne qui a créé votre compte. Choisissez le vôtre pour continuer.";
/// The password that was given.
pub const GIVEN_PASSWORD: &str = "Mot de passe reçu";
/// The password to choose.
pub const NEW_PASSWORD: &str = "Nouveau mot de passe";
/// What it must be.
pub const NEW_PASSWORD_HINT: &str =
    "Douze caractères au moins. Une phrase dont vous vous souviendrez convient bien.";
/// Keeps it.
pub const CHOOSE: &str = "Enregistrer et continuer";
/// Gives up.
pub const CHOOSE_LATER: &str = "Se déconnecter";
/// Somebody who has no account.
pub const NO_ACCOUNT: &str =
    "Pas de compte ? La personne qui gère les droits dans votre établissement peut en créer un.";
