//! How a structure ends: closed, or taken in by another of its kind after what would move was counted.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, structures as words, ui};
use shared::contract::headships::{StructureMerged, StructureMerger};
use shared::contract::organisation::StructureView;
use shared::contract::writing::End;
use shared::problem::Problem;

use super::Done;
use crate::client::structures::{end_structure, merge_structure};
use crate::pages::ending::EndingForm;
use crate::pages::requests::Refusal;
use crate::pages::told::{Told, filled};
use crate::session::Session;
use crate::ui::prelude::*;

/// The end of a structure.
#[component]
pub fn CloseForm(
    /// Which.
    one: StructureView,
    /// Closes the dialog.
    open: RwSignal<bool>,
    /// Once it has ended.
    on_done: Callback<Done>,
) -> impl IntoView {
    let (id, version) = (one.id, one.stamp.version);
    let send = Action::new_local(move |end: &End| {
        let end = end.clone();
        async move {
            end_structure(id, version, &end).await?;
            open.set(false);
            on_done.run(Done { said: words::CLOSED, chosen: Some(id) });
            Ok::<_, Problem>(())
        }
    });
    let (lead, label, button) = (words::CLOSE_LEAD, words::LAST_DAY, words::CLOSE);
    view! { <EndingForm lead label button kind=ButtonKind::Danger send open /> }
}

/// A structure taken in by another.
#[component]
pub fn MergeForm(
    /// The one that ends.
    one: StructureView,
    /// The structures of the day, to choose the other.
    #[prop(into)]
    all: Vec<StructureView>,
    /// Closes the dialog.
    open: RwSignal<bool>,
    /// Once they are one.
    on_done: Callback<Done>,
) -> impl IntoView {
    let (id, version) = (one.id, one.stamp.version);
    let into = RwSignal::new(String::new());
    let from = RwSignal::new(Some(Session::here().today()));
    let reason = RwSignal::new(String::new());
    // What was counted, and for what: another choice is counted anew.
    let counted = RwSignal::new(None::<(StructureMerger, StructureMerged)>);
    let send = Action::new_local(move |(body, rehearse): &(StructureMerger, bool)| {
        let (body, rehearse) = (body.clone(), *rehearse);
        async move {
            let merged = merge_structure(id, version, &body, rehearse).await?;
            if rehearse {
                counted.set(Some((body, merged)));
            } else {
                open.set(false);
                on_done.run(Done { said: words::MERGED, chosen: Some(body.into) });
            }
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let day_there = Signal::derive(move || from.with(Option::is_some));
    let asked = Signal::derive(move || {
        Some(StructureMerger {
            into: into.with(|id| id.parse().ok())?,
            valid_from: from.get()?,
            reason: reason.with(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))?,
        })
    });
    let is_counted = Signal::derive(move || {
        let asked = asked.get();
        counted.with(|counted| counted.as_ref().is_some_and(|(body, _)| Some(body) == asked.as_ref()))
    });
    let submit = move |()| {
        told.tried.set(true);
        if let Some(body) = asked.get_untracked().filter(|_| !send.pending().get_untracked()) {
            send.dispatch((body, !is_counted.get_untracked()));
        }
    };
    let kind = one.kind.code.clone();
    let same = all.into_iter().filter(|other| other.kind.code == kind && other.id != id);
    let named = same.map(|one| Choice::new(one.id.to_string(), lists::structure(&one.number, &one.label)));
    let choices =
        Signal::stored(std::iter::once(Choice::new("", ui::CHOOSE)).chain(named).collect::<Vec<_>>());
    let moves = move || {
        counted.get().filter(|_| is_counted.get()).map(|(_, merged)| {
            let into = lists::structure(&merged.into.number, &merged.into.label);
            let said =
                words::moves(&into, merged.structures, merged.posts, merged.affectations, merged.headships);
            view! { <Alert kind=Kind::Info>{said}</Alert> }
        })
    };
    let label =
        Signal::derive(move || if is_counted.get() { words::MERGE_NOW } else { words::COUNT }.to_owned());
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || {
                    problem.get().map(|problem| view! { <Refusal problem shown=&["/into", "/valid_from", "/reason"] /> })
                }}
                <p>{words::MERGE_LEAD}</p>
                <Field label=words::INTO error=told.beside(filled(into), "/into", ui::REQUIRED) required=true>
                    <Select value=into choices on_change=move |value| into.set(value) />
                </Field>
                <Field label=words::MERGE_DAY error=told.beside(day_there, "/valid_from", ui::REQUIRED) required=true>
                    <DateInput value=from on_change=move |day| from.set(day) />
                </Field>
                <Field label=words::WHY error=told.beside(filled(reason), "/reason", ui::REQUIRED) required=true>
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <div role="status">{moves}</div>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label kind=ButtonKind::Primary submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}
