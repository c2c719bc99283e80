//! Pages that come in a file of their own, so that the first one comes fast.
//!
//! Sign in and home come with the application. All others are in one file more: two would each repeat what brotli
//! says once in one (decision 0016). It is fetched while the person reads home, or when they go to one of its pages
//! before. Refuses to leave anybody before a blank page: while the file comes the page says that it loads, and when
//! it cannot come (the server is away, or has a newer version) the page says what to do.

use std::time::Duration;

use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::gates::NotLoaded;
use crate::pause::pause;
use crate::ui::prelude::*;

/// How long after the frame the file is fetched: the calls of the page in view go before.
const AT_REST: Duration = Duration::from_secs(2);

/// Puts pages in the file, and makes for each a component of the same name that waits for it.
macro_rules! apart {
    ($($page:ident = $from:path;)+) => {
        /// Which page of the file.
        #[derive(Clone, Copy)]
        enum Which { $($page),+ }

        /// What is below is in the file, unless a page of the application uses it too. `fetch` fetches it, once.
        #[wasm_split(pages, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
        fn draw(which: Which) -> Result<AnyView, SplitLoaderError> {
            Ok(match which { $(Which::$page => $from().into_any()),+ })
        }

        $(
            /// The page, once its file is there.
            #[component]
            pub fn $page() -> impl IntoView {
                shown(Which::$page)
            }
        )+
    };
}

apart! {
    AffectationList = super::affectations::AffectationList;
    AffectationSheet = super::affectations::AffectationSheet;
    EstablishmentList = super::establishments::EstablishmentList;
    ImportList = super::imports::ImportList;
    ImportWizard = super::imports::ImportWizard;
    JournalPage = super::journal::JournalPage;
    NewImport = super::imports::NewImport;
    PostList = super::posts::PostList;
    PostSheet = super::posts::PostSheet;
    PractitionerList = super::practitioners::PractitionerList;
    PractitionerSheet = super::practitioners::PractitionerSheet;
    StaffingTablePage = super::staffing_table::StaffingTablePage;
    StructureTree = super::structures::StructureTree;
    UserList = super::users::UserList;
}

/// Fetches the file once the page in view is at rest, so that going to another one waits for nothing.
pub fn fetch_ahead() {
    let fetch = || {
        spawn_local(async {
            // If it does not come now, the page that needs it asks again, and says so.
            drop(fetch().await);
        });
    };
    set_timeout(fetch, AT_REST);
}

/// Where the file stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum File {
    Coming,
    There,
    Absent,
}

impl File {
    fn of(done: Result<(), SplitLoaderError>) -> File {
        if done.is_ok() { File::There } else { File::Absent }
    }
}

/// Waits for the file, then draws. When it is there already the page is drawn at once, without a flash before it.
fn shown(which: Which) -> impl IntoView {
    let mut coming = Box::pin(fetch());
    let file = RwSignal::new(File::Coming);
    match (&mut coming).now_or_never() {
        Some(done) => file.set(File::of(done)),
        None => spawn_local(async move {
            let done = File::of(coming.await);
            pause(0).await;
            // The person may have left meanwhile: the page is gone, and nothing is lost.
            let _ = file.try_set(done);
        }),
    }
    move || match file.get() {
        File::Coming => view! { <Loading /> }.into_any(),
        // The file is there: the page is drawn without waiting.
        File::There => match untrack(|| draw(which).now_or_never()) {
            Some(Ok(page)) => page,
            _ => view! { <NotLoaded /> }.into_any(),
        },
        File::Absent => view! { <NotLoaded /> }.into_any(),
    }
}
