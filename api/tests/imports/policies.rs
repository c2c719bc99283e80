//! What an import writes of people with a refused line, and what its undo leaves of what was touched since.

use api::app::imports::{self, FindingFilter, ItemFilter};
use shared::contract::imports::{
    FindingView, ImportApply, ImportPolicy, ImportState, ImportUndo, ImportView, PlanItemView,
};

use super::bench::{Bench, code, extract, sample};
use crate::support::both;

/// Somebody with five lines in the sample.
const ONE: &str = "0008470";
/// Somebody else.
const OTHER: &str = "0008454";

fn whole_people() -> ImportApply {
    ImportApply { policy: ImportPolicy::ValidPeople, confirm: true }
}

/// The sample with the last line of one person in a service that does not exist, and one thing said otherwise of two.
fn with_a_refused_line() -> String {
    extract(|_, line| {
        let line = line.replace(";RAMOS-ROYER;", ";RAMOS-ROYET;").replace(";2025-08-31;", ";2025-07-31;");
        let refused = line.contains(ONE) && line.contains(";2027-09-01;");
        Some(if refused { line.replace(";146;1461;", ";999;;") } else { line })
    })
}

/// What the dump says of one person.
fn of(bench: &Bench, matricule: &str) -> Vec<String> {
    bench.dump().into_iter().filter(|line| line.contains(matricule)).collect()
}

fn findings(bench: &Bench, import: &ImportView) -> Vec<FindingView> {
    imports::findings(&bench.ctx(), import.id, &FindingFilter::errors(), (0, 500, false)).unwrap().items
}

fn items(bench: &Bench, import: &ImportView) -> Vec<PlanItemView> {
    imports::items(&bench.ctx(), import.id, &ItemFilter::default(), (0, 500, false)).unwrap().items
}

#[test]
fn nothing_is_written_of_a_new_person_with_a_refused_line_and_everything_of_the_others() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send_text("sirh_20260401.csv", &with_a_refused_line());
        assert_eq!((import.refused_rows, import.partly_refused_people), (1, 1), "{import:?}");
        let planned = |import: &ImportView| {
            import.counts.iter().find(|own| own.noun == "practitioners").unwrap().create
        };
        let all = planned(&import);
        let applied = bench.apply_by(&import, whole_people()).unwrap();
        assert_eq!(applied.state, ImportState::Applied, "{:?}", applied.failure);
        assert_eq!(of(&bench, ONE), Vec::<String>::new());
        assert!(!of(&bench, OTHER).is_empty());
        // What is kept with the import says what was written, and why the rest was not.
        assert_eq!((planned(&applied), applied.refused_rows), (all - 1, 5));
        assert!(items(&bench, &applied).iter().all(|item| !item.key.contains(ONE)));
        let held: Vec<_> = findings(&bench, &applied).into_iter().map(|one| one.code).collect();
        assert_eq!(held.iter().filter(|code| *code == "practitioner.held").count(), 4, "{held:?}");
        // Corrected, the same extract writes that person and nothing else.
        let corrected =
            bench.send_text("sirh_20260402.csv", &with_a_refused_line().replace(";999;;", ";146;1461;"));
        assert_eq!((planned(&corrected), corrected.partly_refused_people), (1, 0), "{corrected:?}");
        assert!(
            items(&bench, &corrected)
                .iter()
                .all(|item| item.entity == "import_profiles" || item.key.contains(ONE))
        );
    });
}

#[test]
fn a_known_person_with_a_refused_line_stays_as_known() {
    both(|database| {
        let bench = Bench::full(database);
        let (one, all) = (of(&bench, ONE), bench.dump());
        let import = bench.send_text("sirh_20260402.csv", &with_a_refused_line());
        let by_line = bench.applied(&import);
        assert_ne!(of(&bench, ONE), one, "by line, what stands of that person is written");
        let reason = ImportUndo::default();
        bench.write(|ctx, tx| imports::undo(ctx, tx, (by_line.id, Some(by_line.version)), &reason)).unwrap();
        assert_eq!(bench.dump(), all);
        let again = bench.send_text("sirh_20260402.csv", &with_a_refused_line());
        bench.apply_by(&again, whole_people()).unwrap();
        assert_eq!(of(&bench, ONE), one);
        assert_ne!(bench.dump(), all, "the others are written");
    });
}

#[test]
fn without_a_refused_line_both_policies_write_the_same() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        let written = bench.applied(&import);
        let by_line = bench.dump();
        let reason = ImportUndo::default();
        bench.write(|ctx, tx| imports::undo(ctx, tx, (written.id, Some(written.version)), &reason)).unwrap();
        let again = bench.send(&sample("sirh_20260401.csv"));
        let applied = bench.apply_by(&again, whole_people()).unwrap();
        assert_eq!(applied.counts, written.counts);
        assert_eq!(bench.dump(), by_line);
    });
}

/// Two people change by an import, then one of them by another.
fn built_upon(bench: &Bench) -> ImportView {
    let text = extract(|_, line| Some(line.replace(";8;20", ";7;20").replace(";RAMOS-ROYER;", ";RAMOS;")));
    let import = bench.applied(&bench.send_text("sirh_20260402.csv", &text));
    let later = text.replace(";RAMOS;Delphine;", ";RAMOS-NOUVEAU;Delphine;");
    bench.applied(&bench.send_text("sirh_20260403.csv", &later));
    import
}

#[test]
fn an_undo_of_what_nobody_touched_takes_the_rest_back_and_names_what_stays() {
    both(|database| {
        let bench = Bench::full(database);
        let known = bench.dump();
        let import = built_upon(&bench);
        let now = bench.dump();
        let refused = bench
            .write(|ctx, tx| {
                imports::undo(ctx, tx, (import.id, Some(import.version)), &ImportUndo::default())
            })
            .unwrap_err();
        assert_eq!(code(&refused), "import.touched_since");
        let api::app::Failure::Refused(refusal) = &refused else { panic!("{refused:?}") };
        let things = serde_json::json!([{ "entity": "practitioners", "key": "0008450" }]);
        assert_eq!(refusal.more["things"], things, "for programs too");
        assert_eq!(bench.dump(), now);

        let asked = ImportUndo { reason: Some("Erreur".into()), untouched_only: true };
        let undone =
            bench.write(|ctx, tx| imports::undo(ctx, tx, (import.id, Some(import.version)), &asked)).unwrap();
        assert_eq!((undone.state, undone.undone_by.is_some()), (ImportState::Undone, true));
        let kept: Vec<_> = undone.kept.iter().map(|one| (one.entity.as_str(), one.key.as_str())).collect();
        assert_eq!((undone.kept_things, kept), (1, vec![("practitioners", "0008450")]));
        assert_eq!(bench.again(&undone), undone, "it is still said later");
        let touched = |lines: &[String]| -> Vec<String> {
            lines.iter().filter(|line| line.contains("0008450")).cloned().collect()
        };
        let rest = |lines: &[String]| -> Vec<String> {
            lines.iter().filter(|line| !line.contains("0008450")).cloned().collect()
        };
        let reached = bench.dump();
        assert_eq!(touched(&reached), touched(&now), "what was touched stays");
        assert_eq!(rest(&reached), rest(&known), "the rest is as before");
        assert_ne!(rest(&now), rest(&known));
    });
}

#[test]
fn an_undo_of_what_nobody_touched_is_refused_when_nothing_is_left_of_it() {
    both(|database| {
        let bench = Bench::full(database);
        let text = extract(|_, line| Some(line.replace(";RAMOS-ROYER;", ";RAMOS;")));
        let import = bench.applied(&bench.send_text("sirh_20260402.csv", &text));
        let later = text.replace(";RAMOS;Delphine;", ";RAMOS-NOUVEAU;Delphine;");
        bench.applied(&bench.send_text("sirh_20260403.csv", &later));
        let now = bench.dump();
        let asked = ImportUndo { reason: None, untouched_only: true };
        let refused = bench
            .write(|ctx, tx| imports::undo(ctx, tx, (import.id, Some(import.version)), &asked))
            .unwrap_err();
        assert_eq!(code(&refused), "import.touched_since");
        assert_eq!(bench.dump(), now);
    });
}

#[test]
fn an_undo_of_what_nobody_touched_is_the_whole_undo_when_nothing_was() {
    both(|database| {
        let bench = Bench::full(database);
        let known = bench.dump();
        let text = extract(|at, line| (at % 20 != 0).then(|| line.replace(";8;20", ";7;20")));
        let import = bench.applied(&bench.send_text("sirh_20260402.csv", &text));
        let asked = ImportUndo { reason: None, untouched_only: true };
        let undone =
            bench.write(|ctx, tx| imports::undo(ctx, tx, (import.id, Some(import.version)), &asked)).unwrap();
        assert_eq!((undone.kept_things, undone.kept.len()), (0, 0));
        assert_eq!(bench.dump(), known);
    });
}
