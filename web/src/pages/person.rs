//! Somebody of a hospital, found by a part of the name or by the RPPS: two fields of a form.

use leptos::prelude::*;
use shared::catalogue::screens::reservations as words;

use crate::client::practitioners::search_practitioners;
use crate::fetched::Fetched;
use crate::pages::practitioners::body_of;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Somebody of the hospital, found by a part of the name or by the RPPS.
#[component]
pub fn PersonField(
    /// Id of the person chosen; empty: nobody.
    who: RwSignal<String>,
    /// FINESS of the hospital.
    establishment: String,
    /// Who is chosen already, with the name.
    #[prop(optional_no_strip)]
    named: Option<Choice>,
    /// Nobody, as a choice.
    none: &'static str,
    /// Words of the field.
    label: &'static str,
    /// What is wrong with the choice.
    error: Signal<Option<String>>,
    /// Whether somebody must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let establishment = StoredValue::new(establishment);
    let found = Fetched::new(move || {
        let text = text.get();
        async move {
            match text.trim().is_empty() {
                true => Ok(Vec::new()),
                false => {
                    let body = body_of(&text, Some(establishment.get_value()), None);
                    search_practitioners(&body, &Pairs::default()).await.map(|page| page.items)
                }
            }
        }
    });
    let unread = Signal::derive(move || found.get().and_then(Result::err).map(|problem| problem.detail));
    let choices = Signal::derive(move || {
        let mut all = vec![Choice::new("", none)];
        all.extend(named.clone());
        let people = found.get().and_then(Result::ok).unwrap_or_default().into_iter().map(|one| {
            let name = format!("{} {} ({})", one.usual_name, one.first_names, one.matricule);
            Choice::new(one.id.to_string(), name)
        });
        all.extend(people);
        all
    });
    view! {
        <Field label=words::SEARCH error=unread optional=true>
            <SearchInput value=text on_change=move |value| text.set(value) />
        </Field>
        <Field label error required>
            <Select value=who choices on_change=move |value| who.set(value) />
        </Field>
    }
}
