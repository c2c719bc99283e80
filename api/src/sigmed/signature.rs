//! Signatures of the files that are exchanged with SIGMED: HMAC-SHA256 under a key that both sides hold.
//!
//! What is signed says what it is (a delivery or an answer) and its key, so that neither passes for the other. Refuses a
//! key shorter than 32 bytes.

use std::fs;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Shortest key, in bytes.
const SHORTEST: usize = 32;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From us to SIGMED.
    Delivery,
    /// From SIGMED to us.
    Answer,
}

impl Kind {
    /// As it is signed, and as the manifest says it.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Delivery => "delivery",
            Kind::Answer => "answer",
        }
    }
}

/// The keys of an exchange: the first signs, all of them verify, so that one may follow another.
#[derive(Clone)]
pub struct SigningKeys(Vec<Vec<u8>>);

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKeys({})", self.0.len())
    }
}

impl SigningKeys {
    /// Reads a file of keys: one a line, in hexadecimal.
    ///
    /// # Errors
    /// When it cannot be read, or holds no key that is long enough.
    pub fn in_file(path: &Path) -> std::io::Result<SigningKeys> {
        SigningKeys::from_text(&fs::read_to_string(path)?)
    }

    /// The same from a text.
    ///
    /// # Errors
    /// When it holds no key, or one that is short or not hexadecimal.
    pub fn from_text(text: &str) -> std::io::Result<SigningKeys> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let keys = lines.map(|line| from_hex(line).filter(|key| key.len() >= SHORTEST));
        match keys.collect::<Option<Vec<_>>>() {
            Some(keys) if !keys.is_empty() => Ok(SigningKeys(keys)),
            _ => Err(std::io::Error::other("keys of 64 hexadecimal digits or more are expected, one a line")),
        }
    }

    /// Signs a text; in hexadecimal.
    pub fn sign(&self, kind: Kind, key: &str, text: &[u8]) -> String {
        let own = self.0.first().map(Vec::as_slice).unwrap_or_default();
        mac(own, kind, key, text).map(|mac| to_hex(&mac.finalize().into_bytes())).unwrap_or_default()
    }

    /// Whether a text was signed by one of the keys.
    pub fn verifies(&self, kind: Kind, key: &str, text: &[u8], signature: &str) -> bool {
        let Some(signature) = from_hex(signature) else { return false };
        self.0.iter().any(|own| {
            // Compared in a time that tells nothing.
            mac(own, kind, key, text).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
        })
    }
}

fn mac(own: &[u8], kind: Kind, key: &str, text: &[u8]) -> Option<Hmac<Sha256>> {
    // Any length is a key; ours are never empty.
    let mut mac = Hmac::<Sha256>::new_from_slice(own).ok()?;
    for part in [b"logimedh sigmed ".as_slice(), kind.name().as_bytes(), b"\n", key.as_bytes(), b"\n", text] {
        mac.update(part);
    }
    Some(mac)
}

/// Bytes in hexadecimal.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> SigningKeys {
        SigningKeys::from_text(text).unwrap()
    }

    /// Worked out once with `openssl dgst -sha256 -mac HMAC -macopt hexkey:…`: another program agrees.
    #[test]
    fn a_signature_is_the_one_that_the_document_describes() {
        let own = keys(&"0b".repeat(32));
        assert_eq!(own.sign(Kind::Delivery, "k-1", b"{}"), KNOWN);
    }

    const KNOWN: &str = "dce5df82d0f04b8666e1756d86e42a5bb40abc24543bf5626da2eaa22a9e5f88";

    #[test]
    fn only_the_same_text_of_the_same_kind_and_key_verifies() {
        let own = keys(&"0b".repeat(32));
        let signed = own.sign(Kind::Answer, "k-1", b"text");
        assert!(own.verifies(Kind::Answer, "k-1", b"text", &signed));
        assert!(!own.verifies(Kind::Delivery, "k-1", b"text", &signed), "sent back to us");
        assert!(!own.verifies(Kind::Answer, "k-2", b"text", &signed));
        assert!(!own.verifies(Kind::Answer, "k-1", b"texts", &signed));
        assert!(!own.verifies(Kind::Answer, "k-1", b"text", &signed[2..]));
        assert!(!own.verifies(Kind::Answer, "k-1", b"text", "é"));
        assert!(!keys(&"0c".repeat(32)).verifies(Kind::Answer, "k-1", b"text", &signed));
    }

    #[test]
    fn a_key_may_follow_another() {
        let (former, latter) = ("0b".repeat(32), "0c".repeat(32));
        let both = keys(&format!("{latter}\n{former}\n"));
        let signed = keys(&former).sign(Kind::Answer, "k-1", b"text");
        assert!(both.verifies(Kind::Answer, "k-1", b"text", &signed));
        assert_eq!(both.sign(Kind::Answer, "k-1", b"text"), keys(&latter).sign(Kind::Answer, "k-1", b"text"));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "\n", "0b0b", &"zz".repeat(32), &format!("{}\nshort", "0b".repeat(32))] {
            assert!(SigningKeys::from_text(text).is_err(), "{text}");
        }
    }
}
