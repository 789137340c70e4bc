//! One value of a record, as every format but JSON sees it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::value::RawValue;

/// A value of a record.
#[derive(Clone, Debug)]
pub(crate) enum Cell<'a> {
    /// The record has no such key.
    Absent,
    /// The key is there, without a value.
    Null,
    /// A number or a truth value, digit for digit as the API sent it.
    Bare(&'a str),
    /// A string, decoded.
    Text(Cow<'a, str>),
    /// A list of strings, numbers or truth values.
    List(Vec<Cow<'a, str>>),
    /// Anything else: its JSON text.
    Json(&'a RawValue),
}

impl<'a> Cell<'a> {
    /// The cell of a value that may be missing.
    pub(crate) fn of(value: Option<&'a RawValue>) -> Self {
        let Some(value) = value else {
            return Self::Absent;
        };
        match value.get().as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b'"') => Self::Text(text(value).unwrap_or_default()),
            Some(b'{') => Self::Json(value),
            Some(b'[') => list(value).map_or(Self::Json(value), Self::List),
            _ => Self::Bare(value.get()),
        }
    }

    /// The cell of a value that is always shown as JSON.
    pub(crate) fn json(value: Option<&'a RawValue>) -> Self {
        match value {
            None => Self::Absent,
            Some(value) if value.get() == "null" => Self::Null,
            Some(value) => Self::Json(value),
        }
    }

    /// The text of a string; `None` for anything else.
    pub(crate) fn into_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn list(value: &RawValue) -> Option<Vec<Cow<'_, str>>> {
    let entries: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    let entry = |entry| match Cell::of(Some(entry)) {
        Cell::Text(text) => Some(text),
        Cell::Bare(bare) => Some(Cow::Borrowed(bare)),
        _ => None,
    };
    entries.into_iter().map(entry).collect()
}

/// A JSON string, decoded; of half a surrogate pair, which no text can hold, U+FFFD is left.
/// `None` if the value is no string.
pub(crate) fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    let quoted = value.get().strip_prefix('"')?.strip_suffix('"')?;
    if !quoted.contains('\\') {
        return Some(Cow::Borrowed(quoted));
    }
    let Lossy(text) = serde_json::from_str(value.get()).ok()?;
    Some(text)
}

/// Text that takes half a surrogate pair for what it is instead of refusing the whole record.
struct Lossy<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Lossy<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Lossy<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Lossy(String::from_utf8_lossy(bytes)))
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Lossy(Cow::Owned(
                    String::from_utf8_lossy(bytes).into_owned(),
                )))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Lossy(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Lossy(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use serde_json::value::RawValue;

    #[test]
    fn values_keep_what_the_api_sent() {
        let cell = |json: &str| {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            format!("{:?}", Cell::of(Some(&raw)))
        };
        for (json, expected) in [
            ("null", "Null"),
            ("true", r#"Bare("true")"#),
            ("1.10", r#"Bare("1.10")"#),
            ("-0", r#"Bare("-0")"#),
            (r#""a\u00e9\n""#, r#"Text("aé\n")"#),
            (r#""\ud83d\ude00""#, r#"Text("😀")"#),
            (r#""x\ud800y""#, r#"Text("x���y")"#),
            ("[]", "List([])"),
            (r#"["a", 1, true]"#, r#"List(["a", "1", "true"])"#),
        ] {
            assert_eq!(cell(json), expected, "{json}");
        }
        for json in [r#"["a", null]"#, "[[]]", "[{}]", "{}"] {
            assert!(cell(json).starts_with("Json"), "{json}");
        }
        assert!(matches!(Cell::of(None), Cell::Absent));
    }
}
