//! Sign in, stay signed in, leave; who am I.

use shared::contract::access::{AccessToken, Me, PasswordChange, SignIn};
use shared::problem::Problem;

use super::{delete, get, post};

/// Signs in.
pub async fn sign_in(body: &SignIn) -> Result<AccessToken, Problem> {
    post("/session").json(body).send().await
}

/// A new access token for the cookie of the session. Never renews by itself: it is the renewal. The cookie serves
/// once, so that the answer must reach the browser even when the page is being left.
pub async fn refresh() -> Result<AccessToken, Problem> {
    let answer = post("/session/refresh").surviving().attempt().await?;
    let text = super::text(super::problem::of(answer).await?).await?;
    super::json::read(&text).map_err(|_| super::problem::unreadable())
}

/// Chooses another password.
pub async fn change_password(body: &PasswordChange) -> Result<(), Problem> {
    post("/session/password").json(body).send_empty().await
}

/// Leaves.
pub async fn sign_out() -> Result<(), Problem> {
    delete("/session").send_empty().await
}

/// Who is signed in.
pub async fn me() -> Result<Me, Problem> {
    get("/me").send().await
}
