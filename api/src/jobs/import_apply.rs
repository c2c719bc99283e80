//! `import.apply`: the plan is made again and written as one change.

use super::engine::Order;
use crate::app::{Failure, imports};

/// Writes the plan of an import; whether some lines were left out.
///
/// # Errors
/// Why it is not written, or the machine.
pub(super) fn run(order: &mut Order<'_>) -> Result<bool, Failure> {
    let import = order.subject()?;
    let options: imports::ApplyOptions = serde_json::from_str(&order.job.options)
        .map_err(|error| Failure::machine("reading what was asked of a job", error))?;
    let (_, outcome) = imports::apply_now(import, &options, order)?;
    Ok(outcome.has_refusals)
}
