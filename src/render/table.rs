//! Records as a table for people: collected, abbreviated to fit the terminal, then laid out.

mod column;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use clap::builder::styling::Style;
use comfy_table::{ContentArrangement, ContentLineStyle, Row, TableStyle};

use self::column::TableColumn;
use super::display::{DisplayOptions, HEADING, WARNING, shorten};
use super::value_text::{is_warning, value_text};
use crate::records::Record;
use crate::records::column::{Column, DisplayKind};
use crate::sanitize::Sanitized;

/// Separates cells in a line, so that they can be styled; sanitized text never contains it.
/// comfy-table's own styles would obey `NO_COLOR` even under `--color always`.
const SEPARATOR: char = '\n';

/// A table whose rows are being collected.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<TableColumn>,
    display: DisplayOptions,
}

impl Table {
    /// Creates a table without rows.
    pub(super) fn new(columns: &[&'static Column], display: DisplayOptions) -> Self {
        let columns = columns
            .iter()
            .map(|column| TableColumn::new(column, display));
        Self {
            columns: columns.collect(),
            display,
        }
    }

    /// Adds a record as a row.
    pub(super) fn record(&mut self, record: &Record) {
        for column in &mut self.columns {
            let cell = column.column.cell(record);
            let text = value_text(column.column.display, &cell, self.display.zone);
            column.push(Sanitized::line(&text));
        }
    }

    /// Writes the table; nothing if it has no rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn finish(mut self, out: &mut impl Write) -> io::Result<()> {
        if self.columns.iter().all(|column| column.texts.is_empty()) {
            return Ok(());
        }
        let gap = self.fit();
        let mut style = if self.display.header {
            HEADING
        } else {
            Style::new()
        };
        for (line, texts) in self.lay_out(gap).lines().zip(self.rows()) {
            let cells = line.split(SEPARATOR).zip(texts).zip(&self.columns);
            let cells: Vec<String> = cells
                .map(|((cell, text), column)| self.finish_cell(cell, text, column.column))
                .collect();
            let line = cells.join(&" ".repeat(gap));
            writeln!(out, "{}", self.display.styled(style, line.trim_end()))?;
            style = Style::new();
        }
        Ok(())
    }

    /// Abbreviates columns from the right until the table fits the terminal. Returns the number of
    /// spaces between columns.
    fn fit(&mut self) -> usize {
        let Some(terminal) = self.display.width else {
            return 2;
        };
        let gaps = self.columns.len() - 1;
        let room = |gap: usize| terminal.saturating_sub(gap * gaps);
        let width = |columns: &[TableColumn]| -> usize { columns.iter().map(|c| c.width).sum() };
        for index in (0..self.columns.len()).rev() {
            if width(&self.columns) > room(2) {
                self.columns[index].abbreviate(self.display.zone);
            }
        }
        let min_width = |columns: &[TableColumn]| -> usize {
            columns
                .iter()
                .map(|column| column.min_width(usize::MAX))
                .sum()
        };
        let gap = if min_width(&self.columns) <= room(2) {
            2
        } else {
            1
        };
        if min_width(&self.columns) > room(gap) {
            self.columns.iter_mut().for_each(TableColumn::keep_dates);
        }
        column::set_min_widths(&mut self.columns, room(gap));
        gap
    }

    /// Lays out the rows, each on one line, with truncated cells ending in `…`.
    fn lay_out(&self, gap: usize) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        let borders = ContentLineStyle::none().junction(SEPARATOR);
        table.load_style(TableStyle::new().content_lines(borders));
        // Texts are truncated at their width, not at their last space.
        table.set_delimiter(SEPARATOR);
        if let Some(terminal) = self.display.width {
            // The layout counts one space between columns.
            let width = terminal.saturating_sub((gap - 1) * (self.columns.len() - 1));
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        for texts in self.rows() {
            let mut row = Row::from(texts.into_iter().map(shorten));
            row.max_height(1);
            table.add_row(row);
        }
        for (layout, column) in table.column_iter_mut().zip(&self.columns) {
            column.configure(layout, self.display.width.is_some());
        }
        table
    }

    /// Iterates over the rows, the headings first.
    fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        let mut columns: Vec<_> = self.columns.iter().map(TableColumn::lines).collect();
        std::iter::from_fn(move || columns.iter_mut().map(Iterator::next).collect())
    }

    /// Returns a cell as it is written. IDs are never truncated, nor is anything in a pipe: a text
    /// that is wider than its column overflows it.
    fn finish_cell(&self, cell: &str, text: &str, column: &Column) -> String {
        let is_truncated = cell.trim() != text.trim();
        if is_truncated && (self.display.width.is_none() || column.display == DisplayKind::Id) {
            text.to_owned()
        } else if is_warning(column.name, text) {
            cell.replacen(text, &self.display.styled(WARNING, text), 1)
        } else {
            cell.to_owned()
        }
    }
}
