//! The style sheet keeps its own rules: no `!important`, no id, colours in one file, components by roles only.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<(String, String)> {
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("style");
    let folders: [PathBuf; 2] = [style.clone(), style.join("components")];
    let paths =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let sheets = paths.filter(|path| path.extension().is_some_and(|ending| ending == "css"));
    sheets
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), without_comments(&path)))
        .collect()
}

fn without_comments(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut parts = text.split("/*");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |all, part| all + part.split_once("*/").map_or("", |(_, after)| after))
}

fn lines_with(found: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let files = files();
    assert!(files.len() > 8, "the style sheet is read");
    let lines = files.iter().flat_map(|(name, text)| text.lines().map(move |line| (name, line)));
    lines
        .filter(|(name, line)| found(name, line))
        .map(|(name, line)| format!("{name}: {}", line.trim()))
        .collect()
}

#[test]
fn nothing_is_important() {
    assert_eq!(lines_with(|_, line| line.contains("!important")), Vec::<String>::new());
}

#[test]
fn no_selector_is_an_id() {
    let is_id = |_: &str, line: &str| {
        let selector = line.split('{').next().unwrap_or_default();
        line.contains('{') && selector.contains('#')
    };
    assert_eq!(lines_with(is_id), Vec::<String>::new());
}

#[test]
fn colours_are_in_the_tokens() {
    let is_colour = |name: &str, line: &str| {
        name != "tokens.css" && (line.contains(": #") || line.contains("rgb(") || line.contains("hsl("))
    };
    assert_eq!(lines_with(is_colour), Vec::<String>::new());
}

#[test]
fn components_read_roles() {
    let raw =
        ["grey", "pine", "ochre", "red", "green", "blue", "violet"].map(|name| format!("var(--{name}-"));
    let reads_raw =
        |name: &str, line: &str| name != "tokens.css" && raw.iter().any(|raw| line.contains(raw.as_str()));
    assert_eq!(lines_with(reads_raw), Vec::<String>::new());
}
