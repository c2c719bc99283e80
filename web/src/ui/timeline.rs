//! A history drawn as lanes of spans, with the same as a table below.

use leptos::html;
use leptos::prelude::*;
use shared::catalogue::screens::ui;
use shared::screen::order;
use shared::time::Day;

use super::data_table::{Cell, Column, DataTable, Row};
use super::details::Details;
use crate::format;

/// One lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartLane {
    /// What it shows.
    pub label: String,
    /// Colour of the chart, 1 to 4.
    pub colour: u8,
    /// Spans, which may overlap.
    pub spans: Vec<ChartSpan>,
}

/// One span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartSpan {
    /// First day.
    pub from: Day,
    /// End, excluded.
    pub to: Day,
    /// What is written on it.
    pub label: String,
    /// More, shown as a tip and in the table.
    pub details: String,
    /// Whether it is no more believed: drawn with a broken line.
    pub superseded: bool,
}

/// All the days drawn, in the unit of places: hundredths of a percent.
const WHOLE: i64 = 10_000;

/// The drawing, and its table. Names of lanes stay in view while the lanes scroll; it opens on the day in view.
#[component]
pub fn TimelineChart(
    /// What it shows; read aloud.
    #[prop(into)]
    caption: String,
    /// Names of the columns of the table: lane, what is written, period, more.
    columns: [String; 4],
    /// Lanes, in order.
    lanes: Vec<ChartLane>,
    /// The day in view, drawn as a line.
    day: Day,
) -> impl IntoView {
    let scale = Scale::of(&lanes, day);
    let today = scale.place(day);
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if frame.get().is_some() {
            request_animation_frame(move || show(frame, today));
        }
    });
    let rows: Vec<(String, ChartSpan)> = lanes
        .iter()
        .flat_map(|lane| lane.spans.iter().map(|span| (lane.label.clone(), span.clone())))
        .collect();
    let [lane_name, label_name, period_name, more_name] = columns;
    let table = vec![
        Column::text(lane_name, |(lane, _): &(String, ChartSpan)| lane.clone()).heads_row(),
        Column::text(label_name, |(_, span): &(String, ChartSpan)| span.label.clone()),
        Column::text(period_name, |(_, span): &(String, ChartSpan)| format::period(span.from, span.to))
            .cell(Cell::Date),
        Column::text(more_name, |(_, span): &(String, ChartSpan)| span.details.clone()),
    ];
    let key = |(lane, span): (String, ChartSpan)| {
        Row::new(format!("{lane} {} {} {}", span.from, span.label, span.details))
    };
    let years = scale.years().into_iter().map(|(year, place)| {
        view! { <span class="lanes__year" style:inset-inline-start=percent(place)>{year}</span> }
    });
    let title = caption.clone();
    view! {
        <figure class="stack">
            <div class="lanes-frame" node_ref=frame tabindex="0" role="region" aria-label=caption.clone()>
                <div class="lanes" role="img" aria-label=title>
                    <div class="lanes__back">{years.collect_view()}</div>
                    {lanes.into_iter().map(|lane| row(lane, scale)).collect_view()}
                    <div class="lanes__front">
                        <span class="lanes__today" style:inset-inline-start=percent(today)></span>
                    </div>
                </div>
            </div>
            <Details summary=ui::AS_TABLE>
                <DataTable caption=caption columns=Signal::stored(table) rows=Signal::stored(rows) row=key />
            </Details>
        </figure>
    }
}

/// Scrolls to the day in view, which a narrow window would leave far on the right.
fn show(frame: NodeRef<html::Div>, today: i64) {
    let Some(frame) = frame.try_get_untracked().flatten() else { return };
    let place = i64::from(frame.scroll_width()) * today / WHOLE - i64::from(frame.client_width()) / 2;
    frame.set_scroll_left(i32::try_from(place).unwrap_or_default());
}

fn row(lane: ChartLane, scale: Scale) -> impl IntoView {
    let colour = lane.colour.to_string();
    let lines = place(lane.spans).into_iter().map(|line| {
        let bars = line.into_iter().map(|span| bar(span, &colour, scale));
        view! { <div class="lanes__line">{bars.collect_view()}</div> }
    });
    view! {
        <div class="lanes__row">
            <p class="lanes__lane">{lane.label}</p>
            <div class="lanes__lines">{lines.collect_view()}</div>
        </div>
    }
}

fn bar(span: ChartSpan, colour: &str, scale: Scale) -> impl IntoView + use<> {
    let (start, end) = (scale.place(span.from), scale.place(span.to));
    let tip = format!("{} · {} {}", span.label, format::period(span.from, span.to), span.details);
    view! {
        <div
            class="lanes__span"
            title=tip
            data-colour=colour.to_owned()
            data-past=span.superseded.then_some("true")
            style:inset-inline-start=percent(start)
            style:inline-size=percent(end - start)
        >
            <span class="lanes__text">{span.label.clone()}</span>
        </div>
    }
}

/// Hundredths of a percent, as styles write them.
fn percent(place: i64) -> String {
    format!("{}.{:02}%", place / 100, place % 100)
}

/// The lines of a lane: each span is on the first one where it fits. A lane without any has a line of its own.
fn place(spans: Vec<ChartSpan>) -> Vec<Vec<ChartSpan>> {
    let mut lines: Vec<Vec<ChartSpan>> = vec![Vec::new()];
    for index in order(spans.iter().map(|span| format!("{} {}", span.from, span.to)).collect()) {
        let Some(span) = spans.get(index).cloned() else { continue };
        let fits = |line: &Vec<ChartSpan>| line.last().is_none_or(|last| last.to <= span.from);
        match lines.iter().position(fits).and_then(|line| lines.get_mut(line)) {
            Some(line) => line.push(span),
            None => lines.push(vec![span]),
        }
    }
    lines
}

/// From days to places.
#[derive(Clone, Copy)]
struct Scale {
    first: Day,
    days: i64,
}

impl Scale {
    /// All that is drawn and the day in view, with half a year around.
    fn of(lanes: &[ChartLane], day: Day) -> Scale {
        let spans = || lanes.iter().flat_map(|lane| &lane.spans);
        let starts = spans().map(|span| span.from).filter(|from| *from != Day::FIRST);
        let ends = spans().map(|span| span.to).filter(|to| !to.is_open());
        let first = starts.clone().chain(ends.clone()).chain([day]).min().unwrap_or(day);
        let last = starts.chain(ends).chain([day]).max().unwrap_or(day).add_months(6);
        let first = Day::new(first.year(), 1, 1).unwrap_or(first);
        Scale { first, days: last.days_since(first).max(1) }
    }

    fn place(self, day: Day) -> i64 {
        day.days_since(self.first).clamp(0, self.days) * WHOLE / self.days
    }

    /// First days of years, at most a dozen.
    fn years(self) -> Vec<(i32, i64)> {
        // A number of years, small and positive.
        let step = i32::try_from(self.days / 365 / 12 + 1).unwrap_or(1);
        let years = (0..).map(|index| self.first.year() + index * step);
        years
            .map_while(|year| Some((year, Day::new(year, 1, 1)?)))
            .take_while(|(_, day)| day.days_since(self.first) < self.days)
            .map(|(year, day)| (year, self.place(day)))
            // A year cut by the side would be read as another.
            .filter(|(_, place)| *place < WHOLE - 500)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> ChartSpan {
        ChartSpan {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            label: from.to_owned(),
            details: String::new(),
            superseded: false,
        }
    }

    #[test]
    fn spans_that_overlap_are_on_two_lines() {
        let spans = vec![
            span("2026-01-01", "2026-06-01"),
            span("2026-03-01", "2026-09-01"),
            span("2026-06-01", "2027-01-01"),
        ];
        let lines = place(spans).into_iter();
        let lines: Vec<Vec<String>> =
            lines.map(|line| line.into_iter().map(|span| span.label).collect()).collect();
        assert_eq!(lines, [vec!["2026-01-01", "2026-06-01"], vec!["2026-03-01"]]);
        assert_eq!(place(Vec::new()).len(), 1, "an empty lane is still a lane");
    }

    #[test]
    fn an_open_end_reaches_the_side() {
        let spans = vec![span("2024-03-01", "9999-12-31")];
        let lanes = [ChartLane { label: String::new(), colour: 1, spans }];
        let scale = Scale::of(&lanes, "2026-11-22".parse().unwrap());
        assert_eq!(percent(scale.place(Day::OPEN)), "100.00%");
        assert_eq!(scale.years().first().copied(), Some((2024, 0)));
    }
}
