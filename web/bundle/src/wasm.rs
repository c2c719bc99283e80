//! From Rust to WASM and its JavaScript glue.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

/// What a browser runs.
pub struct Built {
    /// The module.
    pub wasm: Vec<u8>,
    /// The JavaScript that calls it and that it calls.
    pub glue: String,
    /// Small scripts of libraries, by path; the glue imports them.
    pub snippets: BTreeMap<String, String>,
}

/// Calls cargo with the profile `web`, then wasm-bindgen.
pub fn build(web: &Path) -> Result<Built, Box<dyn Error>> {
    let target = target_folder(web);
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--package", "web", "--profile", "web", "--target", "wasm32-unknown-unknown"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(web)
        .status()?;
    if !status.success() {
        return Err("cargo could not build the package web for wasm32-unknown-unknown (rustup target add wasm32-unknown-unknown)".into());
    }
    let input = target.join("wasm32-unknown-unknown").join("web").join("web.wasm");
    let output = target.join("web-bindgen");
    if output.exists() {
        fs::remove_dir_all(&output)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).web(true)?.typescript(false).out_name("web");
    bindgen.debug(false).remove_name_section(true).remove_producers_section(true);
    bindgen.generate(&output)?;
    let snippets = output.join("snippets");
    Ok(Built {
        wasm: fs::read(output.join("web_bg.wasm"))?,
        glue: fs::read_to_string(output.join("web.js"))?,
        snippets: if snippets.exists() { scripts(&snippets, &snippets)? } else { BTreeMap::new() },
    })
}

/// Where cargo writes: said by the environment, else `target` of the workspace.
fn target_folder(web: &Path) -> PathBuf {
    let said = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    said.unwrap_or_else(|| web.parent().unwrap_or(web).join("target"))
}

fn scripts(folder: &Path, from: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(scripts(&path, from)?);
        } else {
            let name = path.strip_prefix(from)?.to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(found)
}
