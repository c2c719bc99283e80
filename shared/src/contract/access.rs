//! Users, habilitations, sessions.

use serde::{Deserialize, Serialize};

use crate::habilitation::{Perimeter, Profile, Right, Rights, Rubric};
use crate::id::{AccountId, HabilitationId, PractitionerId, SessionId};
use crate::time::{Day, Instant};

/// Sign in with a local account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// E-mail of the account.
    #[cfg_attr(feature = "openapi", schema(max_length = 254, example = "gestionnaire@demo.example"))]
    pub email: String,
    /// Password.
    #[cfg_attr(feature = "openapi", schema(max_length = 128, format = Password))]
    pub password: String,
}

/// A new access token, to keep in memory only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// The token, for `Authorization: Bearer`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds before it ends.
    pub expires_in: u32,
}

/// Who the caller is, and what the screen may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Account.
    pub id: AccountId,
    /// Name as people read it.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Today in Europe/Paris, by the clock of the server.
    pub today: Day,
    /// Whether somebody else knows the password: the session then serves only to choose another one
    /// (`POST /session/password`), and the lists below are empty until it is done.
    pub must_change_password: bool,
    /// What the person holds today.
    pub habilitations: Vec<HabilitationView>,
    /// Establishments in the perimeter when they are at most ten; else `null`: search them.
    pub establishments: Option<Vec<EstablishmentRef>>,
}

/// An establishment, as menus name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EstablishmentRef {
    /// FINESS EJ.
    pub finess: String,
    /// Name.
    pub name: String,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    /// Id.
    pub id: AccountId,
    /// E-mail.
    pub email: String,
    /// Name as people read it.
    pub name: String,
    /// When it was disabled; `null` while it works.
    pub disabled_at: Option<Instant>,
    /// When it was made.
    pub created_at: Instant,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Version, for `If-Match`.
    pub version: i64,
    /// What the person holds today, in the caller's perimeter.
    pub habilitations: Vec<HabilitationView>,
    /// What the caller may do with it now: `edit`, `disable`, `enable`, `grant`.
    pub allowed_actions: Vec<String>,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserCreate {
    /// E-mail, unique.
    #[cfg_attr(feature = "openapi", schema(max_length = 254, example = "c.lambert@chu.example"))]
    pub email: String,
    /// Name as people read it.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120, example = "Camille Lambert"))]
    pub name: String,
    /// First password, 12 characters at least. Its only use is to sign in once and choose another one.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 128, format = Password))]
    pub password: String,
    /// First habilitation: an account without one could not be seen by who made it.
    pub habilitation: Grant,
    /// The practitioner whose own file the account reads: required with the profile `practitioner`, and only then. Such
    /// an account is made from the nation only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner: Option<PractitionerId>,
}

/// What may be changed of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserEdit {
    /// Name as people read it.
    #[serde(default, deserialize_with = "super::facts::kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 1, max_length = 120))]
    pub name: Option<String>,
    /// E-mail.
    #[serde(default, deserialize_with = "super::facts::kept", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, max_length = 254))]
    pub email: Option<String>,
}

/// A profile on a perimeter, from a day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Profile.
    pub profile: Profile,
    /// `national`, `region:84`, `ght:…`, `ej:690781810`, `structure:…`, `self`.
    pub perimeter: Perimeter,
    /// First day.
    pub valid_from: Day,
    /// End, excluded: a habilitation always ends (`domain.md` R3).
    pub valid_to: Day,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// A new habilitation for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HabilitationCreate {
    /// To whom.
    pub account: AccountId,
    /// What.
    pub grant: Grant,
}

/// The end of a habilitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HabilitationEnd {
    /// End, excluded: today ends it at once.
    pub valid_to: Day,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// What a person holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HabilitationView {
    /// Id.
    pub id: HabilitationId,
    /// Who holds it.
    pub account: AccountId,
    /// Name of who holds it.
    pub account_name: String,
    /// Profile.
    pub profile: Profile,
    /// Perimeter.
    pub perimeter: Perimeter,
    /// Perimeter in words: name of the establishment, of the region.
    pub perimeter_label: String,
    /// First day.
    pub valid_from: Day,
    /// End, excluded.
    pub valid_to: Day,
    /// Rights by rubric, letters `r m v x a`.
    pub grants: Vec<RubricRights>,
    /// Who gave it.
    pub granted_by: String,
    /// Why.
    pub reason: String,
    /// Version, for `If-Match`.
    pub version: i64,
    /// What the caller may do with it now: `end`.
    pub allowed_actions: Vec<String>,
}

/// Rights on one rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RubricRights {
    /// Rubric.
    pub rubric: Rubric,
    /// Letters.
    pub rights: Rights,
}

/// A place where the person is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Id.
    pub id: SessionId,
    /// Since when.
    pub signed_in_at: Instant,
    /// Last use.
    pub last_used_at: Instant,
    /// Whether it is the one of this request.
    pub current: bool,
}

/// A new password of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// Present password.
    #[cfg_attr(feature = "openapi", schema(max_length = 128, format = Password))]
    pub present: String,
    /// New one.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 128, format = Password))]
    pub new: String,
}

/// A profile: a template of rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileView {
    /// Code.
    pub profile: Profile,
    /// Name, in French.
    pub label: String,
    /// Kinds of perimeter on which it may be held: `national`, `region`, `ght`, `ej`, `structure`, `self`.
    pub perimeters: Vec<String>,
    /// Rights by rubric, letters `r m v x a`.
    pub grants: Vec<RubricRights>,
    /// Whether the caller may give it somewhere today.
    pub may_give: bool,
}

/// Why the caller may do something, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explanation {
    /// Rubric that the operation asks for.
    pub rubric: Rubric,
    /// Right that it asks for.
    pub right: Right,
    /// FINESS EJ of the place; `null`: anywhere.
    pub establishment: Option<String>,
    /// The decision.
    pub allowed: bool,
    /// The decision in words.
    pub detail: String,
    /// What the caller holds today that gives the right, there or elsewhere.
    pub habilitations: Vec<HabilitationView>,
}
