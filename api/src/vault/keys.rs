//! The keys of kept files: files that only their owner reads, in the folder of the signing keys, or drawn from those of the
//! environment. The newest seals; each opens what it sealed for as long as it is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::VaultError;

const KEY: usize = 32;
const PREFIX: &str = "original-";
const ENDING: &str = ".key";

/// What seals kept files, and opens them.
pub struct Vault(Source);

enum Source {
    Folder(PathBuf),
    Environment { current: String, keys: BTreeMap<String, [u8; KEY]> },
}

impl Vault {
    /// The keys of a folder; one is made when it holds none.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Result<Vault, VaultError> {
        let folder = folder.into();
        if newest(&folder)?.is_none() {
            make(&folder)?;
        }
        Ok(Vault(Source::Folder(folder)))
    }

    /// Keys drawn from those of the environment (PEM blocks): the first seals, all open.
    ///
    /// # Errors
    /// When there is no block.
    pub fn from_text(text: &str) -> Result<Vault, VaultError> {
        const END: &str = "-----END PRIVATE KEY-----";
        let blocks = text.split_inclusive(END).filter(|block| block.contains(END)).map(str::trim);
        let mut keys = BTreeMap::new();
        let mut current = None;
        for block in blocks {
            let drawn = |label: &str| -> [u8; KEY] {
                Sha256::new().chain_update(label).chain_update(block.as_bytes()).finalize().into()
            };
            let name: String = drawn("logimedh name of originals ")
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            current.get_or_insert_with(|| name.clone());
            keys.insert(name, drawn("logimedh originals "));
        }
        let current = current.ok_or_else(|| VaultError::KeyMissing("of the environment".to_owned()))?;
        Ok(Vault(Source::Environment { current, keys }))
    }

    /// Seals with a new key from now on; the others stay, to open what they sealed. Gives its name.
    ///
    /// # Errors
    /// When the keys come from the environment, or the folder cannot be written.
    pub fn rotate(&self) -> Result<String, VaultError> {
        match &self.0 {
            Source::Folder(folder) => make(folder),
            Source::Environment { .. } => Err(VaultError::KeyMissing("of a folder".to_owned())),
        }
    }

    /// What seals now. Another process may have made a newer key: the folder is looked at each time.
    pub(super) fn current(&self) -> Result<(String, XChaCha20Poly1305), VaultError> {
        let name = match &self.0 {
            Source::Folder(folder) => {
                newest(folder)?.ok_or_else(|| VaultError::KeyMissing("of kept files".to_owned()))?
            }
            Source::Environment { current, .. } => current.clone(),
        };
        let cipher = self.cipher(&name)?;
        Ok((name, cipher))
    }

    /// The key of a name.
    pub(super) fn cipher(&self, name: &str) -> Result<XChaCha20Poly1305, VaultError> {
        let missing = || VaultError::KeyMissing(name.to_owned());
        let key: [u8; KEY] = match &self.0 {
            Source::Environment { keys, .. } => *keys.get(name).ok_or_else(missing)?,
            Source::Folder(folder) => {
                // The name comes from the database: only what is one leads to a file.
                let id: Uuid = name.parse().map_err(|_| missing())?;
                let bytes = match fs::read(path(folder, id)) {
                    Ok(bytes) => bytes,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(missing()),
                    Err(error) => return Err(VaultError::machine("reading a key of kept files", error)),
                };
                bytes.try_into().map_err(|_| missing())?
            }
        };
        Ok(XChaCha20Poly1305::new(&key.into()))
    }
}

fn path(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(format!("{PREFIX}{id}{ENDING}"))
}

/// The name of the newest key: names are in the order in which they were drawn.
fn newest(folder: &Path) -> Result<Option<String>, VaultError> {
    let failed = |error| VaultError::machine("looking for the keys of kept files", error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let id = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(ENDING));
        names.extend(id.filter(|id| id.parse::<Uuid>().is_ok()).map(str::to_owned));
    }
    Ok(names.into_iter().max())
}

fn make(folder: &Path) -> Result<String, VaultError> {
    let failed = |error| VaultError::machine("writing a key of kept files", error);
    let mut key = [0; KEY];
    fill(&mut key)?;
    let id = Uuid::now_v7();
    // Written whole under another name: another process sees all of it or nothing.
    let draft = folder.join(format!("{id}.new"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o400);
    let mut file = options.open(&draft).map_err(failed)?;
    file.write_all(&key).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&draft, path(folder, id)).map_err(failed)?;
    Ok(id.to_string())
}

/// Bytes drawn by the system.
pub(super) fn fill(bytes: &mut [u8]) -> Result<(), VaultError> {
    let failed = |error: getrandom::Error| std::io::Error::other(error.to_string());
    getrandom::fill(bytes).map_err(|error| VaultError::machine("drawing bytes", failed(error)))
}
