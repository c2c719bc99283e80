//! One action on many posts: what it asks, what would become of each, then the same for good.

use leptos::prelude::*;
use shared::catalogue::screens::{tour_lists as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::tours::{BulkEntry, BulkItem, BulkStep, EntryView};
use shared::id::PostId;
use shared::problem::Problem;
use shared::time::Day;
use shared::tour::motive::Purpose;
use shared::workflow::entry::EntryAction;

use super::entries::number_of;
use super::refusal::{Refused, told};
use super::undo::say_done;
use crate::client::tours::act_on_entries;
use crate::pages::requests::motives::Motives;
use crate::ui::prelude::*;

/// What is being done, with the posts as they were read.
pub type Chosen = RwSignal<Option<(EntryAction, Vec<EntryView>)>>;

/// Posts of one call.
pub const MOST: usize = 500;

/// What is said with an action.
#[derive(Debug, Clone, Default)]
struct Said {
    motive: Option<String>,
    comment: Option<String>,
    until: Option<Day>,
    expected: Option<Day>,
}

/// The dialog, open while an action is chosen.
#[component]
pub fn BulkDialog(
    /// What is being done.
    chosen: Chosen,
    /// What follows.
    on_done: Callback<()>,
) -> impl IntoView {
    let open = open_while(chosen);
    let title = Signal::derive(move || {
        let action = chosen.with(|chosen| chosen.as_ref().map(|(action, _)| *action));
        action.map(|action| texts::entry_action(action).to_owned()).unwrap_or_default()
    });
    view! {
        <Dialog open title large=true>
            {move || {
                let (action, entries) = chosen.get()?;
                Some(view! { <BulkForm action entries open on_done /> })
            }}
        </Dialog>
    }
}

/// The motives that an action chooses from.
const fn purpose(action: EntryAction) -> Option<Purpose> {
    match action {
        EntryAction::Freeze => Some(Purpose::Freeze),
        EntryAction::Force => Some(Purpose::Force),
        EntryAction::Ask => Some(Purpose::Ask),
        EntryAction::Refuse => Some(Purpose::Refuse),
        _ => None,
    }
}

/// Actions that are refused without a comment.
const fn wants_comment(action: EntryAction) -> bool {
    matches!(action, EntryAction::Return | EntryAction::Reject | EntryAction::WithdrawPost)
}

/// Whether there is something to say before it is rehearsed.
const fn asks(action: EntryAction) -> bool {
    purpose(action).is_some() || wants_comment(action) || matches!(action, EntryAction::Answer)
}

/// What ends a post in the tour, or says no.
const fn is_danger(action: EntryAction) -> bool {
    matches!(action, EntryAction::Refuse | EntryAction::WithdrawPost | EntryAction::Reject)
}

/// Acts on these posts, as many at a time as one call takes.
async fn act(
    action: EntryAction,
    entries: Vec<EntryView>,
    said: Said,
    rehearse: bool,
) -> Result<Vec<BulkItem>, Problem> {
    let Some(tour) = entries.first().map(|entry| entry.tour) else { return Ok(Vec::new()) };
    let asked = entries.iter().filter_map(|entry| {
        let post = entry.post.as_ref()?.id;
        Some(BulkEntry { post, if_match: format!("\"v{}\"", entry.stamp.version) })
    });
    let asked: Vec<BulkEntry> = asked.collect();
    let mut items = Vec::new();
    for part in asked.chunks(MOST) {
        let step = BulkStep {
            action,
            mode: None,
            entries: part.to_vec(),
            motive: said.motive.clone(),
            comment: said.comment.clone(),
            until: said.until,
            expected: said.expected,
        };
        items.extend(act_on_entries(tour, &step, rehearse).await?.items);
    }
    Ok(items)
}

/// Whether the action was taken.
pub const fn is_taken(item: &BulkItem) -> bool {
    item.status < 400
}

/// Where the dialog is.
#[derive(Clone)]
enum Stage {
    Asking,
    Rehearsed(Said, Vec<BulkItem>),
    Left(Vec<BulkItem>),
}

#[component]
fn BulkForm(
    action: EntryAction,
    entries: Vec<EntryView>,
    open: RwSignal<bool>,
    on_done: Callback<()>,
) -> impl IntoView {
    let motives = purpose(action).map(Motives::of);
    let (motive, comment) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (until, expected) = (RwSignal::new(None::<Day>), RwSignal::new(None::<Day>));
    let tried = RwSignal::new(false);
    let stage = RwSignal::new(Stage::Asking);
    let toasts = Toasts::here();
    let entries = StoredValue::new(entries);
    let run = Action::new_local(move |(said, only): &(Said, Option<Vec<PostId>>)| {
        let (said, only) = (said.clone(), only.clone());
        async move {
            let mut rows = entries.get_value();
            let rehearse = only.is_none();
            if let Some(only) = only {
                rows.retain(|row| row.post.as_ref().is_some_and(|post| only.contains(&post.id)));
            }
            let items = act(action, rows, said.clone(), rehearse).await?;
            if rehearse {
                stage.set(Stage::Rehearsed(said, items));
                return Ok(());
            }
            let (taken, left): (Vec<_>, Vec<_>) = items.into_iter().partition(is_taken);
            if !taken.is_empty() {
                let tour = entries.with_value(|all| all.first().map(|one| one.tour));
                say_done(toasts, tour, (action, &taken), on_done);
            }
            if left.is_empty() {
                open.set(false);
                on_done.run(());
            } else {
                stage.set(Stage::Left(left));
            }
            Ok::<(), Problem>(())
        }
    });
    if !asks(action) {
        run.dispatch((Said::default(), None));
    }
    let problem = Signal::derive(move || run.value().get().and_then(Result::err));
    let is_empty = |field: RwSignal<String>| field.with(|text| text.trim().is_empty());
    let no_motive = Signal::derive(move || motives.is_some() && is_empty(motive));
    let short = Signal::derive(move || match motives {
        Some(motives) => !motives.is_said(&motive.get(), &comment.get()),
        None => wants_comment(action) && is_empty(comment),
    });
    let no_day = Signal::derive(move || action == EntryAction::Force && expected.with(Option::is_none));
    let error = move |lacks: Signal<bool>, said: &'static str| {
        Signal::derive(move || (tried.get() && lacks.get()).then(|| said.to_owned()))
    };
    let rehearse = move |()| {
        tried.set(true);
        let lacks = [no_motive, short, no_day];
        if lacks.into_iter().any(|one| one.get_untracked()) || run.pending().get_untracked() {
            return;
        }
        let text = |field: RwSignal<String>| {
            field.with_untracked(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        };
        let said = Said {
            motive: text(motive),
            comment: text(comment),
            until: until.get_untracked(),
            expected: expected.get_untracked(),
        };
        run.dispatch((said, None));
    };
    let read_again = move |()| {
        open.set(false);
        on_done.run(());
    };
    let comment_said = if motives.is_some() { words::TEXT_WANTED } else { words::SAY_WHY };
    let asking = move || {
        view! {
            <Form on_submit=rehearse refused=Signal::derive(move || problem.with(Option::is_some))>
                <Stack>
                    {motives
                        .map(|motives| {
                            view! {
                                <Field
                                    label=words::MOTIVE
                                    error=error(no_motive, ui::REQUIRED)
                                    required=true
                                >
                                    <Select
                                        value=motive
                                        choices=motives.choices()
                                        on_change=move |value| motive.set(value)
                                    />
                                </Field>
                            }
                        })}
                    {(action == EntryAction::Force)
                        .then(|| {
                            view! {
                                <Field
                                    label=words::EXPECTED
                                    error=error(no_day, ui::REQUIRED)
                                    required=true
                                >
                                    <DateInput value=expected on_change=move |day| expected.set(day) />
                                </Field>
                            }
                        })}
                    {(action == EntryAction::Freeze)
                        .then(|| {
                            view! {
                                <Field label=words::UNTIL optional=true>
                                    <DateInput value=until on_change=move |day| until.set(day) />
                                </Field>
                            }
                        })}
                    <Field label=words::COMMENT error=error(short, comment_said)>
                        <TextArea value=comment max_length=500u32 />
                    </Field>
                    <Line align=LineAlign::End>
                        <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                        <Button
                            label=words::REHEARSE
                            kind=ButtonKind::Primary
                            submit=true
                            busy=run.pending()
                        />
                    </Line>
                </Stack>
            </Form>
        }
    };
    let rehearsed = move |said: Said, items: Vec<BulkItem>| {
        let able: Vec<PostId> = items.iter().filter(|item| is_taken(item)).map(|item| item.post).collect();
        let (number, all) = (able.len(), items.len());
        let refused: Vec<BulkItem> = items.into_iter().filter(|item| !is_taken(item)).collect();
        let kind = if is_danger(action) { ButtonKind::Danger } else { ButtonKind::Primary };
        let confirm = move |()| {
            run.dispatch((said.clone(), Some(able.clone())));
        };
        view! {
            <Stack>
                <p role="status">{words::eligible(number, all)}</p>
                <LeftRows items=refused entries title=words::REFUSED_ROWS />
                <Line align=LineAlign::End>
                    <Button label=ui::CANCEL on_click=move |()| open.set(false) />
                    {asks(action)
                        .then(|| {
                            view! { <Button label=words::BACK on_click=move |()| stage.set(Stage::Asking) /> }
                        })}
                    {(number > 0)
                        .then(|| {
                            view! {
                                <Button
                                    label=words::confirm(action, number)
                                    kind
                                    busy=run.pending()
                                    on_click=confirm
                                />
                            }
                        })}
                </Line>
            </Stack>
        }
    };
    view! {
        <Stack>
            {move || problem.get().map(|problem| view! { <Refused problem on_read=read_again /> })}
            {move || match stage.get() {
                Stage::Asking if asks(action) => asking().into_any(),
                Stage::Asking if problem.with(Option::is_some) => ().into_any(),
                Stage::Asking => view! { <Loading lines=3 /> }.into_any(),
                Stage::Rehearsed(said, items) => rehearsed(said, items).into_any(),
                Stage::Left(items) => {
                    view! {
                        <Stack>
                            <LeftRows items entries title=words::LEFT_ROWS />
                            <Line align=LineAlign::End>
                                <Button
                                    label=words::READ_AGAIN
                                    icon=Icon::Refresh
                                    on_click=read_again
                                />
                            </Line>
                        </Stack>
                    }
                        .into_any()
                }
            }}
        </Stack>
    }
}

/// The posts that do not follow, and why.
#[component]
pub fn LeftRows(
    /// What became of them.
    items: Vec<BulkItem>,
    /// The posts, for their numbers.
    entries: StoredValue<Vec<EntryView>>,
    /// Over them.
    title: &'static str,
) -> impl IntoView {
    let number = move |post: PostId| {
        entries.with_value(|all| {
            let found = all.iter().find(|one| one.post.as_ref().is_some_and(|own| own.id == post));
            found.map(number_of).unwrap_or_default()
        })
    };
    let lines = items.into_iter().map(|item| {
        let text = item.problem.as_ref().map(|problem| told(problem).join(" ")).unwrap_or_default();
        view! { <Entry title=number(item.post) text /> }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| view! { <SubTitle title /><Entries>{lines}</Entries> })
}
