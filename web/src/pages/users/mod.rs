//! Accounts and their rights: who acts in the perimeter, what they hold, until when.

mod account;
mod create;
mod grant;

use leptos::prelude::*;
use shared::catalogue::access;
use shared::catalogue::screens::users as words;
use shared::contract::access::UserView;
use shared::habilitation::{Right, Rubric};

use crate::client::users::list_users;
use crate::format;
use crate::here::ListControl;
use crate::pages::gates::Opened;
use crate::pages::lists::{ClearFilters, Nothing, PagedTable, read};
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;
use account::AccountDialog;
use create::CreateDialog;

/// The page.
#[component]
pub fn UserList() -> impl IntoView {
    let session = Session::here();
    let list = ListControl::of(&["q"]);
    // Accounts have no effective time and no establishment: only what is theirs is asked.
    let asked = move || {
        let state = list.state.get();
        let mut pairs = Pairs::default();
        pairs.set("q", state.filter("q"));
        pairs.set("cursor", state.cursor);
        Some(pairs)
    };
    let (page, paging) = read(list, asked, |pairs| async move { list_users(&pairs).await });
    let (creating, chosen) = (RwSignal::new(false), RwSignal::new(None::<UserView>));
    let done = paging.retry;
    let may_administer = move || session.allows_somewhere(Rubric::Habilitations, Right::Administer);
    let actions = move || {
        view! {
            <Show when=may_administer>
                <Button
                    label=words::CREATE
                    kind=ButtonKind::Primary
                    icon=Icon::Add
                    on_click=move |()| creating.set(true)
                />
            </Show>
        }
    };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD actions=ViewFn::from(actions) />
        <Opened rubric=Rubric::Habilitations>
            <Filters>
                <Field label=words::SEARCH grow=true>
                    <SearchInput value=list.value("q") on_change=move |text| list.filter("q", Some(text)) />
                </Field>
                <ClearFilters list />
            </Filters>
            <PagedTable
                page
                list
                paging
                caption=words::CAPTION
                columns=Signal::stored(columns(chosen))
                key=|one: &UserView| format!("{} {} {}", one.id, one.version, one.habilitations.len())
                nothing=Nothing { icon: Icon::People, title: words::EMPTY_TITLE, text: words::EMPTY }
            />
            <CreateDialog open=creating on_done=done />
            <AccountDialog chosen on_done=done />
        </Opened>
    }
}

fn columns(chosen: RwSignal<Option<UserView>>) -> Vec<Column<UserView>> {
    vec![
        Column::text(words::NAME, |one: &UserView| one.name.clone()).heads_row().pinned(),
        Column::text(words::EMAIL, |one: &UserView| one.email.clone()),
        Column::view(words::RIGHTS, rights),
        Column::view(words::STATE, |one: &UserView| match one.disabled_at {
            None => view! { <Badge label=words::ACTIVE kind=Kind::Success /> },
            Some(_) => view! { <Badge label=words::DISABLED /> },
        }),
        Column::text(words::LAST_SIGN_IN, |one: &UserView| {
            one.last_sign_in_at.map_or_else(|| words::NEVER.to_owned(), |at| format::day(format::instant_day(at)))
        })
        .cell(Cell::Date),
        Column::view(words::ACTIONS, move |one: &UserView| {
            let (about, user) = (words::manage(&one.name), one.clone());
            let open = move |()| chosen.set(Some(user.clone()));
            view! { <Button label=words::MANAGE kind=ButtonKind::Quiet small=true about=about on_click=open /> }
        })
        .cell(Cell::Actions),
    ]
}

/// What an account holds today, one line each.
fn rights(user: &UserView) -> impl IntoView + use<> {
    let lines =
        user.habilitations.iter().map(|one| (access::profile(one.profile), one.perimeter_label.clone()));
    let lines =
        lines.map(|(profile, place)| view! { <SecondLine first=profile second=place /> }).collect_view();
    if user.habilitations.is_empty() {
        view! { <Quiet>{words::NO_RIGHTS}</Quiet> }.into_any()
    } else {
        lines.into_any()
    }
}
