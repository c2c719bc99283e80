//! One post of a tour beside the table: what it lacks and how to settle it, what was said, what happened.

use leptos::prelude::*;
use shared::catalogue::screens::{tour_lists as words, ui};
use shared::catalogue::tours as texts;
use shared::contract::Statement;
use shared::contract::tours::{EntryView, Lack};
use shared::problem::Problem;
use shared::workflow::Machine as _;
use shared::workflow::entry::{Entry as Machine, EntryAction, EntryState};

use super::EntryBadge;
use super::entries::number_of;
use crate::client::tours::get_entry_history;
use crate::fetched::Fetched;
use crate::format;
use crate::pages::comments::ThreadCard;
use crate::ui::prelude::*;

/// Where the table beside stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Nothing was read yet.
    Waiting,
    /// It may not be read.
    Refused(Box<Problem>),
    /// There is none.
    Empty,
    /// There are some.
    Rows,
}

/// Shows what the post has become when the table beside was read again.
pub fn follow_shown(rows: Signal<Vec<EntryView>>, shown: RwSignal<Option<EntryView>>) {
    Effect::new(move |_| {
        let now = rows.with(|rows| {
            let id = shown.with_untracked(|shown| shown.as_ref().map(|one| one.id))?;
            rows.iter().find(|one| one.id == id).cloned()
        });
        if now.is_some() && shown.with_untracked(|shown| *shown != now) {
            shown.set(now);
        }
    });
}

/// The cards, while a post is shown: what it is, and its thread, which stays while the post changes.
#[component]
pub fn EntryPanel(
    /// The post whose details are shown.
    shown: RwSignal<Option<EntryView>>,
) -> impl IntoView {
    let thread = Memo::new(move |_| {
        shown.with(|shown| {
            let one = shown.as_ref()?;
            Some(format!("entry:{}:{}", one.tour, one.post.as_ref()?.id))
        })
    });
    let details = move || {
        let entry = shown.get()?;
        let title = number_of(&entry);
        let close = move || {
            view! {
                <Button
                    label=ui::CLOSE
                    kind=ButtonKind::IconOnly
                    icon=Icon::Close
                    small=true
                    on_click=move |()| shown.set(None)
                />
            }
        };
        let (facts, lacks, past) = (facts(&entry), lacks(&entry), past(&entry));
        Some(view! {
            <Card title actions=ViewFn::from(close)>
                <Stack>{lacks} {facts} {past}</Stack>
            </Card>
        })
    };
    let is_open = Memo::new(move |_| shown.with(Option::is_some));
    view! {
        <Show when=move || is_open.get()>
            <Stack>
                {details}
                {move || thread.get().map(|subject| view! { <ThreadCard subject /> })}
            </Stack>
        </Show>
    }
}

fn facts(entry: &EntryView) -> impl IntoView + use<> {
    let motive = entry.motive.as_ref().map(|one| one.label.clone());
    let said = entry.said_motive.as_ref().map(|one| one.label.clone()).into_iter().chain(entry.said.clone());
    let said: Vec<String> = said.collect();
    let all = [
        (words::DECISION, Some(texts::decision(entry.decision).to_owned())),
        (words::MOTIVE, motive),
        (words::TEXT, entry.text.clone()),
        (words::REASON, Some(texts::reason(entry.reason).to_owned())),
        (words::NATURE, entry.nature.map(|one| texts::nature(one).to_owned())),
        (words::VACANT_FROM, entry.vacant_from.map(format::day)),
        (words::EXPECTED, entry.expected.map(format::day)),
        (words::UNTIL, entry.frozen_until.map(format::day)),
        (words::ORDER, entry.order_number.as_ref().map(|number| words::order(number, entry.order_date))),
        (words::APPOINTEE, entry.appointee.clone()),
        (words::INSTALLED_ON, entry.installed_on.map(format::day)),
        (words::PREVIOUS, entry.previous.as_ref().map(words::previous)),
        (words::SAID, Some(said.join(" – ")).filter(|said| !said.is_empty())),
    ];
    let terms = all.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let terms = terms.map(|(label, value)| view! { <Term label value /> }).collect_view();
    view! { <Terms lines=true>{terms}</Terms> }
}

/// What is missing, each with the way to settle it.
fn lacks(entry: &EntryView) -> Option<AnyView> {
    if entry.lacks.is_empty() {
        return None;
    }
    let lines = entry.lacks.iter().map(|lack| {
        let action = settle(entry, lack)
            .map(|(to, label)| ViewFn::from(move || view! { <ButtonLink to=to.clone() label small=true /> }));
        let title = lack.detail.clone();
        match action {
            Some(action) => view! { <Entry title action /> }.into_any(),
            None => view! { <Entry title /> }.into_any(),
        }
    });
    let lines = lines.collect_view();
    Some(view! { <SubTitle title=words::LACKS /><Entries>{lines}</Entries> }.into_any())
}

/// Where a lack is settled.
fn settle(entry: &EntryView, lack: &Lack) -> Option<(String, &'static str)> {
    let post = entry.post.as_ref()?.id;
    let place = &entry.establishment;
    Some(match lack.code.as_str() {
        "tour.no_profile" => (format!("/postes/{post}/profil"), words::GO_PROFILE),
        "tour.no_structure_number" => (format!("/structures?establishment={place}"), words::GO_STRUCTURES),
        "tour.no_speciality" | "tour.quotity" | "tour.not_attached" => (
            format!("/demandes/nouvelle?kind=transform&post={post}&establishment={place}"),
            words::GO_REQUEST,
        ),
        _ => (format!("/postes/{post}"), words::GO_POST),
    })
}

fn past(entry: &EntryView) -> Option<AnyView> {
    let (tour, post) = (entry.tour, entry.post.as_ref()?.id);
    let history = Fetched::new(move || async move { get_entry_history(tour, post).await });
    let view = view! {
        <SubTitle title=words::PAST />
        <Transition fallback=|| view! { <Loading lines=3 /> }>
            {move || {
                history
                    .get()
                    .map(|history| match history {
                        Err(problem) => view! { <ErrorState problem /> }.into_any(),
                        Ok(history) => {
                            let before = std::iter::once(None)
                                .chain(history.items.iter().map(Some));
                            let mut lines: Vec<_> =
                                before.zip(&history.items).map(|(before, one)| line(before, one)).collect();
                            lines.reverse();
                            view! { <Entries>{lines}</Entries> }.into_any()
                        }
                    })
            }}
        </Transition>
    };
    Some(view.into_any())
}

fn line(before: Option<&Statement<EntryView>>, one: &Statement<EntryView>) -> AnyView {
    let entry = &one.fact;
    let is_step = before.is_some_and(|before| before.fact.state != entry.state);
    let action = before.filter(|_| is_step).and_then(|before| action_between(before.fact.state, entry.state));
    let title = match before {
        Some(_) if is_step => action.map_or(texts::entry_state(entry.state), texts::entry_action),
        Some(_) => texts::decision(entry.decision),
        None => words::CHANGED,
    };
    // What was said stays with the post until something else is: it is told once, where it was said.
    let is_said = action.is_some_and(says);
    let said_motive = entry.said_motive.as_ref().filter(|_| is_said).map(|one| one.label.clone());
    let said = entry.said.clone().filter(|_| is_said);
    let motive = entry.motive.as_ref().filter(|_| !is_step).map(|one| one.label.clone());
    let text = motive.into_iter().chain(said_motive).chain(said).collect::<Vec<_>>().join(" – ");
    let state = entry.state;
    view! {
        <Entry
            title
            text
            notes=vec![format::signed(one.recorded_at, one.author.as_deref())]
            badge=ViewFn::from(move || view! { <EntryBadge state /> })
        />
    }
    .into_any()
}

/// The step that leads from a state to another; what follows at once from an agreement is part of it.
fn action_between(before: EntryState, after: EntryState) -> Option<EntryAction> {
    let step = |to: EntryState| {
        let found = Machine::STEPS.iter().find(|step| step.from == Some(before) && step.to == to);
        found.map(|step| step.action)
    };
    step(after).or_else(|| step(EntryState::Validated).filter(|_| after == EntryState::SentToSigmed))
}

/// Steps with which something is said to the other party.
const fn says(action: EntryAction) -> bool {
    use EntryAction as A;
    matches!(action, A::Return | A::Ask | A::Answer | A::Refuse | A::Reject | A::WithdrawPost | A::Reopen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_of_states_has_its_step() {
        let between = action_between;
        assert_eq!(between(EntryState::Preparing, EntryState::PendingSignOff), Some(EntryAction::Propose));
        assert_eq!(between(EntryState::AtArs, EntryState::Refused), Some(EntryAction::Refuse));
        assert_eq!(between(EntryState::AtArs, EntryState::SentToSigmed), Some(EntryAction::Validate));
        assert_eq!(between(EntryState::SigmedRejected, EntryState::SentToSigmed), Some(EntryAction::Correct));
        assert_eq!(between(EntryState::Installed, EntryState::Preparing), None);
    }
}
