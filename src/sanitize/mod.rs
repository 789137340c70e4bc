//! Text written by strangers, made fit for a terminal.
//!
//! Whatever came over the network or from a file may hold sequences that move the cursor,
//! reorder a line or hide a part of it. A [`Sanitized`] can only be made here, so whoever
//! accepts nothing else can print it unread. Clean first, then measure, then cut.

mod escape;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

pub(crate) use escape::is_hidden;

/// What stands for text that was left out; one column wide.
const ELLIPSIS: &str = "…";

/// One line of text in which every character shows itself: no line break, no control, no
/// bidirectional and no invisible character. A piece of it is as clean as the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sanitized<'a>(Cow<'a, str>);

impl<'a> Sanitized<'a> {
    /// The text on one line: a line break becomes `⏎`, a tab a space, and every other
    /// character that would not show itself an escape (`^[`, `<U+202E>`). Marks stacked too
    /// high on one character end in `…`. What a CI runner would take for a command loses its
    /// first character to an escape. Text that is harmless is borrowed.
    pub(crate) fn line(text: &'a str) -> Self {
        let mut cleaned = String::new();
        let mut done = 0;
        let mut marks = 0;
        let runner_colons = escape::runner_colons(text);
        for (at, character) in text.char_indices() {
            marks = if escape::is_combining(character) {
                marks + 1
            } else {
                0
            };
            let next = at + character.len_utf8();
            let shown = if Some(at) == runner_colons {
                Some("<U+003A>".into())
            } else {
                escape::replacement(character, marks, &text[next..])
            };
            if let Some(shown) = shown {
                cleaned.push_str(&text[done..at]);
                cleaned.push_str(&shown);
                done = next;
            }
        }
        if done == 0 {
            return Self(Cow::Borrowed(text));
        }
        cleaned.push_str(&text[done..]);
        Self(Cow::Owned(cleaned))
    }

    /// The same text, borrowed from nobody.
    fn into_owned(self) -> Sanitized<'static> {
        Sanitized(Cow::Owned(self.0.into_owned()))
    }

    /// The text itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The terminal columns that the text takes.
    pub(crate) fn width(&self) -> usize {
        self.0.width()
    }

    /// The text in at most `width` columns; if it is longer, its beginning and `…`. What a
    /// reader takes for one character (a flag, a family, a letter with its accents) is never
    /// split. Nothing at all is left in no columns.
    pub(crate) fn cut(self, width: usize) -> Self {
        if self.width() <= width {
            return self;
        }
        if width == 0 {
            return Self(Cow::Borrowed(""));
        }
        let mut columns = ELLIPSIS.width();
        let mut end = 0;
        for character in self.0.graphemes(true) {
            columns += character.width();
            if columns > width {
                break;
            }
            end += character.len();
        }
        Self(Cow::Owned(format!("{}{ELLIPSIS}", &self.0[..end])))
    }

    /// Breaks the text into lines of at most `width` columns: at spaces, which are dropped there,
    /// and inside a word only if it is longer than a line. There is always one line, be it
    /// empty. A character wider than `width` has a line of its own.
    pub(crate) fn wrap(&self, width: usize) -> Vec<Sanitized<'static>> {
        let text = self.0.trim_matches(' ');
        let (mut lines, mut start, mut columns) = (Vec::new(), 0, 0);
        // The last space of the line, and the columns up to and with it.
        let mut space = None;
        for (at, character) in text.grapheme_indices(true) {
            let is_space = character == " ";
            while !is_space && at > start && columns + character.width() > width {
                let (end, counted) = space.take().unwrap_or((at, columns));
                lines.push(&text[start..end]);
                start = end;
                columns -= counted;
            }
            columns += character.width();
            if is_space {
                space = Some((at + 1, columns));
            }
        }
        lines.push(&text[start..]);
        // Sanitized again: a line can begin with what was in the middle of the text.
        let line = |line: &&str| Sanitized::line(line.trim_matches(' ')).into_owned();
        lines.iter().map(line).collect()
    }
}

impl fmt::Display for Sanitized<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
