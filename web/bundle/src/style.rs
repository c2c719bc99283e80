//! One style sheet from many files: the order of layers first, the rest in any order, since layers decide.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// All files of `web/style` in one text, without comments and indentation.
pub fn sheet(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for place in [folder.to_path_buf(), folder.join("components")] {
        let mut here: Vec<PathBuf> = fs::read_dir(place)?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
            .collect();
        // The order of layers must come before any layer.
        here.sort_by_key(|path| (!path.ends_with("layers.css"), path.clone()));
        paths.extend(here);
    }
    let mut sheet = String::new();
    for path in paths {
        sheet.push_str(&smaller(&fs::read_to_string(path)?));
    }
    Ok(sheet)
}

/// Without comments, indentation and empty lines: brotli does the rest.
fn smaller(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |all, line| all + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(smaller("/* a */\n  b {\n    c: d; /* e */\n  }\n"), "b {\nc: d;\n}\n");
    }
}
