//! Reads `matrix.txt`, which people edit: one block per operation, one line per situation, one cell per profile.

use std::collections::BTreeMap;
use std::fmt;

use shared::habilitation::Profile;

const TEXT: &str = include_str!("matrix.txt");

/// How the caller, or the thing, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situation {
    Inside,
    Sibling,
    Other,
    Expired,
    Disabled,
    NoToken,
    Audience,
    Scope,
}

impl Situation {
    pub const ALL: [(Situation, &str); 8] = [
        (Situation::Inside, "inside"),
        (Situation::Sibling, "sibling"),
        (Situation::Other, "other"),
        (Situation::Expired, "expired"),
        (Situation::Disabled, "disabled"),
        (Situation::NoToken, "no_token"),
        (Situation::Audience, "audience"),
        (Situation::Scope, "scope"),
    ];
}

/// What is expected of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// This status; a page has something in it.
    Status(u16),
    /// 200 and a page with nothing in it.
    Empty,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Status(status) => write!(f, "{status}"),
            Cell::Empty => f.write_str("[]"),
        }
    }
}

/// The expected cells of one operation.
#[derive(Debug, Clone)]
pub struct Block {
    pub method: String,
    pub path: String,
    pub lines: BTreeMap<Situation, Vec<Cell>>,
}

/// The whole file, by operation.
pub fn read() -> BTreeMap<String, Block> {
    let mut blocks: BTreeMap<String, Block> = BTreeMap::new();
    let mut current = String::new();
    for (number, line) in TEXT.lines().enumerate() {
        let place = format!("matrix.txt, line {}", number + 1);
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [] => {}
            [first, ..] if first.starts_with('#') => {}
            [name, method, path, ..] if !line.starts_with(' ') => {
                current = (*name).to_owned();
                let (method, path) = ((*method).to_owned(), (*path).to_owned());
                let block = Block { method, path, lines: BTreeMap::new() };
                assert!(blocks.insert(current.clone(), block).is_none(), "{place}: {name} is there twice");
            }
            [situation, cells @ ..] => {
                let known = Situation::ALL.iter().find(|(_, name)| name == situation);
                let (known, _) = known.unwrap_or_else(|| panic!("{place}: no situation `{situation}`"));
                let cells: Vec<Cell> = cells.iter().map(|cell| parse(cell, &place)).collect();
                let cells = match cells.as_slice() {
                    [all] => vec![*all; Profile::ALL.len()],
                    _ => cells,
                };
                assert_eq!(cells.len(), Profile::ALL.len(), "{place}: one cell, or one for each profile");
                let block =
                    blocks.get_mut(&current).unwrap_or_else(|| panic!("{place}: of which operation?"));
                assert!(block.lines.insert(*known, cells).is_none(), "{place}: {situation} is there twice");
            }
        }
    }
    for (name, block) in &blocks {
        assert_eq!(block.lines.len(), Situation::ALL.len(), "{name}: a line for each of the situations");
    }
    blocks
}

fn parse(text: &str, place: &str) -> Cell {
    match text {
        "[]" => Cell::Empty,
        _ => Cell::Status(text.parse().unwrap_or_else(|_| panic!("{place}: not a status: {text}"))),
    }
}
