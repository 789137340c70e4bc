//! Breaking one line into lines of a given width, in one pass over the text.

use std::iter::{Peekable, from_fn};

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The lines of at most `width` columns that `text` is broken into; see [`super::Clean::wrap`].
pub(super) fn lines(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let text = text.trim_matches(' ');
    Lines {
        text,
        pieces: pieces(text, width).peekable(),
        width,
        start: 0,
        at: 0,
        columns: 0,
        gap: None,
        ended: false,
    }
}

struct Lines<'a, P: Iterator<Item = &'a str>> {
    text: &'a str,
    /// What of the text comes after `at`.
    pieces: Peekable<P>,
    width: usize,
    /// Where the line begins that is being filled.
    start: usize,
    /// How far it is filled.
    at: usize,
    /// The columns of `start..at`.
    columns: usize,
    /// The last spaces in `start..at`.
    gap: Option<Gap>,
    ended: bool,
}

/// Spaces between two words, where a line can be broken.
struct Gap {
    start: usize,
    end: usize,
    /// The columns from the beginning of the line to the gap's end.
    columns: usize,
}

impl<'a, P: Iterator<Item = &'a str>> Iterator for Lines<'a, P> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while let Some(&piece) = self.pieces.peek() {
            let columns = self.columns + piece.width();
            // Spaces may stand out over the end: the break comes before them.
            if piece != " " && columns > self.width && self.at > self.start {
                return Some(self.break_line());
            }
            self.pieces.next();
            self.at += piece.len();
            self.columns = columns;
            if piece == " " {
                self.widen_gap();
            }
        }
        let last = (!self.ended).then(|| &self.text[self.start..]);
        self.ended = true;
        last
    }
}

impl<'a, P: Iterator<Item = &'a str>> Lines<'a, P> {
    /// Ends the line at its last gap or, if it is all one word, where it stands.
    fn break_line(&mut self) -> &'a str {
        let gap = self.gap.take().unwrap_or(Gap {
            start: self.at,
            end: self.at,
            columns: self.columns,
        });
        let line = &self.text[self.start..gap.start];
        self.start = gap.end;
        self.columns -= gap.columns;
        line
    }

    /// Counts the space that was just passed to the gap it continues or begins.
    fn widen_gap(&mut self) {
        let space = self.at - 1;
        let start = match &self.gap {
            Some(gap) if gap.end == space => gap.start,
            _ => space,
        };
        self.gap = Some(Gap {
            start,
            end: self.at,
            columns: self.columns,
        });
    }
}

/// The parts of a text that are never broken: what a reader takes for one character. Only a
/// cluster that does not fit on a line, which no language writes, falls apart further.
fn pieces(text: &str, width: usize) -> impl Iterator<Item = &str> {
    text.graphemes(true).flat_map(move |cluster| {
        let whole = cluster.width() <= width;
        let mut rest = cluster;
        from_fn(move || {
            let end = if whole {
                rest.len()
            } else {
                first_with_marks(rest)
            };
            let (piece, after) = rest.split_at(end);
            rest = after;
            (!piece.is_empty()).then_some(piece)
        })
    })
}

/// The length of a text's first character and the marks on it.
fn first_with_marks(text: &str) -> usize {
    text.char_indices()
        .skip(1)
        .find(|(_, character)| character.width() != Some(0))
        .map_or(text.len(), |(at, _)| at)
}
