//! Records as a table for people: collected, abbreviated to fit the terminal, then laid out.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};

use chrono::{Datelike as _, NaiveDateTime};
use clap::builder::styling::Style;
use comfy_table::ColumnConstraint::{Absolute, ContentWidth, LowerBoundary};
use comfy_table::{CellAlignment, ContentArrangement, ContentLineStyle, Row, TableStyle, Width};
use unicode_width::UnicodeWidthStr;

use super::display::{DisplayOptions, HEADING, WARNING, is_warning, shorten, value_text};
use crate::records::Record;
use crate::records::column::{Column, DisplayKind};
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Separates cells in a line, so that they can be styled; sanitized text never contains it.
/// comfy-table's own styles would obey `NO_COLOR` even under `--color always`.
const SEPARATOR: char = '\n';

/// Maximum width of a column that is not on a terminal, where nothing is truncated. A longer value
/// overflows its column instead of widening every row.
const MAX_PIPED_WIDTH: usize = 40;

/// Minimum width of a column whose heading is truncated.
const MIN_WIDTH: usize = 3;

/// A time as people read it, and shorter ones.
const SECONDS: &str = "%Y-%m-%d %H:%M:%S";
const MINUTES: &str = "%Y-%m-%d %H:%M";
const DATE: &str = "%Y-%m-%d";

/// A table whose rows are being collected.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<TableColumn>,
    display: DisplayOptions,
}

/// A column and its sanitized texts.
#[derive(Debug)]
struct TableColumn {
    column: &'static Column,
    heading: Option<String>,
    texts: Vec<String>,
    /// The width of the widest text, the heading included.
    width: usize,
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
            column.texts.push(Sanitized::line(&text).into_string());
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
        self.columns.iter_mut().for_each(TableColumn::measure);
        let (gap, max_heading) = self.fit();
        let mut style = if self.display.header {
            HEADING
        } else {
            Style::new()
        };
        for (line, texts) in self.lay_out(gap, max_heading).lines().zip(self.rows()) {
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

    /// Abbreviates columns from the right until the table fits the terminal. Returns the number of spaces
    /// between columns, and the width to which headings may be truncated.
    fn fit(&mut self) -> (usize, usize) {
        let whole_headings = usize::MAX;
        let Some(terminal) = self.display.width else {
            return (2, whole_headings);
        };
        let gaps = self.columns.len() - 1;
        for index in (0..self.columns.len()).rev() {
            let widths = self.columns.iter().map(|column| column.width);
            if widths.sum::<usize>() + 2 * gaps > terminal {
                self.columns[index].abbreviate(self.display.zone);
            }
        }
        let fits = |columns: &[TableColumn], (gap, max_heading): (usize, usize)| {
            let widths = columns.iter().map(|column| column.min_width(max_heading));
            widths.sum::<usize>() + gap * gaps <= terminal
        };
        if !fits(&self.columns, (1, whole_headings)) {
            for column in &mut self.columns {
                column.shorten_times(MINUTES, DATE);
                column.measure();
            }
        }
        let layouts = [(2, whole_headings), (1, whole_headings), (1, MIN_WIDTH)];
        let fitting = layouts.iter().find(|layout| fits(&self.columns, **layout));
        *fitting.unwrap_or(&(1, whole_headings))
    }

    /// Lays out the rows, each on one line, with truncated cells ending in `…`.
    fn lay_out(&self, gap: usize, max_heading: usize) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        let borders = ContentLineStyle::none().junction(SEPARATOR);
        table.load_style(TableStyle::new().content_lines(borders));
        // Texts are truncated at their width, not at their last space.
        table.set_delimiter(SEPARATOR);
        if let Some(terminal) = self.display.width {
            // comfy-table counts one space between columns.
            let spaces = (gap - 1) * (self.columns.len() - 1);
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(to_u16(terminal.saturating_sub(spaces)));
        }
        for texts in self.rows() {
            let mut row = Row::from(texts.into_iter().map(shorten));
            row.max_height(1);
            table.add_row(row);
        }
        let is_terminal = self.display.width.is_some();
        for (target, column) in table.column_iter_mut().zip(&self.columns) {
            target.set_padding((0, 0));
            target.set_constraint(match column.column.display {
                _ if !is_terminal => {
                    let max_width = column.heading_width().max(MAX_PIPED_WIDTH);
                    Absolute(Width::Fixed(to_u16(column.width.min(max_width))))
                }
                DisplayKind::Id => ContentWidth,
                _ => LowerBoundary(Width::Fixed(to_u16(column.min_width(max_heading)))),
            });
            if let DisplayKind::Number | DisplayKind::Duration = column.column.display {
                target.set_cell_alignment(CellAlignment::Right);
            }
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

impl TableColumn {
    fn new(column: &'static Column, display: DisplayOptions) -> Self {
        let name = column.name.to_ascii_uppercase();
        let heading = match column.display {
            DisplayKind::Time => format!("{name} ({})", display.zone),
            _ => name,
        };
        Self {
            column,
            heading: display.header.then_some(heading),
            texts: Vec::new(),
            width: 0,
        }
    }

    /// Iterates over the heading, if there is one, and the texts.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.heading.iter().chain(&self.texts).map(String::as_str)
    }

    fn measure(&mut self) {
        self.width = self.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    }

    fn heading_width(&self) -> usize {
        self.heading.as_ref().map_or(0, |heading| heading.width())
    }

    /// Returns the width to which the column can be truncated: that of its heading, but at most
    /// `max_heading`. IDs and times are never truncated.
    fn min_width(&self, max_heading: usize) -> usize {
        let heading = self.heading_width().max(MIN_WIDTH);
        let min_width = match self.column.display {
            DisplayKind::Id => usize::MAX,
            // Only a time that could not be converted is wider.
            DisplayKind::Time => heading.max("2016-07-06 11:57:47".len()),
            _ => heading.min(max_heading),
        };
        min_width.min(self.width)
    }

    /// Shortens the heading and the texts: times to the minute, without the year if it is the same in
    /// all rows; durations to two units; media to letters.
    fn abbreviate(&mut self, zone: Zone) {
        if let Some(heading) = &mut self.heading {
            *heading = short_heading(self.column, zone);
        }
        let times = self.texts.iter().filter_map(|text| time(text, SECONDS));
        let years: BTreeSet<i32> = times.map(|time| time.year()).collect();
        let is_one_year = years.len() == 1;
        self.shorten_times(SECONDS, if is_one_year { "%m-%d %H:%M" } else { MINUTES });
        for text in &mut self.texts {
            if self.column.display == DisplayKind::Duration {
                *text = text.split(' ').take(2).collect();
            } else if self.column.name == "media" {
                *text = media_letters(text);
            }
        }
        self.measure();
    }

    fn shorten_times(&mut self, from: &str, to: &str) {
        for text in &mut self.texts {
            if self.column.display == DisplayKind::Time
                && let Some(time) = time(text, from)
            {
                *text = time.format(to).to_string();
            }
        }
    }
}

/// Returns a time that was converted; `None` for the API's own text, even if it is similar.
fn time(text: &str, format: &str) -> Option<NaiveDateTime> {
    let time = NaiveDateTime::parse_from_str(text, format).ok();
    time.filter(|time| time.format(format).to_string() == text)
}

/// Returns a width as comfy-table takes it.
fn to_u16(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Returns a shorter name of a column; that of a time contains the city of the zone.
fn short_heading(column: &Column, zone: Zone) -> String {
    let name = match column.name {
        "created_at" => "CREATED",
        "engagement_type" => "TYPE",
        "duration" => "LENGTH",
        "visitor_name" => "VISITOR",
        "flagged" => "FLAG",
        "http_status" => "HTTP",
        "attempts" => "TRIES",
        "engagements" => "COUNT",
        "total_duration" => "TOTAL",
        "median_duration" => "MEDIAN",
        name => name,
    };
    let name = name.to_ascii_uppercase();
    let zone = zone.to_string();
    match (column.display, zone.rsplit('/').next()) {
        (DisplayKind::Time, Some(city)) => format!("{name} {city}"),
        _ => name,
    }
}

/// Abbreviates `chat, audio, cobrowsing` to `cab`.
fn media_letters(text: &str) -> String {
    let letters = text.split(", ").map(|name| match name {
        "cobrowsing" => "b",
        name => name.get(..1).unwrap_or_default(),
    });
    letters.collect()
}
