//! What the application may weigh, compressed. The application is one bundle: the first page loads all of it, and is
//! therefore above its goal until the big pages are loaded apart. The ceiling keeps it from growing meanwhile.

use crate::assets::File;

/// Goal and ceiling, in bytes of brotli, of all that the first page loads.
const FIRST_PAGE: (usize, usize) = (400_000, 630_000);
/// The same, of the module and glue of the whole application.
const WHOLE: (usize, usize) = (600_000, 620_000);
/// The same, of the style sheet.
const STYLE: (usize, usize) = (30_000, 30_000);

/// Prints each weight, its goal and its ceiling; whether all are below their ceiling.
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
    for (name, size, (goal, ceiling)) in lines {
        let verdict = match size {
            size if size <= goal => "within the goal of",
            size if size <= ceiling => "above the goal of",
            _ => "ABOVE THE CEILING over the goal of",
        };
        println!("{name}: {size} bytes, {verdict} {goal}");
        within &= size <= ceiling;
    }
    within
}
