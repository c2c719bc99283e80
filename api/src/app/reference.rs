//! The national reference: from the files of the program, or of a folder, to one change.

use std::path::Path;

use shared::habilitation::Rubric;
use shared::id::ChangeId;
use shared::plan::Plan;
use shared::reference::plan_reference;
use shared::time::Instant;

use super::{Ctx, Failure, Source, new_ids};
use crate::db;
use crate::db::facts::FactSet;
use crate::reference_files;

/// Loads the reference. A second time changes nothing; a newer file becomes dated changes.
///
/// # Errors
/// Files that cannot be read; failures of the database.
pub fn load(ctx: &Ctx, directory: Option<&Path>) -> Result<(Option<ChangeId>, Plan), Failure> {
    let files = match directory {
        Some(directory) => reference_files::read(directory)?,
        None => reference_files::parse(reference_files::embedded())?,
    };
    let (known, head) = ctx.database.read(|connection| {
        let scope = ctx.scope(connection, Rubric::ReferenceData, ctx.today)?;
        let known = db::facts::load(connection, &scope, FactSet::Reference, Instant::NEVER.just_before())?;
        Ok::<_, Failure>((known, db::versions::read_head(connection, FactSet::Reference)?))
    })?;
    let plan = plan_reference(&known, &files, &mut new_ids(), ctx.today);
    let source = Source { operation: "reference.load", path: None, extracted_on: None };
    let change = ctx.apply(Rubric::ReferenceData, FactSet::Reference, head, &plan, &source)?;
    Ok((change, plan))
}
