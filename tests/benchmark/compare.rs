//! Compares the rows of a client with those of the tool.

use std::fmt::Debug;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, ensure};
use serde_json::Value;

/// The format of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// CSV, with any quoting.
    Csv,
    /// JSON values, with any white space and escapes.
    Json,
}

/// Asserts that two outputs have the same rows in the same order; returns their number. With
/// `nul_is_escaped` a NUL equals `\0`.
pub(crate) fn count_equal_rows(
    ours: &Path,
    theirs: &Path,
    shape: Shape,
    nul_is_escaped: bool,
) -> anyhow::Result<u64> {
    match shape {
        Shape::Csv => compare(rows(ours, nul_is_escaped)?, rows(theirs, nul_is_escaped)?),
        Shape::Json => compare(values(ours)?, values(theirs)?),
    }
}

fn compare<R: PartialEq + Debug>(
    ours: impl Iterator<Item = anyhow::Result<R>>,
    mut theirs: impl Iterator<Item = anyhow::Result<R>>,
) -> anyhow::Result<u64> {
    let mut count = 0;
    for ours in ours {
        let (ours, theirs) = (ours?, theirs.next());
        count += 1;
        let theirs = theirs.with_context(|| format!("row {count} is missing: {ours:?}"))??;
        ensure!(ours == theirs, "row {count} differs: {ours:?}, {theirs:?}");
    }
    let surplus = theirs.next();
    ensure!(surplus.is_none(), "more than {count} rows: {surplus:?}");
    Ok(count)
}

fn rows(
    path: &Path,
    escape_nul: bool,
) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Vec<String>>>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).from_path(path)?;
    let nul = if escape_nul { "\\0" } else { "\0" };
    let cell = move |cell: &str| cell.replace('\0', nul);
    let rows = reader.into_records();
    Ok(rows.map(move |row| Ok(row?.iter().map(cell).collect())))
}

fn values(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Value>>> {
    let reader = BufReader::new(File::open(path)?);
    let values = serde_json::Deserializer::from_reader(reader).into_iter();
    Ok(values.map(|value| Ok(value?)))
}
