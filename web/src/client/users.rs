//! Accounts and habilitations.

use shared::contract::Page;
use shared::contract::access::{
    HabilitationCreate, HabilitationEnd, HabilitationView, ProfileView, UserCreate, UserView,
};
use shared::id::{AccountId, HabilitationId};
use shared::problem::Problem;

use super::{get, post};
use crate::query::Pairs;

/// A page of accounts.
pub async fn list_users(query: &Pairs) -> Result<Page<UserView>, Problem> {
    get("/users").query(query).send().await
}

/// Makes an account with its first habilitation.
pub async fn create_user(body: &UserCreate) -> Result<UserView, Problem> {
    post("/users").once().json(body).send().await
}

/// Disables an account.
pub async fn disable_user(id: AccountId, version: i64) -> Result<UserView, Problem> {
    post(format!("/users/{id}/disable")).if_match(version).send().await
}

/// Enables an account.
pub async fn enable_user(id: AccountId, version: i64) -> Result<UserView, Problem> {
    post(format!("/users/{id}/enable")).if_match(version).send().await
}

/// The profiles, and whether the caller may give them.
pub async fn list_profiles() -> Result<Vec<ProfileView>, Problem> {
    get("/habilitations/profiles").send().await
}

/// Gives one more habilitation.
pub async fn create_habilitation(body: &HabilitationCreate) -> Result<HabilitationView, Problem> {
    post("/habilitations").once().json(body).send().await
}

/// Ends a habilitation.
pub async fn end_habilitation(
    id: HabilitationId,
    version: i64,
    body: &HabilitationEnd,
) -> Result<HabilitationView, Problem> {
    post(format!("/habilitations/{id}/end")).if_match(version).json(body).send().await
}
