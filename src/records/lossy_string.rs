//! Strings that are not valid Unicode.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

/// A JSON string in which half surrogate pairs are replaced by U+FFFD; `String` would reject the
/// whole record.
pub(super) struct LossyString<'a>(pub(super) Cow<'a, str>);

impl<'de> Deserialize<'de> for LossyString<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for bytes, serde_json encodes half a pair as the three bytes that UTF-8 forbids.
        deserializer.deserialize_bytes(LossyVisitor)
    }
}

struct LossyVisitor;

impl<'de> Visitor<'de> for LossyVisitor {
    type Value = LossyString<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        Ok(LossyString(String::from_utf8_lossy(bytes)))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Ok(LossyString(Cow::Owned(text)))
    }
}
