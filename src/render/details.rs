//! One record in full: the names of its fields on the left, their values on the right.

mod fields;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use super::display::{DisplayOptions, HEADING, WARNING};
use super::value_text;
use crate::records::column::FieldSelection;
use crate::records::record::Record;
use crate::sanitize::Sanitized;

/// Spaces between a name and its value.
const GAP: usize = 2;

/// The widest that values are moved to the right for the sake of a name.
const WIDEST_NAME: usize = 36;

/// Writes a record: of an engagement without `--fields` everything that it says, else the
/// selected columns.
///
/// An empty line between two records is the caller's.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    record: &Record<'_>,
    selection: &FieldSelection,
    paper: DisplayOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let fields = fields::of(record, selection, paper.zone);
    let widest = paper
        .width
        .map_or(WIDEST_NAME, |width| WIDEST_NAME.min(width / 2));
    let name = |text| paper.cut(Sanitized::line(text), widest);
    let names = fields.iter().map(|field| name(&field.name).width());
    let column = names.max().unwrap_or(0).min(widest) + GAP;
    let indent = " ".repeat(column);
    for field in &fields {
        let name = name(&field.name);
        let pad = " ".repeat(column.saturating_sub(name.width()).max(GAP));
        let mut before = paper.styled(HEADING, name.as_str()) + &pad;
        for line in &field.lines {
            let line = Sanitized::line(line);
            // Ids and links, single words of ASCII, stay whole, so that they can be copied.
            let is_word = line.as_str().bytes().all(|byte| byte.is_ascii_graphic());
            let pieces = if is_word {
                vec![line]
            } else {
                paper.wrap(line, column)
            };
            for piece in pieces {
                let is_alarming = value_text::is_warning(&field.name, piece.as_str());
                let style = if is_alarming {
                    WARNING
                } else {
                    anstyle::Style::new()
                };
                let line = format!("{before}{}", paper.styled(style, piece.as_str()));
                writeln!(out, "{}", line.trim_end())?;
                before.clone_from(&indent);
            }
        }
    }
    Ok(())
}
