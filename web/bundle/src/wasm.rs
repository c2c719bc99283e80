//! From Rust to WASM and its JavaScript glue: one file for the first page, and one for each group of pages apart.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// How the glue is called by the loader.
pub const GLUE: &str = "./web.js";
/// How the loader is called by the glue.
pub const LOADER: &str = "./loader.js";

/// What a browser runs.
pub struct Built {
    /// The module of the first page.
    pub wasm: Vec<u8>,
    /// The JavaScript that calls it and that it calls; it imports [`LOADER`].
    pub glue: String,
    /// The JavaScript that fetches the other modules; it imports [`GLUE`], and names them `./<name>.wasm`.
    pub loader: String,
    /// The modules of the pages apart, by name.
    pub apart: BTreeMap<String, Vec<u8>>,
    /// For each group of pages, the names of the modules that it needs besides the first: its own, and those that it
    /// shares with other groups.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Small scripts of libraries, by path; the glue imports them.
    pub snippets: BTreeMap<String, String>,
}

/// Calls cargo with the profile `web`, takes the pages apart out, then calls wasm-bindgen.
pub fn build(web: &Path) -> Result<Built, Box<dyn Error>> {
    let target = target_folder(web);
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // The linker leaves its notes: without them nobody knows which function needs which. Only the last crate is told,
    // so that its dependencies are those of any other build.
    let status = Command::new(cargo)
        .args(["rustc", "--package", "web", "--profile", "web", "--target", "wasm32-unknown-unknown"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-C", "link-arg=--emit-relocs"])
        .current_dir(web)
        .status()?;
    if !status.success() {
        return Err("cargo could not build the package web for wasm32-unknown-unknown (rustup target add wasm32-unknown-unknown)".into());
    }
    let input = fs::read(target.join("wasm32-unknown-unknown").join("web").join("web.wasm"))?;
    let work = target.join("web-bindgen");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let first = work.join("first.wasm");
    let mut options = Options::new(&input);
    (options.output_dir, options.main_out_path) = (&work, &first);
    (options.main_module, options.link_name) = (GLUE, LOADER);
    let split = wasm_split_cli_support::transform(options).map_err(|error| format!("{error:#}"))?;

    let output = work.join("bound");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&first).web(true)?.typescript(false).out_name("web");
    // The pages apart are tied to the first by the names and the table of functions that the linker made.
    bindgen.keep_lld_exports(true).demangle(false);
    bindgen.debug(false).remove_name_section(true).remove_producers_section(true);
    bindgen.generate(&output)?;
    let snippets = output.join("snippets");
    Ok(Built {
        wasm: fs::read(output.join("web_bg.wasm"))?,
        glue: fs::read_to_string(output.join("web.js"))?,
        loader: quiet(&fs::read_to_string(work.join(LOADER))?)?,
        apart: split.split_modules.iter().map(|path| apart(path)).collect::<Result<_, _>>()?,
        groups: split.prefetch_map.into_iter().collect(),
        snippets: if snippets.exists() { scripts(&snippets, &snippets)? } else { BTreeMap::new() },
    })
}

/// The loader, without what it says in the console: the page that waits for a file tells the person, and a file left
/// on its way by somebody who goes elsewhere is no error.
fn quiet(loader: &str) -> Result<String, Box<dyn Error>> {
    let said = "console.error(e);";
    if !loader.contains(said) {
        return Err("the loader no longer speaks in the console as it did".into());
    }
    Ok(loader.replace(said, ""))
}

/// The name of a module apart and its bytes, written again without names, notes, and the room the linker left in
/// its numbers.
fn apart(path: &Path) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let name = path.file_stem().ok_or("a module without a name")?.to_string_lossy().into_owned();
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    let mut module: Module = config.parse(&fs::read(path)?).map_err(|error| format!("{name}: {error:#}"))?;
    let notes: Vec<_> = module.customs.iter().map(|(id, _)| id).collect();
    for id in notes {
        module.customs.delete(id);
    }
    walrus::passes::gc::run(&mut module);
    Ok((name, module.emit_wasm()))
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
