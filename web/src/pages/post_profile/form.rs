//! The draft, written whole: what is left empty says nothing.

use leptos::prelude::*;
use shared::catalogue::screens::{lists, post_profiles as words, things, ui};
use shared::contract::Coded;
use shared::contract::post_profiles::{EditionView, PostProfilePut, PostProfileView};
use shared::problem::Problem;
use shared::time::Day;

use crate::client::field_error;
use crate::client::post_profiles::put_post_profile;
use crate::client::posts::get_post;
use crate::fetched::Fetched;
use crate::pages::half_days::{half_day_choices, read, to_text};
use crate::pages::lists::coded_choices_after;
use crate::query::Pairs;
use crate::ui::prelude::*;

/// What is being written.
#[derive(Clone, Copy)]
struct Draft {
    speciality: RwSignal<String>,
    position: RwSignal<String>,
    quotity: RwSignal<String>,
    skills: RwSignal<String>,
    on_call: RwSignal<String>,
    place: RwSignal<String>,
    means: RwSignal<String>,
    vacancy_reason: RwSignal<String>,
    vacant_from: RwSignal<Option<Day>>,
    team: RwSignal<String>,
    diplomas: RwSignal<String>,
    non_clinical_time: RwSignal<String>,
    shared_time: RwSignal<String>,
    ght_activity: RwSignal<String>,
    exclusivity_allowance: RwSignal<String>,
    private_practice: RwSignal<String>,
    head_of_service: RwSignal<String>,
    head_of_pole: RwSignal<String>,
    medical_affairs: RwSignal<String>,
}

impl Draft {
    /// From what is known: the draft, else the edition in force, which the next one begins as.
    fn of(known: Option<&EditionView>) -> Draft {
        let text = |one: fn(&EditionView) -> &Option<String>| {
            RwSignal::new(known.and_then(|known| one(known).clone()).unwrap_or_default())
        };
        let code = |one: fn(&EditionView) -> &Option<Coded>| {
            let coded = known.and_then(|known| one(known).as_ref());
            RwSignal::new(coded.map(|coded| coded.code.clone()).unwrap_or_default())
        };
        let yes = |one: fn(&EditionView) -> Option<bool>| {
            let said = known.and_then(one).map(|yes| yes.to_string());
            RwSignal::new(said.unwrap_or_default())
        };
        Draft {
            speciality: code(|one| &one.speciality),
            position: text(|one| &one.position),
            quotity: RwSignal::new(to_text(known.and_then(|one| one.quotity))),
            skills: text(|one| &one.skills),
            on_call: text(|one| &one.on_call),
            place: text(|one| &one.place),
            means: text(|one| &one.means),
            vacancy_reason: code(|one| &one.vacancy_reason),
            vacant_from: RwSignal::new(known.and_then(|one| one.vacant_from)),
            team: text(|one| &one.team),
            diplomas: text(|one| &one.diplomas),
            non_clinical_time: RwSignal::new(to_text(known.and_then(|one| one.non_clinical_time))),
            shared_time: text(|one| &one.shared_time),
            ght_activity: text(|one| &one.ght_activity),
            exclusivity_allowance: yes(|one| one.exclusivity_allowance),
            private_practice: yes(|one| one.private_practice),
            head_of_service: text(|one| &one.head_of_service),
            head_of_pole: text(|one| &one.head_of_pole),
            medical_affairs: text(|one| &one.medical_affairs),
        }
    }

    /// What is sent; the document that goes with it stays.
    fn to_put(self, document: Option<String>) -> PostProfilePut {
        let said = |field: RwSignal<String>| {
            field.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        };
        let yes = |field: RwSignal<String>| field.with_untracked(|text| text.parse().ok());
        let time = |field: RwSignal<String>| field.with_untracked(|text| read(text));
        PostProfilePut {
            speciality: said(self.speciality),
            position: said(self.position),
            quotity: time(self.quotity),
            skills: said(self.skills),
            on_call: said(self.on_call),
            place: said(self.place),
            means: said(self.means),
            vacancy_reason: said(self.vacancy_reason),
            vacant_from: self.vacant_from.get_untracked(),
            team: said(self.team),
            diplomas: said(self.diplomas),
            non_clinical_time: time(self.non_clinical_time),
            shared_time: said(self.shared_time),
            ght_activity: said(self.ght_activity),
            exclusivity_allowance: yes(self.exclusivity_allowance),
            private_practice: yes(self.private_practice),
            head_of_service: said(self.head_of_service),
            head_of_pole: said(self.head_of_pole),
            medical_affairs: said(self.medical_affairs),
            document,
            reason: None,
        }
    }
}

/// The form.
#[component]
pub fn ProfileForm(
    /// What is known.
    profile: PostProfileView,
    /// It is saved.
    on_done: Callback<&'static str>,
    /// Gives up.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let known = profile.draft.as_ref().or(profile.approved.as_ref());
    let (draft, begins) = (Draft::of(known), known.is_none());
    let document = known.and_then(|one| one.document.as_ref()).map(|document| document.hash.clone());
    let (post, version) = (profile.post.id.to_string(), profile.version);
    let own = post.clone();
    let save = Action::new_local(move |body: &PostProfilePut| {
        let (body, post) = (body.clone(), post.clone());
        async move {
            let saved = put_post_profile(&post, version, &body).await;
            if saved.is_ok() {
                on_done.run(words::SAVED);
            }
            saved
        }
    });
    let problem = Signal::derive(move || save.value().get().and_then(Result::err));
    let submit = move |()| {
        if !save.pending().get_untracked() {
            save.dispatch(draft.to_put(document.clone()));
        }
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(super::refusal)}
                {essential(own, begins, draft, problem)}
                {work(draft, problem)}
                {conditions(draft, problem)}
                {contacts(draft, problem)}
                <ActionBar start=ViewFn::from(move || {
                    view! { <Button label=ui::CANCEL on_click=on_cancel /> }
                })>
                    <Button label=ui::SAVE kind=ButtonKind::Primary submit=true busy=save.pending() />
                </ActionBar>
            </Stack>
        </Form>
    }
}

/// What the server says of a field.
fn told(problem: Signal<Option<Problem>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || problem.with(|problem| field_error(problem.as_ref()?, &format!("/{name}"))))
}

/// A text of several lines.
fn long(problem: Signal<Option<Problem>>, name: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <Field label=things::field(name).to_owned() error=told(problem, name)>
            <TextArea value max_length=4000u32 />
        </Field>
    }
}

/// A text of one line.
fn line(problem: Signal<Option<Problem>>, name: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <Field label=things::field(name).to_owned() error=told(problem, name)>
            <TextInput value max_length=300u32 />
        </Field>
    }
}

/// A choice in a list.
fn choice(
    problem: Signal<Option<Problem>>,
    name: &'static str,
    value: RwSignal<String>,
    choices: Signal<Vec<Choice>>,
) -> impl IntoView {
    view! {
        <Field label=things::field(name).to_owned() error=told(problem, name)>
            <Select value choices on_change=move |chosen| value.set(chosen) />
        </Field>
    }
}

fn essential(post: String, begins: bool, draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    let quotities = half_day_choices(words::UNSAID, draft.quotity.with_untracked(|text| read(text)));
    let post = Fetched::new(move || {
        let post = post.clone();
        // Without the post, the lists are those of most posts and nothing is proposed.
        async move { get_post(&post, &Pairs::default()).await.ok() }
    });
    if begins {
        Effect::new(move |_| {
            let Some(Some(post)) = post.get() else { return };
            // What is known of the post is a beginning, that the person may change.
            draft.quotity.set(to_text(Some(post.quotity)));
            let section = post.cnu_section.or_else(|| post.speciality.map(|one| one.code));
            draft.speciality.set(section.unwrap_or_default());
        });
    }
    let specialities = coded_choices_after("specialities", words::UNSAID);
    let sections = coded_choices_after("cnu_sections", words::UNSAID);
    // A university post has a section of the CNU in the place of a speciality.
    let specialities = Signal::derive(move || match post.get().flatten() {
        Some(post) if post.cnu_section.is_some() => sections.get(),
        _ => specialities.get(),
    });
    view! {
        <Card title=words::MANDATORY>
            <Stack>
                <p><Quiet>{words::TO_APPROVE}</Quiet></p>
                {line(problem, "position", draft.position)}
                <Grid cells=GridCells::Medium>
                    <Field label=lists::SPECIALITY error=told(problem, "speciality")>
                        <Select
                            value=draft.speciality
                            choices=specialities
                            on_change=move |chosen| draft.speciality.set(chosen)
                        />
                    </Field>
                    <Field
                        label=things::field("quotity").to_owned()
                        hint=words::QUOTITY_HINT
                        error=told(problem, "quotity")
                    >
                        <Select
                            value=draft.quotity
                            choices=Signal::stored(quotities)
                            on_change=move |chosen| draft.quotity.set(chosen)
                        />
                    </Field>
                </Grid>
            </Stack>
        </Card>
    }
}

fn work(draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    view! {
        <Card title=words::WORK>
            <Grid cells=GridCells::Large>
                {long(problem, "skills", draft.skills)}
                {long(problem, "diplomas", draft.diplomas)}
                {long(problem, "on_call", draft.on_call)}
                {long(problem, "place", draft.place)}
                {long(problem, "means", draft.means)}
                {long(problem, "team", draft.team)}
            </Grid>
        </Card>
        <Card title=words::VACANCY>
            <Grid cells=GridCells::Large>
                {choice(
                    problem,
                    "vacancy_reason",
                    draft.vacancy_reason,
                    coded_choices_after("vacancy_reasons", words::UNSAID),
                )}
                <Field label=things::field("vacant_from").to_owned() error=told(problem, "vacant_from")>
                    <DateInput value=draft.vacant_from on_change=move |day| draft.vacant_from.set(day) />
                </Field>
            </Grid>
        </Card>
    }
}

fn conditions(draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    let yes = || {
        Signal::stored(vec![
            Choice::new("", words::UNSAID),
            Choice::new("true", ui::YES),
            Choice::new("false", ui::NO),
        ])
    };
    let times = half_day_choices(words::UNSAID, draft.non_clinical_time.with_untracked(|text| read(text)));
    view! {
        <Card title=words::CONDITIONS>
            <Stack>
                <Grid cells=GridCells::Medium>
                    {choice(problem, "non_clinical_time", draft.non_clinical_time, Signal::stored(times))}
                    {choice(problem, "exclusivity_allowance", draft.exclusivity_allowance, yes())}
                    {choice(problem, "private_practice", draft.private_practice, yes())}
                </Grid>
                <Grid cells=GridCells::Large>
                    {long(problem, "shared_time", draft.shared_time)}
                    {long(problem, "ght_activity", draft.ght_activity)}
                </Grid>
            </Stack>
        </Card>
    }
}

fn contacts(draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    view! {
        <Card title=words::CONTACTS>
            <Stack>
                <p><Quiet>{words::CONTACTS_HINT}</Quiet></p>
                <Grid cells=GridCells::Large>
                    {line(problem, "head_of_service", draft.head_of_service)}
                    {line(problem, "head_of_pole", draft.head_of_pole)}
                    {line(problem, "medical_affairs", draft.medical_affairs)}
                </Grid>
            </Stack>
        </Card>
    }
}
