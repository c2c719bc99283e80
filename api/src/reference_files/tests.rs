use std::collections::BTreeSet;

use shared::establishment::Establishment;
use shared::knowledge::Facts;
use shared::nomenclature::Nomenclatures;
use shared::plan::Severity;
use shared::reference::plan_reference;
use shared::time::Day;
use uuid::Uuid;

use super::*;

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ids() -> impl FnMut() -> Uuid {
    let mut next = 0_u128;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

fn establishment<'a>(facts: &'a Facts, finess: &str) -> &'a Establishment {
    facts
        .establishments
        .segments()
        .find(|(_, at)| at.value.finess_ej == finess)
        .map(|(_, at)| &at.value)
        .unwrap()
}

#[test]
fn the_files_inside_the_program_are_those_of_the_folder() {
    let mut on_disk = Vec::new();
    collect(&folder("reference"), "", &mut on_disk).unwrap();
    let paths: BTreeSet<String> = on_disk.into_iter().map(|file| file.path).collect();
    let inside: BTreeSet<String> = embedded().into_iter().map(|file| file.path).collect();
    assert_eq!(inside, paths, "add the file to reference_files/embedded.rs");
}

#[test]
fn the_whole_reference_loads_once() {
    let parsed = read(&folder("reference")).unwrap();
    let wrong: Vec<_> =
        parsed.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(parsed.entities.len(), 797);
    assert_eq!(parsed.finess.as_ref().unwrap().sites.len(), 1428);
    assert_eq!(parsed.finess.as_ref().unwrap().date, day("2023-12-31"));
    let mut source = ids();
    let plan = plan_reference(&Facts::default(), &parsed, &mut source, day("2026-11-22"));
    assert_eq!(plan.target.establishments.len(), 797);
    assert_eq!(plan.target.sites.len(), 1428);
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
    assert!(plan.confirmations.is_empty());

    let lists = Nomenclatures::new(&plan.target.nomenclatures);
    for (list, count) in [("departements", 104), ("regions_ars", 18), ("ghts", 135), ("statuses", 34)] {
        assert_eq!(lists.list(list).count(), count, "{list}");
    }
    assert_eq!(lists.holding("PH", "PH"), Some("tenured"));
    assert!(lists.is_effective("ACTIVITE"));
    assert_eq!(lists.parameter("QUOTITY_PH_MIN", day("2026-04-01")), Some(5));
    let motive =
        |text: &str| lists.entry_on("contract_motives", "PC2", day(text)).unwrap().attributes.clone();
    assert_ne!(motive("2024-12-05"), motive("2024-12-06"), "the last day of a row is included");

    let small = establishment(&plan.target, "690780044");
    assert_eq!((small.department.as_str(), small.region.as_str()), ("69", "84"));
    assert!((10..=15).contains(&small.legal_status.parse::<u32>().unwrap()));
    assert!(small.ght.is_some());
    let overseas =
        plan.target.establishments.segments().find(|(_, at)| at.value.department == "974").unwrap().1;
    assert_eq!(overseas.value.region, "04");
    let supports = plan
        .target
        .establishments
        .segments()
        .filter(|(_, at)| at.value.ght_role.as_deref() == Some("support"));
    assert_eq!(supports.count(), 135);

    let again =
        plan_reference(&plan.target, &read(&folder("reference")).unwrap(), &mut source, day("2027-01-01"));
    assert!(again.is_empty(), "{:?}", again.change_set().size());
}

#[test]
fn authentic_lines_of_2026_are_read_and_make_a_newer_file() {
    let (lines, places) = (
        std::fs::read(folder("tests/fixtures/finess/finess_extrait_reel_cs1100502_20260512.csv")).unwrap(),
        std::fs::read(folder("tests/fixtures/finess/finess_extrait_reel_geolocalisation.csv")).unwrap(),
    );
    let bytes = [lines, places].concat();
    let parsed = parse(vec![ReferenceFile { path: "finess/extract.csv".into(), bytes }]).unwrap();
    let file = parsed.finess.as_ref().unwrap();
    assert_eq!((file.date, file.sites.len()), (day("2026-05-12"), 11));
    let site = |finess: &str| file.sites.iter().find(|stated| stated.site.finess_et == finess).unwrap();
    let fleyriat = site("010000024");
    assert!(fleyriat.public);
    assert_eq!(fleyriat.site.commune.as_deref(), Some("01451"));
    assert_eq!(fleyriat.site.name, "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT");
    assert_eq!(fleyriat.site.address.as_deref(), Some("900 RTE DE PARIS"));
    assert!(fleyriat.site.coordinates.as_deref().unwrap().starts_with("870262.2;6571540.8;EPSG:2154"));
    assert_eq!(site("970100400").site.commune.as_deref(), Some("97127"));
    assert!(!site("970102018").public);

    let mut source = ids();
    let known = plan_reference(
        &Facts::default(),
        &read(&folder("reference")).unwrap(),
        &mut source,
        day("2026-11-22"),
    );
    let newer = plan_reference(&known.target, &parsed, &mut source, day("2026-11-22"));
    assert_eq!(newer.confirmations.len(), 1, "a part of the file would close nearly everything");
    let saint_martin =
        newer.target.sites.iter().find(|(_, at)| at.last().unwrap().value.finess_et == "970100400");
    assert!(saint_martin.unwrap().1.span().unwrap().is_open());
}

#[test]
fn old_files_in_latin_characters_are_read() {
    let line = "structureet;010000024;010780054;CH \u{c9};SACR\u{c9} C\u{152}UR;;;;;;;;451;01;AIN;01440 VIRIAT;;;355;\
                L;1102;L;;;03;L;1;E;;;2020-01-01";
    let text = format!("finess;etalab;94;2020-03-04\r\n{line}\r\n");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    // The same text in ISO-8859-15: only the ligature differs.
    let iso: Vec<u8> = latin.iter().map(|byte| if *byte == 0x8c { 0xbc } else { *byte }).collect();
    for bytes in [text.clone().into_bytes(), latin.into_owned(), iso] {
        let parsed = parse(vec![ReferenceFile { path: "finess/old.csv".into(), bytes }]).unwrap();
        let file = parsed.finess.unwrap();
        assert_eq!(file.sites[0].site.name, "SACR\u{c9} C\u{152}UR");
        assert!(parsed.findings.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_stands() {
    let file = |path: &str, text: &str| ReferenceFile { path: path.into(), bytes: text.as_bytes().to_vec() };
    let parsed = parse(vec![
        file(
            "nomenclatures/statuses.csv",
            "code,label_fr,valid_from,valid_to\nPH,A,,\n,B,,\nPC,C,hier,\nPA,D,2020-01-02,2020-01-01\n",
        ),
        file("nomenclatures/bad.csv", "libelle\nx\n"),
        file("finess/f.csv", "finess;etalab;1;2026-01-01\nautre;1\n"),
    ])
    .unwrap();
    let codes: Vec<String> = parsed
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.line.unwrap_or(0), finding.code))
        .collect();
    assert_eq!(
        codes,
        [
            "2 reference.line_unreadable",
            "0 reference.columns_missing",
            "3 reference.code_missing",
            "4 reference.period_invalid",
            "5 reference.period_invalid"
        ]
    );
    assert_eq!(parsed.nomenclatures.len(), 1);
}
