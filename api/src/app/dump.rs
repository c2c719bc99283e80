//! The logical dump: all facts in force of an establishment, sorted by business key, without ids, versions,
//! changes or recorded instants. Two equal knowledges give the same bytes.

use serde_json::Value;
use shared::fact::Fact;
use shared::habilitation::Rubric;
use shared::knowledge::Facts;
use shared::time::{Instant, View};
use shared::with_nouns;

use super::establishments::home;
use super::{Ctx, Failure};

/// One JSON object per line: `entity`, `key`, the fields, `valid_from`, `valid_to` (half-open).
///
/// # Errors
/// An unknown establishment; failures of the database.
pub fn dump(ctx: &Ctx, finess: &str, known_at: Instant) -> Result<Vec<String>, Failure> {
    Ok(lines(&home(ctx, Rubric::Imports, finess, View { as_of: ctx.today, known_at })?.facts))
}

/// The lines of the dump.
pub fn lines(facts: &Facts) -> Vec<String> {
    let mut all = Vec::new();
    macro_rules! print {
        ($($field:ident: $type:ty),+ $(,)?) => {$({
            let mut lines: Vec<(String, String)> = Vec::new();
            for (_, segment) in facts.$field.segments() {
                let key = segment.value.key(segment.period.from(), facts);
                let mut object = serde_json::Map::new();
                object.insert("entity".into(), stringify!($field).into());
                object.insert("key".into(), key.as_str().into());
                object.extend(segment.value.describe(facts));
                object.insert("valid_from".into(), segment.period.from().to_string().into());
                object.insert("valid_to".into(), segment.period.to().to_string().into());
                let order = format!("{key}\u{0}{}", segment.period.from());
                lines.push((order, Value::Object(object).to_string()));
            }
            lines.sort();
            all.extend(lines.into_iter().map(|(_, line)| line));
        })+};
    }
    with_nouns!(print);
    all
}
