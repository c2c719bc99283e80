//! The outcome of one post: somebody is appointed by an order, comes, or does not.

use leptos::prelude::*;
use shared::catalogue::screens::{tour_lists as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::EntryView;
use shared::time::Day;
use shared::workflow::entry::EntryAction;

use super::entries::number_of;
use super::refusal::Refused;
use crate::client::tours::{Outcome, step_entry};
use crate::ui::prelude::*;

/// What is being recorded, with the post as it was read.
pub type Chosen = RwSignal<Option<(EntryAction, EntryView)>>;

/// The dialog, open while an outcome is chosen.
#[component]
pub fn OutcomeDialog(
    /// What is being recorded.
    chosen: Chosen,
    /// What follows.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(chosen.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    let title = Signal::derive(move || {
        let said = |(action, entry): &(EntryAction, EntryView)| {
            format!("{} – {}", texts::entry_action(*action), number_of(entry))
        };
        chosen.with(|chosen| chosen.as_ref().map(said)).unwrap_or_default()
    });
    view! {
        <Dialog open title>
            {move || {
                let (action, entry) = chosen.get()?;
                Some(view! { <OutcomeForm action entry open on_done /> })
            }}
        </Dialog>
    }
}

#[component]
fn OutcomeForm(
    action: EntryAction,
    entry: EntryView,
    open: RwSignal<bool>,
    on_done: Callback<()>,
) -> impl IntoView {
    let (number, appointee) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let day = RwSignal::new(None::<Day>);
    let tried = RwSignal::new(false);
    let toasts = Toasts::here();
    let (tour, version) = (entry.tour, entry.stamp.version);
    let post = entry.post.as_ref().map(|post| post.id);
    let take = Action::new_local(move |outcome: &Outcome| {
        let outcome = outcome.clone();
        async move {
            if let Some(post) = post {
                step_entry((tour, post), action, version, &outcome).await?;
            }
            open.set(false);
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::done(action, 1));
            }
            on_done.run(());
            Ok(())
        }
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let appoints = action == EntryAction::Appoint;
    let wants_day = appoints || action == EntryAction::Install;
    let blank = move |field: RwSignal<String>| {
        Signal::derive(move || appoints && field.with(|text| text.trim().is_empty()))
    };
    let (no_number, nobody) = (blank(number), blank(appointee));
    let no_day = Signal::derive(move || wants_day && day.with(Option::is_none));
    let error = move |lacks: Signal<bool>| {
        Signal::derive(move || (tried.get() && lacks.get()).then(|| ui::REQUIRED.to_owned()))
    };
    let submit = move |()| {
        tried.set(true);
        let lacks = [no_number, nobody, no_day];
        if lacks.into_iter().any(|one| one.get_untracked()) || take.pending().get_untracked() {
            return;
        }
        let text =
            |field: RwSignal<String>| appoints.then(|| field.with_untracked(|text| text.trim().to_owned()));
        take.dispatch(Outcome {
            order_number: text(number),
            order_date: day.get_untracked().filter(|_| appoints),
            appointee: text(appointee),
            installed_on: day.get_untracked().filter(|_| action == EntryAction::Install),
        });
    };
    let read_again = move |()| {
        open.set(false);
        on_done.run(());
    };
    let kind = if action == EntryAction::Drop { ButtonKind::Danger } else { ButtonKind::Primary };
    let day_label = if appoints { words::ORDER_DATE } else { words::INSTALLED_ON };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refused problem on_read=read_again /> })}
                <p>{words::outcome_consequence(action)}</p>
                {appoints
                    .then(|| {
                        view! {
                            <Field label=words::ORDER_NUMBER error=error(no_number) required=true>
                                <TextInput value=number max_length=60u32 />
                            </Field>
                            <Field
                                label=words::APPOINTEE
                                hint=words::APPOINTEE_HINT
                                error=error(nobody)
                                required=true
                            >
                                <TextInput value=appointee max_length=200u32 />
                            </Field>
                        }
                    })}
                {wants_day
                    .then(|| {
                        view! {
                            <Field label=day_label error=error(no_day) required=true>
                                <DateInput value=day on_change=move |one| day.set(one) />
                            </Field>
                        }
                    })}
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=texts::entry_action(action) kind submit=true busy=take.pending() />
                </Line>
            </Stack>
        </Form>
    }
}
