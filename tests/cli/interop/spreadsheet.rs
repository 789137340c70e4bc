//! `--excel` read by a spreadsheet: every cell is text, a time or a number, and none is a formula.
//!
//! The spreadsheet is large and is not required where the other programs are.

use std::path::Path;
use std::process::Command;

use naughty_strings::BLNS;
use serde_json::{Value, json};

use super::{program, skip_always};
use crate::harness::MockApi;

/// Names that a spreadsheet would run or convert.
const FORMULAS: [&str; 60] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\u{ff1d}1+1",
    "\u{ff0b}1",
    "\u{ff0d}1",
    "\u{ff20}x",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "=1\0+1",
    " =1",
    "\u{a0}=1",
    "\u{200b}=1",
    "\u{feff}=1",
    "0012345",
    "3/4",
    "1e5",
    "4111 1111 1111 1111",
    "4111111111111111",
    "2016-07-06",
    "06.07.2016",
    "7/6/2016",
    "12:30",
    "TRUE",
    "false",
    "Falsch",
    "10%",
    "$5",
    "1,000",
    "1.000,5",
    "(5)",
    "MAR1",
    "1 März",
    "Jan-5",
    "12-5",
    "5-",
    "+49 170 1234567",
    "2016-07-06T11:57:47Z",
    "a;=1+1",
    "a\t=1",
    "a,=1",
    "x\n=1",
    "\"=1",
    "'=1",
    "'0012345",
    "#N/A",
    "1 2/3",
    "½",
    "١٢٣",
    "１２３",
    "1e400",
    "nan",
    "=",
    "line1\r\nline2",
    "\"quoted\"",
    "Łukasz 漢字 👍🏽",
];

fn names() -> impl Iterator<Item = &'static str> {
    FORMULAS.iter().chain(BLNS).copied()
}

/// Converts a CSV file whose fields are separated by a character with this code.
fn convert(soffice: &Path, directory: &Path, delimiters: &str, to: &str) -> String {
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        directory.display()
    );
    let filter = format!("--infilter=Text - txt - csv (StarCalc):{delimiters},34,76,1");
    let output = Command::new(soffice)
        .args(["--headless", &profile, &filter])
        .args(["--convert-to", to, "--outdir", "converted", "out.csv"])
        .current_dir(directory)
        .output()
        .unwrap();
    let extension = to.split(':').next().unwrap();
    let file = directory.join("converted").join(format!("out.{extension}"));
    std::fs::read_to_string(file).unwrap_or_else(|why| panic!("{why}: {output:?}"))
}

/// Removes what `--excel` adds and removes, and how a line ends.
fn normalized(text: &str) -> String {
    let text = text.replace(['\'', '\0'], "");
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[test]
fn libreoffice_reads_names_as_text() {
    let Some(soffice) = program("soffice") else {
        return skip_always("`soffice` is not installed");
    };
    let record = |(at, name): (usize, &str)| {
        json!({"id": format!("n{at}"), "visitor_name": name, "duration": 5,
            "created_at": "2016-07-06T11:57:47.656Z"})
    };
    let records: Vec<Value> = names().enumerate().map(record).collect();
    let page = json!({"engagements": records}).to_string();
    let mock_api = MockApi::new().list(&page);
    let fields = "id,visitor_name,created_at,duration";
    let run = mock_api.run(&format!("list --excel -O out.csv --fields {fields}"));
    assert_eq!(run.code, Some(0), "{run:?}");
    let home = mock_api.home();

    let comma = "44";
    let sheet = convert(&soffice, &home, comma, "fods");
    let cells = |kind: &str| {
        sheet
            .matches(&format!("office:value-type=\"{kind}\""))
            .count()
    };
    let repeated = |kind: &str| cells(kind) == records.len();
    assert_eq!(sheet.matches("table:formula").count(), 0);
    assert!(
        repeated("date") && repeated("float"),
        "{} {}",
        cells("date"),
        cells("float")
    );

    let shown = convert(
        &soffice,
        &home,
        comma,
        "csv:Text - txt - csv (StarCalc):44,34,76",
    );
    let rows = csv::Reader::from_reader(shown.as_bytes()).into_records();
    let read: Vec<String> = rows.map(|row| normalized(&row.unwrap()[1])).collect();
    assert_eq!(read, names().map(normalized).collect::<Vec<_>>());

    // A spreadsheet that splits elsewhere, as in a country with a decimal comma, runs nothing either.
    for delimiters in ["59", "9", "44/59/9"] {
        let sheet = convert(&soffice, &home, delimiters, "fods");
        assert_eq!(sheet.matches("table:formula").count(), 0, "{delimiters}");
    }
}
