//! Rows as Parquet, for data teams: typed columns, and in the metadata of the file what its columns are, of which day and
//! which knowledge.
//!
//! The columns are those of the CSV for programs, in their order, and a cell is of the type of its column in every file:
//! a column that happens to be empty does not change its type. Refuses a cell of another kind than its column.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::{Type, TypePtr};
use serde_json::Value;
use shared::staffing_table::{Cell, FIELDS, StaffingTable};
use shared::time::{Day, View};

use super::ExportError;
use super::list::{Column, Kind};

/// What the columns of a file are, for who reads it years later: a column that goes or changes its type makes another.
const VERSION: u32 = 1;

/// The staffing table: one row of the file for each row of the table, without the fields that the reader may not read.
///
/// # Errors
/// When the file cannot be made or the writer refuses.
pub fn staffing_parquet<W: Write + Send>(table: &StaffingTable, writer: W) -> Result<(), ExportError> {
    let shown = || FIELDS.iter().copied().filter(|name| !table.hidden.contains(name));
    let mut columns: Vec<Typed> = shown().map(|name| Typed::new(name, kind_of(name))).collect();
    for row in &table.rows {
        let mut at = columns.iter_mut();
        row.each_field(|name, cell| match at.as_slice().first() {
            Some(column) if column.name == name => at.next().map_or(Ok(()), |column| column.push(&cell)),
            // A hidden field has no column.
            _ => Ok(()),
        })?;
    }
    write("staffing_table", columns, table.view, writer)
}

/// A list: one row of the file for each answer.
///
/// # Errors
/// When the file cannot be made or the writer refuses.
pub fn list_parquet<W: Write + Send>(
    list: &str,
    columns: &[Column],
    rows: &[Value],
    view: View,
    writer: W,
) -> Result<(), ExportError> {
    let mut typed: Vec<Typed> = columns.iter().map(|column| Typed::new(column.field, column.kind)).collect();
    for row in rows {
        for (column, typed) in columns.iter().zip(&mut typed) {
            typed.push(&column.plain().cell(row))?;
        }
    }
    write(list, typed, view, writer)
}

/// The kind of a field of the staffing table.
fn kind_of(field: &str) -> Kind {
    match field {
        "vacancy_day"
        | "valid_from"
        | "valid_to"
        | "expected_end"
        | "private_practice_until"
        | "iespe_until" => Kind::Day,
        "post_shared" | "post_split" | "private_practice" | "iespe" => Kind::Flag,
        "quotity" => Kind::Time,
        time if time.ends_with("_quotity") => Kind::Time,
        _ => Kind::Text,
    }
}

/// The values of a column that are there.
enum Values {
    Texts(Vec<ByteArray>),
    /// Hundredths of a percent of full time.
    Times(Vec<i64>),
    /// Days since 1 January 1970.
    Days(Vec<i32>),
    Flags(Vec<bool>),
}

/// A column and what it holds so far.
struct Typed {
    name: &'static str,
    values: Values,
    /// For each row, 1 when there is a value and 0 when there is none.
    levels: Vec<i16>,
}

impl Typed {
    fn new(name: &'static str, kind: Kind) -> Typed {
        let values = match kind {
            Kind::Text | Kind::Word(_) => Values::Texts(Vec::new()),
            Kind::Time => Values::Times(Vec::new()),
            Kind::Day => Values::Days(Vec::new()),
            Kind::Flag => Values::Flags(Vec::new()),
        };
        Typed { name, values, levels: Vec::new() }
    }

    fn push(&mut self, cell: &Cell<'_>) -> Result<(), ExportError> {
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {
                self.levels.push(0);
                return Ok(());
            }
            (Values::Texts(texts), Cell::Text(text)) => texts.push(ByteArray::from(text.as_ref())),
            (Values::Times(times), Cell::Hundredths(time) | Cell::HalfDays(time) | Cell::Fte(time)) => {
                times.push(*time);
            }
            (Values::Days(days), Cell::Day(day)) => days.push(since_1970(*day)),
            (Values::Flags(flags), Cell::Flag(flag)) => flags.push(*flag),
            _ => return Err(ParquetError::General(format!("{}: {cell:?}", self.name)).into()),
        }
        self.levels.push(1);
        Ok(())
    }

    fn column(&self) -> Result<TypePtr, ParquetError> {
        let (physical, logical) = match self.values {
            Values::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Times(_) => (Physical::INT64, None),
            Values::Days(_) => (Physical::INT32, Some(LogicalType::Date)),
            Values::Flags(_) => (Physical::BOOLEAN, None),
        };
        let column = Type::primitive_type_builder(self.name, physical).with_logical_type(logical);
        Ok(Arc::new(column.with_repetition(Repetition::OPTIONAL).build()?))
    }

    fn write(&self, mut writer: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &self.values {
            Values::Texts(texts) => batch::<ByteArrayType>(&mut writer, texts, &self.levels)?,
            Values::Times(times) => batch::<Int64Type>(&mut writer, times, &self.levels)?,
            Values::Days(days) => batch::<Int32Type>(&mut writer, days, &self.levels)?,
            Values::Flags(flags) => batch::<BoolType>(&mut writer, flags, &self.levels)?,
        }
        writer.close()
    }
}

fn batch<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &[T::T],
    levels: &[i16],
) -> Result<(), ParquetError> {
    writer.typed::<T>().write_batch(values, Some(levels), None)?;
    Ok(())
}

fn since_1970(day: Day) -> i32 {
    let origin = Day::new(1970, 1, 1);
    // Days of a year of four digits are few.
    origin.and_then(|origin| i32::try_from(day.days_since(origin)).ok()).unwrap_or_default()
}

fn write<W: Write + Send>(what: &str, columns: Vec<Typed>, view: View, writer: W) -> Result<(), ExportError> {
    let told = [
        ("logimedh.schema", format!("{what}.v{VERSION}")),
        ("logimedh.as_of", view.as_of.to_string()),
        ("logimedh.known_at", view.known_at.to_string()),
    ];
    let told = told.map(|(key, value)| KeyValue::new(key.to_owned(), value)).to_vec();
    let properties = WriterProperties::builder()
        .set_created_by(format!("logimedh {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(told));
    let fields = columns.iter().map(Typed::column).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(what).with_fields(fields).build()?;
    let mut file = SerializedFileWriter::new(writer, Arc::new(schema), Arc::new(properties.build()))?;
    let mut rows = file.next_row_group()?;
    for column in columns {
        if let Some(writer) = rows.next_column()? {
            column.write(writer)?;
        }
    }
    rows.close()?;
    file.close()?;
    Ok(())
}
