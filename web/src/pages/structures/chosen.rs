//! The structure chosen in the tree: what it is, who heads it, the way to its posts, what was known of it.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, structures as words};
use shared::contract::organisation::StructureView;
use shared::habilitation::{Right, Rubric};
use shared::screen::staffing_table::Counts;

use super::doing::Doing;
use super::heads::HeadsCard;
use crate::client::structures::get_structure_history;
use crate::fetched::Fetched;
use crate::format;
use crate::here::{Here, allows, href_with};
use crate::pages::history::PastCard;
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// What a structure is, and the way to its posts.
#[component]
pub fn Chosen(
    /// Which.
    one: StructureView,
    /// What the staffing table counts in it.
    counts: Option<Counts>,
    /// What is being done.
    doing: RwSignal<Option<Doing>>,
) -> impl IntoView {
    let acts = actions(&one, doing);
    let history = past(&one);
    let structure = one.clone();
    let heads = allows(Rubric::Headships, Right::Read);
    let is_service = one.kind.code == "SERVICE";
    let id = one.id.to_string();
    let posts = href_with("/postes", "structure", &id);
    let lines = href_with("/affectations", "service", &id);
    let table = href_with("/tableau-des-emplois", "service", &one.number);
    let holds_posts = one.kind.code != "UF";
    let parent = one.parent.map(|parent| lists::structure(&parent.number, &parent.label));
    let others = [(words::PARENT, parent), (words::SITE, one.site), (words::SIGMED, one.sigmed_number)];
    let others = others.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let others = others.map(|(label, value)| view! { <Term label value /> }).collect_view();
    let content = counts.map(|counts| view! { <Term label=words::CONTENT value=words::content(&counts) /> });
    view! {
        <Stack>
            <Card title=one.label>
                <Terms>
                    <Term label=words::KIND value=one.kind.label />
                    <Term label=words::NUMBER value=one.number />
                    {others}
                    {content}
                    <Term label=words::PERIOD value=format::period(one.stamp.valid_from, one.stamp.valid_to) />
                </Terms>
                <Line>
                    {holds_posts
                        .then(|| {
                            view! {
                                <ButtonLink to=posts label=words::ITS_POSTS icon=Icon::Post small=true bare=true />
                                <ButtonLink to=lines label=words::ITS_AFFECTATIONS icon=Icon::Affectation small=true bare=true />
                            }
                        })}
                    {is_service
                        .then(|| {
                            view! {
                                <ButtonLink to=table label=words::ITS_TABLE icon=Icon::Table small=true bare=true />
                            }
                        })}
                </Line>
                {acts}
            </Card>
            {heads.then(|| view! { <HeadsCard structure /> })}
            {history}
        </Stack>
    }
}

/// What may be done with it by who may change structures.
fn actions(one: &StructureView, doing: RwSignal<Option<Doing>>) -> impl IntoView + use<> {
    let one = StoredValue::new(one.clone());
    let may = Memo::new(move |_| allows(Rubric::Structures, Right::Modify));
    let known = move || Box::new(one.get_value());
    move || {
        may.get().then(|| {
            let under = one.with_value(|one| (one.establishment.clone(), one.id));
            let below = move |()| {
                doing.set(Some(Doing::New { establishment: under.0.clone(), parent: Some(under.1) }));
            };
            let holds = one.with_value(|one| one.kind.code != "UF");
            view! {
                <Line>
                    <Button label=words::CHANGE small=true on_click=move |()| doing.set(Some(Doing::Change(known()))) />
                    {holds.then(|| view! { <Button label=words::NEW_UNDER icon=Icon::Add small=true on_click=below /> })}
                    <Button label=words::MERGE small=true on_click=move |()| doing.set(Some(Doing::Merge(known()))) />
                    <Button label=words::CLOSE kind=ButtonKind::Quiet small=true on_click=move |()| doing.set(Some(Doing::Close(known()))) />
                </Line>
            }
        })
    }
}

/// What was known of it, and when.
fn past(one: &StructureView) -> impl IntoView + use<> {
    let (id, version) = (one.id, one.stamp.version);
    let here = Here::get();
    let history = Fetched::new(move || {
        // Another version has another past.
        let _ = version;
        let mut known = Pairs::default();
        known.set("known_at", here.and_then(|here| here.standing().known_at).map(|at| at.to_string()));
        async move { get_structure_history(id, &known).await }
    });
    let day = Signal::derive(move || here.map_or_else(|| Session::here().today(), Here::as_of));
    let say = |one: &StructureView| {
        let parent = one.parent.as_ref().map(|parent| lists::structure(&parent.number, &parent.label));
        let name = lists::structure(&one.number, &one.label);
        let place = parent.unwrap_or_else(|| words::UNDER_ESTABLISHMENT.to_owned());
        (one.label.clone(), format!("{name}, {place}"))
    };
    view! { <PastCard history say day /> }
}
