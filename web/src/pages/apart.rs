//! Pages that come in files of their own, so that the first one comes fast.
//!
//! Sign in and home come with the application. The others are in five files more (decision 0022): what one reads of the
//! people and posts of hospitals, hospitals as a whole with their structures and their table, what comes in and who may act, requests on posts, tours. What several of them use is in files that come with the first.
//! The first is fetched while the person reads home, each at once by whoever goes to one of its pages. Refuses to leave
//! anybody before a blank page: while the file comes the page says that it loads, and when it cannot come (the server is
//! away, or has a newer version) the page says what to do.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::gates::NotLoaded;
use crate::pause::pause;
use crate::ui::prelude::*;

/// How long after the frame the file is fetched: the calls of the page in view go before.
const AT_REST: Duration = Duration::from_secs(2);

/// Puts pages in a file, and makes for each a component of the same name that waits for it.
macro_rules! apart {
    ($file:ident { $($page:ident = $from:path;)+ }) => {
        pub use $file::{$($page),+};

        /// The pages of one file.
        mod $file {
            use leptos::prelude::*;
            use leptos::wasm_split::{SplitLoaderError, wasm_split};

            /// Which page of the file.
            #[derive(Clone, Copy)]
            #[allow(clippy::enum_variant_names, reason = "pages have their own names")]
            enum Which { $($page),+ }

            /// What is below is in the file, unless a page elsewhere uses it too. `fetch` fetches it, once.
            #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
            fn draw(which: Which) -> Result<AnyView, SplitLoaderError> {
                Ok(match which { $(Which::$page => $from().into_any()),+ })
            }

            /// The file, on its way.
            pub(super) fn coming() -> super::Coming {
                Box::pin(fetch())
            }

            $(
                /// The page, once its file is there.
                #[component]
                pub fn $page() -> impl IntoView {
                    use futures_util::FutureExt;
                    super::shown(coming(), || draw(Which::$page).now_or_never()?.ok())
                }
            )+
        }
    };
}

apart! { pages {
    AffectationList = crate::pages::affectations::AffectationList;
    AffectationSheet = crate::pages::affectations::AffectationSheet;
    NoticeList = crate::pages::notices::NoticeList;
    NoticeSettingsPage = crate::pages::notices::NoticeSettingsPage;
    PostList = crate::pages::posts::PostList;
    PostSheet = crate::pages::posts::PostSheet;
    PractitionerList = crate::pages::practitioners::PractitionerList;
    PractitionerSheet = crate::pages::practitioners::PractitionerSheet;
} }

apart! { organisation {
    EstablishmentList = crate::pages::establishments::EstablishmentList;
    StaffingTablePage = crate::pages::staffing_table::StaffingTablePage;
    StructureTree = crate::pages::structures::StructureTree;
} }

apart! { administration {
    ImportList = crate::pages::imports::ImportList;
    ImportWizard = crate::pages::imports::ImportWizard;
    JournalPage = crate::pages::journal::JournalPage;
    NewImport = crate::pages::imports::NewImport;
    UserList = crate::pages::users::UserList;
} }

apart! { requests {
    NewRequest = crate::pages::requests::NewRequest;
    PostProfile = crate::pages::post_profile::PostProfile;
    RequestChange = crate::pages::requests::RequestChange;
    RequestList = crate::pages::requests::RequestList;
    RequestSheet = crate::pages::requests::RequestSheet;
} }

apart! { tours {
    TourList = crate::pages::tours::TourList;
    TourPreparation = crate::pages::tours::TourPreparation;
    TourPublication = crate::pages::tours::TourPublication;
    TourSheet = crate::pages::tours::TourSheet;
} }

/// Fetches what one reads of the hospitals once the page in view is at rest, so that going to another one waits for
/// nothing.
pub fn fetch_ahead() {
    let fetch = || {
        spawn_local(async {
            // If it does not come now, the page that needs it asks again, and says so.
            drop(pages::coming().await);
        });
    };
    set_timeout(fetch, AT_REST);
}

/// A file on its way.
type Coming = LocalBoxFuture<'static, Result<(), SplitLoaderError>>;

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
fn shown(mut coming: Coming, draw: fn() -> Option<AnyView>) -> AnyView {
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
    let page = move || match file.get() {
        File::Coming => view! { <Loading /> }.into_any(),
        // The file is there: the page is drawn without waiting.
        File::There => untrack(draw).unwrap_or_else(|| view! { <NotLoaded /> }.into_any()),
        File::Absent => view! { <NotLoaded /> }.into_any(),
    };
    page.into_any()
}
