//! Rights at the door of the data: who acts ([`Authority`]), what they may see ([`Scope`]), what they may write
//! ([`Permit`]).
//!
//! A query asks for a `Scope` and a write for a `Permit`: without one they do not compile, and only this module makes
//! them, from the decisions of `shared::habilitation`. Refuses to read tokens (see `authn`) and to know HTTP.
//!
//! A read without its witness does not compile (R46):
//!
//! ```compile_fail,E0061
//! use api::db::{Connection, facts};
//! fn read(connection: &mut Connection, set: facts::FactSet, at: shared::time::Instant) {
//!     let _ = facts::load(connection, set, at);
//! }
//! ```
//!
//! with it, it does:
//!
//! ```
//! use api::authz::Scope;
//! use api::db::{Connection, facts};
//! fn read(connection: &mut Connection, scope: &Scope, set: facts::FactSet, at: shared::time::Instant) {
//!     let _ = facts::load(connection, scope, set, at);
//! }
//! ```
//!
//! A witness cannot be made up; the machine itself has a door for it:
//!
//! ```
//! use api::authz::{Permit, Scope, System};
//! let system = System::on_this_machine();
//! let (scope, _permit) = (Scope::everything(&system), Permit::anything(&system));
//! assert!(scope.establishments().is_none());
//! ```
//!
//! ```compile_fail,E0451
//! use api::authz::{Reach, Scope};
//! fn forge() -> Scope {
//!     Scope { reach: Reach::Nation, sight: Reach::Nation }
//! }
//! ```
//!
//! ```compile_fail,E0451
//! fn forge() -> api::authz::Permit {
//!     api::authz::Permit { set: None }
//! }
//! ```
//!
//! A write without its witness does not compile either:
//!
//! ```compile_fail,E0061
//! use api::db::{Transaction, changes};
//! use shared::knowledge::ChangeSet;
//! fn write(tx: &mut Transaction<'_>, set: api::db::facts::FactSet, change: changes::NewChange, facts: &ChangeSet) {
//!     let _ = changes::record(tx, set, None, change, facts, shared::time::Instant::NEVER);
//! }
//! ```
//!
//! with it, it does:
//!
//! ```
//! use api::authz::Permit;
//! use api::db::{Transaction, changes};
//! use shared::knowledge::ChangeSet;
//! fn write(tx: &mut Transaction<'_>, permit: &Permit, set: api::db::facts::FactSet, change: changes::NewChange, facts: &ChangeSet) {
//!     let _ = changes::record(tx, permit, set, None, change, facts, shared::time::Instant::NEVER);
//! }
//! ```

mod held;
mod permit;
mod scope;
mod territory;

pub use held::{Authority, Held, System};
pub use permit::Permit;
pub(crate) use scope::Links;
pub use scope::{Admission, Reach, Scope, Things};
pub use territory::{Located, Territory};
