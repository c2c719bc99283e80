//! The table of default rights, the texts of rights and perimeters, and the decision against a naive one.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

#[test]
fn each_row_of_the_table_has_a_cell_for_each_profile() {
    assert_eq!(Profile::ALL.len(), 13);
    assert_eq!(Rubric::ALL.len(), 21);
    for rubric in Rubric::ALL {
        let cells: Vec<&str> = row(*rubric).split(' ').collect();
        assert_eq!(cells.len(), 13, "{rubric}");
        for cell in cells {
            let rights: Option<Rights> = (cell != "-").then(|| cell.parse().unwrap());
            // Every cell that gives something gives reading, and is written in the order r m v x a.
            assert!(rights.is_none_or(|rights| rights.has(Right::Read)), "{rubric}: {cell}");
        }
    }
}

/// The table of `docs/domain.md`, read from the page, says what the code says.
#[test]
fn the_table_is_that_of_the_documentation() {
    let page = include_str!("../../../docs/domain.md");
    let mut rows = 0;
    for rubric in Rubric::ALL {
        let start = format!("| `{rubric}`");
        let line = page.lines().find(|line| line.starts_with(&start) && line.matches('|').count() == 15);
        let line = line.unwrap_or_else(|| panic!("{rubric} has no row in docs/domain.md"));
        let cells: Vec<&str> = line.split('|').map(str::trim).skip(2).take(13).collect();
        for (profile, cell) in Profile::ALL.iter().zip(&cells) {
            let letters: String = cell.to_lowercase().chars().filter(|c| *c != '-').collect();
            assert_eq!(profile.rights(*rubric), letters.parse().unwrap(), "{profile} {rubric}");
        }
        rows += 1;
    }
    assert_eq!(rows, 21);
}

#[test]
fn some_cells_that_people_count_on() {
    for (profile, rubric, rights) in [
        (Profile::HospitalManager, Rubric::Posts, "rmx"),
        (Profile::HospitalManager, Rubric::AbsencesSensitive, "rm"),
        (Profile::HospitalManager, Rubric::Habilitations, ""),
        (Profile::HospitalApprover, Rubric::Habilitations, "ra"),
        (Profile::ArsReader, Rubric::Posts, "r"),
        (Profile::ArsReader, Rubric::Imports, ""),
        (Profile::CngAdmin, Rubric::AbsencesSensitive, ""),
        (Profile::Practitioner, Rubric::AbsencesSensitive, "r"),
        (Profile::SirhClient, Rubric::Imports, "rm"),
        (Profile::SirhClient, Rubric::Journal, ""),
    ] {
        assert_eq!(profile.rights(rubric).to_string(), rights, "{profile} {rubric}");
    }
}

#[test]
fn no_right_but_reading_is_implied() {
    for right in Right::ALL {
        let rights = Rights::NONE.with(*right);
        for other in Right::ALL {
            assert_eq!(rights.has(*other), other == right || *other == Right::Read, "{right} {other}");
        }
    }
}

#[test]
fn perimeters_are_read_as_they_are_written() {
    let structure = StructureId::from(Uuid::from_u128(7));
    for (perimeter, text) in [
        (Perimeter::National, "national".to_owned()),
        (Perimeter::Region("84".into()), "region:84".to_owned()),
        (Perimeter::Ght("GHT-69".into()), "ght:GHT-69".to_owned()),
        (Perimeter::Establishment("2A0000014".into()), "ej:2A0000014".to_owned()),
        (Perimeter::Structure(structure), format!("structure:{structure}")),
        (Perimeter::Own, "self".to_owned()),
    ] {
        assert_eq!(perimeter.to_string(), text);
        assert_eq!(text.parse(), Ok(perimeter));
    }
    for text in ["", "National", "region:", "ej", "structure:7", "pays:fr", "national:84", "self:1"] {
        assert!(text.parse::<Perimeter>().is_err(), "{text}");
    }
}

#[test]
fn claims_name_profile_rubric_rights_and_perimeter() {
    let held = Habilitation::of_profile(
        Profile::HospitalManager,
        Perimeter::Establishment("690781810".into()),
        Period::since(Day::FIRST),
    );
    let claims: Vec<SmolStr> = held.claims().collect();
    assert!(claims.contains(&"hospital_manager:posts:rmx@ej:690781810".into()), "{claims:?}");
    assert!(!claims.iter().any(|claim| claim.contains(":habilitations:")), "{claims:?}");
}

/// A profile bounds what its habilitation may grant, whatever the row says.
#[test]
fn a_row_gives_no_more_than_its_profile() {
    let held = Habilitation {
        profile: Profile::ArsReader,
        perimeter: Perimeter::National,
        period: Period::since(Day::FIRST),
        grants: vec![(Rubric::Posts, "rmvxa".parse().unwrap())],
    };
    assert_eq!(held.rights(Rubric::Posts).to_string(), "r");
    assert_eq!(held.rights(Rubric::Structures), Rights::NONE);
}

fn day(number: u32) -> Day {
    Day::new(2026, 1, 1 + number).unwrap()
}

fn rights() -> impl Strategy<Value = Rights> {
    vec(0..Right::ALL.len(), 0..4)
        .prop_map(|chosen| chosen.iter().fold(Rights::NONE, |rights, index| rights.with(Right::ALL[*index])))
}

fn perimeter() -> impl Strategy<Value = Perimeter> {
    prop_oneof![
        Just(Perimeter::National),
        (0..2_u8).prop_map(|n| Perimeter::Region(n.to_string().into())),
        (0..2_u8).prop_map(|n| Perimeter::Ght(n.to_string().into())),
        (0..2_u8).prop_map(|n| Perimeter::Establishment(n.to_string().into())),
        (0..2_u128).prop_map(|n| Perimeter::Structure(Uuid::from_u128(n).into())),
        Just(Perimeter::Own),
    ]
}

fn habilitation() -> impl Strategy<Value = Habilitation> {
    let grants = vec((0..Rubric::ALL.len(), rights()), 0..6);
    (0..Profile::ALL.len(), perimeter(), 0..20_u32, 1..8_u32, grants, any::<bool>()).prop_map(
        |(profile, perimeter, from, length, grants, whole)| {
            let profile = Profile::ALL[profile];
            let period = Period::new(day(from), day(from + length)).unwrap();
            if whole {
                return Habilitation::of_profile(profile, perimeter, period);
            }
            let grants = grants.into_iter().map(|(rubric, rights)| (Rubric::ALL[rubric], rights)).collect();
            Habilitation { profile, perimeter, period, grants }
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    let code = || option::of((0..2_u8).prop_map(|n| SmolStr::from(n.to_string())));
    let structures = vec((0..2_u128).prop_map(|n| StructureId::from(Uuid::from_u128(n))), 0..2);
    (code(), code(), code(), structures, any::<bool>()).prop_map(
        |(establishment, region, ght, structures, own)| Place { establishment, region, ght, structures, own },
    )
}

/// The decision as a person would check it on paper: every habilitation, every line, one after the other.
fn naive(held: &[Habilitation], today: Day, rubric: Rubric, right: Right, place: &Place) -> bool {
    for one in held {
        if today < one.period.from() || today >= one.period.to() {
            continue;
        }
        let mut letters = String::new();
        for (granted_on, granted) in &one.grants {
            if *granted_on == rubric {
                letters.push_str(&granted.to_string());
            }
        }
        let ceiling = one.profile.rights(rubric).to_string();
        if !(letters.contains(right.letter()) && ceiling.contains(right.letter())) {
            continue;
        }
        let inside = match &one.perimeter {
            Perimeter::National => true,
            Perimeter::Region(code) => place.region.as_deref() == Some(code),
            Perimeter::Ght(code) => place.ght.as_deref() == Some(code),
            Perimeter::Establishment(code) => place.establishment.as_deref() == Some(code),
            Perimeter::Structure(id) => place.structures.iter().any(|one| one == id),
            Perimeter::Own => place.own,
        };
        let of_the_nation = place.establishment.is_none() && !place.own && right == Right::Read;
        if inside || of_the_nation {
            return true;
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn allows_is_the_naive_decision(
        held in vec(habilitation(), 0..4),
        today in 0..28_u32,
        rubric in 0..Rubric::ALL.len(),
        right in 0..Right::ALL.len(),
        place in place(),
    ) {
        let (today, rubric, right) = (day(today), Rubric::ALL[rubric], Right::ALL[right]);
        let decided = allows(&held, today, rubric, right, &place);
        prop_assert_eq!(decided, naive(&held, today, rubric, right, &place));
        // What is allowed at a place is allowed somewhere.
        prop_assert!(!decided || allows_somewhere(&held, today, rubric, right));
        // One more habilitation never takes anything away.
        if let Some((_, fewer)) = held.split_last() {
            prop_assert!(!allows(fewer, today, rubric, right, &place) || decided);
        }
    }

    #[test]
    fn rights_are_read_as_they_are_written(rights in rights()) {
        prop_assert_eq!(rights.to_string().parse::<Rights>().unwrap(), rights);
    }
}

#[test]
fn a_right_given_twice_is_given_once() {
    for right in [Right::Read, Right::Modify, Right::Validate, Right::Extract, Right::Administer] {
        let once = Rights::NONE.with(right);
        assert_eq!(once.with(right), once, "{right}");
        assert_eq!(once.or(once), once, "{right}");
        assert!(once.has(right) && once.has(Right::Read), "{right}");
    }
}

#[test]
fn rights_and_perimeters_travel_as_text() {
    let rights = Rights::NONE.with(Right::Modify).with(Right::Extract);
    assert_eq!(serde_json::to_value(rights).unwrap(), "rmx");
    assert_eq!(serde_json::from_value::<Rights>("rmx".into()).unwrap(), rights);
    let perimeter = Perimeter::Region("84".into());
    assert_eq!(serde_json::to_value(&perimeter).unwrap(), "region:84");
    assert_eq!(serde_json::from_value::<Perimeter>("region:84".into()).unwrap(), perimeter);
    assert!(serde_json::from_value::<Perimeter>("region:".into()).is_err());
}

#[test]
fn a_menu_is_shown_while_something_gives_the_right() {
    let period = Period::new(day(1), day(20)).unwrap();
    let perimeter = Perimeter::Establishment("690780044".into());
    let held = [Habilitation::of_profile(Profile::HospitalReader, perimeter, period)];
    let somewhere = |today, rubric, right| allows_somewhere(&held, today, rubric, right);
    assert!(somewhere(day(1), Rubric::Posts, Right::Read));
    assert!(!somewhere(day(20), Rubric::Posts, Right::Read), "its days are over");
    assert!(!somewhere(day(1), Rubric::Posts, Right::Modify), "a right that it does not give");
    assert!(!somewhere(day(1), Rubric::Journal, Right::Read), "a rubric that it does not give");
    assert!(!allows_somewhere(&[], day(1), Rubric::Posts, Right::Read));
}
