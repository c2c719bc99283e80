//! What the screens work out from what the interface answers: lines, groups, filters. Pure, hence tested here.
//!
//! Refuses to add up what the server adds up: a total on a screen is one of the document.

/// The past of a thing on both axes.
pub mod history;
/// The staffing table as a list of lines.
pub mod staffing_table;
/// A tree as a list of lines.
pub mod tree;

/// The places of these keys once sorted, equal ones as they stood.
///
/// One function of texts for all that screens sort: a sort made for each type weighs on the browser's first visit.
pub fn order(keys: Vec<String>) -> Vec<usize> {
    let mut places: Vec<(String, usize)> = keys.into_iter().zip(0..).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_stay_as_they_stood() {
        let keys = ["b", "a", "b", "", "a"].map(str::to_owned);
        assert_eq!(order(keys.into()), [3, 1, 4, 0, 2]);
    }
}
