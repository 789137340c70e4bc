//! Other people's programs: what stands between the tool and the service, what reads what it
//! prints, and where it is at home.
//!
//! They are those of the machine. A test that misses one says so on stderr and is passed over;
//! where `ENGAGEMENTS_INTEROP` is `required` it fails, so that nobody takes for tested what never
//! ran.

mod forward;
mod manual;
mod nginx;
mod readers;
mod server;
mod shells;
mod units;

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where these programs are, or `None` and a word about the first that is missing.
fn programs<const N: usize>(names: [&str; N]) -> Option<[PathBuf; N]> {
    let found = names.map(program);
    if let Some(at) = found.iter().position(Option::is_none) {
        skip(&format!("`{}` is not installed", names[at]));
        return None;
    }
    Some(found.map(Option::unwrap))
}

/// Servers are where only an administrator's `PATH` leads.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|folder: PathBuf| folder.join(name))
        .find(|file: &PathBuf| Path::is_file(file))
}

/// Says that the test of this thread is passed over, unless none may be. The test runner keeps
/// to itself what a passing test prints, but not what it writes.
pub(crate) fn skip(why: &str) {
    let required = std::env::var_os("ENGAGEMENTS_INTEROP").is_some_and(|value| value == "required");
    assert!(!required, "{why}");
    skip_always(why);
}

/// The same for what a machine may not allow, such as mounting: it is never required.
pub(crate) fn skip_always(why: &str) {
    let test = std::thread::current();
    let test = test.name().unwrap_or_default();
    writeln!(std::io::stderr(), "skipped: {why} ({test})").expect("stderr");
}
