//! From a file to facts and back.

use api::app::imports::{self, FindingFilter, ItemFilter};
use api::app::{Failure, skeletons};
use shared::catalogue::imports::skeleton_name;
use shared::contract::imports::{
    ImportApply, ImportKind, ImportPolicy, ImportState, ImportUndo, SkeletonFile,
};

use super::bench::{Bench, FINESS, code, extract, only, sample};
use crate::support::both;

#[test]
fn r24_a_plan_writes_no_fact() {
    both(|database| {
        let bench = Bench::new(database);
        let before = bench.dump();
        let import = bench.send(&sample("sirh_20260401.csv"));
        assert_eq!(import.state, ImportState::Planned);
        assert!(!import.empty && import.rows > 40, "{import:?}");
        assert_eq!(bench.dump(), before);
        let people = import.counts.iter().find(|count| count.noun == "practitioners").unwrap();
        let filter = ItemFilter { conditions: vec![only("entity", "practitioners")], q: None };
        let page = imports::items(&bench.ctx(), import.id, &filter, (0, 10, true)).unwrap();
        assert_eq!((page.items.len(), page.total), (10, Some(u64::from(people.create))));
        let rest =
            imports::items(&bench.ctx(), import.id, &filter, (page.next.unwrap(), 500, false)).unwrap();
        assert_eq!(rest.items.len() + 10, people.create as usize);
        assert_eq!(rest.next, None);
    });
}

#[test]
fn r25_the_same_file_again_plans_nothing() {
    both(|database| {
        let bench = Bench::full(database);
        let known = bench.dump();
        let again = bench.send(&sample("sirh_20260401.csv"));
        assert_eq!((again.state, again.empty), (ImportState::Planned, true));
        assert!(again.counts.iter().all(|count| count.create + count.change + count.close == 0), "{again:?}");
        let applied = bench.applied(&again);
        assert_eq!(applied.change, None);
        assert!(!applied.allowed_actions.contains(&"undo".to_owned()));
        assert_eq!(bench.dump(), known);
    });
}

#[test]
fn r25_each_kind_of_file_again_plans_nothing_and_the_exported_workbook_too() {
    both(|database| {
        let bench = Bench::empty(database);
        for (kind, name) in [
            (ImportKind::Structures, "structures.csv"),
            (ImportKind::Sigmed, "sigmed_posts.csv"),
            (ImportKind::Posts, "autres_postes.csv"),
            (ImportKind::Attachments, "rattachements.xlsx"),
        ] {
            let import = bench.send_as(&sample(name), kind);
            assert_eq!((import.state, import.empty), (ImportState::Planned, false), "{name}");
            bench.applied(&import);
            let again = bench.send_as(&sample(name), kind);
            assert!(again.empty, "{name}: {again:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        for (file, kind, least) in [
            (SkeletonFile::Attachments, ImportKind::Attachments, 10),
            (SkeletonFile::Posts, ImportKind::Posts, 3),
            (SkeletonFile::Structures, ImportKind::Structures, 10),
        ] {
            let path = folder.path().join(skeleton_name(file));
            skeletons::write(&bench.ctx(), file, FINESS, &path).unwrap();
            let exported = bench.send_as(&path, kind);
            assert_eq!((exported.state, exported.empty), (ImportState::Planned, true), "{exported:?}");
            assert!(exported.rows > least && exported.refused_rows == 0, "{exported:?}");
        }
    });
}

#[test]
fn the_same_bytes_sent_before_they_are_written_find_the_same_import() {
    both(|database| {
        let bench = Bench::new(database);
        let (first, new) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        assert!(new);
        bench.work();
        let (second, new) = bench.receive_as(&sample("sirh_20260401.csv"), ImportKind::Sirh).unwrap();
        assert_eq!((second.id, new), (first.id, false));
    });
}

#[test]
fn r26_absences_above_the_threshold_stop_at_a_question() {
    both(|database| {
        let bench = Bench::full(database);
        let known = bench.dump();
        // A third of the people are no longer in the file.
        let text = extract(|at, line| (at % 3 != 0).then(|| line.to_owned()));
        let import = bench.send_text("sirh_20260402.csv", &text);
        assert_eq!(import.state, ImportState::AwaitingConfirmation);
        assert_eq!(import.confirmations[0].code, "import.closures");
        let refused = bench.apply(&import, false).unwrap_err();
        assert_eq!(code(&refused), "import.confirmation_needed");
        assert_eq!(bench.dump(), known);
        bench.applied(&import);
        assert_ne!(bench.dump(), known);
    });
}

#[test]
fn r28_an_undo_brings_every_byte_back_and_names_what_has_moved_since() {
    both(|database| {
        let bench = Bench::full(database);
        let known = bench.dump();
        let text = extract(|at, line| (at % 20 != 0).then(|| line.replace(";8;20", ";7;20")));
        let import = bench.applied(&bench.send_text("sirh_20260402.csv", &text));
        let applied = bench.dump();
        assert_ne!(applied, known);
        let undone = bench
            .write(|ctx, tx| {
                api::app::imports::undo(ctx, tx, (import.id, Some(import.version)), &ImportUndo::default())
            })
            .unwrap();
        assert_eq!((undone.state, undone.undone_by.is_some()), (ImportState::Undone, true));
        assert!(undone.allowed_actions.is_empty());
        assert_eq!(bench.dump(), known);

        // Applied again, then built upon: the undo is refused, and says by what.
        let again = bench.applied(&bench.send_text("sirh_20260402.csv", &text));
        assert_eq!(bench.dump(), applied);
        let later = extract(|at, line| (at % 20 != 0).then(|| line.replace(";8;20", ";6;20")));
        bench.applied(&bench.send_text("sirh_20260403.csv", &later));
        let moved = bench.dump();
        let refused = bench
            .write(|ctx, tx| {
                api::app::imports::undo(ctx, tx, (again.id, Some(again.version)), &ImportUndo::default())
            })
            .unwrap_err();
        assert_eq!(code(&refused), "import.touched_since");
        assert!(refused.to_string().contains("affectation"), "{refused}");
        let Failure::Refused(refusal) = &refused else { panic!("{refused}") };
        let things = refusal.more.get("things").and_then(|things| things.as_array()).unwrap();
        assert!(
            things.iter().any(|one| one["entity"] == "affectations" && one["key"].is_string()),
            "{things:?}"
        );
        assert_eq!(bench.dump(), moved);
    });
}

#[test]
fn a_change_undone_from_the_journal_undoes_its_import() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.applied(&bench.send(&sample("sirh_20260401.csv")));
        let change = import.change.unwrap().to_string();
        api::app::changes::undo(&bench.ctx(), &change, "essai", false).unwrap();
        let undone = bench.again(&import);
        assert_eq!((undone.state, undone.undone_by.is_some()), (ImportState::Undone, true));
    });
}

#[test]
fn a_plan_made_on_what_has_moved_since_is_stale_and_is_made_again() {
    both(|database| {
        let bench = Bench::new(database);
        let first = bench.send(&sample("sirh_20260401.csv"));
        let second = bench.send_text("sirh_20260402.csv", &extract(|_, line| Some(line.to_owned())));
        bench.applied(&first);
        let refused = bench.apply(&second, true).unwrap_err();
        assert_eq!(code(&refused), "import.plan_stale");
        let stale = bench.again(&second);
        assert_eq!(stale.state, ImportState::Stale);
        assert!(!stale.allowed_actions.contains(&"apply".to_owned()));
        bench.write(|ctx, tx| api::app::imports::replan(ctx, tx, (stale.id, Some(stale.version)))).unwrap();
        bench.work();
        assert_eq!(bench.again(&second).state, ImportState::Planned);
    });
}

#[test]
fn all_or_nothing_writes_nothing_when_a_line_is_refused() {
    both(|database| {
        let bench = Bench::new(database);
        let known = bench.dump();
        let import = bench.send(&sample("sirh_20260401_dirty.csv"));
        assert!(import.refused_rows > 0);
        let asked = ImportApply { policy: ImportPolicy::AllOrNothing, confirm: true };
        let refused = bench
            .write(|ctx, tx| api::app::imports::apply(ctx, tx, (import.id, Some(import.version)), &asked))
            .unwrap_err();
        assert_eq!(code(&refused), "import.lines_refused");
        assert_eq!(bench.dump(), known);
        let errors = FindingFilter::errors();
        let page = imports::findings(&bench.ctx(), import.id, &errors, (0, 500, true)).unwrap();
        assert_eq!(page.total, Some(u64::from(import.findings.errors)));
    });
}

#[test]
fn an_older_extract_is_refused() {
    both(|database| {
        let bench = Bench::full(database);
        let import = bench.send_text("sirh_20260301.csv", &extract(|_, line| Some(line.to_owned())));
        assert_eq!(import.state, ImportState::Failed);
        assert_eq!(import.failure.unwrap().code, "import.older_extract");
    });
}

#[test]
fn r23_a_text_that_is_no_table_fails_with_what_to_do_and_can_be_discarded() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send_text("a.csv", "bonjour\nmonde\n");
        assert_eq!(import.state, ImportState::Failed);
        assert_eq!(import.failure.as_ref().unwrap().code, "file.no_headings");
        let gone = bench
            .write(|ctx, tx| api::app::imports::discard(ctx, tx, (import.id, Some(import.version))))
            .unwrap();
        assert_eq!(gone.state, ImportState::Discarded);
    });
}

#[test]
fn r23_what_cannot_be_looked_into_is_refused_and_nothing_of_it_is_kept() {
    both(|database| {
        let bench = Bench::new(database);
        for (name, bytes, expected) in [
            ("a.pdf", b"%PDF-1.7\n".as_slice(), "file.pdf"),
            ("a.png", b"\x89PNG\r\n\x1a\n0000", "file.image"),
            ("a.xlsx", b"PK\x03\x04 and no more", "file.damaged"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let refused = bench.receive_as(&path, ImportKind::Sirh).unwrap_err();
            assert_eq!(code(&refused), expected, "{name}");
            let filter = api::db::imports::Filter { limit: 10, ..Default::default() };
            let (kept, _) = imports::list(&bench.ctx(), &filter, &|_| true).unwrap();
            assert!(kept.is_empty(), "{name}");
        }
    });
}

#[test]
fn an_action_on_a_version_that_is_no_longer_the_present_one_is_refused() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401.csv"));
        let refused = bench
            .write(|ctx, tx| api::app::imports::discard(ctx, tx, (import.id, Some(import.version - 1))))
            .unwrap_err();
        assert_eq!(code(&refused), "request.stale_version");
        let refused = bench
            .write(|ctx, tx| {
                api::app::imports::undo(ctx, tx, (import.id, Some(import.version)), &ImportUndo::default())
            })
            .unwrap_err();
        assert_eq!(code(&refused), "transition.refused");
        assert_eq!(bench.again(&import), import);
    });
}
