//! Accounts and their rights.

use leptos::prelude::*;
use shared::catalogue::screens::users as words;

use crate::ui::prelude::*;

/// The page.
#[component]
pub fn UserList() -> impl IntoView {
    view! { <PageHeader title=words::TITLE lead=words::LEAD /> }
}
