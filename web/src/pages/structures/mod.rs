//! Poles, services and units as a tree.

use leptos::prelude::*;

/// The page.
#[component]
pub fn StructureTree() -> impl IntoView {
    view! { <crate::pages::gates::Later /> }
}
