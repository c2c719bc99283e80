//! How much of a disk is left, and whether that is enough to go on writing.
//!
//! Refuses to ask the machine: sizes are given.

/// Share of a disk that must stay free, in hundredths: below, somebody has to make room before writes are refused.
const LEAST_FREE: u128 = 10;

/// The sizes of one disk, in one unit whatever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// What may still be written.
    pub free: u64,
    /// All of it; nothing for what only looks like a disk.
    pub total: u64,
}

impl Disk {
    /// Whether too little is left.
    #[must_use]
    pub fn is_low(self) -> bool {
        u128::from(self.free) * 100 < u128::from(self.total) * LEAST_FREE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_must_be_free() {
        for (free, total, is_low) in [
            (100, 1_000, false),
            (99, 1_000, true),
            (0, 1_000, true),
            (1_000, 1_000, false),
            (0, 1, true),
            (u64::MAX / 10, u64::MAX, true),
            (u64::MAX / 10 + 1, u64::MAX, false),
            // No disk: there is nothing to fill.
            (0, 0, false),
        ] {
            assert_eq!(Disk { free, total }.is_low(), is_low, "{free} of {total}");
        }
    }
}
