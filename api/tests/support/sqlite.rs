//! Copies of one migrated SQLite file.

use std::fs;
use std::sync::OnceLock;

use api::db::Database;
use tempfile::TempDir;

/// The migrated file, made once by this process; its bytes, so that no folder is left behind.
fn template() -> &'static (Vec<u8>, Vec<u8>) {
    static TEMPLATE: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("template.sqlite");
        let database = Database::open(&url(&file)).unwrap();
        database.migrate().unwrap();
        let anchor = fs::read(database.anchor_path().unwrap()).unwrap();
        // Closing the last connection brings the write-ahead log into the file.
        drop(database);
        (fs::read(file).unwrap(), anchor)
    })
}

pub fn url(file: &std::path::Path) -> String {
    format!("sqlite://{}", file.display())
}

/// A folder with a copy, and the address of the copy.
pub fn copy() -> (TempDir, String) {
    let (file, anchor) = template();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("test.sqlite");
    fs::write(&path, file).unwrap();
    fs::write(folder.path().join("test.sqlite.anchor"), anchor).unwrap();
    (folder, url(&path))
}
