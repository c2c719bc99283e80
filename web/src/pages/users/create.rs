//! A new account with its first rights.

use leptos::prelude::*;
use shared::catalogue::screens::{ui, users as words};
use shared::contract::access::UserCreate;
use shared::problem::Problem;

use super::grant::{Draft, GrantFields};
use crate::client::field_error;
use crate::client::users::create_user;
use crate::ui::prelude::*;

/// The dialog.
#[component]
pub fn CreateDialog(open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    view! {
        <Dialog open title=words::CREATE>
            <Fields open on_done />
        </Dialog>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let (email, name, password) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let draft = Draft::new();
    let tried = RwSignal::new(false);
    let toasts = Toasts::here();
    let create = Action::new_local(move |body: &UserCreate| {
        let body = body.clone();
        async move {
            let made = create_user(&body).await;
            if made.is_ok() {
                open.set(false);
                on_done.run(());
                if let Some(toasts) = toasts {
                    toasts.push(Kind::Success, words::CREATED.to_owned());
                }
            }
            made
        }
    });
    let problem = Signal::derive(move || create.value().get().and_then(Result::err));
    let submit = move |()| {
        tried.set(true);
        let Some(habilitation) = draft.complete() else { return };
        let (email, name, password) = (email.get_untracked(), name.get_untracked(), password.get_untracked());
        let complete = ![&email, &name, &password].iter().any(|text| text.trim().is_empty());
        if complete && !create.pending().get_untracked() {
            let (email, name) = (email.trim().to_owned(), name.trim().to_owned());
            create.dispatch(UserCreate { email, name, password, habilitation, practitioner: None });
        }
    };
    let error = move |value: RwSignal<String>, pointer: &'static str| {
        Signal::derive(move || {
            let lacks = tried.get() && value.with(|value| value.trim().is_empty());
            let told = || problem.with(|problem| field_error(problem.as_ref()?, pointer));
            lacks.then(|| ui::REQUIRED.to_owned()).or_else(told)
        })
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(refusal)}
                <Field label=words::NAME error=error(name, "/name") required=true>
                    <TextInput value=name max_length=120u32 />
                </Field>
                <Field label=words::EMAIL error=error(email, "/email") required=true>
                    <TextInput value=email kind=InputKind::Email max_length=254u32 />
                </Field>
                <Field label=words::PASSWORD hint=words::PASSWORD_HINT error=error(password, "/password") required=true>
                    <TextInput value=password kind=InputKind::NewPassword max_length=128u32 />
                </Field>
                <GrantFields draft problem prefix="/habilitation" />
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::CREATE kind=ButtonKind::Primary submit=true busy=create.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

/// Why the server refused, over the form.
pub fn refusal(problem: Problem) -> impl IntoView {
    view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> }
}
