//! The FINESS extracts of geographic sites (`cs1100502`, `cs1100507`), in their real layout.
//!
//! No heading: a first line `finess;etalab;<version>;<date>`, then `structureet;` records of 31 or 32 fields and
//! `geolocalisation;` records of a varying number of fields, joined by the site number. Quotes are doubled inside
//! quoted fields, and some old files have quotes that never close: those are characters like others.

use std::collections::BTreeMap;

use shared::catalogue::reference as sentence;
use shared::code::Finess;
use shared::establishment::Site;
use shared::plan::{Finding, Severity};
use shared::reference::{FinessFile, StatedSite};
use shared::time::Day;
use smol_str::{SmolStr, format_smolstr};

/// Parses an extract; `None` when its first line gives no date.
pub(super) fn parse(text: &str, findings: &mut Vec<Finding>) -> Option<FinessFile> {
    let mut lines = (1_u32..).zip(text.lines());
    let unreadable = |line: u32| {
        Finding::new(Severity::Error, "reference.line_unreadable", sentence::line_unreadable()).on_line(line)
    };
    let (_, first) = lines.next()?;
    let Some(date) = first.split(';').nth(3).and_then(|date| date.trim().parse::<Day>().ok()) else {
        findings.push(unreadable(1));
        return None;
    };
    let mut sites = Vec::new();
    let mut coordinates = BTreeMap::new();
    for (number, line) in lines {
        let fields = fields(line);
        match fields.first().map(SmolStr::as_str) {
            Some("structureet") if fields.len() >= 31 => {
                let stated = site(&fields);
                for finess in [&stated.site.finess_et, &stated.site.finess_ej] {
                    if finess.parse::<Finess>().is_err() {
                        let message = sentence::finess_invalid(finess);
                        let finding = Finding::new(Severity::Warning, "IN-44", message);
                        findings.push(finding.on_line(number).about(finess.clone()));
                    }
                }
                sites.push(stated);
            }
            Some("geolocalisation") if fields.len() >= 6 => {
                coordinates.extend(place(&fields));
            }
            Some("") | None => {}
            _ => findings.push(unreadable(number)),
        }
    }
    for stated in &mut sites {
        stated.site.coordinates = coordinates.remove(&stated.site.finess_et);
    }
    Some(FinessFile { date, sites })
}

/// The fields of a line. A field in quotes may hold separators; a quote that never closes is a character.
fn fields(line: &str) -> Vec<SmolStr> {
    let mut fields = Vec::new();
    let mut rest = Some(line.trim_end_matches('\r'));
    while let Some(text) = rest {
        let quoted = text.strip_prefix('"').and_then(closed);
        let (field, after) = match quoted {
            Some((inner, after)) => (inner.replace("\"\"", "\""), after),
            None => match text.split_once(';') {
                Some((field, after)) => (field.to_owned(), Some(after)),
                None => (text.to_owned(), None),
            },
        };
        fields.push(SmolStr::from(field.trim()));
        rest = after;
    }
    fields
}

/// The inside of a quoted field and what comes after its separator, when its closing quote ends the field.
fn closed(text: &str) -> Option<(&str, Option<&str>)> {
    let mut from = 0;
    loop {
        let quote = from + text.get(from..)?.find('"')?;
        let after = text.get(quote + 1..)?;
        if after.starts_with('"') {
            from = quote + 2;
        } else if after.is_empty() {
            return Some((text.get(..quote)?, None));
        } else {
            return Some((text.get(..quote)?, Some(after.strip_prefix(';')?)));
        }
    }
}

/// Fields as numbered in the public description of the layout, the name of the section being the first.
fn site(fields: &[SmolStr]) -> StatedSite {
    let field = |place: usize| fields.get(place).cloned().unwrap_or_default();
    let filled = |place: usize| Some(field(place)).filter(|text| !text.is_empty());
    let name = filled(4).or_else(|| filled(3)).unwrap_or_default();
    let way = [7, 10, 8, 9].into_iter().filter_map(filled).collect::<Vec<_>>().join(" ");
    let address: Vec<SmolStr> =
        [filled(6), Some(way.into()).filter(|way: &SmolStr| !way.is_empty()), filled(11)]
            .into_iter()
            .flatten()
            .collect();
    let site = Site {
        finess_et: field(1),
        finess_ej: field(2),
        name,
        category: filled(18),
        siret: filled(22),
        address: Some(SmolStr::from(address.join(", "))).filter(|address| !address.is_empty()),
        town: filled(15),
        commune: commune(&field(13), &field(12)),
        coordinates: None,
    };
    StatedSite { site, public: field(26) == "1" }
}

/// INSEE code of a commune: department and three digits; overseas (`9A` to `9F`), `97` and three digits; Wallis
/// and Futuna (`9J`), `98` and three digits.
fn commune(department: &str, commune: &str) -> Option<SmolStr> {
    if department.len() != 2 || commune.len() != 3 {
        return None;
    }
    let start = match department {
        "9J" => "98",
        overseas if overseas.starts_with('9') && overseas.ends_with(|c: char| c.is_ascii_uppercase()) => "97",
        other => other,
    };
    Some(format_smolstr!("{start}{commune}"))
}

/// Site and `x;y;system`. The source has commas since 2026, semicolons before, which changes the number of
/// fields: the system is its last part.
fn place(fields: &[SmolStr]) -> Option<(SmolStr, SmolStr)> {
    let (number, x, y) = (fields.get(1)?, fields.get(2)?, fields.get(3)?);
    let source = fields.get(4..fields.len().checked_sub(1)?)?.join(",");
    let system = source.rsplit(',').map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    Some((number.clone(), format_smolstr!("{x};{y};{system}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        fields(line).iter().map(SmolStr::to_string).collect()
    }

    #[test]
    fn quotes_closed_or_not() {
        assert_eq!(texts(r#"a;"CH ""LES CHANAUX"" ; MACON";c"#), ["a", r#"CH "LES CHANAUX" ; MACON"#, "c"]);
        assert_eq!(texts(r#"a;"CH LES CHANAUX;MACON;c"#), ["a", r#""CH LES CHANAUX"#, "MACON", "c"]);
        assert_eq!(texts(r#"a;RESIDENCE "LES LILAS";c;"#), ["a", r#"RESIDENCE "LES LILAS""#, "c", ""]);
        assert_eq!(texts("a;\"\";c"), ["a", "", "c"]);
        assert_eq!(texts(r#"a;"b"#), ["a", r#""b"#]);
        assert_eq!(texts(r#"a;"b"x;c"#), ["a", r#""b"x"#, "c"]);
    }

    #[test]
    fn communes_of_overseas_departments_and_corsica() {
        for (department, number, insee) in [
            ("01", "451", Some("01451")),
            ("2A", "004", Some("2A004")),
            ("9A", "127", Some("97127")),
            ("9D", "411", Some("97411")),
            ("9F", "610", Some("97610")),
            ("9J", "613", Some("98613")),
            ("69", "", None),
        ] {
            assert_eq!(commune(department, number).as_deref(), insee, "{department} {number}");
        }
    }

    #[test]
    fn coordinates_of_2016_and_2026() {
        let system = |line: &str| place(&fields(line)).unwrap().1.to_string();
        assert_eq!(
            system(
                "geolocalisation;010002301;882538.9;6542885.8;1;ATLASANTE;100;IGN;BD_ADRESSE;V2.1;LAMBERT_93;2016-02-29"
            ),
            "882538.9;6542885.8;LAMBERT_93"
        );
        assert_eq!(
            system(
                "geolocalisation;010000024;870262.2;6571540.8;1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole);2026-05-04"
            ),
            "870262.2;6571540.8;EPSG:2154 RGF93 / Lambert-93 (Métropole)"
        );
    }
}
