//! What columns mean: guessed, shown with their first values, corrected by a person, kept.

use shared::contract::imports::{ColumnMapping, ImportMapping, ImportState, ImportView};

use super::bench::{Bench, code, extract, sample};
use crate::support::both;

fn means(position: u32, field: Option<&str>) -> ColumnMapping {
    ColumnMapping {
        position,
        field: field.map(str::to_owned),
        group: 0,
        rank: None,
        unit: None,
        own_time: false,
    }
}

fn position(import: &ImportView, heading: &str) -> u32 {
    import.columns.iter().find(|column| column.heading == heading).unwrap().position
}

/// The small extract with two headings that say nothing.
fn unclear() -> String {
    let text = extract(|_, line| Some(line.to_owned()));
    text.replacen(";statut;", ";zzz;", 1).replacen(";service;", ";yyy;", 1)
}

#[test]
fn two_columns_are_corrected_and_the_correction_is_kept_for_the_next_file() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send_text("sirh_20260401.csv", &unclear());
        assert_eq!(import.state, ImportState::NeedsMapping, "{:?}", import.columns);
        assert!(import.allowed_actions.contains(&"map".to_owned()));
        assert!(!import.allowed_actions.contains(&"apply".to_owned()));
        let status = import.columns.iter().find(|column| column.heading == "zzz").unwrap();
        assert_eq!((status.field.as_deref(), status.samples.len()), (None, 5));

        let said = ImportMapping {
            columns: vec![
                means(position(&import, "zzz"), Some("status")),
                means(position(&import, "yyy"), Some("service")),
            ],
        };
        bench
            .write(|ctx, tx| api::app::imports::map(ctx, tx, (import.id, Some(import.version)), &said))
            .unwrap();
        bench.work();
        let planned = bench.again(&import);
        assert_eq!((planned.state, planned.refused_rows), (ImportState::Planned, 0), "{:?}", planned.columns);
        bench.applied(&planned);
        let next = bench.send_text("sirh_20260402.csv", &unclear());
        assert_eq!(next.state, ImportState::Planned, "the profile is not kept");
        assert_eq!(next.reading["learned"], false);
    });
}

#[test]
fn a_mapping_that_makes_no_sense_is_refused_field_by_field() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401_dirty.csv"));
        let nir = position(&import, "no_secu");
        let samples = &import.columns[nir as usize].samples;
        assert!(samples.iter().all(|value| value == "•••") && !samples.is_empty(), "{samples:?}");
        let said = ImportMapping {
            columns: vec![
                means(nir, Some("matricule")),
                means(999, None),
                means(position(&import, "uf"), Some("service")),
                means(position(&import, "poste"), Some("no_such_field")),
            ],
        };
        let refused = bench
            .write(|ctx, tx| api::app::imports::map(ctx, tx, (import.id, Some(import.version)), &said))
            .unwrap_err();
        assert_eq!(code(&refused), "request.invalid");
        let api::app::Failure::Refused(refusal) = refused else { panic!() };
        let pointers: Vec<_> = refusal.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(
            pointers,
            ["/columns/0/field", "/columns/1/position", "/columns/3/field", "/columns/2/field"]
        );
        assert_eq!(bench.again(&import), import);
    });
}
