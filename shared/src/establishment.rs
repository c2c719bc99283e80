//! Establishments (entités juridiques) and their sites, read from the national register FINESS.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{EstablishmentId, SiteId};
use crate::time::Day;

/// A public hospital as a legal entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Establishment {
    /// FINESS EJ, nine characters.
    pub finess_ej: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// Code of `legal_status_eps`; other legal statuses are kept as FINESS gives them.
    pub legal_status: SmolStr,
    /// Code of `establishment_categories`.
    pub category: Option<SmolStr>,
    /// INSEE department code (`69`, `2A`, `971`).
    pub department: SmolStr,
    /// INSEE region code.
    pub region: SmolStr,
    /// Code of the group (GHT) it belongs to.
    pub ght: Option<SmolStr>,
    /// `support` or `member` in that group.
    pub ght_role: Option<SmolStr>,
}

impl Fact for Establishment {
    type Id = EstablishmentId;
    const NOUN: Noun = Noun::Establishments;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.finess_ej.clone()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            finess_ej: self.finess_ej,
            name: self.name,
            legal_status: self.legal_status,
            category: self.category,
            department: self.department,
            region: self.region,
            ght: self.ght,
            ght_role: self.ght_role,
        }
    }
}

/// A place of an establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Site {
    /// FINESS ET, nine characters.
    pub finess_et: SmolStr,
    /// FINESS EJ of the establishment.
    pub finess_ej: SmolStr,
    /// Name.
    pub name: SmolStr,
    /// FINESS category.
    pub category: Option<SmolStr>,
    /// SIRET.
    pub siret: Option<SmolStr>,
    /// Number, way, place.
    pub address: Option<SmolStr>,
    /// Postal code and town.
    pub town: Option<SmolStr>,
    /// INSEE code of the commune.
    pub commune: Option<SmolStr>,
    /// Coordinates as the file gives them, `x;y;system`: never computed with, so kept as text.
    pub coordinates: Option<SmolStr>,
}

impl Fact for Site {
    type Id = SiteId;
    const NOUN: Noun = Noun::Sites;

    fn references(&self) -> Vec<Uuid> {
        Vec::new()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.finess_et.clone()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            finess_et: self.finess_et,
            finess_ej: self.finess_ej,
            name: self.name,
            category: self.category,
            siret: self.siret,
            address: self.address,
            town: self.town,
            commune: self.commune,
            coordinates: self.coordinates,
        }
    }
}
