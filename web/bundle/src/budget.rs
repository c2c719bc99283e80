//! What the application may weigh, compressed.

use crate::assets::File;

/// Bytes of brotli of all that a first visit loads: the page, its style, its scripts, the module of sign in and home.
const FIRST_PAGE: usize = 400_000;
/// The same, of the modules and glue of the whole application.
const WHOLE: usize = 600_000;
/// The same, of the style sheet.
const STYLE: usize = 30_000;

/// Prints each weight and its ceiling; whether all are below. `apart` are the files that a first visit does not load.
pub fn report(files: &[File], apart: &[String]) -> bool {
    for file in files {
        println!("{:>10} {:>10} br  {}", file.size, file.compressed, file.path);
    }
    let sum = |counts: &dyn Fn(&str) -> bool| -> usize {
        files.iter().filter(|file| counts(&file.path)).map(|file| file.compressed).sum()
    };
    let lines = [
        ("first page", sum(&|path| !apart.iter().any(|other| other == path)), FIRST_PAGE),
        ("modules and glue", sum(&|path| path.ends_with(".js") || path.ends_with(".wasm")), WHOLE),
        ("style sheet", sum(&|path| path.ends_with(".css")), STYLE),
    ];
    let mut within = true;
    for (name, size, ceiling) in lines {
        let verdict = if size <= ceiling { "within" } else { "ABOVE" };
        println!("{name}: {size} bytes, {verdict} {ceiling}");
        within &= size <= ceiling;
    }
    within
}
