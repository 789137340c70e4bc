//! Output for people: values as they read them, styles, padding and wrapping.

#[cfg(test)]
mod tests;

use clap::builder::styling::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, TableStyle};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::json;
use crate::records::column::DisplayKind;
use crate::records::json::Cell;
use crate::records::parse_time;
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Headings, days and the names of fields.
pub(super) const HEADING: Style = Style::new().bold();
/// Less important text: system messages, the time of a message.
pub(super) const DIM: Style = Style::new().dimmed();
/// Values that should attract attention.
pub(super) const WARNING: Style = AnsiColor::Red.on_default();
/// An operator's name. Not bold: many terminals show bold as a brighter color, which is hard to read
/// on white.
pub(super) const OPERATOR: Style = AnsiColor::Magenta.on_default();
/// A visitor's name.
pub(super) const VISITOR: Style = AnsiColor::Green.on_default();

/// Minimum width of wrapped text, even if it exceeds the terminal.
const MIN_WIDTH: usize = 16;

/// Maximum length of a text that is wrapped; the time grows with the square of the length.
const MAX_LEN: usize = 20_000;

/// Maximum length of a text that is truncated. No terminal has that many columns.
const MAX_CELL_CHARS: usize = 1_000;

/// How output for people is displayed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DisplayOptions {
    /// Columns of the terminal; `None` if the output is no terminal, where nothing is truncated or
    /// wrapped.
    pub(crate) width: Option<usize>,
    /// Whether styles are used.
    pub(crate) color: bool,
    /// The zone of displayed times.
    pub(crate) zone: Zone,
    /// Whether headings are written (not with `--no-header`).
    pub(crate) header: bool,
}

impl DisplayOptions {
    /// Adds a style to a text, if styles are used and the text is not empty.
    pub(super) fn styled(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Adds a style, and spaces up to a width in columns.
    pub(super) fn padded(self, style: Style, text: &str, width: usize) -> String {
        let padding = " ".repeat(width.saturating_sub(text.width()));
        self.styled(style, text) + &padding
    }

    /// Wraps a text to the terminal's width less an indentation. Elsewhere it is one line.
    pub(super) fn wrap(self, text: &Sanitized, indent: usize) -> Vec<String> {
        let text = text.as_str();
        let Some(terminal) = self.width.filter(|_| text.len() <= MAX_LEN) else {
            return vec![text.to_owned()];
        };
        let width = terminal.saturating_sub(indent).max(MIN_WIDTH);
        let mut table = Table::new();
        table
            .load_style(TableStyle::new())
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .add_row([text]);
        for column in table.column_iter_mut() {
            column.set_padding((0, 0));
        }
        // A line can begin with a command to a CI runner that was harmless inside the text.
        let lines = table.lines();
        lines
            .map(|line| Sanitized::line(&line).into_string())
            .collect()
    }

    /// Truncates a text to a width on a terminal, with a `…` at its end. Elsewhere it stays.
    pub(super) fn truncate(self, text: &str, width: usize) -> String {
        if self.width.is_none() || text.width() <= width {
            return text.to_owned();
        }
        let mut room = width.saturating_sub(1);
        let fits = |character: &char| {
            let rest = room.checked_sub(character.width().unwrap_or(0));
            room = rest.unwrap_or(0);
            rest.is_some()
        };
        let fitting: String = text.chars().take_while(fits).collect();
        fitting + "…"
    }
}

/// Returns as much of a text as a line of a terminal can have.
pub(super) fn shorten(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_CELL_CHARS);
    end.map_or(text, |(end, _)| &text[..end])
}

/// Returns the text of a value: empty if it is null or missing, and as the API sent it if it is not of
/// the expected kind. The text is untrusted.
pub(super) fn value_text(kind: DisplayKind, cell: &Cell<'_>, zone: Zone) -> String {
    let formatted = match (kind, cell) {
        (DisplayKind::Time, Cell::Text(text)) => local_time(text, zone),
        (DisplayKind::Duration, Cell::Literal(seconds)) => duration(seconds),
        (DisplayKind::Flag, Cell::Literal(text)) if text == "true" => Some("yes".to_owned()),
        (DisplayKind::Flag, Cell::Literal(text)) if text == "false" => Some("no".to_owned()),
        _ => None,
    };
    formatted.unwrap_or_else(|| match cell {
        Cell::Missing | Cell::Null => String::new(),
        Cell::Literal(text) | Cell::Text(text) => text.to_string(),
        Cell::List(list) => list.join(", "),
        Cell::Json(json) => json::compact(json.get()),
    })
}

/// Formats a time of the API in a zone, `2016-07-06 11:57:47`; `None` unless it has an offset.
pub(super) fn local_time(text: &str, zone: Zone) -> Option<String> {
    parse_time(text).map(|instant| zone.format_local(instant))
}

/// Returns whether a displayed value is a warning: a flagged engagement, a failed export.
pub(super) fn is_warning(column: &str, text: &str) -> bool {
    matches!(
        (column, text),
        ("flagged", "yes") | ("status", "failed" | "unknown")
    )
}

/// Formats seconds as `1m 05s`, without the half second that a median can have.
fn duration(seconds: &str) -> Option<String> {
    let seconds: u64 = seconds.strip_suffix(".5").unwrap_or(seconds).parse().ok()?;
    Some(match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours, minutes, seconds) => format!("{hours}h {minutes:02}m {seconds:02}s"),
    })
}
