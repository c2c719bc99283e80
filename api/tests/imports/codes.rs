//! Local codes: the queue, the answers, and what is kept of them.

use api::app::imports;
use api::authz::{Scope, System};
use api::db::facts::{FactSet, load};
use shared::contract::imports::{CodeAnswer, CodeAnswers, ImportState, ImportUndo};
use shared::time::Instant;

use super::bench::{Bench, FINESS, code, extract};
use crate::support::both;

fn answer(domain: &str, code: &str, national: &str) -> CodeAnswer {
    CodeAnswer { domain: domain.into(), code: code.into(), national_code: national.into(), motive: None }
}

#[test]
fn r30_unmapped_codes_wait_in_a_queue_and_their_answers_are_kept_as_versions() {
    both(|database| {
        let bench = Bench::new(database);
        let text = extract(|_, line| Some(line.replace(";PH;", ";NOTRE_PH;").replace(";146;", ";URG;")));
        let import = bench.send_text("sirh_20260401.csv", &text);
        assert_eq!(import.state, ImportState::Planned);
        let known: Vec<(&str, &str)> = import
            .unknown_codes
            .iter()
            .map(|unknown| (unknown.domain.as_str(), unknown.code.as_str()))
            .collect();
        assert_eq!(known, [("status", "NOTRE_PH"), ("structure", "URG")]);
        assert!(import.unknown_codes[0].choices.iter().any(|choice| choice.code == "PH"));
        let establishment = bench.database.read(|connection| {
            let ctx = bench.ctx();
            let library = ctx.shelf.library(connection)?;
            Ok::<_, api::db::Problem>(library.territory.by_finess(FINESS).unwrap())
        });
        let establishment = establishment.unwrap();
        let queue = imports::unmapped(&bench.ctx(), FINESS).unwrap();
        assert_eq!(queue.len(), 2);
        assert_eq!(queue[0].0, import.id);

        let wrong = CodeAnswers { answers: vec![answer("status", "NOTRE_PH", "N_EXISTE_PAS")] };
        let seen = (import.id, Some(import.version));
        assert_eq!(
            code(&bench.write(|ctx, tx| api::app::imports::answer_codes(ctx, tx, seen, &wrong)).unwrap_err()),
            "request.invalid"
        );
        let answers = CodeAnswers {
            answers: vec![answer("status", "NOTRE_PH", "PH"), answer("structure", "URG", "146")],
        };
        let asked = bench.write(|ctx, tx| api::app::imports::answer_codes(ctx, tx, seen, &answers)).unwrap();
        assert_eq!((asked.state, asked.working), (ImportState::Received, true));
        assert!(asked.allowed_actions.is_empty());
        bench.work();
        let planned = bench.again(&import);
        assert!(planned.unknown_codes.is_empty(), "{:?}", planned.unknown_codes);
        assert!(planned.refused_rows < import.refused_rows);
        assert!(imports::unmapped(&bench.ctx(), FINESS).unwrap().is_empty());
        let applied = bench.applied(&planned);

        // Kept as facts by the same change, so that the next file asks nothing.
        let mappings = bench.database.read(|connection| {
            let scope = Scope::everything(&System::on_this_machine());
            let set = FactSet::Establishment(establishment);
            load(connection, &scope, set, Instant::NEVER.just_before()).map(|facts| facts.code_mappings)
        });
        assert_eq!(mappings.unwrap().len(), 2);
        let next = bench.send_text("sirh_20260402.csv", &text);
        assert!(next.unknown_codes.is_empty());
        bench
            .write(|ctx, tx| {
                api::app::imports::undo(
                    ctx,
                    tx,
                    (applied.id, Some(applied.version)),
                    &ImportUndo { reason: Some("essai".into()), ..ImportUndo::default() },
                )
            })
            .unwrap();
        assert_eq!(bench.again(&applied).state, ImportState::Undone);
    });
}
