//! The records that the API returns, and their columns.

mod batch;
pub(crate) mod cell;
pub(crate) mod column;
pub(crate) mod dedup;
pub(crate) mod engagement;
pub(crate) mod export_result;
pub(crate) mod json;
pub(crate) mod message;
pub(crate) mod metrics;
pub(crate) mod record;

pub(crate) use batch::RecordBatch;
