//! The result of one export: its columns and its record.

use serde::Serialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::column::{Column, DisplayKind, Schema};
use crate::failure::Failure;
use crate::id::Id;

/// The fields of an export result.
pub(crate) const SCHEMA: &Schema = &Schema {
    columns: &[
        Column::member("engagement_id", DisplayKind::Id),
        Column::member("status", DisplayKind::Text),
        Column::member("http_status", DisplayKind::Number),
        Column::member("attempts", DisplayKind::Number),
        Column::member("request_id", DisplayKind::Id),
        Column::member("error", DisplayKind::Text),
    ],
    table: &[
        "engagement_id",
        "status",
        "http_status",
        "attempts",
        "error",
    ],
};

/// The outcome of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// The API returned `{"success": true}`.
    Exported,
    /// It did not happen.
    Failed,
    /// It may have happened: the response was lost or not understood.
    Unknown,
    /// An earlier run has done it.
    Skipped,
}

/// The result of one export.
#[derive(Clone, Debug)]
pub(crate) struct ExportResult {
    /// The engagement.
    pub(crate) engagement_id: Id,
    /// The outcome.
    pub(crate) status: Status,
    /// The status of the last response, if there was one.
    pub(crate) http_status: Option<u16>,
    /// Requests sent for it in this run.
    pub(crate) attempts: u32,
    /// `x-request-id` of the last response.
    pub(crate) request_id: Option<String>,
    /// Why it is not exported.
    pub(crate) failure: Option<Failure>,
}

impl ExportResult {
    /// Creates the result of an export for which this error prevented a request.
    pub(crate) fn not_sent(id: &Id, failure: Failure) -> Self {
        Self {
            engagement_id: id.clone(),
            status: Status::Failed,
            http_status: None,
            attempts: 0,
            request_id: None,
            failure: Some(failure),
        }
    }

    /// Returns the result as a record, its members in the order of the columns.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn to_record(&self) -> serde_json::Result<Box<RawValue>> {
        to_raw_value(&json!({
            "engagement_id": self.engagement_id.as_str(),
            "status": self.status,
            "http_status": self.http_status,
            "attempts": self.attempts,
            "request_id": self.request_id,
            "error": self.failure.as_ref().map(|failure| &failure.message),
        }))
    }
}
