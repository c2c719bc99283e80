//! Things named in words, under the people they are about, with the way to their sheets.

use leptos::prelude::*;
use shared::catalogue::screens::things as words;
use shared::contract::imports::ThingName;
use shared::contract::people::PractitionerView;
use shared::id::PractitionerId;

use crate::client::practitioners::list_practitioners;
use crate::fetched::Fetched;
use crate::here::{Here, href_with};
use crate::query::Pairs;
use crate::things::{by_person, matricule, named, named_within};
use crate::ui::prelude::*;

/// Entries shown at first.
const MOST: usize = 12;
/// People named at once: as many as a page of them, in an address of a bearable length.
const PEOPLE: usize = 200;

/// Somebody whom things are about.
#[derive(Clone)]
pub struct Person {
    /// Number in the hospital's HR software.
    pub matricule: String,
    /// Name in use and first names.
    pub name: String,
    id: PractitionerId,
}

/// Those who are known, in no order.
pub type People = Vec<Person>;

/// The people whom things are about. Nobody, when the reader may not know them: things then keep their matricules.
pub async fn people_of(keys: impl Iterator<Item = (&str, &str)>, finess: &str) -> People {
    let mut own: Vec<&str> = Vec::new();
    for matricule in keys.filter_map(|(entity, key)| matricule(entity, key)) {
        if own.len() < PEOPLE && !own.contains(&matricule) {
            own.push(matricule);
        }
    }
    if own.is_empty() {
        return People::new();
    }
    let pairs = Pairs::default()
        .with("establishment", finess)
        .with("limit", PEOPLE.to_string())
        .with("matricule.in", own.join(","));
    let found = list_practitioners(&pairs).await.map(|page| page.items).unwrap_or_default();
    let person = |one: PractitionerView| {
        let name = format!("{} {}", one.usual_name, one.first_names);
        Person { matricule: one.matricule, name, id: one.id }
    };
    found.into_iter().map(person).collect()
}

/// The list.
#[component]
pub fn NamedThings(
    /// What is named.
    things: Vec<ThingName>,
    /// How many there are, when not all are named.
    count: usize,
) -> impl IntoView {
    let unnamed = count.saturating_sub(things.len());
    let groups = StoredValue::new(by_person(&things));
    let all = groups.with_value(Vec::len);
    let finess = Here::get().and_then(Here::finess).unwrap_or_default();
    let people = Fetched::new(move || {
        let (things, finess) = (things.clone(), finess.clone());
        async move {
            let keys = things.iter().map(|thing| (thing.entity.as_str(), thing.key.as_str()));
            people_of(keys, &finess).await
        }
    });
    let shown = RwSignal::new(MOST);
    let more = move |()| shown.set(all);
    move || {
        let (people, shown) = (people.get().unwrap_or_default(), shown.get());
        let entries = groups
            .with_value(|groups| groups.iter().take(shown).map(|group| entry(group, &people)).collect_view());
        let left = all.saturating_sub(shown);
        let more =
            (left > 0).then(|| view! { <Button label=words::show_more(left) small=true on_click=more /> });
        let unnamed = (unnamed > 0).then(|| view! { <p>{words::more(unnamed)}</p> });
        view! { <Entries>{entries}</Entries>{more}{unnamed} }
    }
}

fn entry((own, things): &(Option<String>, Vec<ThingName>), people: &People) -> AnyView {
    let known = people.iter().find(|one| own.as_ref() == Some(&one.matricule));
    let title = match (known, own) {
        (Some(known), _) => words::person_named(&known.name, &known.matricule),
        (None, Some(own)) => words::person(own),
        (None, None) => things.iter().map(|thing| named(&thing.entity, &thing.key)).collect(),
    };
    let note = |thing: &ThingName| match thing.entity.as_str() {
        "practitioners" => words::IDENTITY.to_owned(),
        entity => named_within(entity, &thing.key),
    };
    let notes = if own.is_some() { things.iter().map(note).collect() } else { Vec::new() };
    let place = match known {
        Some(known) => Some(format!("/praticiens/{}", known.id)),
        None => things.first().and_then(list_with),
    };
    let about = words::open(&title);
    let link = move || {
        let about = about.clone();
        place
            .clone()
            .map(|to| view! { <ButtonLink to label=words::OPEN about kind=ButtonKind::Quiet small=true /> })
    };
    view! { <Entry title notes action=ViewFn::from(link) /> }.into_any()
}

/// The list that shows a thing alone: its number is about nobody, and may be in an address.
fn list_with(thing: &ThingName) -> Option<String> {
    let (path, number) = match thing.entity.as_str() {
        "posts" | "sigmed_posts" => ("/postes", thing.key.as_str()),
        "structures" => ("/structures", thing.key.rsplit('|').next()?),
        _ => return None,
    };
    Some(href_with(path, "q", number))
}
