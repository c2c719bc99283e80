//! Sign in, and choose one's own password when somebody else gave the first one. Afterwards the person is back where the
//! session ended.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalogue::screens::sign_in as words;
use shared::contract::access::{PasswordChange, SignIn as Body};
use shared::problem::Problem;

use crate::client::field_error;
use crate::here::address;
use crate::session::{Left, Session, State};
use crate::ui::prelude::*;
use crate::ui::shell::Gate;

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    let session = Session::here();
    back_when_signed_in(session);
    let is_choosing = Memo::new(move |_| session.state() == State::Choosing);
    view! {
        <Gate>
            {move || if is_choosing.get() { view! { <Choose /> }.into_any() } else { view! { <Enter /> }.into_any() }}
        </Gate>
    }
}

/// E-mail and password.
#[component]
fn Enter() -> impl IntoView {
    let session = Session::here();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (shown, tried) = (RwSignal::new(false), RwSignal::new(false));
    let sign_in = Action::new_local(move |body: &Body| {
        let body = body.clone();
        async move { session.sign_in(body).await }
    });
    let refused = move || sign_in.value().get().and_then(Result::err);
    let submit = move |()| {
        tried.set(true);
        let (email, password) = (email.get_untracked().trim().to_owned(), password.get_untracked());
        if !email.is_empty() && !password.is_empty() && !sign_in.pending().get_untracked() {
            sign_in.dispatch(Body { email, password });
        }
    };
    let missing = move |value: RwSignal<String>, said: &'static str| {
        Signal::derive(move || {
            (tried.get() && value.with(|value| value.trim().is_empty())).then(|| said.to_owned())
        })
    };
    view! {
        <PageHeader title=words::TITLE lead=words::LEAD />
        {move || why(session.state()).map(|(title, text)| view! { <Alert kind=Kind::Info title=title>{text}</Alert> })}
        {move || refused().map(|problem: Problem| view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> })}
        <Form on_submit=submit>
            <Stack>
                <Field label=words::EMAIL error=missing(email, words::EMAIL_MISSING) required=true>
                    <TextInput value=email kind=InputKind::Email max_length=254u32 />
                </Field>
                <Field label=words::PASSWORD error=missing(password, words::PASSWORD_MISSING) required=true>
                    <TextInput value=password kind=InputKind::Password max_length=128u32 shown=shown />
                </Field>
                <Checkbox label=words::SHOW_PASSWORD checked=shown on_change=move |on| shown.set(on) />
                <Button label=words::SUBMIT kind=ButtonKind::Primary submit=true wide=true busy=sign_in.pending() />
            </Stack>
        </Form>
        <p><Quiet>{words::NO_ACCOUNT}</Quiet></p>
    }
}

/// Another password, in place of the one that was given.
#[component]
fn Choose() -> impl IntoView {
    let session = Session::here();
    let (present, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (shown, tried) = (RwSignal::new(false), RwSignal::new(false));
    let choose = Action::new_local(move |body: &PasswordChange| {
        let body = body.clone();
        async move { session.choose_password(body).await }
    });
    let problem = Signal::derive(move || choose.value().get().and_then(Result::err));
    let submit = move |()| {
        tried.set(true);
        let (present, new) = (present.get_untracked(), new.get_untracked());
        if !present.is_empty() && !new.is_empty() && !choose.pending().get_untracked() {
            choose.dispatch(PasswordChange { present, new });
        }
    };
    let error = move |value: RwSignal<String>, pointer: &'static str| {
        Signal::derive(move || {
            let lacks = tried.get() && value.with(String::is_empty);
            let told = || problem.with(|problem| field_error(problem.as_ref()?, pointer));
            lacks.then(|| words::PASSWORD_MISSING.to_owned()).or_else(told)
        })
    };
    view! {
        <PageHeader title=words::CHOOSE_TITLE lead=words::CHOOSE_LEAD />
        {move || problem.get().map(|problem| view! { <Alert kind=Kind::Danger title=problem.title>{problem.detail}</Alert> })}
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                <Field label=words::GIVEN_PASSWORD error=error(present, "/present") required=true>
                    <TextInput value=present kind=InputKind::Password max_length=128u32 shown=shown />
                </Field>
                <Field label=words::NEW_PASSWORD hint=words::NEW_PASSWORD_HINT error=error(new, "/new") required=true>
                    <TextInput value=new kind=InputKind::NewPassword max_length=128u32 shown=shown />
                </Field>
                <Checkbox label=words::SHOW_PASSWORD checked=shown on_change=move |on| shown.set(on) />
                <Button label=words::CHOOSE kind=ButtonKind::Primary submit=true wide=true busy=choose.pending() />
                <Button label=words::CHOOSE_LATER wide=true on_click=move |()| leptos::task::spawn_local(session.sign_out()) />
            </Stack>
        </Form>
    }
}

/// What is said to somebody whose session has just ended.
fn why(state: State) -> Option<(&'static str, &'static str)> {
    match state {
        State::Out(Left::Ended) => Some((words::ENDED_TITLE, words::ENDED)),
        State::Out(Left::SignedOut) => Some((words::LEFT_TITLE, words::LEFT)),
        _ => None,
    }
}

/// Goes where the person wanted to go, once signed in: a path of this application, never another address.
fn back_when_signed_in(session: Session) {
    let navigate = use_navigate();
    let pairs = address();
    Effect::new(move |_| {
        if matches!(session.state(), State::In(_)) {
            let wanted = pairs.with_untracked(|pairs| pairs.get("retour").map(str::to_owned));
            let wanted = wanted.filter(|path| path.starts_with('/') && !path.starts_with("//"));
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(wanted.as_deref().unwrap_or("/"), options);
        }
    });
}
