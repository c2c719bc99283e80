//! Typed identifiers: one type per noun, so that the id of a post is never taken for that of a person.
//!
//! An id names a thing for ever and says nothing about it: people read numbers (post, matricule, FINESS).
//! Ids are UUIDv7 written as text. This crate never makes one: whoever writes facts hands an [`IdSource`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where new ids come from: the server's generator, or a counter in tests.
pub trait IdSource {
    /// An id never given before.
    fn next_id(&mut self) -> Uuid;
}

impl<F: FnMut() -> Uuid> IdSource for F {
    fn next_id(&mut self) -> Uuid {
        self()
    }
}

/// What all typed ids have in common.
pub trait Id:
    Copy + Ord + std::hash::Hash + fmt::Debug + fmt::Display + From<Uuid> + Into<Uuid> + Send + 'static
{
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl Id for $name {}
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> { crate::openapi::id_schema() }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Ok(Self(Uuid::parse_str(text)?)) }
        }
    )+};
}

ids! {
    /// An account: a person or a program that signs in.
    AccountId,
    /// An affectation: one line of time of a practitioner in a structure.
    AffectationId,
    /// A change: everything one write recorded.
    ChangeId,
    /// A local code of an establishment with its national meaning.
    CodeMappingId,
    /// A comment.
    CommentId,
    /// A contract of a practitioner.
    ContractId,
    /// The share of a practitioner's time under a convention.
    ConventionId,
    /// A delivery to SIGMED.
    DeliveryId,
    /// An establishment (entité juridique).
    EstablishmentId,
    /// A period of private practice or exclusivity allowance.
    ExercisePeriodId,
    /// What an account holds: a profile on a perimeter for a time.
    HabilitationId,
    /// A headship (chefferie).
    HeadshipId,
    /// A file sent by a hospital, with its plan.
    ImportId,
    /// An import profile: how one establishment's files are read.
    ImportProfileId,
    /// Long work.
    JobId,
    /// A mail.
    MailId,
    /// An entry of a nomenclature.
    NomenclatureEntryId,
    /// A notice: what people are told of what others did.
    NoticeId,
    /// A person, whatever the number of hospitals and matricules.
    PersonId,
    /// A statutory position of a practitioner.
    PositionId,
    /// The document of a post profile.
    PostDocumentId,
    /// A post.
    PostId,
    /// An edition of the profile of a post.
    PostProfileId,
    /// A practitioner as one establishment knows the person: one matricule.
    PractitionerId,
    /// A request to create, transform or close a post.
    RequestId,
    /// A reservation of time on a post.
    ReservationId,
    /// A sign-in and the tokens that follow from it.
    SessionId,
    /// What SIGMED says of a post.
    SigmedPostId,
    /// A geographic site (FINESS ET).
    SiteId,
    /// An employment under one status.
    StatusId,
    /// The step (échelon) of a practitioner.
    StepId,
    /// A pole, a service, a unit.
    StructureId,
    /// A post in a tour.
    TourEntryId,
    /// A tour de recrutement.
    TourId,
    /// The list of an establishment in a tour.
    TourListId,
}
