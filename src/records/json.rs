//! JSON values as the text that the API sent.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Levels of arrays and objects that a response may have.
pub(super) const MAX_DEPTH: usize = 500;

/// The text of one valid JSON value, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonSlice<'a>(&'a str);

impl<'a> JsonSlice<'a> {
    /// Returns the text.
    pub(crate) fn get(self) -> &'a str {
        self.0
    }

    /// Returns whether the value is an object.
    pub(crate) fn is_object(self) -> bool {
        self.0.starts_with('{')
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
        is_array.then(|| serde_json::from_str(self.0).ok())?
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

    /// Returns the text of a string, a number or a boolean.
    pub(super) fn scalar(self) -> Option<Cow<'a, str>> {
        match self.0.as_bytes().first() {
            Some(b'"') => self.text(),
            Some(b'n' | b'{' | b'[') => None,
            _ => Some(Cow::Borrowed(self.0)),
        }
    }

    /// Returns whether the value has escapes in a string.
    pub(super) fn has_escapes(self) -> bool {
        // Without an early exit, which would not be vectorized.
        let is_escape = |byte| byte == b'\\';
        let bytes = self.0.bytes();
        bytes.fold(false, |found, byte| found | is_escape(byte))
    }

    /// Returns the position of the value in the text that it is a slice of. A response has at most
    /// 32 MiB, so that four bytes are enough, and they halve the index of a page.
    pub(super) fn range_in(self, text: &str) -> Range<u32> {
        let position = |end: usize| u32::try_from(end).unwrap_or(u32::MAX);
        let start = self.0.as_ptr().addr() - text.as_ptr().addr();
        position(start)..position(start + self.0.len())
    }

    /// Returns the value at a position.
    pub(super) fn at(text: &'a str, range: &Range<u32>) -> Self {
        Self(&text[range.start as usize..range.end as usize])
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

impl<'de: 'a, 'a> Deserialize<'de> for JsonSlice<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(Self::from)
    }
}

struct MemberVisitor<F>(F);

impl<'de, F: FnMut(JsonSlice<'de>, JsonSlice<'de>)> Visitor<'de> for MemberVisitor<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some((name, value)) = members.next_entry()? {
            (self.0)(name, value);
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

/// Checks that arrays and objects are nested in at most [`MAX_DEPTH`] levels.
///
/// # Errors
/// They are nested more deeply.
pub(crate) fn ensure_shallow(json: &str) -> serde_json::Result<()> {
    let mut depth = 0_usize;
    let mut is_string = false;
    let mut bytes = json.bytes();
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

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{JsonSlice, MAX_DEPTH, ensure_shallow};

    fn parsed(json: &str) -> Box<RawValue> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn only_arrays_have_entries() {
        for (json, entries) in [
            ("[]", Some(&[][..])),
            ("[1 , [2,3], \"]\" ]", Some(&["1", "[2,3]", "\"]\""])),
            ("{\"a\": []}", None),
            ("\"[]\"", None),
        ] {
            let raw = parsed(json);
            let found = JsonSlice::from(&*raw).entries();
            let found = found.map(|found| found.into_iter().map(JsonSlice::get).collect());
            assert_eq!(found, entries.map(<[_]>::to_vec), "{json}");
        }
    }

    #[test]
    fn last_duplicate_member_wins() {
        let raw = parsed("{\"id\": 1, \"\\u0069d\": 2, \"i\": 3, \"idx\": 4}");
        let json = JsonSlice::from(&*raw);
        assert_eq!(json.member("id").map(JsonSlice::get), Some("2"));
        assert_eq!(json.member("ID"), None);
    }

    #[test]
    fn nesting_depth_ignores_strings() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let strings = format!(
            r#"["\"{}", "\\", {}]"#,
            "[".repeat(600),
            nested(MAX_DEPTH - 1)
        );
        assert!(ensure_shallow(&strings).is_ok());
        assert!(ensure_shallow(&nested(MAX_DEPTH)).is_ok());
        assert!(ensure_shallow(&nested(MAX_DEPTH + 1)).is_err());
        assert!(ensure_shallow(&format!("[{}]", "[],".repeat(999))).is_ok());
    }
}
