//! Pages that live in files of their own, fetched when a person first goes there.
//!
//! Sign in and home come with the application; each group below is one file more, and what several groups use is in
//! files that they share. Refuses to leave anybody before a blank page: while a file comes the page says that it
//! loads, and when it cannot come (the server is away, or has a newer version) it says what to do.

use std::pin::Pin;
use std::time::Duration;

use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::gates::NotLoaded;
use crate::ui::prelude::*;

/// A file on its way.
type Coming = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;

/// How long after the frame the other pages are fetched: the calls of the first page go before.
const AT_REST: Duration = Duration::from_secs(2);

/// Makes each group a file, and each of its pages a component that waits for it.
macro_rules! apart {
    ($($(#[$about:meta])* $group:ident { $($page:ident = $from:path;)+ })+) => {
        $(
            $(#[$about])*
            mod $group {
                use leptos::prelude::*;
                use super::{SplitLoaderError, wasm_split};

                /// One page of the group.
                pub enum Page { $($page),+ }

                #[wasm_split($group, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
                pub fn draw(page: Page) -> Result<AnyView, SplitLoaderError> {
                    Ok(match page { $(Page::$page => $from().into_any()),+ })
                }
            }

            $(
                /// The page, once its file is there.
                #[component]
                pub fn $page() -> impl IntoView {
                    shown(|| Box::pin($group::fetch()), || $group::draw($group::Page::$page).now_or_never())
                }
            )+
        )+

        /// The files of all groups.
        const FILES: &[fn() -> Coming] = &[$(|| Box::pin($group::fetch())),+];
    };
}

apart! {
    /// From a file to the data.
    imports {
        ImportList = crate::pages::imports::ImportList;
        NewImport = crate::pages::imports::NewImport;
        ImportWizard = crate::pages::imports::ImportWizard;
    }
    /// What a hospital holds: its table, its structures, its posts, its people.
    hospital {
        StaffingTablePage = crate::pages::staffing_table::StaffingTablePage;
        StructureTree = crate::pages::structures::StructureTree;
        PostList = crate::pages::posts::PostList;
        PostSheet = crate::pages::posts::PostSheet;
        PractitionerList = crate::pages::practitioners::PractitionerList;
        PractitionerSheet = crate::pages::practitioners::PractitionerSheet;
        AffectationList = crate::pages::affectations::AffectationList;
    }
    /// Who may do what, who did what, and where.
    administration {
        JournalPage = crate::pages::journal::JournalPage;
        EstablishmentList = crate::pages::establishments::EstablishmentList;
        UserList = crate::pages::users::UserList;
    }
}

/// Fetches every group once the first page is at rest, so that going there later waits for nothing.
pub fn fetch_ahead() {
    let fetch = || {
        spawn_local(async {
            for file in FILES {
                // A file that does not come now is asked again by its page, which then says so.
                drop(file().await);
            }
        });
    };
    set_timeout(fetch, AT_REST);
}

/// Where the file of a page stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    Coming,
    There,
    Absent,
}

/// Waits for a file, then draws. A file that is there already is drawn at once, without a flash of anything else.
fn shown(
    fetch: impl FnOnce() -> Coming,
    draw: impl Fn() -> Option<Result<AnyView, SplitLoaderError>> + Send + 'static,
) -> impl IntoView {
    let mut coming = fetch();
    let file = RwSignal::new(File::Coming);
    match (&mut coming).now_or_never() {
        Some(done) => file.set(File::of(done)),
        None => spawn_local(async move {
            let done = File::of(coming.await);
            // The person may have left meanwhile: the page is gone, and nothing is lost.
            let _ = file.try_set(done);
        }),
    }
    move || match file.get() {
        File::Coming => view! { <Loading /> }.into_any(),
        File::There => match draw() {
            Some(Ok(page)) => page,
            _ => view! { <NotLoaded /> }.into_any(),
        },
        File::Absent => view! { <NotLoaded /> }.into_any(),
    }
}

impl File {
    fn of(done: Result<(), SplitLoaderError>) -> File {
        if done.is_ok() { File::There } else { File::Absent }
    }
}
