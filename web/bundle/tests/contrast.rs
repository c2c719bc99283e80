//! Every pair of colours that the style sheet puts together can be read, in light and in dark.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Surfaces on which any text may be.
const SURFACES: [&str; 7] = [
    "surface-page",
    "surface-side",
    "surface",
    "surface-raised",
    "surface-sunken",
    "surface-hover",
    "surface-selected",
];

/// Texts on any surface.
const TEXTS: [&str; 4] = ["text", "text-quiet", "accent-text", "danger-text"];

/// Texts on their own surface only.
const PAIRS: [(&str, &str); 15] = [
    ("text-faint", "surface"),
    ("text-faint", "surface-page"),
    ("text-faint", "surface-side"),
    ("text-faint", "surface-raised"),
    ("text-faint", "surface-sunken"),
    ("text-on-accent", "accent"),
    ("text-on-accent", "accent-hover"),
    ("text-on-accent", "danger"),
    ("text-on-accent", "danger-hover"),
    ("accent-text", "accent-surface"),
    ("past-text", "past-surface"),
    ("accent-text", "surface-selected"),
    ("accent-hover", "surface-hover"),
    ("art-text", "art-surface"),
    ("art-strong", "art-surface"),
];

/// Words of meaning: their text and the plain one on their surface, their line beside it.
const MEANINGS: [&str; 4] = ["info", "success", "warning", "danger"];

/// Outlines of controls and the mark of focus, on the surfaces where they are.
const OUTLINES: [(&str, &str); 11] = [
    ("control-line", "surface-raised"),
    ("control-line", "surface"),
    ("control-line", "surface-page"),
    ("control-line", "surface-sunken"),
    ("focus", "surface"),
    ("focus", "surface-page"),
    ("focus", "surface-raised"),
    ("focus", "surface-sunken"),
    ("accent", "surface"),
    ("past-line", "past-surface"),
    ("past-line", "surface-page"),
];

type Tokens = BTreeMap<String, String>;

fn tokens() -> Tokens {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("style/tokens.css");
    let text = fs::read_to_string(path).unwrap();
    let declarations = text.split(';').filter_map(|part| {
        let start = part.find("--")?;
        let (name, value) = part[start + 2..].split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    });
    // The first one wins: those after it are in a condition.
    declarations.fold(Tokens::new(), |mut all, (name, value)| {
        all.entry(name).or_insert(value);
        all
    })
}

/// The colour of a role, followed to its raw value.
fn colour(tokens: &Tokens, name: &str, dark: bool) -> [f64; 3] {
    let value = tokens.get(name).unwrap_or_else(|| panic!("no token --{name}"));
    resolve(tokens, value, dark)
}

fn resolve(tokens: &Tokens, value: &str, dark: bool) -> [f64; 3] {
    if let Some(both) = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')) {
        let (light, other) = both.split_once(", ").expect(value);
        return resolve(tokens, if dark { other } else { light }, dark);
    }
    if let Some(name) = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')')) {
        return colour(tokens, name, dark);
    }
    let digits = value.strip_prefix('#').unwrap_or_else(|| panic!("{value} is not a colour"));
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0)
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: [f64; 3]) -> f64 {
    let linear =
        colour.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn too_close(pairs: &[(String, String)], least: f64) -> Vec<String> {
    let tokens = tokens();
    let mut found = Vec::new();
    for dark in [false, true] {
        for (front, back) in pairs {
            let ratio = contrast(colour(&tokens, front, dark), colour(&tokens, back, dark));
            if ratio < least {
                found.push(format!("{front} on {back}, {}: {ratio:.2}", if dark { "dark" } else { "light" }));
            }
        }
    }
    found
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(front, back)| ((*front).to_owned(), (*back).to_owned())).collect()
}

#[test]
fn every_text_can_be_read() {
    let mut pairs = owned(&PAIRS);
    for text in TEXTS {
        pairs.extend(SURFACES.map(|surface| (text.to_owned(), surface.to_owned())));
    }
    for meaning in MEANINGS {
        pairs.push((format!("{meaning}-text"), format!("{meaning}-surface")));
        pairs.push(("text".to_owned(), format!("{meaning}-surface")));
    }
    for number in 1..=4 {
        pairs.push(("text".to_owned(), format!("chart-{number}")));
    }
    let found = too_close(&pairs, 4.5);
    assert!(found.is_empty(), "less than 4.5:\n  {}", found.join("\n  "));
}

#[test]
fn every_control_can_be_seen() {
    let mut pairs = owned(&OUTLINES);
    for meaning in MEANINGS {
        pairs.push((format!("{meaning}-line"), "surface".to_owned()));
    }
    for number in 1..=4 {
        pairs.push((format!("chart-{number}-line"), "surface".to_owned()));
    }
    let found = too_close(&pairs, 3.0);
    assert!(found.is_empty(), "less than 3:\n  {}", found.join("\n  "));
}

#[test]
fn contrast_is_that_of_the_standard() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    assert!((contrast([0.46666666; 3], [1.0; 3]) - 4.48).abs() < 0.01);
}
