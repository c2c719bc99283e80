//! Puts the browser application inside the program: lists the files of `web/dist`, when it was built.
//!
//! Without it the program builds and serves the API; the page says how to build the rest.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a build that cannot read its files must stop")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap()).join("../web/dist");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut list = String::from("static FILES: &[Asset] = &[\n");
    let mut names: Vec<PathBuf> = Vec::new();
    collect(&root, &mut names);
    names.sort();
    for path in names.iter().filter(|path| path.extension().is_none_or(|kind| kind != "br")) {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let mut packed = path.clone().into_os_string();
        packed.push(".br");
        let brotli = Path::new(&packed);
        let compressed = if brotli.exists() {
            format!("Some(include_bytes!({:?}))", brotli.canonicalize().unwrap())
        } else {
            "None".to_owned()
        };
        let plain = path.canonicalize().unwrap();
        writeln!(
            list,
            "    Asset {{ name: {name:?}, plain: include_bytes!({plain:?}), brotli: {compressed} }},"
        )
        .unwrap();
    }
    list.push_str("];\n");
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap()).join("assets.rs"), list).unwrap();
}

fn collect(folder: &Path, names: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, names);
        } else {
            println!("cargo:rerun-if-changed={}", path.display());
            names.push(path);
        }
    }
}
