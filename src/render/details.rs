//! One record in full: the names of its fields on the left, their values on the right.

mod outline;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::iter::repeat;

use self::outline::{Entry, Value, outline};
use super::look;
use super::paper::{ALARM, HEADING, Paper};
use crate::clean::Clean;
use crate::records::column::FieldSelection;
use crate::records::record::Record;

/// Spaces between a name and its value.
const GAP: usize = 2;

/// The widest that values are moved to the right for the sake of a name.
const WIDEST_NAME: usize = 24;

/// Writes a record: of an engagement without `--fields` everything that it says, else the
/// selected columns. The names are left out if there is to be no header.
///
/// An empty line between two records is the caller's.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    record: &Record<'_>,
    selection: &FieldSelection,
    paper: Paper,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut entries = outline(record, selection, paper.zone);
    if !paper.header {
        for entry in &mut entries {
            entry.name.clear();
        }
    }
    Writer { paper, out }.entries(&entries, "", "")
}

struct Writer<'w, W> {
    paper: Paper,
    out: &'w mut W,
}

impl<W: Write> Writer<'_, W> {
    /// Writes entries one below the other, `lead` before the first and `margin`, which is as
    /// wide, before the others.
    fn entries(&mut self, entries: &[Entry], lead: &str, margin: &str) -> io::Result<()> {
        let name = |entry| self.paper.cut(Clean::line(entry), WIDEST_NAME);
        let names: Vec<Clean<'_>> = entries.iter().map(|entry| name(&entry.name)).collect();
        let widest = names.iter().map(Clean::width).max().unwrap_or(0);
        let column = widest.min(WIDEST_NAME);
        let gap = if widest > 0 { GAP } else { 0 };
        let indent = format!("{margin}{:1$}", "", column + gap);
        let leads = [lead].into_iter().chain(repeat(margin));
        for ((entry, name), lead) in entries.iter().zip(&names).zip(leads) {
            let pad = column.saturating_sub(name.width()) + gap;
            let name = self.paper.paint(HEADING, name.as_str());
            let before = format!("{lead}{name}{:pad$}", "");
            match &entry.value {
                Value::Lines(lines) => self.lines(&entry.name, lines, &before, &indent)?,
                Value::Parts(parts) => {
                    if widest > 0 {
                        writeln!(self.out, "{}", before.trim_end())?;
                    }
                    let bullet = if parts.len() > 1 { "- " } else { "  " };
                    let (lead, margin) = (format!("{margin}  {bullet}"), format!("{margin}    "));
                    for part in parts {
                        self.entries(part, &lead, &margin)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes the lines of a value under each other, each wrapped under itself.
    fn lines(
        &mut self,
        name: &str,
        lines: &[String],
        before: &str,
        indent: &str,
    ) -> io::Result<()> {
        let mut before = before;
        for line in lines {
            let line = Clean::line(line);
            for piece in self.wrapped(&line, indent.len()) {
                let piece = if look::is_alarming(name, piece.as_str()) {
                    self.paper.paint(ALARM, piece.as_str())
                } else {
                    piece.to_string()
                };
                writeln!(self.out, "{}", format!("{before}{piece}").trim_end())?;
                before = indent;
            }
        }
        Ok(())
    }

    /// The line wrapped, unless it is a single word of ASCII: ids and links stay whole, so
    /// that they can be copied.
    fn wrapped<'c>(&self, line: &'c Clean<'_>, indent: usize) -> Vec<Clean<'c>> {
        if line.as_str().bytes().all(|byte| byte.is_ascii_graphic()) {
            vec![line.clone()]
        } else {
            self.paper.wrap(line, indent)
        }
    }
}
