//! `import.read`: from the bytes of a file to its plan.

use super::engine::Order;
use crate::app::{Failure, imports};

/// Reads the file of an import; whether some lines are refused.
///
/// # Errors
/// Why the file cannot be read, or the machine.
pub(super) fn run(order: &mut Order<'_>) -> Result<bool, Failure> {
    let import = order.subject()?;
    let outcome = imports::read_now(import, order)?;
    Ok(outcome.has_refusals)
}
