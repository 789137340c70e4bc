//! A record: the members of a JSON object, each value still the API's own text.

use std::borrow::Cow;

use super::cell::Cell;
use super::json::{JsonSlice, Span, has_escapes};

/// One record of the API, its members in their order, repeated names included.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    json: JsonSlice<'a>,
    members: Cow<'a, [Member]>,
    engagement_id: Option<JsonSlice<'a>>,
}

impl<'a> Record<'a> {
    /// Reads a JSON object; anything else has no members.
    pub(crate) fn of(json: JsonSlice<'a>) -> Self {
        let mut members = Vec::new();
        json.for_each_member(|name, value| {
            members.push(Member::new(name, value, json.get()));
        });
        Self::with_members(json, Cow::Owned(members))
    }

    /// Creates the record of an object whose members are known.
    pub(super) fn with_members(json: JsonSlice<'a>, members: Cow<'a, [Member]>) -> Self {
        Self {
            json,
            members,
            engagement_id: None,
        }
    }

    /// Adds the engagement that the record is part of. The record's own `engagement_id` wins.
    pub(crate) fn with_engagement_id(self, engagement_id: Option<JsonSlice<'a>>) -> Self {
        Self {
            engagement_id: engagement_id.filter(|_| self.get("engagement_id").is_none()),
            ..self
        }
    }

    /// Returns the API's text of the record.
    pub(crate) fn json(&self) -> JsonSlice<'a> {
        self.json
    }

    /// Returns the added engagement ID, which the text of the record lacks.
    pub(crate) fn added_engagement_id(&self) -> Option<JsonSlice<'a>> {
        self.engagement_id
    }

    /// Returns the value of a member; of a repeated name the last, as most parsers do.
    pub(crate) fn get(&self, name: &str) -> Option<JsonSlice<'a>> {
        let text = self.json.get();
        let mut members = self.members.iter().rev();
        match members.find(|member| member.is_called(name, text)) {
            Some(member) => Some(member.value.slice(text)),
            None => self.engagement_id.filter(|_| name == "engagement_id"),
        }
    }

    /// Returns the value of a member as a cell.
    pub(crate) fn cell(&self, name: &str) -> Cell<'a> {
        Cell::of(self.get(name))
    }

    /// Returns a member of the object in a member as a cell.
    pub(super) fn nested_cell(&self, name: &str, nested: &str) -> Cell<'a> {
        match self.get(name) {
            Some(object) if object.is_object() => Cell::of(object.member(nested)),
            Some(value) if value.get() == "null" => Cell::Null,
            _ => Cell::Missing,
        }
    }

    /// Iterates over the names and values of the API's text.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, JsonSlice<'a>)> {
        let text = self.json.get();
        self.members.iter().map(move |member| {
            let name = member.name.slice(text).text();
            (name.unwrap_or_default(), member.value.slice(text))
        })
    }
}

/// Where the name and the value of a member are in the text of its object.
#[derive(Clone, Debug)]
pub(super) struct Member {
    name: Span,
    has_escapes: bool,
    value: Span,
}

impl Member {
    /// Creates the member of an object with this text.
    pub(super) fn new(name: JsonSlice<'_>, value: JsonSlice<'_>, object: &str) -> Self {
        Self {
            name: Span::of(name, object),
            has_escapes: has_escapes(name.get()),
            value: Span::of(value, object),
        }
    }

    fn is_called(&self, name: &str, object: &str) -> bool {
        if self.has_escapes {
            let own = self.name.slice(object).text();
            return own.is_some_and(|own| own == name);
        }
        let quotes = 2;
        self.name.len() == name.len() + quotes
            && self.name.slice(object).get()[1..].starts_with(name)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::Record;
    use crate::records::RecordBatch;
    use crate::records::json::JsonSlice;

    /// Checks a record by itself and the same record as part of a response.
    fn check_both(json: &str, check: impl Fn(Record<'_>)) {
        let page = format!("[ {{}}, {json} ]");
        let page = RecordBatch::parse(page.into(), |text| serde_json::from_str(text)).unwrap();
        let record = page.iter().next_back().unwrap();
        let alone = record.json();
        check(Record::of(alone));
        check(record);
    }

    fn text<'a>(record: &Record<'a>, name: &str) -> Option<&'a str> {
        record.get(name).map(JsonSlice::get)
    }

    #[test]
    fn members_keep_order_digits_and_names() {
        let json = "{\"a\" : 1.10,\n\"b\":[ {\"c\": \"]}\\\"\" } , null ] ,\"b\":{},\"\\u0064\": \"\\\\\"\t,\"e\":-0 }";
        check_both(json, |record| {
            let members = record.iter();
            let members: Vec<_> = members
                .map(|(name, value)| (name.into_owned(), value.get()))
                .collect();
            let expected = [
                ("a", "1.10"),
                ("b", "[ {\"c\": \"]}\\\"\" } , null ]"),
                ("b", "{}"),
                ("d", "\"\\\\\""),
                ("e", "-0"),
            ];
            assert_eq!(
                members,
                expected.map(|(name, value)| (name.to_owned(), value))
            );
        });
    }

    #[test]
    fn finds_last_member_in_any_spelling() {
        let json =
            r#"{"id" : 1, "ie": 2, "\u0069d":"a\\", "": 4, "idx": 5, "a\"b": 6, "\ud800": 7}"#;
        check_both(json, |record| {
            for (name, expected) in [
                ("id", Some(r#""a\\""#)),
                ("ie", Some("2")),
                ("", Some("4")),
                ("idx", Some("5")),
                ("a\"b", Some("6")),
                ("\u{fffd}\u{fffd}\u{fffd}", Some("7")),
                ("\\u0069d", None),
                ("i", None),
                ("ID", None),
            ] {
                assert_eq!(text(&record, name), expected, "{name}");
            }
        });
    }

    #[test]
    fn own_engagement_id_wins() {
        let given: &RawValue = serde_json::from_str(r#""e""#).unwrap();
        for (json, expected) in [
            (r#"{"a": 1}"#, r#""e""#),
            (r#"{"a": 1, "engagement_id": "own"}"#, r#""own""#),
        ] {
            check_both(json, |record| {
                let record = record.with_engagement_id(Some(given.into()));
                assert_eq!(text(&record, "engagement_id"), Some(expected));
                let is_added = record.added_engagement_id().is_some();
                assert_eq!(is_added, expected == given.get());
            });
        }
    }

    #[test]
    fn non_objects_have_no_members() {
        for json in ["1", "null", "[1, 2]", "\"{}\"", "{}", "{ }"] {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            assert_eq!(Record::of((&*raw).into()).iter().count(), 0, "{json}");
        }
    }
}
