//! Operations: each loads what it needs, asks `shared` to decide, writes in one transaction and records one change.
//!
//! No argument parsing and no printing here: the command line and the server call the same functions.

/// Who takes the steps of what passes from hand to hand.
mod actors;
/// Affectations.
pub mod affectations;
/// Changes: list and undo.
pub mod changes;
/// Local codes.
pub mod code_mappings;
/// Comments.
pub mod comments;
mod ctx;
/// The demonstration hospital.
pub mod demo;
/// The accounts of the demonstration.
pub mod demo_accounts;
/// The logical dump.
pub mod dump;
/// Finding an establishment and the reference around it.
pub mod establishments;
/// What open screens are told of.
pub mod events;
/// How every dated fact is written.
pub(crate) mod facts;
mod failure;
/// The change feed.
pub mod feed;
mod filter_words;
/// What accounts hold.
pub mod habilitations;
/// Heads of structures.
pub mod headships;
/// Import profiles.
pub mod import_profiles;
/// Files sent by hospitals.
pub mod imports;
/// What may be seen of what a change does.
pub(crate) mod item_sight;
/// Long work, as people follow it.
pub mod jobs;
/// The journal for people.
pub mod journal;
/// What the journal was told a short while ago.
mod lately;
/// What is kept in memory between two operations.
pub mod library;
/// Lists as files.
pub(crate) mod list_files;
/// What may be asked of lists.
pub mod listing;
/// How full and how fresh establishments are.
pub mod loading_state;
/// The loads of the initialisation.
pub mod loads;
/// Structures taken in by others.
pub mod mergers;
/// What answers call the things that facts refer to.
pub mod naming;
/// Nomenclatures.
pub mod nomenclatures;
/// What people are told, and how they want to be.
pub mod notices;
/// What posts have been held by.
pub mod occupants;
/// Perimeters seen from somebody's own.
mod perimeters;
/// Positions.
pub mod positions;
/// The documents of profiles of posts.
pub mod post_documents;
pub mod post_parts;
/// Profiles of posts.
pub mod post_profiles;
/// Posts.
pub mod posts;
/// Practitioners.
pub mod practitioners;
/// Whether this process can do its work.
pub mod readiness;
/// How every dated noun is read.
pub(crate) mod reading;
/// Nomenclatures and FINESS.
pub mod reference;
/// The steps of requests on posts.
pub mod request_steps;
/// Requests on posts.
pub mod requests;
/// Reservations of posts.
pub mod reservations;
/// Searching practitioners by what may not be in an address.
pub mod search;
/// Signing in and out.
pub mod session;
/// Deliveries to SIGMED.
pub mod sigmed;
/// The SIRH import.
pub mod sirh;
/// Geographic sites.
pub mod sites;
/// Workbooks to fill in.
pub mod skeletons;
/// The staffing table.
pub mod staffing_table;
/// Employments.
pub mod statuses;
/// Structures and their tree.
pub mod structures;
/// Everything about one practitioner.
pub mod timeline;
/// Tours de recrutement.
pub mod tours;
/// What the journal is told beside changes.
pub mod traces;
/// The last step of a thing, as far as it is the caller's.
mod undo;
/// Accounts.
pub mod users;
/// Running a write.
pub mod writing;

use std::path::Path;

use sha2::{Digest, Sha256};
use shared::id::IdSource;
use uuid::Uuid;

use crate::digest::hexadecimal;

pub use ctx::{Ctx, Source};
pub use failure::{Failure, Refusal};
pub(crate) use failure::{chain, wrong};

/// New ids for new things: UUIDv7, in the order in which they are asked.
pub fn new_ids() -> impl IdSource {
    Uuid::now_v7
}

/// SHA-256 of a file, read in pieces.
pub(crate) fn hash_of(path: &Path) -> Result<String, Failure> {
    let open = || -> std::io::Result<String> {
        let mut hasher = Sha256::new();
        let mut file = std::fs::File::open(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = std::io::Read::read(&mut file, &mut buffer)?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            hasher.update(part);
        }
        Ok(hexadecimal(hasher.finalize()))
    };
    open().map_err(|error| Failure::machine("reading the file again", error))
}
