//! A record: the members of a JSON object, each value still the API's own text.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::cell::Cell;
use super::json::JsonSlice;

/// One record of the API, its members in their order, repeated names included.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    pub(super) json: JsonSlice<'a>,
    pub(super) members: Cow<'a, [Member]>,
}

impl<'a> Record<'a> {
    /// Reads a JSON object; anything else has no members.
    pub(crate) fn of(json: JsonSlice<'a>) -> Self {
        let mut members = Vec::new();
        json.for_each_member(|name, value| members.push(Member::new(name, value, json)));
        let members = Cow::Owned(members);
        Self { json, members }
    }

    /// Returns the API's text of the record.
    pub(crate) fn json(&self) -> JsonSlice<'a> {
        self.json
    }

    /// Returns the value of a member; the last one of a repeated name, as in most parsers.
    pub(crate) fn get(&self, name: &str) -> Option<JsonSlice<'a>> {
        let mut members = self.members.iter().rev();
        let member = members.find(|member| member.is_called(name, self.json))?;
        Some(JsonSlice::at(self.json.get(), &member.value))
    }

    /// Returns the value of a member as a cell.
    pub(crate) fn cell(&self, name: &str) -> Cell<'a> {
        Cell::of(self.get(name))
    }

    /// Returns a member of the object in a member as a cell.
    pub(crate) fn nested_cell(&self, name: &str, nested: &str) -> Cell<'a> {
        match self.get(name) {
            Some(value) if value.get() == "null" => Cell::Null,
            value => Cell::of(value.and_then(|object| object.member(nested))),
        }
    }

    /// Returns the value of a member as text; `None` if it is no string.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name)?.text()
    }

    /// Returns the value of a member as a time; `None` if it is none.
    pub(crate) fn time(&self, name: &str) -> Option<DateTime<Utc>> {
        parse_time(&self.text(name)?)
    }

    /// Iterates over the names and values of the members.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, JsonSlice<'a>)> {
        let text = self.json.get();
        self.members.iter().map(move |member| {
            let name = JsonSlice::at(text, &member.name).text();
            let value = JsonSlice::at(text, &member.value);
            (name.unwrap_or_default(), value)
        })
    }
}

/// Where the name and the value of a member are in the text of its object.
#[derive(Clone, Debug)]
pub(super) struct Member {
    name: Range<u32>,
    has_escapes: bool,
    value: Range<u32>,
}

impl Member {
    /// Creates the member of an object.
    pub(super) fn new(name: JsonSlice<'_>, value: JsonSlice<'_>, object: JsonSlice<'_>) -> Self {
        Self {
            name: name.range_in(object.get()),
            has_escapes: name.has_escapes(),
            value: value.range_in(object.get()),
        }
    }

    fn is_called(&self, name: &str, object: JsonSlice<'_>) -> bool {
        let own = || JsonSlice::at(object.get(), &self.name);
        if self.has_escapes {
            return own().text().is_some_and(|own| own == name);
        }
        // Names of another length need not be looked up in the text.
        let quotes = 2;
        self.name.len() == name.len() + quotes && own().get()[1..].starts_with(name)
    }
}

/// Parses a time of the API; `None` unless it has an offset.
pub(crate) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    // Much faster than `parse`, which also reads offsets such as `+0100`.
    let time = DateTime::parse_from_rfc3339(text).or_else(|_| text.parse());
    time.ok().map(|time| time.to_utc())
}
