//! The page before the application starts.

/// Name of the product.
pub const PRODUCT: &str = "logimedh";
/// What it is for.
pub const PURPOSE: &str = "Postes, praticiens et affectations des hôpitaux publics.";
/// While it loads.
pub const STARTING: &str = "L’application se charge…";
/// When it could not.
pub const FAILED: &str = "L’application n’a pas pu démarrer. Rechargez la page ; si cela continue, mettez à jour votre navigateur.";
/// Without JavaScript.
pub const NO_SCRIPT: &str =
    "Cette application a besoin de JavaScript. Activez-le dans votre navigateur, puis rechargez la page.";
