//! Deliveries to SIGMED: why one is on the shelf, and what to do.

/// The subject went another way since.
pub const WITHDRAWN: &str = "L’objet de cet envoi n’attend plus SIGMED : l’envoi ne part pas.";
/// A later delivery takes its place.
pub const REPLACED: &str = "Un envoi plus récent du même objet remplace celui-ci.";
/// It is not on the shelf.
pub const NOT_SHELVED: &str = "Seul un envoi mis de côté se remet en file.";
/// The program itself failed: its log says why.
pub const INTERNAL: &str = "La réponse de SIGMED n’a pas pu être enregistrée : voyez le journal du programme, puis remettez l’envoi en file.";
/// The program ended each time while it was sending it.
pub const GAVE_UP: &str =
    "L’envoi a été interrompu trop souvent : voyez le journal du programme, puis remettez-le en file.";
/// The folder of the file drop.
pub const FOLDER_FAILED: &str = "Le dossier d’échange avec SIGMED n’est pas accessible.";
/// Nobody answers.
pub const UNREACHABLE: &str = "SIGMED est injoignable.";
/// Its answer cannot be read.
pub const BAD_ANSWER: &str = "La réponse de SIGMED n’a pas la forme convenue.";
/// It says that it never received it.
pub const UNKNOWN_THERE: &str = "SIGMED ne connaît pas cet envoi : il repart.";

/// An answer that a rule refuses.
pub fn answer_refused(why: &str) -> String {
    format!("La réponse de SIGMED n’a pas pu être appliquée : {why}")
}

/// A status that is no answer.
pub fn status(code: u16, said: &str) -> String {
    if said.is_empty() {
        format!("SIGMED a répondu {code}.")
    } else {
        format!("SIGMED a répondu {code} : {said}")
    }
}

/// Where the address leads elsewhere.
pub fn redirected(code: u16) -> String {
    format!("SIGMED renvoie vers une autre adresse ({code}), qui n’est pas suivie : corrigez le réglage.")
}
