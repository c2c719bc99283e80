//! One step of a request: what it does, what it asks, and why it was refused.

use leptos::prelude::*;
use shared::catalogue::screens::{requests as words, ui};
use shared::contract::requests::RequestView;
use shared::problem::Problem;
use shared::request::{RequestKind, wants_comment};
use shared::tour::motive::Purpose;
use shared::workflow::request::RequestAction;

use super::Refusal;
use super::motives::Motives;
use crate::client::field_error;
use crate::client::requests::{Said, step_request};
use crate::ui::prelude::*;

/// What is being done, with the request as it was read.
pub type Chosen = RwSignal<Option<(RequestAction, RequestView)>>;

/// The dialog, open while a step is chosen.
#[component]
pub fn StepDialog(chosen: Chosen, on_done: Callback<()>) -> impl IntoView {
    let open = open_while(chosen);
    let title = Signal::derive(move || {
        chosen.with(|chosen| chosen.as_ref().map(|(action, _)| words::action(*action).to_owned()))
    });
    view! {
        <Dialog open title=Signal::derive(move || title.get().unwrap_or_default())>
            {move || {
                let (action, request) = chosen.get()?;
                Some(view! { <StepForm action request open on_done /> })
            }}
        </Dialog>
    }
}

/// The motives that a step chooses from.
const fn purpose(action: RequestAction) -> Option<Purpose> {
    match action {
        RequestAction::Ask => Some(Purpose::Ask),
        RequestAction::Refuse => Some(Purpose::Refuse),
        _ => None,
    }
}

#[component]
fn StepForm(
    action: RequestAction,
    request: RequestView,
    open: RwSignal<bool>,
    on_done: Callback<()>,
) -> impl IntoView {
    let motives = purpose(action).map(Motives::of);
    let wants_number = action == RequestAction::Acknowledge && request.kind == RequestKind::Create;
    let wants_text = wants_comment(action, request.state);
    let (motive, comment, number) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let tried = RwSignal::new(false);
    let (id, version) = (request.id, request.stamp.version);
    let toasts = Toasts::here();
    let take = Action::new_local(move |said: &Said| {
        let said = said.clone();
        async move {
            let taken = step_request(id, action, version, &said).await;
            if let Ok(request) = &taken {
                open.set(false);
                if let Some(toasts) = toasts {
                    toasts.push(Kind::Success, words::done(request.state));
                }
                on_done.run(());
            }
            taken
        }
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let is_empty = |field: RwSignal<String>| field.with(|text| text.trim().is_empty());
    let short = move || match motives {
        Some(motives) => !motives.is_said(&motive.get(), &comment.get()),
        None => wants_text && is_empty(comment),
    };
    let error = move |lacks: Signal<bool>, pointer: &'static str, said: &'static str| {
        Signal::derive(move || {
            let told = || problem.with(|problem| field_error(problem.as_ref()?, pointer));
            (tried.get() && lacks.get()).then(|| said.to_owned()).or_else(told)
        })
    };
    let no_motive = Signal::derive(move || motives.is_some() && is_empty(motive));
    let no_number = Signal::derive(move || wants_number && is_empty(number));
    let short = Signal::derive(short);
    let comment_said = if motives.is_some() { words::TEXT_WANTED } else { words::SAY_WHY };
    let submit = move |()| {
        tried.set(true);
        let lacks = [no_motive, no_number, short];
        if lacks.into_iter().any(|one| one.get_untracked()) || take.pending().get_untracked() {
            return;
        }
        let said = |field: RwSignal<String>| {
            field.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        };
        take.dispatch(Said {
            motive: motives.and_then(|_| said(motive)),
            comment: said(comment),
            sigmed_number: said(number).filter(|_| wants_number),
        });
    };
    let may_edit = super::may_open() && is_editable(&request);
    let shown: &'static [&'static str] = match (motives.is_some(), wants_number) {
        (true, _) => &["/motive", "/comment"],
        (_, true) => &["/comment", "/sigmed_number"],
        _ => &["/comment"],
    };
    let refusal = move |problem: Problem| {
        // Somebody else was first: what is on the page is no more true.
        let moved = matches!(problem.status, 409 | 412);
        let to_edit = problem.status == 422 && may_edit;
        let actions = move || {
            view! {
                {moved
                    .then(|| {
                        view! {
                            <Button
                                label=words::READ_AGAIN
                                icon=Icon::Refresh
                                on_click=move |()| {
                                    open.set(false);
                                    on_done.run(());
                                }
                            />
                        }
                    })}
                {to_edit
                    .then(|| {
                        view! { <ButtonLink to=format!("/demandes/{id}/modifier") label=words::EDIT_REQUEST /> }
                    })}
            }
        };
        view! { <Refusal problem shown actions=ViewFn::from(actions) /> }
    };
    let kind = match is_danger(action) {
        true => ButtonKind::Danger,
        false => ButtonKind::Primary,
    };
    let comment_label = Signal::derive(move || {
        let wanted = wants_text || motives.is_some_and(|motives| motives.wants_text(&motive.get()));
        match wanted {
            true => words::COMMENT.to_owned(),
            false => format!("{} ({})", words::COMMENT, ui::OPTIONAL),
        }
    });
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(refusal)}
                <p>{words::consequence(action)}</p>
                {motives
                    .map(|motives| {
                        view! {
                            <Field label=words::MOTIVE error=error(no_motive, "/motive", ui::REQUIRED) required=true>
                                <Select
                                    value=motive
                                    choices=motives.choices()
                                    on_change=move |value| motive.set(value)
                                />
                            </Field>
                        }
                    })}
                {wants_number
                    .then(|| {
                        view! {
                            <Field
                                label=words::SIGMED_NUMBER
                                hint=words::SIGMED_NUMBER_HINT
                                error=error(no_number, "/sigmed_number", ui::REQUIRED)
                                required=true
                            >
                                <TextInput value=number kind=InputKind::Code max_length=120u32 />
                            </Field>
                        }
                    })}
                <Field
                    label=comment_label
                    hint=words::COMMENT_HINT
                    error=error(short, "/comment", comment_said)
                >
                    <TextArea value=comment max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::action(action) kind submit=true busy=take.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

/// What ends a request, or says no.
pub fn is_danger(action: RequestAction) -> bool {
    matches!(action, RequestAction::Refuse | RequestAction::Withdraw | RequestAction::Reject)
}

/// Whether what is asked may still be written.
pub fn is_editable(request: &RequestView) -> bool {
    use shared::workflow::request::RequestState as S;
    matches!(request.state, S::Draft | S::InfoRequested | S::SigmedRejected)
}
