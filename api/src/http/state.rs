//! What every request needs: the database, what is kept of it, who tells callers apart.

use std::sync::Arc;

use crate::app::library::Shelf;
use crate::authn::Authenticator;
use crate::db::Database;
use crate::jobs::Engine;

/// Shared by all requests of one process.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub database: Arc<Database>,
    /// What is kept in memory of it.
    pub shelf: Arc<Shelf>,
    /// Tells callers apart.
    pub authenticator: Arc<Authenticator>,
    /// Seals the cursors of lists; the same for all processes of one installation.
    pub secret: Arc<[u8; 64]>,
    /// Folder of the browser application, instead of the files inside the program: for who works on the screens.
    pub web: Option<Arc<std::path::Path>>,
    /// The machines in front of this one whose `X-Forwarded-For` is believed; none by default.
    pub proxies: Arc<super::client_address::Proxies>,
    /// The threads of long work, to wake when there is some.
    pub jobs: Arc<Engine>,
}
