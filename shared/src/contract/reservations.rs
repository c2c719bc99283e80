//! Reservations of posts, and their steps.

use serde::{Deserialize, Serialize};

use super::facts::{given, kept};
use super::{Coded, PostRef, PractitionerRef, Stamp};
use crate::id::{PostId, PractitionerId, ReservationId};
use crate::quotity::Quotity;
use crate::time::Day;
use crate::workflow::reservation::{ReservationAction, ReservationState};

/// Time of a post that is kept for somebody to come. It is listed until its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReservationView {
    /// Id.
    pub id: ReservationId,
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// The post.
    pub post: Option<PostRef>,
    /// Where it stands; only what is `active` keeps time.
    pub state: ReservationState,
    /// First day reserved.
    pub reserved_from: Day,
    /// End of the days reserved, excluded; open: not known yet.
    pub reserved_to: Day,
    /// Time reserved.
    pub quotity: Quotity,
    /// Code and label of `workflow_motives`.
    pub motive: Coded,
    /// Text that goes with the motive.
    pub text: Option<String>,
    /// Who is to come, once known; absent for who may not read practitioners.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerRef>,
    /// What was said with the last step.
    pub said: Option<String>,
    /// What the caller may do with it now. A step may still be refused for what it lacks, and says so.
    pub allowed_actions: Vec<ReservationAction>,
    /// Days and version.
    #[serde(flatten)]
    pub stamp: Stamp,
}

/// A new reservation, as a draft that keeps nothing yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReservationCreate {
    /// FINESS EJ of the establishment.
    #[cfg_attr(feature = "openapi", schema(example = "690780044"))]
    pub establishment: String,
    /// The post.
    pub post: PostId,
    /// First day reserved.
    pub reserved_from: Day,
    /// End of the days reserved, excluded; left out: not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_to: Option<Day>,
    /// Time reserved.
    pub quotity: Quotity,
    /// Code of `workflow_motives`: `RES_…`.
    #[cfg_attr(feature = "openapi", schema(example = "RES_CONTRACTUEL"))]
    pub motive: String,
    /// Text that goes with the motive; ten characters or more for a motive that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who is to come, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerId>,
}

/// Changes of a reservation that is a draft or active; what is active must still have room. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReservationEdit {
    /// First day reserved.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Day))]
    pub reserved_from: Option<Day>,
    /// End of the days reserved, excluded; `null`: not known any more.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Day>))]
    pub reserved_to: Option<Option<Day>>,
    /// Time reserved.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Quotity))]
    pub quotity: Option<Quotity>,
    /// Code of `workflow_motives`: `RES_…`.
    #[serde(default, deserialize_with = "kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "RES_CONTRACTUEL"))]
    pub motive: Option<String>,
    /// Text that goes with the motive.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub text: Option<Option<String>>,
    /// Who is to come.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<PractitionerId>))]
    pub practitioner: Option<Option<PractitionerId>>,
}

/// The person for whom time was kept has come: the affectation uses it from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// Who came; left out: who was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerId>,
    /// What is said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
}
