//! Builds the browser application into `web/dist`: what the server embeds and a browser loads.
//!
//! `cargo run -p web-bundle` calls cargo for WASM, takes the pages apart out of the module, makes the glue with the
//! library of wasm-bindgen (no tool to install), names files by their content, and writes a brotli copy beside each.
//! `--check-budget` fails when anything weighs more than it may. Refuses to write an inline script or style: the policy of the server forbids them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod assets;
mod budget;
mod page;
mod style;
mod wasm;

fn main() -> ExitCode {
    match run() {
        Ok(within) if within => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("web-bundle: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the bundle is within its budget, or was not asked to be.
fn run() -> Result<bool, Box<dyn Error>> {
    let mut check_budget = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check-budget" => check_budget = true,
            other => return Err(format!("unknown argument {other}; there is only --check-budget").into()),
        }
    }
    let web = root()?;
    let built = wasm::build(&web)?;
    let dist = web.join("dist");
    let mut folder = assets::Folder::open(&dist)?;
    let style = folder.hashed("style", "css", style::sheet(&web.join("style"))?.as_bytes())?;
    let wasm = folder.hashed("web", "wasm", &built.wasm)?;
    let (mut loader, mut apart) = (built.loader, BTreeMap::new());
    for (name, module) in &built.apart {
        let path = folder.hashed(name.trim_start_matches("split_"), "wasm", module)?;
        loader = assets::renamed(&loader, &format!("./{name}.wasm"), &path)?;
        apart.insert(name.as_str(), path);
    }
    let mut groups = BTreeMap::new();
    for (name, needed) in &built.groups {
        // What cannot be weighed is not within its budget.
        let paths = needed.iter().map(|module| apart.get(module.as_str()).cloned().ok_or(module));
        let paths: Vec<String> =
            paths.collect::<Result<_, _>>().map_err(|module| format!("no module {module}"))?;
        groups.insert(name.clone(), paths);
    }
    let [glue, loader] =
        folder.hashed_together("js", [(wasm::GLUE, &built.glue), (wasm::LOADER, &loader)])?;
    for (name, content) in &built.snippets {
        folder.plain(&format!("assets/snippets/{name}"), content.as_bytes())?;
    }
    let theme = folder.hashed("theme", "js", page::THEME.as_bytes())?;
    let boot = folder.hashed("boot", "js", page::boot(&glue, &wasm).as_bytes())?;
    let page = page::index(&page::Names { style, wasm, glue, loader, theme, boot });
    folder.plain("index.html", page.as_bytes())?;
    folder.finish()?;
    let within = budget::report(folder.files(), &groups);
    Ok(within || !check_budget)
}

/// The folder `web`, above this crate.
fn root() -> Result<PathBuf, Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().ok_or("web/bundle has no parent folder")?.to_path_buf())
}
