//! JSON as the text that it came in: one value is a slice of an answer, and so are its parts.
//!
//! Nothing is parsed here that nobody asks for. That a text is valid JSON is what its type says:
//! it is checked when the answer comes in, once, and the steps from part to part rely on it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use memchr::memchr2;
use serde_json::value::RawValue;

use super::lossy::Lossy;

#[cfg(test)]
mod tests;

/// The text of one JSON value, digit for digit as it was sent, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Json<'a>(&'a str);

impl<'a> Json<'a> {
    /// The value that has this place in a text which was checked.
    pub(super) fn within(text: &'a str, place: Range<usize>) -> Self {
        Self(&text[place])
    }

    /// The text itself.
    pub(crate) fn get(self) -> &'a str {
        self.0
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// The names and values of an object in their order, repeated names included; whatever is
    /// no object has none.
    pub(crate) fn members(self) -> impl Iterator<Item = (Json<'a>, Json<'a>)> {
        let mut parts = Parts::between(self.0, '{', '}');
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// The value of a member; of a repeated name the last, as most parsers take it.
    pub(crate) fn member(self, name: &str) -> Option<Json<'a>> {
        let found = self.members().filter(|(other, _)| other.is_text(name));
        found.last().map(|(_, value)| value)
    }

    /// The entries of an array; `None` if it is none.
    pub(crate) fn entries(self) -> Option<impl Iterator<Item = Json<'a>>> {
        let is_array = self.0.starts_with('[');
        is_array.then(|| Parts::between(self.0, '[', ']'))
    }

    /// A string, decoded; of half a surrogate pair, which no text can hold, U+FFFD is left.
    /// `None` if the value is no string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let quoted = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if !quoted.contains('\\') {
            return Some(Cow::Borrowed(quoted));
        }
        let Lossy(text) = serde_json::from_str(self.0).ok()?;
        Some(text)
    }

    fn is_text(self, text: &str) -> bool {
        // Spelt with escapes it is longer than what it says.
        match self.0.len().cmp(&(text.len() + 2)) {
            Ordering::Less => false,
            Ordering::Equal => self.0[1..].starts_with(text),
            Ordering::Greater => {
                self.0.contains('\\') && self.text().is_some_and(|own| own == text)
            }
        }
    }
}

impl<'a> From<&'a RawValue> for Json<'a> {
    fn from(raw: &'a RawValue) -> Self {
        Self(raw.get())
    }
}

/// The values within an object or an array, one after the other.
struct Parts<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parts<'a> {
    fn between(text: &'a str, open: char, close: char) -> Self {
        let inner = text
            .strip_prefix(open)
            .and_then(|text| text.strip_suffix(close));
        let text = inner.unwrap_or_default();
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        let bytes = self.text.as_bytes();
        let between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':');
        let start = self.at + bytes[self.at..].iter().take_while(between).count();
        self.at = end_of_value(bytes, start);
        (start < self.at).then(|| Json(&self.text[start..self.at]))
    }
}

/// Where the value ends that begins at `start`.
fn end_of_value(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            // Within an object or an array what is between its values is part of it.
            _ if depth > 0 => continue,
            b' ' | b'\t' | b'\r' | b'\n' | b',' => return at - 1,
            // A number or a word goes on.
            _ => continue,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Where the string ends, its closing quote included, whose text goes on at `at`.
pub(crate) fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(length) = memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += length;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}
