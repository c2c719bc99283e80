//! What a dated fact is: a value that one noun holds over a period, and the things it refers to.
//!
//! Refuses to know how facts are stored, and who may read them.

use serde::Serialize;
use smol_str::SmolStr;
use uuid::Uuid;

use crate::id::Id;

/// The nouns whose facts are dated. The wire name is the plural of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Dated lists of codes.
    Nomenclatures,
    /// Legal entities.
    Establishments,
    /// Geographic sites.
    Sites,
    /// Poles, services, units.
    Structures,
    /// Posts.
    Posts,
    /// What the national extract says of posts.
    SigmedPosts,
    /// Editions of the profiles of posts.
    PostProfiles,
    /// People as an establishment knows them.
    Practitioners,
    /// Employments under a status.
    Statuses,
    /// Steps of a career.
    Steps,
    /// Statutory positions other than activity.
    Positions,
    /// Contracts.
    Contracts,
    /// Time of people in structures.
    Affectations,
    /// Time given to, or received from, another establishment.
    Conventions,
    /// Private practice, exclusivity allowance.
    ExercisePeriods,
    /// Heads of poles and services.
    Headships,
    /// Local codes and their national meaning.
    CodeMappings,
    /// How the files of an establishment are read.
    ImportProfiles,
    /// Time of posts kept for somebody to come.
    Reservations,
    /// Requests to create, transform or close a post.
    Requests,
    /// Tours de recrutement.
    Tours,
    /// Lists of establishments in tours.
    TourLists,
    /// Posts in tours.
    TourEntries,
}

impl Noun {
    /// Every noun, in the order in which facts may refer to each other: what is referred to comes first.
    pub const ALL: [Noun; 23] = [
        Noun::Nomenclatures,
        Noun::Establishments,
        Noun::Sites,
        Noun::Structures,
        Noun::Posts,
        Noun::SigmedPosts,
        Noun::PostProfiles,
        Noun::Practitioners,
        Noun::Statuses,
        Noun::Steps,
        Noun::Positions,
        Noun::Contracts,
        Noun::Affectations,
        Noun::Conventions,
        Noun::ExercisePeriods,
        Noun::Headships,
        Noun::CodeMappings,
        Noun::ImportProfiles,
        Noun::Reservations,
        Noun::Requests,
        Noun::Tours,
        Noun::TourLists,
        Noun::TourEntries,
    ];

    /// The plural name, as in tables, paths and plans.
    pub const fn name(self) -> &'static str {
        match self {
            Noun::Nomenclatures => "nomenclatures",
            Noun::Establishments => "establishments",
            Noun::Sites => "sites",
            Noun::Structures => "structures",
            Noun::Posts => "posts",
            Noun::SigmedPosts => "sigmed_posts",
            Noun::PostProfiles => "post_profiles",
            Noun::Practitioners => "practitioners",
            Noun::Statuses => "statuses",
            Noun::Steps => "steps",
            Noun::Positions => "positions",
            Noun::Contracts => "contracts",
            Noun::Affectations => "affectations",
            Noun::Conventions => "conventions",
            Noun::ExercisePeriods => "exercise_periods",
            Noun::Headships => "headships",
            Noun::CodeMappings => "code_mappings",
            Noun::ImportProfiles => "import_profiles",
            Noun::Reservations => "reservations",
            Noun::Requests => "requests",
            Noun::Tours => "tours",
            Noun::TourLists => "tour_lists",
            Noun::TourEntries => "tour_entries",
        }
    }
}

/// A value held over a period by one thing of a noun.
pub trait Fact: Clone + PartialEq + std::fmt::Debug {
    /// The id of the thing.
    type Id: Id;
    /// The noun.
    const NOUN: Noun;

    /// The things this fact needs to exist. Used to refuse an undo that would leave it hanging.
    fn references(&self) -> Vec<Uuid>;

    /// The business key within the establishment, as people and plans name the thing; several parts are
    /// joined by `|`, an absent part is empty.
    fn key(&self, from: crate::time::Day, names: &dyn Names) -> SmolStr;

    /// Field names and printed values, references by their business key; without the period.
    fn describe(&self, names: &dyn Names) -> serde_json::Map<String, serde_json::Value>;
}

/// The business keys of the things that facts refer to.
pub trait Names {
    /// Number of a structure (`146`, `01`), empty when unknown.
    fn structure(&self, id: crate::id::StructureId) -> SmolStr;
    /// Number of a post.
    fn post(&self, id: crate::id::PostId) -> SmolStr;
    /// Matricule of a practitioner.
    fn practitioner(&self, id: crate::id::PractitionerId) -> SmolStr;
    /// Name of a tour (`automne 2026`); the id where the tour is not known, as among the facts of one establishment.
    fn tour(&self, id: crate::id::TourId) -> SmolStr;
}

/// A value as plans and dumps print it.
pub trait Printed {
    /// JSON form: text, integer of hundredths, ISO day, or null.
    fn printed(&self) -> serde_json::Value;
}

impl Printed for SmolStr {
    fn printed(&self) -> serde_json::Value {
        self.as_str().into()
    }
}

impl Printed for &str {
    fn printed(&self) -> serde_json::Value {
        (*self).into()
    }
}

impl Printed for bool {
    fn printed(&self) -> serde_json::Value {
        (*self).into()
    }
}

impl Printed for i32 {
    fn printed(&self) -> serde_json::Value {
        (*self).into()
    }
}

impl Printed for u32 {
    fn printed(&self) -> serde_json::Value {
        (*self).into()
    }
}

impl Printed for crate::time::Instant {
    fn printed(&self) -> serde_json::Value {
        self.to_string().into()
    }
}

impl Printed for crate::id::AccountId {
    fn printed(&self) -> serde_json::Value {
        self.to_string().into()
    }
}

impl Printed for crate::time::Day {
    fn printed(&self) -> serde_json::Value {
        self.to_string().into()
    }
}

impl Printed for crate::quotity::Quotity {
    fn printed(&self) -> serde_json::Value {
        self.hundredths().into()
    }
}

impl<T: Printed> Printed for Option<T> {
    fn printed(&self) -> serde_json::Value {
        self.as_ref().map_or(serde_json::Value::Null, Printed::printed)
    }
}

impl<T: Printed> Printed for Vec<T> {
    fn printed(&self) -> serde_json::Value {
        self.iter().map(Printed::printed).collect()
    }
}

/// Builds the map of [`Fact::describe`]: `fields! { kind: self.kind, ... }`.
macro_rules! fields {
    ($($name:ident: $value:expr),+ $(,)?) => {{
        let mut map = serde_json::Map::new();
        $(map.insert(stringify!($name).into(), $crate::fact::Printed::printed(&$value));)+
        map
    }};
}
pub(crate) use fields;
