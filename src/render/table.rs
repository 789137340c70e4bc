//! Records as a table for people: collected, abbreviated to fit the terminal, then written.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};

use chrono::{Datelike as _, NaiveDateTime};
use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr as _;

use super::display::{DisplayOptions, HEADING, WARNING};
use super::value_text::{is_warning, value_text};
use crate::records::column::{Column, DisplayKind};
use crate::records::record::Record;
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Maximum width of a column that is not on a terminal, where nothing is truncated. A longer value
/// overflows its column instead of widening every row.
const MAX_PIPED_WIDTH: usize = 40;

/// Minimum width of a column whose heading is truncated.
const MIN_WIDTH: usize = 3;

/// A time as [`value_text`] converts it.
const LOCAL_TIME: &str = "%Y-%m-%d %H:%M:%S";

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
    /// Empty without headings.
    heading: String,
    texts: Vec<String>,
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
    pub(super) fn record(&mut self, record: &Record<'_>) {
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
        let rows = self.columns.first().map_or(0, |column| column.texts.len());
        if rows == 0 {
            return Ok(());
        }
        self.columns.iter_mut().for_each(TableColumn::measure);
        let gap = " ".repeat(self.fit());
        if self.display.header {
            let headings = self.line(&gap, |column| &column.heading);
            writeln!(out, "{}", self.display.styled(HEADING, &headings))?;
        }
        for row in 0..rows {
            writeln!(out, "{}", self.line(&gap, |column| &column.texts[row]))?;
        }
        Ok(())
    }

    fn line(&self, gap: &str, text: impl Fn(&TableColumn) -> &str) -> String {
        let columns = self.columns.iter();
        let cells: Vec<String> = columns
            .map(|column| column.cell(text(column), self.display))
            .collect();
        cells.join(gap).trim_end().to_owned()
    }

    /// Abbreviates columns from the right until the table fits the terminal, and sets their widths.
    /// Returns the number of spaces between columns.
    fn fit(&mut self) -> usize {
        let Some(terminal) = self.display.width else {
            for column in &mut self.columns {
                let max_width = column.heading.width().max(MAX_PIPED_WIDTH);
                column.width = column.width.min(max_width);
            }
            return 2;
        };
        for index in (0..self.columns.len()).rev() {
            let widths = self.columns.iter().map(|column| column.width);
            if widths.sum::<usize>() + 2 * (self.columns.len() - 1) > terminal {
                self.columns[index].abbreviate(self.display.zone);
            }
        }
        let (gap, widths) = self.widths(terminal);
        for (column, width) in self.columns.iter_mut().zip(widths) {
            column.width = width;
        }
        gap
    }

    /// Returns the number of spaces between columns, and their widths. The widest are the first to be
    /// narrowed, but not below their headings unless the headings do not fit.
    fn widths(&self, terminal: usize) -> (usize, Vec<usize>) {
        let gaps = self.columns.len() - 1;
        let min_widths = |max_heading| -> Vec<usize> {
            let columns = self.columns.iter();
            let widths = columns.map(|column| column.min_width(max_heading));
            widths.collect()
        };
        let used = |gap, max_heading| min_widths(max_heading).iter().sum::<usize>() + gap * gaps;
        let layouts = [(2, usize::MAX), (1, usize::MAX), (1, MIN_WIDTH)];
        let fits = |(gap, max_heading): &(usize, usize)| used(*gap, *max_heading) <= terminal;
        let fitting = layouts.into_iter().find(fits);
        let (gap, max_heading) = fitting.unwrap_or((1, usize::MAX));
        let mut widths = min_widths(max_heading);
        for _ in used(gap, max_heading)..terminal {
            let columns = widths.iter_mut().zip(&self.columns);
            let truncated = columns.filter(|(width, column)| **width < column.width);
            if let Some((narrowest, _)) = truncated.min_by_key(|(width, _)| **width) {
                *narrowest += 1;
            }
        }
        (gap, widths)
    }
}

impl TableColumn {
    fn new(column: &'static Column, display: DisplayOptions) -> Self {
        let name = column.name.to_ascii_uppercase();
        let heading = match column.display {
            _ if !display.header => String::new(),
            DisplayKind::Time => format!("{name} ({})", display.zone),
            _ => name,
        };
        Self {
            column,
            heading,
            texts: Vec::new(),
            width: 0,
        }
    }

    fn measure(&mut self) {
        let widths = self.texts.iter().map(|text| text.width());
        self.width = widths.max().unwrap_or(0).max(self.heading.width());
    }

    /// Shortens the heading and the texts: times to the minute without the year, or to the date if the
    /// rows are of several years; durations to two units; media to letters.
    fn abbreviate(&mut self, zone: Zone) {
        if !self.heading.is_empty() {
            self.heading = short_heading(self.column, zone);
        }
        let display = self.column.display;
        let time = |text: &String| match display {
            DisplayKind::Time => {
                let time = NaiveDateTime::parse_from_str(text, LOCAL_TIME).ok();
                // `2016-7-6 1:2:3` is the API's own text.
                time.filter(|time| time.format(LOCAL_TIME).to_string() == *text)
            }
            _ => None,
        };
        let years = self.texts.iter().filter_map(time).map(|time| time.year());
        let years: BTreeSet<i32> = years.collect();
        let format = if years.len() == 1 {
            "%m-%d %H:%M"
        } else {
            "%Y-%m-%d"
        };
        for text in &mut self.texts {
            match (display, time(text)) {
                (_, Some(time)) => *text = time.format(format).to_string(),
                (DisplayKind::Duration, _) => *text = text.split(' ').take(2).collect(),
                _ if self.column.name == "media" => *text = media_letters(text),
                _ => {}
            }
        }
        self.measure();
    }

    /// Returns the width to which the column can be narrowed: that of its heading, of which `max_heading`
    /// columns count. IDs and times are not narrowed.
    fn min_width(&self, max_heading: usize) -> usize {
        let heading = self.heading.width().max(MIN_WIDTH);
        let min_width = match self.column.display {
            DisplayKind::Id => self.width,
            // Only a time that could not be converted is wider.
            DisplayKind::Time => heading.max("2016-07-06 11:57:47".len()),
            _ => heading.min(max_heading),
        };
        min_width.min(self.width)
    }

    /// Returns a text as a cell. In a pipe a longer text overflows it.
    fn cell(&self, text: &str, display: DisplayOptions) -> String {
        let truncated = display.truncate(text, self.width);
        let padding = " ".repeat(self.width.saturating_sub(truncated.width()));
        let style = if is_warning(self.column.name, text) {
            WARNING
        } else {
            Style::new()
        };
        let styled = display.styled(style, &truncated);
        match self.column.display {
            DisplayKind::Number | DisplayKind::Duration => padding + &styled,
            _ => styled + &padding,
        }
    }
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
