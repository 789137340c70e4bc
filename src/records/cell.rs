//! One value of a record, as every format but JSON sees it.

use std::borrow::Cow;

use super::json::Json;

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
    Json(Json<'a>),
}

impl<'a> Cell<'a> {
    /// The cell of a value that may be missing.
    pub(crate) fn of(value: Option<Json<'a>>) -> Self {
        let Some(value) = value else {
            return Self::Absent;
        };
        match value.get().as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b'"') => Self::Text(value.text().unwrap_or_default()),
            Some(b'{') => Self::Json(value),
            Some(b'[') => list(value).map_or(Self::Json(value), Self::List),
            _ => Self::Bare(value.get()),
        }
    }

    /// The cell of a value that is always shown as JSON.
    pub(crate) fn json(value: Option<Json<'a>>) -> Self {
        match value {
            None => Self::Absent,
            Some(value) if value.get() == "null" => Self::Null,
            Some(value) => Self::Json(value),
        }
    }
}

fn list(value: Json<'_>) -> Option<Vec<Cow<'_, str>>> {
    let entry = |entry| match Cell::of(Some(entry)) {
        Cell::Text(text) => Some(text),
        Cell::Bare(bare) => Some(Cow::Borrowed(bare)),
        _ => None,
    };
    value.entries()?.map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::Cell;
    use serde_json::value::RawValue;

    #[test]
    fn values_keep_what_the_api_sent() {
        let cell = |json: &str| {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            format!("{:?}", Cell::of(Some((&*raw).into())))
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
