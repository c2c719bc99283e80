//! Home of those who have no establishment in view: who follows several of them, and who only sees their own file.

use leptos::prelude::*;
use shared::catalogue::screens::{gates, home as words, shell};
use shared::contract::access::Me;
use shared::habilitation::{Perimeter, Right, Rubric};

use crate::client::practitioners::list_practitioners;
use crate::fetched::Fetched;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// Whether the person sees nothing but their own file.
pub fn is_own(me: &Me) -> bool {
    !me.habilitations.is_empty() && me.habilitations.iter().all(|one| one.perimeter == Perimeter::Own)
}

/// Who follows several establishments: where to look, what else may be done.
#[component]
pub fn Choosing() -> impl IntoView {
    let session = Session::here();
    let perimeters = move || {
        let me = session.me()?;
        let mut labels: Vec<String> = Vec::new();
        for one in &me.habilitations {
            if !labels.contains(&one.perimeter_label) {
                labels.push(one.perimeter_label.clone());
            }
        }
        Some(labels.join(", "))
    };
    let text = words::choose(&perimeters().unwrap_or_default());
    let other = |rubric: Rubric, to: &'static str, title: &'static str, text: &'static str| {
        session.allows_somewhere(rubric, Right::Read).then(|| {
            let action = move || view! { <ButtonLink to label=words::GO about=title small=true /> };
            view! { <Entry title text action=ViewFn::from(action) /> }
        })
    };
    let users = other(Rubric::Habilitations, "/utilisateurs", shell::USERS, words::USERS_TEXT);
    let journal = other(Rubric::Journal, "/journal", shell::JOURNAL, words::JOURNAL_TEXT);
    let others = (users.is_some() || journal.is_some())
        .then(|| view! { <Card title=words::ALSO><Entries>{users}{journal}</Entries></Card> });
    view! {
        <PageHeader title=words::TITLE />
        <NextAction eyebrow=words::NEXT title=gates::NO_ESTABLISHMENT_TITLE text icon=Icon::Hospital>
            <ButtonLink to="/etablissements" label=gates::GO_ESTABLISHMENTS kind=ButtonKind::Primary icon=Icon::Hospital />
        </NextAction>
        {others}
    }
}

/// Who only sees their own file: the way to it, in each establishment that knows them.
#[component]
pub fn OwnFile() -> impl IntoView {
    let again = RwSignal::new(0_u32);
    let files = Fetched::new(move || {
        again.track();
        async move { list_practitioners(&Pairs::default()).await }
    });
    view! {
        <PageHeader title=words::TITLE />
        <Transition fallback=|| view! { <Card><Loading lines=4 /></Card> }>
            {move || {
                files
                    .get()
                    .map(|files| match files {
                        Err(problem) => {
                            let retry = Callback::new(move |()| again.update(|times| *times += 1));
                            view! { <Card><ErrorState problem on_retry=retry /></Card> }.into_any()
                        }
                        Ok(page) if page.items.is_empty() => {
                            view! { <Card><EmptyState icon=Icon::Person title=words::NO_FILE_TITLE text=words::NO_FILE /></Card> }
                                .into_any()
                        }
                        Ok(page) => page.items.into_iter().map(|one| {
                            let to = format!("/praticiens/{}", one.id);
                            let title = format!("{} {}", one.usual_name, one.first_names);
                            view! {
                                <NextAction eyebrow=words::OWN_FILE title text=words::OWN_FILE_TEXT icon=Icon::Person calm=true>
                                    <ButtonLink to label=words::OPEN_FILE kind=ButtonKind::Primary icon=Icon::Person />
                                </NextAction>
                            }
                        }).collect_view().into_any(),
                    })
            }}
        </Transition>
    }
}
