//! The parts of a split post, on its sheet: how much, where, who sits on each, and what may be done.

use leptos::prelude::*;
use shared::catalogue::screens::{post_parts as words, posts};
use shared::contract::posts::{PostParts, PostView};
use shared::contract::writing::End;
use shared::habilitation::{Right, Rubric};
use shared::problem::Problem;

use super::StateBadge;
use super::sheet::place;
use super::splitting::{SplitForm, made_whole};
use crate::client::posts::list_post_parts;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, allows};
use crate::live;
use crate::pages::ending::EndingForm;
use crate::pages::sheet::Asked;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// What a person does with the parts.
#[derive(Debug, Clone)]
pub enum Doing {
    /// Divides the post, or divides it otherwise.
    Split(Box<PostView>),
    /// Makes it whole.
    Whole,
}

/// The card, for a post that has parts, and the dialogs.
#[component]
pub fn PartsCard(
    /// What the sheet is read with.
    asked: Asked,
    /// The post.
    post: Signal<Option<PostView>>,
    /// What the person does.
    doing: RwSignal<Option<Doing>>,
    /// Told whether it has parts.
    is_split: RwSignal<bool>,
) -> impl IntoView {
    let others = live::again(|event| event.resource == "posts" || event.resource == "affectations");
    let mine = RwSignal::new(0_u32);
    let parts = Fetched::new(move || {
        others.track();
        mine.track();
        let (id, time) = asked.thing();
        async move { list_post_parts(&id, &time).await }
    });
    let done = Callback::new(move |said: &'static str| {
        doing.set(None);
        if let Some(toasts) = Toasts::here() {
            toasts.push(Kind::Success, said.to_owned());
        }
        mine.update(|times| *times += 1);
        asked.retry();
    });
    let known = Signal::derive(move || parts.get().and_then(Result::ok));
    let has_parts =
        Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(|one| !one.items.is_empty())));
    Effect::new(move |_| is_split.set(has_parts.get()));
    let actions = move || {
        may_split().then(|| {
            let change = move |()| doing.set(post.get_untracked().map(|post| Doing::Split(Box::new(post))));
            view! {
                <Line>
                    <Button label=words::CHANGE small=true on_click=change />
                    <Button label=words::WHOLE small=true on_click=move |()| doing.set(Some(Doing::Whole)) />
                </Line>
            }
        })
    };
    view! {
        <Show when=move || has_parts.get()>
            <Card title=words::TITLE actions=ViewFn::from(move || actions) flush=true>
                <Inset><p><Quiet>{words::LEAD}</Quiet></p></Inset>
                {move || known.get().map(table)}
            </Card>
        </Show>
        <PartsDialog doing known done />
    }
}

fn table(parts: PostParts) -> impl IntoView {
    let columns = vec![
        Column::view(words::PART, |part: &PostView| {
            view! { <Link to=format!("/postes/{}", part.id) label=part.number.clone() /> }
        })
        .cell(Cell::Code)
        .heads_row(),
        Column::text(words::TIME, |part: &PostView| part.quotity.half_days()).number(),
        Column::text(words::PLACE, place),
        Column::view(posts::STATE, |part: &PostView| {
            part.occupation.as_ref().map(|one| view! { <StateBadge state=one.state.clone() /> })
        })
        .cell(Cell::Short),
        Column::text(posts::HOLDERS, |part: &PostView| {
            let holders = part.occupation.iter().flat_map(|one| one.holders.iter().flatten());
            let names = holders.map(|one| {
                format!(
                    "{} {} ({})",
                    one.practitioner.usual_name,
                    one.practitioner.first_names,
                    format::half_days(one.quotity)
                )
            });
            names.collect::<Vec<_>>().join(", ")
        }),
    ];
    view! {
        <DataTable
            caption=words::CAPTION
            columns=Signal::stored(columns)
            rows=Signal::stored(parts.items)
            row=|part: PostView| Row::new(part.id.to_string())
        />
    }
}

#[component]
fn PartsDialog(
    doing: RwSignal<Option<Doing>>,
    known: Signal<Option<PostParts>>,
    done: Callback<&'static str>,
) -> impl IntoView {
    let open = open_while(doing);
    let title = Signal::derive(move || {
        doing
            .with(|doing| match doing {
                Some(Doing::Whole) => words::WHOLE,
                _ => words::SPLIT,
            })
            .to_owned()
    });
    view! {
        <Dialog open title large=true>
            {move || {
                let parts = known.get_untracked()?;
                Some(match doing.get()? {
                    Doing::Split(post) => view! { <SplitForm post=*post parts open done /> }.into_any(),
                    Doing::Whole => view! { <WholeForm parts open done /> }.into_any(),
                })
            }}
        </Dialog>
    }
}

/// The post without its parts.
#[component]
fn WholeForm(parts: PostParts, open: RwSignal<bool>, done: Callback<&'static str>) -> impl IntoView {
    let send = Action::new_local(move |end: &End| {
        let (end, parts) = (end.clone(), parts.clone());
        async move {
            made_whole(&parts, end).await?;
            done.run(words::MADE_WHOLE);
            Ok::<_, Problem>(())
        }
    });
    view! {
        <EndingForm
            lead=words::WHOLE_LEAD
            label=words::LAST
            button=words::WHOLE
            kind=ButtonKind::Primary
            send
            open
        />
    }
}

/// Whether the person may divide posts, and does it now: what is written now is written of the post as it is now.
pub fn may_split() -> bool {
    let is_now = Here::get().is_none_or(|here| here.standing().time() == Pairs::default());
    is_now && allows(Rubric::Posts, Right::Modify) && allows(Rubric::Affectations, Right::Modify)
}
