//! Local codes: those that have a meaning, those that wait for one, a domain as one document.

use serde::{Deserialize, Serialize};

use super::imports::UnknownCodeView;
use crate::id::ImportId;

/// A local code and its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeMappingView {
    /// FINESS EJ of the establishment whose code it is.
    pub establishment: String,
    /// Domain.
    pub domain: String,
    /// Local code.
    pub local_code: String,
    /// The hospital's label.
    pub local_label: Option<String>,
    /// National code.
    pub national_code: String,
    /// Its label.
    pub national_label: Option<String>,
    /// Contract motive folded in the local code.
    pub motive: Option<String>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: super::Stamp,
}

/// A local code that waits for its meaning, with the import that asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnmappedCodeView {
    /// The newest open import that uses it.
    pub import: ImportId,
    /// The code.
    #[serde(flatten)]
    pub code: UnknownCodeView,
}

/// A local code: with its meaning, or waiting for it (`state=unmapped`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum CodeMappingItem {
    /// It has one.
    Mapped(CodeMappingView),
    /// It waits.
    Unmapped(UnmappedCodeView),
}

/// All mappings of one domain of an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeDomainView {
    /// FINESS EJ of the establishment.
    pub establishment: String,
    /// Domain.
    pub domain: String,
    /// Mappings, by local code.
    pub mappings: Vec<CodeMappingInput>,
    /// Version of the document, for `If-Match`.
    pub version: i64,
}

/// The mappings of one domain, as they are to be; those left out are ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeDomainPut {
    /// Mappings.
    #[cfg_attr(feature = "openapi", schema(max_items = 5000))]
    pub mappings: Vec<CodeMappingInput>,
    /// Why, for the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

/// What a local code means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeMappingInput {
    /// Local code.
    pub local_code: String,
    /// The hospital's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_label: Option<String>,
    /// National code, or number of a structure.
    pub national_code: String,
    /// Contract motive folded in the local code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub motive: Option<String>,
}
