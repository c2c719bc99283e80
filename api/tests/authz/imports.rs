//! An import tells of people what their own lists tell, and no more: its plan, what is said of its lines, the first values
//! of its columns, its reports, and the workbook to fill in.

use std::io::Cursor;

use api::app::skeletons::{self, Wanted};
use api::authz::{Permit, System};
use api::db::imports::{self, Lines};
use calamine::{Reader as _, Xlsx};
use serde_json::{Value, json};
use shared::contract::imports::{FindingView, PlanItemView, SkeletonFile};
use shared::habilitation::{Profile, Right, Rubric};
use uuid::Uuid;

use super::nation::{self, HOME, Nation, SENSITIVE};
use crate::support::app::Request;
use crate::support::on_sqlite;

const NAME: &str = "MARTIN";
/// The hospital's own word for the sensitive position: it tells as much.
const LOCAL: &str = "LONGUE-MALADIE";

fn item(entity: &str, key: &str, after: Value) -> PlanItemView {
    PlanItemView {
        entity: entity.to_owned(),
        key: key.to_owned(),
        action: "create".to_owned(),
        before: Value::Null,
        after,
        changed: Vec::new(),
    }
}

/// An import of the first hospital, with a plan that names somebody and says why they are away.
pub fn planned(nation: &Nation) -> String {
    let items = [
        item("structures", "SA", json!({ "number": "SA", "label": "Cardiologie" })),
        item(
            "practitioners",
            "M1A",
            json!({ "matricule": "M1A", "usual_name": NAME, "birth_date": "1970-05-17" }),
        ),
        item(
            "positions",
            "MARTIN M1A|CLM",
            json!({ "practitioner": "MARTIN M1A", "code": SENSITIVE, "local_code": LOCAL }),
        ),
        item("headships", "MARTIN M1A|SA", json!({ "practitioner": "MARTIN M1A", "structure": "SA" })),
        item("sigmed_posts", "1A", json!({ "number": "1A", "holder_name": NAME })),
    ];
    let finding = FindingView {
        severity: "error".into(),
        line: Some(2),
        column: Some("position".into()),
        code: "code.unmapped".into(),
        value: Some(LOCAL.into()),
        message: format!("Une autre personne se nomme {NAME}."),
        suggestion: Some(SENSITIVE.into()),
    };
    let column = |position: u32, field: Option<&str>, sample: &str| {
        json!({ "position": position, "heading": "Colonne", "field": field, "group": 0, "rank": null, "unit": null,
            "own_time": false, "confidence": 100, "samples": [sample] })
    };
    let waiting =
        |domain: &str, code: &str| json!({ "domain": domain, "code": code, "count": 1, "proposal": null });
    let summary = json!({
        "reading": {},
        "columns": [column(0, Some("usual_name"), NAME), column(1, Some("position"), LOCAL), column(2, None, LOCAL)],
        "rows": 1, "refused_rows": 1, "empty": false, "counts": [],
        "findings": { "errors": 1, "warnings": 0, "infos": 0 },
        "unknown_codes": [waiting("status", "AA"), waiting("status", "BB"), waiting("position", "CC")],
        "choices": {}, "confirmations": [], "needs_mapping": false
    });
    let mut import = nation::import_of(HOME);
    import.id = Uuid::now_v7().into();
    import.head = Some(1);
    import.summary = Some(summary.to_string());
    let anything = Permit::anything(&System::on_this_machine());
    nation
        .app
        .state
        .database
        .write(|tx| {
            imports::insert(tx, &anything, &mut import)?;
            let (mut lines, mut findings) = (Lines::default(), Lines::default());
            items.iter().try_for_each(|item| lines.push(item))?;
            findings.push(&finding)?;
            imports::put_plan(tx, &import, lines, findings)
        })
        .unwrap();
    format!("/imports/{}", import.id)
}

fn reads(profile: Profile, rubric: Rubric) -> bool {
    profile.rights(rubric).has(Right::Read)
}

#[test]
fn r43_an_import_tells_no_more_of_people_than_their_own_lists() {
    let nation = Nation::on(on_sqlite());
    let import = planned(&nation);
    let (mut told, mut hidden) = (0, 0);
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        for part in ["", "/plan", "/findings", "/report"] {
            let path = format!("{import}{part}");
            let answer = nation.app.send(&Request::get(path.clone()), Some(&token));
            if !reads(*profile, Rubric::Imports) {
                assert!([403, 404].contains(&answer.status), "{path} by {profile}: {}", answer.body);
                continue;
            }
            assert_eq!(answer.status, 200, "{path} by {profile}: {}", answer.body);
            for (word, rubric) in [
                (NAME, Rubric::Practitioners),
                ("1970-05-17", Rubric::Careers),
                (SENSITIVE, Rubric::AbsencesSensitive),
                (LOCAL, Rubric::AbsencesSensitive),
            ] {
                if answer.body.contains(word) {
                    assert!(reads(*profile, rubric), "{path} tells {word} to {profile}: {}", answer.body);
                    told += 1;
                } else {
                    hidden += 1;
                }
            }
        }
    }
    assert!(told > 10 && hidden > 10, "{told} told, {hidden} hidden: too few to prove anything");
    // Who may read all of it is told all of it.
    let manager = nation.caller(Profile::HospitalManager);
    let plan = nation.app.send(&Request::get(format!("{import}/plan")), Some(&manager));
    assert!([NAME, SENSITIVE, LOCAL].iter().all(|word| plan.body.contains(word)), "{}", plan.body);
    let seen = nation.app.send(&Request::get(import.clone()), Some(&manager)).json();
    assert_eq!(seen["columns"][1]["samples"][0], LOCAL);
}

#[test]
fn r43_a_filter_of_a_plan_tells_nothing_that_is_hidden() {
    let nation = Nation::on(on_sqlite());
    let import = planned(&nation);
    let auditor = nation.caller(Profile::Auditor);
    let page = |query: &str| {
        let answer = nation.app.send(&Request::get(format!("{import}{query}")), Some(&auditor));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    };
    assert_eq!(page("/plan?q=MARTIN&total=exact")["total"], 0);
    assert_eq!(page("/plan?entity=practitioners&total=exact")["total"], 0);
    assert_eq!(page("/plan?entity=structures&total=exact")["total"], 1);
    assert_eq!(page("/findings?q=MARTIN&total=exact")["total"], 0);
    assert_eq!(page("/findings?code=code.unmapped&total=exact")["total"], 1);
}

#[test]
fn r43_the_report_as_a_file_asks_the_right_to_take_away() {
    let nation = Nation::on(on_sqlite());
    let import = planned(&nation);
    let (mut taken, mut refused) = (0, 0);
    for profile in Profile::ALL.iter().filter(|profile| reads(**profile, Rubric::Imports)) {
        let token = nation.caller(*profile);
        let extracts = profile.rights(Rubric::Careers).has(Right::Extract);
        let csv = nation.app.send(&Request::get(format!("{import}/report?format=csv")), Some(&token));
        assert_eq!(csv.status, if extracts { 200 } else { 403 }, "{profile}: {}", csv.body);
        if extracts {
            taken += 1;
            continue;
        }
        refused += 1;
        let sheet = nation.app.send(&Request::get(format!("{import}/report?format=xlsx")), Some(&token));
        assert_eq!(sheet.status, 403, "{profile}: {}", sheet.body);
    }
    assert!(taken > 0 && refused > 3, "{taken} taken, {refused} refused: too few to prove anything");
}

#[test]
fn the_workbook_of_attachments_names_holders_to_who_may_read_them() {
    let nation = Nation::on(on_sqlite());
    let names = |profile| {
        let ctx = nation.ctx(profile);
        let wanted = Wanted {
            file: SkeletonFile::Attachments,
            establishment: HOME.finess.to_owned(),
            filled: None,
            as_of: ctx.today,
        };
        let bytes = skeletons::download(&ctx, &wanted).unwrap();
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let (_, range) = workbook.worksheets().remove(0);
        let has = |word: &str| range.cells().any(|(_, _, cell)| cell.to_string().contains(word));
        (has("1A"), has(NAME))
    };
    assert_eq!(names(Profile::HospitalManager), (true, true));
    assert_eq!(names(Profile::Auditor), (true, false));
}

#[test]
fn who_sent_the_last_extract_is_told_to_who_may_read_imports() {
    let nation = Nation::on(on_sqlite());
    let (mut told, mut hidden) = (0, 0);
    for profile in Profile::ALL {
        let token = nation.caller(*profile);
        let path = format!("/establishments/{}", HOME.finess);
        let answer = nation.app.send(&Request::get(path), Some(&token));
        if answer.status != 200 {
            continue;
        }
        let extract = answer.json()["state"]["last_extract"].clone();
        if extract.is_null() {
            continue;
        }
        // How fresh the data are is for all.
        assert!(extract["applied_at"].is_string(), "{profile}: {extract}");
        let tells = reads(*profile, Rubric::Imports);
        assert_eq!(extract["author"].is_string(), tells, "{profile}: {extract}");
        if tells { told += 1 } else { hidden += 1 }
    }
    assert!(told > 2 && hidden > 2, "{told} told, {hidden} hidden: too few to prove anything");
}
