use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::records::column::{FieldSelection, FieldsArg};
use crate::records::engagement::SCHEMA;
use crate::render::display::DisplayOptions;
use crate::render::{JsonShape, OutputFormat};
use crate::sanitize::is_invisible;
use crate::values::zone::Zone;

/// Options for a file with these columns.
fn options(names: &[&str]) -> RenderOptions {
    let fields: FieldsArg = names.join(",").parse().unwrap();
    RenderOptions {
        format: OutputFormat::Csv,
        selection: FieldSelection::new(SCHEMA, Some(&fields), false).unwrap(),
        display: DisplayOptions {
            width: None,
            color: false,
            zone: Zone::UTC,
            header: true,
        },
        excel: false,
        delimiter: b',',
        json_shape: JsonShape::Records,
    }
}

const NAMES: [&str; 3] = ["visitor_name", "duration", "audio_recording_urls"];

fn written(records: &[Value], options: &RenderOptions) -> String {
    let (mut csv, mut out) = (CsvWriter::default(), Vec::new());
    csv.begin(options, &mut out).unwrap();
    for record in records {
        let record = Record::from_value(record).unwrap();
        csv.record(&record, options, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// What a reader of the csv gets: the header, and the rows.
fn read(csv: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let owned = |row: &::csv::StringRecord| row.iter().map(str::to_owned).collect();
    let header = owned(reader.headers().unwrap());
    (
        header,
        reader.records().map(|row| owned(&row.unwrap())).collect(),
    )
}

/// Counts the calls that reach the output.
#[derive(Default)]
struct Calls {
    writes: u32,
    flushes: u32,
}

impl Write for Calls {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes += 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flushes += 1;
        Ok(())
    }
}

#[test]
fn row_is_one_write_without_flush() {
    let (mut csv, mut out) = (CsvWriter::default(), Calls::default());
    let options = options(&NAMES);
    let record = Record::from_value(&json!({"visitor_name": "V".repeat(5000)})).unwrap();
    csv.begin(&options, &mut out).unwrap();
    for _ in 0..9 {
        csv.record(&record, &options, &mut out).unwrap();
    }
    assert_eq!((out.writes, out.flushes), (10, 0));
}

/// Text with a good part of what csv is about.
fn text() -> impl Strategy<Value = String> {
    let special: Vec<char> = "\",;\r\n\t\0 '=+-@\u{feff}\u{202e}\u{9b}é漢"
        .chars()
        .collect();
    let character = prop_oneof![3 => prop::sample::select(special), 1 => any::<char>()];
    prop::collection::vec(character, 0..12).prop_map(String::from_iter)
}

fn record() -> impl Strategy<Value = Value> {
    let name = prop::option::of(text());
    let duration = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from)
    ];
    (name, duration, prop::collection::vec(text(), 0..3)).prop_map(|(name, duration, urls)| {
        json!({"visitor_name": name, "duration": duration, "audio_recording_urls": urls})
    })
}

fn cells(record: &Value) -> Vec<String> {
    let urls = record["audio_recording_urls"].as_array().unwrap().iter();
    let urls: Vec<&str> = urls.filter_map(Value::as_str).collect();
    let name = record["visitor_name"].as_str().unwrap_or_default();
    vec![
        name.to_owned(),
        record["duration"].to_string(),
        urls.join(";"),
    ]
}

proptest! {
    #[test]
    fn csv_rows_round_trip(records in prop::collection::vec(record(), 0..8)) {
        let csv = written(&records, &options(&NAMES));
        let (header, rows) = read(&csv);
        prop_assert_eq!(header, NAMES);
        prop_assert_eq!(rows.len(), records.len());
        for (row, record) in rows.into_iter().zip(&records) {
            prop_assert_eq!(row, cells(record));
        }
    }

    #[test]
    fn spreadsheet_csv_adds_only_apostrophes(records in prop::collection::vec(record(), 0..8)) {
        let without = |text: &str| text.replace(['\'', '\0'], "");
        let csv = written(&records, &RenderOptions { excel: true, ..options(&NAMES) });
        let (_, rows) = read(csv.trim_start_matches('\u{feff}'));
        prop_assert_eq!(rows.len(), records.len());
        for (row, record) in rows.into_iter().zip(&records) {
            for (cell, expected) in row.into_iter().zip(cells(record)) {
                prop_assert_eq!(without(&cell), without(&expected));
                let first = cell.trim_start().chars().next();
                let is_number = cell.parse::<i64>().is_ok();
                prop_assert!(is_number || !first.is_some_and(|c| "=+-@".contains(c)), "{cell:?}");
            }
        }
    }

    #[test]
    fn single_csv_column_round_trips(names in prop::collection::vec(text(), 1..8)) {
        let records: Vec<Value> = names.iter().map(|name| json!({"visitor_name": name})).collect();
        let (_, rows) = read(&written(&records, &options(&NAMES[..1])));
        prop_assert_eq!(rows.concat(), names);
    }

    #[test]
    fn terminal_csv_is_sanitized_one_line_per_row(
        records in prop::collection::vec(record(), 0..8),
    ) {
        let mut options = options(&NAMES);
        options.display.width = Some(80);
        let csv = written(&records, &options);
        prop_assert_eq!(csv.lines().count(), records.len() + 1);
        let hidden = |c: char| c != '\n' && (c.is_control() || is_invisible(c));
        prop_assert!(!csv.contains(hidden), "{csv:?}");
    }
}
