//! Words of the browser application, one file per page, and what all pages share.
//!
//! A label is a noun or a short order; a hint says what to write; a message says what happened and what to do next.

/// Affectations.
pub mod affectations;
/// Comments.
pub mod comments;
/// List of establishments.
pub mod establishments;
/// Not found, refused, unreachable.
pub mod gates;
/// The past of a thing, drawn.
pub mod history;
/// Home of an establishment.
pub mod home;
/// The steps of an import.
pub mod import_steps;
/// Imports.
pub mod imports;
/// The journal.
pub mod journal;
/// What lists of facts share.
pub mod lists;
/// What a person was told.
pub mod notices;
/// The parts of split posts.
pub mod post_parts;
/// The profile of a post.
pub mod post_profiles;
/// Posts: list and sheet.
pub mod posts;
/// Practitioners: list and sheet.
pub mod practitioners;
/// Requests on posts.
pub mod requests;
/// Reservations of posts.
pub mod reservations;
/// The frame: header, navigation, user menu.
pub mod shell;
/// Sign in, session ended.
pub mod sign_in;
/// Staffing table.
pub mod staffing_table;
/// Before the application starts.
pub mod start;
/// Tree of structures.
pub mod structures;
/// Nouns, actions, fields of facts.
pub mod things;
/// Days, time in force, past.
pub mod time;
/// The lists of hospitals in a tour, and their posts.
pub mod tour_lists;
/// Tours de recrutement.
pub mod tours;
/// Labels of the pieces every page is made of.
pub mod ui;
/// Users and rights.
pub mod users;

#[cfg(test)]
mod tests {
    use super::ui::bound;

    /// A line never begins with a sign, on any width.
    #[test]
    fn signs_stay_with_their_word_everywhere() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/screens");
        let mut loose = Vec::new();
        for file in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let source = std::fs::read_to_string(&file).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap();
            let texts =
                code.lines().filter(|line| !line.trim_start().starts_with("//") && line.contains('"'));
            let wrong =
                texts.filter(|line| bound(line) != **line).map(|line| format!("{name}: {}", line.trim()));
            loose.extend(wrong.filter(|line| !line.contains(".replace(")));
        }
        assert_eq!(loose, [""; 0], "write U+00A0 before `:` and `»`, U+202F before `;`, `?` and `!`");
    }
}
