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

pub(crate) use many::Records;
