//! Rights as the server holds them: what an account may do, read once for a request.
//!
//! The decision itself is `shared::habilitation::allows`.

/// What an account holds.
pub mod held;

pub use held::Held;
