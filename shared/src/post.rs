//! Posts: what a hospital may fill, and what the national extract (SIGMED) says of them.
//!
//! Who sits on a post is an affectation; whether it is vacant is derived, never written here.

use serde::Serialize;
use serde_json::{Map, Value};
use smol_str::SmolStr;
use uuid::Uuid;

use crate::fact::{Fact, Names, Noun, fields};
use crate::id::{PostId, SigmedPostId, StructureId};
use crate::quotity::Quotity;
use crate::time::Day;

/// A post during a period, from its creation to its closing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Code of `post_kinds`: `PH`, `HU`, `HUNT`, `PC`, `PA`, ...
    pub kind: SmolStr,
    /// Number in SIGMED, opaque text; mandatory for a kind that SIGMED holds.
    pub sigmed_number: Option<SmolStr>,
    /// Number given by the hospital when SIGMED does not know the post.
    pub local_number: Option<SmolStr>,
    /// Type as SIGMED writes it (`PH TEMPS PLEIN`), opaque.
    pub sigmed_type: Option<SmolStr>,
    /// Discipline of SIGMED (`CHI`, `MED`, ...).
    pub discipline: Option<SmolStr>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Code of `cnu_sections`, for university posts.
    pub cnu_section: Option<SmolStr>,
    /// Body (corps) of the post, a code of `statuses`, when the file of posts gives one.
    pub corps: Option<SmolStr>,
    /// Time of the post (CSP, art. R. 6152-26: 5 to 10 half-days for a PH).
    pub quotity: Quotity,
    /// The one structure to which the post is attached; `None`: not attached yet (IN-01) or to the EJ.
    pub structure: Option<StructureId>,
    /// Whether it is attached to the establishment itself, without pole nor service.
    pub attached_to_establishment: bool,
    /// The split post of which it is a part (`domain.md` 13.2); `None` for a whole post.
    pub parent_post: Option<PostId>,
}

impl Post {
    /// The number people use: SIGMED's, else the local one.
    pub fn number(&self) -> SmolStr {
        self.sigmed_number.clone().or_else(|| self.local_number.clone()).unwrap_or_default()
    }

    /// Whether the post has its place: a structure, or the establishment itself.
    pub fn is_attached(&self) -> bool {
        self.structure.is_some() || self.attached_to_establishment
    }

    /// Whether it is a part of another: SIGMED, tours and requests know the whole only.
    pub const fn is_part(&self) -> bool {
        self.parent_post.is_some()
    }
}

impl Fact for Post {
    type Id = PostId;
    const NOUN: Noun = Noun::Posts;

    fn references(&self) -> Vec<Uuid> {
        let structure = self.structure.into_iter().map(Uuid::from);
        structure.chain(self.parent_post.map(Uuid::from)).collect()
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.number()
    }

    fn describe(&self, names: &dyn Names) -> Map<String, Value> {
        fields! {
            kind: self.kind,
            sigmed_number: self.sigmed_number,
            local_number: self.local_number,
            sigmed_type: self.sigmed_type,
            discipline: self.discipline,
            speciality: self.speciality,
            cnu_section: self.cnu_section,
            corps: self.corps,
            quotity: self.quotity,
            structure: self.structure.map(|id| names.structure(id)),
            attached_to_establishment: self.attached_to_establishment,
            parent_post: self.parent_post.map(|id| names.post(id)),
        }
    }
}

/// What the last extract of SIGMED says of a post, kept beside ours so that differences can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SigmedPost {
    /// The post it is about.
    pub post: PostId,
    /// Post number, opaque text.
    pub number: SmolStr,
    /// `PH TEMPS PLEIN` or `PH TEMPS PARTIEL`.
    pub sigmed_type: SmolStr,
    /// Discipline code.
    pub discipline: Option<SmolStr>,
    /// Code of `specialities`.
    pub speciality: Option<SmolStr>,
    /// Time of the post.
    pub quotity: Quotity,
    /// Number of the structure in SIGMED.
    pub structure_number: Option<SmolStr>,
    /// `OCCUPE`, `VACANT`, `FERME`.
    pub state: Option<SmolStr>,
    /// Name of the holder.
    pub holder_name: Option<SmolStr>,
    /// First name of the holder.
    pub holder_first_name: Option<SmolStr>,
    /// RPPS of the holder.
    pub holder_rpps: Option<SmolStr>,
    /// First day of the holder's line in force.
    pub holder_since: Option<Day>,
    /// Name of the second half-time holder.
    pub second_holder_name: Option<SmolStr>,
    /// RPPS of the second half-time holder.
    pub second_holder_rpps: Option<SmolStr>,
}

impl Fact for SigmedPost {
    type Id = SigmedPostId;
    const NOUN: Noun = Noun::SigmedPosts;

    fn references(&self) -> Vec<Uuid> {
        vec![self.post.into()]
    }

    fn key(&self, _from: Day, _names: &dyn Names) -> SmolStr {
        self.number.clone()
    }

    fn describe(&self, _names: &dyn Names) -> Map<String, Value> {
        fields! {
            number: self.number,
            sigmed_type: self.sigmed_type,
            discipline: self.discipline,
            speciality: self.speciality,
            quotity: self.quotity,
            structure_number: self.structure_number,
            state: self.state,
            holder_name: self.holder_name,
            holder_first_name: self.holder_first_name,
            holder_rpps: self.holder_rpps,
            holder_since: self.holder_since,
            second_holder_name: self.second_holder_name,
            second_holder_rpps: self.second_holder_rpps,
        }
    }
}
