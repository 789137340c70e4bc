//! Records as a table for people: collected, measured, then laid out a block at a time.

mod density;
mod widths;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::iter::repeat_n;

use comfy_table::ColumnConstraint::Absolute;
use comfy_table::{CellAlignment, ContentLineStyle, TableStyle, Width};
use unicode_width::UnicodeWidthStr as _;

use self::widths::Layout;
use super::display::{DisplayOptions, HEADING, WARNING};
use super::value_text;
use crate::records::column::{Column, DisplayKind};
use crate::records::record::Record;
use crate::sanitize::Sanitized;

/// Rows laid out at once, for the sake of memory.
const ROWS_PER_BLOCK: usize = 500;

/// Ends a cell; sanitized text never has it.
const CELL_END: char = '\n';

/// No borders. Cells are separated by a character that sanitized text cannot contain, so that
/// they can be found again for coloring.
const BORDERLESS: TableStyle =
    TableStyle::new().content_lines(ContentLineStyle::none().junction(CELL_END));

/// A table in the making.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<&'static Column>,
    paper: DisplayOptions,
    /// The sanitized text of all cells, row after row, each with its [`CELL_END`].
    cells: String,
}

impl Table {
    /// A table of these columns, still without rows.
    pub(crate) fn new(columns: Vec<&'static Column>, paper: DisplayOptions) -> Self {
        Self {
            columns,
            paper,
            cells: String::new(),
        }
    }

    /// Adds a record as a row.
    pub(crate) fn record(&mut self, fields: &Record<'_>) {
        for column in &self.columns {
            let cell = column.cell(fields);
            let text = value_text::words(column.display, &cell, self.paper.zone);
            self.cells.push_str(Sanitized::line(&text).as_str());
            self.cells.push(CELL_END);
        }
    }

    /// Writes the table; nothing at all if it has no rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub(crate) fn finish(&self, out: &mut impl Write) -> io::Result<()> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let layout = Layout::of(&self.columns, &self.cells, self.paper);
        if self.paper.header {
            let heading = |column: &&Column| layout.density.heading(column, self.paper.zone);
            let headings: Vec<String> = self.columns.iter().map(heading).collect();
            let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
            for line in self.lines(&layout, &headings) {
                writeln!(out, "{}", self.paper.styled(HEADING, &line))?;
            }
        }
        let cells: Vec<&str> = self.cells.split_terminator(CELL_END).collect();
        for block in cells.chunks(ROWS_PER_BLOCK * self.columns.len()) {
            for line in self.lines(&layout, block) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }

    /// The lines of some rows, whose cells are given one after the other.
    fn lines(&self, layout: &Layout, cells: &[&str]) -> Vec<String> {
        let shown = |row: &[&str]| -> Vec<String> {
            let columns = self.columns.iter().zip(&layout.widths).zip(row);
            columns
                .map(|((column, &width), text)| self.shown(layout, column, width, text))
                .collect()
        };
        let rows: Vec<Vec<String>> = cells.chunks(self.columns.len()).map(shown).collect();
        let mut table = comfy_table::Table::new();
        table.load_style(BORDERLESS);
        for row in &rows {
            let cells = row.iter().zip(&layout.widths);
            // What is wider than its column is added to the finished line.
            table.add_row(cells.map(|(text, &width)| if text.width() > width { "" } else { text }));
        }
        let columns = self.columns.iter().zip(&layout.widths);
        for (laid_out, (column, &width)) in table.column_iter_mut().zip(columns) {
            let width = u16::try_from(width).unwrap_or(u16::MAX);
            laid_out
                .set_constraint(Absolute(Width::Fixed(width)))
                .set_padding((0, 0));
            if let DisplayKind::Number | DisplayKind::Duration = column.display {
                laid_out.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines = table.lines().zip(&rows);
        lines
            .map(|(line, row)| self.finished(&line, row, layout))
            .collect()
    }

    /// A cell's text as it is shown: on a terminal cut to its column, unless it is an id.
    fn shown(&self, layout: &Layout, column: &Column, width: usize, text: &str) -> String {
        let text = layout.density.abbreviate(column, text);
        if column.display == DisplayKind::Id {
            return text.into_owned();
        }
        self.paper.cut(Sanitized::line(&text), width).to_string()
    }

    /// A line as it is written: with the cells that are wider than their column, and with bad
    /// news painted. comfy-table's own styling obeys `NO_COLOR` even under `--color always`.
    fn finished(&self, laid_out: &str, row: &[String], layout: &Layout) -> String {
        let mut line = String::with_capacity(laid_out.len());
        for ((padded, text), column) in laid_out.split(CELL_END).zip(row).zip(&self.columns) {
            if padded.trim().is_empty() && !text.is_empty() {
                line.push_str(text);
            } else if value_text::is_warning(column.name, text) {
                line.push_str(&padded.replacen(&**text, &self.paper.styled(WARNING, text), 1));
            } else {
                line.push_str(padded);
            }
            line.extend(repeat_n(' ', layout.density.gap()));
        }
        line.truncate(line.trim_end().len());
        line
    }
}
