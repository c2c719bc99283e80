//! What a caller may see of what a change does to things: one that is made, in the journal, or one that is planned, in an
//! import. One way for both, so that neither tells what the other hides.
//!
//! Refuses to show a thing of a rubric that may not be read, and, in what may be read, the names and reasons of others.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use shared::contract::imports::ImportKind;
use shared::fact::Noun;
use shared::habilitation::{Right, Rubric};
use shared::id::EstablishmentId;
use shared::import::sirh::field::Field;
use shared::staffing_table::ABSENT;

use super::library::Library;
use super::listing::is_sensitive;
use super::{Ctx, Failure};
use crate::db::Connection;

/// The rubrics that the caller may read at a place.
#[derive(Debug)]
pub(crate) struct ItemSight(Vec<Rubric>);

impl ItemSight {
    /// What may be read at an establishment; the reference of the nation is read by all.
    ///
    /// # Errors
    /// Failures of the database.
    pub(crate) fn of(
        ctx: &Ctx,
        connection: &mut Connection,
        establishment: Option<EstablishmentId>,
    ) -> Result<ItemSight, Failure> {
        let Some(establishment) = establishment else { return Ok(ItemSight(Rubric::ALL.to_vec())) };
        let place = ctx.place(connection, Some(establishment), ctx.today)?;
        let reads = |rubric: &&Rubric| ctx.authority.allows(ctx.today, **rubric, Right::Read, &place);
        Ok(ItemSight(Rubric::ALL.iter().filter(reads).copied().collect()))
    }

    /// What may be read of these people, whoever employs them.
    ///
    /// # Errors
    /// Failures of the database.
    pub(crate) fn of_people(
        ctx: &Ctx,
        connection: &mut Connection,
        people: &BTreeSet<String>,
    ) -> Result<ItemSight, Failure> {
        let mut read = Vec::new();
        for rubric in Rubric::ALL {
            if people.is_subset(ctx.scope(connection, *rubric, ctx.today)?.people()) {
                read.push(*rubric);
            }
        }
        Ok(ItemSight(read))
    }

    fn has(&self, rubric: Rubric) -> bool {
        self.0.contains(&rubric)
    }

    /// Whether things of a noun may be read at all.
    pub(crate) fn reads(&self, noun: Noun) -> bool {
        let rubric = match noun {
            Noun::Nomenclatures | Noun::Establishments | Noun::Sites => return true,
            Noun::Structures => Rubric::Structures,
            Noun::Posts | Noun::Reservations => Rubric::Posts,
            Noun::SigmedPosts => Rubric::Sigmed,
            Noun::PostProfiles => Rubric::PostProfiles,
            Noun::Practitioners | Noun::Statuses => Rubric::Practitioners,
            Noun::Steps | Noun::Positions | Noun::Contracts => Rubric::Careers,
            Noun::Affectations => Rubric::Affectations,
            Noun::Conventions => Rubric::Conventions,
            Noun::ExercisePeriods => Rubric::Exercise,
            Noun::Headships => Rubric::Headships,
            Noun::CodeMappings | Noun::ImportProfiles => Rubric::Imports,
            Noun::Requests => Rubric::Requests,
            Noun::Tours | Noun::TourLists | Noun::TourEntries => Rubric::Tours,
        };
        self.has(rubric)
    }

    /// Whether the people whom a file names may be read.
    pub(crate) fn reads_people(&self, kind: ImportKind) -> bool {
        match kind {
            ImportKind::Structures | ImportKind::Posts => true,
            ImportKind::Sigmed | ImportKind::Attachments => self.has(Rubric::Practitioners),
            ImportKind::Sirh => self.has(Rubric::Practitioners) && self.has(Rubric::Careers),
        }
    }

    /// Whether everything that a file says may be read: in an extract of the SIRH, why people are away too.
    pub(crate) fn reads_file(&self, kind: ImportKind) -> bool {
        self.reads_people(kind) && (kind != ImportKind::Sirh || self.has(Rubric::AbsencesSensitive))
    }

    /// Whether values of a column may be read. A column whose meaning is not known may hold anything.
    pub(crate) fn reads_column(&self, kind: ImportKind, field: Option<Field>) -> bool {
        self.reads_file(kind)
            || (self.reads_people(kind) && field.is_some_and(|field| field != Field::Position))
    }

    /// The key of a thing without what it is: `None` when things of the noun may not be read.
    pub(crate) fn key(&self, noun: Noun, key: &str) -> Option<String> {
        if !self.reads(noun) {
            return None;
        }
        let mut parts: Vec<&str> = key.split('|').collect();
        if let Some(first) =
            parts.first_mut().filter(|_| names_somebody(noun) && !self.has(Rubric::Practitioners))
        {
            *first = "";
        }
        // Without the statement nobody knows whether the reason is sensitive: it is not told.
        let hides = noun == Noun::Positions && !self.has(Rubric::AbsencesSensitive);
        if let Some(code) = parts.get_mut(1).filter(|_| hides) {
            *code = ABSENT;
        }
        Some(parts.join("|"))
    }

    /// Takes out of a thing what the caller may not read: from its key, and from what it was and becomes.
    pub(crate) fn hide(&self, library: &Library, noun: Noun, key: &mut String, values: [&mut Value; 2]) {
        let hide_people = !self.has(Rubric::Practitioners);
        let hide_careers = !self.has(Rubric::Careers);
        let hide_reasons = noun == Noun::Positions && !self.has(Rubric::AbsencesSensitive);
        let mut hidden = false;
        for value in values {
            each_statement(value, &mut |fields| {
                if hide_people {
                    fields.remove("practitioner");
                    fields.remove("appointee");
                }
                if hide_people && noun == Noun::SigmedPosts {
                    fields.retain(|name, _| !name.contains("holder"));
                }
                if hide_careers {
                    fields.remove("birth_date");
                }
                let code = fields.get("code").and_then(Value::as_str).unwrap_or_default();
                let entry = library.nomenclatures.entry("positions", code);
                if hide_reasons && entry.is_some_and(is_sensitive) {
                    hidden = true;
                    fields.insert("code".to_owned(), ABSENT.into());
                    fields.remove("local_code");
                }
            });
        }
        let mut parts: Vec<&str> = key.split('|').collect();
        if hide_people
            && names_somebody(noun)
            && let Some(first) = parts.first_mut()
        {
            *first = "";
        }
        if hidden && let Some(code) = parts.get_mut(1) {
            *code = ABSENT;
        }
        *key = parts.join("|");
    }
}

/// Whether the key of a thing begins with a person.
const fn names_somebody(noun: Noun) -> bool {
    !matches!(
        noun,
        Noun::Structures
            | Noun::Posts
            | Noun::SigmedPosts
            | Noun::Reservations
            | Noun::Requests
            | Noun::PostProfiles
            | Noun::Tours
            | Noun::TourLists
            | Noun::TourEntries
    )
}

/// The statement of a thing, or each one of its periods.
fn each_statement(value: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    let Value::Object(fields) = value else { return };
    if let Some(Value::Array(periods)) = fields.get_mut("periods") {
        for period in periods {
            each_statement(period, change);
        }
    } else {
        change(fields);
    }
}
