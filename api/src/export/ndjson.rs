//! Rows for programs, one JSON document a line; the last line says how many there are, of which day and knowledge, so
//! that a file cut short is told from a whole one.

use std::io::{BufWriter, Write};

use serde::Serialize;
use shared::time::View;

use super::ExportError;

/// The last line.
#[derive(Serialize)]
struct Last {
    trailer: Trailer,
}

/// What the lines before are: the knowledge is what to ask again from.
#[derive(Serialize)]
struct Trailer {
    count: u64,
    time: View,
}

/// Writes the rows, each as the interface says it, and the last line.
///
/// # Errors
/// When the writer refuses.
pub fn ndjson<T: Serialize>(
    rows: impl IntoIterator<Item = T>,
    time: View,
    writer: impl Write,
) -> Result<(), ExportError> {
    let mut writer = BufWriter::new(writer);
    let mut count = 0;
    for row in rows {
        serde_json::to_writer(&mut writer, &row)?;
        writer.write_all(b"\n")?;
        count += 1;
    }
    serde_json::to_writer(&mut writer, &Last { trailer: Trailer { count, time } })?;
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
            &mut bytes,
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\"number\":\"é\\n\"}\n{\"number\":null}\n{\"trailer\":{\"count\":2,\"time\":{\"as_of\":\"2026-04-01\",\
             \"known_at\":\"2026-04-02T08:00:00.000000Z\"}}}\n"
        );
    }
}
