//! The workbooks that a hospital fills in and sends back: their headings, and what is known, as rows.
//!
//! What is filled in is read back by the import as it stands and plans nothing: a thing that its file could not say (a
//! post whose corps does not give its kind, a structure whose parent would be taken for another) is left out, and what a
//! file does not name stays. Refuses to know what a workbook is: that is `api`.

#[cfg(test)]
mod tests;

use smol_str::SmolStr;

use super::attachments::{self, attachment_rows};
use super::posts::kind_of_corps;
use super::structures::StructureIndex;
use super::table::Setting;
use crate::catalogue::sirh::{HALF_DAYS_HEADING, field_name};
use crate::contract::imports::SkeletonFile;
use crate::id::StructureId;
use crate::import::sirh::field::Field;
use crate::knowledge::Facts;
use crate::post::Post;
use crate::structure::Structure;
use crate::time::{Day, Period};

/// Headings of the posts that SIGMED does not know, as `plan_posts` reads them.
const POSTS: [&str; 10] = [
    "N° poste",
    "Type",
    "Corps",
    "Section CNU",
    "Spécialité",
    "Quotité",
    "N° pôle",
    "N° service",
    "Date début",
    "Date fin",
];
/// Headings of the structures, as `plan_structures` reads them.
const STRUCTURES: [&str; 9] = [
    "Genre",
    "Numéro",
    "Libellé",
    "Parent",
    "FINESS ET",
    "Date début",
    "Date fin",
    "Remplace",
    "N° structure SIGMED",
];
/// Fields of an extract that a person does not type: a name in two columns says more, the day is that of the sending.
const NOT_TYPED: [Field; 3] = [Field::FullName, Field::StructureLabel, Field::ExtractedOn];
/// Longest label that a file of structures states whole.
const LABEL_MAX: usize = 120;

/// Name of the sheet.
pub const fn sheet(file: SkeletonFile) -> &'static str {
    match file {
        SkeletonFile::Attachments => attachments::SHEET,
        SkeletonFile::Posts => "Postes",
        SkeletonFile::Sirh => "Extraction",
        SkeletonFile::Structures => "Structures",
    }
}

/// The headings, in their order.
pub fn headings(file: SkeletonFile) -> Vec<SmolStr> {
    let texts = |names: &[&'static str]| names.iter().map(|name| SmolStr::new_static(name)).collect();
    match file {
        SkeletonFile::Attachments => texts(&attachments::HEADINGS),
        SkeletonFile::Posts => texts(&POSTS),
        SkeletonFile::Structures => texts(&STRUCTURES),
        SkeletonFile::Sirh => Field::ALL
            .into_iter()
            .filter(|field| !NOT_TYPED.contains(field))
            .map(|field| {
                let unit = if field.is_quotity() { HALF_DAYS_HEADING } else { "" };
                format!("{}{unit}", field_name(field)).into()
            })
            .collect(),
    }
}

/// Whether the file has a pre-filled form. An extract comes from the software of the hospital, not from here.
pub const fn can_be_filled(file: SkeletonFile) -> bool {
    !matches!(file, SkeletonFile::Sirh)
}

/// What is known on the day of the setting, as rows under [`headings`]; nothing for a file without a pre-filled form.
/// `names`: whether the holders of posts may be told.
pub fn rows(file: SkeletonFile, known: &Facts, setting: &Setting<'_>, names: bool) -> Vec<Vec<SmolStr>> {
    match file {
        SkeletonFile::Attachments => {
            let mut rows = attachment_rows(known, setting);
            for [_, holder, ..] in rows.iter_mut().filter(|_| !names) {
                *holder = SmolStr::default();
            }
            rows.into_iter().map(Vec::from).collect()
        }
        SkeletonFile::Posts => post_rows(known, setting).into_iter().map(Vec::from).collect(),
        SkeletonFile::Structures => structure_rows(known, setting).into_iter().map(Vec::from).collect(),
        SkeletonFile::Sirh => Vec::new(),
    }
}

/// A first and a last day as a file says them: included, and nothing for what has no beginning or no end.
fn days(period: Period) -> [SmolStr; 2] {
    let first = (period.from() != Day::FIRST).then(|| period.from().in_french());
    let last = (!period.is_open()).then(|| period.to().previous().in_french());
    [first, last].map(|day| day.unwrap_or_default().into())
}

/// The posts of the day that SIGMED does not know, each for its whole life.
fn post_rows(known: &Facts, setting: &Setting<'_>) -> Vec<[SmolStr; 10]> {
    let index = StructureIndex::new(&known.structures);
    let mut rows: Vec<[SmolStr; 10]> = known
        .posts
        .on(setting.today)
        .filter_map(|(id, segment)| {
            let (post, span) = (&segment.value, known.posts.get(id)?.span()?);
            let number = post.local_number.clone().filter(|_| says_all_of(post, setting))?;
            let (pole, service) =
                post.structure.map(|id| index.numbers_of(id, setting.today)).unwrap_or_default();
            let [first, last] = days(span);
            let text = |value: &Option<SmolStr>| value.clone().unwrap_or_default();
            Some([
                number,
                post.kind.clone(),
                text(&post.corps),
                text(&post.cnu_section),
                text(&post.speciality),
                post.quotity.half_days().into(),
                pole,
                service,
                first,
                last,
            ])
        })
        .collect();
    rows.sort();
    rows
}

/// Whether a line of the file says everything of a post.
fn says_all_of(post: &Post, setting: &Setting<'_>) -> bool {
    let entry = setting.nomenclatures.entry("post_kinds", &post.kind);
    let of_sigmed = |entry: &crate::nomenclature::NomenclatureEntry| {
        entry.attribute("sigmed").is_some_and(|sigmed| sigmed == "yes")
    };
    !post.is_part()
        && post.sigmed_number.is_none()
        && post.sigmed_type.is_none()
        && post.discipline.is_none()
        && entry.is_some_and(|entry| !of_sigmed(entry))
        && post.corps.as_ref().is_none_or(|corps| kind_of_corps(corps) == Some(post.kind.as_str()))
}

/// The structures that have not closed, with their past: a line for each period.
fn structure_rows(known: &Facts, setting: &Setting<'_>) -> Vec<[SmolStr; 9]> {
    let index = StructureIndex::new(&known.structures);
    let said = |id: StructureId, structure: &Structure| {
        index.find(&structure.kind, &structure.number) == Some(id)
            && !structure.label.is_empty()
            && structure.label.chars().count() <= LABEL_MAX
            && parent_found(&index, structure, setting) == Some(structure.parent)
            && replaced_found(&index, structure) == structure.follows
    };
    let open = known.structures.iter().filter(|(id, _)| !index.is_closed(*id, setting.today));
    let whole = open.filter(|(id, timeline)| timeline.iter().all(|segment| said(*id, &segment.value)));
    let mut rows: Vec<(u8, [SmolStr; 9])> = whole
        .flat_map(|(_, timeline)| timeline.iter())
        .map(|segment| {
            let structure = &segment.value;
            let number = |id: Option<StructureId>| {
                id.and_then(|id| index.get(id)).map(|other| other.number.clone()).unwrap_or_default()
            };
            let parent = match structure.parent {
                None => setting.establishment.finess_ej.clone(),
                parent => number(parent),
            };
            let [first, last] = days(segment.period);
            // Parents before their children, as people read them; the file may be in any order.
            let level = if structure.is_pole() {
                0
            } else if structure.is_unit() {
                2
            } else {
                1
            };
            let text = |value: &Option<SmolStr>| value.clone().unwrap_or_default();
            let row = [
                structure.kind.clone(),
                structure.number.clone(),
                structure.label.clone(),
                parent,
                text(&structure.site),
                first,
                last,
                number(structure.follows),
                text(&structure.sigmed_number),
            ];
            (level, row)
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The parent that the file would be read to mean; `None` when it would be refused.
fn parent_found(
    index: &StructureIndex<'_>,
    structure: &Structure,
    setting: &Setting<'_>,
) -> Option<Option<StructureId>> {
    let entry = setting.nomenclatures.entry("structure_kinds", &structure.kind)?;
    let allowed = entry.attribute("parent_codes").cloned().unwrap_or_default();
    let kinds: Vec<&str> = allowed.split(';').map(str::trim).collect();
    let Some(parent) = structure.parent else { return kinds.contains(&"EJ").then_some(None) };
    let number = &index.get(parent)?.number;
    if setting.is_establishment(number) {
        return None;
    }
    Some(Some(kinds.into_iter().find_map(|kind| index.find(kind, number))?))
}

/// The structure that the file would be read to replace.
fn replaced_found(index: &StructureIndex<'_>, structure: &Structure) -> Option<StructureId> {
    let number = &index.get(structure.follows?)?.number;
    index.replaced(&structure.kind, number)
}
