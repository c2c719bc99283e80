//! Everything an import of a SIRH extract can say, with its stable code and its weight.
//!
//! The list of errors is that of `domain.md` 16.5: nothing else refuses a line. Inconsistencies that a plan
//! would create are warnings and carry the number of their rule (`IN-..`).

use smol_str::SmolStr;

use crate::catalogue;
use crate::plan::{Finding, Severity};
use crate::time::{Day, Period};

/// What was found, with the values its sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the sentence of each case is in the catalogue")]
pub enum Problem {
    // Not readable.
    LineTruncated,
    Formula,
    DateInvalid,
    DateUnreadable,
    DateOrder { from: Day, to: Day },
    BirthFuture,
    QuotityFormat,
    QuotityRange,
    IdScientific,
    IdTooLong,
    // Person.
    MatriculeMissing,
    RppsFormat,
    RppsKey,
    RppsTwoMatricules { other: SmolStr },
    RppsSuccessive { other: SmolStr },
    Homonym { other: SmolStr },
    PersonContradiction { field: &'static str },
    // Codes.
    CodeUnmapped { domain: SmolStr },
    ExitReasonUnknown,
    CodeClosed { domain: SmolStr, until: Day },
    // Structures and posts.
    StructureUnknown,
    StructureClosed { since: Day },
    StructureNotYetOpen { from: Day },
    UnitElsewhere { service: SmolStr },
    PostUnknown,
    PostClosed { since: Day },
    PostEnds { until: Day },
    PostNotYetOpen { from: Day },
    PostSplit { parts: Vec<SmolStr> },
    // Sums on a day.
    PersonOver { sum: i64, limit: i64, period: Period },
    PersonRounding { sum: i64, limit: i64 },
    PostOver { sum: i64, limit: i64, period: Period, post: SmolStr },
    PostRounding { sum: i64, limit: i64 },
    TwoTenured { post: SmolStr, period: Period },
    TwoMain { period: Period },
    TwoPositions,
    // Statuses and contracts.
    PhQuotityLow { quotity: i64 },
    PhQuotityDerogation,
    QuotityOutOfBounds { status: SmolStr },
    ContractNoMotive,
    // Lines.
    LineDuplicate { first: u32 },
    LineFooter,
    LineWithoutStart,
    ConventionIncomplete,
    RefusedElsewhere,
    HeldWithPerson,
    // Columns and file.
    ColumnNir,
    ColumnIgnored,
    ColumnMissing { field: &'static str },
    ColumnDoubt,
    NumericIdentifiers,
    OtherEstablishment { finess: SmolStr },
    // Inconsistencies of the plan.
    StatusOnKind { status: SmolStr, kind: SmolStr },
    StatusClosed { status: SmolStr, since: Day },
    SpecialityDiffers { own: SmolStr, post: SmolStr },
    AgeUnlikely { years: i32 },
    RppsMissing,
    HeadNotAffected,
}

impl Problem {
    /// Stable code: `noun.cause`, or the number of the rule of `domain.md` 12.
    pub const fn code(&self) -> &'static str {
        match self {
            Problem::LineTruncated => "line.truncated",
            Problem::Formula => "cell.formula",
            Problem::DateInvalid => "date.does_not_exist",
            Problem::DateUnreadable => "date.unreadable",
            Problem::DateOrder { .. } => "date.end_before_start",
            Problem::BirthFuture => "birth_date.in_future",
            Problem::QuotityFormat => "quotity.not_a_number",
            Problem::QuotityRange => "quotity.out_of_range",
            Problem::IdScientific => "identifier.scientific",
            Problem::IdTooLong => "identifier.too_long",
            Problem::MatriculeMissing => "matricule.missing",
            Problem::RppsFormat => "rpps.malformed",
            Problem::RppsKey => "rpps.wrong_key",
            Problem::RppsTwoMatricules { .. } => "rpps.two_matricules",
            Problem::RppsSuccessive { .. } => "rpps.successive_matricules",
            Problem::Homonym { .. } => "practitioner.homonym",
            Problem::PersonContradiction { .. } => "practitioner.contradiction",
            Problem::CodeUnmapped { .. } => "code.unmapped",
            Problem::ExitReasonUnknown => "exit_reason.unknown",
            Problem::CodeClosed { .. } => "code.closed",
            Problem::StructureUnknown => "structure.unknown",
            Problem::StructureClosed { .. } => "structure.closed",
            Problem::StructureNotYetOpen { .. } => "structure.not_yet_open",
            Problem::UnitElsewhere { .. } => "structure.unit_elsewhere",
            Problem::PostUnknown => "post.unknown",
            Problem::PostClosed { .. } => "post.closed",
            Problem::PostEnds { .. } => "IN-06",
            Problem::PostNotYetOpen { .. } => "post.not_yet_open",
            Problem::PostSplit { .. } => "post.split",
            Problem::PersonOver { .. } => "affectation.exceeds_employment",
            Problem::PersonRounding { .. } => "affectation.rounding",
            Problem::PostOver { .. } => "affectation.exceeds_post",
            Problem::PostRounding { .. } => "post.rounding",
            Problem::TwoTenured { .. } => "post.two_tenured",
            Problem::TwoMain { .. } => "affectation.two_main",
            Problem::TwoPositions => "position.overlaps",
            Problem::PhQuotityLow { .. } => "status.quotity_too_low",
            Problem::PhQuotityDerogation => "IN-04",
            Problem::QuotityOutOfBounds { .. } => "IN-26",
            Problem::ContractNoMotive => "contract.without_motive",
            Problem::LineDuplicate { .. } => "line.duplicate",
            Problem::LineFooter => "line.footer",
            Problem::LineWithoutStart => "affectation.without_start",
            Problem::ConventionIncomplete => "IN-19",
            Problem::RefusedElsewhere => "practitioner.partly_refused",
            Problem::HeldWithPerson => "practitioner.held",
            Problem::ColumnNir => "column.nir",
            Problem::ColumnIgnored => "column.ignored",
            Problem::ColumnMissing { .. } => "column.missing",
            Problem::ColumnDoubt => "column.doubtful",
            Problem::NumericIdentifiers => "column.numeric_identifiers",
            Problem::OtherEstablishment { .. } => "establishment.other",
            Problem::StatusOnKind { .. } => "IN-24",
            Problem::StatusClosed { .. } => "IN-25",
            Problem::SpecialityDiffers { .. } => "IN-08",
            Problem::AgeUnlikely { .. } => "IN-42",
            Problem::RppsMissing => "IN-09",
            Problem::HeadNotAffected => "IN-17",
        }
    }

    /// Whether it refuses the line.
    pub const fn severity(&self) -> Severity {
        match self {
            Problem::LineTruncated
            | Problem::Formula
            | Problem::DateInvalid
            | Problem::PostSplit { .. }
            | Problem::DateUnreadable
            | Problem::DateOrder { .. }
            | Problem::BirthFuture
            | Problem::QuotityFormat
            | Problem::QuotityRange
            | Problem::IdScientific
            | Problem::IdTooLong
            | Problem::MatriculeMissing
            | Problem::RppsFormat
            | Problem::RppsKey
            | Problem::RppsTwoMatricules { .. }
            | Problem::CodeUnmapped { .. }
            | Problem::StructureUnknown
            | Problem::StructureClosed { .. }
            | Problem::PostUnknown
            | Problem::PostClosed { .. }
            | Problem::PersonOver { .. }
            | Problem::PostOver { .. }
            | Problem::TwoTenured { .. }
            | Problem::TwoMain { .. }
            | Problem::PhQuotityLow { .. }
            | Problem::ContractNoMotive
            | Problem::OtherEstablishment { .. }
            | Problem::HeldWithPerson
            | Problem::ColumnMissing { .. }
            | Problem::ColumnNir => Severity::Error,
            Problem::LineFooter | Problem::ColumnIgnored | Problem::RefusedElsewhere => Severity::Info,
            _ => Severity::Warning,
        }
    }

    /// The finding, with its French sentence; a value is shown masked.
    pub fn finding(&self) -> Finding {
        Finding::new(self.severity(), self.code(), catalogue::sirh::sentence(self))
    }
}
