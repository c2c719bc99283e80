//! Ways of putting things beside each other, on the one scale of spaces.

use leptos::prelude::*;

/// How far apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StackGap {
    /// Lines of one thing.
    Small,
    /// Parts of one thing.
    #[default]
    Medium,
}

/// One below the other.
#[component]
pub fn Stack(
    /// How far apart.
    #[prop(optional)]
    gap: StackGap,
    /// Content.
    children: Children,
) -> impl IntoView {
    let gap = match gap {
        StackGap::Small => Some("small"),
        StackGap::Medium => None,
    };
    view! { <div class="stack" data-gap=gap>{children()}</div> }
}

/// How a line is filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LineAlign {
    /// From the start.
    #[default]
    Start,
    /// To the end.
    End,
    /// First at the start, last at the end.
    Between,
}

/// One beside the other, on several lines when there is no room.
#[component]
pub fn Line(
    /// How it is filled.
    #[prop(optional)]
    align: LineAlign,
    /// Content.
    children: Children,
) -> impl IntoView {
    let align = match align {
        LineAlign::Start => None,
        LineAlign::End => Some("end"),
        LineAlign::Between => Some("between"),
    };
    view! { <div class="row" data-align=align>{children()}</div> }
}

/// How wide the cells of a grid are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GridCells {
    /// Numbers.
    Small,
    /// Short cards.
    #[default]
    Medium,
    /// Cards with a text, fields of a form two by two.
    Large,
}

/// Equal cells, as many beside each other as there is room for.
#[component]
pub fn Grid(
    /// How wide.
    #[prop(optional)]
    cells: GridCells,
    /// Content.
    children: Children,
) -> impl IntoView {
    let cells = match cells {
        GridCells::Small => Some("small"),
        GridCells::Medium => None,
        GridCells::Large => Some("large"),
    };
    view! { <div class="grid" data-cells=cells>{children()}</div> }
}

/// A wide part and a narrow one beside it.
#[component]
pub fn Split(
    /// The two parts.
    children: Children,
) -> impl IntoView {
    view! { <div class="split">{children()}</div> }
}

/// What takes the whole line of a grid.
#[component]
pub fn Whole(
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <div class="whole">{children()}</div> }
}

/// Words that stand back.
#[component]
pub fn Quiet(
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <span class="quiet">{children()}</span> }
}

/// A number or a code, in a font of fixed width.
#[component]
pub fn Fixed(
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <span class="fixed">{children()}</span> }
}

/// Paragraphs to read.
#[component]
pub fn Prose(
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <div class="prose">{children()}</div> }
}

/// Two lines in a cell: what it is, and a precision below.
#[component]
pub fn SecondLine(
    /// What it is.
    #[prop(into)]
    first: String,
    /// A precision.
    #[prop(into)]
    second: String,
) -> impl IntoView {
    view! {
        <span>{first}</span>
        <span class="table__second">{second}</span>
    }
}

/// The margins of a card around what a flush card holds besides its table.
#[component]
pub fn Inset(
    /// Content.
    children: Children,
) -> impl IntoView {
    view! { <div class="inset">{children()}</div> }
}

/// A title below that of a step.
#[component]
pub fn SubTitle(
    /// Words.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    view! { <h3 class="subtitle">{title}</h3> }
}
