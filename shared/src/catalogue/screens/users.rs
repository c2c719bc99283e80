//! Users and rights.

/// Title of the page.
pub const TITLE: &str = "Utilisateurs et droits";
/// What it shows.
pub const LEAD: &str = "Les comptes qui agissent dans votre périmètre. Vous ne pouvez pas donner plus de droits que vous n’en avez.";
/// Caption of the table.
pub const CAPTION: &str = "Comptes du périmètre, avec leurs droits";
/// Makes an account.
pub const CREATE: &str = "Créer un compte";
/// Column.
pub const NAME: &str = "Nom";
/// Column.
pub const EMAIL: &str = "Adresse électronique";
/// Column.
pub const RIGHTS: &str = "Droits";
/// Column.
pub const STATE: &str = "État";
/// Column.
pub const LAST_SIGN_IN: &str = "Dernière connexion";
/// Somebody who never came.
pub const NEVER: &str = "jamais";
/// State.
pub const ACTIVE: &str = "Actif";
/// State.
pub const DISABLED: &str = "Désactivé";
/// Opens the rights of a row.
pub const MANAGE: &str = "Gérer";
/// Title of the dialog of one account.
pub const ACCOUNT: &str = "Compte";
/// First password.
pub const PASSWORD: &str = "Premier mot de passe";
/// First password.
pub const PASSWORD_HINT: &str =
    "Douze caractères au moins. Il ne sert qu’une fois : la personne choisit le sien en se connectant.";
/// Choice.
pub const PROFILE: &str = "Profil";
/// Choice.
pub const PERIMETER: &str = "Périmètre";
/// Number of the perimeter.
pub const CODE_ESTABLISHMENT: &str = "Numéro FINESS de l’établissement";
/// Number of the perimeter.
pub const CODE_REGION: &str = "Région";
/// Number of the perimeter.
pub const CODE_GHT: &str = "Code du GHT";
/// Number of the perimeter.
pub const CODE_STRUCTURE: &str = "Identifiant de la structure";
/// Kind of perimeter.
pub const NATIONAL: &str = "France entière";
/// Kind of perimeter.
pub const REGION: &str = "Une région";
/// Kind of perimeter.
pub const GHT: &str = "Un GHT";
/// Kind of perimeter.
pub const ESTABLISHMENT: &str = "Un établissement";
/// Kind of perimeter.
pub const STRUCTURE: &str = "Une structure";
/// A perimeter that is not one.
pub const PERIMETER_WRONG: &str = "Vérifiez ce code : neuf chiffres pour un numéro FINESS.";
/// The period is upside down.
pub const PERIOD_WRONG: &str = "Le dernier jour doit suivre le premier.";
/// Gives one more habilitation.
pub const GRANT: &str = "Ajouter des droits";
/// Title of the form of one more habilitation.
pub const GRANT_TITLE: &str = "Nouveaux droits";
/// Done.
pub const GRANTED: &str = "Les droits sont ajoutés.";
/// Free text of the list.
pub const SEARCH: &str = "Nom ou adresse";
/// Part of the form.
pub const WHO: &str = "La personne";
/// Part of the form.
pub const WHAT: &str = "Ses premiers droits";
/// Column, read aloud.
pub const ACTIONS: &str = "Actions";
/// When an account was made.
pub const CREATED_ON: &str = "Compte créé le";
/// When rights hold.
pub const HOLDS: &str = "Valables";
/// First day.
pub const FROM: &str = "À partir du";
/// Last day, included.
pub const UNTIL: &str = "Jusqu’au (inclus)";
/// Why.
pub const REASON: &str = "Motif";
/// Why.
pub const REASON_HINT: &str = "Il est conservé dans le journal.";
/// Ends a habilitation.
pub const END: &str = "Mettre fin";
/// Title of the dialog.
pub const END_TITLE: &str = "Mettre fin à ces droits";
/// First day without.
pub const END_FROM: &str = "Dernier jour (inclus)";
/// Disables an account.
pub const DISABLE: &str = "Désactiver le compte";
/// Enables an account.
pub const ENABLE: &str = "Réactiver le compte";
/// Before disabling.
pub const DISABLE_TITLE: &str = "Désactiver ce compte ?";
/// Before disabling.
pub const DISABLE_WARNING: &str = "La personne est déconnectée aussitôt et ne peut plus se connecter. Ses droits et le journal de ses actions sont conservés ; le compte peut être réactivé.";
/// Nobody.
pub const EMPTY_TITLE: &str = "Aucun compte";
/// Nobody.
pub const EMPTY: &str =
    "Aucun compte de votre périmètre ne correspond. Essayez une partie seulement du nom ou de l’adresse.";
/// Done.
pub const CREATED: &str = "Le compte est créé.";
/// Done.
pub const ENDED: &str = "La fin de ces droits est enregistrée.";
/// Done.
pub const DISABLED_DONE: &str = "Le compte est désactivé.";
/// Done.
pub const ENABLED_DONE: &str = "Le compte est réactivé.";
/// No habilitation today.
pub const NO_RIGHTS: &str = "Aucun droit en cours.";
/// What a button of a row is about.
pub fn manage(name: &str) -> String {
    format!("{MANAGE} le compte : {name}")
}

/// What a button beside rights is about.
pub fn end_of(profile: &str, perimeter: &str) -> String {
    format!("{END} : {profile}, {perimeter}")
}

/// Given by.
pub fn granted(by: &str, reason: &str) -> String {
    format!("Donné par {} : {reason}", super::journal::author(by))
}
