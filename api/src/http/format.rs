//! In what form an answer is asked: `format=`, else `Accept`. JSON by default; a form that is not made is refused.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use shared::problem::Code;

use super::problem::{Answer, ApiError};
use super::query::Params;
use crate::app::staffing_table::{File, FileFormat};

const NDJSON: &str = "application/x-ndjson";
const PARQUET: &str = "application/vnd.apache.parquet";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The file that is asked; `None`: JSON. Takes `format` from the parameters.
///
/// # Errors
/// `request.malformed` for an unknown `format`; `request.not_acceptable` for an unknown `Accept`.
pub fn asked(request: &HttpRequest, params: &mut Params) -> Result<Option<FileFormat>, ApiError> {
    if let Some(format) = params.one("format")? {
        return match format.as_str() {
            "json" => Ok(None),
            "csv" => Ok(Some(FileFormat::Csv)),
            "csv_raw" => Ok(Some(FileFormat::CsvRaw)),
            "xlsx" => Ok(Some(FileFormat::Xlsx)),
            "ndjson" => Ok(Some(FileFormat::NdJson)),
            "parquet" => Ok(Some(FileFormat::Parquet)),
            _ => Err(ApiError::unreadable("format")),
        };
    }
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let Some(accept) = accept else { return Ok(None) };
    accept.split(',').find_map(of_media).ok_or_else(|| ApiError::code(Code::NotAcceptable))
}

/// The form of one media range; the order in which a caller writes them is the order of preference.
fn of_media(range: &str) -> Option<Option<FileFormat>> {
    let mut parts = range.split(';').map(str::trim);
    let kind = parts.next()?.to_ascii_lowercase();
    match kind.as_str() {
        "application/json" | "application/*" | "*/*" => Some(None),
        "text/csv" | "text/*" => {
            let parts: Vec<String> = parts.map(|part| part.replace('"', "").to_ascii_lowercase()).collect();
            let raw = parts.iter().any(|part| part == "profile=raw");
            let charset = parts.iter().find_map(|part| part.strip_prefix("charset=")).unwrap_or("utf-8");
            // Another encoding than what is asked would be read wrong: what is not made is refused.
            match (charset, raw) {
                ("utf-8", true) => Some(Some(FileFormat::CsvRaw)),
                ("utf-8", false) => Some(Some(FileFormat::Csv)),
                ("windows-1252", false) => Some(Some(FileFormat::CsvWindows)),
                _ => None,
            }
        }
        NDJSON => Some(Some(FileFormat::NdJson)),
        XLSX => Some(Some(FileFormat::Xlsx)),
        PARQUET => Some(Some(FileFormat::Parquet)),
        _ => None,
    }
}

/// A file as an answer, under its name (RFC 6266).
///
/// # Errors
/// Never; an answer like the others.
pub fn attachment(file: File, format: FileFormat) -> Answer {
    let kind = match format {
        FileFormat::Csv => "text/csv; charset=utf-8; header=present; profile=fr",
        FileFormat::CsvWindows => "text/csv; charset=windows-1252; header=present; profile=fr",
        FileFormat::CsvRaw => "text/csv; charset=utf-8; header=present; profile=raw",
        FileFormat::NdJson => NDJSON,
        FileFormat::Xlsx => XLSX,
        FileFormat::Parquet => PARQUET,
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition(&file.name)))
        .body(file.bytes))
}

/// `attachment; filename*=UTF-8''…`: every byte that is not plain is escaped.
pub(super) fn disposition(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_ranges() {
        for (range, expected) in [
            ("application/json", Some(None)),
            ("*/*;q=0.8", Some(None)),
            ("text/csv", Some(Some(FileFormat::Csv))),
            ("text/csv; profile=raw", Some(Some(FileFormat::CsvRaw))),
            ("text/csv; charset=UTF-8", Some(Some(FileFormat::Csv))),
            ("text/csv; charset=\"windows-1252\"", Some(Some(FileFormat::CsvWindows))),
            ("text/csv; profile=fr; charset=Windows-1252", Some(Some(FileFormat::CsvWindows))),
            ("text/csv; profile=raw; charset=windows-1252", None),
            ("text/csv; charset=utf-16", None),
            (NDJSON, Some(Some(FileFormat::NdJson))),
            (XLSX, Some(Some(FileFormat::Xlsx))),
            (PARQUET, Some(Some(FileFormat::Parquet))),
            ("application/pdf", None),
        ] {
            assert_eq!(of_media(range), expected, "{range}");
        }
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(disposition("pôle 1.csv"), "attachment; filename*=UTF-8''p%C3%B4le%201.csv");
    }
}
