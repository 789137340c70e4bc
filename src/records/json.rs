//! One value of a record: as the JSON text that the API sent, and as a cell for all other formats.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Levels of arrays and objects that a response may have.
pub(super) const MAX_DEPTH: usize = 500;

/// The text of one valid JSON value, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonSlice<'a>(&'a str);

impl<'a> JsonSlice<'a> {
    /// Creates the slice of a text that is valid JSON.
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the text.
    pub(crate) fn get(self) -> &'a str {
        self.0
    }

    /// Returns whether the value is an object.
    pub(crate) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Iterates over the names and values of the members of an object; none if the value is no object.
    pub(crate) fn members(self) -> impl Iterator<Item = (Cow<'a, str>, Self)> {
        let mut members = Vec::new();
        self.for_each_member(|name, value| members.push((name.text().unwrap_or_default(), value)));
        members.into_iter()
    }

    /// Returns the value of a member, the last one if the name is repeated; `None` if the value
    /// is no object or has no such member.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        let mut found = None;
        self.for_each_member(|other, value| {
            if other.text().is_some_and(|other| other == name) {
                found = Some(value);
            }
        });
        found
    }

    /// Returns the entries of an array; `None` if the value is none.
    pub(crate) fn entries(self) -> Option<Vec<Self>> {
        let is_array = self.0.starts_with('[');
        let entries: Vec<&RawValue> = serde_json::from_str(self.0).ok().filter(|_| is_array)?;
        Some(entries.into_iter().map(Self::from).collect())
    }

    /// Returns the decoded text of a string, half surrogate pairs replaced by U+FFFD; `None` if
    /// the value is no string.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let quoted = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if !self.has_escapes() {
            return Some(Cow::Borrowed(quoted));
        }
        let mut deserializer = serde_json::Deserializer::from_str(self.0);
        let text = deserializer.deserialize_bytes(LossyVisitor);
        text.ok().map(Cow::Owned)
    }

    /// Returns whether the value has escapes in a string.
    pub(super) fn has_escapes(self) -> bool {
        // Without an early exit, which would not be vectorized.
        let is_escape = |byte| byte == b'\\';
        let bytes = self.0.bytes();
        bytes.fold(false, |found, byte| found | is_escape(byte))
    }

    /// Returns the position of this slice in a value. A response has at most 32 MiB, so that four bytes
    /// are enough, and they halve the size of a record.
    pub(super) fn range_in(self, value: JsonSlice<'_>) -> Range<u32> {
        let position = |end: usize| u32::try_from(end).unwrap_or(u32::MAX);
        let start = self.0.as_ptr().addr() - value.0.as_ptr().addr();
        position(start)..position(start + self.0.len())
    }

    /// Returns the slice at a position.
    pub(super) fn slice(self, range: &Range<u32>) -> Self {
        Self(&self.0[range.start as usize..range.end as usize])
    }

    /// Checks that arrays and objects are nested in at most [`MAX_DEPTH`] levels.
    ///
    /// # Errors
    /// They are nested more deeply.
    pub(super) fn ensure_shallow(self) -> serde_json::Result<()> {
        let mut depth = 0_usize;
        let mut is_string = false;
        let mut bytes = self.0.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => is_string = !is_string,
                // Only strings have backslashes; the next byte may be a quote.
                b'\\' => {
                    bytes.next();
                }
                b'{' | b'[' if !is_string => depth += 1,
                b'}' | b']' if !is_string => depth -= 1,
                _ => {}
            }
            if depth > MAX_DEPTH {
                let message = format!("it is nested in more than {MAX_DEPTH} levels");
                return Err(serde_json::Error::custom(message));
            }
        }
        Ok(())
    }

    /// Calls `visit` with the name and the value of each member of an object, in their order,
    /// repeated names included.
    pub(super) fn for_each_member(self, visit: impl FnMut(JsonSlice<'a>, JsonSlice<'a>)) {
        let mut deserializer = serde_json::Deserializer::from_str(self.0);
        // The text is valid JSON. Values other than objects have no members.
        let _ = deserializer.deserialize_map(MemberVisitor(visit));
    }
}

impl<'a> From<&'a RawValue> for JsonSlice<'a> {
    fn from(raw: &'a RawValue) -> Self {
        Self(raw.get())
    }
}

struct MemberVisitor<F>(F);

impl<'de, F: FnMut(JsonSlice<'de>, JsonSlice<'de>)> Visitor<'de> for MemberVisitor<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some((name, value)) = members.next_entry::<&RawValue, &RawValue>()? {
            (self.0)(name.into(), value.into());
        }
        Ok(())
    }
}

/// Decodes a string in which half surrogate pairs are replaced by U+FFFD. Deserialized as bytes,
/// `serde_json` encodes half a pair as three bytes that UTF-8 forbids; as a string, it would reject it.
struct LossyVisitor;

impl Visitor<'_> for LossyVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

/// A value of a record, as every format but JSON uses it.
#[derive(Clone, Debug)]
pub(crate) enum Cell<'a> {
    /// The record has no such member.
    Missing,
    /// The member is null.
    Null,
    /// A number or a boolean as JSON writes it: digit for digit as the API sent it, or computed.
    Literal(Cow<'a, str>),
    /// A string, decoded.
    Text(Cow<'a, str>),
    /// A list of strings, numbers or booleans.
    List(Vec<Cow<'a, str>>),
    /// Anything else: its JSON text.
    Json(JsonSlice<'a>),
}

impl<'a> Cell<'a> {
    /// Creates the cell of a value.
    pub(crate) fn of(value: Option<JsonSlice<'a>>) -> Self {
        let Some(value) = value else {
            return Self::Missing;
        };
        match value.get().as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b'"') => Self::Text(value.text().unwrap_or_default()),
            Some(b'{') => Self::Json(value),
            Some(b'[') => list(value).map_or(Self::Json(value), Self::List),
            _ => Self::Literal(value.get().into()),
        }
    }

    /// Returns the text of a string; `None` for any other value.
    pub(crate) fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads a list of scalars.
fn list(value: JsonSlice<'_>) -> Option<Vec<Cow<'_, str>>> {
    let entries = value.entries()?.into_iter();
    let scalars = entries.map(|entry| match entry.get().as_bytes().first() {
        Some(b'"') => entry.text(),
        Some(b'n' | b'{' | b'[') => None,
        _ => Some(entry.get().into()),
    });
    scalars.collect()
}
