//! The two times of a page: the day shown, and the knowledge shown. Both live in the address.

use leptos::prelude::*;
use shared::catalogue::screens::time as words;
use shared::time::Day;

use super::button::{Button, ButtonKind};
use super::date_field::DateInput;
use super::field::Field;
use super::icon::{Icon, IconView};
use super::ids;
use super::shell::head_paper;
use crate::format;
use crate::here::{Here, set_time};
use crate::session::Session;

/// Pages that are about a day: those with a time bar.
const DATED: [&str; 5] = ["/tableau-des-emplois", "/structures", "/postes", "/praticiens", "/affectations"];
/// Months the slider goes back.
const BACK: i32 = 36;
/// Months the slider goes forward.
const FORWARD: i32 = 12;

/// Day, knowledge, and a slider over months. It turns to the colour of the past when it does not show the present.
#[component]
pub fn TimeBar() -> impl IntoView {
    let session = Session::here();
    let here = Here::get();
    let set = set_time();
    let standing = move || here.map(Here::standing).unwrap_or_default();
    let today = Memo::new(move |_| session.today());
    let as_of = Memo::new(move |_| standing().as_of.unwrap_or_else(|| today.get()));
    let known_at = Memo::new(move |_| standing().known_at);
    let known_day = Signal::derive(move || known_at.get().map(format::instant_day));
    let to_day = move |day: Option<Day>| {
        set.run((day.filter(|day| *day != today.get_untracked()), known_at.get_untracked()))
    };
    let to_known = move |day: Option<Day>| {
        let day = day.filter(|day| *day < today.get_untracked());
        set.run((standing_as_of(as_of, today), day.map(format::end_of_day)));
    };
    let months = Memo::new(move |_| months_between(today.get(), as_of.get()));
    // The day of the month stays: people of a hospital work on firsts of months.
    let in_month = move |months: i32| {
        let shown = as_of.get();
        add_months(shown, months - months_between(today.get(), shown))
    };
    let (first, last) = (move || months.get().min(-BACK), move || months.get().max(FORWARD));
    let sliding = RwSignal::new(None::<i32>);
    let slid = move |event: web_sys::Event| {
        sliding.set(None);
        if let Ok(months) = event_target_value(&event).parse() {
            to_day(Some(untrack(|| in_month(months))));
        }
    };
    let slider_day = move || sliding.get().map_or_else(|| as_of.get(), in_month);
    let is_past = move || standing().is_past();
    let sentence = move || {
        let day = slider_day();
        words::said(day, day == today.get(), known_day.get())
    };
    let id = ids::next("months");
    view! {
        <section class="timebar" aria-label=words::BAR data-past=move || is_past().then_some("true")>
            <div class="timebar__controls">
                <Field label=words::AS_OF>
                    <DateInput value=Signal::derive(move || Some(as_of.get())) on_change=to_day />
                </Field>
                <div class="timebar__slider">
                    <div class="timebar__head">
                        <label class="timebar__label" for=id.clone()>{words::MONTHS}</label>
                        <strong aria-hidden="true">{move || month_words(slider_day())}</strong>
                    </div>
                    <div class="timebar__buttons">
                        <Button
                            label=words::MONTH_BEFORE
                            kind=ButtonKind::IconOnly
                            small=true
                            icon=Icon::ChevronLeft
                            on_click=move |()| to_day(Some(add_months(as_of.get_untracked(), -1)))
                        />
                        <input
                            class="range"
                            id=id
                            type="range"
                            min=move || first().to_string()
                            max=move || last().to_string()
                            step="1"
                            prop:value=move || months.get().to_string()
                            aria-valuetext=move || month_words(slider_day())
                            on:input=move |event| sliding.set(event_target_value(&event).parse().ok())
                            on:change=slid
                        />
                        <Button
                            label=words::MONTH_AFTER
                            kind=ButtonKind::IconOnly
                            small=true
                            icon=Icon::ChevronRight
                            on_click=move |()| to_day(Some(add_months(as_of.get_untracked(), 1)))
                        />
                    </div>
                    <div class="timebar__scale" aria-hidden="true">
                        <span>{move || month_words(add_months(today.get(), first()))}</span>
                        <span>{move || month_words(add_months(today.get(), last()))}</span>
                    </div>
                </div>
                <Field label=words::KNOWN_AT hint=words::KNOWN_AT_HINT>
                    <DateInput value=known_day on_change=to_known last=today />
                </Field>
                <BackToToday />
            </div>
            <p class="timebar__said" role="status">
                <IconView icon=Icon::Clock />
                <span>{sentence}</span>
            </p>
        </section>
    }
}

/// The way back from a day when there was nothing, or nothing was known.
#[component]
pub fn BackToToday() -> impl IntoView {
    let here = Here::get();
    let set = set_time();
    let is_past = move || here.is_some_and(|here| here.standing().is_past());
    view! {
        <Show when=is_past>
            <Button label=words::TODAY icon=Icon::Undo on_click=move |()| set.run((None, None)) />
        </Show>
    }
}

/// The times in force, in a few words, for the header of every page.
#[component]
pub fn TimeChip() -> impl IntoView {
    let session = Session::here();
    let here = Here::get();
    // Elsewhere the present is shown, whatever the day in the address.
    let path = leptos_router::hooks::use_location().pathname;
    let dated = Memo::new(move |_| path.with(|path| DATED.iter().any(|one| path.starts_with(one))));
    let standing = move || here.filter(|_| dated.get()).map(Here::standing).unwrap_or_default();
    let words = move || {
        let standing = standing();
        let day = standing.as_of.unwrap_or_else(|| session.today());
        words::short(day, standing.as_of.is_none(), standing.known_at.map(format::instant_day))
    };
    head_paper(Signal::derive(move || {
        let standing = standing();
        let day = standing.as_of.unwrap_or_else(|| session.today());
        let name = here.and_then(Here::establishment).map(|one| one.name);
        words::paper(name.as_deref(), day, standing.known_at.map(format::instant_day))
    }));
    view! {
        <span class="chip-time" data-past=move || standing().is_past().then_some("true")>
            <IconView icon=Icon::Clock />
            <span>{words}</span>
        </span>
    }
}

fn standing_as_of(as_of: Memo<Day>, today: Memo<Day>) -> Option<Day> {
    Some(as_of.get_untracked()).filter(|day| *day != today.get_untracked())
}

fn month_words(day: Day) -> String {
    format!("{} {}", words::month(day.month()), day.year())
}

/// Whole months from one day's month to another's.
fn months_between(from: Day, to: Day) -> i32 {
    let index = |day: Day| day.year() * 12 + i32::try_from(day.month()).unwrap_or(1);
    index(to) - index(from)
}

/// The same day of another month, or its last one.
fn add_months(day: Day, months: i32) -> Day {
    let index = day.year() * 12 + i32::try_from(day.month()).unwrap_or(1) - 1 + months;
    let (year, month) = (index.div_euclid(12), u32::try_from(index.rem_euclid(12) + 1).unwrap_or(1));
    let days = (0..4).filter_map(|less| Day::new(year, month, day.day().saturating_sub(less)));
    days.into_iter().next().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_counted_and_added() {
        assert_eq!(months_between(day("2026-11-22"), day("2026-05-03")), -6);
        assert_eq!(months_between(day("2026-11-22"), day("2027-01-01")), 2);
        assert_eq!(add_months(day("2026-11-22"), -11), day("2025-12-22"));
        assert_eq!(add_months(day("2026-03-31"), -1), day("2026-02-28"));
        assert_eq!(add_months(day("2026-12-15"), 1), day("2027-01-15"));
    }
}
