//! Writes files under names made from their content, with a brotli copy beside each.
//!
//! A name made from the content never means two things, so that a browser may keep the file for ever.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest, Sha256};

const MANIFEST: &str = "manifest.json";

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
    /// The folder as it was left; what is not written again is removed by [`Folder::finish`].
    pub fn open(root: &Path) -> Result<Folder, Box<dyn Error>> {
        fs::create_dir_all(root.join("assets"))?;
        Ok(Folder { root: root.to_path_buf(), files: Vec::new() })
    }

    /// Writes `assets/<name>-<hash>.<ending>` and gives its path.
    pub fn hashed(&mut self, name: &str, ending: &str, content: &[u8]) -> Result<String, Box<dyn Error>> {
        let path = named(name, &hash(&[content]), ending);
        self.write(&path, content, true)?;
        Ok(path)
    }

    /// Writes texts that import each other, and gives their paths in order. None could be named by its own content,
    /// which holds the names of the others: all are named by the content of all.
    pub fn hashed_together<const N: usize>(
        &mut self,
        ending: &str,
        texts: [(&str, &str); N],
    ) -> Result<[String; N], Box<dyn Error>> {
        let hash = hash(&texts.map(|(_, text)| text.as_bytes()));
        let stem = |import: &str| {
            import.trim_start_matches("./").trim_end_matches(ending).trim_end_matches('.').to_owned()
        };
        let paths = texts.map(|(import, _)| named(&stem(import), &hash, ending));
        for ((_, text), path) in texts.iter().zip(&paths) {
            let mut text = (*text).to_owned();
            for ((import, _), path) in texts.iter().zip(&paths) {
                text = text.replace(&format!("from \"{import}\""), &format!("from \"{}\"", beside(path)));
            }
            self.write(path, text.as_bytes(), true)?;
        }
        Ok(paths)
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
        let packed = self.root.join(format!("{path}.br"));
        // A file that is the same keeps its date, so that the program that holds it is not built again for nothing.
        let same = fs::read(&place).is_ok_and(|there| there == content);
        let compressed = match fs::read(&packed) {
            Ok(there) if same => there,
            _ => {
                let compressed = brotli(content)?;
                fs::write(&place, content)?;
                fs::write(&packed, &compressed)?;
                compressed
            }
        };
        self.files.push(File {
            path: path.to_owned(),
            size: content.len(),
            compressed: compressed.len(),
            hashed,
        });
        Ok(())
    }

    /// Writes `manifest.json` (each file with its sizes, for the tests) and removes what was left by another bundle.
    pub fn finish(&self) -> Result<(), Box<dyn Error>> {
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
        let text = serde_json::to_string_pretty(&json!({ "files": files }))? + "\n";
        let place = self.root.join(MANIFEST);
        if fs::read_to_string(&place).is_ok_and(|there| there == text) {
            return self.clean(&self.root);
        }
        fs::write(place, text)?;
        self.clean(&self.root)
    }

    /// Removes what another bundle left.
    fn clean(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.clean(&path)?;
                continue;
            }
            let name = path.strip_prefix(&self.root)?.to_string_lossy().replace('\\', "/");
            let ours = name.strip_suffix(".br").unwrap_or(&name);
            if ours != MANIFEST && !self.files.iter().any(|file| file.path == ours) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// What was written, in order.
    pub fn files(&self) -> &[File] {
        &self.files
    }
}

/// A script where what it calls `name` is called by its path. Refuses a script that does not name it.
pub fn renamed(script: &str, name: &str, path: &str) -> Result<String, Box<dyn Error>> {
    let quoted = format!("\"{name}\"");
    if !script.contains(&quoted) {
        return Err(format!("nothing fetches {name}").into());
    }
    Ok(script.replace(&quoted, &format!("\"{}\"", beside(path))))
}

/// How a file of the folder `assets` names another one.
fn beside(path: &str) -> String {
    format!("./{}", path.trim_start_matches("assets/"))
}

fn named(name: &str, hash: &str, ending: &str) -> String {
    format!("assets/{name}-{hash}.{ending}")
}

fn hash(contents: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for content in contents {
        digest.update(content.len().to_le_bytes());
        digest.update(content);
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// As short as brotli can. Blocks as large as can be: a module repeats far away what it said.
fn brotli(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let told = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        lgblock: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &told)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_import_each_other_find_each_other() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        let (web, loader) = (r#"import * as a from "./loader.js""#, r#"import { b } from "./web.js";"#);
        let [web, loader] =
            folder.hashed_together("js", [("./web.js", web), ("./loader.js", loader)]).unwrap();
        let read = |path: &str| fs::read_to_string(place.path().join(path)).unwrap();
        assert_eq!(read(&web), format!(r#"import * as a from "{}""#, beside(&loader)));
        assert_eq!(read(&loader), format!(r#"import {{ b }} from "{}";"#, beside(&web)));
    }

    #[test]
    fn the_name_of_each_changes_with_the_content_of_any() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(place.path()).unwrap();
        let mut names = |loader: &str| {
            folder.hashed_together("js", [("./web.js", "a"), ("./loader.js", loader)]).unwrap()
        };
        let (before, after) = (names("b"), names("c"));
        assert!(before.iter().zip(&after).all(|(before, after)| before != after));
    }

    #[test]
    fn a_module_that_nothing_fetches_is_refused() {
        assert!(renamed(r#"fetch(new URL("./a.wasm"))"#, "./b.wasm", "assets/b-1.wasm").is_err());
        assert_eq!(renamed(r#"("./a.wasm")"#, "./a.wasm", "assets/a-1.wasm").unwrap(), r#"("./a-1.wasm")"#);
    }
}
