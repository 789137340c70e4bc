//! Records as a table for people: collected, measured, then laid out a block at a time.

mod bars;
mod fit;
mod layout;
mod wording;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::iter::repeat_n;

use comfy_table::ColumnConstraint::Absolute;
use comfy_table::{CellAlignment, ContentLineStyle, TableStyle, Width};

use self::bars::Bars;
use self::layout::{Fitted, Layout};
use super::look;
use super::paper::{ALARM, HEADING, Paper};
use crate::clean::Clean;
use crate::records::column::{Column, DisplayKind};
use crate::records::record::Record;

/// Rows laid out at once. A hundred thousand at once would take seconds and much memory.
const BLOCK: usize = 500;

/// Ends a cell; cleaned text never has it.
const END: char = '\n';

/// No borders. Between two cells stands what no cell has, so that they are still known apart
/// when some of them are painted.
const BORDERLESS: TableStyle =
    TableStyle::new().content_lines(ContentLineStyle::none().junction(END));

/// A table in the making.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<&'static Column>,
    paper: Paper,
    /// The cleaned words of all cells, row after row, each with its [`END`].
    cells: String,
}

impl Table {
    /// A table of these columns, still without rows.
    pub(crate) fn new(columns: Vec<&'static Column>, paper: Paper) -> Self {
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
            let words = look::words(column.display, &cell, self.paper.zone);
            self.cells.push_str(Clean::line(&words).as_str());
            self.cells.push(END);
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
        let layout = Layout::new(&self.columns, &self.cells, self.paper);
        if self.paper.header {
            let headings = layout.headings(&self.columns, self.paper.zone);
            let cells: Vec<&str> = headings.iter().map(String::as_str).collect();
            for line in self.lines(&layout, &cells) {
                writeln!(out, "{}", self.paper.paint(HEADING, &line))?;
            }
        }
        let bars = self.bars(&layout);
        let mut cells = self.cells.split_terminator(END);
        loop {
            let block: Vec<&str> = cells.by_ref().take(BLOCK * self.columns.len()).collect();
            if block.is_empty() {
                return Ok(());
            }
            let rows = block.chunks(self.columns.len());
            for (mut line, row) in self.lines(&layout, &block).into_iter().zip(rows) {
                if let Some((bars, at)) = bars {
                    bars.draw(count(row[at]), &mut line);
                }
                writeln!(out, "{line}")?;
            }
        }
    }

    /// The bars of a terminal's table and the column whose counts they show, if there is one.
    fn bars(&self, layout: &Layout) -> Option<(Bars, usize)> {
        let is_count = |column: &&Column| column.display == DisplayKind::Count;
        let at = self.columns.iter().position(is_count)?;
        let cells = self.cells.split_terminator(END).skip(at);
        let largest = cells.step_by(self.columns.len()).map(count).max()?;
        let bars = Bars::new(layout.width(), self.paper.width?, largest)?;
        Some((bars, at))
    }

    /// The lines of some rows, whose cells are given one after the other.
    fn lines(&self, layout: &Layout, cells: &[&str]) -> Vec<String> {
        let fitted = |row| layout.fitted(row, &self.columns);
        let rows: Vec<Vec<Fitted<'_>>> = cells.chunks(self.columns.len()).map(fitted).collect();
        let mut table = comfy_table::Table::new();
        table.load_style(BORDERLESS);
        for row in &rows {
            table.add_row(row.iter().map(|cell| match cell {
                Fitted::Inside(words) => words,
                Fitted::Outside(_) => "",
            }));
        }
        let columns = self.columns.iter().zip(&layout.widths);
        for (laid_out, (column, width)) in table.column_iter_mut().zip(columns) {
            laid_out
                .set_constraint(Absolute(Width::Fixed(*width)))
                .set_padding((0, 0));
            if let DisplayKind::Number | DisplayKind::Count | DisplayKind::Duration = column.display
            {
                laid_out.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines = table.lines().zip(&rows);
        lines
            .map(|(line, row)| self.finished(&line, row, layout))
            .collect()
    }

    /// A line as it is written: with the cells that stand out over their column, and with bad
    /// news painted. comfy-table's own styling obeys `NO_COLOR` even under `--color always`.
    fn finished(&self, laid_out: &str, row: &[Fitted<'_>], layout: &Layout) -> String {
        let mut line = String::with_capacity(laid_out.len());
        for ((padded, cell), column) in laid_out.split(END).zip(row).zip(&self.columns) {
            match cell {
                Fitted::Outside(words) => line.push_str(words),
                Fitted::Inside(words) if look::is_alarming(column.name, words) => {
                    let painted = self.paper.paint(ALARM, words);
                    line.push_str(&padded.replacen(words.as_ref(), &painted, 1));
                }
                Fitted::Inside(_) => line.push_str(padded),
            }
            line.extend(repeat_n(' ', layout.gap()));
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// The number in a cell; anything else counts for nothing.
fn count(words: &str) -> u64 {
    words.parse().unwrap_or_default()
}
