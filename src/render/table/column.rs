//! A column of a table: its texts, its abbreviations and its width.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use comfy_table::ColumnConstraint::{Absolute, ContentWidth, LowerBoundary};
use comfy_table::{CellAlignment, Width};
use unicode_width::UnicodeWidthStr;

use crate::records::column::{Column, DisplayKind};
use crate::render::display::DisplayOptions;
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Maximum width of a column that is not on a terminal, where nothing is truncated. A longer value
/// overflows its column instead of widening every row.
const MAX_PIPED_WIDTH: usize = 40;

/// Minimum width of a column whose heading is truncated.
const MIN_WIDTH: usize = 3;

/// A converted time, and an abbreviated one with its year.
const SECONDS: &str = "%Y-%m-%d %H:%M:%S";
const MINUTES: &str = "%Y-%m-%d %H:%M";

/// A column and its sanitized texts.
#[derive(Debug)]
pub(super) struct TableColumn {
    pub(super) column: &'static Column,
    heading: Option<String>,
    pub(super) texts: Vec<String>,
    /// The width of the widest text, the heading included.
    pub(super) width: usize,
    /// The width to which the layout can truncate the column.
    min_width: usize,
}

impl TableColumn {
    /// Creates a column without texts.
    pub(super) fn new(column: &'static Column, display: DisplayOptions) -> Self {
        let name = column.name.to_ascii_uppercase();
        let heading = match column.display {
            DisplayKind::Time => format!("{name} ({})", display.zone),
            _ => name,
        };
        Self {
            column,
            width: if display.header { heading.width() } else { 0 },
            heading: display.header.then_some(heading),
            texts: Vec::new(),
            min_width: 0,
        }
    }

    /// Adds a text.
    pub(super) fn push(&mut self, text: Sanitized) {
        self.width = self.width.max(text.width());
        self.texts.push(text.into_string());
    }

    /// Iterates over the heading, if there is one, and the texts.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.heading.iter().chain(&self.texts).map(String::as_str)
    }

    /// Shortens the heading and the texts: times to the minute, without the year if it is the same in
    /// all rows, durations in two units, media as letters.
    pub(super) fn abbreviate(&mut self, zone: Zone) {
        if let Some(heading) = &mut self.heading {
            *heading = short_heading(self.column, zone);
        }
        let times = self.texts.iter().filter(|text| is_time(text, SECONDS));
        let years: BTreeSet<&str> = times.map(|text| &text[..4]).collect();
        let start = if years.len() == 1 { "2016-".len() } else { 0 };
        let end = "2016-07-06 11:57".len();
        for text in &mut self.texts {
            match self.column.display {
                DisplayKind::Time if is_time(text, SECONDS) => *text = text[start..end].to_owned(),
                DisplayKind::Duration => *text = text.split(' ').take(2).collect(),
                _ if self.column.name == "media" => *text = media_letters(text),
                _ => {}
            }
        }
        self.measure();
    }

    /// Shortens times that have a year to their dates.
    pub(super) fn keep_dates(&mut self) {
        for text in &mut self.texts {
            if self.column.display == DisplayKind::Time && is_time(text, MINUTES) {
                text.truncate("2016-07-06".len());
            }
        }
        self.measure();
    }

    fn measure(&mut self) {
        self.width = self.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    }

    /// Sets width and alignment in the layout.
    pub(super) fn configure(&self, layout: &mut comfy_table::Column, is_terminal: bool) {
        let fixed = |width: usize| Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
        layout.set_padding((0, 0));
        layout.set_constraint(match self.column.display {
            _ if !is_terminal => {
                let heading = self.heading.as_deref().unwrap_or_default().width();
                Absolute(fixed(self.width.min(heading.max(MAX_PIPED_WIDTH))))
            }
            DisplayKind::Id => ContentWidth,
            _ => LowerBoundary(fixed(self.min_width)),
        });
        if let DisplayKind::Number | DisplayKind::Duration = self.column.display {
            layout.set_cell_alignment(CellAlignment::Right);
        }
    }

    /// Returns the width to which the column can be truncated: that of its heading, but at most `max`.
    pub(super) fn min_width(&self, max: usize) -> usize {
        let heading = self
            .heading
            .as_deref()
            .map_or(MIN_WIDTH, UnicodeWidthStr::width);
        let min_width = match self.column.display {
            DisplayKind::Id => self.width,
            // Only a time that could not be converted is wider.
            DisplayKind::Time => heading.max("2016-07-06 11:57:47".len()),
            _ => heading.min(max),
        };
        min_width.min(self.width)
    }
}

/// Sets to what widths columns can be truncated: to their headings, or further if the headings do not
/// fit `room`.
pub(super) fn set_min_widths(columns: &mut [TableColumn], room: usize) {
    let fits = |max| {
        columns
            .iter()
            .map(|column| column.min_width(max))
            .sum::<usize>()
            <= room
    };
    let is_narrow = !fits(usize::MAX) && fits(MIN_WIDTH);
    for column in columns {
        column.min_width = column.min_width(if is_narrow { MIN_WIDTH } else { usize::MAX });
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

/// Returns whether a text is a converted time, so that its parts have fixed positions.
fn is_time(text: &str, format: &str) -> bool {
    let time = NaiveDateTime::parse_from_str(text, format);
    time.is_ok_and(|time| time.format(format).to_string() == text)
}

/// Abbreviates `chat, audio, cobrowsing` to `cab`.
fn media_letters(text: &str) -> String {
    let letters = text.split(", ").map(|name| match name {
        "cobrowsing" => "b",
        name => name.get(..1).unwrap_or_default(),
    });
    letters.collect()
}
