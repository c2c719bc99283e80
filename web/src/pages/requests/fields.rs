//! The form of a request, new or changed: why, when, and what becomes of the post.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, posts, requests as words, ui};
use shared::problem::Problem;
use shared::request::{RequestKind, purpose};

use super::Refusal;
use super::draft::{Draft, WHOLE};
use super::motives::Motives;
use crate::client::field_error;
use crate::client::structures::read_structure_tree;
use crate::fetched::Fetched;
use crate::pages::half_days::{half_day_choices, read};
use crate::pages::lists::coded_choices_after;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// Pointers of the fields below: what the server says of them is told beside them.
const SHOWN: &[&str] = &[
    "/motive",
    "/text",
    "/day",
    "/post_kind",
    "/quotity",
    "/speciality",
    "/cnu_section",
    "/structure",
    "/attached_to_establishment",
    "/local_number",
    "/discipline",
    "/funding",
];

/// The form. `on_send` runs once nothing lacks that can be seen here.
#[component]
pub fn RequestForm(
    /// What is written.
    draft: Draft,
    /// FINESS of the establishment of the post.
    #[prop(into)]
    establishment: String,
    /// Whether the type of the post may be chosen: it never changes afterwards.
    new: bool,
    /// What the server said.
    #[prop(into)]
    problem: Signal<Option<Problem>>,
    /// On its way.
    #[prop(into)]
    pending: Signal<bool>,
    /// The main button.
    label: &'static str,
    /// Sends.
    #[prop(into)]
    on_send: Callback<()>,
    /// Where giving up leads.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let motives = Motives::of(purpose(draft.kind));
    let lacks = move |is_there: Signal<bool>, pointers: &'static [&'static str], said: &'static str| {
        Signal::derive(move || {
            let told = || {
                problem.with(|problem| pointers.iter().find_map(|one| field_error(problem.as_ref()?, one)))
            };
            (draft.tried.get() && !is_there.get()).then(|| said.to_owned()).or_else(told)
        })
    };
    let filled = |field: RwSignal<String>| Signal::derive(move || field.with(|text| !text.trim().is_empty()));
    let always = Signal::stored(true);
    let text_said = Signal::derive(move || motives.is_said(&draft.motive.get(), &draft.text.get()));
    let changed = Signal::derive(move || {
        let all = [draft.quotity, draft.speciality, draft.cnu_section, draft.structure];
        all.into_iter().for_each(|field| field.track());
        draft.kind != RequestKind::Transform || draft.changes()
    });
    let is_create = draft.kind == RequestKind::Create;
    let quotity_there = if is_create { filled(draft.quotity) } else { always };
    let kind_there = if is_create { filled(draft.post_kind) } else { always };
    let submit = move |()| {
        draft.tried.set(true);
        let motive = draft.motive.with_untracked(|motive| !motive.is_empty());
        let all = [text_said, changed, quotity_there, kind_there];
        let complete = motive && all.into_iter().all(|one| one.get_untracked());
        if complete && draft.day.with_untracked(Option::is_some) && !pending.get_untracked() {
            on_send.run(());
        }
    };
    let day_there = Signal::derive(move || draft.day.with(Option::is_some));
    let day_label = match draft.kind {
        RequestKind::Close => words::WITHOUT_DAY,
        _ => words::FROM_DAY,
    };
    let text_hint = Signal::derive(move || draft.motive.with(|code| motives.wants_text(code)));
    let why = view! {
        <Card title=words::WHY>
            <Stack>
                <Field
                    label=words::MOTIVE
                    error=lacks(filled(draft.motive), &["/motive"], ui::REQUIRED)
                    required=true
                >
                    <Select
                        value=draft.motive
                        choices=motives.choices()
                        on_change=move |value| draft.motive.set(value)
                    />
                </Field>
                <Field
                    label=Signal::derive(move || match text_hint.get() {
                        true => words::TEXT.to_owned(),
                        false => format!("{} ({})", words::TEXT, ui::OPTIONAL),
                    })
                    error=lacks(text_said, &["/text"], words::TEXT_WANTED)
                >
                    <TextArea value=draft.text max_length=500u32 />
                </Field>
                <Field label=day_label error=lacks(day_there, &["/day"], ui::REQUIRED) required=true>
                    <DateInput value=draft.day on_change=move |day| draft.day.set(day) />
                </Field>
            </Stack>
        </Card>
    };
    let what = (draft.kind != RequestKind::Close).then(|| {
        let error = move |field: RwSignal<String>, pointers: &'static [&'static str]| {
            lacks(if is_create { filled(field) } else { always }, pointers, ui::REQUIRED)
        };
        let first = if is_create { ui::CHOOSE } else { words::UNCHANGED };
        let quotities = Signal::stored(half_day_choices(first, draft.quotity.with_untracked(|text| read(text))));
        let specialities = coded_choices_after("specialities", if is_create { words::NONE } else { first });
        let sections = coded_choices_after("cnu_sections", if is_create { words::NONE } else { first });
        let structures = structure_choices(establishment.clone(), if is_create { posts::UNATTACHED } else { first });
        let nothing = move || (draft.tried.get() && !changed.get()).then(|| {
            view! { <Alert kind=Kind::Warning>{words::NOTHING_CHANGES}</Alert> }
        });
        view! {
            <Card title=if is_create { words::WHAT } else { words::CHANGES }>
                <Stack>
                    {(!is_create).then(|| view! { <p><Quiet>{words::CHANGES_HINT}</Quiet></p> })}
                    {nothing}
                    {new.then(|| {
                        let kinds = coded_choices_after("post_kinds", ui::CHOOSE);
                        view! {
                            <Field label=words::POST_KIND error=error(draft.post_kind, &["/post_kind"]) required=true>
                                <Select value=draft.post_kind choices=kinds on_change=move |value| draft.post_kind.set(value) />
                            </Field>
                        }
                    })}
                    <Grid cells=GridCells::Medium>
                        <Field label=words::QUOTITY error=error(draft.quotity, &["/quotity"]) required=is_create>
                            <Select value=draft.quotity choices=quotities on_change=move |value| draft.quotity.set(value) />
                        </Field>
                        <Field
                            label=words::STRUCTURE
                            error=lacks(always, &["/structure", "/attached_to_establishment"], ui::REQUIRED)
                        >
                            <Select value=draft.structure choices=structures on_change=move |value| draft.structure.set(value) />
                        </Field>
                        <Field label=lists::SPECIALITY error=lacks(always, &["/speciality"], ui::REQUIRED)>
                            <Select value=draft.speciality choices=specialities on_change=move |value| draft.speciality.set(value) />
                        </Field>
                        <Field
                            label=words::CNU
                            hint=words::CNU_HINT
                            error=lacks(always, &["/cnu_section"], ui::REQUIRED)
                        >
                            <Select value=draft.cnu_section choices=sections on_change=move |value| draft.cnu_section.set(value) />
                        </Field>
                        <Field
                            label=posts::LOCAL_NUMBER
                            hint=words::LOCAL_NUMBER_HINT
                            error=lacks(always, &["/local_number"], ui::REQUIRED)
                            optional=true
                        >
                            <TextInput value=draft.local_number kind=InputKind::Code max_length=120u32 />
                        </Field>
                        <Field label=posts::DISCIPLINE error=lacks(always, &["/discipline"], ui::REQUIRED) optional=true>
                            <TextInput value=draft.discipline max_length=120u32 />
                        </Field>
                    </Grid>
                    <Field
                        label=shared::catalogue::screens::things::field("funding").to_owned()
                        hint=words::FUNDING_HINT
                        error=lacks(always, &["/funding"], ui::REQUIRED)
                        optional=true
                    >
                        <TextInput value=draft.funding max_length=120u32 />
                    </Field>
                </Stack>
            </Card>
        }
    });
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=SHOWN /> })}
                {why}
                {what}
                <ActionBar start=ViewFn::from(move || {
                    view! { <ButtonLink to=back.clone() label=ui::CANCEL /> }
                })>
                    <Button label kind=ButtonKind::Primary submit=true busy=pending />
                </ActionBar>
            </Stack>
        </Form>
    }
}

/// A first choice, the establishment itself, then poles and services as they are today.
pub fn structure_choices(establishment: String, first: &'static str) -> Signal<Vec<Choice>> {
    let tree = Fetched::new(move || {
        let pairs = Pairs::default().with("establishment", establishment.clone());
        // Without the tree the field offers the establishment alone.
        async move { read_structure_tree(&pairs).await.map(|page| page.items).unwrap_or_default() }
    });
    Signal::derive(move || {
        let places = tree.get().unwrap_or_default().into_iter().filter(|one| one.kind.code != "UF");
        let named =
            places.map(|one| Choice::new(one.id.to_string(), lists::structure(&one.number, &one.label)));
        let whole = [Choice::new("", first), Choice::new(WHOLE, words::WHOLE_ESTABLISHMENT)];
        whole.into_iter().chain(named).collect()
    })
}
