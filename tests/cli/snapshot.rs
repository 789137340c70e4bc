//! Expected texts in files below `tests/expected`: compared with, or written anew.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test` writes what is printed now; the difference is then for a person to
//! read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether the files are to be written instead of read.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE_SNAPSHOTS").is_some()
}

/// Demands that a text is what its file says. There is no file for no text.
#[track_caller]
pub(crate) fn assert_output(name: &str, text: &str) {
    let path = folder().join(name);
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

/// Demands that there are these files in a folder and below it, and no others. Since every one
/// of them is compared to the byte, writing all of them anew would change nothing.
#[track_caller]
pub(crate) fn files_are(name: &str, files: &BTreeSet<String>) {
    if is_update() {
        // They are just being written.
        return;
    }
    let mut found = BTreeSet::new();
    collect(&folder().join(name), name, &mut found);
    assert_eq!(&found, files);
}

fn collect(folder: &Path, name: &str, found: &mut BTreeSet<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
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

fn folder() -> PathBuf {
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
