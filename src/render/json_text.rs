//! The API's own JSON, laid out anew and otherwise untouched.
//!
//! Numbers keep their digits, objects their order, strings their escapes: only white space
//! between tokens changes, and characters that could work upon a terminal (delete, C1,
//! bidirectional, invisible) become `\uXXXX`, which is the same JSON value. One pass without
//! recursion, so neither size nor depth of an answer matters.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::clean::is_hidden;
use crate::records::json::{Json, end_of_string};

/// Levels that are indented; deeper ones stay in line with the last. Without an end to it an
/// answer of nothing but brackets would grow to the square of its size.
const DEEPEST: usize = 128;

/// A line break and the indentation of the deepest level.
const BREAK: [u8; 1 + 2 * DEEPEST] = {
    let mut line = [b' '; 1 + 2 * DEEPEST];
    line[0] = b'\n';
    line
};

/// Writes a value on one line, without white space between its tokens.
pub(crate) fn compact(json: Json<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut copier = Copier::of(json, out);
    while let Some(byte) = copier.peek() {
        match byte {
            b'"' => copier.string()?,
            b' ' | b'\t' | b'\r' | b'\n' => copier.skip_space()?,
            _ => copier.at += 1,
        }
    }
    copier.flush()
}

/// Writes a value on many lines, indented by two spaces a level. `level` is that of the line
/// which the value begins on; the indentation of this first line is the caller's.
pub(crate) fn pretty(json: Json<'_>, mut level: usize, out: &mut impl Write) -> io::Result<()> {
    let mut copier = Copier::of(json, out);
    while let Some(byte) = copier.peek() {
        match byte {
            b'"' => copier.string()?,
            b' ' | b'\t' | b'\r' | b'\n' => copier.skip_space()?,
            b'{' | b'[' => {
                copier.at += 1;
                copier.skip_space()?;
                if let Some(b'}' | b']') = copier.peek() {
                    copier.at += 1;
                } else {
                    level += 1;
                    copier.break_line(level)?;
                }
            }
            b'}' | b']' => {
                level -= 1;
                copier.break_line(level)?;
                copier.at += 1;
            }
            b',' => {
                copier.at += 1;
                copier.break_line(level)?;
            }
            b':' => {
                copier.at += 1;
                copier.insert(b" ")?;
            }
            _ => copier.at += 1,
        }
    }
    copier.flush()
}

/// A JSON text on its way to `out`, in slices as long as can be. That the text is valid JSON
/// is what its type says, and what the steps below rely on.
struct Copier<'a, W> {
    json: &'a str,
    /// Whether none of its characters needs a closer look.
    is_plain: bool,
    out: &'a mut W,
    /// `written..at` has been looked at and is yet to be written as it is.
    written: usize,
    at: usize,
}

impl<'a, W: Write> Copier<'a, W> {
    fn of(json: Json<'a>, out: &'a mut W) -> Self {
        let json = json.get();
        Self {
            json,
            is_plain: is_plain(json),
            out,
            written: 0,
            at: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn flush(&mut self) -> io::Result<()> {
        let pending = &self.json.as_bytes()[self.written..self.at];
        self.written = self.at;
        self.out.write_all(pending)
    }

    fn insert(&mut self, text: &[u8]) -> io::Result<()> {
        self.flush()?;
        self.out.write_all(text)
    }

    fn break_line(&mut self, level: usize) -> io::Result<()> {
        self.insert(&BREAK[..=2 * level.min(DEEPEST)])
    }

    /// Leaves out the white space ahead, if there is any.
    fn skip_space(&mut self) -> io::Result<()> {
        self.flush()?;
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
        self.written = self.at;
        Ok(())
    }

    /// Passes the string whose opening quote is ahead, escaping the characters that do not show
    /// themselves.
    fn string(&mut self) -> io::Result<()> {
        let (end, _) = end_of_string(self.json.as_bytes(), self.at + 1);
        let string = &self.json[self.at..end];
        if !self.is_plain && !is_plain(string) {
            for (at, character) in string.char_indices() {
                if character.is_control() || is_hidden(character) {
                    self.escape(self.at + at, character)?;
                }
            }
        }
        self.at = end;
        Ok(())
    }

    fn escape(&mut self, at: usize, character: char) -> io::Result<()> {
        self.out
            .write_all(&self.json.as_bytes()[self.written..at])?;
        self.written = at + character.len_utf8();
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(self.out, "\\u{unit:04x}")?;
        }
        Ok(())
    }
}

/// Whether a text has nothing but ASCII, and of that not the delete character.
fn is_plain(text: &str) -> bool {
    // Without an early end to it many bytes are looked at in one step.
    text.bytes().fold(0, u8::max) < 0x7f
}
