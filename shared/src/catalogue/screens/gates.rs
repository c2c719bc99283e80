//! Not found, refused, unreachable.

/// Leads to the sheet of a post.
pub const GO_POST: &str = "Voir le poste";
/// Back to the list of what was looked for.
pub const GO_LIST: &str = "Revenir à la liste";
/// No such page.
pub const NOT_FOUND_TITLE: &str = "Page introuvable";
/// No such page.
pub const NOT_FOUND: &str = "Cette adresse ne mène à aucune page. Le lien est peut-être incomplet, ou ce qu’il désigne n’est pas dans votre périmètre.";
/// An establishment that is not there for this person.
pub const ABSENT_ESTABLISHMENT: &str = "Établissement introuvable";
/// A thing that is not there for this person, at the times in view.
pub const ABSENT: &str = "Ce que vous cherchez n’existe pas, n’existait pas à la date affichée, ou n’est pas dans votre périmètre.";
/// Leads home.
pub const GO_HOME: &str = "Revenir à l’accueil";
/// A page that the profile does not open.
pub const REFUSED_TITLE: &str = "Cette page ne vous est pas ouverte";
/// A page that the profile does not open.
pub const REFUSED: &str = "Vos droits ne donnent pas accès à cette page. Si vous en avez besoin pour votre travail, demandez à la personne qui gère les droits dans votre établissement.";
/// The server does not answer.
pub const UNREACHABLE_TITLE: &str = "Serveur injoignable";
/// The server does not answer.
pub const UNREACHABLE: &str = "Le serveur ne répond pas. Vérifiez votre connexion au réseau, puis réessayez.";
/// Nobody could say who is signed in.
pub const NOT_STARTED_TITLE: &str = "L’application n’a pas pu s’ouvrir";
/// The answer of the server is not what was expected.
pub const UNREADABLE_TITLE: &str = "Réponse inattendue";
/// The answer of the server is not what was expected.
pub const UNREADABLE: &str = "La réponse du serveur n’a pas pu être lue. Rechargez la page : l’application a peut-être été mise à jour.";
/// A page about an establishment, and none is chosen.
pub const NO_ESTABLISHMENT_TITLE: &str = "Choisissez un établissement";
/// A page about an establishment, and none is chosen.
pub const NO_ESTABLISHMENT: &str =
    "Cette page montre les données d’un seul établissement. Choisissez-le dans la liste.";
/// Leads to the list.
pub const GO_ESTABLISHMENTS: &str = "Voir les établissements";
/// The file of a page could not be fetched.
pub const NOT_LOADED_TITLE: &str = "Cette page n’a pas pu être chargée";
/// The file of a page could not be fetched.
pub const NOT_LOADED: &str = "Soit le serveur ne répond pas, soit l’application a été mise à jour depuis que vous l’avez ouverte. Rechargez la page pour continuer.";
/// Loads the application again.
pub const RELOAD: &str = "Recharger";
