//! Small drawings, our own, one line each. Always beside words: they are hidden from screen readers.

use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)+) => {
        /// A drawing on a grid of 24.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($(#[$doc])* $name,)+ }

        impl Icon {
            const fn path(self) -> &'static str {
                match self { $(Icon::$name => $path,)+ }
            }
        }
    };
}

icons! {
    /// Home.
    Home = "M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10 19v-5h4v5",
    /// A file that comes in.
    Import = "M12 4v10m0 0-3.5-3.5M12 14l3.5-3.5M5 15v4h14v-4",
    /// A file that goes out.
    Export = "M12 14V4m0 0L8.5 7.5M12 4l3.5 3.5M5 15v4h14v-4",
    /// A table.
    Table = "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
    /// A tree of structures.
    Tree = "M10 4h4v4h-4zM4 16h4v4H4zM16 16h4v4h-4zM12 8v4M6 16v-4h12v4",
    /// A post: a seat.
    Post = "M7 4v9h10V4M7 13v7M17 13v7M7 9h10M5 13h14",
    /// A request: a sheet that leaves.
    Request = "M6 4h8l4 4v5M6 4v16h6M14 4v4h4M15 18h6m0 0-2.500-2.500M21 18l-2.500 2.500",
    /// A person.
    Person = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-4 3.800-6 7.500-6s6.700 2 7.500 6",
    /// Several people.
    People = "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM3 19.500c.6-3.400 2.900-5 6-5s5.400 1.600 6 5M15.500 11.300a3.200 3.200 0 0 0 0-6.200M17.500 14.800c1.900.7 3.100 2.200 3.500 4.700",
    /// Where people work.
    Affectation = "M4 7h9M4 12h13M4 17h6M17 7h3M14 17h6",
    /// A hospital.
    Hospital = "M5 20V6.500L12 4l7 2.500V20M3 20h18M12 8v5M9.500 10.500h5M10 20v-3.500h4V20",
    /// Keys of rights.
    Rights = "M8.500 15.500a4 4 0 1 1 2.800-1.200M11 14l8-8M16 9l2.500 2.500M13.500 11.500l1.700 1.700",
    /// What happened.
    Journal = "M6 4h11a1.500 1.500 0 0 1 1.500 1.500V20H7.500A1.500 1.500 0 0 1 6 18.500zM9.500 8.500h5.500M9.500 12h5.500M9.500 15.500h3",
    /// What one is told.
    Bell = "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 2H5zM10 20.500h4",
    /// Time.
    Clock = "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 7.500V12l3 2",
    /// A day.
    Calendar = "M4.500 6.500h15v13h-15zM4.500 10.500h15M8.500 4v4M15.500 4v4",
    /// Searches.
    Search = "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13ZM15.300 15.300 20 20",
    /// Filters.
    Filter = "M4 6h16M7 12h10M10 18h4",
    /// Adds.
    Add = "M12 5v14M5 12h14",
    /// Takes away, closes.
    Close = "M6 6l12 12M18 6 6 18",
    /// Done.
    Check = "M5 12.500 10 17.500 19.500 7",
    /// Information.
    Info = "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM12 11v5M12 7.800v.1",
    /// Warning.
    Warning = "M12 4.500 21 19.500H3zM12 10v4.500M12 17v.1",
    /// Error.
    Error = "M8.300 3.500h7.400l4.800 4.800v7.400l-4.800 4.800H8.300l-4.800-4.800V8.300zM12 8v5M12 16v.1",
    /// Towards the end.
    ChevronRight = "M9.500 6l6 6-6 6",
    /// Towards the start.
    ChevronLeft = "M14.500 6l-6 6 6 6",
    /// Opens below.
    ChevronDown = "M6 9.500l6 6 6-6",
    /// Both ways: not sorted.
    Sort = "M8 10l4-4 4 4M8 14l4 4 4-4",
    /// From the smallest.
    SortUp = "M7 14.500l5-5 5 5",
    /// From the greatest.
    SortDown = "M7 9.500l5 5 5-5",
    /// More.
    More = "M6 12h.01M12 12h.01M18 12h.01",
    /// Menu of a small screen.
    Menu = "M4 7h16M4 12h16M4 17h16",
    /// Light colours.
    Sun = "M12 16.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M18.400 5.600l-1.100 1.100M6.700 17.300l-1.100 1.100",
    /// Dark colours.
    Moon = "M19.500 14A8 8 0 0 1 10 4.500a8 8 0 1 0 9.500 9.500Z",
    /// Colours of the system.
    Screen = "M4 5h16v11H4zM9 20h6M12 16v4",
    /// Leaves.
    Leave = "M14 5H6v14h8M11 12h9m0 0-3-3m3 3-3 3",
    /// A file.
    File = "M7 4h7l4 4v12H7zM14 4v4h4",
    /// Goes back on something.
    Undo = "M5 10h9a5 5 0 0 1 0 10h-3M5 10l4-4M5 10l4 4",
    /// Prints.
    Print = "M7 9V4h10v5M7 16H4.500V9h15v7H17M7.500 13.500h9V20h-9z",
    /// Asks again.
    Refresh = "M19.500 11A7.600 7.600 0 0 0 6 7L4.500 8.500M4.500 4.500v4h4M4.500 13A7.600 7.600 0 0 0 18 17l1.500-1.500M19.500 19.500v-4h-4",
    /// A lock.
    Lock = "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
    /// Columns of a table.
    Columns = "M4 5h16v14H4zM9.300 5v14M14.700 5v14",
}

/// Draws an icon.
#[component]
pub fn IconView(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
}

/// The mark of the product: three lanes of time.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brandmark" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
            <rect width="28" height="28" rx="7" />
            <path d="M6.500 9h9" />
            <path d="M10 14h11.500" />
            <path d="M6.500 19h6M16.500 19h5" />
        </svg>
    }
}
