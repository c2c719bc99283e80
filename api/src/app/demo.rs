//! The demonstration hospital: its files are inside the program and are loaded as a person would load them.
//!
//! Every person is fictitious; the source of the files is told in the README beside them.

use std::path::{Path, PathBuf};

use shared::catalogue;
use shared::contract::imports::ImportPolicy;
use shared::habilitation::Rubric;
use shared::import::sirh::target::Mode;
use shared::plan::Plan;

use super::establishments::home;
use super::loads::{self, Load};
use super::sirh::{self, Order};
use super::{Ctx, Failure, reference};

/// FINESS EJ of the hospital.
pub(super) const FINESS: &str = "690780044";
/// Name of the extract: it says its day.
const EXTRACT: &str = "sirh_20260401.csv";
const CODES: &str = "codes.csv";

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../samples/petit_690780044/", $name)).as_slice())),+]
    };
}

/// Loads the reference when it is missing, then the hospital; what is already there is left as it is.
///
/// # Errors
/// Failures of the machine or of the database.
pub fn load(ctx: &Ctx) -> Result<(String, String), Failure> {
    reference::load(ctx, None)?;
    let home = home(ctx, Rubric::Imports, FINESS, ctx.view_of(ctx.today)?)?;
    let loaded = (home.establishment.name.to_string(), FINESS.to_owned());
    if !home.facts.practitioners.is_empty() {
        // Somebody is trying things: what they did stays.
        return Ok(loaded);
    }
    let files = files![
        "structures.csv",
        "sigmed_posts.csv",
        "autres_postes.csv",
        "rattachements.xlsx",
        "codes.csv",
        "sirh_20260401.csv",
    ];
    let failed = |error: std::io::Error| Failure::machine(catalogue::commands::WRITING_FILE, error);
    let folder = tempfile::tempdir().map_err(failed)?;
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).map_err(failed)?;
    }
    let path = |name: &str| -> PathBuf { Path::new(folder.path()).join(name) };
    for (load, name) in [
        (Load::Structures, "structures.csv"),
        (Load::Sigmed, "sigmed_posts.csv"),
        (Load::Posts, "autres_postes.csv"),
        (Load::Attachments, "rattachements.xlsx"),
    ] {
        refuse_errors(&loads::apply(ctx, load, &path(name), FINESS, ImportPolicy::ValidLines)?.1)?;
    }
    let order = Order {
        path: path(EXTRACT),
        finess: FINESS.into(),
        codes: Some(path(CODES)),
        columns: None,
        profile: "sirh".into(),
        extracted_on: None,
        mode: Mode::Full,
        policy: ImportPolicy::ValidLines,
    };
    refuse_errors(&sirh::apply(ctx, &order, false, &mut |_| Ok(()))?.1)?;
    Ok(loaded)
}

/// The files are good: an error means that the database already holds something else for this hospital.
fn refuse_errors(plan: &Plan) -> Result<(), Failure> {
    match plan.errors().next() {
        Some(finding) => Err(Failure::nothing(&finding.code, finding.message.clone())),
        None => Ok(()),
    }
}
