//! `serve`: settings checked before anything is opened, then the server until it is asked to stop.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{IsTerminal as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use sha2::{Digest as _, Sha512};
use shared::catalogue::commands as texts;
use shared::change::{Origin, Trail};

use crate::app::jobs::right_lost;
use crate::app::{Ctx, Failure};
use crate::authn::Authenticator;
use crate::authn::keys::Keys;
use crate::authn::password::Cost;
use crate::authn::rights::Standing;
use crate::authz::Authority;
use crate::db::jobs::Job;
use crate::http::client_address::Network;
use crate::http::state::State;
use crate::http::{clock, server};
use crate::jobs::Engine;
use crate::vault::Vault;

/// Threads that do long work beside those that answer.
const WORKERS: usize = 2;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Address and port to listen on
    #[arg(long, env = "LOGIMEDH_LISTEN", default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
    /// Address or network of a proxy whose X-Forwarded-For is believed, such as 10.0.0.0/8; may be given several times
    #[arg(
        long = "trusted-proxy",
        value_name = "ADDRESS",
        env = "LOGIMEDH_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    trusted_proxies: Vec<Network>,
    /// Folder of the browser application, instead of the files inside the program (to work on the screens)
    #[arg(long, value_name = "FOLDER")]
    web: Option<PathBuf>,
    /// How SIGMED is reached
    #[command(flatten)]
    sigmed: super::sigmed::SigmedArguments,
    /// How mails leave
    #[command(flatten)]
    mail: super::mail::MailArguments,
}

/// Where the keys that sign tokens are.
#[derive(Debug, Args)]
pub struct KeysArguments {
    /// Folder of the keys that sign tokens, made when it is absent
    #[arg(
        long = "keys",
        id = "keys",
        value_name = "FOLDER",
        global = true,
        env = "LOGIMEDH_KEYS",
        default_value = "var/keys"
    )]
    pub folder: PathBuf,
    /// The keys themselves (PEM, PKCS #8), instead of a folder; only from the environment
    #[arg(skip)]
    pub text: Option<String>,
}

impl KeysArguments {
    /// Opens the keys.
    ///
    /// # Errors
    /// When they cannot be read or made.
    pub fn open(&self) -> Result<Keys, Failure> {
        match self.text.clone().or_else(|| std::env::var("LOGIMEDH_KEYS_PEM").ok()) {
            Some(text) => Keys::from_text(&text),
            None => Keys::in_folder(&self.folder),
        }
        .map_err(|fault| Failure::machine("reading the keys", fault.to_string()))
    }

    /// Opens the keys of kept files, which are beside those that sign; call after [`KeysArguments::open`].
    ///
    /// # Errors
    /// When they cannot be read or made.
    pub fn vault(&self) -> Result<Vault, Failure> {
        match self.text.clone().or_else(|| std::env::var("LOGIMEDH_KEYS_PEM").ok()) {
            Some(text) => Vault::from_text(&text),
            None => Vault::in_folder(&self.folder),
        }
        .map_err(|error| Failure::machine("reading the keys of kept files", error))
    }

    /// What seals cursors: made once beside the keys, or drawn from those of the environment, so that all processes
    /// of one installation agree.
    fn secret(&self) -> Result<[u8; 64], Failure> {
        if let Ok(text) = std::env::var("LOGIMEDH_KEYS_PEM") {
            let mut hash = Sha512::new();
            hash.update(b"logimedh cursors ");
            hash.update(text.as_bytes());
            return Ok(hash.finalize().into());
        }
        let failed = |error: std::io::Error| Failure::machine("reading the secret of cursors", error);
        let path = self.folder.join("cursors.secret");
        match fs::read(&path) {
            Ok(bytes) => bytes
                .try_into()
                .map_err(|_| failed(std::io::Error::other(format!("{}: 64 bytes expected", path.display())))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_secret(&path).map_err(failed),
            Err(error) => Err(failed(error)),
        }
    }
}

fn make_secret(path: &Path) -> std::io::Result<[u8; 64]> {
    let mut secret = [0; 64];
    getrandom::fill(&mut secret).map_err(|error| std::io::Error::other(error.to_string()))?;
    // Written whole under another name, then linked: another process sees all of it or nothing.
    let own = path.with_extension(format!("{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&own)?;
    file.write_all(&secret)?;
    file.set_permissions(Permissions::from_mode(0o400))?;
    let linked = fs::hard_link(&own, path);
    fs::remove_file(&own)?;
    match linked {
        Ok(()) => Ok(secret),
        // Another process was first: its secret counts.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fs::read(path)?.try_into().map_err(|_| std::io::Error::other("64 bytes expected"))
        }
        Err(error) => Err(error),
    }
}

/// Serves until asked to stop.
///
/// # Errors
/// What cannot be opened, bound or served.
pub fn serve(ctx: &Ctx, keys: &KeysArguments, arguments: &ServeArguments) -> Result<(), Failure> {
    log();
    if !ctx.database.is_migrated()? {
        return Err(Failure::nothing("database.not_migrated", texts::NOT_MIGRATED));
    }
    let mut state = state(ctx, keys)?;
    state.web = arguments.web.as_deref().map(Arc::from);
    state.proxies = Arc::new(arguments.trusted_proxies.iter().copied().collect());
    let jobs = Arc::clone(&state.jobs);
    let deliveries = arguments.sigmed.start(ctx)?;
    let mails = arguments.mail.start(ctx)?;
    let served = server::serve(state, arguments.listen, |address| {
        // Scripts read the port here when they asked for any.
        println!("{}", texts::listening(&address.to_string()));
    });
    jobs.stop();
    for round in [deliveries, mails].into_iter().flatten() {
        round.stop();
    }
    served
}

/// What every request needs, from the settings.
///
/// # Errors
/// What cannot be opened.
pub fn state(ctx: &Ctx, keys: &KeysArguments) -> Result<State, Failure> {
    let authenticator = Authenticator::new(keys.open()?, "logimedh", Cost::USUAL)
        .map_err(|fault| Failure::machine("preparing passwords", fault.to_string()))?;
    let authenticator = Arc::new(authenticator);
    ctx.database.unlock(keys.vault()?);
    let secret = Arc::new(keys.secret()?);
    let jobs = Arc::new(engine(ctx, &authenticator));
    Ok(State {
        database: Arc::clone(&ctx.database),
        shelf: Arc::clone(&ctx.shelf),
        authenticator,
        secret,
        jobs,
        web: None,
        proxies: Arc::default(),
    })
}

/// The threads of long work. A job is done with the rights that its initiator has at that moment.
fn engine(ctx: &Ctx, authenticator: &Arc<Authenticator>) -> Engine {
    let (database, shelf) = (Arc::clone(&ctx.database), Arc::clone(&ctx.shelf));
    let authenticator = Arc::clone(authenticator);
    let caller = move |job: &Job| {
        let (now, today) = clock::now();
        let account = job.account.ok_or_else(right_lost)?;
        let standing = authenticator.rights().standing(&database, account, now)?;
        let Standing::Active(held, _) = standing else { return Err(right_lost()) };
        Ok(Ctx {
            database: Arc::clone(&database),
            shelf: Arc::clone(&shelf),
            author: held.name.clone(),
            authority: Authority::Account(held),
            trail: Trail { account: Some(account), ..Trail::default() },
            origin: Origin::Import,
            now,
            today,
        })
    };
    let caller: Arc<crate::jobs::Caller> = Arc::new(caller);
    let time: Arc<crate::jobs::Clock> = Arc::new(|| clock::now().0);
    Engine::start(&ctx.database, &time, &caller, WORKERS)
}

/// One line for each request and each failure: as text for people, as JSON when another program reads.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LOGIMEDH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber is refused: then the first goes on.
    let _ = if std::io::stderr().is_terminal() {
        subscriber.compact().try_init()
    } else {
        subscriber.json().try_init()
    };
}
