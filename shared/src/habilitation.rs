//! Rights: who may do what, where, and when (`domain.md` 2).
//!
//! A habilitation gives a person the rights of a profile on a perimeter between two days. [`allows`] is the only
//! decision on rights: the server obeys it, the screen hides what it would refuse. Refuses to know accounts,
//! tokens and which establishment belongs to which region: the caller brings the [`Place`] of the thing.

/// Who may give what.
mod granting;

pub use granting::may_give;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, format_smolstr};

use crate::id::StructureId;
use crate::names::names;
use crate::time::{Day, Period};

names! {
    /// What a person is: a template of rights.
    Profile {
        /// Gestionnaire EPS.
        HospitalManager = "hospital_manager",
        /// Valideur EPS.
        HospitalApprover = "hospital_approver",
        /// Lecteur EPS.
        HospitalReader = "hospital_reader",
        /// Référent GHT.
        GhtReferent = "ght_referent",
        /// Gestionnaire ARS.
        ArsManager = "ars_manager",
        /// Valideur ARS.
        ArsApprover = "ars_approver",
        /// Lecteur ARS.
        ArsReader = "ars_reader",
        /// Gestionnaire CNG.
        CngManager = "cng_manager",
        /// Administrateur CNG.
        CngAdmin = "cng_admin",
        /// Lecteur du ministère.
        MinistryReader = "ministry_reader",
        /// Auditeur.
        Auditor = "auditor",
        /// Praticien, sur son propre dossier.
        Practitioner = "practitioner",
        /// Logiciel de ressources humaines.
        SirhClient = "sirh_client",
    }
}

names! {
    /// A family of data on which rights are given.
    Rubric {
        /// Establishments, sites, poles, services, units.
        Structures = "structures",
        /// Posts.
        Posts = "posts",
        /// Post profiles.
        PostProfiles = "post_profiles",
        /// Identity, status, diplomas.
        Practitioners = "practitioners",
        /// Positions, steps, contracts.
        Careers = "careers",
        /// Health leave, suspension.
        AbsencesSensitive = "absences_sensitive",
        /// Private practice, exclusivity allowance, bonuses.
        Exercise = "exercise",
        /// Affectations.
        Affectations = "affectations",
        /// Conventions.
        Conventions = "conventions",
        /// Headships.
        Headships = "headships",
        /// Requests on posts.
        Requests = "requests",
        /// Tours: recruitment rounds.
        Tours = "tours",
        /// Staffing table.
        StaffingTable = "staffing_table",
        /// Alerts and inconsistencies.
        Alerts = "alerts",
        /// Analyses.
        Infocentre = "infocentre",
        /// Imports, profiles of files, code mappings.
        Imports = "imports",
        /// National extracts and deliveries.
        Sigmed = "sigmed",
        /// Nomenclatures.
        ReferenceData = "reference_data",
        /// Accounts and rights.
        Habilitations = "habilitations",
        /// Journal.
        Journal = "journal",
        /// Deployment and commitments.
        Programme = "programme",
    }
}

names! {
    /// What may be done with a rubric. The four others imply `read`, and nothing else.
    Right {
        /// See.
        Read = "read",
        /// Write.
        Modify = "modify",
        /// Take away as a file.
        Extract = "extract",
        /// Sign off.
        Validate = "validate",
        /// Settle who may do what, or how the tool works.
        Administer = "administer",
    }
}

impl Right {
    /// The letter of tokens and tables.
    pub const fn letter(self) -> char {
        match self {
            Right::Read => 'r',
            Right::Modify => 'm',
            Right::Validate => 'v',
            Right::Extract => 'x',
            Right::Administer => 'a',
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of rights on one rubric; any right brings `read` with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rights(u8);

impl Rights {
    /// None at all.
    pub const NONE: Rights = Rights(0);

    /// Whether the right is among them.
    pub const fn has(self, right: Right) -> bool {
        self.0 & right.bit() != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, right: Right) -> Rights {
        Rights(self.0 | right.bit() | Right::Read.bit())
    }

    /// What both sets have.
    #[must_use]
    pub const fn and(self, other: Rights) -> Rights {
        Rights(self.0 & other.0)
    }

    /// What either has.
    #[must_use]
    pub const fn or(self, other: Rights) -> Rights {
        Rights(self.0 | other.0)
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for right in [Right::Read, Right::Modify, Right::Validate, Right::Extract, Right::Administer] {
            if self.has(right) {
                write!(f, "{}", right.letter())?;
            }
        }
        Ok(())
    }
}

/// Why a text is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a {what}: {text}")]
pub struct Unreadable {
    what: &'static str,
    text: String,
}

impl FromStr for Rights {
    type Err = Unreadable;

    /// From letters in any order.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.chars().try_fold(Rights::NONE, |rights, letter| {
            let right = Right::ALL.iter().find(|right| right.letter() == letter);
            right
                .map(|right| rights.with(*right))
                .ok_or_else(|| Unreadable { what: "set of rights", text: text.to_owned() })
        })
    }
}

impl Serialize for Rights {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rights {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a habilitation holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Perimeter {
    /// Everywhere.
    National,
    /// An INSEE region code.
    Region(SmolStr),
    /// A code of group of hospitals.
    Ght(SmolStr),
    /// The FINESS number of an establishment.
    Establishment(SmolStr),
    /// A structure and what is under it.
    Structure(StructureId),
    /// The holder's own file.
    Own,
}

impl fmt::Display for Perimeter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Perimeter::National => f.write_str("national"),
            Perimeter::Region(code) => write!(f, "region:{code}"),
            Perimeter::Ght(code) => write!(f, "ght:{code}"),
            Perimeter::Establishment(finess) => write!(f, "ej:{finess}"),
            Perimeter::Structure(id) => write!(f, "structure:{id}"),
            Perimeter::Own => f.write_str("self"),
        }
    }
}

impl FromStr for Perimeter {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || Unreadable { what: "perimeter", text: text.to_owned() };
        match text.split_once(':') {
            None if text == "national" => Ok(Perimeter::National),
            None if text == "self" => Ok(Perimeter::Own),
            Some((_, "")) | None => Err(unreadable()),
            Some(("region", code)) => Ok(Perimeter::Region(code.into())),
            Some(("ght", code)) => Ok(Perimeter::Ght(code.into())),
            Some(("ej", finess)) => Ok(Perimeter::Establishment(finess.into())),
            Some(("structure", id)) => id.parse().map(Perimeter::Structure).map_err(|_| unreadable()),
            Some(_) => Err(unreadable()),
        }
    }
}

impl Serialize for Perimeter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Perimeter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a thing is, on the day concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// FINESS of its establishment; `None` for what belongs to the nation.
    pub establishment: Option<SmolStr>,
    /// INSEE region of that establishment.
    pub region: Option<SmolStr>,
    /// Group of that establishment.
    pub ght: Option<SmolStr>,
    /// Its structure and those above it.
    pub structures: Vec<StructureId>,
    /// Whether it is in the caller's own file.
    pub own: bool,
}

impl Perimeter {
    /// Whether the perimeter holds the place. A national thing is in every perimeter for reading: that is decided
    /// by [`allows`], not here.
    pub fn contains(&self, place: &Place) -> bool {
        match self {
            Perimeter::National => true,
            Perimeter::Region(code) => place.region.as_ref() == Some(code),
            Perimeter::Ght(code) => place.ght.as_ref() == Some(code),
            Perimeter::Establishment(finess) => place.establishment.as_ref() == Some(finess),
            Perimeter::Structure(id) => place.structures.contains(id),
            Perimeter::Own => place.own,
        }
    }
}

/// What a person holds: one profile on one perimeter, with the rights on each rubric, from a day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habilitation {
    /// Profile, which counts beside the rights (`domain.md` R9).
    pub profile: Profile,
    /// Where.
    pub perimeter: Perimeter,
    /// Days on which it holds.
    pub period: Period,
    /// Rights by rubric: those of the profile, or fewer.
    pub grants: Vec<(Rubric, Rights)>,
}

impl Habilitation {
    /// All rights of a profile on a perimeter.
    pub fn of_profile(profile: Profile, perimeter: Perimeter, period: Period) -> Habilitation {
        let grants = Rubric::ALL.iter().map(|rubric| (*rubric, profile.rights(*rubric)));
        let grants = grants.filter(|(_, rights)| !rights.is_empty()).collect();
        Habilitation { profile, perimeter, period, grants }
    }

    /// Rights on a rubric, never more than those of the profile.
    pub fn rights(&self, rubric: Rubric) -> Rights {
        let granted = self.grants.iter().filter(|(one, _)| *one == rubric);
        let rights = granted.fold(Rights::NONE, |all, (_, rights)| all.or(*rights));
        rights.and(self.profile.rights(rubric))
    }

    /// The claims of the access token: `hospital_manager:posts:rmx@ej:690781810`.
    pub fn claims(&self) -> impl Iterator<Item = SmolStr> + '_ {
        Rubric::ALL.iter().filter_map(|rubric| {
            let rights = self.rights(*rubric);
            (!rights.is_empty())
                .then(|| format_smolstr!("{}:{rubric}:{rights}@{}", self.profile, self.perimeter))
        })
    }
}

/// Whether somebody may do something today to a thing at a place: the only decision on rights.
///
/// Rights are those of `today`; the place is that of the thing on the day concerned. What has no establishment
/// (nomenclatures) is read from every perimeter, and written only from the national one.
pub fn allows(held: &[Habilitation], today: Day, rubric: Rubric, right: Right, place: &Place) -> bool {
    let national = place.establishment.is_none() && !place.own;
    held.iter().any(|one| {
        one.period.contains(today)
            && one.rights(rubric).has(right)
            && (one.perimeter.contains(place) || (national && right == Right::Read))
    })
}

/// Whether some habilitation gives the right somewhere today: what a screen asks before it shows a menu.
pub fn allows_somewhere(held: &[Habilitation], today: Day, rubric: Rubric, right: Right) -> bool {
    held.iter().any(|one| one.period.contains(today) && one.rights(rubric).has(right))
}

/// The table of default rights (`domain.md` 2): one cell for each profile, in the order of [`Profile::ALL`].
const fn row(rubric: Rubric) -> &'static str {
    match rubric {
        Rubric::Structures => "rmx r r r r r r r rm - r r rm",
        Rubric::Posts => "rmx rx r r rx rx r rmx rmx - r r r",
        Rubric::PostProfiles => "rmx rv r r r r r r rm - r r rm",
        Rubric::Practitioners => "rmx r r - r r - r r - - r rm",
        Rubric::Careers => "rmx r r - r r - rm rm - - r rm",
        Rubric::AbsencesSensitive => "rm - - - - - - - - - - r rm",
        Rubric::Exercise => "rmx r - - rv rv - - - - - r rm",
        Rubric::Affectations => "rmx r r r r r r r r - - r rm",
        Rubric::Conventions => "rmx rv r r r r r r r - r r -",
        Rubric::Headships => "rmx rv r r r r r r r - r r rm",
        Rubric::Requests => "rmx rv r - rmx rvx r rmx rm - r - -",
        Rubric::Tours => "rmx rvx r - rmx rvx r rmvxa rma - r - -",
        Rubric::StaffingTable => "rx rx r r rx rx r rx rx - r - r",
        Rubric::Alerts => "rm r r - r r - r r - - - r",
        Rubric::Infocentre => "rx rx r r rx rx r rx rx r r - -",
        Rubric::Imports => "rm r - - r - - r rm - r - rm",
        Rubric::Sigmed => "r - - - r r - rm rma - r - -",
        Rubric::ReferenceData => "r r r r r r r rm rma r r r r",
        Rubric::Habilitations => "- ra - - - ra - r ra - r - -",
        Rubric::Journal => "r r - - r r - r rx - rx r -",
        Rubric::Programme => "rm rv r - r r r rmx rma rx r - -",
    }
}

impl Profile {
    /// Default rights on a rubric (`domain.md` 2, table of default rights).
    pub fn rights(self, rubric: Rubric) -> Rights {
        let cell = row(rubric).split(' ').nth(self as usize).filter(|cell| *cell != "-");
        cell.and_then(|letters| letters.parse().ok()).unwrap_or(Rights::NONE)
    }
}

#[cfg(test)]
mod tests;
