//! The sheet of one post.

use leptos::prelude::*;

/// The page.
#[component]
pub fn PostSheet() -> impl IntoView {
    view! { <crate::pages::gates::Later /> }
}
