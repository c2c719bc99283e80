//! The sheet of one affectation: who, for how long, where, and what was known of it.

use leptos::prelude::*;
use shared::catalogue::screens::{affectations as words, lists, shell};
use shared::contract::StructureRef;
use shared::contract::people::AffectationView;

use super::who;
use crate::client::affectations::{get_affectation, get_affectation_history};
use crate::fetched::Fetched;
use crate::format;
use crate::pages::history::PastCard;
use crate::pages::sheet::{Asked, Sheet};
use crate::session::Session;
use crate::ui::prelude::*;

/// The page.
#[component]
pub fn AffectationSheet() -> impl IntoView {
    let asked = Asked::of_page();
    let affectation = Fetched::new(move || {
        let (id, time) = asked.thing();
        async move { get_affectation(&id, &time).await }
    });
    let history = Fetched::new(move || {
        let (id, known) = (asked.id.get(), asked.known.get());
        async move { get_affectation_history(&id, &known).await }
    });
    let title = Signal::derive(move || {
        let known = affectation.get().and_then(Result::ok);
        words::sheet(known.as_ref().and_then(who).as_deref())
    });
    let lead = MaybeProp::derive(move || {
        let known = affectation.get()?.ok()?;
        Some(known.service.map_or(known.status.label, |one| lists::structure(&one.number, &one.label)))
    });
    let crumbs = vec![Crumb::new(shell::AFFECTATIONS, "/affectations")];
    view! {
        <PageHeader title lead crumbs=Signal::stored(crumbs) />
        <Sheet asked thing=affectation cards>
            <PastCard history say day=asked.day />
        </Sheet>
    }
}

/// Who and for how long, then where.
fn cards(one: &AffectationView) -> AnyView {
    let person = one.practitioner.as_ref().zip(who(one));
    let person = linked(person.map(|(person, name)| (format!("/praticiens/{}", person.id), name)));
    // Who may not read of people would take an absent name for nobody.
    let person =
        Session::here().reads_people().then(|| view! { <Term label=lists::PRACTITIONER>{person}</Term> });
    let post = linked(one.post.as_ref().map(|post| (format!("/postes/{}", post.id), post.number.clone())));
    let period = format::period(one.stamp.valid_from, one.stamp.valid_to);
    let (status, rank, time) =
        (one.status.label.clone(), words::rank(one.rank), format::half_days(one.quotity));
    let (service, unit) = (structure(one.service.as_ref()), structure(one.unit.as_ref()));
    view! {
        <Card title=words::TIME>
            <Terms lines=true>
                {person}
                <Term label=lists::STATUS value=status />
                <Term label=words::RANK value=rank />
                <Term label=words::QUOTITY value=time />
                <Term label=words::PERIOD value=period />
            </Terms>
        </Card>
        <Card title=words::PLACE>
            <Terms lines=true>
                <Term label=lists::SERVICE>{service}</Term>
                <Term label=lists::UNIT>{unit}</Term>
                <Term label=lists::POST>{post}</Term>
            </Terms>
        </Card>
    }
    .into_any()
}

/// The way to a sheet, or nothing.
fn linked(to: Option<(String, String)>) -> AnyView {
    match to {
        Some((to, label)) => view! { <Link to label /> }.into_any(),
        None => view! { <Absent /> }.into_any(),
    }
}

fn structure(one: Option<&StructureRef>) -> AnyView {
    match one {
        Some(one) => lists::structure(&one.number, &one.label).into_any(),
        None => view! { <Absent /> }.into_any(),
    }
}

/// What a statement about an affectation says.
fn say(one: &AffectationView) -> (String, String) {
    let place = one.unit.as_ref().or(one.service.as_ref());
    let place = place.map(|one| lists::structure(&one.number, &one.label));
    let post = one.post.as_ref().map(|post| post.number.clone());
    let parts = |parts: [Option<String>; 3]| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let label = parts([Some(format::percent(one.quotity)), place, None]);
    (label, parts([Some(one.status.label.clone()), Some(words::rank(one.rank).to_owned()), post]))
}
