//! The records that the API returns, and their columns.

pub(crate) mod column;
pub(crate) mod dedup;
pub(crate) mod engagement;
pub(crate) mod export_result;
pub(crate) mod json;
pub(crate) mod message;
pub(crate) mod metrics;
mod record;

pub(crate) use record::{Record, RecordBatch, parse_time};
