//! The lines of a ledger: a first one that says what the file is, then an entry each.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The first line of every ledger that this program begins.
pub(super) const HEADER: &str = "{\"ledger\":\"engagements\",\"version\":1}\n";

/// The version of the entries that this program reads and writes.
pub(super) const VERSION: u32 = 1;

/// What the first line says.
#[derive(Deserialize)]
pub(super) struct Header<'a> {
    /// Whose ledger it is: `engagements`.
    pub(super) ledger: &'a str,
    /// How its entries are to be read.
    pub(super) version: u32,
}

/// How far the export of an engagement had come when the line was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// About to be sent.
    Sending,
    /// The service said that it was done.
    Exported,
    /// The service did not do it.
    Failed,
    /// It may or may not have been done.
    Unknown,
}

/// One line. It borrows, because a million of them are read in one go.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry<'a> {
    /// The engagement that is exported.
    pub(super) engagement_id: &'a str,
    /// How far that had come.
    #[serde(rename = "state")]
    pub(super) step: Step,
    /// The `X-Idempotency-Key` that it was or will be sent with.
    pub(super) key: Uuid,
    /// When this was written, in UTC. Nothing is decided by it, so it stays text: to parse it
    /// takes a fifth of the time of reading.
    pub(super) at: &'a str,
}

impl Entry<'_> {
    /// The line with its end, as it is appended.
    pub(super) fn to_line(&self) -> serde_json::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}
