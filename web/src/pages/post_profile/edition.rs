//! One edition, read: what it says, then what it says nothing of.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, post_profiles as words, things, ui};
use shared::contract::post_profiles::EditionView;

use crate::format;
use crate::ui::prelude::*;

/// Fields of an edition that can be said, mandatory or not.
const FIELDS: usize = 19;

/// The words of fields, from their names.
pub fn names(fields: &[String]) -> Vec<&str> {
    fields.iter().map(|name| things::field(name)).collect()
}

/// The card of an edition; its document below.
#[component]
pub fn EditionCard(
    /// Which one.
    title: String,
    /// What it says.
    edition: EditionView,
    /// What follows.
    children: Children,
) -> impl IntoView {
    let completeness = edition.completeness.clone();
    let silent = completeness.missing.len() + completeness.unfilled.len();
    let said = words::said(FIELDS.saturating_sub(silent), FIELDS);
    let unfilled = names(&completeness.unfilled);
    let unfilled = (!unfilled.is_empty()).then(|| words::silent(&unfilled));
    let missing = names(&completeness.missing);
    let missing = (!missing.is_empty()).then(|| words::missing(&missing));
    let lines = values(&edition).into_iter().filter_map(|(label, value)| Some((label, value?)));
    let lines = lines.map(|(label, value)| view! { <Term label value /> }).collect_view();
    view! {
        <Card title>
            <Stack>
                {missing.map(|missing| view! { <Alert kind=Kind::Warning>{missing}</Alert> })}
                <Terms lines=true>{lines}</Terms>
                <p><Quiet>{said} {unfilled.map(|text| format!(" · {text}"))}</Quiet></p>
                {children()}
            </Stack>
        </Card>
    }
}

/// Every field with its words, in the order of the form.
fn values(edition: &EditionView) -> Vec<(&'static str, Option<String>)> {
    let yes = |said: Option<bool>| said.map(|yes| if yes { ui::YES } else { ui::NO }.to_owned());
    vec![
        (lists::SPECIALITY, edition.speciality.as_ref().map(|one| one.label.clone())),
        (things::field("position"), edition.position.clone()),
        (things::field("quotity"), edition.quotity.map(format::half_days)),
        (things::field("skills"), edition.skills.clone()),
        (things::field("diplomas"), edition.diplomas.clone()),
        (things::field("on_call"), edition.on_call.clone()),
        (things::field("place"), edition.place.clone()),
        (things::field("means"), edition.means.clone()),
        (things::field("team"), edition.team.clone()),
        (things::field("vacancy_reason"), edition.vacancy_reason.as_ref().map(|one| one.label.clone())),
        (things::field("vacant_from"), edition.vacant_from.map(format::day)),
        (things::field("non_clinical_time"), edition.non_clinical_time.map(format::half_days)),
        (things::field("shared_time"), edition.shared_time.clone()),
        (things::field("ght_activity"), edition.ght_activity.clone()),
        (things::field("exclusivity_allowance"), yes(edition.exclusivity_allowance)),
        (things::field("private_practice"), yes(edition.private_practice)),
        (things::field("head_of_service"), edition.head_of_service.clone()),
        (things::field("head_of_pole"), edition.head_of_pole.clone()),
        (things::field("medical_affairs"), edition.medical_affairs.clone()),
    ]
}
