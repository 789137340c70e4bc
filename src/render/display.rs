//! Output for people: styles, padding and wrapping.

use std::borrow::Cow;

use clap::builder::styling::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

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

    /// Wraps a text at its spaces to the terminal's width less an indentation. Elsewhere it is one
    /// line.
    pub(super) fn wrap(self, text: &Sanitized, indent: usize) -> Vec<String> {
        let Some(terminal) = self.width else {
            return vec![text.to_string()];
        };
        let width = terminal.saturating_sub(indent).max(MIN_WIDTH);
        let mut lines = Vec::new();
        let mut rest = text.as_str();
        loop {
            let fitting = fitting(rest, width);
            let is_word_end = fitting.len() == rest.len() || rest[fitting.len()..].starts_with(' ');
            // A word that is wider than the line is broken.
            let end = fitting.rfind(' ').filter(|_| !is_word_end);
            let (line, after) = rest.split_at(end.unwrap_or(fitting.len()));
            // A line can begin with a command to a CI runner that was harmless inside the text.
            lines.push(Sanitized::line(line).into_string());
            rest = after.trim_start();
            if rest.is_empty() {
                return lines;
            }
        }
    }

    /// Truncates a text to a width on a terminal, with a `…` at its end. Elsewhere it stays.
    pub(super) fn truncate(self, text: &str, width: usize) -> Cow<'_, str> {
        if self.width.is_none() || text.width() <= width {
            return text.into();
        }
        format!("{}…", fitting(text, width.saturating_sub(1))).into()
    }
}

/// Returns the longest beginning of a text that fits a width. It ends before a character with a width of
/// its own, so that no mark is separated from its character.
fn fitting(text: &str, width: usize) -> &str {
    let characters = text.char_indices();
    let starts = characters.filter(|(_, character)| character.width() != Some(0));
    let ends = starts.map(|(start, _)| start).chain([text.len()]);
    let end = ends.take_while(|end| text[..*end].width() <= width).last();
    &text[..end.unwrap_or(0)]
}
