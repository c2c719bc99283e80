//! The end of something, as a form: its last day, and why.

use leptos::prelude::*;
use shared::catalogue::screens::{structures as words, ui};
use shared::contract::writing::End;
use shared::problem::Problem;
use shared::time::Day;

use crate::pages::requests::Refusal;
use crate::pages::told::{Told, filled, said};
use crate::ui::prelude::*;

/// The form.
#[component]
pub fn EndingForm(
    /// What it does.
    #[prop(optional)]
    lead: &'static str,
    /// Words of the day.
    label: &'static str,
    /// The main button.
    button: &'static str,
    /// How it looks.
    kind: ButtonKind,
    /// Sends.
    send: Action<End, Result<(), Problem>>,
    /// Closes the dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let last = RwSignal::new(None::<Day>);
    let reason = RwSignal::new(String::new());
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let day_there = Signal::derive(move || last.with(Option::is_some));
    let submit = move |()| {
        told.tried.set(true);
        let (Some(day), Some(reason)) = (last.get_untracked(), said(reason)) else { return };
        if !send.pending().get_untracked() {
            send.dispatch(End { valid_to: day.next(), reason });
        }
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=&["/valid_to", "/reason"] /> })}
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
                <Field label error=told.beside(day_there, "/valid_to", ui::REQUIRED) required=true>
                    <DateInput value=last on_change=move |day| last.set(day) />
                </Field>
                <Field label=words::WHY error=told.beside(filled(reason), "/reason", ui::REQUIRED) required=true>
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=button kind submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}
