//! The records of one answer, kept as the one text that they came in.

use std::ops::Range;

use serde_json::value::RawValue;

use super::json::Json;

/// Records of one answer, each the API's own JSON text, untouched.
#[derive(Debug)]
pub(crate) struct Records {
    text: Box<str>,
    /// Where in the text each of them is.
    places: Vec<Range<usize>>,
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
        // A raw value is a slice of the text that it was read from.
        let place = |raw: &RawValue| {
            let start = raw.get().as_ptr().addr() - text.as_ptr().addr();
            start..start + raw.get().len()
        };
        let places = find(&text)?.into_iter().map(place).collect();
        Ok(Self { text, places })
    }

    /// The records in their order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Json<'_>> {
        let json = |place: &Range<usize>| Json::within(&self.text, place.clone());
        self.places.iter().map(json)
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Leaves out those that are not wanted.
    pub(crate) fn retain(&mut self, mut is_wanted: impl FnMut(Json<'_>) -> bool) {
        let text = &self.text;
        self.places
            .retain(|place| is_wanted(Json::within(text, place.clone())));
    }

    /// Leaves out all but so many of the first.
    pub(crate) fn truncate(&mut self, most: usize) {
        self.places.truncate(most);
    }
}
