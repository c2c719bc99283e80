//! What answers call the things that facts refer to: structures, posts and practitioners by their numbers and names,
//! codes by their labels. A fixed number of statements for a page, whatever its size.

use std::collections::{BTreeMap, BTreeSet};

use shared::contract::{Coded, PostRef, PractitionerRef, StructureRef};
use shared::id::{EstablishmentId, PostId, PractitionerId, StructureId};
use shared::post::Post;
use shared::practitioner::Practitioner;
use shared::structure::Structure;
use shared::time::View;

use super::library::Library;
use crate::authz::Scope;
use crate::db::{Connection, Problem, lists};

/// What must be named.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Structures.
    pub structures: BTreeSet<StructureId>,
    /// Posts.
    pub posts: BTreeSet<PostId>,
    /// Practitioners.
    pub practitioners: BTreeSet<PractitionerId>,
}

/// Names, as they were on the day.
#[derive(Debug)]
pub struct Naming<'a> {
    library: &'a Library,
    structures: BTreeMap<StructureId, Structure>,
    posts: BTreeMap<PostId, Post>,
    practitioners: BTreeMap<PractitionerId, Practitioner>,
}

impl<'a> Naming<'a> {
    /// Reads the names of what admitted things refer to.
    ///
    /// # Errors
    /// `Query`, `Corrupt`.
    pub fn read(
        connection: &mut Connection,
        referring: &Scope,
        library: &'a Library,
        wanted: &Wanted,
        view: View,
    ) -> Result<Naming<'a>, Problem> {
        Ok(Naming {
            library,
            structures: lists::named(connection, referring, &wanted.structures, view)?,
            posts: lists::named(connection, referring, &wanted.posts, view)?,
            practitioners: lists::named(connection, referring, &wanted.practitioners, view)?,
        })
    }

    /// FINESS number of an establishment; empty for the nation.
    pub fn finess(&self, id: Option<EstablishmentId>) -> String {
        id.and_then(|id| self.library.territory.finess(id)).map(ToString::to_string).unwrap_or_default()
    }

    /// A code with its label.
    pub fn coded(&self, list: &str, code: &str) -> Coded {
        coded(self.library, list, code)
    }

    /// Whether a code of `positions` is hidden from whoever may not read sensitive absences.
    pub fn is_sensitive(&self, code: &str) -> bool {
        self.library.nomenclatures.entry("positions", code).is_some_and(super::listing::is_sensitive)
    }

    /// A practitioner whom the caller may not name.
    pub fn unnamed(id: PractitionerId) -> PractitionerRef {
        PractitionerRef {
            id,
            matricule: String::new(),
            usual_name: String::new(),
            first_names: String::new(),
        }
    }

    /// A structure.
    pub fn structure(&self, id: Option<StructureId>) -> Option<StructureRef> {
        let id = id?;
        self.structures.get(&id).map(|structure| structure_ref(id, structure))
    }

    /// A post.
    pub fn post(&self, id: Option<PostId>) -> Option<PostRef> {
        let id = id?;
        Some(PostRef { id, number: self.posts.get(&id)?.number().to_string() })
    }

    /// What is known of a post that was wanted.
    pub fn known_post(&self, id: PostId) -> Option<&Post> {
        self.posts.get(&id)
    }

    /// A practitioner; names are empty when the record was not known then.
    pub fn practitioner(&self, id: PractitionerId) -> PractitionerRef {
        match self.practitioners.get(&id) {
            Some(known) => practitioner_ref(id, known),
            None => Naming::unnamed(id),
        }
    }
}

/// A structure, as other things name it.
pub fn structure_ref(id: StructureId, known: &Structure) -> StructureRef {
    StructureRef {
        id,
        kind: known.kind.to_string(),
        number: known.number.to_string(),
        label: known.label.to_string(),
    }
}

/// A practitioner, as other things name the person.
pub fn practitioner_ref(id: PractitionerId, known: &Practitioner) -> PractitionerRef {
    PractitionerRef {
        id,
        matricule: known.matricule.to_string(),
        usual_name: known.usual_name.to_string(),
        first_names: known.first_names.to_string(),
    }
}

/// A code with its label.
pub fn coded(library: &Library, list: &str, code: &str) -> Coded {
    Coded { code: code.to_owned(), label: library.nomenclatures.label(list, code).to_string() }
}

/// A text of the domain as the contract has it.
pub fn owned(text: &Option<smol_str::SmolStr>) -> Option<String> {
    text.as_ref().map(ToString::to_string)
}
