//! The pieces every page is made of. The only place with class names: a page composes, it never styles.
//!
//! Properties are typed and none is a free class. A piece that a page lacks is added here, not there.

pub mod action_bar;
pub mod alert;
pub mod badge;
pub mod bell;
pub mod button;
pub mod card;
pub mod checklist;
pub mod choice;
pub mod data_table;
pub mod date_field;
pub mod details;
pub mod dialog;
pub mod differences;
pub mod entry;
pub mod field;
pub mod file_drop;
pub mod fold;
pub mod form;
pub mod header;
pub mod icon;
mod ids;
pub mod input;
pub mod layout;
pub mod link;
pub mod matching;
pub mod menu;
pub mod next_action;
pub mod pagination;
pub mod picking;
pub mod progress;
pub mod segments;
pub mod select;
pub mod shell;
pub mod states;
pub mod step_heading;
pub mod stepper;
pub mod terms;
pub mod theme;
pub mod time_bar;
pub mod timeline;
pub mod toast;
pub mod toolbar;
pub mod tree;

/// What a page needs, in one line: `use crate::ui::prelude::*`.
pub mod prelude {
    pub use super::Kind;
    pub use super::action_bar::ActionBar;
    pub use super::alert::Alert;
    pub use super::badge::Badge;
    pub use super::button::{Button, ButtonKind};
    pub use super::card::{Card, Stat};
    pub use super::checklist::{Checklist, Task, TaskState};
    pub use super::choice::{Checkbox, RadioGroup};
    pub use super::data_table::{Cell, Column, DataTable, Row};
    pub use super::date_field::DateInput;
    pub use super::details::Details;
    pub use super::dialog::{Dialog, open_while};
    pub use super::differences::Differences;
    pub use super::entry::{Entries, Entry};
    pub use super::field::Field;
    pub use super::file_drop::FileDrop;
    pub use super::fold::{Fold, FoldWords, Folds};
    pub use super::form::{Form, Group};
    pub use super::header::{Crumb, PageHeader, focus_title};
    pub use super::icon::Icon;
    pub use super::input::{InputKind, SearchInput, TextArea, TextInput};
    pub use super::layout::{
        Fixed, Grid, GridCells, Inset, Line, LineAlign, Prose, Quiet, SecondLine, Split, Stack, StackGap,
        SubTitle, Whole,
    };
    pub use super::link::{ButtonLink, Link};
    pub use super::matching::{MatchFields, MatchLine, Matching};
    pub use super::menu::{Menu, MenuAction, MenuButton, MenuLine, MenuText};
    pub use super::next_action::NextAction;
    pub use super::pagination::Pagination;
    pub use super::picking::{Key, PickArea, PickBox};
    pub use super::progress::ProgressBar;
    pub use super::segments::Segments;
    pub use super::select::{Choice, Select};
    pub use super::states::{EmptyState, ErrorState, Loading};
    pub use super::step_heading::StepHeading;
    pub use super::stepper::Stepper;
    pub use super::terms::{Absent, Known, Term, Terms};
    pub use super::time_bar::{BackToToday, TimeBar};
    pub use super::timeline::{ChartLane, ChartSpan, TimelineChart};
    pub use super::toast::Toasts;
    pub use super::toolbar::{Filters, Toolbar};
}

/// What something means. Never said by colour alone: the words beside it say it too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing particular.
    #[default]
    Neutral,
    /// For information.
    Info,
    /// It went well.
    Success,
    /// To look at.
    Warning,
    /// It went wrong, or it destroys.
    Danger,
    /// What the person chose.
    Accent,
}

impl Kind {
    /// The value of the attribute that styles read.
    const fn name(self) -> &'static str {
        match self {
            Kind::Neutral => "neutral",
            Kind::Info => "info",
            Kind::Success => "success",
            Kind::Warning => "warning",
            Kind::Danger => "danger",
            Kind::Accent => "accent",
        }
    }
}
