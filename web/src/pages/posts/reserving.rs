//! What is done with a reservation: a new one, a change of one, a step.

use leptos::prelude::*;
use shared::catalogue::screens::{reservations as words, ui};
use shared::contract::requests::PlainStep;
use shared::contract::reservations::{Arrival, ReservationCreate, ReservationEdit, ReservationView};
use shared::contract::writing::End;
use shared::id::{PostId, PractitionerId, ReservationId};
use shared::problem::Problem;
use shared::time::Day;
use shared::tour::motive::Purpose;
use shared::workflow::reservation::{ReservationAction, ReservationState};

use crate::client::posts::list_post_occupants;
use crate::client::reservations::{
    consume_reservation, create_reservation, edit_reservation, end_reservation, step_reservation,
};
use crate::fetched::Fetched;
use crate::pages::half_days::{half_day_choices, read, to_text};
use crate::pages::person::PersonField;
use crate::pages::requests::Refusal;
use crate::pages::requests::motives::Motives;
use crate::pages::told::{Told, filled, said};
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Pointers of the fields below: what the server says of them is told beside them.
const SHOWN: &[&str] = &[
    "/quotity",
    "/reserved_from",
    "/reserved_to",
    "/motive",
    "/text",
    "/practitioner",
    "/valid_to",
    "/reason",
    "/comment",
];

/// What is being done.
#[derive(Debug, Clone)]
pub enum Doing {
    /// A new one.
    Begin {
        /// The post.
        post: PostId,
        /// FINESS of its establishment.
        establishment: String,
    },
    /// Something of one that is there.
    Step {
        /// What.
        action: ReservationAction,
        /// As it was read.
        reservation: Box<ReservationView>,
    },
}

/// The dialog, open while something is being done.
#[component]
pub fn ReservationDialog(doing: RwSignal<Option<Doing>>, on_done: Callback<()>) -> impl IntoView {
    let open = open_while(doing);
    let title = Signal::derive(move || {
        doing.with(|doing| match doing {
            Some(Doing::Step { action: ReservationAction::Change, .. }) => words::CHANGE,
            Some(Doing::Step { action, .. }) => words::action(*action),
            _ => words::FORM,
        })
    });
    let done = Callback::new(move |state: ReservationState| {
        open.set(false);
        if let Some(toasts) = Toasts::here() {
            toasts.push(Kind::Success, words::done(state).to_owned());
        }
        on_done.run(());
    });
    view! {
        <Dialog open title=Signal::derive(move || title.get().to_owned())>
            {move || {
                doing.get().map(|doing| match doing {
                    Doing::Begin { post, establishment } => {
                        view! { <Writing target=Target::New { post, establishment } open done /> }.into_any()
                    }
                    Doing::Step { action: ReservationAction::Change, reservation } => {
                        view! { <Writing target=Target::Known(reservation) open done /> }.into_any()
                    }
                    Doing::Step { action, reservation } => {
                        view! { <StepForm action reservation=*reservation open done /> }.into_any()
                    }
                })
            }}
        </Dialog>
    }
}

/// What is written.
#[derive(Debug, Clone)]
enum Target {
    New { post: PostId, establishment: String },
    Known(Box<ReservationView>),
}

/// What the form says.
#[derive(Debug, Clone)]
struct Sent {
    from: Day,
    to: Option<Day>,
    quotity: shared::quotity::Quotity,
    motive: String,
    text: Option<String>,
    practitioner: Option<PractitionerId>,
    keeps: bool,
}

#[component]
fn Writing(target: Target, open: RwSignal<bool>, done: Callback<ReservationState>) -> impl IntoView {
    let known = match &target {
        Target::Known(known) => Some((**known).clone()),
        Target::New { .. } => None,
    };
    let known = known.as_ref();
    let is_active = known.is_some_and(|one| one.state == ReservationState::Active);
    let quotity = RwSignal::new(to_text(known.map(|one| one.quotity)));
    let from = RwSignal::new(known.map(|one| one.reserved_from));
    let last =
        RwSignal::new(known.filter(|one| !one.reserved_to.is_open()).map(|one| one.reserved_to.previous()));
    let motive = RwSignal::new(known.map(|one| one.motive.code.clone()).unwrap_or_default());
    let text = RwSignal::new(known.and_then(|one| one.text.clone()).unwrap_or_default());
    let who = RwSignal::new(
        known.and_then(|one| one.practitioner.as_ref()).map(|who| who.id.to_string()).unwrap_or_default(),
    );
    let named = known
        .and_then(|one| one.practitioner.as_ref())
        .map(|who| Choice::new(who.id.to_string(), format!("{} {}", who.usual_name, who.first_names)));
    let motives = Motives::of(Purpose::Reserve);
    // The draft that was made before the server refused to activate it: the next try goes on with it.
    let made = RwSignal::new(known.map(|one| (one.id, one.stamp.version)));
    let establishment = match &target {
        Target::New { establishment, .. } => establishment.clone(),
        Target::Known(known) => known.establishment.clone(),
    };
    let target = StoredValue::new(target);
    let send = Action::new_local(move |sent: &Sent| {
        let sent = sent.clone();
        async move {
            let written = write(&target.get_value(), made.get_untracked(), &sent).await?;
            made.set(Some((written.id, written.stamp.version)));
            let state = match sent.keeps && written.state == ReservationState::Draft {
                true => {
                    let step = ReservationAction::Activate;
                    let said = PlainStep::default();
                    step_reservation(written.id, step, written.stamp.version, &said).await?.state
                }
                false => written.state,
            };
            done.run(state);
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let text_said = Signal::derive(move || motives.is_said(&motive.get(), &text.get()));
    let days_right = Signal::derive(move || match (from.get(), last.get()) {
        (Some(from), Some(last)) => last >= from,
        _ => true,
    });
    let submit = move |keeps: bool| {
        told.tried.set(true);
        let right = [text_said, days_right, filled(quotity), filled(motive)];
        if right.into_iter().any(|one| !one.get_untracked()) || send.pending().get_untracked() {
            return;
        }
        let (Some(from), Some(quotity)) = (from.get_untracked(), quotity.with_untracked(|text| read(text)))
        else {
            return;
        };
        send.dispatch(Sent {
            from,
            to: last.get_untracked().map(Day::next),
            quotity,
            motive: motive.get_untracked(),
            text: said(text),
            practitioner: who.with_untracked(|who| who.parse().ok()),
            keeps,
        });
    };
    let from_there = Signal::derive(move || from.with(Option::is_some));
    let quotities = Signal::stored(half_day_choices(ui::CHOOSE, known.map(|one| one.quotity)));
    view! {
        <Form on_submit=move |()| submit(true) refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=SHOWN /> })}
                <p>{words::LEAD}</p>
                <Grid cells=GridCells::Medium>
                    <Field label=words::TIME error=told.beside(filled(quotity), "/quotity", ui::REQUIRED) required=true>
                        <Select value=quotity choices=quotities on_change=move |value| quotity.set(value) />
                    </Field>
                    <Field label=words::FROM error=told.beside(from_there, "/reserved_from", ui::REQUIRED) required=true>
                        <DateInput value=from on_change=move |day| from.set(day) />
                    </Field>
                    <Field
                        label=words::LAST
                        hint=words::LAST_HINT
                        error=told.beside(days_right, "/reserved_to", words::END_BEFORE)
                    >
                        <DateInput value=last on_change=move |day| last.set(day) />
                    </Field>
                    <Field label=words::MOTIVE error=told.beside(filled(motive), "/motive", ui::REQUIRED) required=true>
                        <Select value=motive choices=motives.choices() on_change=move |value| motive.set(value) />
                    </Field>
                </Grid>
                <Field label=words::TEXT error=told.beside(text_said, "/text", words::TEXT_WANTED) optional=true>
                    <TextArea value=text max_length=500u32 />
                </Field>
                <PersonField who establishment named none=words::NOBODY label=words::WHO error=told.by_server("/practitioner") />
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    {(!is_active)
                        .then(|| view! { <Button label=words::KEEP_DRAFT on_click=move |()| submit(false) /> })}
                    <Button
                        label=if is_active { words::SAVE } else { words::action(ReservationAction::Activate) }
                        kind=ButtonKind::Primary
                        submit=true
                        busy=send.pending()
                    />
                </Line>
            </Stack>
        </Form>
    }
}

/// Writes the draft, or writes it otherwise.
async fn write(
    target: &Target,
    made: Option<(ReservationId, i64)>,
    sent: &Sent,
) -> Result<ReservationView, Problem> {
    let edit = |id: ReservationId, version: i64| {
        let body = ReservationEdit {
            reserved_from: Some(sent.from),
            reserved_to: Some(sent.to),
            quotity: Some(sent.quotity),
            motive: Some(sent.motive.clone()),
            text: Some(sent.text.clone()),
            practitioner: Some(sent.practitioner),
        };
        async move { edit_reservation(id, version, &body).await }
    };
    match (made, target) {
        (Some((id, version)), _) => edit(id, version).await,
        (None, Target::Known(known)) => edit(known.id, known.stamp.version).await,
        (None, Target::New { post, establishment }) => {
            let body = ReservationCreate {
                establishment: establishment.clone(),
                post: *post,
                reserved_from: sent.from,
                reserved_to: sent.to,
                quotity: sent.quotity,
                motive: sent.motive.clone(),
                text: sent.text.clone(),
                practitioner: sent.practitioner,
            };
            create_reservation(&body).await
        }
    }
}

#[component]
fn StepForm(
    action: ReservationAction,
    reservation: ReservationView,
    open: RwSignal<bool>,
    done: Callback<ReservationState>,
) -> impl IntoView {
    let (id, version) = (reservation.id, reservation.stamp.version);
    let said = RwSignal::new(String::new());
    let last = RwSignal::new(None::<Day>);
    let who =
        RwSignal::new(reservation.practitioner.as_ref().map(|who| who.id.to_string()).unwrap_or_default());
    let (ends, comes) = (action == ReservationAction::End, action == ReservationAction::Consume);
    let take = Action::new_local(move |(): &()| {
        let text = said.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
        async move {
            let taken = match action {
                ReservationAction::End => {
                    let valid_to = last.get_untracked().map_or(Day::OPEN, Day::next);
                    end_reservation(id, version, &End { valid_to, reason: text.unwrap_or_default() }).await
                }
                ReservationAction::Consume => {
                    let practitioner = who.with_untracked(|who| who.parse().ok());
                    consume_reservation(id, version, &Arrival { practitioner, comment: text }).await
                }
                _ => step_reservation(id, action, version, &PlainStep { comment: text }).await,
            }?;
            done.run(taken.state);
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || take.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let reason_there = Signal::derive(move || !ends || said.with(|text| !text.trim().is_empty()));
    let day_there = Signal::derive(move || !ends || last.with(Option::is_some));
    let who_there = Signal::derive(move || !comes || who.with(|who| !who.is_empty()));
    let error = move |right, pointer| told.beside(right, pointer, ui::REQUIRED);
    let submit = move |()| {
        told.tried.set(true);
        let right = [reason_there, day_there, who_there];
        if right.into_iter().all(|one| one.get_untracked()) && !take.pending().get_untracked() {
            take.dispatch(());
        }
    };
    let end = ends.then(|| {
        view! {
            <Field label=words::LAST_KEPT error=error(day_there, "/valid_to") required=true>
                <DateInput value=last on_change=move |day| last.set(day) />
            </Field>
        }
    });
    let came = comes.then(|| {
        view! {
            <Field label=words::WHO_CAME error=error(who_there, "/practitioner") required=true>
                <Select value=who choices=seated(&reservation) on_change=move |value| who.set(value) />
            </Field>
        }
    });
    let kind = match action {
        ReservationAction::Cancel => ButtonKind::Danger,
        _ => ButtonKind::Primary,
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=SHOWN /> })}
                <p>{words::consequence(action)}</p>
                {end}
                {came}
                <Field
                    label=if ends { words::REASON } else { words::COMMENT }
                    error=error(reason_there, if ends { "/reason" } else { "/comment" })
                    optional=!ends
                    required=ends
                >
                    <TextArea value=said max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::action(action) kind submit=true busy=take.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

/// Those who have time on the post, to choose who has come; who was expected first.
fn seated(reservation: &ReservationView) -> Signal<Vec<Choice>> {
    let post = reservation.post.as_ref().map(|post| post.id.to_string()).unwrap_or_default();
    let expected = reservation.practitioner.as_ref().map(|who| who.id.to_string());
    let found = Fetched::new(move || {
        let post = post.clone();
        async move { list_post_occupants(&post, &Pairs::default()).await.map(|all| all.items).unwrap_or_default() }
    });
    let known = reservation
        .practitioner
        .as_ref()
        .map(|who| Choice::new(who.id.to_string(), format!("{} {}", who.usual_name, who.first_names)));
    Signal::derive(move || {
        let mut all = vec![Choice::new("", ui::CHOOSE)];
        all.extend(known.clone());
        for one in found.get().unwrap_or_default() {
            let id = one.practitioner.id.to_string();
            let is_new = expected.as_ref() != Some(&id) && all.iter().all(|choice| choice.value != id);
            if is_new {
                all.push(Choice::new(
                    id,
                    format!("{} {}", one.practitioner.usual_name, one.practitioner.first_names),
                ));
            }
        }
        all
    })
}
