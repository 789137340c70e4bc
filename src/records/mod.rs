//! The records that the API returns, and their columns.

pub(crate) mod column;
pub(crate) mod dedup;
pub(crate) mod engagement;
pub(crate) mod export_result;
pub(crate) mod json;
mod record;
pub(crate) mod transcript;

pub(crate) use record::{Record, RecordBatch, parse_time};
