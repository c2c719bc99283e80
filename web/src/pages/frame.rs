//! The frame of all pages but sign in: it waits for the session, then shows place, time, navigation and account.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};
use shared::catalogue::access;
use shared::catalogue::screens::{gates, shell as words};
use shared::contract::organisation::EstablishmentView;
use shared::habilitation::{Right, Rubric};

use crate::client::establishments::list_establishments;
use crate::fetched::Fetched;
use crate::here::Here;
use crate::live::Live;
use crate::pages::apart::fetch_ahead;
use crate::pages::notices::bell::{Marked, Unread};
use crate::query::Pairs;
use crate::session::{Left, Session, State};
use crate::ui::link::NavLink;
use crate::ui::prelude::*;
use crate::ui::shell::{Gate, NavGroup, Shell};
use crate::ui::theme::ThemeChoice;
use crate::ui::time_bar::TimeChip;

/// The frame. What is inside is made again only when somebody else signs in.
#[component]
pub fn Frame() -> impl IntoView {
    let session = Session::here();
    leave_when_signed_out(session);
    let account = Memo::new(move |_| session.me().map(|me| me.id));
    view! {
        {move || match (account.get(), session.state()) {
            (Some(_), _) => view! { <Inside /> }.into_any(),
            (None, State::Failed(problem)) => {
                view! { <Gate><PageHeader title=gates::NOT_STARTED_TITLE /><ErrorState problem=*problem on_retry=Callback::new(move |()| session.retry()) /></Gate> }.into_any()
            }
            (None, _) => view! { <Loading /> }.into_any(),
        }}
    }
}

/// Leads to sign in, keeping where the person was.
fn leave_when_signed_out(session: Session) {
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move |_| {
        let left = match session.state() {
            State::Out(left) => left,
            // The page of sign-in asks for another password, then comes back here.
            State::Choosing => Left::NotYet,
            _ => return,
        };
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        let here = if query.is_empty() { path } else { format!("{path}?{query}") };
        let wanted = Some(here).filter(|here| left != Left::SignedOut && here != "/");
        let mut pairs = Pairs::default();
        pairs.set("retour", wanted);
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&pairs.after("/connexion"), options);
    });
}

#[component]
fn Inside() -> impl IntoView {
    let session = Session::here();
    Here::provide(session);
    Live::provide(session);
    Marked::provide();
    fetch_ahead();
    view! {
        <Shell middle=ViewFn::from(|| view! { <Place /> <TimeChip /> }) end=ViewFn::from(|| view! { <Unread /> <Account /> }) navigation=ViewFn::from(|| view! { <Navigation /> })>
            <Outlet />
        </Shell>
    }
}

/// The links a person may follow.
#[component]
fn Navigation() -> impl IntoView {
    let session = Session::here();
    let reads = move |rubric: Rubric| session.allows_somewhere(rubric, Right::Read);
    let link = move |rubric: Rubric, to: &'static str, label: &'static str, icon: Icon| {
        move || reads(rubric).then(|| view! { <NavLink to label icon /> })
    };
    view! {
        <NavGroup title=words::GROUP_HOSPITAL>
            <NavLink to="/" label=words::HOME icon=Icon::Home />
            {link(Rubric::StaffingTable, "/tableau-des-emplois", words::STAFFING_TABLE, Icon::Table)}
            {link(Rubric::Structures, "/structures", words::STRUCTURES, Icon::Tree)}
            {link(Rubric::Posts, "/postes", words::POSTS, Icon::Post)}
            {link(Rubric::Practitioners, "/praticiens", words::PRACTITIONERS, Icon::People)}
            {link(Rubric::Affectations, "/affectations", words::AFFECTATIONS, Icon::Affectation)}
            {link(Rubric::Imports, "/imports", words::IMPORTS, Icon::Import)}
        </NavGroup>
        {move || {
            (reads(Rubric::Requests) || reads(Rubric::Tours))
                .then(|| {
                    view! {
                        <NavGroup title=words::GROUP_RECRUITMENT>
                            {link(Rubric::Tours, "/tours", words::TOURS, Icon::Calendar)}
                            {link(Rubric::Requests, "/demandes", words::REQUESTS, Icon::Request)}
                        </NavGroup>
                    }
                })
        }}
        {move || {
            session
                .is_wide()
                .then(|| {
                    view! {
                        <NavGroup title=words::GROUP_TERRITORY>
                            <NavLink to="/etablissements" label=words::ESTABLISHMENTS icon=Icon::Hospital />
                        </NavGroup>
                    }
                })
        }}
        {move || {
            (reads(Rubric::Habilitations) || reads(Rubric::Journal))
                .then(|| {
                    view! {
                        <NavGroup title=words::GROUP_ADMINISTRATION>
                            {link(Rubric::Habilitations, "/utilisateurs", words::USERS, Icon::Rights)}
                            {link(Rubric::Journal, "/journal", words::JOURNAL, Icon::Journal)}
                        </NavGroup>
                    }
                })
        }}
    }
}

/// The establishment in view, and the way to another one.
#[component]
fn Place() -> impl IntoView {
    let session = Session::here();
    let here = Here::get();
    let name = Signal::derive(move || {
        let Some(here) = here else { return String::new() };
        let finess = here.finess();
        match here.establishment() {
            Some(establishment) => establishment.name,
            None => finess
                .map_or_else(|| words::CHOOSE_ESTABLISHMENT.to_owned(), |finess| session.name_of(finess)),
        }
    });
    view! {
        {move || {
            if session.is_wide() {
                view! { <PlaceMenu name /> }.into_any()
            } else {
                view! { <Badge label=name kind=Kind::Accent /> }.into_any()
            }
        }}
    }
}

#[component]
fn PlaceMenu(name: Signal<String>) -> impl IntoView {
    let session = Session::here();
    let open = RwSignal::new(false);
    let query = RwSignal::new(String::new());
    let few = Memo::new(move |_| session.me().and_then(|me| me.establishments.clone()));
    let found = Fetched::new(move || {
        // Asked once more when the session ends, after the menu is gone.
        let query = query.try_get().unwrap_or_default();
        let few = few.try_get().flatten();
        async move {
            match few {
                Some(few) => Some(few.into_iter().map(|one| (one.finess, one.name)).collect()),
                None if query.chars().count() < 3 => None,
                None => {
                    let pairs = Pairs::default().with("q", query).with("limit", "12");
                    // A refusal is an empty list here: the page of establishments says why.
                    let page = list_establishments(&pairs).await.ok()?;
                    let names = page.items.into_iter().map(|one: EstablishmentView| (one.finess, one.name));
                    Some(names.collect::<Vec<_>>())
                }
            }
        }
    });
    let go = change_establishment(open);
    let list = move || {
        let Some(names) = found.get().flatten() else { return ().into_any() };
        if names.is_empty() {
            return view! { <MenuText title=words::NO_ESTABLISHMENT_FOUND /> }.into_any();
        }
        let actions = names.into_iter().map(|(finess, name)| {
            let label = format!("{name} ({finess})");
            view! { <MenuAction label icon=Icon::Hospital on_click=move |()| go.run(finess.clone()) /> }
        });
        actions.collect_view().into_any()
    };
    view! {
        <Menu label=name button=MenuButton::Place(Icon::Hospital) start=true wide=true open>
            <Show when=move || few.get().is_none()>
                <Field label=words::FIND_ESTABLISHMENT hint=words::FIND_ESTABLISHMENT_HINT>
                    <SearchInput value=query on_change=move |text| query.set(text) />
                </Field>
            </Show>
            {list}
        </Menu>
    }
}

/// Shows the same page of another establishment; the sheet of one thing gives way to home.
fn change_establishment(open: RwSignal<bool>) -> Callback<String> {
    let navigate = use_navigate();
    let path = use_location().pathname;
    let here = Here::get();
    Callback::new(move |finess: String| {
        open.set(false);
        let mut standing = here.map(|here| here.standing()).unwrap_or_default();
        standing.establishment = Some(finess);
        let path = path.get_untracked();
        let is_sheet = path.matches('/').count() > 1;
        let path = if is_sheet || path == "/etablissements" { "/" } else { &path };
        navigate(&standing.to_query().after(path), NavigateOptions::default());
    })
}

/// Who is signed in: name, profiles, colours, way out.
#[component]
fn Account() -> impl IntoView {
    let session = Session::here();
    let sign_out = Action::new_local(move |(): &()| async move { session.sign_out().await });
    let me = move || session.me();
    let name = Signal::derive(move || me().map(|me| me.name.clone()).unwrap_or_default());
    let email = Signal::derive(move || me().map(|me| me.email.clone()));
    let held = move || {
        let me = me()?;
        let lines =
            me.habilitations.iter().map(|one| (access::profile(one.profile), one.perimeter_label.clone()));
        Some(lines.map(|(title, text)| view! { <MenuText title text /> }).collect_view())
    };
    view! {
        <Menu label=words::USER_MENU button=MenuButton::Icon(Icon::Person)>
            <MenuText title=name text=email />
            <MenuLine />
            {held}
            <MenuLine />
            <ThemeChoice />
            <MenuLine />
            <MenuAction label=words::SIGN_OUT icon=Icon::Leave on_click=move |()| drop(sign_out.dispatch(())) />
        </Menu>
    }
}
