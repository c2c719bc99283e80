//! The report of refused lines goes out, is corrected, and comes back.

use std::collections::BTreeSet;
use std::io::Cursor;

use api::app::imports::{self, FindingFilter, ReportFormat};
use calamine::{Data, Reader, Xlsx};
use shared::contract::imports::{ImportState, ImportView};

use super::bench::{Bench, sample};
use crate::support::both;

/// Line and code of every error.
fn errors(bench: &Bench, import: &ImportView) -> BTreeSet<(Option<u32>, String)> {
    let findings = imports::report_findings(&bench.ctx(), import.id, &FindingFilter::errors()).unwrap();
    findings.into_iter().map(|finding| (finding.line, finding.code)).collect()
}

fn send_workbook(bench: &Bench, name: &str, bytes: &[u8]) -> ImportView {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    bench.send(&path)
}

/// The same workbook with one cell changed, as somebody who corrects it would save it.
fn corrected(bytes: &[u8], line: u32, heading: &str, value: &str) -> Vec<u8> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (name, range) = workbook.worksheets().remove(0);
    let at = range.rows().next().unwrap().iter().position(|cell| *cell == heading).unwrap();
    let mut out = rust_xlsxwriter::Workbook::new();
    let sheet = out.add_worksheet();
    sheet.set_name(name).unwrap();
    for (row, cells) in (0_u32..).zip(range.rows()) {
        for (column, cell) in cells.iter().enumerate() {
            let own = row + 1 == line && column == at;
            let text = if own { value.to_owned() } else { cell.to_string() };
            if *cell != Data::Empty || own {
                sheet.write_string(row, u16::try_from(column).unwrap(), text).unwrap();
            }
        }
    }
    out.save_to_buffer().unwrap()
}

#[test]
fn r27_the_report_can_be_corrected_and_sent_again_as_it_is() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401_dirty.csv"));
        let refused = errors(&bench, &import);
        let report = imports::report(&bench.ctx(), import.id, ReportFormat::Xlsx).unwrap();

        // As it is: nothing is corrected, so the same lines are refused, and the two columns are not read.
        let again = send_workbook(&bench, "corrige_20260401.xlsx", &report.bytes);
        assert_eq!(again.columns.len(), import.columns.len(), "the columns of the report are left out");
        assert_eq!(errors(&bench, &again), refused);
        assert_eq!((again.rows, &again.counts), (import.rows, &import.counts));

        // One quotity corrected: its line is refused no more.
        let (line, _) = refused.iter().find(|(_, code)| code == "quotity.not_a_number").unwrap().clone();
        let bytes = corrected(&report.bytes, line.unwrap(), "quotite_dj", "1");
        let mended = send_workbook(&bench, "corrige2_20260401.xlsx", &bytes);
        let left = errors(&bench, &mended);
        assert!(!left.contains(&(line, "quotity.not_a_number".into())), "{left:?}");
        assert!(mended.refused_rows < import.refused_rows);
        assert_ne!(mended.state, ImportState::Failed);
    });
}

#[test]
fn r29_no_insurance_number_is_shown_anywhere() {
    both(|database| {
        let bench = Bench::new(database);
        let import = bench.send(&sample("sirh_20260401_dirty.csv"));
        let nir = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(shared::import::nir::is_nir);
        assert!(nir("272109900000067"), "the test can fail");
        assert!(!nir(&serde_json::to_string(&import.columns).unwrap()));
        let all = imports::report_findings(&bench.ctx(), import.id, &FindingFilter::default()).unwrap();
        assert!(all.iter().any(|finding| finding.code == "column.nir"));
        assert!(!nir(&serde_json::to_string(&all).unwrap()));
        let csv = imports::report(&bench.ctx(), import.id, ReportFormat::Csv).unwrap();
        assert!(!nir(&String::from_utf8(csv.bytes).unwrap()));
        let xlsx = imports::report(&bench.ctx(), import.id, ReportFormat::Xlsx).unwrap();
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.bytes)).unwrap();
        let (_, range) = workbook.worksheets().remove(0);
        assert!(range.cells().all(|(_, _, cell)| !nir(&cell.to_string())));
        assert!(range.cells().any(|(_, _, cell)| *cell == "•••"));
    });
}
