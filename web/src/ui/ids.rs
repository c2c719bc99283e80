//! Ids of elements, unique on the page: a label names its control by them.

use std::cell::Cell;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// A new id.
pub fn next(prefix: &str) -> String {
    NEXT.with(|next| {
        next.set(next.get() + 1);
        format!("{prefix}-{}", next.get())
    })
}
