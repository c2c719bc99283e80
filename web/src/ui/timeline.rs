//! A history drawn as lanes of spans, with the same as a table below.

use leptos::prelude::*;
use shared::catalogue::screens::ui;
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

const WIDTH: f64 = 960.0;
const GUTTER: f64 = 130.0;
const LINE: f64 = 26.0;
const TOP: f64 = 26.0;

/// A span with its place in its lane.
struct Placed {
    span: ChartSpan,
    lane: usize,
    line: usize,
}

/// The drawing, and its table.
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
    let (placed, heights) = place(&lanes);
    let height = TOP + heights.iter().map(|lines| *lines as f64 * LINE + 10.0).sum::<f64>();
    let tops: Vec<f64> = heights
        .iter()
        .scan(TOP, |top, lines| {
            let here = *top;
            *top += *lines as f64 * LINE + 10.0;
            Some(here)
        })
        .collect();
    let axis = scale.years();
    let today = scale.x(day);
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
    let title = caption.clone();
    view! {
        <figure class="stack">
            <div class="lanes-frame" tabindex="0" role="region" aria-label=caption.clone()>
                <svg
                    class="lanes"
                    role="img"
                    aria-label=title
                    viewBox=format!("0 0 {WIDTH} {height}")
                    width=WIDTH.to_string()
                    height=height.to_string()
                >
                    {axis
                        .into_iter()
                        .map(|(year, x)| {
                            view! {
                                <line class="lanes__grid" x1=x.to_string() x2=x.to_string() y1=(TOP - 6.0).to_string() y2=height.to_string() />
                                <text class="lanes__axis" x=(x + 4.0).to_string() y="14">{year.to_string()}</text>
                            }
                        })
                        .collect_view()}
                    {lanes
                        .iter()
                        .zip(&tops)
                        .map(|(lane, top)| {
                            view! {
                                <text class="lanes__lane" x="0" y=(top + 17.0).to_string()>
                                    <title>{lane.label.clone()}</title>
                                    {shortened(&lane.label, GUTTER - 6.0, 7.4)}
                                </text>
                            }
                        })
                        .collect_view()}
                    {placed
                        .into_iter()
                        .filter_map(|placed| {
                            let top = tops.get(placed.lane)? + placed.line as f64 * LINE;
                            let colour = lanes.get(placed.lane)?.colour;
                            Some(bar(placed.span, top, colour, scale))
                        })
                        .collect_view()}
                    <line class="lanes__today" x1=today.to_string() x2=today.to_string() y1=(TOP - 6.0).to_string() y2=height.to_string() />
                </svg>
            </div>
            <Details summary=ui::AS_TABLE>
                <DataTable caption=caption columns=Signal::stored(table) rows=Signal::stored(rows) row=key />
            </Details>
        </figure>
    }
}

fn bar(span: ChartSpan, top: f64, colour: u8, scale: Scale) -> impl IntoView {
    let (start, end) = (scale.x(span.from), scale.x(span.to));
    let width = (end - start).max(3.0);
    let tip = format!("{} · {} {}", span.label, format::period(span.from, span.to), span.details);
    let label = shortened(&span.label, width - 10.0, 6.6);
    view! {
        <g>
            <title>{tip}</title>
            <rect
                class="lanes__span"
                data-colour=colour.to_string()
                data-past=span.superseded.then_some("true")
                x=start.to_string()
                y=(top + 1.0).to_string()
                width=width.to_string()
                height=(LINE - 4.0).to_string()
                rx="4"
            />
            <text class="lanes__text" x=(start + 6.0).to_string() y=(top + 16.0).to_string()>{label}</text>
        </g>
    }
}

/// As much of a text as fits, so many pixels to a letter about: the rest is left to the tip and the table.
fn shortened(text: &str, width: f64, letter: f64) -> String {
    let room = (width / letter).max(0.0) as usize;
    match text.chars().count() {
        length if length <= room => text.to_owned(),
        _ if room >= 4 => text.chars().take(room - 1).chain(['…']).collect(),
        _ => String::new(),
    }
}

/// Each span on the first line of its lane where it fits, and how many lines each lane has.
fn place(lanes: &[ChartLane]) -> (Vec<Placed>, Vec<usize>) {
    let mut placed = Vec::new();
    let mut heights = Vec::new();
    for (lane, content) in lanes.iter().enumerate() {
        let mut ends: Vec<Day> = Vec::new();
        let mut spans = content.spans.clone();
        spans.sort_by_key(|span| (span.from, span.to));
        for span in spans {
            let free = ends.iter().position(|end| *end <= span.from);
            let line = free.unwrap_or(ends.len());
            match ends.get_mut(line) {
                Some(end) => *end = span.to,
                None => ends.push(span.to),
            }
            placed.push(Placed { span, lane, line });
        }
        heights.push(ends.len().max(1));
    }
    (placed, heights)
}

/// From days to pixels.
#[derive(Clone, Copy)]
struct Scale {
    first: Day,
    days: f64,
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
        Scale { first, days: (last.days_since(first) as f64).max(1.0) }
    }

    fn x(self, day: Day) -> f64 {
        let share = day.days_since(self.first) as f64 / self.days;
        GUTTER + share.clamp(0.0, 1.0) * (WIDTH - GUTTER - 1.0)
    }

    /// First days of years, at most a dozen.
    fn years(self) -> Vec<(i32, f64)> {
        // A number of years, small and positive.
        let step = ((self.days / 365.0 / 12.0).ceil() as i32).max(1);
        let years = (0..).map(|index| self.first.year() + index * step);
        years
            .map_while(|year| Some((year, Day::new(year, 1, 1)?)))
            .take_while(|(_, day)| (day.days_since(self.first) as f64) < self.days)
            .map(|(year, day)| (year, self.x(day)))
            // A year cut by the side would be read as another.
            .filter(|(_, x)| *x < WIDTH - 36.0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shortened_to_its_room() {
        assert_eq!(shortened("Statuts", 130.0, 7.4), "Statuts");
        assert_eq!(shortened("DE LA ROCHEFOUCAULD", 74.0, 7.4), "DE LA ROC…");
        assert_eq!(shortened("DE LA ROCHEFOUCAULD", 20.0, 7.4), "");
    }

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
        let (placed, heights) = place(&[ChartLane { label: String::new(), colour: 1, spans }]);
        let lines: Vec<usize> = placed.iter().map(|placed| placed.line).collect();
        assert_eq!((lines, heights), (vec![0, 1, 0], vec![2]));
    }

    #[test]
    fn an_open_end_reaches_the_side() {
        let spans = vec![span("2024-03-01", "9999-12-31")];
        let lanes = [ChartLane { label: String::new(), colour: 1, spans }];
        let scale = Scale::of(&lanes, "2026-11-22".parse().unwrap());
        assert_eq!(scale.x(Day::OPEN), WIDTH - 1.0);
        assert_eq!(scale.years().first().map(|(year, x)| (*year, *x)), Some((2024, GUTTER)));
    }
}
