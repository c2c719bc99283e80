//! Profiles of posts.

use shared::contract::History;
use shared::contract::post_profiles::{EditionView, PostProfileApproval, PostProfilePut, PostProfileView};
use shared::problem::Problem;
use web_sys::File;

use super::{download, get, post, put};
use crate::query::Pairs;

/// The edition in force and the one that is being written.
pub async fn get_post_profile(id: &str, query: &Pairs) -> Result<PostProfileView, Problem> {
    get(format!("/posts/{id}/profile")).query(query).send().await
}

/// Everything stated in the editions of a post.
pub async fn get_post_profile_history(id: &str, query: &Pairs) -> Result<History<EditionView>, Problem> {
    get(format!("/posts/{id}/profile/history")).query(query).send().await
}

/// Writes the draft, whole.
pub async fn put_post_profile(
    id: &str,
    version: i64,
    body: &PostProfilePut,
) -> Result<PostProfileView, Problem> {
    put(format!("/posts/{id}/profile")).if_match(version).json(body).send().await
}

/// Approves the draft.
pub async fn approve_post_profile(
    id: &str,
    version: i64,
    body: &PostProfileApproval,
) -> Result<PostProfileView, Problem> {
    post(format!("/posts/{id}/profile/approve")).if_match(version).json(body).send().await
}

/// Puts a PDF beside the draft.
pub async fn put_post_profile_document(
    id: &str,
    version: i64,
    file: &File,
) -> Result<PostProfileView, Problem> {
    put(format!("/posts/{id}/profile/document")).if_match(version).file(file).send().await
}

/// Saves the PDF of an edition.
pub async fn save_post_profile_document(id: &str, edition: u32, name: &str) -> Result<(), Problem> {
    let call = get(format!("/posts/{id}/profile/document")).parameter("edition", Some(edition.to_string()));
    download::save(call.accept("*/*").response().await?, name).await
}
