//! The point from which facts are read: a day and an instant, always both.
//!
//! Built once at the border, from the request or from the clock; nothing here fills in a default.

use crate::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// What held on a day, according to what was known at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct View {
    /// The day asked about (effective time).
    pub as_of: Day,
    /// The instant of our knowledge (recorded time, UTC): statements recorded later are not seen.
    pub known_at: Instant,
}
