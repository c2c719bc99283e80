//! The repository checks itself: directions between layers, sizes, links, names, documents in step with the code.
//!
//! A rule that a machine can check is not left to review. Each failure names the file, the line and the rule.
//! The reading of Rust here is just enough to tell code from comments and literals; it is no parser.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use shared::fact::Noun;
use shared::problem::Code;

/// Longest source file, in lines.
const LONGEST: usize = 600;

/// Folders that hold nothing we write.
const NOT_OURS: [&str; 6] = [".git", "target", "var", "node_modules", "dist", "results"];

/// Places where French sentences may be, each with its reason.
const FRENCH_IS_AT_HOME: &[(&str, &str)] = &[
    ("shared/src/catalogue/", "the catalogue: every French sentence"),
    ("api/src/reader/error.rs", "why a file cannot be read, said where the readers live"),
];

/// Files outside `shared/src/time` that write the open end, each with its reason.
const OPEN_END_IS_WRITTEN: &[(&str, &str)] =
    &[("api/src/db/backend.rs", "SQL must repeat the condition of a partial index to use it")];

/// What `http` names of the store all the same, each with its reason.
const STORE_IS_HELD: &[(&str, &str)] =
    &[("api/src/http/state.rs: db", "the process holds its database, which each request hands to app")];

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Text of a file, by its path from the root.
fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder whose name ends so, as paths from the root, in order. A folder that is not there
/// yet has no files.
fn files(folder: &str, ending: &str) -> Vec<String> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    walk(&path, ending, found);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    let mut paths: Vec<String> = found
        .iter()
        .filter_map(|path| path.strip_prefix(root()).ok())
        .map(|path| path.to_string_lossy().replace('\\', "/"))
        .collect();
    paths.sort();
    paths
}

/// The Rust files of the crates that make the program; their unit tests may quote anything.
fn program() -> impl Iterator<Item = String> {
    let folders = ["shared/src", "api/src", "web/src", "web/bundle/src"];
    let all = folders.into_iter().flat_map(|folder| files(folder, ".rs"));
    all.filter(|path| {
        !path.contains("/tests/") && !path.ends_with("/tests.rs") && !path.ends_with("/testing.rs")
    })
}

/// A Rust file read just enough: its code without comments and literals, and its string literals.
#[derive(Default)]
struct Source {
    /// The code, line breaks kept, comments and the content of literals left out.
    code: String,
    /// String literals with the line on which they begin.
    literals: Vec<(usize, String)>,
}

impl Source {
    /// Reads a file of the repository up to its unit tests, which come last and may quote anything.
    fn of(path: &str) -> Self {
        let text = read(path);
        Self::parse(text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let mut source = Self::default();
        let mut rest = text;
        let mut line = 1;
        let mut before = ' ';
        while let Some(c) = rest.chars().next() {
            let taken = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                block_comment(rest)
            } else if let Some(hashes) = raw_string(rest, before) {
                let opening = hashes + 2;
                let closing = format!("\"{}", "#".repeat(hashes));
                let body = rest.get(opening..).unwrap_or_default();
                let length = body.find(&closing).unwrap_or(body.len());
                source.literals.push((line, body.get(..length).unwrap_or_default().into()));
                opening + length + closing.len()
            } else if c == '"' {
                let length = quoted(rest, '"');
                source.literals.push((line, rest.get(1..length - 1).unwrap_or_default().into()));
                length
            } else if c == '\'' && is_character(rest) {
                quoted(rest, '\'')
            } else {
                source.code.push(c);
                c.len_utf8()
            };
            let (token, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
            if taken > c.len_utf8() {
                source.code.extend(token.chars().filter(|c| *c == '\n'));
            }
            line += token.matches('\n').count();
            before = c;
            rest = after;
        }
        source
    }

    /// Whether the code holds this word, not merely as a part of another.
    fn names(&self, word: &str) -> bool {
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(word).any(|(at, _)| {
            let before = self.code.get(..at).and_then(|text| text.chars().next_back());
            let after = self.code.get(at + word.len()..).and_then(|text| text.chars().next());
            !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
        })
    }
}

/// Length of a block comment, which may hold others.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Number of `#` of a raw string that begins here, if one does.
fn raw_string(text: &str, before: char) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let is_prefix = before == 'b' || !(before.is_alphanumeric() || before == '_');
    (is_prefix && rest.get(hashes..)?.starts_with('"')).then_some(hashes)
}

/// Length of a literal between quotes, with them.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Whether a quote opens a character rather than a lifetime.
fn is_character(text: &str) -> bool {
    let mut following = text.chars().skip(1);
    following.next() == Some('\\') || following.next() == Some('\'')
}

/// Fails with the whole list, so that one run shows everything to mend.
fn none(rule: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

/// The files of a folder whose code names one of these words.
fn naming<'a>(folder: &str, words: &'a [&str]) -> impl Iterator<Item = String> + use<'a> {
    files(folder, ".rs").into_iter().flat_map(move |path| {
        let source = Source::of(&path);
        words
            .iter()
            .filter(move |word| source.names(word))
            .map(move |word| format!("{path}: {word}"))
            .collect::<Vec<_>>()
    })
}

#[test]
fn http_asks_app_alone() {
    let held = |found: &String| STORE_IS_HELD.iter().any(|(known, _)| found == known);
    let strays = naming("api/src/http", &["diesel", "db", "Connection"]).filter(|found| !held(found));
    none("http asks app, which asks db", strays);
    let begun = files("api/src/http", ".rs").into_iter().filter(|path| {
        let code: String = Source::of(path).code.split_whitespace().collect();
        code.contains("database.read(") || code.contains("database.write(")
    });
    none("a transaction begins in app", begun);
}

#[test]
fn the_command_line_makes_no_query() {
    let words = ["diesel", "Connection", "Transaction"];
    none("cli opens the database and asks app", naming("api/src/cli", &words));
}

#[test]
fn db_never_names_actix() {
    none("db knows no request", naming("api/src/db", &["actix_web", "actix_http", "actix"]));
}

#[test]
fn only_the_backend_names_a_database() {
    let words = ["SqliteConnection", "PgConnection", "diesel::sqlite", "diesel::pg"];
    let elsewhere = naming("api/src", &words).filter(|found| !found.starts_with("api/src/db/backend.rs:"));
    none("what differs between databases lives in api/src/db/backend.rs", elsewhere);
}

#[test]
fn shared_depends_on_no_server_and_no_database() {
    let manifest = read("shared/Cargo.toml");
    let found = manifest
        .lines()
        .filter(|line| ["diesel", "actix", "tokio"].iter().any(|name| line.trim_start().starts_with(name)));
    none("shared is pure", found.map(str::to_string));
}

#[test]
fn shared_reads_no_clock_and_no_file() {
    let words = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Utc::now",
        "Local::now",
        "println!",
        "eprintln!",
    ];
    none("shared is a function of its arguments", naming("shared/src", &words));
}

#[test]
fn pages_call_by_client_and_style_by_ui() {
    let strays = naming("web/src", &["gloo_net", "class"]).filter(|found| {
        let home = if found.ends_with(": class") { "web/src/ui/" } else { "web/src/client/" };
        !found.starts_with(home)
    });
    none("calls are in web/src/client, class names in web/src/ui", strays);
}

#[test]
fn open_end_is_written_once() {
    let listed = |path: &str| OPEN_END_IS_WRITTEN.iter().any(|(known, _)| path == *known);
    let elsewhere =
        program().filter(|path| !path.starts_with("shared/src/time/") && !listed(path)).filter(|path| {
            let source = Source::of(path);
            let code: String = source.code.split_whitespace().collect();
            code.contains("9999,12,31") || source.literals.iter().any(|(_, text)| text.contains("9999-12-31"))
        });
    none("the open end is Day::OPEN of shared::time", elsewhere);
}

/// Accented letters, and a full stop or four words: a heading of a file (`N° service médical`) is no sentence.
fn is_french_sentence(text: &str) -> bool {
    let accented = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    accented && (text.trim_end().ends_with('.') || text.split_whitespace().count() >= 4)
}

#[test]
fn french_sentences_are_in_the_catalogue() {
    let strays = program()
        .filter(|path| !FRENCH_IS_AT_HOME.iter().any(|(home, _)| path.starts_with(home)))
        .flat_map(|path| {
            Source::of(&path)
                .literals
                .into_iter()
                .filter(|(_, text)| is_french_sentence(text))
                .map(|(line, text)| format!("{path}:{line}: {text:?}"))
                .collect::<Vec<_>>()
        });
    none("a French sentence lives in shared/src/catalogue, or its file is listed here with a reason", strays);
}

/// Headings of files, which `domain.md` fixes to the letter.
const HEADINGS_AS_THEY_ARE: &[&str] = &["Début d'affectation"];

#[test]
fn apostrophes_of_the_catalogue_are_curly() {
    let straight = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        letters.windows(3).any(
            |three| matches!(three, [before, '\'', after] if before.is_alphabetic() && after.is_alphabetic()),
        )
    };
    assert!(straight("l'état") && !straight("l’état") && !straight("'x'"));
    let paths: Vec<String> = files("shared/src/catalogue", ".rs");
    assert!(paths.len() > 20);
    let mut strays = Vec::new();
    let mut kept = Vec::new();
    for path in paths {
        for (line, text) in Source::of(&path).literals {
            match HEADINGS_AS_THEY_ARE.iter().find(|one| **one == text) {
                Some(heading) => kept.push(*heading),
                None if straight(&text) => strays.push(format!("{path}:{line}: {text}")),
                None => {}
            }
        }
    }
    none("people read ’ and not ' between two letters", strays);
    assert_eq!(kept, HEADINGS_AS_THEY_ARE, "each heading left as it is is still there");
}

#[test]
fn exceptions_serve_somebody() {
    let all = FRENCH_IS_AT_HOME.iter().chain(OPEN_END_IS_WRITTEN);
    let gone = all.filter(|(home, _)| !root().join(home).exists());
    let held: Vec<String> = naming("api/src/http", &["db"]).collect();
    let unused = STORE_IS_HELD.iter().filter(|(known, _)| !held.iter().any(|found| found == known));
    let idle = gone.chain(unused).map(|(home, reason)| format!("{home} ({reason})"));
    none("an exception for what is gone is deleted", idle);
}

#[test]
fn no_source_file_is_too_long() {
    let sources = [".rs", ".py", ".sh", ".sql", ".css"].into_iter().flat_map(|ending| files("", ending));
    let long = sources.filter_map(|path| {
        let lines = read(&path).lines().count();
        (lines > LONGEST).then(|| format!("{path}: {lines} lines"))
    });
    none("a file that grows past its sentence is split by noun or by operation", long);
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent = program().filter(|path| !read(path).starts_with("//!"));
    none("a module opens with `//!`: what it is for, what it refuses to do", silent);
}

/// The targets of the links of a document, outside code, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if !in_code {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            found.extend(targets.map(|target| (number + 1, target.to_string())));
        }
    }
    found
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let broken = files("", ".md").into_iter().flat_map(|path| {
        let folder = root().join(&path).parent().map(Path::to_path_buf).unwrap_or_default();
        links(&read(&path))
            .into_iter()
            .filter(|(_, target)| !target.contains("://") && !target.starts_with("mailto:"))
            .filter(|(_, target)| {
                let file = target.split('#').next().unwrap_or_default();
                !file.is_empty() && !folder.join(file).exists()
            })
            .map(|(line, target)| format!("{path}:{line}: {target}"))
            .collect::<Vec<_>>()
    });
    none("a link leads to a file of the repository", broken);
}

#[test]
fn decisions_are_numbered_and_listed_in_order() {
    let on_disk: Vec<String> = files("docs/decisions", ".md")
        .iter()
        .filter_map(|path| path.strip_prefix("docs/decisions/"))
        .filter(|name| *name != "README.md")
        .map(str::to_string)
        .collect();
    let misnumbered = on_disk
        .iter()
        .enumerate()
        .filter(|(index, name)| !name.starts_with(&format!("{:04}-", index + 1)))
        .map(|(_, name)| name.clone());
    none("decisions are NNNN-title.md without a gap", misnumbered);
    let listed: Vec<String> = links(&read("docs/decisions/README.md"))
        .into_iter()
        .map(|(_, target)| target)
        .filter(|target| target.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(listed, on_disk, "docs/decisions/README.md lists every decision in order");
}

#[test]
fn glossary_has_every_noun() {
    let glossary = read("docs/glossary.md");
    let absent =
        Noun::ALL.into_iter().map(Noun::name).filter(|name| !glossary.contains(&format!("`{name}`")));
    none("a word that is not in docs/glossary.md is added there first", absent.map(str::to_string));
}

#[test]
fn every_refusal_of_an_import_is_explained() {
    let page = read("docs/import.md");
    let codes =
        ["shared/src/import/sirh/problem.rs", "api/src/reader/error.rs"].into_iter().flat_map(|path| {
            Source::of(path).literals.into_iter().map(|(_, text)| text).filter(|text| is_code(text))
        });
    none("docs/import.md explains every code", codes.filter(|code| !page.contains(&format!("`{code}`"))));
}

/// `docs/errors.md` has a line for each code (a test beside the table compares them). A test that never names a code
/// cannot provoke it; that the ones that do name it can fail is for who reads them.
#[test]
fn r06_each_code_is_named_by_a_test() {
    let places = [("api/tests", ".rs"), ("api/src", "tests.rs"), ("e2e/contract", ".py"), ("e2e/cli", ".py")];
    let tests: Vec<String> =
        places.iter().flat_map(|(folder, ending)| files(folder, ending)).map(|path| read(&path)).collect();
    let named = |code: &&Code| {
        let forms = [format!("\"{}\"", code.wire()), format!("Code::{code:?}")];
        tests.iter().any(|text| forms.iter().any(|form| text.contains(form)))
    };
    let forgotten = Code::ALL.iter().filter(|code| !named(code)).map(|code| code.wire().to_owned());
    none("a code of `docs/errors.md` has a test that provokes it", forgotten);
}

/// `noun.cause`, or the number of a rule.
fn is_code(text: &str) -> bool {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    text.starts_with("IN-") || text.split_once('.').is_some_and(|(noun, cause)| word(noun) && word(cause))
}

#[test]
fn every_command_is_listed() {
    let makefile = read("Makefile");
    let is_target = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(':');
    let unlisted = makefile.lines().filter(is_target).filter(|line| !line.contains(" ## "));
    none("`make help` lists every target: it has a comment after ##", unlisted.map(str::to_string));
}

#[test]
fn folders_of_both_databases_hold_the_same_migrations() {
    let names = |backend: &str| -> BTreeSet<String> {
        let folder = format!("api/migrations/{backend}/");
        files(&folder, ".sql")
            .iter()
            .filter_map(|path| path.strip_prefix(&folder))
            .map(str::to_string)
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"), "each migration exists for both databases");
}

#[test]
fn code_is_told_from_comments_and_literals() {
    let source = Source::parse(
        "// diesel \"é\"\nuse a::b; /* x /* y */ \"z\" */ let c = '\"'; fn f<'a>(x: &'a str) {}\n\
         let s = \"one \\\" two\"; let r = r#\"three \"quoted\"\"#; let bar = \"four\";",
    );
    let literals: Vec<(usize, &str)> =
        source.literals.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(literals, [(3, "one \\\" two"), (3, "three \"quoted\""), (3, "four")]);
    assert!(source.names("use") && source.names("a::b") && source.names("f"));
    assert!(!source.names("diesel") && !source.names("us"));
}
