//! Writes files under names made from their content, with a brotli copy beside each.
//!
//! A name made from the content never means two things, so that a browser may keep the file for ever.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

/// One file of the bundle.
pub struct File {
    /// Path from the root of the site, without the first slash.
    pub path: String,
    /// Bytes as they are.
    pub size: usize,
    /// Bytes once compressed.
    pub compressed: usize,
    /// Whether the name is made from the content.
    pub hashed: bool,
}

/// The folder being written.
pub struct Folder {
    root: PathBuf,
    files: Vec<File>,
}

impl Folder {
    /// An empty folder; what was there is removed.
    pub fn empty(root: &Path) -> Result<Folder, Box<dyn Error>> {
        if root.exists() {
            fs::remove_dir_all(root)?;
        }
        fs::create_dir_all(root.join("assets"))?;
        Ok(Folder { root: root.to_path_buf(), files: Vec::new() })
    }

    /// Writes `assets/<name>-<hash>.<ending>` and gives its path.
    pub fn hashed(&mut self, name: &str, ending: &str, content: &[u8]) -> Result<String, Box<dyn Error>> {
        let digest = Sha256::digest(content);
        let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let path = format!("assets/{name}-{hash}.{ending}");
        self.write(&path, content, true)?;
        Ok(path)
    }

    /// Writes a file whose name is fixed.
    pub fn plain(&mut self, path: &str, content: &[u8]) -> Result<(), Box<dyn Error>> {
        self.write(path, content, false)
    }

    fn write(&mut self, path: &str, content: &[u8], hashed: bool) -> Result<(), Box<dyn Error>> {
        let place = self.root.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&place, content)?;
        let compressed = brotli(content)?;
        fs::write(self.root.join(format!("{path}.br")), &compressed)?;
        self.files.push(File {
            path: path.to_owned(),
            size: content.len(),
            compressed: compressed.len(),
            hashed,
        });
        Ok(())
    }

    /// Writes `manifest.json`: each file with its sizes, for the server and for the tests.
    pub fn manifest(&self) -> Result<(), Box<dyn Error>> {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|file| {
                json!({
                    "path": file.path,
                    "size": file.size,
                    "brotli": file.compressed,
                    "immutable": file.hashed,
                })
            })
            .collect();
        let text = serde_json::to_string_pretty(&json!({ "files": files }))?;
        Ok(fs::write(self.root.join("manifest.json"), text + "\n")?)
    }

    /// What was written, in order.
    pub fn files(&self) -> &[File] {
        &self.files
    }
}

fn brotli(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, 11, 22);
    writer.write_all(content)?;
    drop(writer);
    Ok(compressed)
}
