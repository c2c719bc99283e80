use super::*;
use crate::import::table::testing::{day, findings, ids};
use crate::time::Timeline;

fn entry(list: &str, code: &str, label: &str, from: Option<&str>, to: Option<&str>) -> StatedEntry {
    let period = Period::new(from.map_or(Day::FIRST, day), to.map_or(Day::OPEN, day)).unwrap();
    let attributes = BTreeMap::new();
    let entry = NomenclatureEntry { list: list.into(), code: code.into(), label: label.into(), attributes };
    StatedEntry { period, entry }
}

fn entity(finess: &str, name: &str) -> Establishment {
    Establishment {
        finess_ej: finess.into(),
        name: name.into(),
        legal_status: "13".into(),
        category: None,
        department: "69".into(),
        region: "84".into(),
        ght: None,
        ght_role: None,
    }
}

fn site(finess_et: &str, finess_ej: &str, name: &str) -> StatedSite {
    let site = Site {
        finess_et: finess_et.into(),
        finess_ej: finess_ej.into(),
        name: name.into(),
        category: None,
        siret: None,
        address: None,
        town: None,
        commune: None,
        coordinates: None,
    };
    StatedSite { site, public: true }
}

fn finess(date: &str, sites: Vec<StatedSite>) -> Option<FinessFile> {
    Some(FinessFile { date: day(date), sites })
}

fn files() -> ReferenceFiles {
    ReferenceFiles {
        nomenclatures: vec![
            entry("statuses", "PH", "Praticien", None, None),
            entry("contract_motives", "PC2", "Avant", Some("2022-02-07"), Some("2024-12-06")),
            entry("contract_motives", "PC2", "Après", Some("2024-12-06"), None),
        ],
        finess: finess(
            "2023-12-31",
            vec![site("S1", "A", "Un"), site("S2", "B", "Deux"), site("S3", "X", "Tiers")],
        ),
        entities: vec![entity("A", "CH A"), entity("B", "CH B")],
        findings: Vec::new(),
    }
}

fn plan(known: &Facts, files: &ReferenceFiles, effective: &str) -> Plan {
    plan_reference(known, files, &mut ids(known.sites.len() as u128 + 3), day(effective))
}

fn establishment<'a>(facts: &'a Facts, finess: &str) -> &'a Timeline<Establishment> {
    facts.establishments.iter().find(|(_, t)| t.last().unwrap().value.finess_ej == finess).unwrap().1
}

fn code<'a>(facts: &'a Facts, code: &str) -> &'a Timeline<NomenclatureEntry> {
    facts.nomenclatures.iter().find(|(_, t)| t.last().unwrap().value.code == code).unwrap().1
}

#[test]
fn the_first_load_states_everything_for_all_time() {
    let plan = plan(&Facts::default(), &files(), "2026-11-22");
    assert_eq!(establishment(&plan.target, "A").span(), Some(Period::ALWAYS));
    assert_eq!(plan.target.sites.len(), 2, "sites of other entities are left out");
    assert_eq!(code(&plan.target, "PH").span(), Some(Period::ALWAYS));
    assert_eq!(code(&plan.target, "PC2").at(day("2024-12-05")).unwrap().label, "Avant");
    assert_eq!(code(&plan.target, "PC2").at(day("2024-12-06")).unwrap().label, "Après");
    assert_eq!(findings(&plan), ["0 reference.entities_unknown"]);
    assert!(plan.confirmations.is_empty());
}

#[test]
fn the_same_files_again_plan_nothing() {
    let facts = plan(&Facts::default(), &files(), "2026-11-22").target;
    for effective in ["2026-11-22", "2027-01-01", "2025-01-01"] {
        assert!(plan(&facts, &files(), effective).is_empty(), "{effective}");
    }
}

#[test]
fn an_undated_row_changes_from_the_load_and_a_dated_one_from_its_day() {
    let facts = plan(&Facts::default(), &files(), "2026-11-22").target;
    let mut changed = files();
    changed.nomenclatures = vec![
        entry("statuses", "PH", "Praticien hospitalier", None, None),
        entry("contract_motives", "PC2", "Avant", Some("2022-02-07"), Some("2024-12-06")),
        entry("contract_motives", "PC2", "Après", Some("2024-12-06"), Some("2027-01-01")),
        entry("contract_motives", "PC2", "Encore", Some("2027-01-01"), None),
    ];
    let next = plan(&facts, &changed, "2026-12-01");
    let ph = code(&next.target, "PH");
    assert_eq!(ph.at(day("2026-11-30")).unwrap().label, "Praticien");
    assert_eq!(ph.at(day("2026-12-01")).unwrap().label, "Praticien hospitalier");
    assert_eq!(code(&next.target, "PC2").at(day("2027-01-01")).unwrap().label, "Encore");
    assert!(plan(&next.target, &changed, "2027-06-01").is_empty());
}

#[test]
fn a_code_that_leaves_its_list_stays() {
    let facts = plan(&Facts::default(), &files(), "2026-11-22").target;
    let mut fewer = files();
    fewer.nomenclatures.remove(0);
    fewer.nomenclatures.push(entry("statuses", "PC", "Contractuel", None, None));
    let next = plan(&facts, &fewer, "2026-12-01");
    assert!(findings(&next).contains(&"0 reference.codes_absent".into()));
    assert_eq!(code(&next.target, "PH").span(), Some(Period::ALWAYS));
}

#[test]
fn a_newer_file_dates_names_and_closes_what_is_gone() {
    let facts = plan(&Facts::default(), &files(), "2026-11-22").target;
    let newer = ReferenceFiles {
        nomenclatures: Vec::new(),
        finess: finess("2026-05-12", vec![site("S1", "A", "Un bis"), site("S4", "A", "Quatre")]),
        entities: vec![entity("A", "CHU A"), entity("B", "CH B")],
        findings: Vec::new(),
    };
    let next = plan(&facts, &newer, "2026-11-22");
    let a = establishment(&next.target, "A");
    assert_eq!(a.at(day("2026-05-11")).unwrap().name, "CH A");
    assert_eq!(a.at(day("2026-05-12")).unwrap().name, "CHU A");
    assert_eq!(establishment(&next.target, "B").span().unwrap().to(), day("2026-05-12"));
    let site_span = |finess: &str| {
        let found = next.target.sites.iter().find(|(_, t)| t.last().unwrap().value.finess_et == finess);
        found.unwrap().1.span().unwrap()
    };
    assert_eq!(site_span("S2").to(), day("2026-05-12"));
    assert_eq!(site_span("S4"), Period::since(day("2026-05-12")));
    assert_eq!(site_span("S1"), Period::ALWAYS);
    assert_eq!(next.confirmations.len(), 1, "half of what is known would close: a person answers first");
    assert!(plan(&next.target, &newer, "2027-01-01").is_empty());

    // The former files are older now: they bring back nothing.
    let old = plan(&next.target, &files(), "2027-01-01");
    assert!(old.is_empty());
    assert!(findings(&old).contains(&"0 reference.finess_older".into()));
}
