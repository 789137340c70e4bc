//! The result of one export: its columns and its record.

use serde::Serialize;
use serde_json::json;

use super::Record;
use super::column::{Column, DisplayKind, Schema};
use crate::error::CliError;
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
    /// The API confirmed it.
    Exported,
    /// It did not happen.
    Failed,
    /// It may or may not have happened.
    Unknown,
    /// An earlier run has exported the engagement.
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
    pub(crate) failure: Option<CliError>,
}

impl ExportResult {
    /// Creates the result of an export for which this failure prevented any request.
    pub(crate) fn not_sent(id: &Id, failure: CliError) -> Self {
        Self {
            status: Status::Failed,
            failure: Some(failure),
            ..Self::skipped(id.clone())
        }
    }

    /// Creates the result for an engagement that an earlier run has exported.
    pub(crate) fn skipped(engagement_id: Id) -> Self {
        Self {
            engagement_id,
            status: Status::Skipped,
            http_status: None,
            attempts: 0,
            request_id: None,
            failure: None,
        }
    }

    /// Returns whether the API decided this export, including any earlier request under the same key.
    /// A refused request or an outage does not reveal the outcome of an earlier one.
    pub(crate) fn is_final(&self) -> bool {
        match self.status {
            Status::Exported | Status::Skipped => true,
            Status::Failed => matches!(self.http_status, Some(200..300)),
            Status::Unknown => false,
        }
    }

    /// Returns the result as a record, with its fields in the documented order.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn to_record(&self) -> serde_json::Result<Record> {
        Record::from_value(&json!({
            "engagement_id": self.engagement_id.as_str(),
            "status": self.status,
            "http_status": self.http_status,
            "attempts": self.attempts,
            "request_id": self.request_id,
            "error": self.failure.as_ref().map(|failure| &failure.message),
        }))
    }
}
