//! Reformats JSON: only white space between tokens changes.
//!
//! Numbers keep their digits, objects their order, strings their escapes. Characters that could
//! affect a terminal (delete, C1, bidirectional, invisible) become `\uXXXX`, which is the same JSON
//! value. One pass without recursion, so that neither size nor depth matters.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use memchr::memchr2;

use crate::records::json::JsonSlice;
use crate::sanitize::is_hidden;

/// Levels that are indented. Deeper ones keep the indentation of the last, or the output of nested
/// brackets would grow with the square of their number.
const DEEPEST: usize = 128;

/// A line break and the indentation of the deepest level.
const BREAK: [u8; 1 + 2 * DEEPEST] = {
    let mut line = [b' '; 1 + 2 * DEEPEST];
    line[0] = b'\n';
    line
};

/// Writes a value on one line, without white space between its tokens.
pub(crate) fn compact(json: JsonSlice<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut text = Reformatter::new(json, out);
    while let Some(byte) = text.peek() {
        match byte {
            b'"' => text.string()?,
            b' ' | b'\t' | b'\r' | b'\n' => text.skip_space()?,
            _ => text.at += 1,
        }
    }
    text.flush()
}

/// Writes a value on many lines, indented by two spaces a level. `level` is that of the first
/// line, which the caller has indented.
pub(crate) fn pretty(
    json: JsonSlice<'_>,
    mut level: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut text = Reformatter::new(json, out);
    while let Some(byte) = text.peek() {
        match byte {
            b'"' => text.string()?,
            b' ' | b'\t' | b'\r' | b'\n' => text.skip_space()?,
            b'{' | b'[' => {
                text.at += 1;
                text.skip_space()?;
                if let Some(b'}' | b']') = text.peek() {
                    text.at += 1;
                } else {
                    level += 1;
                    text.break_line(level)?;
                }
            }
            b'}' | b']' => {
                level -= 1;
                text.break_line(level)?;
                text.at += 1;
            }
            b',' => {
                text.at += 1;
                text.break_line(level)?;
            }
            b':' => {
                text.at += 1;
                text.insert(b" ")?;
            }
            _ => text.at += 1,
        }
    }
    text.flush()
}

/// Valid JSON text that is copied to `out` in slices as long as possible.
struct Reformatter<'a, W> {
    json: &'a str,
    /// Whether no character needs an escape.
    is_plain: bool,
    out: &'a mut W,
    /// `written..at` has been read and is yet to be written.
    written: usize,
    at: usize,
}

impl<'a, W: Write> Reformatter<'a, W> {
    fn new(json: JsonSlice<'a>, out: &'a mut W) -> Self {
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

    /// Leaves out the white space ahead, if any.
    fn skip_space(&mut self) -> io::Result<()> {
        self.flush()?;
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
        self.written = self.at;
        Ok(())
    }

    /// Copies the string whose opening quote is ahead, escaping invisible characters.
    fn string(&mut self) -> io::Result<()> {
        let end = end_of_string(self.json.as_bytes(), self.at);
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

/// Returns where the string ends whose opening quote is at `start`.
fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(length) = memchr2(b'"', b'\\', &json[at..]) {
        at += length;
        if json[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// Returns whether a text is ASCII without the delete character.
fn is_plain(text: &str) -> bool {
    // A fold without an early exit is vectorized.
    text.bytes().fold(0, u8::max) < 0x7f
}
