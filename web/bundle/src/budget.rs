//! What the application may weigh, compressed (`docs/web.md`). The application is one bundle: the first page loads all of it.

use crate::assets::File;

/// All that the first page loads, in bytes of brotli.
const FIRST_PAGE: usize = 400_000;
/// Module and glue of the whole application, in bytes of brotli.
const WHOLE: usize = 600_000;
/// The style sheet, in bytes of brotli.
const STYLE: usize = 30_000;

/// Prints each weight and each limit; whether all are respected.
pub fn report(files: &[File]) -> bool {
    for file in files {
        println!("{:>10} {:>10} br  {}", file.size, file.compressed, file.path);
    }
    let sum = |endings: &[&str]| -> usize {
        let asked = files.iter().filter(|file| endings.iter().any(|ending| file.path.ends_with(ending)));
        asked.map(|file| file.compressed).sum()
    };
    let lines = [
        ("first page", sum(&[".html", ".css", ".js", ".wasm"]), FIRST_PAGE),
        ("module and glue", sum(&[".js", ".wasm"]), WHOLE),
        ("style sheet", sum(&[".css"]), STYLE),
    ];
    let mut within = true;
    for (name, size, limit) in lines {
        let verdict = if size <= limit { "within" } else { "ABOVE" };
        println!("{name}: {size} bytes, {verdict} {limit}");
        within &= size <= limit;
    }
    within
}
