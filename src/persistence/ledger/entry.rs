//! The lines of a ledger file: a header, then one entry per line.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The version of the file format.
pub(super) const VERSION: u32 = 1;

/// The beginning of each header, before the base URL. Earlier versions wrote no base URL.
pub(super) const HEADER_START: &str = "{\"ledger\":\"engagements\",\"version\":1";

/// The beginning of each entry.
pub(super) const ENTRY_START: &str = "{\"engagement_id\":\"";

/// The first line. In a ledger whose first line has no base URL, a later line of the same form binds
/// it to one.
#[derive(Deserialize)]
pub(super) struct Header {
    /// The tool that the ledger belongs to: `engagements`.
    pub(super) ledger: String,
    /// The version of the file format.
    pub(super) version: u32,
    /// The API that the engagements were sent to.
    pub(super) base_url: Option<String>,
}

/// Returns the header line for an API.
pub(super) fn header(base_url: &str) -> String {
    let base_url = serde_json::Value::from(base_url);
    format!("{HEADER_START},\"base_url\":{base_url}}}\n")
}

/// How far the export of an engagement had come when its entry was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EntryState {
    /// The request is about to be sent.
    Sending,
    /// The API confirmed the export.
    Exported,
    /// The export did not happen.
    Failed,
    /// The export may or may not have happened.
    Unknown,
}

/// One entry. It borrows its text, because a ledger can have a million entries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LedgerEntry<'a> {
    /// The engagement.
    pub(super) engagement_id: &'a str,
    /// How far its export had come.
    pub(super) state: EntryState,
    /// The `X-Idempotency-Key` of the request.
    pub(super) key: Uuid,
    /// When the entry was written, in UTC. It is for people only, so it is not parsed.
    pub(super) at: &'a str,
}

impl LedgerEntry<'_> {
    /// Formats the entry as a line of the file.
    pub(super) fn to_line(&self) -> serde_json::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}
