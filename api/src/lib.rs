//! The server and the command line of logimedh, as a library: `main` and the tests use the same operations.
//!
//! One direction: the command line and `http` call `app`, `app` calls `db`; decisions are in `shared`.

/// Operations: load, ask `shared` to decide, write, record.
pub mod app;
/// Who is calling.
pub mod authn;
/// Rights at the door of the data.
pub mod authz;
/// The command line.
pub mod cli;
/// Storage.
pub mod db;
mod digest;
/// Files for people and machines.
pub mod export;
/// REST: routes, requests, answers.
pub mod http;
/// Long work.
pub mod jobs;
/// The small files of the initialisation.
pub mod loads;
/// How mails leave.
pub mod mail;
mod pdf;
/// From bytes to rows.
pub mod reader;
/// National files: nomenclatures, FINESS, groups.
pub mod reference_files;
/// From the rows of the reader to those of the domain.
mod rows;
/// How deliveries travel to SIGMED, and answers back.
pub mod sigmed;
/// The SIRH extract.
pub mod sirh;
/// Sealing the files that are kept.
pub mod vault;
