//! All proposals at once: each is said, with how much it looks like the code, before any is taken.

use leptos::prelude::*;
use shared::catalogue::screens::{import_steps as words, ui};
use shared::contract::imports::{CodeAnswer, UnknownCodeView};

use super::ticks::Ticks;
use crate::ui::prelude::*;

/// A proposal, as it is said and as it is answered.
#[derive(Clone)]
pub struct Proposal {
    /// What it answers.
    pub answer: CodeAnswer,
    /// National code and its label.
    pub said: String,
    /// Whether the code is the national one, or its label, written otherwise; else it only looks like it.
    pub is_same: bool,
    lines: u32,
}

impl Proposal {
    /// Of a code, when there is one.
    pub fn of(code: &UnknownCodeView) -> Option<Proposal> {
        let national_code = code.proposal.clone()?;
        let known = code.choices.iter().find(|choice| choice.code == national_code);
        let said =
            known.map_or_else(|| national_code.clone(), |known| format!("{} — {}", known.code, known.label));
        let is_same = letters(&national_code).eq(letters(&code.code))
            || known.is_some_and(|known| known.label.eq_ignore_ascii_case(&code.code));
        let answer =
            CodeAnswer { domain: code.domain.clone(), code: code.code.clone(), national_code, motive: None };
        Some(Proposal { answer, said, is_same, lines: code.count })
    }
}

/// What two codes are compared by.
fn letters(code: &str) -> impl Iterator<Item = char> {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase())
}

/// The button, and the list that it opens.
#[component]
pub fn Proposals(
    /// Those of the codes without answer.
    #[prop(into)]
    waiting: Signal<Vec<Proposal>>,
    /// Takes some.
    on_take: Callback<Vec<CodeAnswer>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Those in the dialog stay the same while it is open.
    let listed = RwSignal::new((Vec::<Proposal>::new(), Ticks::new(Vec::new())));
    let ask = move |()| {
        let waiting = waiting.get_untracked();
        // What only looks alike is taken by whoever has looked.
        let ticks = Ticks::new(waiting.iter().map(|one| one.is_same).collect());
        listed.set((waiting, ticks));
        open.set(true);
    };
    let take = move |()| {
        let (all, ticks) = listed.get_untracked();
        let chosen = all.into_iter().enumerate().filter(|(index, _)| untrack(|| ticks.is(*index)));
        on_take.run(chosen.map(|(_, one)| one.answer).collect());
        open.set(false);
    };
    let boxes = move || {
        let (all, ticks) = listed.get();
        let one = |(index, one): (usize, Proposal)| {
            let hint = words::proposal_hint(one.is_same, one.lines);
            ticks.tick(index, words::means(&one.answer.code, &one.said), Some(hint))
        };
        let every = view! {
            <Checkbox
                label=words::ALL_PROPOSALS
                checked=Signal::derive(move || ticks.all())
                on_change=move |on| ticks.set_all(on)
            />
        };
        (every, all.into_iter().enumerate().map(one).collect_view())
    };
    let chosen = Signal::derive(move || listed.with(|(_, ticks)| ticks.count()));
    let actions = move || {
        view! {
            <Button label=ui::CANCEL on_click=move |()| open.set(false) />
            <Button
                label=Signal::derive(move || words::take_these(chosen.get()))
                kind=ButtonKind::Primary
                disabled=Signal::derive(move || chosen.get() == 0)
                on_click=take
            />
        }
    };
    view! {
        {move || {
            let count = waiting.with(Vec::len);
            (count > 0).then(|| view! { <Button label=words::see_proposals(count) icon=Icon::Check on_click=ask /> })
        }}
        <Dialog open title=words::PROPOSALS_TITLE large=true actions=ViewFn::from(actions)>
            <p>{words::PROPOSALS_TEXT}</p>
            <Stack gap=StackGap::Small>{boxes}</Stack>
        </Dialog>
    }
}
