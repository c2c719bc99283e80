//! Who has agreed to which version of a convention, and where that leaves it (`domain.md` 8.6).
//!
//! Each party says yes or no to one version of the terms; a yes to the first is none to the second. Refuses to know who
//! may speak for a party, and what the terms are.

use smol_str::SmolStr;

use super::terms::Share;
use crate::workflow::convention::ConventionState;

/// What a party says of a version of the terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// FINESS of the party.
    pub party: SmolStr,
    /// The version, from 1 on.
    pub version: u32,
    /// Yes or no.
    pub accepts: bool,
}

/// The parties whose agreement to a version is still missing, in the order of the shares. The employer, who proposes it,
/// is never one.
pub fn awaited<'a>(
    employer: &str,
    shares: &'a [Share],
    version: u32,
    answers: &[Answer],
) -> Vec<&'a SmolStr> {
    let accepts =
        |party: &str| answers.iter().any(|one| one.party == party && one.version == version && one.accepts);
    let parties = shares.iter().map(|share| &share.party);
    parties.filter(|party| *party != employer && !accepts(party)).collect()
}

/// Where the answers leave a version that was proposed: back in draft as soon as one party refuses it, accepted once
/// all have accepted it, still proposed until then. What others than the parties said, or of another version, counts for
/// nothing.
pub fn standing(employer: &str, shares: &[Share], version: u32, answers: &[Answer]) -> ConventionState {
    let is_party = |who: &str| who != employer && shares.iter().any(|share| share.party == who);
    let refused =
        answers.iter().any(|one| one.version == version && !one.accepts && is_party(one.party.as_str()));
    if refused {
        ConventionState::Draft
    } else if awaited(employer, shares, version, answers).is_empty() {
        ConventionState::Accepted
    } else {
        ConventionState::Proposed
    }
}

/// Where giving up what is not signed leaves a convention: an amendment leaves the version that is in force.
pub const fn given_up(in_force: Option<u32>) -> ConventionState {
    match in_force {
        Some(_) => ConventionState::Signed,
        None => ConventionState::Withdrawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotity::Quotity;
    use proptest::prelude::*;

    const PARTIES: [&str; 4] = ["010000001", "020000002", "030000003", "040000004"];
    const EMPLOYER: &str = PARTIES[0];
    /// Has no share.
    const STRANGER: &str = "050000005";

    fn shares(others: usize) -> Vec<Share> {
        let parties = PARTIES.iter().take(others + 1);
        let share = |party: &&str| Share { party: (*party).into(), quotity: Quotity::ZERO, pay_fraction: 0 };
        parties.map(share).collect()
    }

    fn answer(party: &str, version: u32, accepts: bool) -> Answer {
        Answer { party: party.into(), version, accepts }
    }

    #[test]
    fn all_the_others_accept_the_same_version() {
        let three = shares(2);
        assert_eq!(standing(EMPLOYER, &three, 1, &[]), ConventionState::Proposed);
        let mut answers = vec![answer(PARTIES[1], 1, true)];
        assert_eq!(standing(EMPLOYER, &three, 1, &answers), ConventionState::Proposed);
        assert_eq!(awaited(EMPLOYER, &three, 1, &answers), [PARTIES[2]]);
        answers.push(answer(PARTIES[2], 1, true));
        assert_eq!(standing(EMPLOYER, &three, 1, &answers), ConventionState::Accepted);
        // Other terms are asked again from all.
        assert_eq!(awaited(EMPLOYER, &three, 2, &answers), [PARTIES[1], PARTIES[2]]);
        answers.push(answer(PARTIES[1], 2, false));
        assert_eq!(standing(EMPLOYER, &three, 2, &answers), ConventionState::Draft);
        assert_eq!(standing(EMPLOYER, &three, 1, &answers), ConventionState::Accepted);
    }

    #[test]
    fn giving_up_an_amendment_leaves_what_was_signed() {
        assert_eq!(given_up(None), ConventionState::Withdrawn);
        assert_eq!(given_up(Some(1)), ConventionState::Signed);
    }

    proptest! {
        /// Neither the order of the answers, nor what the employer or a stranger says, nor another version changes it.
        #[test]
        fn only_the_parties_and_the_version_count(
            others in 1_usize..=3,
            said in prop::collection::vec((0_usize..5, 1_u32..=3, any::<bool>()), 0..12),
            version in 1_u32..=3,
            turn in 0_usize..12,
        ) {
            let shares = shares(others);
            let who = |index: usize| PARTIES.get(index).copied().unwrap_or(STRANGER);
            let mut answers: Vec<Answer> =
                said.iter().map(|(party, version, accepts)| answer(who(*party), *version, *accepts)).collect();
            let found = standing(EMPLOYER, &shares, version, &answers);
            if !answers.is_empty() {
                let turn = turn % answers.len();
                answers.rotate_left(turn);
            }
            prop_assert_eq!(standing(EMPLOYER, &shares, version, &answers), found);

            let mine = |party: usize| said.iter().filter(move |one| one.0 == party && one.1 == version);
            let expected = if (1..=others).any(|party| mine(party).any(|one| !one.2)) {
                ConventionState::Draft
            } else if (1..=others).all(|party| mine(party).any(|one| one.2)) {
                ConventionState::Accepted
            } else {
                ConventionState::Proposed
            };
            prop_assert_eq!(found, expected);
        }
    }
}
