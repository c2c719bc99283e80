//! One account: what it holds, the end of a habilitation, one more, disabled or not.

use leptos::prelude::*;
use shared::catalogue::access;
use shared::catalogue::screens::{ui, users as words};
use shared::contract::access::{HabilitationCreate, HabilitationEnd, HabilitationView, UserView};
use shared::problem::Problem;
use shared::time::Day;

use super::create::refusal;
use super::grant::{Draft, GrantFields};
use crate::client::users::{create_habilitation, disable_user, enable_user, end_habilitation};
use crate::format;
use crate::session::Session;
use crate::ui::prelude::*;

/// What is done with the account in view.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// Reading.
    Sheet,
    /// One more habilitation.
    Grant,
    /// The end of one.
    End(Box<HabilitationView>),
    /// Whether it is really to be disabled.
    Disable,
}

/// The dialog, open while an account is chosen.
#[component]
pub fn AccountDialog(chosen: RwSignal<Option<UserView>>, on_done: Callback<()>) -> impl IntoView {
    let step = RwSignal::new(Step::Sheet);
    Effect::new(move |_| {
        chosen.track();
        step.set(Step::Sheet);
    });
    let open = open_while(chosen);
    let title = Signal::derive(move || {
        chosen.with(|user| user.as_ref().map(|user| user.name.clone())).unwrap_or_default()
    });
    let toasts = Toasts::here();
    // What was read is no more true: the list is asked again, the dialog closes.
    let done = Callback::new(move |said: &'static str| {
        open.set(false);
        on_done.run(());
        if let Some(toasts) = toasts {
            toasts.push(Kind::Success, said.to_owned());
        }
    });
    let place = Signal::derive(move || {
        step.with(|step| match step {
            Step::Sheet => 0,
            Step::Grant => 1,
            Step::End(_) => 2,
            Step::Disable => 3,
        })
    });
    view! {
        <Dialog open title large=true step=place>
            {move || {
                let user = chosen.get()?;
                Some(match step.get() {
                    Step::Sheet => view! { <Sheet user step done /> }.into_any(),
                    Step::Grant => view! { <GrantForm user step done /> }.into_any(),
                    Step::Disable => view! { <Sheet user step done asking=true /> }.into_any(),
                    Step::End(habilitation) => view! { <EndForm habilitation=*habilitation step done /> }.into_any(),
                })
            }}
        </Dialog>
    }
}

/// What the account holds and what may be done with it; `asking`: whether it is really to be disabled, before it is.
#[component]
fn Sheet(
    user: UserView,
    step: RwSignal<Step>,
    done: Callback<&'static str>,
    #[prop(optional)] asking: bool,
) -> impl IntoView {
    let may = |action: &str| user.allowed_actions.iter().any(|one| one == action);
    let (may_grant, may_disable, may_enable) = (may("grant"), may("disable"), may("enable"));
    let (id, version) = (user.id, user.version);
    let switch = Action::new_local(move |disable: &bool| {
        let disable = *disable;
        async move {
            let (answer, said) = if disable {
                (disable_user(id, version).await, words::DISABLED_DONE)
            } else {
                (enable_user(id, version).await, words::ENABLED_DONE)
            };
            answer.map(|_| done.run(said))
        }
    });
    let refused = move || switch.value().get().and_then(Result::err).map(refusal);
    if asking {
        return view! {
            <Stack>
                {refused}
                <h3>{words::DISABLE_TITLE}</h3>
                <p>{words::DISABLE_WARNING}</p>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| step.set(Step::Sheet) />
                    <Button
                        label=words::DISABLE
                        kind=ButtonKind::Danger
                        busy=switch.pending()
                        on_click=move |()| drop(switch.dispatch(true))
                    />
                </Line>
            </Stack>
        }
        .into_any();
    }
    let last = user
        .last_sign_in_at
        .map_or_else(|| words::NEVER.to_owned(), |at| format::day(format::instant_day(at)));
    let none = user.habilitations.is_empty();
    let held = user.habilitations.into_iter().map(|one| view! { <Held one step /> }).collect_view();
    view! {
        <Stack>
            {refused}
            <Terms>
                <Term label=words::EMAIL value=user.email />
                <Term label=words::LAST_SIGN_IN value=last />
                <Term label=words::CREATED_ON value=format::day(format::instant_day(user.created_at)) />
            </Terms>
            {none.then(|| view! { <p><Quiet>{words::NO_RIGHTS}</Quiet></p> })}
            {held}
            <Line align=LineAlign::Between>
                {may_disable
                    .then(|| {
                        view! {
                            <Button
                                label=words::DISABLE
                                kind=ButtonKind::Danger
                                on_click=move |()| step.set(Step::Disable)
                            />
                        }
                    })}
                {may_enable
                    .then(|| {
                        view! {
                            <Button
                                label=words::ENABLE
                                busy=switch.pending()
                                on_click=move |()| drop(switch.dispatch(false))
                            />
                        }
                    })}
                {may_grant
                    .then(|| {
                        view! {
                            <Button label=words::GRANT icon=Icon::Add on_click=move |()| step.set(Step::Grant) />
                        }
                    })}
            </Line>
        </Stack>
    }
    .into_any()
}

/// One habilitation, with the button that ends it.
#[component]
fn Held(one: HabilitationView, step: RwSignal<Step>) -> impl IntoView {
    let profile = access::profile(one.profile);
    let may_end = one.allowed_actions.iter().any(|action| action == "end");
    let about = words::end_of(profile, &one.perimeter_label);
    let rubrics = one.grants.iter().map(|grant| access::rubric(grant.rubric)).collect::<Vec<_>>().join(", ");
    let (place, period) = (one.perimeter_label.clone(), format::period(one.valid_from, one.valid_to));
    let given = words::granted(&one.granted_by, &one.reason);
    let actions = move || {
        let (one, about) = (one.clone(), about.clone());
        may_end.then(|| {
            let end = move |()| step.set(Step::End(Box::new(one.clone())));
            view! { <Button label=words::END small=true about=about on_click=end /> }
        })
    };
    view! {
        <Card title=profile actions=ViewFn::from(actions)>
            <Terms>
                <Term label=words::PERIMETER value=place />
                <Term label=words::HOLDS value=period />
            </Terms>
            <p><Quiet>{given}</Quiet></p>
            <Details summary=words::RIGHTS>{rubrics}</Details>
        </Card>
    }
}

#[component]
fn GrantForm(user: UserView, step: RwSignal<Step>, done: Callback<&'static str>) -> impl IntoView {
    let draft = Draft::new();
    let give = Action::new_local(move |body: &HabilitationCreate| {
        let body = body.clone();
        async move { create_habilitation(&body).await.map(|_| done.run(words::GRANTED)) }
    });
    let problem = Signal::derive(move || give.value().get().and_then(Result::err));
    let account = user.id;
    let submit = move |()| {
        if let Some(grant) = draft.complete().filter(|_| !give.pending().get_untracked()) {
            give.dispatch(HabilitationCreate { account, grant });
        }
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                <h3>{words::GRANT_TITLE}</h3>
                {move || problem.get().map(refusal)}
                <GrantFields draft problem prefix="/grant" />
                <Footer step label=words::GRANT pending=give.pending() />
            </Stack>
        </Form>
    }
}

#[component]
fn EndForm(
    habilitation: HabilitationView,
    step: RwSignal<Step>,
    done: Callback<&'static str>,
) -> impl IntoView {
    let today = Session::here().today();
    let last = RwSignal::new(Some(today));
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let (id, version) = (habilitation.id, habilitation.version);
    let end = Action::new_local(move |body: &HabilitationEnd| {
        let body = body.clone();
        async move { end_habilitation(id, version, &body).await.map(|_| done.run(words::ENDED)) }
    });
    let refused = move || end.value().get().and_then(Result::err).map(|problem: Problem| refusal(problem));
    let submit = move |()| {
        tried.set(true);
        let why = reason.get_untracked().trim().to_owned();
        if let Some(last) = last.get_untracked().filter(|_| !why.is_empty() && !end.pending().get_untracked())
        {
            end.dispatch(HabilitationEnd { valid_to: Day::next(last), reason: why });
        }
    };
    let lacks_day =
        Signal::derive(move || (tried.get() && last.get().is_none()).then(|| ui::NOT_A_DAY.to_owned()));
    let lacks_reason = Signal::derive(move || {
        (tried.get() && reason.with(|text| text.trim().is_empty())).then(|| ui::REQUIRED.to_owned())
    });
    let what = words::end_of(access::profile(habilitation.profile), &habilitation.perimeter_label);
    view! {
        <Form on_submit=submit>
            <Stack>
                <h3>{what}</h3>
                {refused}
                <Field label=words::END_FROM error=lacks_day required=true>
                    <DateInput value=last on_change=move |day| last.set(day) first=today.previous() />
                </Field>
                <Field label=words::REASON hint=words::REASON_HINT error=lacks_reason required=true>
                    <TextInput value=reason max_length=500u32 />
                </Field>
                <Footer step label=words::END pending=end.pending() />
            </Stack>
        </Form>
    }
}

/// Back to the sheet, or on.
#[component]
fn Footer(step: RwSignal<Step>, label: &'static str, #[prop(into)] pending: Signal<bool>) -> impl IntoView {
    view! {
        <Line align=LineAlign::End>
            <Button label=ui::CANCEL on_click=move |()| step.set(Step::Sheet) />
            <Button label kind=ButtonKind::Primary submit=true busy=pending />
        </Line>
    }
}
