//! What is done with the whole list of a hospital: proposed, given back, signed off. Also a list without any post.

use leptos::prelude::*;
use shared::catalogue::screens::{tour_lists as words, ui};
use shared::contract::tours::{BulkItem, EntryView, ListAction, TourListView};

use super::bulk::LeftRows;
use super::refusal::Refused;
use crate::client::field_error;
use crate::client::tours::act_on_list;
use crate::ui::prelude::*;

/// What is being done, with the list as it was read.
pub type Chosen = RwSignal<Option<(ListAction, TourListView)>>;

/// The dialog, open while an action is chosen.
#[component]
pub fn WholeDialog(
    /// What is being done.
    chosen: Chosen,
    /// The posts, for their numbers.
    entries: StoredValue<Vec<EntryView>>,
    /// What follows.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = open_while(chosen);
    let title = Signal::derive(move || {
        let action = chosen.with(|chosen| chosen.as_ref().map(|(action, _)| *action));
        action.map(|action| words::list_action(action).to_owned()).unwrap_or_default()
    });
    view! {
        <Dialog open title>
            {move || {
                let (action, list) = chosen.get()?;
                Some(view! { <WholeForm action list entries open on_done /> })
            }}
        </Dialog>
    }
}

#[component]
fn WholeForm(
    action: ListAction,
    list: TourListView,
    entries: StoredValue<Vec<EntryView>>,
    open: RwSignal<bool>,
    on_done: Callback<()>,
) -> impl IntoView {
    let comment = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let left = RwSignal::new(Vec::<BulkItem>::new());
    let toasts = Toasts::here();
    let list = StoredValue::new(list);
    let take = Action::new_local(move |said: &Option<String>| {
        let said = said.clone();
        async move {
            let outcome = act_on_list(&list.get_value(), action, said).await?;
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::list_done(action, outcome.taken));
            }
            if outcome.left.is_empty() {
                open.set(false);
                on_done.run(());
            } else {
                left.set(outcome.left);
            }
            Ok(())
        }
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let wanted = action == ListAction::Return;
    let silent = Signal::derive(move || wanted && comment.with(|text| text.trim().is_empty()));
    let submit = move |()| {
        tried.set(true);
        if silent.get_untracked() || take.pending().get_untracked() {
            return;
        }
        let text = comment.with_untracked(|text| text.trim().to_owned());
        take.dispatch(Some(text).filter(|text| !text.is_empty()));
    };
    let error = Signal::derive(move || {
        let told = || problem.with(|problem| field_error(problem.as_ref()?, "/comment"));
        (tried.get() && silent.get()).then(|| words::SAY_WHY.to_owned()).or_else(told)
    });
    let label = match wanted {
        true => words::COMMENT.to_owned(),
        false => format!("{} ({})", words::COMMENT, ui::OPTIONAL),
    };
    let label = StoredValue::new(label);
    let read_again = move |()| {
        open.set(false);
        on_done.run(());
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=read_again /> })}
                {move || {
                    let items = left.get();
                    if items.is_empty() {
                        view! {
                            <p>{words::list_consequence(action)}</p>
                            <Field label=label.get_value() error>
                                <TextArea value=comment max_length=500u32 />
                            </Field>
                            <Line align=LineAlign::End>
                                <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                                <Button
                                    label=words::list_action(action)
                                    kind=ButtonKind::Primary
                                    submit=true
                                    busy=take.pending()
                                />
                            </Line>
                        }
                            .into_any()
                    } else {
                        view! {
                            <LeftRows items entries title=words::LEFT_ROWS />
                            <Line align=LineAlign::End>
                                <Button
                                    label=words::READ_AGAIN
                                    icon=Icon::Refresh
                                    on_click=read_again
                                />
                            </Line>
                        }
                            .into_any()
                    }
                }}
            </Stack>
        </Form>
    }
}
