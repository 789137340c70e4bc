//! What the API says, and its columns.

pub(crate) mod cell;
pub(crate) mod column;
pub(crate) mod engagement;
pub(crate) mod export_result;
pub(crate) mod fields;
pub(crate) mod json;
mod lossy;
mod many;
pub(crate) mod message;
pub(crate) mod seen;
pub(crate) mod summary;

use json::Json;
pub(crate) use many::Records;

/// One row of any output: the API's own record, and for a message the engagement it is from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The record's own JSON text.
    pub(crate) json: Json<'a>,
    /// The engagement's id as JSON text, for records that do not carry it themselves.
    pub(crate) engagement_id: Option<Json<'a>>,
}

impl<'a> Record<'a> {
    /// A record that says itself what it belongs to.
    pub(crate) fn new(json: Json<'a>) -> Self {
        Self {
            json,
            engagement_id: None,
        }
    }
}
