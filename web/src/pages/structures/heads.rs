//! Who heads a structure on the day in view: their mandates, a new one, the end of one.

use leptos::prelude::*;
use shared::catalogue::screens::{structures as words, ui};
use shared::contract::headships::{HeadshipCreate, HeadshipView};
use shared::contract::organisation::StructureView;
use shared::contract::writing::{Effect, End};
use shared::habilitation::{Right, Rubric};
use shared::problem::Problem;
use shared::time::Day;

use crate::client::headships::{create_headship, end_headship, list_headships};
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, allows};
use crate::pages::ending::EndingForm;
use crate::pages::lists::coded_choices_after;
use crate::pages::person::PersonField;
use crate::pages::requests::Refusal;
use crate::pages::told::{Told, filled, said};
use crate::session::Session;
use crate::ui::prelude::*;

/// What is being done.
#[derive(Debug, Clone)]
enum Doing {
    Appoint,
    End(Box<HeadshipView>),
}

/// The heads of a structure.
#[component]
pub fn HeadsCard(
    /// The structure.
    structure: StructureView,
) -> impl IntoView {
    let here = Here::get();
    let again = RwSignal::new(0_u32);
    let id = structure.id;
    let heads = Fetched::new(move || {
        again.track();
        let standing = here.map(Here::standing).unwrap_or_default();
        let pairs = standing.to_query().with("structure", id.to_string());
        async move { list_headships(&pairs).await }
    });
    let doing = RwSignal::new(None::<Doing>);
    let open = open_while(doing);
    let done = Callback::new(move |said: &'static str| {
        open.set(false);
        if let Some(toasts) = Toasts::here() {
            toasts.push(Kind::Success, said.to_owned());
        }
        again.update(|times| *times += 1);
    });
    let title = Signal::derive(move || {
        let ends = doing.with(|doing| matches!(doing, Some(Doing::End(_))));
        if ends { words::END_FORM } else { words::APPOINT_FORM }.to_owned()
    });
    let structure = StoredValue::new(structure);
    let may = Memo::new(move |_| allows(Rubric::Headships, Right::Modify));
    let begin = move || {
        may.get().then(|| {
            let press = move |()| doing.set(Some(Doing::Appoint));
            view! { <Button label=words::APPOINT icon=Icon::Add small=true on_click=press /> }
        })
    };
    view! {
        <Card title=words::HEADS actions=ViewFn::from(move || begin)>
            <Transition fallback=|| view! { <Loading lines=2 /> }>
                {move || {
                    heads
                        .get()
                        .map(|read| match read {
                            Err(problem) => {
                                let retry = Callback::new(move |()| again.update(|times| *times += 1));
                                view! { <ErrorState problem on_retry=retry /> }.into_any()
                            }
                            Ok(page) if page.items.is_empty() => {
                                view! { <p><Quiet>{words::NO_HEAD}</Quiet></p> }.into_any()
                            }
                            Ok(page) => {
                                let all = page.items.into_iter().map(|one| entry(one, may.get(), doing)).collect_view();
                                view! { <Entries>{all}</Entries> }.into_any()
                            }
                        })
                }}
            </Transition>
        </Card>
        <Dialog open title>
            {move || {
                doing.get().map(|doing| match doing {
                    Doing::Appoint => {
                        view! { <AppointForm structure=structure.get_value() open done /> }.into_any()
                    }
                    Doing::End(one) => view! { <EndForm one=*one open done /> }.into_any(),
                })
            }}
        </Dialog>
    }
}

fn entry(one: HeadshipView, may: bool, doing: RwSignal<Option<Doing>>) -> impl IntoView + use<> {
    let named = one.practitioner.as_ref().map(|who| format!("{} {}", who.usual_name, who.first_names));
    let notes = vec![format::period(one.stamp.valid_from, one.stamp.valid_to)];
    let function = one.function.label.clone();
    let (title, text) = match named {
        Some(name) => (name, Some(function)),
        None => (function, None),
    };
    let end = move || {
        may.then(|| {
            let one = one.clone();
            let press = move |()| doing.set(Some(Doing::End(Box::new(one.clone()))));
            view! { <Button label=words::END_MANDATE kind=ButtonKind::Quiet small=true on_click=press /> }
        })
    };
    view! { <Entry title text=text.unwrap_or_default() notes action=ViewFn::from(end) /> }
}

#[component]
fn AppointForm(
    structure: StructureView,
    open: RwSignal<bool>,
    done: Callback<&'static str>,
) -> impl IntoView {
    let function = RwSignal::new(function_of(&structure.kind.code).to_owned());
    let who = RwSignal::new(String::new());
    let from = RwSignal::new(Some(Session::here().today()));
    let last = RwSignal::new(None::<Day>);
    let reason = RwSignal::new(String::new());
    let send = Action::new_local(move |body: &HeadshipCreate| {
        let body = body.clone();
        async move {
            create_headship(&body).await?;
            done.run(words::APPOINTED);
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let day_there = Signal::derive(move || from.with(Option::is_some));
    let (id, establishment) = (structure.id, structure.establishment.clone());
    let home = StoredValue::new(establishment.clone());
    let submit = move |()| {
        told.tried.set(true);
        let (Some(valid_from), Some(practitioner)) =
            (from.get_untracked(), who.with_untracked(|who| who.parse().ok()))
        else {
            return;
        };
        if !filled(function).get_untracked() || send.pending().get_untracked() {
            return;
        }
        send.dispatch(HeadshipCreate {
            establishment: home.get_value(),
            structure: id,
            practitioner,
            function: function.get_untracked(),
            effect: Effect {
                valid_from,
                valid_to: last.get_untracked().map(Day::next),
                reason: said(reason),
            },
        });
    };
    let functions = coded_choices_after("headship_functions", ui::CHOOSE);
    let shown: &[&str] =
        &["/function", "/practitioner", "/effect/valid_from", "/effect/valid_to", "/effect/reason"];
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown /> })}
                <Field label=words::FUNCTION error=told.beside(filled(function), "/function", ui::REQUIRED) required=true>
                    <Select value=function choices=functions on_change=move |value| function.set(value) />
                </Field>
                <PersonField
                    who
                    establishment
                    named=None
                    none=ui::CHOOSE
                    label=words::WHO
                    error=told.beside(filled(who), "/practitioner", ui::REQUIRED)
                    required=true
                />
                <Grid cells=GridCells::Medium>
                    <Field label=words::FROM error=told.beside(day_there, "/effect/valid_from", ui::REQUIRED) required=true>
                        <DateInput value=from on_change=move |day| from.set(day) />
                    </Field>
                    <Field label=words::LAST_OF_MANDATE hint=words::MANDATE_HINT error=told.by_server("/effect/valid_to")>
                        <DateInput value=last on_change=move |day| last.set(day) />
                    </Field>
                </Grid>
                <Field label=words::WHY error=told.by_server("/effect/reason") optional=true>
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::APPOINT kind=ButtonKind::Primary submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

/// The function that is usual at the head of a structure of a kind.
fn function_of(kind: &str) -> &'static str {
    match kind {
        "POLE" => "CHEF_POLE",
        "SERVICE" => "CHEF_SERVICE",
        "DEPARTEMENT" => "RESP_STRUCTURE",
        "UF" => "RESP_UF",
        _ => "",
    }
}

#[component]
fn EndForm(one: HeadshipView, open: RwSignal<bool>, done: Callback<&'static str>) -> impl IntoView {
    let (id, version) = (one.id, one.stamp.version);
    let send = Action::new_local(move |end: &End| {
        let end = end.clone();
        async move {
            end_headship(id, version, &end).await?;
            done.run(words::MANDATE_ENDED);
            Ok::<_, Problem>(())
        }
    });
    let (label, button) = (words::LAST_OF_MANDATE, words::END_MANDATE);
    view! { <EndingForm label button kind=ButtonKind::Primary send open /> }
}
