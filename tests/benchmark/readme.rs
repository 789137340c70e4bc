//! The block of the README that a run writes anew.

use std::path::Path;

use anyhow::Context;

const BEGIN: &str = "<!-- benchmark: written by `cargo bench -- --readme` -->\n";
const END: &str = "<!-- /benchmark -->";

/// Puts `block` between the README's two marks.
///
/// # Errors
/// When the marks are not there, or the file cannot be written.
pub(crate) fn replace(block: &str) -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).context("README.md")?;
    let marked = text.split_once(BEGIN);
    let marked = marked.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marked.context("the README has no place for the benchmark")?;
    std::fs::write(&path, format!("{before}{BEGIN}\n{block}\n{END}{after}")).context("README.md")
}
