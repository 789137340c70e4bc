//! A record come apart: its keys, each value still the API's own text.

use std::borrow::Cow;

use super::cell::Cell;
use super::json::{Json, Place};

/// The keys and values of a record in their order, repeated keys included.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    json: Json<'a>,
    members: Cow<'a, [Member]>,
    engagement_id: Option<Json<'a>>,
}

impl<'a> Fields<'a> {
    /// The keys of a JSON object; whatever is no object has none.
    pub(crate) fn of(json: Json<'a>) -> Self {
        Self::known(json, Cow::Owned(Member::all(json).collect()))
    }

    /// The same, of an object whose members have been found before.
    pub(super) fn known(json: Json<'a>, members: Cow<'a, [Member]>) -> Self {
        Self {
            json,
            members,
            engagement_id: None,
        }
    }

    /// The same, of a record that is part of an engagement and may not say so itself.
    pub(crate) fn of_engagement(self, engagement_id: Option<Json<'a>>) -> Self {
        Self {
            engagement_id,
            ..self
        }
    }

    /// The record itself.
    pub(crate) fn json(&self) -> Json<'a> {
        self.json
    }

    /// The id of the engagement that it is part of, if it does not say so itself.
    pub(crate) fn missing_engagement_id(&self) -> Option<Json<'a>> {
        self.engagement_id
            .filter(|_| self.own("engagement_id").is_none())
    }

    /// The value of a key; of a repeated key the last, as most parsers take it.
    pub(crate) fn get(&self, key: &str) -> Option<Json<'a>> {
        let added = || self.engagement_id.filter(|_| key == "engagement_id");
        self.own(key).or_else(added)
    }

    fn own(&self, key: &str) -> Option<Json<'a>> {
        let mut members = self.members.iter().rev();
        let member = members.find(|member| member.is_called(key, self.json))?;
        Some(Json::at(member.value, self.json.get()))
    }

    /// The same as a cell.
    pub(crate) fn cell(&self, key: &str) -> Cell<'a> {
        Cell::of(self.get(key))
    }

    /// The record's own keys and values in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> {
        let at = |place| Json::at(place, self.json.get());
        self.members.iter().map(move |member| {
            let name = at(member.name).text();
            (name.unwrap_or_default(), at(member.value))
        })
    }
}

/// Where the name and the value of one member are in the text of an object.
#[derive(Clone, Debug)]
pub(super) struct Member {
    name: Place,
    value: Place,
}

impl Member {
    /// The members of an object; whatever is no object has none.
    pub(super) fn all(object: Json<'_>) -> impl Iterator<Item = Self> {
        object.members().map(move |(name, value)| Self {
            name: name.place_in(object.get()),
            value: value.place_in(object.get()),
        })
    }

    fn is_called(&self, key: &str, object: Json<'_>) -> bool {
        // Most names differ in length already.
        self.name.may_say(key.len()) && Json::at(self.name, object.get()).is_text(key)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::Fields;
    use crate::records::Records;
    use crate::records::json::Json;

    /// Asserts the same of a record by itself and of one on a page, whose fields were found before.
    fn each(json: &str, check: impl Fn(Fields<'_>)) {
        let page = format!("[ 0, {json} ]");
        let page = Records::found(page.into(), |text| serde_json::from_str(text)).unwrap();
        let record = page.iter().next_back().unwrap();
        let alone = record.json();
        check(Fields::of(alone));
        check(record);
    }

    fn texts(fields: &Fields<'_>, key: &str) -> Option<String> {
        fields.get(key).map(|value| value.get().to_owned())
    }

    #[test]
    fn a_key_is_found_however_it_is_spelt_and_the_last_one_counts() {
        let json = r#"{"id" : 1, "ie": 2, "\u0069d":"a\\", "": 4, "idx": 5, "a\"b": 6}"#;
        each(json, |fields| {
            for (key, expected) in [
                ("id", Some(r#""a\\""#)),
                ("ie", Some("2")),
                ("", Some("4")),
                ("idx", Some("5")),
                ("a\"b", Some("6")),
                ("\\u0069d", None),
                ("i", None),
                ("ID", None),
            ] {
                assert_eq!(texts(&fields, key).as_deref(), expected, "{key}");
            }
            let names = fields.iter().map(|(name, _)| name.into_owned());
            assert_eq!(
                names.collect::<Vec<_>>(),
                ["id", "ie", "id", "", "idx", "a\"b"]
            );
        });
    }

    #[test]
    fn an_engagement_is_named_once_and_by_the_record_if_it_does() {
        let given: &RawValue = serde_json::from_str(r#""e""#).unwrap();
        let given = Json::from(given);
        let said = |json: &str, expected: &str| {
            each(json, |fields| {
                assert!(fields.missing_engagement_id().is_none());
                let fields = fields.of_engagement(Some(given));
                assert_eq!(texts(&fields, "engagement_id").as_deref(), Some(expected));
                assert_eq!(
                    fields.missing_engagement_id().is_some(),
                    expected == given.get()
                );
            });
        };
        said(r#"{"a": 1}"#, r#""e""#);
        said(r#"{"a": 1, "engagement_id": "own"}"#, r#""own""#);
        said("42", r#""e""#);
    }
}
