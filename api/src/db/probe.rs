//! Whether the database takes writes now: one row is written by the same door as any other, and taken back.
//!
//! Nothing of it stays, in no table and not in the journal. Refuses to say what a failure means for who serves.

use std::path::Path;

use chrono::DateTime;
use diesel::prelude::*;

use super::problem::Problem;
use super::schema::replays;
use super::{Database, backend};

/// No caller and no request: an answer that nobody could ask for again, were it kept.
const NOBODY: &str = "probe";
/// What a digest looks like.
const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Database {
    /// Writes and takes back, after the writes under way: what it is told is what any write would be.
    ///
    /// # Errors
    /// `NotMigrated`, `Open`, `Busy`, `Crowded`, `Query`.
    pub fn probe(&self) -> Result<(), Problem> {
        // Asked anew each time: another process may have reverted what this one has seen migrated.
        if !self.is_migrated()? {
            return Err(Problem::NotMigrated);
        }
        let _place = self.place()?;
        let mut connection = self.begun(backend::begin_write)?;
        let written = diesel::insert_into(replays::table)
            .values((
                replays::caller.eq(NOBODY),
                replays::operation.eq(NOBODY),
                replays::key.eq(NOBODY),
                replays::body_hash.eq(DIGEST),
                replays::rights_version.eq(0_i64),
                replays::status.eq(0),
                replays::headers.eq("[]"),
                replays::body.eq(""),
                replays::created_at.eq(DateTime::UNIX_EPOCH.naive_utc()),
                replays::expires_at.eq(DateTime::UNIX_EPOCH.naive_utc()),
            ))
            .execute(&mut connection);
        // A connection that cannot roll back is dropped, which does.
        if backend::rollback(&mut connection).is_ok() {
            self.give_back(connection);
        }
        written.map(drop).map_err(Problem::from)
    }

    /// The folders of this machine that grow as the database is written: its own when it is a file, and that of the
    /// anchor. The disks of a server are its own affair.
    pub fn folders(&self) -> Vec<&Path> {
        let files = [self.address.file(), self.anchor_path()].into_iter().flatten();
        let mut folders: Vec<&Path> = files.map(folder_of).collect();
        folders.dedup();
        folders
    }
}

/// The folder of a file: the present one for a name alone.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
