//! Schemas of the small types: ids, days, instants, quotities, perimeters, rights.
//!
//! Written by hand because their JSON form is written by hand; a test of the contract reads them against real answers.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::habilitation::{Perimeter, Rights};
use crate::quotity::Quotity;
use crate::time::{Day, Instant, View};

macro_rules! schemas {
    ($($type:ty => $schema:expr),+ $(,)?) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                $schema.into()
            }
        }
        impl ToSchema for $type {}
    )+};
}

fn text(format: &str, description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::Custom(format.to_owned())))
        .description(Some(description))
        .examples([example])
}

fn pattern(pattern: &str, description: &str, example: &str) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .description(Some(description))
        .examples([example])
}

schemas! {
    Day => text("date", &format!("A day, `YYYY-MM-DD`; `{}` is an open end.", Day::OPEN), "2026-04-01"),
    Instant => text("date-time", "An instant in UTC, to the microsecond.", "2026-04-01T08:30:00.123456Z"),
    Quotity => ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0))
        .maximum(Some(10_000))
        .description(Some("Hundredths of a percent of full time: 10000 is full time, 1000 a half-day a week."))
        .examples([10_000]),
    View => ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("as_of", Day::schema())
        .property("known_at", Instant::schema())
        .required("as_of")
        .required("known_at")
        .description(Some("What held on a day, according to what was known at an instant.")),
    Rights => pattern("^r?m?v?x?a?$", "Letters of rights: read, modify, validate, extract, administer.", "rmx"),
    Perimeter => pattern(
        "^(national|self|region:[0-9A-Z]{2,3}|ght:.{1,40}|ej:[0-9AB]{9}|structure:[0-9a-f-]{36})$",
        "Where rights hold.",
        "ej:690780044",
    ),
}

/// A typed id: a UUIDv7 as text.
pub(crate) fn id_schema() -> RefOr<Schema> {
    text("uuid", "An id, UUIDv7.", "01936f4e-7c3a-7b5e-8a1d-2f6c9e0b4d11").into()
}
