//! A tree as a list of lines: what is open, what a key does.

use std::collections::BTreeSet;

/// One line, in the order of the tree, with the number of lines above it in depth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Id.
    pub id: String,
    /// 0 at the top.
    pub depth: u32,
    /// What a search looks in.
    pub text: String,
}

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The line above.
    Up,
    /// The line below.
    Down,
    /// Opens, or goes inside.
    Right,
    /// Closes, or goes to the line that holds it.
    Left,
    /// The first line.
    Home,
    /// The last line.
    End,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Goes to a line.
    To(usize),
    /// Opens a line.
    Open(usize),
    /// Closes a line.
    Close(usize),
}

/// Whether a line holds others.
pub fn has_children(nodes: &[Node], index: usize) -> bool {
    match (nodes.get(index), nodes.get(index + 1)) {
        (Some(node), Some(next)) => next.depth > node.depth,
        _ => false,
    }
}

/// The line that holds this one.
pub fn parent(nodes: &[Node], index: usize) -> Option<usize> {
    let depth = nodes.get(index)?.depth;
    nodes.iter().take(index).rposition(|node| node.depth < depth)
}

/// The lines in view: those whose holders are all open.
pub fn visible(nodes: &[Node], closed: &BTreeSet<String>) -> Vec<usize> {
    let mut hidden_below = None::<u32>;
    let mut found = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        if hidden_below.is_some_and(|depth| node.depth > depth) {
            continue;
        }
        hidden_below = closed.contains(&node.id).then_some(node.depth);
        found.push(index);
    }
    found
}

/// The lines that a search finds, with all that hold them. No words: all.
pub fn search(nodes: &[Node], words: &str) -> Vec<usize> {
    let words = words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut kept = BTreeSet::new();
    for (index, node) in nodes.iter().enumerate() {
        let text = node.text.to_lowercase();
        if words.iter().all(|word| text.contains(word)) {
            let mut line = Some(index);
            while let Some(index) = line {
                kept.insert(index);
                line = parent(nodes, index);
            }
        }
    }
    kept.into_iter().collect()
}

/// What a key does on a line, among those in view.
pub fn pressed(
    nodes: &[Node],
    closed: &BTreeSet<String>,
    shown: &[usize],
    index: usize,
    key: Key,
) -> Option<Move> {
    let place = shown.iter().position(|one| *one == index)?;
    let is_closed = nodes.get(index).is_some_and(|node| closed.contains(&node.id));
    let to = |place: usize| shown.get(place).copied().map(Move::To);
    match key {
        Key::Up => to(place.checked_sub(1)?),
        Key::Down => to(place + 1),
        Key::Home => to(0),
        Key::End => to(shown.len().checked_sub(1)?),
        Key::Right if !has_children(nodes, index) => None,
        Key::Right if is_closed => Some(Move::Open(index)),
        Key::Right => to(place + 1),
        Key::Left if has_children(nodes, index) && !is_closed => Some(Move::Close(index)),
        Key::Left => parent(nodes, index).map(Move::To),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `1` holds `11` (which holds `111`) and `12`; `2` holds nothing.
    fn nodes() -> Vec<Node> {
        let node =
            |id: &str| Node { id: id.to_owned(), depth: id.len() as u32 - 1, text: format!("Service {id}") };
        ["1", "11", "111", "12", "2"].map(node).into()
    }

    fn closed(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn what_is_closed_hides_all_below() {
        assert_eq!(visible(&nodes(), &closed(&[])), [0, 1, 2, 3, 4]);
        assert_eq!(visible(&nodes(), &closed(&["11"])), [0, 1, 3, 4]);
        assert_eq!(visible(&nodes(), &closed(&["1", "11"])), [0, 4]);
    }

    #[test]
    fn a_search_keeps_what_holds_the_lines_found() {
        assert_eq!(search(&nodes(), "111"), [0, 1, 2]);
        assert_eq!(search(&nodes(), "SERVICE 2"), [0, 3, 4], "every word, anywhere in the line");
        assert_eq!(search(&nodes(), " ").len(), 5);
        assert_eq!(search(&nodes(), "9"), [0; 0]);
    }

    #[test]
    fn keys_move_open_and_close() {
        let (nodes, open, shut) = (nodes(), closed(&[]), closed(&["11"]));
        let all = visible(&nodes, &open);
        let some = visible(&nodes, &shut);
        assert_eq!(pressed(&nodes, &open, &all, 0, Key::Up), None);
        assert_eq!(pressed(&nodes, &open, &all, 0, Key::Down), Some(Move::To(1)));
        assert_eq!(pressed(&nodes, &shut, &some, 1, Key::Down), Some(Move::To(3)));
        assert_eq!(pressed(&nodes, &shut, &some, 1, Key::Right), Some(Move::Open(1)));
        assert_eq!(pressed(&nodes, &open, &all, 1, Key::Right), Some(Move::To(2)));
        assert_eq!(pressed(&nodes, &open, &all, 1, Key::Left), Some(Move::Close(1)));
        assert_eq!(pressed(&nodes, &open, &all, 2, Key::Left), Some(Move::To(1)));
        assert_eq!(pressed(&nodes, &open, &all, 4, Key::Right), None);
        assert_eq!(pressed(&nodes, &open, &all, 2, Key::End), Some(Move::To(4)));
        assert_eq!(pressed(&nodes, &open, &all, 4, Key::End), Some(Move::To(4)));
        assert_eq!(pressed(&nodes, &open, &all, 4, Key::Home), Some(Move::To(0)));
    }
}
