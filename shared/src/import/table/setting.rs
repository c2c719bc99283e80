//! What every load needs besides the file: whose file it is, the national reference, and today.

use crate::establishment::{Establishment, Site};
use crate::knowledge::Tracks;
use crate::nomenclature::Nomenclatures;
use crate::time::Day;

/// Around a load.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The establishment of the file.
    pub establishment: &'a Establishment,
    /// Sites of the reference; those of other establishments are ignored.
    pub sites: &'a Tracks<Site>,
    /// The lists of codes.
    pub nomenclatures: &'a Nomenclatures,
    /// The day of the load, or of the extraction when the file has one.
    pub today: Day,
}

impl Setting<'_> {
    /// Whether a FINESS number, spaces apart, is that of the establishment.
    pub fn is_establishment(&self, finess: &str) -> bool {
        let number: String = finess.chars().filter(|c| !c.is_whitespace()).collect();
        number.eq_ignore_ascii_case(&self.establishment.finess_ej)
    }
}
