//! JSON as the text that it came in: one value is a slice of an answer, and so are its parts.
//!
//! No value is read here that nobody asks for; where it is, is enough. That a text is valid JSON is
//! what its type says: it is checked when the answer comes in, once, and the steps from part to part
//! rely on it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;
use serde_json::value::RawValue;

use super::lossy::Lossy;

#[cfg(test)]
mod tests;

/// The quotes of a string.
const QUOTES: usize = 2;

/// The text of one JSON value, digit for digit as it was sent, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Json<'a> {
    text: &'a str,
    /// Whether it is a string that is spelt with escapes.
    is_escaped: bool,
}

impl<'a> Json<'a> {
    /// The text itself.
    pub(crate) fn get(self) -> &'a str {
        self.text
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.text.starts_with('{')
    }

    /// The names and values of an object in their order, repeated names included; whatever is
    /// no object has none.
    pub(crate) fn members(self) -> impl Iterator<Item = (Json<'a>, Json<'a>)> {
        let mut parts = Parts::between(self.text, '{', '}');
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// The value of a member; of a repeated name the last, as most parsers take it.
    pub(crate) fn member(self, name: &str) -> Option<Json<'a>> {
        let found = self.members().filter(|(other, _)| other.is_text(name));
        found.last().map(|(_, value)| value)
    }

    /// The entries of an array; `None` if it is none.
    pub(crate) fn entries(self) -> Option<impl Iterator<Item = Json<'a>>> {
        let is_array = self.text.starts_with('[');
        is_array.then(|| Parts::between(self.text, '[', ']'))
    }

    /// A string, decoded; of half a surrogate pair, which no text can hold, U+FFFD is left.
    /// `None` if the value is no string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let quoted = self.text.strip_prefix('"')?.strip_suffix('"')?;
        if !self.is_escaped {
            return Some(Cow::Borrowed(quoted));
        }
        let Lossy(text) = serde_json::from_str(self.text).ok()?;
        Some(text)
    }

    /// Whether a string, which every name is, says this.
    pub(super) fn is_text(self, text: &str) -> bool {
        if self.is_escaped {
            return self.text().is_some_and(|own| own == text);
        }
        self.text.len() == text.len() + QUOTES
            && self.text.as_bytes()[1..].starts_with(text.as_bytes())
    }

    /// Where it is in a text that it is part of.
    pub(super) fn place_in(self, whole: &str) -> Place {
        let start = self.text.as_ptr().addr() - whole.as_ptr().addr();
        let escaped = if self.is_escaped { ESCAPED } else { 0 };
        Place {
            start: short(start),
            length: short(self.text.len()) | escaped,
        }
    }

    /// The value that has this place in the text.
    pub(super) fn at(place: Place, whole: &'a str) -> Self {
        Self {
            text: &whole[place.range()],
            is_escaped: place.is_escaped(),
        }
    }
}

impl<'a> From<&'a RawValue> for Json<'a> {
    fn from(raw: &'a RawValue) -> Self {
        let text = raw.get();
        let is_escaped = text.starts_with('"') && memchr(b'\\', text.as_bytes()).is_some();
        Self { text, is_escaped }
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
        let (end, is_escaped) = match bytes.get(start) {
            Some(b'"') => end_of_string(bytes, start + 1),
            _ => (end_of_value(bytes, start), false),
        };
        self.at = end;
        (start < end).then(|| Json {
            text: &self.text[start..end],
            is_escaped,
        })
    }
}

/// Where the value ends that begins at `start`; it is no string.
fn end_of_value(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => (at, _) = end_of_string(bytes, at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' | b',' if depth == 0 => return at - 1,
            // A number or a word goes on; within an object or an array all else is part of it.
            _ => {}
        }
    }
    at
}

/// Where the string ends, its closing quote included, whose text goes on at `at`; and whether it
/// is spelt with escapes.
pub(crate) fn end_of_string(bytes: &[u8], mut at: usize) -> (usize, bool) {
    let mut is_escaped = false;
    while let Some(length) = quote_or_backslash(bytes.get(at..).unwrap_or_default()) {
        at += length;
        if bytes[at] == b'"' {
            return (at + 1, is_escaped);
        }
        is_escaped = true;
        at += 2;
    }
    (bytes.len(), is_escaped)
}

/// Where the first quote or backslash is.
///
/// Eight bytes are looked at in one step: most strings of a record are so short that it takes
/// longer to call a search for long texts than to look.
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zero_bytes(word ^ QUOTE) | zero_bytes(word ^ BACKSLASH);
        if found != 0 {
            return Some(8 * at + found.trailing_zeros() as usize / 8);
        }
    }
    let is_found = |byte: &u8| matches!(byte, b'"' | b'\\');
    let at = rest.iter().position(is_found)?;
    Some(8 * words.len() + at)
}

/// A one in each of eight bytes.
const EACH: u64 = u64::from_ne_bytes([1; 8]);
const QUOTE: u64 = u64::from_ne_bytes([b'"'; 8]);
const BACKSLASH: u64 = u64::from_ne_bytes([b'\\'; 8]);

/// Sets the highest bit of the first byte that is zero, and of none before it; what it sets behind
/// that means nothing.
fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(EACH) & !word & (EACH << 7)
}

/// A place or a count in four bytes: a page has thousands of them, and answers end at 32 MiB.
pub(super) fn short(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where a value is in a text that it is part of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    start: u32,
    /// With [`ESCAPED`], for which it leaves a bit to spare.
    length: u32,
}

const ESCAPED: u32 = 1 << 31;

impl Place {
    /// Whether what the string there says may be this long. Spelt with escapes it takes more bytes
    /// than it says, at most six for each; but for half a character, which no key has.
    pub(super) fn may_say(self, length: usize) -> bool {
        let spelt = self.range().len() - QUOTES;
        if self.is_escaped() {
            (length + 1..=6 * length).contains(&spelt)
        } else {
            spelt == length
        }
    }

    fn is_escaped(self) -> bool {
        self.length & ESCAPED != 0
    }

    fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + (self.length & !ESCAPED) as usize
    }
}
