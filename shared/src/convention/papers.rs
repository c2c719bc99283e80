//! What must be in hand before a convention is signed: the practitioner's agreement, the opinions and the document
//! (CSP, art. R. 6152-4; `domain.md` 8.6, 13.1).
//!
//! An opinion is asked, not obeyed: an unfavourable one is recorded and does not stand in the way. Refuses to know what
//! the document says.

use crate::names::names;
use crate::time::Day;

names! {
    /// Who gives an opinion.
    OpinionRole {
        /// Président de la commission médicale d’établissement.
        CmePresident = "cme_president",
        /// Chef de pôle.
        HeadOfPole = "head_of_pole",
        /// Chef de service, who proposes.
        HeadOfService = "head_of_service",
    }
}

/// An opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opinion {
    /// Whose.
    pub role: OpinionRole,
    /// The day it was given.
    pub given_on: Day,
    /// Yes or no.
    pub is_favourable: bool,
}

/// What goes with the terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// The day the practitioner agreed.
    pub agreed_on: Option<Day>,
    /// Opinions.
    pub opinions: Vec<Opinion>,
    /// Whether the signed document is there.
    pub has_document: bool,
    /// The day it is signed.
    pub signed_on: Option<Day>,
}

/// Why a convention is not signed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The practitioner did not agree.
    Agreement,
    /// An opinion was not asked, or is not known.
    Opinion(OpinionRole),
    /// The document.
    Document,
    /// The day of the signature.
    Signature,
    /// The practitioner agreed after the signature.
    AgreedAfter,
    /// An opinion was given after the signature.
    OpinionAfter(OpinionRole),
    /// Signed on a day that has not come.
    SignedInFuture,
}

/// The opinions without which nothing is signed; the head of service proposes, and is not asked again.
pub const WANTED: [OpinionRole; 2] = [OpinionRole::CmePresident, OpinionRole::HeadOfPole];

/// All that stands between the papers and the signature, `is_held` saying whether somebody sits on what is shared: a
/// vacant post has nobody to agree.
pub fn missing(papers: &Papers, is_held: bool, today: Day) -> Vec<Missing> {
    let mut all = Vec::new();
    if is_held && papers.agreed_on.is_none() {
        all.push(Missing::Agreement);
    }
    let given = |role: &OpinionRole| papers.opinions.iter().any(|one| one.role == *role);
    all.extend(WANTED.iter().filter(|role| !given(role)).map(|role| Missing::Opinion(*role)));
    if !papers.has_document {
        all.push(Missing::Document);
    }
    let Some(signed_on) = papers.signed_on else {
        all.push(Missing::Signature);
        return all;
    };
    if signed_on > today {
        all.push(Missing::SignedInFuture);
    }
    if papers.agreed_on.is_some_and(|day| day > signed_on) {
        all.push(Missing::AgreedAfter);
    }
    let late = papers.opinions.iter().filter(|one| one.given_on > signed_on);
    all.extend(late.map(|one| Missing::OpinionAfter(one.role)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::testing::day;
    use proptest::prelude::*;

    fn opinion(role: OpinionRole, on: usize) -> Opinion {
        Opinion { role, given_on: day(on), is_favourable: true }
    }

    fn whole() -> Papers {
        Papers {
            agreed_on: Some(day(3)),
            opinions: vec![opinion(OpinionRole::CmePresident, 4), opinion(OpinionRole::HeadOfPole, 5)],
            has_document: true,
            signed_on: Some(day(5)),
        }
    }

    #[test]
    fn what_is_missing_is_all_said_at_once() {
        assert_eq!(missing(&whole(), true, day(5)), []);
        assert_eq!(
            missing(&Papers::default(), true, day(5)),
            [
                Missing::Agreement,
                Missing::Opinion(OpinionRole::CmePresident),
                Missing::Opinion(OpinionRole::HeadOfPole),
                Missing::Document,
                Missing::Signature,
            ]
        );
        // Nobody sits on a vacant post.
        let vacant = Papers { agreed_on: None, ..whole() };
        assert_eq!(missing(&vacant, false, day(5)), []);
        assert_eq!(missing(&vacant, true, day(5)), [Missing::Agreement]);
    }

    #[test]
    fn an_opinion_against_it_does_not_stand_in_the_way() {
        let mut papers = whole();
        papers.opinions[1].is_favourable = false;
        assert_eq!(missing(&papers, true, day(5)), []);
    }

    #[test]
    fn everything_comes_before_the_signature_and_the_signature_before_today() {
        let early = Papers { signed_on: Some(day(2)), ..whole() };
        assert_eq!(
            missing(&early, true, day(5)),
            [
                Missing::AgreedAfter,
                Missing::OpinionAfter(OpinionRole::CmePresident),
                Missing::OpinionAfter(OpinionRole::HeadOfPole),
            ]
        );
        assert_eq!(missing(&whole(), true, day(4)), [Missing::SignedInFuture]);
    }

    proptest! {
        /// More papers never make more missing, whatever else is in hand; opinions of days before the signature.
        #[test]
        fn a_paper_more_is_never_one_missing_more(
            agreed in prop::option::of(0_usize..5),
            asked in prop::collection::vec((0_usize..3, 0_usize..5), 0..4),
            has_document in any::<bool>(),
            (role, on) in (0_usize..3, 0_usize..5),
        ) {
            let one = |(role, on): &(usize, usize)| opinion(OpinionRole::ALL[*role], *on);
            let before = Papers {
                agreed_on: agreed.map(day),
                opinions: asked.iter().map(one).collect(),
                has_document,
                signed_on: Some(day(5)),
            };
            let mut after = before.clone();
            after.opinions.push(one(&(role, on)));
            let (fewer, more) = (missing(&after, true, day(9)), missing(&before, true, day(9)));
            prop_assert!(fewer.iter().all(|one| more.contains(one)));
            prop_assert!(!fewer.contains(&Missing::Opinion(OpinionRole::ALL[role])));
        }
    }
}
