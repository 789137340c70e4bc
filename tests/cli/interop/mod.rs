//! Interoperability with other programs: proxies, readers of the output, shells, `man` and systemd.
//!
//! A test that lacks a program prints this on stderr and is skipped. With `ENGAGEMENTS_INTEROP=required`
//! it fails, so that CI runs all tests.

mod forward;
mod manual;
mod nginx;
mod readers;
mod server;
mod shells;
mod spreadsheet;
mod units;

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Returns the paths of these programs; skips the test if one is missing.
fn programs<const N: usize>(names: [&str; N]) -> Option<[PathBuf; N]> {
    let found = names.map(program);
    if let Some(at) = found.iter().position(Option::is_none) {
        skip(&format!("`{}` is not installed", names[at]));
        return None;
    }
    Some(found.map(Option::unwrap))
}

/// Returns the path of a program. Servers are in directories that are not in every user's `PATH`.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|directory: PathBuf| directory.join(name))
        .find(|file: &PathBuf| Path::is_file(file))
}

/// Reports on stderr that the current test is skipped; fails if programs are required. Writes to stderr
/// directly because the test runner captures `eprintln!`.
pub(crate) fn skip(why: &str) {
    let required = std::env::var_os("ENGAGEMENTS_INTEROP").is_some_and(|value| value == "required");
    assert!(!required, "{why}");
    skip_always(why);
}

/// Like [`skip`], for abilities of the machine such as mounting, which are never required.
pub(crate) fn skip_always(why: &str) {
    let test = std::thread::current();
    let test = test.name().unwrap_or_default();
    writeln!(std::io::stderr(), "skipped: {why} ({test})").expect("stderr");
}
