//! The columns a reader may choose from, and what a row or a group puts in each.

use smol_str::{SmolStr, ToSmolStr};

use super::document::{Counts, Document, Row};
use super::lines::Group;
use crate::catalogue::screens::staffing_table as words;
use crate::catalogue::screens::ui::count;
use crate::habilitation::Rubric;
use crate::time::Day;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Words or a code.
    Text(SmolStr),
    /// Time, in hundredths of a percent of full time.
    Time(i64),
    /// A day.
    Day(Day),
}

impl Value {
    fn text(text: Option<&SmolStr>) -> Value {
        text.filter(|text| !text.is_empty()).map_or(Value::Empty, |text| Value::Text(text.clone()))
    }

    fn time(time: Option<i64>) -> Value {
        time.map_or(Value::Empty, Value::Time)
    }

    /// As people read it: time in half-days a week.
    pub fn shown(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) => text.to_string(),
            Value::Time(time) => half_days(*time),
            Value::Day(day) => day.in_french(),
        }
    }
}

/// Half-days a week, with a comma; thousands of hundredths make one. Sums exceed full time, hence not a quotity.
pub fn half_days(time: i64) -> String {
    let sign = if time < 0 { "-" } else { "" };
    let time = time.unsigned_abs();
    let exact = format!("{sign}{},{:03}", count(time / 1_000), time % 1_000);
    let short = exact.trim_end_matches('0');
    if short.ends_with(',') { format!("{short}0") } else { short.to_owned() }
}

/// ETP with two decimals, rounded half up: ten half-days make one.
pub fn fte(time: i64) -> String {
    let percent = (time.max(0).unsigned_abs() + 50) / 100;
    format!("{},{:02}", count(percent / 100), percent % 100)
}

/// How the rows are sorted inside their groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// From the greatest.
    pub descending: bool,
}

macro_rules! columns {
    ($($variant:ident = $name:literal, $shown:literal, $about:literal;)+) => {
        /// A column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Column {
            $(#[doc = $about] $variant,)+
        }

        /// Every column, in order.
        pub const COLUMNS: &[Column] = &[$(Column::$variant,)+];

        impl Column {
            /// Name in an address.
            pub const fn name(self) -> &'static str {
                match self { $(Column::$variant => $name,)+ }
            }

            /// Whether it is shown until the reader chooses.
            pub const fn is_usual(self) -> bool {
                match self { $(Column::$variant => $shown,)+ }
            }
        }
    };
}

columns! {
    Post = "post", true, "Number of the post.";
    Kind = "kind", true, "Kind of post.";
    Speciality = "speciality", true, "Speciality of the post.";
    Discipline = "discipline", false, "Discipline of the post.";
    State = "state", true, "State of the post.";
    Vacancy = "vacancy", false, "Reason of the vacancy.";
    VacantFrom = "vacant_from", true, "First vacant day.";
    Shared = "shared", false, "Whether the post is shared.";
    PostTime = "post_time", true, "Time of the post.";
    Name = "name", true, "Name of the practitioner.";
    Rpps = "rpps", false, "RPPS.";
    Matricule = "matricule", false, "Number in the HR software.";
    Status = "status", true, "Status.";
    Motive = "motive", false, "Motive of the contract.";
    Position = "position", true, "Position.";
    Step = "step", false, "Step of the career.";
    Rank = "rank", false, "Main or secondary.";
    Unit = "unit", false, "Unit.";
    Time = "time", true, "Time affected.";
    Effective = "effective", true, "Time worked here.";
    Incoming = "incoming", false, "Time received.";
    Outgoing = "outgoing", false, "Time given.";
    From = "from", false, "First day of the affectation.";
    End = "end", true, "Expected end.";
    Headship = "headship", false, "Functions of head.";
    Site = "site", false, "Site.";
}

/// The columns of an address: `post,name`; the usual ones when there is none. The first column always stays.
pub fn columns_of(text: Option<&str>) -> Vec<Column> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return COLUMNS.iter().copied().filter(|column| column.is_usual()).collect();
    };
    let names: Vec<&str> = text.split(',').collect();
    let kept = COLUMNS.iter().copied();
    kept.filter(|column| *column == Column::Post || names.contains(&column.name())).collect()
}

/// The columns to an address; `None` for the usual ones.
pub fn columns_to_text(columns: &[Column]) -> Option<String> {
    if columns_of(None) == columns {
        return None;
    }
    let names: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    Some(names.join(","))
}

impl Column {
    /// Heading.
    pub const fn heading(self) -> &'static str {
        words::heading(self)
    }

    /// The rubric of what it shows when that is not the rubric of the table: who may not read it is not shown the
    /// column, which would be empty.
    pub const fn rubric(self) -> Option<Rubric> {
        use Column::{End, Headship, Matricule, Motive, Name, Position, Rpps, Step};
        match self {
            Name | Rpps | Matricule => Some(Rubric::Practitioners),
            Motive | Position | Step | End => Some(Rubric::Careers),
            Headship => Some(Rubric::Headships),
            _ => None,
        }
    }

    /// Whether it holds times, which groups have totals of.
    pub const fn is_time(self) -> bool {
        use Column::{Effective, Incoming, Outgoing, PostTime, Time};
        matches!(self, PostTime | Time | Effective | Incoming | Outgoing)
    }

    /// What a row puts in it.
    pub fn of_row(self, row: &Row, document: &Document) -> Value {
        let coded = |list: &str, code: Option<&SmolStr>| match code {
            Some(code) => Value::Text(document.label(list, code).to_smolstr()),
            None => Value::Empty,
        };
        match self {
            Column::Post => match (&row.post, &row.parent_post) {
                (Some(part), Some(_)) => {
                    Value::Text(words::part(part, Value::time(row.part_quotity).shown()).into())
                }
                (post, _) => Value::text(post.as_ref()),
            },
            Column::Kind => Value::text(row.post_kind.as_ref()),
            Column::Speciality if row.speciality.is_none() => coded("cnu_sections", row.cnu_section.as_ref()),
            Column::Speciality => coded("specialities", row.speciality.as_ref()),
            Column::Discipline => coded("disciplines", row.discipline.as_ref()),
            Column::State => match &row.post_state {
                Some(state) => Value::Text(words::state(state).to_smolstr()),
                None => Value::Empty,
            },
            Column::Vacancy => coded("vacancy_reasons", row.vacancy_reason.as_ref()),
            Column::VacantFrom => row.vacancy_day.map_or(Value::Empty, Value::Day),
            Column::Shared => yes(row.post_shared),
            Column::PostTime => Value::time(row.post_quotity),
            Column::Name => match (&row.usual_name, &row.first_names) {
                (Some(name), first) => {
                    Value::Text(words::name(name, first.as_deref().unwrap_or_default()).into())
                }
                (None, _) => Value::Empty,
            },
            Column::Rpps => Value::text(row.rpps.as_ref()),
            Column::Matricule => Value::text(row.matricule.as_ref()),
            Column::Status => Value::text(row.status.as_ref()),
            Column::Motive => coded("contract_motives", row.motive.as_ref()),
            Column::Position => coded("positions", row.position.as_ref()),
            Column::Step => Value::text(row.step.as_ref()),
            Column::Rank => match row.rank.as_deref() {
                Some(rank) => Value::Text(words::rank(rank).into()),
                None => Value::Empty,
            },
            Column::Unit => Value::text(row.unit.as_ref()),
            Column::Time => Value::time(row.quotity),
            Column::Effective => Value::time(row.effective_quotity),
            Column::Incoming => Value::time(row.incoming_quotity.filter(|time| *time != 0)),
            Column::Outgoing => Value::time(row.outgoing_quotity.filter(|time| *time != 0)),
            Column::From => row.valid_from.map_or(Value::Empty, Value::Day),
            Column::End => row.expected_end.map_or(Value::Empty, Value::Day),
            Column::Headship => headship(row, document),
            Column::Site => Value::text(row.site_name.as_ref().or(row.site.as_ref())),
        }
    }

    /// The total of a place in it, as the document says it.
    pub fn of_counts(self, counts: &Counts) -> Option<i64> {
        let time = &counts.time;
        match self {
            Column::PostTime => Some(time.posted_quotity),
            Column::Time => Some(time.occupied_quotity),
            Column::Effective => Some(time.effective_quotity),
            Column::Incoming => Some(time.incoming_quotity),
            Column::Outgoing => Some(time.outgoing_quotity),
            _ => None,
        }
    }

    /// The total of a group in it, as the document says it; `None` when it says none.
    pub fn of_group(self, group: &Group) -> Option<i64> {
        match group {
            Group::Place { counts, .. } => self.of_counts(counts),
            Group::Status { counts, .. } => match self {
                Column::Time => Some(counts.affected_quotity),
                Column::Effective => Some(counts.effective_quotity),
                Column::Outgoing => Some(counts.outgoing_quotity),
                _ => None,
            },
            Group::NoStatus => None,
        }
    }
}

fn yes(value: Option<bool>) -> Value {
    match value {
        Some(true) => Value::Text(crate::catalogue::screens::ui::YES.into()),
        _ => Value::Empty,
    }
}

/// Functions of head, each with the number of its structure.
fn headship(row: &Row, document: &Document) -> Value {
    let Some(functions) = &row.headship else { return Value::Empty };
    let mut structures = row.headship_structure.as_deref().unwrap_or_default().split('|');
    let all: Vec<String> = functions
        .split('|')
        .map(|function| {
            let number = structures.next().unwrap_or_default();
            crate::catalogue::staffing_table::headship(document.label("headship_functions", function), number)
        })
        .collect();
    Value::Text(all.join(", ").into())
}
