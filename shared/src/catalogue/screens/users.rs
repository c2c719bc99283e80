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
pub const PASSWORD_HINT: &str = "Douze caractères au moins. La personne le changera.";
/// Choice.
pub const PROFILE: &str = "Profil";
/// Choice.
pub const PERIMETER: &str = "Périmètre";
/// Code of the perimeter.
pub const PERIMETER_CODE: &str = "Code du périmètre";
/// Code of the perimeter.
pub const PERIMETER_CODE_HINT: &str =
    "Numéro FINESS à 9 caractères pour un établissement, code INSEE pour une région.";
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
pub const DISABLE_WARNING: &str = "La personne est déconnectée aussitôt et ne peut plus se connecter. Ses droits et le journal de ses actions sont conservés.";
/// Nobody.
pub const EMPTY_TITLE: &str = "Aucun compte";
/// Nobody.
pub const EMPTY: &str = "Aucun compte de votre périmètre ne correspond.";
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
/// Given by.
pub fn granted(by: &str, reason: &str) -> String {
    format!("Donné par {by} : {reason}")
}
