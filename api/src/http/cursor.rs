//! Cursors of lists: where the next page begins, closed by a seal that only this server can make.
//!
//! Bound to the caller, the query and the instant of the first page. A cursor of another list, of another person, a
//! changed or an old one is refused.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::problem::Code;
use shared::time::{Instant, View};

use super::problem::ApiError;

/// Hours during which a walk may go on.
const LIFETIME_HOURS: i64 = 24;

/// What a cursor holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Where the page begins: the id of the last thing given. Never a name of a person, since cursors travel in addresses.
    pub after: Vec<String>,
    /// Day and instant of the first page.
    pub view: View,
    /// When the walk began.
    pub begun_at: Instant,
}

/// What a cursor is good for: this caller, this path, this query (without `cursor` and `limit`).
pub fn binding(caller: &str, path: &str, pairs: &[(String, String)]) -> [u8; 32] {
    let mut kept: Vec<&(String, String)> =
        pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit")).collect();
    kept.sort();
    let mut hash = Sha256::new();
    for part in [caller, path].into_iter().chain(kept.iter().flat_map(|(name, value)| [name.as_str(), value]))
    {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// A value as a text that only this server can make, for who it is bound to.
pub fn sealed<T: Serialize>(value: &T, secret: &[u8; 64], binding: &[u8; 32]) -> String {
    let mut content = serde_json::to_vec(value).unwrap_or_default();
    let tag = seal(secret, binding, &content).finalize().into_bytes();
    content.extend_from_slice(&tag);
    URL_SAFE_NO_PAD.encode(content)
}

/// The value of such a text; nothing when it was changed, or made for somebody else.
pub fn unsealed<T: DeserializeOwned>(text: &str, secret: &[u8; 64], binding: &[u8; 32]) -> Option<T> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (content, tag) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    seal(secret, binding, content).verify_slice(tag).ok()?;
    serde_json::from_slice(content).ok()
}

fn seal(secret: &[u8; 64], binding: &[u8; 32], content: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new(&(*secret).into());
    mac.update(binding);
    mac.update(content);
    mac
}

impl Cursor {
    /// As text.
    pub fn close(&self, secret: &[u8; 64], binding: &[u8; 32]) -> String {
        sealed(self, secret, binding)
    }

    /// From text.
    ///
    /// # Errors
    /// `request.bad_cursor`.
    pub fn open(text: &str, secret: &[u8; 64], binding: &[u8; 32], now: Instant) -> Result<Cursor, ApiError> {
        let bad = || ApiError::about(Code::BadCursor, "cursor", shared::catalogue::requests::BAD_CURSOR);
        let cursor: Cursor = unsealed(text, secret, binding).ok_or_else(bad)?;
        let age = now.naive().signed_duration_since(cursor.begun_at.naive());
        if age.num_hours() >= LIFETIME_HOURS { Err(bad()) } else { Ok(cursor) }
    }
}
