//! Who is known on a post, and whether a name typed in a workbook is that person (RAT-10).

use std::collections::BTreeMap;

use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;

use crate::id::{PostId, PractitionerId};
use crate::knowledge::Facts;
use crate::post::SigmedPost;
use crate::post_split::Wholes;
use crate::time::{Day, Period, Timeline};

/// A known occupant: names in use, then first names when they are known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Occupant {
    names: Vec<SmolStr>,
    first_names: Option<SmolStr>,
}

impl Occupant {
    /// Whether the text names this person: all the words of one of the names, and, when other words are left
    /// and the first names are known, at least one of these.
    pub fn is(&self, text: &str) -> bool {
        let given = words(text);
        self.names.iter().any(|name| {
            let name = words(name);
            if name.is_empty() || !name.iter().all(|word| given.contains(word)) {
                return false;
            }
            let left: Vec<&String> = given.iter().filter(|word| !name.contains(word)).collect();
            let first = self.first_names.as_deref().map(words).unwrap_or_default();
            let agrees =
                |word: &&String| first.iter().any(|first| first == *word || first.starts_with(word.as_str()));
            left.is_empty() || first.is_empty() || left.iter().any(agrees)
        })
    }

    /// As messages name the person.
    pub fn print(&self) -> String {
        let name = self.names.first().map_or("", SmolStr::as_str);
        match &self.first_names {
            Some(first) => format!("{name} {first}"),
            None => name.into(),
        }
    }
}

/// Lower case words without accents; hyphens and apostrophes separate.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().map(str::to_owned).collect()
}

/// The occupants of every post: those of SIGMED, those of our affectations.
pub(super) struct Occupants<'a> {
    known: &'a Facts,
    sigmed: BTreeMap<PostId, &'a Timeline<SigmedPost>>,
    ours: BTreeMap<PostId, Vec<(Period, PractitionerId)>>,
}

impl<'a> Occupants<'a> {
    /// Gathered once for all lines.
    pub fn of(known: &'a Facts) -> Self {
        let sigmed = known.sigmed_posts.iter();
        let sigmed =
            sigmed.filter_map(|(_, timeline)| Some((timeline.last()?.value.post, timeline))).collect();
        let wholes = Wholes::of(known);
        let mut ours: BTreeMap<PostId, Vec<(Period, PractitionerId)>> = BTreeMap::new();
        for (_, segment) in known.affectations.segments() {
            // Who sits on a part is on the post.
            if let Some(post) = segment.value.post {
                let post = wholes.whole(post);
                ours.entry(post).or_default().push((segment.period, segment.value.practitioner));
            }
        }
        Self { known, sigmed, ours }
    }

    /// Everyone known on a post: SIGMED's last statement, our affectations of that day. Empty: nobody is known.
    pub fn on(&self, post: PostId, day: Day) -> Vec<Occupant> {
        let mut occupants = Vec::new();
        if let Some(said) = self.sigmed.get(&post).and_then(|timeline| timeline.last()) {
            let said = &said.value;
            if let Some(name) = &said.holder_name {
                let first_names = said.holder_first_name.clone();
                occupants.push(Occupant { names: vec![name.clone()], first_names });
            }
            if let Some(name) = &said.second_holder_name {
                occupants.push(Occupant { names: vec![name.clone()], first_names: None });
            }
        }
        for (period, practitioner) in self.ours.get(&post).into_iter().flatten() {
            let person = self.known.practitioners.get(*practitioner).and_then(Timeline::last);
            let Some(person) = person.filter(|_| period.contains(day)) else { continue };
            let names = vec![person.value.usual_name.clone(), person.value.birth_name.clone()];
            let first_names = Some(person.value.first_names.clone());
            occupants.push(Occupant { names, first_names });
        }
        occupants
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_accents_and_order() {
        let known = Occupant { names: vec!["RAMOS-ROYER".into()], first_names: Some("Gaëlle Marie".into()) };
        for (text, same) in [
            ("RAMOS-ROYER Gaëlle", true),
            ("ramos royer gaelle", true),
            ("Gaelle RAMOS-ROYER", true),
            ("RAMOS-ROYER", true),
            ("RAMOS-ROYER G.", true),
            ("Dr RAMOS-ROYER Marie", true),
            ("RAMOS Gaëlle", false),
            ("RAMOS-ROYER Sylvie", false),
            ("DUPONT Gaëlle", false),
        ] {
            assert_eq!(known.is(text), same, "{text}");
        }
        let second = Occupant { names: vec!["GUYOT-ALBERT".into()], first_names: None };
        assert!(second.is("GUYOT-ALBERT Sylvie") && !second.is("GUYOT Sylvie"));
    }
}
