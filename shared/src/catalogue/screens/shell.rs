//! The frame: header, navigation, user menu.

/// First link of the page.
pub const SKIP: &str = "Aller au contenu";
/// Navigation, read aloud.
pub const NAVIGATION: &str = "Navigation principale";
/// Opens the navigation on a small screen.
pub const MENU: &str = "Menu";
/// Group of pages about one hospital.
pub const GROUP_HOSPITAL: &str = "Établissement";
/// Group of pages about recruitment.
pub const GROUP_RECRUITMENT: &str = "Recrutement";
/// Requests on posts.
pub const REQUESTS: &str = "Demandes";
/// Tours de recrutement.
pub const TOURS: &str = "Tours de recrutement";
/// Group of pages about several hospitals.
pub const GROUP_TERRITORY: &str = "Territoire";
/// Group of pages about the tool.
pub const GROUP_ADMINISTRATION: &str = "Administration";
/// Home.
pub const HOME: &str = "Accueil";
/// Imports.
pub const IMPORTS: &str = "Imports";
/// Staffing table.
pub const STAFFING_TABLE: &str = "Tableau des emplois";
/// Structures.
pub const STRUCTURES: &str = "Structures";
/// Posts.
pub const POSTS: &str = "Postes";
/// Practitioners.
pub const PRACTITIONERS: &str = "Praticiens";
/// Affectations.
pub const AFFECTATIONS: &str = "Affectations";
/// Establishments.
pub const ESTABLISHMENTS: &str = "Établissements";
/// Users and rights.
pub const USERS: &str = "Utilisateurs et droits";
/// Journal.
pub const JOURNAL: &str = "Journal";
/// Menu of the person signed in, read aloud.
pub const USER_MENU: &str = "Votre compte";
/// Leaves.
pub const SIGN_OUT: &str = "Se déconnecter";
/// Choice of colours.
pub const THEME: &str = "Couleurs";
/// Colours of the system.
pub const THEME_SYSTEM: &str = "Comme l’ordinateur";
/// Light colours.
pub const THEME_LIGHT: &str = "Claires";
/// Dark colours.
pub const THEME_DARK: &str = "Sombres";
/// Switch of establishment.
pub const CHANGE_ESTABLISHMENT: &str = "Changer d’établissement";
/// No establishment is chosen.
pub const CHOOSE_ESTABLISHMENT: &str = "Choisir un établissement";
/// Field of the switch.
pub const FIND_ESTABLISHMENT: &str = "Nom ou numéro FINESS";
/// Hint of the switch.
pub const FIND_ESTABLISHMENT_HINT: &str = "Trois caractères au moins.";
/// Nothing found by the switch.
pub const NO_ESTABLISHMENT_FOUND: &str = "Aucun établissement ne correspond.";
/// Foot of every page.
pub const FOOT: &str = "Application libre, sous licence EUPL 1.2";
/// The contract of the interface.
pub const API_DOCS: &str = "Interface de programmation";

/// Title of the window.
pub fn window_title(page: &str) -> String {
    format!("{page} · logimedh")
}
