//! tmp
use leptos::prelude::*;
/// The page.
#[component]
pub fn PostProfile() -> impl IntoView {
    ()
}
