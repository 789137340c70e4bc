//! What output for people is shown on, and in which styles.

use anstyle::{AnsiColor, Style};

use crate::sanitize::Sanitized;
use crate::settings::zone::Zone;

/// Headings, days and the names of fields.
pub(crate) const HEADING: Style = Style::new().bold();
/// What is seldom looked for: system messages, times beside a message.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What should catch the eye.
pub(crate) const WARNING: Style = AnsiColor::Red.on_default();
/// An operator's name. Like the visitor's without bold, which many terminals show as the
/// brighter colour, and that cannot be read on white.
pub(crate) const OPERATOR: Style = AnsiColor::Magenta.on_default();
/// A visitor's name.
pub(crate) const VISITOR: Style = AnsiColor::Green.on_default();

/// The narrowest that text is wrapped to, be the line longer than the terminal.
const NARROWEST: usize = 16;

/// What output for people is shown on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DisplayOptions {
    /// Columns of the terminal; `None` off a terminal, where nothing is cut or wrapped.
    pub(crate) width: Option<usize>,
    /// Whether styles are used.
    pub(crate) colour: bool,
    /// Whose clocks times are shown by.
    pub(crate) zone: Zone,
    /// Whether headings are written (not with `--no-header`).
    pub(crate) header: bool,
}

impl DisplayOptions {
    /// The text in a style, where there are styles. Nothing is painted around no text.
    pub(crate) fn styled(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// The text cut to so many columns on a terminal, and whole elsewhere.
    pub(crate) fn cut(self, text: Sanitized<'_>, columns: usize) -> Sanitized<'_> {
        if self.width.is_some() {
            text.cut(columns)
        } else {
            text
        }
    }

    /// The text as lines that begin after an indentation of so many columns: wrapped to what
    /// is left of a terminal's width, and one line elsewhere.
    pub(crate) fn wrap(self, text: Sanitized<'_>, indent: usize) -> Vec<Sanitized<'_>> {
        match self.width {
            Some(width) => text.wrap(width.saturating_sub(indent).max(NARROWEST)),
            None => vec![text],
        }
    }
}
