//! Snapshots in `tests/expected`: compared or rewritten.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test` rewrites them with the current output; review the diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns whether snapshots are rewritten instead of compared.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_SNAPSHOTS").is_some()
}

/// Asserts that a text equals its snapshot. An empty text has no file.
#[track_caller]
pub(crate) fn assert_output(name: &str, text: &str) {
    let path = directory().join(name);
    if is_update() {
        write(&path, text);
    }
    let expected = if path.exists() {
        read(&path)
    } else {
        String::new()
    };
    assert_eq!(text, expected, "{name}");
}

/// Asserts that a directory contains exactly these files, so that no stale snapshot remains.
#[track_caller]
pub(crate) fn files_are(name: &str, files: &BTreeSet<String>) {
    if is_update() {
        // The files are being written concurrently.
        return;
    }
    let mut found = BTreeSet::new();
    collect(&directory().join(name), name, &mut found);
    assert_eq!(&found, files);
}

fn collect(directory: &Path, name: &str, found: &mut BTreeSet<String>) {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|why| panic!("{}: {why}", directory.display()));
    for entry in entries {
        let path = entry.unwrap_or_else(|why| panic!("{name}: {why}")).path();
        let below = path.file_name().unwrap_or_default().to_string_lossy();
        let below = format!("{name}/{below}");
        if path.is_dir() {
            collect(&path, &below, found);
        } else {
            found.insert(below);
        }
    }
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn write(path: &Path, text: &str) {
    let written = if !text.is_empty() {
        fs::create_dir_all(path.with_file_name("")).and_then(|()| fs::write(path, text))
    } else if path.exists() {
        fs::remove_file(path)
    } else {
        Ok(())
    };
    written.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
}
