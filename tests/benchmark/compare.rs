//! Whether another client printed the same rows as the tool.

use std::fmt::Debug;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, ensure};
use csv::ByteRecord;
use serde_json::Value;

/// What an output is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Lines of csv, however they are quoted.
    Csv,
    /// JSON documents, however they are spaced and escaped.
    Json,
}

/// How many rows two outputs have, which must be the same in the same order. With `nul_is_spelt`
/// a NUL may be `\0`.
pub(crate) fn same(
    ours: &Path,
    theirs: &Path,
    shape: Shape,
    nul_is_spelt: bool,
) -> anyhow::Result<u64> {
    match shape {
        Shape::Csv => all_same(records(ours, nul_is_spelt)?, records(theirs, nul_is_spelt)?),
        Shape::Json => all_same(documents(ours)?, documents(theirs)?),
    }
}

fn all_same<R: PartialEq + Debug>(
    ours: impl Iterator<Item = anyhow::Result<R>>,
    mut theirs: impl Iterator<Item = anyhow::Result<R>>,
) -> anyhow::Result<u64> {
    let mut count = 0;
    for ours in ours {
        let (ours, theirs) = (ours?, theirs.next());
        count += 1;
        let theirs = theirs.with_context(|| format!("row {count} is missing: {ours:?}"))??;
        ensure!(
            ours == theirs,
            "row {count} differs: {ours:?} is {theirs:?}"
        );
    }
    let more = theirs.next();
    ensure!(
        more.is_none(),
        "there should be {count} rows, and not also {more:?}"
    );
    Ok(count)
}

fn records(
    path: &Path,
    spell_nul: bool,
) -> anyhow::Result<impl Iterator<Item = anyhow::Result<ByteRecord>>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)?;
    let spelt = move |record: ByteRecord| {
        if spell_nul && record.as_slice().contains(&0) {
            record.iter().map(spell).collect()
        } else {
            record
        }
    };
    Ok(reader
        .into_byte_records()
        .map(move |record| Ok(spelt(record?))))
}

fn spell(cell: &[u8]) -> Vec<u8> {
    let bytes = cell.iter();
    bytes
        .flat_map(|byte| {
            if *byte == 0 {
                b"\\0"
            } else {
                std::slice::from_ref(byte)
            }
            .to_vec()
        })
        .collect()
}

fn documents(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Value>>> {
    let reader = BufReader::new(File::open(path)?);
    let documents = serde_json::Deserializer::from_reader(reader).into_iter::<Value>();
    Ok(documents.map(|document| Ok(document?)))
}
