//! The records of one answer, kept as the one text that they came in.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use super::fields::{Fields, Member};
use super::json::{Json, Place, short};

/// Bytes of text that most records have for each of their members, at least.
const SHORTEST_MEMBER: usize = 36;

/// Records of one answer, each the API's own JSON text, untouched.
#[derive(Debug)]
pub(crate) struct Records {
    text: Box<str>,
    found: Vec<Found>,
    members: Vec<Member>,
}

/// Where one record is in the text, and its members among those of all. As large and as aligned as
/// a reference to its text, so that a list of those becomes one of these where it stands.
#[derive(Debug)]
#[repr(align(8))]
struct Found {
    place: Place,
    members: Range<u32>,
}

impl Records {
    /// The records that `find` finds in a text.
    ///
    /// # Errors
    /// Those of `find`.
    pub(crate) fn found<E>(
        text: Box<str>,
        find: impl FnOnce(&str) -> Result<Vec<&RawValue>, E>,
    ) -> Result<Self, E> {
        // Room for all at once: one that grows is copied again and again.
        let mut members = Vec::with_capacity(text.len() / SHORTEST_MEMBER);
        let found = |raw: &RawValue| {
            let json = Json::from(raw);
            let first = short(members.len());
            members.extend(Member::all(json));
            Found {
                place: json.place_in(&text),
                members: first..short(members.len()),
            }
        };
        let found = find(&text)?.into_iter().map(found).collect();
        Ok(Self {
            text,
            found,
            members,
        })
    }

    /// The records in their order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Fields<'_>> {
        let record = |found| record(found, &self.text, &self.members);
        self.found.iter().map(record)
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Leaves out those that are not wanted.
    pub(crate) fn retain(&mut self, mut is_wanted: impl FnMut(&Fields<'_>) -> bool) {
        let (text, members) = (&self.text, &self.members);
        self.found
            .retain(|found| is_wanted(&record(found, text, members)));
    }

    /// Leaves out all but so many of the first.
    pub(crate) fn truncate(&mut self, most: usize) {
        self.found.truncate(most);
    }
}

fn record<'a>(found: &Found, text: &'a str, members: &'a [Member]) -> Fields<'a> {
    let json = Json::at(found.place, text);
    let own = found.members.start as usize..found.members.end as usize;
    Fields::known(json, Cow::Borrowed(&members[own]))
}
