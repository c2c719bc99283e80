//! The sheet of one practitioner.

use leptos::prelude::*;

/// The page.
#[component]
pub fn PractitionerSheet() -> impl IntoView {
    view! { <crate::pages::gates::Later /> }
}
