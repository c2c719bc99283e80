//! The whole chain on the sample hospitals: structures, SIGMED posts, other posts, attachments, against the exact
//! totals and the known defects that come with them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;
use shared::contract::imports::SkeletonFile;
use shared::establishment::{Establishment, Site};
use shared::import::attachments::{EffectiveDay, plan_attachments};
use shared::import::posts::plan_posts;
use shared::import::row::CellKind;
use shared::import::sigmed::plan_sigmed;
use shared::import::skeleton;
use shared::import::structures::plan_structures;
use shared::import::table::Setting;
use shared::knowledge::{Facts, Tracks};
use shared::nomenclature::Nomenclatures;
use shared::plan::{Plan, Severity};
use shared::reference::plan_reference;
use shared::time::Day;
use smol_str::SmolStr;
use uuid::Uuid;

use super::*;
use crate::reader::{Limits, Options};
use crate::reference_files;

const HOSPITALS: [&str; 3] = ["petit_690780044", "moyen_600100713", "grand_690781810"];

fn sample(hospital: &str, file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(hospital).join(file)
}

fn json(hospital: &str, file: &str) -> Value {
    let path = sample(hospital, file);
    let text = if path.exists() {
        std::fs::read_to_string(path).unwrap()
    } else {
        let file = std::fs::File::open(sample(hospital, &format!("{file}.gz"))).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        text
    };
    serde_json::from_str(&text).unwrap()
}

fn open(hospital: &str, file: &str) -> Source {
    Source::open(&sample(hospital, file), &Limits::default()).unwrap()
}

fn table(hospital: &str, file: &str) -> Table {
    read_table(open(hospital, file), &Options::default()).unwrap()
}

fn workbook(hospital: &str, file: &str) -> Table {
    read_attachments(open(hospital, file), &Options::default()).unwrap()
}

struct Reference {
    establishments: BTreeMap<SmolStr, Establishment>,
    sites: Tracks<Site>,
    nomenclatures: Nomenclatures,
}

fn ids() -> impl FnMut() -> Uuid {
    let mut next = 0_u128;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

fn reference() -> Reference {
    let parsed = reference_files::parse(reference_files::embedded()).unwrap();
    let facts = plan_reference(&Facts::default(), &parsed, &mut ids(), Day::FIRST).target;
    let establishments = facts
        .establishments
        .segments()
        .map(|(_, at)| (at.value.finess_ej.clone(), at.value.clone()))
        .collect();
    Reference { establishments, nomenclatures: Nomenclatures::new(&facts.nomenclatures), sites: facts.sites }
}

impl Reference {
    fn setting(&self, hospital: &str, today: &str) -> Setting<'_> {
        Setting {
            establishment: &self.establishments[&hospital[hospital.len() - 9..]],
            sites: &self.sites,
            nomenclatures: &self.nomenclatures,
            today: today.parse().unwrap(),
        }
    }
}

/// `severity line code` of all findings but information.
fn doubts(plan: &Plan) -> Vec<String> {
    let told = plan.findings.iter().filter(|finding| finding.severity != Severity::Info);
    told.map(|finding| format!("{:?} {:?} {}", finding.severity, finding.line, finding.code)).collect()
}

fn loaded(hospital: &str, prefix: &str, setting: &Setting<'_>) -> Facts {
    let mut source = ids();
    let nothing = Vec::<String>::new();
    let plan = plan_structures(&Facts::default(), setting, &table(hospital, "structures.csv"), &mut source);
    assert_eq!(doubts(&plan), nothing, "{hospital}");
    let posts = table(hospital, &format!("{prefix}sigmed_posts.csv"));
    let plan = plan_sigmed(&plan.target, setting, &posts, &mut source);
    assert_eq!(doubts(&plan), nothing, "{hospital}");
    let posts = table(hospital, &format!("{prefix}autres_postes.csv"));
    let plan = plan_posts(&plan.target, setting, &posts, &mut source);
    assert_eq!(doubts(&plan), nothing, "{hospital}");
    let book = workbook(hospital, &format!("{prefix}rattachements.xlsx"));
    let plan = plan_attachments(&plan.target, setting, &book, EffectiveDay::Opening);
    assert_eq!(doubts(&plan), nothing, "{hospital}");
    plan.target
}

/// Posts and hundredths of a day by place, as the totals name places.
fn by_place(facts: &Facts, day: Day) -> BTreeMap<String, (u64, u64)> {
    let mut places: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for (_, at) in facts.posts.on(day) {
        let structure = at.value.structure.and_then(|id| facts.structures.get(id)).and_then(|all| all.last());
        let place = match structure.map(|at| &at.value) {
            Some(pole) if pole.is_pole() => format!("POLE {}", pole.number),
            Some(service) => service.number.to_string(),
            None if at.value.attached_to_establishment => "EJ".into(),
            None => format!("nowhere: {}", at.value.number()),
        };
        let place = places.entry(place).or_default();
        place.0 += 1;
        place.1 += u64::from(at.value.quotity.hundredths());
    }
    places
}

fn check_truth(hospital: &str, facts: &Facts, truth: &Value) {
    for (day, expected) in truth["dates"].as_object().unwrap() {
        let day: Day = day.parse().unwrap();
        let expected: BTreeMap<String, (u64, u64)> = expected["by_service"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, row)| {
                (name.clone(), (row["posts"].as_u64().unwrap(), row["posted"].as_u64().unwrap()))
            })
            .filter(|(_, (posts, _))| *posts > 0)
            .collect();
        assert_eq!(by_place(facts, day), expected, "{hospital} on {day}");
    }
}

fn check_kinds(hospital: &str, facts: &Facts, truth: &Value) {
    for (day, expected) in truth["dates"].as_object().unwrap() {
        let mut kinds: BTreeMap<&str, (u64, u64)> =
            BTreeMap::from([("PH", (0, 0)), ("HU", (0, 0)), ("LOCAL", (0, 0))]);
        for (_, at) in facts.posts.on(day.parse().unwrap()) {
            let state = match at.value.kind.as_str() {
                "PH" => "PH",
                "HU" | "HUNT" => "HU",
                _ => "LOCAL",
            };
            let kind = kinds.entry(state).or_default();
            kind.0 += 1;
            kind.1 += u64::from(at.value.quotity.hundredths());
        }
        for (kind, (open, posted)) in kinds {
            let row = &expected["posts_by_state"][kind];
            let expected = (row["open"].as_u64().unwrap(), row["posted"].as_u64().unwrap());
            assert_eq!((open, posted), expected, "{hospital} {kind} on {day}");
        }
    }
}

#[test]
fn posts_are_where_the_totals_say_on_every_date() {
    let reference = reference();
    for hospital in HOSPITALS {
        for (prefix, today) in [("", "2026-04-01"), ("next/", "2026-10-01")] {
            let facts = loaded(hospital, prefix, &reference.setting(hospital, today));
            let truth = json(hospital, &format!("{prefix}truth.json"));
            check_truth(hospital, &facts, &truth);
            check_kinds(hospital, &facts, &truth);
        }
    }
}

#[test]
fn the_same_files_again_plan_nothing() {
    let reference = reference();
    for hospital in HOSPITALS {
        let setting = reference.setting(hospital, "2026-04-01");
        let facts = loaded(hospital, "", &setting);
        let mut source = ids();
        let plans = [
            plan_structures(&facts, &setting, &table(hospital, "structures.csv"), &mut source),
            plan_sigmed(&facts, &setting, &table(hospital, "sigmed_posts.csv"), &mut source),
            plan_posts(&facts, &setting, &table(hospital, "autres_postes.csv"), &mut source),
            plan_attachments(
                &facts,
                &setting,
                &workbook(hospital, "rattachements.xlsx"),
                EffectiveDay::Opening,
            ),
        ];
        for plan in plans {
            assert!(plan.is_empty(), "{hospital} {:?} {:?}", plan.nouns, plan.change_set().size());
        }
    }
}

#[test]
fn every_defect_is_found_on_its_lines_and_nothing_else() {
    let reference = reference();
    for hospital in HOSPITALS {
        let setting = reference.setting(hospital, "2026-04-01");
        let mut source = ids();
        let facts =
            plan_structures(&Facts::default(), &setting, &table(hospital, "structures.csv"), &mut source);
        let facts =
            plan_sigmed(&facts.target, &setting, &table(hospital, "sigmed_posts.csv"), &mut source).target;
        let book = workbook(hospital, "rattachements_dirty.xlsx");
        let plan = plan_attachments(&facts, &setting, &book, EffectiveDay::Opening);
        let mut expected = Vec::new();
        for defect in json(hospital, "rattachements_defects.json").as_array().unwrap() {
            let code = defect["code"].as_str().unwrap();
            let lines: Vec<Option<u64>> =
                defect["lines"].as_array().unwrap().iter().map(Value::as_u64).collect();
            let lines = if lines.is_empty() { vec![None] } else { lines };
            for line in lines {
                let found = plan
                    .findings
                    .iter()
                    .find(|finding| finding.line.map(u64::from) == line && finding.code == code);
                let found = found.unwrap_or_else(|| panic!("{hospital}: {code} is not found on {line:?}"));
                let severity = serde_json::to_value(found.severity).unwrap();
                assert_eq!(severity, defect["severity"], "{hospital} {code}");
                assert_eq!(found.column.as_deref(), defect["column"].as_str(), "{hospital} {code}");
                if matches!(code, "RAT-02" | "RAT-09") {
                    assert_eq!(found.value.as_deref(), defect["value"].as_str(), "{hospital} {code}");
                }
                expected.push((line, code.to_owned()));
            }
        }
        expected.sort();
        let mut found: Vec<(Option<u64>, String)> = plan
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Info)
            .map(|finding| (finding.line.map(u64::from), finding.code.to_string()))
            .collect();
        found.sort();
        expected.retain(|(_, code)| code != "RAT-07");
        assert_eq!(found, expected, "{hospital}");
    }
}

#[test]
fn six_months_later_what_sigmed_changed_is_taken_without_a_doubt() {
    let reference = reference();
    for hospital in HOSPITALS {
        let facts = loaded(hospital, "", &reference.setting(hospital, "2026-04-01"));
        let setting = reference.setting(hospital, "2026-10-01");
        let mut next = 1_u128 << 100;
        let mut source = move || {
            next += 1;
            Uuid::from_u128(next)
        };
        let extract = table(hospital, "next/sigmed_posts.csv");
        let plan = plan_sigmed(&facts, &setting, &extract, &mut source);
        assert_eq!(doubts(&plan), Vec::<String>::new(), "{hospital}");
        let truth = json(hospital, "next/truth.json");
        let posts =
            plan_posts(&plan.target, &setting, &table(hospital, "next/autres_postes.csv"), &mut source);
        check_kinds(hospital, &posts.target, &truth);
        assert!(plan_sigmed(&plan.target, &setting, &extract, &mut source).is_empty());
        let book = workbook(hospital, "next/rattachements.xlsx");
        let plan = plan_attachments(&posts.target, &setting, &book, EffectiveDay::On(setting.today));
        assert!(plan.errors().next().is_none(), "{hospital} {:?}", plan.findings);
    }
}

#[test]
fn the_template_comes_back_as_it_left() {
    let reference = reference();
    for hospital in HOSPITALS {
        let setting = reference.setting(hospital, "2026-04-01");
        let facts = loaded(hospital, "", &setting);
        let rows = skeleton::rows(SkeletonFile::Attachments, &facts, &setting, true);
        let bytes = template(SkeletonFile::Attachments, &setting, &rows).unwrap();
        let source = Source::from_bytes(bytes, "rattachements.xlsx", &Limits::default()).unwrap();
        let reading = source.clone().read(&Options::default()).unwrap();
        let hidden: Vec<Vec<SmolStr>> = reading
            .other_table("_logimedh")
            .unwrap()
            .map(|row| row.unwrap().cells.iter().map(Cell::text).collect())
            .collect();
        assert_eq!(hidden[1][1], setting.establishment.finess_ej);
        assert!(reading.tables.iter().any(|table| table.name == "_logimedh" && table.hidden));
        let book = read_attachments(source, &Options::default()).unwrap();
        let open = facts.posts.on(setting.today).filter(|(_, at)| at.value.sigmed_number.is_some()).count();
        assert_eq!(book.rows.len(), open, "{hospital}");
        assert!(
            book.rows
                .iter()
                .flat_map(|row| &row.cells)
                .all(|cell| matches!(cell.kind, CellKind::Text | CellKind::Empty))
        );
        let plan = plan_attachments(&facts, &setting, &book, EffectiveDay::Opening);
        assert!(plan.is_empty());
        assert_eq!(doubts(&plan), Vec::<String>::new(), "{hospital}");
        assert!(plan.findings.iter().any(|finding| finding.code == "RAT-13"));
    }
}

#[test]
fn what_is_filled_in_of_posts_and_structures_comes_back_as_it_left() {
    let reference = reference();
    for hospital in HOSPITALS {
        let setting = reference.setting(hospital, "2026-04-01");
        let facts = loaded(hospital, "", &setting);
        let mut next = 1_u128 << 100;
        let mut source = move || {
            next += 1;
            Uuid::from_u128(next)
        };
        for file in [SkeletonFile::Posts, SkeletonFile::Structures] {
            let rows = skeleton::rows(file, &facts, &setting, true);
            assert!(rows.len() > 3, "{hospital} {file:?}");
            let bytes = template(file, &setting, &rows).unwrap();
            let book = Source::from_bytes(bytes, "classeur.xlsx", &Limits::default()).unwrap();
            let table = read_table(book, &Options::default()).unwrap();
            assert_eq!(table.rows.len(), rows.len(), "{hospital} {file:?}");
            let plan = match file {
                SkeletonFile::Posts => plan_posts(&facts, &setting, &table, &mut source),
                _ => plan_structures(&facts, &setting, &table, &mut source),
            };
            assert!(plan.is_empty(), "{hospital} {file:?} {:?}", plan.counts());
            assert!(plan.errors().next().is_none(), "{hospital} {file:?} {:?}", plan.findings);
        }
    }
}

#[test]
fn an_empty_template_has_only_its_headings() {
    let reference = reference();
    let setting = reference.setting(HOSPITALS[0], "2026-04-01");
    let bytes = template(SkeletonFile::Attachments, &setting, &[]).unwrap();
    let source = Source::from_bytes(bytes, "vide.xlsx", &Limits::default()).unwrap();
    let book = read_attachments(source, &Options::default()).unwrap();
    assert_eq!(book.headings, shared::import::attachments::HEADINGS);
    assert!(book.rows.is_empty());
}

#[test]
fn files_that_are_not_workbooks_of_attachments_are_refused() {
    let limits = Limits::default();
    let refusal = |bytes: &[u8], name: &str| match Source::from_bytes(bytes.to_vec(), name, &limits) {
        Ok(source) => *read_attachments(source, &Options::default()).unwrap_err(),
        Err(error) => refused_attachments(&error),
    };
    let other = std::fs::read(sample("moyen_600100713", "dialect_c/sirh_20260401.xlsx")).unwrap();
    for (bytes, name) in [(other.as_slice(), "sirh.xlsx"), (b"%PDF-1.4 rien", "a.pdf"), (b"", "vide.csv")] {
        let finding = refusal(bytes, name);
        assert_eq!(finding.code, "RAT-01", "{name}");
        assert!(
            finding.message.starts_with("Le fichier n’est pas un classeur Rattachements : "),
            "{}",
            finding.message
        );
    }
    let csv = "N\u{b0} poste SIGMED;Nom du praticien;N\u{b0} EJ;N\u{b0} p\u{f4}le;N\u{b0} service m\u{e9}dical\n0496288;;;01;146\n";
    let source = Source::from_bytes(csv.as_bytes().to_vec(), "r.csv", &limits).unwrap();
    assert_eq!(read_attachments(source, &Options::default()).unwrap().rows.len(), 1);
}
