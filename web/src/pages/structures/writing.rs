//! A structure, new or changed from a day on: its number, its name, its place in the tree.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, structures as words, ui};
use shared::contract::facts::{StructureCreate, StructureEdit};
use shared::contract::organisation::StructureView;
use shared::contract::writing::Effect;
use shared::id::StructureId;
use shared::problem::Problem;

use super::Done;
use crate::client::structures::{create_structure, edit_structure};
use crate::pages::lists::coded_choices_after;
use crate::pages::requests::Refusal;
use crate::pages::told::{Told, filled, said};
use crate::session::Session;
use crate::ui::prelude::*;

/// Pointers of the fields below: what the server says of them is told beside them.
const SHOWN: &[&str] =
    &["/kind", "/number", "/label", "/parent", "/sigmed_number", "/effect/valid_from", "/effect/reason"];

/// What is written.
#[derive(Debug, Clone)]
pub enum Target {
    /// A new one.
    New {
        /// FINESS of the establishment.
        establishment: String,
        /// The structure under which it was asked.
        parent: Option<StructureId>,
    },
    /// One that is there.
    Known(Box<StructureView>),
}

/// What the form says.
#[derive(Debug, Clone)]
struct Sent {
    kind: String,
    number: String,
    label: String,
    parent: Option<StructureId>,
    sigmed_number: Option<String>,
    effect: Effect,
}

/// The form.
#[component]
pub fn StructureForm(
    /// What is written.
    target: Target,
    /// The structures of the day, to choose the one above.
    #[prop(into)]
    all: Vec<StructureView>,
    /// Closes the dialog.
    open: RwSignal<bool>,
    /// Once it is written.
    on_done: Callback<Done>,
) -> impl IntoView {
    let known = match &target {
        Target::Known(known) => Some((**known).clone()),
        Target::New { .. } => None,
    };
    let above = match &target {
        Target::Known(known) => known.parent.as_ref().map(|parent| parent.id),
        Target::New { parent, .. } => *parent,
    };
    let text = |of: fn(&StructureView) -> Option<String>| known.as_ref().and_then(of).unwrap_or_default();
    let kind = RwSignal::new(text(|one| Some(one.kind.code.clone())));
    let number = RwSignal::new(text(|one| Some(one.number.clone())));
    let label = RwSignal::new(text(|one| Some(one.label.clone())));
    let sigmed = RwSignal::new(text(|one| one.sigmed_number.clone()));
    let parent = RwSignal::new(above.map(|id| id.to_string()).unwrap_or_default());
    let from = RwSignal::new(Some(Session::here().today()));
    let reason = RwSignal::new(String::new());
    let is_new = known.is_none();
    let target = StoredValue::new(target);
    let send = Action::new_local(move |sent: &Sent| {
        let sent = sent.clone();
        async move {
            let written = write(&target.get_value(), sent).await?;
            open.set(false);
            on_done.run(Done {
                said: if is_new { words::CREATED } else { words::CHANGED },
                chosen: Some(written.id),
            });
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let day_there = Signal::derive(move || from.with(Option::is_some));
    let first = (kind.get_untracked(), number.get_untracked(), label.get_untracked(), sigmed.get_untracked());
    let first = StoredValue::new((first, parent.get_untracked()));
    let changes = Signal::derive(move || {
        let now = ((kind.get(), number.get(), label.get(), sigmed.get()), parent.get());
        is_new || now != first.get_value()
    });
    let submit = move |()| {
        told.tried.set(true);
        let right = [filled(kind), filled(number), filled(label), changes];
        if right.into_iter().any(|one| !one.get_untracked()) || send.pending().get_untracked() {
            return;
        }
        let Some(valid_from) = from.get_untracked() else { return };
        send.dispatch(Sent {
            kind: kind.get_untracked(),
            number: number.get_untracked(),
            label: label.get_untracked(),
            parent: parent.with_untracked(|id| id.parse().ok()),
            sigmed_number: said(sigmed),
            effect: Effect { valid_from, valid_to: None, reason: said(reason) },
        });
    };
    let kinds = coded_choices_after("structure_kinds", ui::CHOOSE);
    // The establishment itself is no structure.
    let kinds =
        Signal::derive(move || kinds.get().into_iter().filter(|one| one.value != "EJ").collect::<Vec<_>>());
    let places = Signal::stored(places(&all, known.as_ref().map(|one| one.id)));
    let nothing = move || {
        (told.tried.get() && !changes.get())
            .then(|| view! { <Alert kind=Kind::Warning>{words::NOTHING_CHANGES}</Alert> })
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=SHOWN /> })}
                {nothing}
                {(!is_new).then(|| view! { <p>{words::CHANGE_LEAD}</p> })}
                <Grid cells=GridCells::Medium>
                    <Field label=words::KIND error=told.beside(filled(kind), "/kind", ui::REQUIRED) required=true>
                        <Select value=kind choices=kinds on_change=move |value| kind.set(value) />
                    </Field>
                    <Field label=words::NUMBER error=told.beside(filled(number), "/number", ui::REQUIRED) required=true>
                        <TextInput value=number kind=InputKind::Code max_length=20u32 />
                    </Field>
                </Grid>
                <Field label=words::LABEL error=told.beside(filled(label), "/label", ui::REQUIRED) required=true>
                    <TextInput value=label max_length=120u32 />
                </Field>
                <Field label=words::UNDER error=told.by_server("/parent")>
                    <Select value=parent choices=places on_change=move |value| parent.set(value) />
                </Field>
                <Grid cells=GridCells::Medium>
                    <Field label=words::SIGMED error=told.by_server("/sigmed_number") optional=true>
                        <TextInput value=sigmed kind=InputKind::Code max_length=20u32 />
                    </Field>
                    <Field label=words::FROM error=told.beside(day_there, "/effect/valid_from", ui::REQUIRED) required=true>
                        <DateInput value=from on_change=move |day| from.set(day) />
                    </Field>
                </Grid>
                <Field label=words::WHY error=told.by_server("/effect/reason") optional=true>
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::SAVE kind=ButtonKind::Primary submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

async fn write(target: &Target, sent: Sent) -> Result<StructureView, Problem> {
    match target {
        Target::New { establishment, .. } => {
            let body = StructureCreate {
                establishment: establishment.clone(),
                kind: sent.kind,
                number: sent.number,
                label: sent.label,
                parent: sent.parent,
                site: None,
                sigmed_number: sent.sigmed_number,
                follows: None,
                effect: sent.effect,
            };
            create_structure(&body).await
        }
        Target::Known(known) => {
            let body = StructureEdit {
                kind: Some(sent.kind),
                number: Some(sent.number),
                label: Some(sent.label),
                parent: Some(sent.parent),
                site: None,
                sigmed_number: Some(sent.sigmed_number),
                follows: None,
                effect: sent.effect,
            };
            edit_structure(known.id, known.stamp.version, &body).await
        }
    }
}

/// Where a structure may be: the establishment, then all that is neither it nor under it, in the order of the tree.
pub fn places(all: &[StructureView], own: Option<StructureId>) -> Vec<Choice> {
    let mut hidden_below = None;
    let mut found = vec![Choice::new("", words::UNDER_ESTABLISHMENT)];
    for one in all {
        let depth = one.depth.unwrap_or_default();
        hidden_below = hidden_below.filter(|level| depth > *level);
        if Some(one.id) == own {
            hidden_below = Some(depth);
        }
        if hidden_below.is_none() {
            found.push(Choice::new(one.id.to_string(), lists::structure(&one.number, &one.label)));
        }
    }
    found
}
