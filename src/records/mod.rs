//! What the API says, and its columns.

pub(crate) mod cell;
pub(crate) mod column;
pub(crate) mod engagement;
pub(crate) mod export_result;
pub(crate) mod fields;
pub(crate) mod message;
pub(crate) mod summary;

use serde_json::value::RawValue;

/// One row of any output: the API's own record, and for a message the engagement it is from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The record's own JSON text.
    pub(crate) json: &'a RawValue,
    /// The engagement's id as JSON text, for records that do not carry it themselves.
    pub(crate) engagement_id: Option<&'a RawValue>,
}

impl<'a> Record<'a> {
    /// A record that says itself what it belongs to.
    pub(crate) fn new(json: &'a RawValue) -> Self {
        Self {
            json,
            engagement_id: None,
        }
    }
}
