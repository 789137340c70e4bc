//! What became of one export: its columns and its record.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::column::{Column, DisplayKind, Schema};
use crate::failure::Failure;
use crate::id::Id;

/// The fields of an export's result.
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
    /// The service said `{"success": true}`.
    Exported,
    /// It certainly did not happen.
    Failed,
    /// It may have happened: the answer was lost.
    Unknown,
    /// An earlier run has done it.
    Skipped,
}

/// What became of one export.
#[derive(Clone, Debug)]
pub(crate) struct ExportResult {
    /// The engagement.
    pub(crate) engagement_id: Id,
    /// The outcome.
    pub(crate) status: Status,
    /// The status of the last answer, if there was one.
    pub(crate) http_status: Option<u16>,
    /// Requests sent for it in this run.
    pub(crate) attempts: u32,
    /// `x-request-id` of the last answer.
    pub(crate) request_id: Option<String>,
    /// Why it is not exported.
    pub(crate) failure: Option<Failure>,
}

impl ExportResult {
    /// The result of an export that nothing was sent for, because of this failure.
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

    /// The result as a record, its keys in the order of the contract.
    ///
    /// # Errors
    /// None in practice: the values are plain text and numbers.
    pub(crate) fn to_record(&self) -> serde_json::Result<Box<RawValue>> {
        #[derive(Serialize)]
        struct Line<'a> {
            engagement_id: &'a str,
            status: Status,
            http_status: Option<u16>,
            attempts: u32,
            request_id: Option<&'a str>,
            error: Option<&'a str>,
        }
        to_raw_value(&Line {
            engagement_id: self.engagement_id.as_str(),
            status: self.status,
            http_status: self.http_status,
            attempts: self.attempts,
            request_id: self.request_id.as_deref(),
            error: self
                .failure
                .as_ref()
                .map(|failure| failure.message.as_str()),
        })
    }
}
