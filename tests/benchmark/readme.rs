//! The tables in the Markdown files that a run updates.

use std::path::Path;

use anyhow::Context;

const BEGIN: &str = "<!-- benchmark: written by `cargo bench -- --readme` -->\n";
const END: &str = "<!-- /benchmark -->";

/// Replaces the text between the two marks of a Markdown file.
///
/// # Errors
/// If the marks are missing or the file cannot be written.
pub(crate) fn replace(name: &str, block: &str) -> anyhow::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).with_context(|| name.to_owned())?;
    let marked = text.split_once(BEGIN);
    let marked = marked.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marked.with_context(|| format!("`{name}` has no benchmark marks"))?;
    std::fs::write(&path, format!("{before}{BEGIN}\n{block}\n{END}{after}"))
        .with_context(|| name.to_owned())
}
