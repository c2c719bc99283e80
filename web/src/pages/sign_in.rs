//! Sign in. Afterwards the person is back where the session ended.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalogue::screens::sign_in as words;
use shared::contract::access::SignIn as Body;
use shared::problem::Problem;

use crate::here::address;
use crate::session::{Left, Session, State};
use crate::ui::prelude::*;
use crate::ui::shell::Gate;

/// The page.
#[component]
pub fn SignIn() -> impl IntoView {
    let session = Session::here();
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (shown, tried) = (RwSignal::new(false), RwSignal::new(false));
    let sign_in = Action::new_local(move |body: &Body| {
        let body = body.clone();
        async move { session.sign_in(body).await }
    });
    let refused = move || sign_in.value().get().and_then(Result::err);
    back_when_signed_in(session);
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
        <Gate>
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
        </Gate>
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
