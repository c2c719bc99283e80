//! What the application may weigh, compressed: what a person downloads to reach a page (decision 0022).

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::File;

/// Bytes of brotli of all that a first visit loads: the page, its style, its scripts, the module of sign in and home.
const FIRST_PAGE: usize = 400_000;
/// The same, of all that is loaded to reach any other page: the first page, the file of its group, what that file shares
/// with others.
const ANY_PAGE: usize = 600_000;
/// The same, of the style sheet.
const STYLE: usize = 30_000;

/// One weight and its ceiling.
#[derive(Debug, PartialEq, Eq)]
struct Weight {
    name: String,
    size: usize,
    ceiling: usize,
}

/// Prints each file, each weight and its ceiling; whether all are below. `groups` are the files that each group of pages
/// needs and that a first visit does not load.
pub fn report(files: &[File], groups: &BTreeMap<String, Vec<String>>) -> bool {
    for file in files {
        println!("{:>10} {:>10} br  {}", file.size, file.compressed, file.path);
    }
    let mut within = true;
    for Weight { name, size, ceiling } in weights(files, groups) {
        let verdict = if size <= ceiling { "within" } else { "ABOVE" };
        println!("{name}: {size} bytes, {verdict} {ceiling}");
        within &= size <= ceiling;
    }
    // Told, and bound by nothing: nobody waits for all of it.
    println!("every file: {} bytes", files.iter().map(|file| file.compressed).sum::<usize>());
    within
}

fn weights(files: &[File], groups: &BTreeMap<String, Vec<String>>) -> Vec<Weight> {
    let apart: BTreeSet<&str> = groups.values().flatten().map(String::as_str).collect();
    let sum = |counts: &dyn Fn(&str) -> bool| -> usize {
        files.iter().filter(|file| counts(&file.path)).map(|file| file.compressed).sum()
    };
    let first = sum(&|path| !apart.contains(path));
    let mut all = vec![Weight { name: "first page".to_owned(), size: first, ceiling: FIRST_PAGE }];
    for (name, needed) in groups {
        let size = first + sum(&|path| needed.iter().any(|one| one == path));
        all.push(Weight { name: format!("to reach {name}"), size, ceiling: ANY_PAGE });
    }
    all.push(Weight {
        name: "style sheet".to_owned(),
        size: sum(&|path| path.ends_with(".css")),
        ceiling: STYLE,
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, compressed: usize) -> File {
        File { path: path.to_owned(), size: 2 * compressed, compressed, hashed: true }
    }

    fn bundle() -> ([File; 5], BTreeMap<String, Vec<String>>) {
        let files = [
            file("assets/web.wasm", 200_000),
            file("assets/style.css", 10_000),
            file("assets/chunk.wasm", 50_000),
            file("assets/a.wasm", 300_000),
            file("assets/b.wasm", 20_000),
        ];
        let needs = |names: &[&str]| names.iter().map(|name| format!("assets/{name}.wasm")).collect();
        let groups = [("a".to_owned(), needs(&["chunk", "a"])), ("b".to_owned(), needs(&["chunk", "b"]))];
        (files, groups.into())
    }

    #[test]
    fn a_page_weighs_what_is_loaded_to_reach_it() {
        let (files, groups) = bundle();
        let told: Vec<_> = weights(&files, &groups).into_iter().map(|one| (one.name, one.size)).collect();
        let told: Vec<_> = told.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        let expected = [
            ("first page", 210_000),
            ("to reach a", 560_000),
            ("to reach b", 280_000),
            ("style sheet", 10_000),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn one_group_above_its_ceiling_is_enough() {
        let (mut files, groups) = bundle();
        assert!(report(&files, &groups));
        files[3].compressed += 40_001;
        assert!(!report(&files, &groups));
    }

    #[test]
    fn a_file_that_no_group_needs_is_on_the_first_page() {
        let (files, _) = bundle();
        assert!(!report(&files, &BTreeMap::new()));
    }
}
