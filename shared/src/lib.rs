//! The domain of logimedh: types, rules and decisions of posts, practitioners and affectations.
//!
//! No input or output, no clock, no database: everything here is a function of its arguments and compiles to
//! WASM, so that the server, the command line and the browser decide alike. The table of contents:

/// Affectations: who spends which time where.
pub mod affectation;
/// Statuses, steps, positions, contracts, exercise periods.
pub mod career;
/// Every French sentence, by noun.
pub mod catalogue;
/// What a change says of itself: where it comes from, by what way.
pub mod change;
/// Checked identifiers: RPPS, FINESS, SIRET, opaque numbers.
pub mod code;
/// Local codes and import profiles of an establishment.
pub mod code_mapping;
/// Comments.
pub mod comment;
/// Bodies of requests and answers.
pub mod contract;
/// Shares of time between establishments.
pub mod convention;
/// Legal entities and sites.
pub mod establishment;
/// What a dated fact is.
pub mod fact;
/// The change feed.
pub mod feed;
/// How old the last extract of an establishment is.
pub mod freshness;
/// Who may do what, where, when.
pub mod habilitation;
/// Heads of poles and services.
pub mod headship;
/// Typed ids.
pub mod id;
/// From the lines of a file to a plan.
pub mod import;
/// All facts in memory, their difference, the undo of a change.
pub mod knowledge;
/// Enums of words.
mod names;
/// Dated lists of codes.
pub mod nomenclature;
/// What people are told of what others did.
pub mod notice;
/// Schemas of the small types, for the contract.
#[cfg(feature = "openapi")]
mod openapi;
/// Which passwords are too easy to guess.
pub mod password;
/// Names of people as they are searched.
pub mod person_name;
/// What a file would change.
pub mod plan;
/// Posts, ours and SIGMED's.
pub mod post;
/// Editions of the profiles of posts.
pub mod post_profile;
/// Posts divided into parts.
pub mod post_split;
/// People as establishments know them.
pub mod practitioner;
/// The table of codes, and the body of every error.
pub mod problem;
/// Time of people, without floats.
pub mod quotity;
/// What the national files change.
pub mod reference;
/// Requests to create, transform or close a post.
pub mod request;
/// Room on a post for somebody to come.
pub mod reservation;
/// What a person may state.
pub mod rules;
/// What the screens work out from what the interface answers. Pure.
pub mod screen;
/// What leaves for SIGMED, and what comes back.
pub mod sigmed;
/// The staffing table (tableau des emplois).
pub mod staffing_table;
/// Room on disks.
pub mod storage;
/// Poles, services, units.
pub mod structure;
/// Days, instants, periods, timelines, sums over time.
pub mod time;
/// The rules of a tour de recrutement.
pub mod tour;
/// What passes from hand to hand: requests, tours, posts in a tour.
pub mod workflow;
