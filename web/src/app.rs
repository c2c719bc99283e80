//! The start: takes the waiting page away, puts the application in its place.

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::routes::AllRoutes;
use crate::session::Session;
use crate::ui::toast::{Announcer, Toasts};

/// Puts the application on the page.
pub fn start() {
    if let Some(waiting) = document().query_selector("main").ok().flatten() {
        waiting.remove();
    }
    leptos::mount::mount_to_body(App);
}

/// The whole application.
#[component]
fn App() -> impl IntoView {
    Session::provide();
    Toasts::provide();
    view! {
        <Router>
            <AllRoutes />
            <Announcer />
        </Router>
    }
}
