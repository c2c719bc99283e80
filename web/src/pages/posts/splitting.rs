//! The form that divides a post: its parts, and who goes on which. The server adds them up and decides.

use leptos::prelude::*;
use shared::catalogue::screens::{post_parts as words, ui};
use shared::contract::posts::{LinePlaced, Occupant, PartWanted, PostParts, PostSplit, PostView};
use shared::contract::writing::End;
use shared::id::PostId;
use shared::problem::Problem;
use shared::time::Day;

use super::attaching::place_of;
use crate::client::posts::{list_post_occupants, split_post};
use crate::fetched::Fetched;
use crate::format;
use crate::pages::half_days::{half_day_choices, read, to_text};
use crate::pages::requests::{Refusal, WHOLE, structure_choices};
use crate::pages::told::{Told, filled, said};
use crate::query::Pairs;
use crate::session::Session;
use crate::ui::prelude::*;

/// A part in the form.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Which one, as long as the form is open.
    key: u32,
    /// The part that is there.
    part: Option<PostId>,
    number: RwSignal<String>,
    time: RwSignal<String>,
    place: RwSignal<String>,
}

impl Row {
    /// What the post has, or will have.
    fn of(key: u32, part: Option<&PostView>, place: String) -> Row {
        Row {
            key,
            part: part.map(|part| part.id),
            number: RwSignal::new(part.map(|part| part.number.clone()).unwrap_or_default()),
            time: RwSignal::new(to_text(part.map(|part| part.quotity))),
            place: RwSignal::new(place),
        }
    }

    fn wanted(self) -> Option<PartWanted> {
        let place = self.place.get_untracked();
        Some(PartWanted {
            part: self.part,
            local_number: said(self.number),
            quotity: self.time.with_untracked(|text| read(text))?,
            structure: place.parse().ok(),
            attached_to_establishment: place == WHOLE,
        })
    }
}

/// The form.
#[component]
pub fn SplitForm(
    /// The post.
    post: PostView,
    /// Its parts now.
    parts: PostParts,
    /// Closes the dialog.
    open: RwSignal<bool>,
    /// Once it is done.
    done: Callback<&'static str>,
) -> impl IntoView {
    let (id, version, whole) = (post.id, parts.version, post.quotity);
    let home = place_of(&post);
    let mut first: Vec<Row> =
        (0..).zip(&parts.items).map(|(key, part)| Row::of(key, Some(part), place_of(part))).collect();
    if first.is_empty() {
        first = vec![Row::of(0, None, home.clone()), Row::of(1, None, String::new())];
    }
    let next = StoredValue::new(u32::try_from(first.len()).unwrap_or(u32::MAX));
    let rows = RwSignal::new(first);
    let from = RwSignal::new(Some(Session::here().today()));
    let reason = RwSignal::new(String::new());
    // Where people go: the part that was chosen for an affectation, by its key in the form.
    let placed = RwSignal::new(Vec::<(Occupant, RwSignal<String>)>::new());
    let people = Fetched::new(move || async move {
        list_post_occupants(&id.to_string(), &Pairs::default()).await.map(|all| all.items)
    });
    Effect::new(move || {
        if let Some(Ok(people)) = people.get() {
            let rows = rows.get_untracked();
            let on = |one: &Occupant| {
                let row = rows
                    .iter()
                    .find(|row| row.part.is_some() && row.part == one.part.as_ref().map(|part| part.id));
                RwSignal::new(row.map(|row| row.key.to_string()).unwrap_or_default())
            };
            placed.set(people.into_iter().map(|one| (one.clone(), on(&one))).collect());
        }
    });
    let send = Action::new_local(move |body: &PostSplit| {
        let body = body.clone();
        async move {
            split_post(id, version, &body).await?;
            done.run(words::DONE);
            Ok::<_, Problem>(())
        }
    });
    let problem = Signal::derive(move || send.value().get().and_then(Result::err));
    let told = Told::new(problem);
    let day_there = Signal::derive(move || from.with(Option::is_some));
    let submit = move |()| {
        told.tried.set(true);
        let (Some(valid_from), Some(reason)) = (from.get_untracked(), said(reason)) else { return };
        let rows = rows.get_untracked();
        let parts: Vec<PartWanted> = rows.iter().filter_map(|row| row.wanted()).collect();
        if parts.len() < rows.len() || send.pending().get_untracked() {
            return;
        }
        let place = |key: &str| rows.iter().position(|row| row.key.to_string() == key);
        let later = placed.get_untracked().into_iter().filter(|(one, _)| one.valid_to > valid_from);
        let later: Vec<(Occupant, RwSignal<String>)> = later.collect();
        if later.iter().any(|(_, key)| key.with_untracked(|key| place(key).is_none())) {
            return;
        }
        let lines = later.into_iter().filter_map(|(one, key)| {
            let part = key.with_untracked(|key| place(key))?;
            Some(LinePlaced { affectation: one.affectation, part: u32::try_from(part).ok()? })
        });
        send.dispatch(PostSplit { valid_from, parts, lines: lines.collect(), reason });
    };
    let add = move |()| {
        let key = next.get_value();
        next.set_value(key + 1);
        rows.update(|rows| rows.push(Row::of(key, None, String::new())));
    };
    let places = structure_choices(post.establishment, ui::CHOOSE);
    let ranked = move || (1_usize..).zip(rows.get()).collect::<Vec<_>>();
    let total = move || {
        let times = rows.get().into_iter().filter_map(|row| row.time.with(|text| read(text)));
        words::total(times.map(shared::quotity::Quotity::hundredths).sum(), whole)
    };
    view! {
        <Form on_submit=submit refused=Signal::derive(move || problem.with(Option::is_some))>
            <Stack>
                {move || problem.get().map(|problem| view! { <Refusal problem shown=&["/valid_from", "/reason"] /> })}
                <p>{words::SPLIT_LEAD}</p>
                <Field label=words::FROM error=told.beside(day_there, "/valid_from", ui::REQUIRED) required=true>
                    <DateInput value=from on_change=move |day| from.set(day) />
                </Field>
                <For each=ranked key=|(rank, row)| (*rank, row.key) let:item>
                    <PartFields rank=item.0 row=item.1 rows places told />
                </For>
                <Line align=LineAlign::Between>
                    <Button label=words::ADD icon=Icon::Add on_click=add />
                    <span role="status">{total}</span>
                </Line>
                <People placed rows from told />
                <Field label=words::WHY error=told.beside(filled(reason), "/reason", ui::REQUIRED) required=true>
                    <TextArea value=reason max_length=500u32 />
                </Field>
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    <Button label=words::SPLIT kind=ButtonKind::Primary submit=true busy=send.pending() />
                </Line>
            </Stack>
        </Form>
    }
}

#[component]
fn PartFields(
    rank: usize,
    row: Row,
    rows: RwSignal<Vec<Row>>,
    places: Signal<Vec<Choice>>,
    told: Told,
) -> impl IntoView {
    let known = row.time.with_untracked(|text| read(text));
    let times = Signal::stored(half_day_choices(ui::CHOOSE, known));
    let at = move |field: &str| format!("/parts/{}/{field}", rank - 1);
    let any = Signal::stored(true);
    let remove = move |()| rows.update(|rows| rows.retain(|one| one.key != row.key));
    let is_alone = Signal::derive(move || rows.with(|rows| rows.len() <= 2));
    view! {
        <Group title=words::part(rank)>
            <Grid cells=GridCells::Small>
                <Field label=words::TIME error=told.in_list(filled(row.time), at("quotity")) required=true>
                    <Select value=row.time choices=times on_change=move |value| row.time.set(value) />
                </Field>
                <Field label=words::PLACE error=told.in_list(any, at("structure"))>
                    <Select value=row.place choices=places on_change=move |value| row.place.set(value) />
                </Field>
                <Field label=words::NUMBER hint=words::NUMBER_HINT error=told.in_list(any, at("local_number")) optional=true>
                    <TextInput value=row.number max_length=30u32 />
                </Field>
            </Grid>
            <Show when=move || !is_alone.get()>
                <Button label=words::remove(rank) kind=ButtonKind::Quiet small=true on_click=remove />
            </Show>
        </Group>
    }
}

/// Who sits on the post from the day on, and on which part each goes.
#[component]
fn People(
    placed: RwSignal<Vec<(Occupant, RwSignal<String>)>>,
    rows: RwSignal<Vec<Row>>,
    from: RwSignal<Option<Day>>,
    told: Told,
) -> impl IntoView {
    let later = move || {
        let from = from.get().unwrap_or(Day::FIRST);
        placed.get().into_iter().filter(|(one, _)| one.valid_to > from).collect::<Vec<_>>()
    };
    let choices = Signal::derive(move || {
        let parts = (1..).zip(rows.get()).map(|(rank, row)| {
            Choice::new(row.key.to_string(), words::choice(rank, row.number.get().trim()))
        });
        std::iter::once(Choice::new("", ui::CHOOSE)).chain(parts).collect::<Vec<_>>()
    });
    // The part that was chosen may have been taken away since.
    let is_placed = move |key: RwSignal<String>| {
        Signal::derive(move || {
            rows.with(|rows| rows.iter().any(|row| key.with(|key| row.key.to_string() == *key)))
        })
    };
    let is_there = Memo::new(move |_| !later().is_empty());
    view! {
        <Show when=move || is_there.get()>
            <Group title=words::PEOPLE>
                <For each=later key=|(one, _)| one.affectation let:item>
                    <Field
                        label=named(&item.0)
                        error=told.in_list(is_placed(item.1), String::new())
                        required=true
                    >
                        <Select value=item.1 choices on_change=move |value| item.1.set(value) />
                    </Field>
                </For>
            </Group>
        </Show>
    }
}

/// A person, the time, the days.
fn named(one: &Occupant) -> String {
    let who = &one.practitioner;
    let days = format::period(one.valid_from, one.valid_to);
    format!("{} {}, {}, {days}", who.usual_name, who.first_names, format::half_days(one.quotity))
}

/// Makes a post whole after the last day of its parts.
pub async fn made_whole(parts: &PostParts, end: End) -> Result<PostParts, Problem> {
    let body =
        PostSplit { valid_from: end.valid_to, parts: Vec::new(), lines: Vec::new(), reason: end.reason };
    split_post(parts.post.id, parts.version, &body).await
}
