//! Rows for programs, one JSON document a line; the last line says how many there are, of which day and knowledge, so
//! that a file cut short is told from a whole one, and from where the change feed goes on.

use std::io::{BufWriter, Write};

use serde::Serialize;
use shared::time::View;

use super::ExportError;

/// The last line.
#[derive(Serialize)]
struct Last<'a> {
    trailer: Trailer<'a>,
}

/// What the lines before are: their number, their time, and the token from which the change feed goes on after them.
#[derive(Serialize)]
struct Trailer<'a> {
    count: u64,
    time: View,
    changes: &'a str,
}

/// Writes the rows, each as the interface says it, and the last line.
///
/// # Errors
/// When the writer refuses.
pub fn ndjson<T: Serialize>(
    rows: impl IntoIterator<Item = T>,
    time: View,
    changes: &str,
    writer: impl Write,
) -> Result<(), ExportError> {
    let mut writer = BufWriter::new(writer);
    let mut count = 0;
    for row in rows {
        serde_json::to_writer(&mut writer, &row)?;
        writer.write_all(b"\n")?;
        count += 1;
    }
    serde_json::to_writer(&mut writer, &Last { trailer: Trailer { count, time, changes } })?;
    writer.write_all(b"\n")?;
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_the_others() {
        let time =
            View { as_of: "2026-04-01".parse().unwrap(), known_at: "2026-04-02T08:00:00Z".parse().unwrap() };
        let mut bytes = Vec::new();
        ndjson(
            [serde_json::json!({ "number": "é\n" }), serde_json::json!({ "number": null })],
            time,
            "token",
            &mut bytes,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\"number\":\"é\\n\"}\n{\"number\":null}\n{\"trailer\":{\"count\":2,\"time\":{\"as_of\":\"2026-04-01\",\
             \"known_at\":\"2026-04-02T08:00:00.000000Z\"},\"changes\":\"token\"}}\n"
        );
    }
}
