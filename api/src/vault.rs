//! The files that hospitals send, sealed before they are kept: compressed, then encrypted part by part by
//! XChaCha20-Poly1305 (RustCrypto), bound to their import and to their place, so that a part that was changed, moved to
//! another import or left out is found.
//!
//! Its keys are beside those that sign tokens, never in the database: whoever has a copy of the database has no file. A key
//! that no longer seals still opens, by the name that is stored with each part. See decision 0018. Refuses to guess: without
//! its key a file is not read.

mod keys;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{Read, Seek as _, SeekFrom, Write};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use flate2::Compression;

pub use keys::Vault;

/// Bytes of one part before it is encrypted.
const PART: usize = 1 << 20;
/// Bytes drawn for each part, kept in front of it.
const NONCE: usize = 24;

/// Why a file is not sealed or not opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key that sealed it is not there.
    #[error("the key {0} is not among the keys of this machine")]
    KeyMissing(String),
    /// It is not what was sealed, or by another key of that name.
    #[error("a kept file does not open: it was changed, moved, cut, or its key is another")]
    Altered,
    /// The machine.
    #[error("{doing}")]
    Machine {
        /// What was being done.
        doing: &'static str,
        /// The answer of the system.
        #[source]
        source: std::io::Error,
    },
}

impl VaultError {
    pub(crate) fn machine(doing: &'static str, source: std::io::Error) -> VaultError {
        VaultError::Machine { doing, source }
    }
}

/// A file that was sealed, on its way to the database.
#[derive(Debug)]
pub struct Sealed {
    /// Name of the key.
    pub key: String,
    /// Length of each part in `file`.
    lengths: Vec<usize>,
    file: File,
}

impl Sealed {
    /// Hands over the parts in their order.
    ///
    /// # Errors
    /// When a part cannot be read again; what `take` says.
    pub fn each_part<E: From<VaultError>>(
        &self,
        mut take: impl FnMut(i32, Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error| VaultError::machine("reading a sealed file", error);
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        for (part, length) in (0_i32..).zip(&self.lengths) {
            let mut bytes = vec![0; *length];
            file.read_exact(&mut bytes).map_err(failed)?;
            take(part, bytes)?;
        }
        Ok(())
    }
}

impl Vault {
    /// Seals a file under the name of what it belongs to. The whole is never in memory.
    ///
    /// # Errors
    /// When there is no key to seal with, or the machine fails.
    pub fn seal(&self, owner: &str, source: impl Read) -> Result<Sealed, VaultError> {
        let failed = |error| VaultError::machine("sealing a file", error);
        let (key, cipher) = self.current()?;
        let mut compressed = flate2::read::GzEncoder::new(source, Compression::fast());
        let mut file = tempfile::tempfile().map_err(failed)?;
        let mut lengths = Vec::new();
        let mut bytes = next_part(&mut compressed)?;
        loop {
            let following = next_part(&mut compressed)?;
            let is_last = following.is_empty();
            let sealed = seal_part(&cipher, &bytes, &bound(owner, lengths.len(), is_last))?;
            file.write_all(&sealed).map_err(failed)?;
            lengths.push(sealed.len());
            if is_last {
                return Ok(Sealed { key, lengths, file });
            }
            bytes = following;
        }
    }

    /// Writes a file somewhere from its parts; `next` gives each with the name of its key.
    ///
    /// # Errors
    /// `KeyMissing`, `Altered`; when the machine fails; what `next` says.
    pub fn open<E: From<VaultError>>(
        &self,
        owner: &str,
        to: impl Write,
        mut next: impl FnMut(i32) -> Result<Option<(String, Vec<u8>)>, E>,
    ) -> Result<(), E> {
        let failed = |error| VaultError::machine("opening a kept file", error);
        let mut plain = flate2::write::GzDecoder::new(to);
        let mut part = next(0)?;
        for number in 0_i32.. {
            let Some((key, bytes)) = part else { return Err(VaultError::Altered.into()) };
            part = next(number + 1)?;
            let place = usize::try_from(number).unwrap_or_default();
            let bound = bound(owner, place, part.is_none());
            let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(VaultError::Altered)?;
            let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| VaultError::Altered)?;
            let payload = Payload { msg: sealed, aad: bound.as_bytes() };
            let opened = self.cipher(&key)?.decrypt(&XNonce::from(nonce), payload);
            plain.write_all(&opened.map_err(|_| VaultError::Altered)?).map_err(failed)?;
            if part.is_none() {
                break;
            }
        }
        plain.finish().and_then(|mut to| to.flush()).map_err(failed)?;
        Ok(())
    }
}

/// What a part is bound to: whose file, which part, and whether others follow.
fn bound(owner: &str, part: usize, is_last: bool) -> String {
    format!("{owner}/{part}/{}", if is_last { "last" } else { "more" })
}

fn next_part(source: &mut impl Read) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    let read = source.take(PART as u64).read_to_end(&mut bytes);
    read.map_err(|error| VaultError::machine("sealing a file", error))?;
    Ok(bytes)
}

fn seal_part(cipher: &XChaCha20Poly1305, bytes: &[u8], bound: &str) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    keys::fill(&mut nonce)?;
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: bytes, aad: bound.as_bytes() });
    // Refused only for more than a part can hold.
    let sealed = sealed.map_err(|_| VaultError::Altered)?;
    Ok([nonce.as_slice(), &sealed].concat())
}
