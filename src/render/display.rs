//! Output for people: styles, padding and wrapping.

use anstyle::{AnsiColor, Style};
use comfy_table::{ContentArrangement, Table, TableStyle};

use crate::sanitize::Sanitized;
use crate::settings::zone::Zone;

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

/// Maximum length of a text that is wrapped; the time to wrap grows with the square of the length.
const MAX_WRAPPED_LEN: usize = 20_000;

/// How output for people is displayed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DisplayOptions {
    /// Columns of the terminal; `None` if the output is no terminal, where nothing is truncated or
    /// wrapped.
    pub(crate) width: Option<usize>,
    /// Whether styles are used.
    pub(crate) colour: bool,
    /// The zone of displayed times.
    pub(crate) zone: Zone,
    /// Whether headings are written (not with `--no-header`).
    pub(crate) header: bool,
}

impl DisplayOptions {
    /// Adds a style to a text, if styles are used and the text is not empty.
    pub(super) fn styled(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Adds a style, and spaces up to a width in columns.
    pub(super) fn padded(self, style: Style, text: &Sanitized, width: usize) -> String {
        let padding = " ".repeat(width.saturating_sub(text.width()));
        self.styled(style, text.as_str()) + &padding
    }

    /// Wraps a text to the terminal's width less an indentation. Elsewhere it is one line.
    pub(super) fn wrap(self, text: Sanitized, indent: usize) -> Vec<String> {
        let Some(width) = self
            .width
            .filter(|_| text.as_str().len() <= MAX_WRAPPED_LEN)
        else {
            return vec![text.into_string()];
        };
        let width = width.saturating_sub(indent).max(MIN_WIDTH);
        let mut table = Table::new();
        table
            .load_style(TableStyle::new())
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width).unwrap_or(u16::MAX))
            .add_row([text.as_str()]);
        for column in table.column_iter_mut() {
            column.set_padding((0, 0));
        }
        // A part can begin with a command to a CI runner that was harmless inside the text.
        let parts = table.lines();
        parts
            .map(|part| Sanitized::line(&part).into_string())
            .collect()
    }
}
