//! Pages of a list: the server gives the next one, the page remembers those it came through.

use leptos::prelude::*;
use shared::catalogue::screens::ui;

use super::button::Button;
use super::icon::Icon;

/// Previous and next page. Put it outside of what is replaced while a page loads: it remembers the way.
#[component]
pub fn Pagination(
    /// The page in view; `None`: the first.
    #[prop(into)]
    cursor: Signal<Option<String>>,
    /// The next one, once the page is read.
    #[prop(into)]
    next: Signal<Option<String>>,
    /// Number of rows in view.
    #[prop(into)]
    rows: Signal<usize>,
    /// Rows of a full page.
    #[prop(default = 50)]
    limit: usize,
    /// Number of rows of all pages, when it was asked.
    #[prop(optional, into)]
    total: MaybeProp<u64>,
    /// Which pages these are, when there are several lists in view; read aloud.
    #[prop(default = ui::PAGES.to_owned(), into)]
    label: String,
    /// Goes to a page.
    #[prop(into)]
    on_go: Callback<Option<String>>,
) -> impl IntoView {
    // Cursors of the pages before the one in view, the first being `None`.
    let trail = RwSignal::new(Vec::<Option<String>>::new());
    // A new filter goes back to the first page without passing here.
    Effect::new(move |_| {
        if cursor.get().is_none() {
            trail.update(Vec::clear);
        }
    });
    let forward = move |()| {
        let Some(next) = next.get_untracked() else { return };
        trail.update(|trail| trail.push(cursor.get_untracked()));
        on_go.run(Some(next));
    };
    // After a reload the way is forgotten: back is then the first page.
    let back = move |()| {
        let before = trail.try_update(Vec::pop).flatten().flatten();
        on_go.run(before);
    };
    let said = move || {
        let (before, rows) = (trail.with(Vec::len), rows.get() as u64);
        let first = (before * limit) as u64 + 1;
        let last = (first + rows).saturating_sub(1);
        match (total.get(), cursor.get().is_some() && before == 0) {
            // The page itself says that there is none.
            _ if rows == 0 => String::new(),
            (Some(total), false) => ui::rows_of(first.min(total), last, total),
            (_, true) => String::new(),
            (None, false) => ui::rows(first, last),
        }
    };
    let is_needed = move || next.get().is_some() || cursor.get().is_some();
    let back_label = Signal::derive(move || {
        let lost = cursor.get().is_some() && trail.with(Vec::is_empty);
        if lost { ui::FIRST_PAGE.to_owned() } else { ui::PREVIOUS_PAGE.to_owned() }
    });
    let at_start = Signal::derive(move || cursor.get().is_none());
    let at_end = Signal::derive(move || next.get().is_none());
    view! {
        <nav class="pagination" aria-label=label>
            <p role="status">{said}</p>
            <Show when=is_needed>
                <div class="pagination__buttons">
                    <Button label=back_label icon=Icon::ChevronLeft small=true disabled=at_start on_click=back />
                    <Button label=ui::NEXT_PAGE icon=Icon::ChevronRight small=true disabled=at_end on_click=forward />
                </div>
            </Show>
        </nav>
    }
}
