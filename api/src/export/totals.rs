//! The totals as lines to print, the same in the terminal and in the workbook.

use shared::catalogue::staffing_table as texts;
use shared::staffing_table::{Cell, Totals};

/// A total: its name, and one or two cells (time in half-days, then in ETP after the hospital share).
pub struct Total {
    /// French name.
    pub name: &'static str,
    /// A number of posts or people; `None` for a time.
    pub count: Option<u32>,
    /// Time in half-days, then in ETP.
    pub times: Option<(Cell<'static>, Cell<'static>)>,
}

/// The totals, in the order in which people read them.
pub fn totals(totals: &Totals) -> Vec<Total> {
    let count = |name, count| Total { name, count: Some(count), times: None };
    let time = |name, time, hospital| Total {
        name,
        count: None,
        times: Some((Cell::HalfDays(time), Cell::Fte(hospital))),
    };
    let (amounts, hospital) = (&totals.amounts, &totals.hospital);
    vec![
        count(texts::TOTAL_POSTS, totals.posts),
        count(texts::TOTAL_VACANT_POSTS, totals.vacant_posts),
        time(texts::TOTAL_POSTED, amounts.posted_quotity, hospital.posted_quotity),
        time(texts::TOTAL_OCCUPIED, amounts.occupied_quotity, hospital.occupied_quotity),
        time(texts::TOTAL_TENURED, amounts.tenured_quotity, hospital.tenured_quotity),
        time(texts::TOTAL_USED, amounts.used_quotity, hospital.used_quotity),
        time(texts::TOTAL_RESERVED, amounts.reserved_quotity, hospital.reserved_quotity),
        time(texts::TOTAL_FREE, amounts.free_quotity, hospital.free_quotity),
        time(texts::TOTAL_FROZEN, amounts.frozen_quotity, hospital.frozen_quotity),
        time(texts::TOTAL_EFFECTIVE, amounts.effective_quotity, hospital.effective_quotity),
        time(texts::TOTAL_INCOMING, amounts.incoming_quotity, hospital.incoming_quotity),
        time(texts::TOTAL_OUTGOING, amounts.outgoing_quotity, hospital.outgoing_quotity),
        time(texts::TOTAL_ELSEWHERE, amounts.elsewhere_quotity, hospital.elsewhere_quotity),
        count(texts::TOTAL_HEADCOUNT, totals.headcount),
        count(texts::TOTAL_EFFECTIVE_HEADCOUNT, totals.effective_headcount),
    ]
}
