//! One value of a record, as every format but JSON uses it.

use std::borrow::Cow;

use super::json::JsonSlice;

/// A value of a record.
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
    value
        .entries()?
        .into_iter()
        .map(JsonSlice::scalar)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use serde_json::value::RawValue;

    #[test]
    fn cells_keep_values_unchanged() {
        let cell = |json: &str| {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            format!("{:?}", Cell::of(Some((&*raw).into())))
        };
        for (json, expected) in [
            ("null", "Null"),
            ("true", r#"Literal("true")"#),
            ("1.10", r#"Literal("1.10")"#),
            ("-0", r#"Literal("-0")"#),
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
        assert!(matches!(Cell::of(None), Cell::Missing));
    }
}
