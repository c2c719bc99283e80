//! Where a post is attached, from a day on: to one structure, or to the establishment itself.

use leptos::prelude::*;
use shared::catalogue::screens::{posts as words, requests, ui};
use shared::contract::facts::PostEdit;
use shared::contract::posts::PostView;
use shared::contract::writing::Effect;
use shared::problem::Problem;

use crate::client::posts::edit_post;
use crate::pages::requests::{Refusal, WHOLE, structure_choices};
use crate::pages::told::{Told, said};
use crate::session::Session;
use crate::ui::prelude::*;

/// Pointers of the fields below: what the server says of them is told beside them.
const SHOWN: &[&str] = &["/structure", "/effect/valid_from", "/effect/reason"];

/// The dialog, open while a post is chosen.
#[component]
pub fn AttachDialog(chosen: RwSignal<Option<PostView>>, on_done: Callback<()>) -> impl IntoView {
    let open = open_while(chosen);
    view! {
        <Dialog open title=words::ATTACH>
            {move || chosen.get().map(|post| view! { <AttachForm post open on_done /> })}
        </Dialog>
    }
}

/// Where a post is, as a choice.
pub fn place_of(post: &PostView) -> String {
    match (&post.structure, post.attached_to_establishment) {
        (Some(structure), _) => structure.id.to_string(),
        (None, true) => WHOLE.to_owned(),
        (None, false) => String::new(),
    }
}

#[component]
fn AttachForm(post: PostView, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let (id, version) = (post.id, post.stamp.version);
    let here = place_of(&post);
    let place = RwSignal::new(here.clone());
    let from = RwSignal::new(Some(Session::here().today()));
    let reason = RwSignal::new(String::new());
    let toasts = Toasts::here();
    let send = Action::new_local(move |body: &PostEdit| {
        let body = body.clone();
        async move {
            edit_post(id, version, &body).await?;
            open.set(false);
            if let Some(toasts) = toasts {
                toasts.push(Kind::Success, words::ATTACHED.to_owned());
            }
            on_done.run(());
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let here = StoredValue::new(here);
    let is_other =
        Signal::derive(move || place.with(|place| !place.is_empty() && *place != here.get_value()));
    let day_there = Signal::derive(move || from.with(Option::is_some));
    let submit = move |()| {
        told.tried.set(true);
        let Some(valid_from) = from.get_untracked().filter(|_| is_other.get_untracked()) else { return };
        if send.pending().get_untracked() {
            return;
        }
        let whole = place.with_untracked(|place| place == WHOLE);
        let structure = place.with_untracked(|place| place.parse().ok());
        send.dispatch(PostEdit {
            kind: None,
            local_number: None,
            discipline: None,
            speciality: None,
            cnu_section: None,
            corps: None,
            quotity: None,
            structure: Some(structure),
            attached_to_establishment: Some(whole),
            effect: Effect { valid_from, valid_to: None, reason: said(reason) },
        });
    };
    let places = structure_choices(post.establishment.clone(), ui::CHOOSE);
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=SHOWN /> })}
                <Field label=requests::STRUCTURE error=told.beside(is_other, "/structure", words::OTHER_PLACE) required=true>
                    <Select value=place choices=places on_change=move |value| place.set(value) />
                </Field>
                <Field label=requests::FROM_DAY error=told.beside(day_there, "/effect/valid_from", ui::REQUIRED) required=true>
                    <DateInput value=from on_change=move |day| from.set(day) />
                </Field>
                <Field
                    label=words::WHY
                    error=told.by_server("/effect/reason")
                    optional=true
                >
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::ATTACH_NOW kind=ButtonKind::Primary submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}
