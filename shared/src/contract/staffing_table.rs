//! The document of the staffing table as the contract tells it.
//!
//! What is answered is written straight from [`crate::staffing_table::StaffingTable`], row after row; these types only
//! describe it. Refuses to be filled: a test of the contract reads them against real answers.
#![allow(dead_code, reason = "these types are described, never made")]

use std::collections::BTreeMap;

use utoipa::openapi::schema::SchemaType;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::quotity::Quotity;
use crate::staffing_table::{FIELDS, OF_A_RUBRIC, PlaceTotals, StatusTotals, Totals};
use crate::time::{Day, Instant, View};

/// The staffing table (tableau des emplois) of an establishment on a day.
#[derive(ToSchema)]
pub struct StaffingTableView {
    /// Of which establishment.
    establishment: StaffingTableEstablishment,
    /// The day.
    as_of: Day,
    /// According to what was known at that instant.
    known_at: Instant,
    /// Both, as in every answer about facts.
    time: View,
    /// The part of the time of university staff that counts in ETP.
    hospital_share: Quotity,
    /// Totals of the establishment, or of the structure asked for.
    totals: Totals,
    /// Totals by number of pole; `EJ` for what has none.
    by_pole: BTreeMap<String, PlaceTotals>,
    /// Totals by number of service; `POLE nn` for what is attached to a pole, `EJ`.
    by_service: BTreeMap<String, PlaceTotals>,
    /// Totals by code of status; empty for one structure.
    by_status: BTreeMap<String, StatusTotals>,
    /// Labels of the codes in the rows, by list.
    labels: BTreeMap<String, BTreeMap<String, String>>,
    /// One row per post and affectation, vacancies included.
    rows: Vec<StaffingTableRow>,
}

/// The establishment of a staffing table.
#[derive(ToSchema)]
pub struct StaffingTableEstablishment {
    /// FINESS EJ.
    #[schema(example = "690780044")]
    finess: String,
    /// Name.
    name: String,
}

/// A post and an affectation, either of which may be missing.
pub struct StaffingTableRow;

impl PartialSchema for StaffingTableRow {
    fn schema() -> RefOr<Schema> {
        let mut row = ObjectBuilder::new().schema_type(Type::Object).description(Some(
            "A post and an affectation: the fields of either are `null` when it is missing. A field of a rubric that the \
             caller may not read is absent. Times are hundredths of a percent of full time; that of a post is on its \
             first row only, so that the column adds up.",
        ));
        for name in FIELDS {
            row = row.property(*name, cell(name));
            if !OF_A_RUBRIC.iter().any(|(_, fields)| fields.contains(name)) {
                row = row.required(*name);
            }
        }
        row.into()
    }
}

impl ToSchema for StaffingTableRow {}

fn cell(name: &str) -> Schema {
    let cell = |kind: Type| ObjectBuilder::new().schema_type(SchemaType::from_iter([kind, Type::Null]));
    let is_day = matches!(name, "vacancy_day" | "valid_from" | "valid_to" | "expected_end");
    match name {
        "post_shared" | "post_split" | "private_practice" | "iespe" => cell(Type::Boolean),
        _ if name.ends_with("quotity") => cell(Type::Integer),
        _ if is_day || name.ends_with("_until") => {
            cell(Type::String).format(Some(SchemaFormat::Custom("date".to_owned())))
        }
        _ => cell(Type::String),
    }
    .into()
}
