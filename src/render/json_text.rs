//! The API's own JSON, laid out anew and otherwise untouched.
//!
//! Numbers keep their digits, objects their order, strings their escapes: only white space
//! between tokens changes, and characters that could work upon a terminal (delete, C1,
//! bidirectional, invisible) become `\uXXXX`, which is the same JSON value. One pass without
//! recursion, so neither size nor depth of an answer matters.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use serde_json::value::RawValue;

use crate::clean::is_hidden;

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
pub(crate) fn compact(json: &RawValue, out: &mut impl Write) -> io::Result<()> {
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
pub(crate) fn pretty(json: &RawValue, mut level: usize, out: &mut impl Write) -> io::Result<()> {
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
    out: &'a mut W,
    /// `written..at` has been looked at and is yet to be written as it is.
    written: usize,
    at: usize,
}

impl<'a, W: Write> Copier<'a, W> {
    fn of(json: &'a RawValue, out: &'a mut W) -> Self {
        Self {
            json: json.get(),
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

    /// Passes the string whose opening quote is ahead.
    fn string(&mut self) -> io::Result<()> {
        self.at += 1;
        loop {
            let ahead = &self.json.as_bytes()[self.at..];
            self.at += ahead.iter().take_while(|&&byte| is_plain(byte)).count();
            match self.peek() {
                Some(b'\\') => self.at += 2,
                Some(0x7f..) => self.beyond_ascii()?,
                _ => break,
            }
        }
        self.at += 1;
        Ok(())
    }

    /// Passes the delete and non-ASCII characters ahead, escaping those that do not show
    /// themselves.
    fn beyond_ascii(&mut self) -> io::Result<()> {
        let json = self.json;
        for character in json[self.at..]
            .chars()
            .take_while(|&character| character >= '\x7f')
        {
            if character.is_control() || is_hidden(character) {
                self.flush()?;
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(self.out, "\\u{unit:04x}")?;
                }
                self.written += character.len_utf8();
            }
            self.at += character.len_utf8();
        }
        Ok(())
    }
}

/// May this byte of a string be passed without a closer look?
fn is_plain(byte: u8) -> bool {
    byte != b'"' && byte != b'\\' && byte < 0x7f
}
