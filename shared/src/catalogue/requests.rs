//! Requests that cannot be met: what is wrong and what to do.

use super::counted;

/// Several fields are wrong.
pub fn fields_to_correct(count: usize) -> String {
    counted(count, "champ à corriger", "champs à corriger")
}
