//! The keys that sign access tokens: Ed25519, one current, one announced, and the former ones for a day.
//!
//! Private keys are files that only their owner reads, in a folder, or come from the environment; never from the
//! database. The key announced as next is published before it signs, so that a rotation fails nobody; another
//! process that rotates is noticed within a second.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::time::Instant;

use super::Fault;

/// How long a former key still verifies.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// How long what was read of the folder is believed.
const FRESH: TimeDelta = TimeDelta::seconds(1);
/// The list of the keys of a folder.
const RING: &str = "ring.json";

/// Where keys are.
enum Source {
    Folder(PathBuf),
    Environment,
}

/// The keys of the server.
pub struct Keys {
    source: Source,
    state: Mutex<State>,
}

struct State {
    ring: Arc<Ring>,
    text: String,
    read_at: Option<Instant>,
}

/// The keys at one moment.
pub struct Ring {
    /// Changes with the keys.
    pub(super) number: u64,
    pub(super) current: String,
    pub(super) signing: EncodingKey,
    known: HashMap<String, Known>,
    /// Order in which they are published.
    order: Vec<String>,
}

struct Known {
    x: String,
    verifying: DecodingKey,
    until: Option<Instant>,
}

/// What `ring.json` holds: nothing secret.
#[derive(Serialize, Deserialize)]
struct RingFile {
    previous: Vec<Former>,
    current: String,
    next: String,
}

/// A key that no longer signs; its private part is gone.
#[derive(Serialize, Deserialize)]
struct Former {
    kid: String,
    x: String,
    until: Instant,
}

impl Keys {
    /// The keys of a folder, which are made when it holds none.
    ///
    /// # Errors
    /// When the folder or a key cannot be read or written.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Result<Keys, Fault> {
        let folder = folder.into();
        if !folder.join(RING).exists() {
            make_folder(&folder)?;
            let _guard = lock(&folder)?;
            // Another process may have made them while this one waited.
            if !folder.join(RING).exists() {
                let (current, next) = (new_key(&folder)?, new_key(&folder)?);
                write_ring(&folder, &RingFile { previous: Vec::new(), current, next })?;
            }
        }
        let text = read_text(&folder.join(RING))?;
        let ring = Arc::new(Ring::of_folder(&folder, &text, 1)?);
        let state = Mutex::new(State { ring, text, read_at: None });
        Ok(Keys { source: Source::Folder(folder), state })
    }

    /// The keys of a text: PEM blocks (PKCS #8), the current one first, then the next, then former ones.
    ///
    /// # Errors
    /// When a block is not an Ed25519 private key, or there is none.
    pub fn from_text(text: &str) -> Result<Keys, Fault> {
        const END: &str = "-----END PRIVATE KEY-----";
        let keys = text
            .split_inclusive(END)
            .filter(|block| block.contains(END))
            .map(|block| read_key(block.trim()))
            .collect::<Result<Vec<_>, Fault>>()?;
        let current =
            keys.first().ok_or_else(|| Fault::new("keys of the environment", "no PEM block".into()))?;
        let mut ring = Ring::signing_with(current, 1)?;
        for key in &keys {
            ring.add(&public_part(key), None)?;
        }
        let state = Mutex::new(State { ring: Arc::new(ring), text: String::new(), read_at: None });
        Ok(Keys { source: Source::Environment, state })
    }

    /// The keys now; a folder is looked at again when a second has passed.
    ///
    /// # Errors
    /// When the folder can no longer be read.
    pub fn ring(&self, now: Instant) -> Result<Arc<Ring>, Fault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Source::Folder(folder) = &self.source else { return Ok(Arc::clone(&state.ring)) };
        if state.read_at.is_none_or(|at| (now.naive() - at.naive()).abs() >= FRESH) {
            let text = read_text(&folder.join(RING))?;
            if text != state.text {
                state.ring = Arc::new(Ring::of_folder(folder, &text, state.ring.number + 1)?);
                state.text = text;
            }
            state.read_at = Some(now);
        }
        Ok(Arc::clone(&state.ring))
    }

    /// The next key becomes current, the current one is kept a day to verify, another one is announced. Returns the
    /// key that signs from now on.
    ///
    /// # Errors
    /// When the keys come from the environment, or the folder cannot be written.
    pub fn rotate(&self, now: Instant) -> Result<String, Fault> {
        let Source::Folder(folder) = &self.source else {
            return Err(Fault::new(
                "rotating keys",
                "they come from the environment: change them there".into(),
            ));
        };
        let _guard = lock(folder)?;
        let mut file: RingFile = parse_ring(&read_text(&folder.join(RING))?)?;
        let retired = read_key(&read_text(&key_path(folder, &file.current))?)?;
        file.previous.retain(|former| former.until > now);
        let gone = std::mem::replace(&mut file.current, std::mem::take(&mut file.next));
        let until = Instant::from(now.naive() + OVERLAP);
        file.previous.push(Former { kid: gone.clone(), x: public_part(&retired), until });
        file.next = new_key(folder)?;
        write_ring(folder, &file)?;
        // What no longer signs must not be there to be stolen.
        let path = key_path(folder, &gone);
        fs::remove_file(&path).map_err(|error| Fault::file("removing a former key", &path, &error))?;
        self.state.lock().unwrap_or_else(PoisonError::into_inner).read_at = None;
        Ok(file.current)
    }

    /// The public keys, as `/.well-known/jwks.json` shows them.
    ///
    /// # Errors
    /// When the folder can no longer be read.
    pub fn jwks(&self, now: Instant) -> Result<Value, Fault> {
        let ring = self.ring(now)?;
        let keys: Vec<Value> = ring
            .order
            .iter()
            .filter_map(|kid| ring.known.get_key_value(kid))
            .filter(|(_, known)| known.until.is_none_or(|until| now < until))
            .map(|(kid, known)| {
                json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": known.x })
            })
            .collect();
        Ok(json!({ "keys": keys }))
    }
}

impl Ring {
    fn signing_with(current: &SigningKey, number: u64) -> Result<Ring, Fault> {
        let der = current.to_pkcs8_der().map_err(|error| Fault::new("a signing key", error.to_string()))?;
        Ok(Ring {
            number,
            current: kid(&public_part(current)),
            signing: EncodingKey::from_ed_der(der.as_bytes()),
            known: HashMap::new(),
            order: Vec::new(),
        })
    }

    fn of_folder(folder: &Path, text: &str, number: u64) -> Result<Ring, Fault> {
        let file = parse_ring(text)?;
        let current = read_key(&read_text(&key_path(folder, &file.current))?)?;
        let next = read_key(&read_text(&key_path(folder, &file.next))?)?;
        let mut ring = Ring::signing_with(&current, number)?;
        for former in &file.previous {
            ring.add(&former.x, Some(former.until))?;
        }
        ring.add(&public_part(&current), None)?;
        ring.add(&public_part(&next), None)?;
        Ok(ring)
    }

    fn add(&mut self, x: &str, until: Option<Instant>) -> Result<(), Fault> {
        let verifying = DecodingKey::from_ed_components(x)
            .map_err(|error| Fault::new("a verifying key", error.to_string()))?;
        let kid = kid(x);
        self.order.push(kid.clone());
        self.known.insert(kid, Known { x: x.to_owned(), verifying, until });
        Ok(())
    }

    /// The key that verifies for a `kid`, while it may.
    pub(super) fn verifying(&self, kid: &str, now: Instant) -> Option<&DecodingKey> {
        let known = self.known.get(kid)?;
        known.until.is_none_or(|until| now < until).then_some(&known.verifying)
    }
}

/// The `x` member of a JWK.
fn public_part(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes())
}

/// The thumbprint of RFC 7638, which says nothing but the key.
fn kid(x: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}

fn read_key(pem: &str) -> Result<SigningKey, Fault> {
    SigningKey::from_pkcs8_pem(pem).map_err(|error| Fault::new("reading a key", error.to_string()))
}

fn parse_ring(text: &str) -> Result<RingFile, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::new("reading the list of keys", error.to_string()))
}

fn key_path(folder: &Path, kid: &str) -> PathBuf {
    folder.join(format!("{kid}.pem"))
}

fn read_text(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| Fault::file("reading keys", path, &error))
}

/// Makes a key in a folder and gives its name.
fn new_key(folder: &Path) -> Result<String, Fault> {
    let mut seed = [0; 32];
    super::fill(&mut seed)?;
    let key = SigningKey::from_bytes(&seed);
    let pem =
        key.to_pkcs8_pem(LineEnding::LF).map_err(|error| Fault::new("writing a key", error.to_string()))?;
    let kid = kid(&public_part(&key));
    let path = key_path(folder, &kid);
    write_file(&path, pem.as_bytes(), 0o400)?;
    Ok(kid)
}

fn write_ring(folder: &Path, ring: &RingFile) -> Result<(), Fault> {
    let text = serde_json::to_vec_pretty(ring)
        .map_err(|error| Fault::new("writing the list of keys", error.to_string()))?;
    // Whoever reads meanwhile sees the former list or the new one, never a half.
    let draft = folder.join("ring.json.new");
    if draft.exists() {
        fs::remove_file(&draft).map_err(|error| Fault::file("writing the list of keys", &draft, &error))?;
    }
    write_file(&draft, &text, 0o600)?;
    fs::rename(&draft, folder.join(RING))
        .map_err(|error| Fault::file("writing the list of keys", &draft, &error))
}

fn write_file(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Fault> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| Fault::file("writing keys", path, &error))
}

fn make_folder(folder: &Path) -> Result<(), Fault> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Fault::file("making the folder of keys", folder, &error))
}

/// One process at a time changes a folder; the lock goes with the file.
fn lock(folder: &Path) -> Result<File, Fault> {
    let path = folder.join("lock");
    let lock = File::options().create(true).append(true).open(&path).and_then(|file| {
        file.lock()?;
        Ok(file)
    });
    lock.map_err(|error| Fault::file("locking the folder of keys", &path, &error))
}
