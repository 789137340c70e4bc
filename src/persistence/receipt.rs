//! The receipt of a run: what was delivered, and whether that was all that was requested.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;

use crate::api::Query;
use crate::atomic_file;
use crate::signals::SignalHandler;
use crate::sink::Checksum;
use crate::stream::{Stream, is_stream};

/// What a run requested and what it delivered. Unknown values are `None`, and null in the file; so are
/// all counts before the run ends.
///
/// The order of the fields is the contract's. New fields are appended: machine formats only grow.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Receipt {
    pub(crate) command: &'static str,
    pub(crate) version: &'static str,
    pub(crate) base_url: String,
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    /// Start of the window, as sent.
    pub(crate) since: Option<DateTime<Utc>>,
    /// End of the window, as sent: also one that was pinned.
    pub(crate) until: Option<DateTime<Utc>>,
    /// `None` if the engagements were given as IDs.
    pub(crate) site_ids: Option<Vec<String>>,
    /// `None` also for `--any-operator`.
    pub(crate) operator_ids: Option<Vec<String>>,
    /// Pages of the list that were read; `None` if the engagements were given as IDs.
    pub(crate) pages: Option<u64>,
    /// Rows that were delivered: the messages of transcripts, otherwise engagements.
    pub(crate) records: Option<u64>,
    pub(crate) duplicates_removed: Option<u64>,
    pub(crate) first_id: Option<String>,
    pub(crate) last_id: Option<String>,
    pub(crate) bytes: Option<u64>,
    pub(crate) sha256: Option<String>,
    pub(crate) complete: bool,
    pub(crate) engagements: Option<u64>,
    /// `--receipt`; `None` if nobody asked for one.
    #[serde(skip)]
    path: Option<PathBuf>,
    /// Where the path leads, if that is no regular file.
    #[serde(skip)]
    stream: Option<Stream>,
}

impl Receipt {
    /// Creates the receipt of a run that has delivered nothing yet. It processes a query, or IDs.
    pub(crate) fn new(
        command: &'static str,
        base_url: String,
        started_at: DateTime<Utc>,
        query: Option<&Query>,
    ) -> Self {
        let operator_ids = query.map(|query| query.operator_ids.clone());
        Self {
            command,
            version: env!("CARGO_PKG_VERSION"),
            base_url,
            started_at: started_at.trunc_subsecs(3),
            since: query.and_then(|query| query.since),
            until: query.and_then(|query| query.until),
            site_ids: query.map(|query| query.site_ids.clone()),
            operator_ids: operator_ids.filter(|ids| !ids.is_empty()),
            ..Self::default()
        }
    }

    /// Writes the incomplete receipt, so that a killed run does not leave that of an earlier one.
    /// A stream gets the finished receipt only.
    ///
    /// # Errors
    /// Local: the file or the stream cannot be written.
    pub(crate) fn begin(&mut self, path: PathBuf, signals: &SignalHandler) -> anyhow::Result<()> {
        if is_stream(&path) {
            self.stream = Some(Stream::open(&path).with_context(|| cannot_write(&path))?);
            self.path = Some(path);
            return Ok(());
        }
        self.path = Some(path);
        self.write(signals)
    }

    /// Adds the ID of an engagement that was delivered.
    pub(crate) fn add_id(&mut self, id: &str) {
        self.first_id.get_or_insert_with(|| id.to_owned());
        id.clone_into(self.last_id.get_or_insert_default());
    }

    /// Writes the finished receipt. `checksum` is `None` for an output of several files.
    ///
    /// # Errors
    /// Local: the file or the stream cannot be written.
    pub(crate) fn finish(
        &mut self,
        checksum: Option<Checksum>,
        is_complete: bool,
        signals: &SignalHandler,
    ) -> anyhow::Result<()> {
        self.finished_at = Some(Utc::now().trunc_subsecs(3));
        (self.bytes, self.sha256) = checksum.map(|sum| (sum.bytes, sum.sha256)).unzip();
        self.complete = is_complete;
        self.write(signals)
    }

    fn write(&mut self, signals: &SignalHandler) -> anyhow::Result<()> {
        let mut text = serde_json::to_vec_pretty(&self)?;
        text.push(b'\n');
        match (&self.path, &mut self.stream) {
            (None, _) => Ok(()),
            (Some(path), None) => signals.defer_signals(|| atomic_file::replace(path, &text)),
            (Some(path), Some(out)) => out.write_all(&text).with_context(|| cannot_write(path)),
        }
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write to `{}`", path.display())
}

#[cfg(test)]
mod tests {
    use super::Receipt;

    #[test]
    fn receipt_fields_are_in_documented_order() {
        let started_at = "2026-11-23T10:00:00.123456789Z".parse().unwrap();
        let base_url = "https://api.salemove.com".to_owned();
        let mut receipt = Receipt::new("list", base_url, started_at, None);
        receipt.since = Some("2015-10-01T00:00:00Z".parse().unwrap());
        receipt.site_ids = Some(vec!["s1".to_owned(), "s2".to_owned()]);
        receipt.pages = Some(2);
        receipt.duplicates_removed = Some(1);
        receipt.engagements = Some(3);
        receipt.records = Some(5);
        receipt.add_id("e1");
        receipt.add_id("e2");
        let expected = r#"{"command":"list","version":"VERSION",
            "base_url":"https://api.salemove.com",
            "started_at":"2026-11-23T10:00:00.123Z","finished_at":null,
            "since":"2015-10-01T00:00:00Z","until":null,
            "site_ids":["s1","s2"],"operator_ids":null,"pages":2,"records":5,
            "duplicates_removed":1,"first_id":"e1","last_id":"e2","bytes":null,
            "sha256":null,"complete":false,"engagements":3}"#;
        let expected = expected.replace("VERSION", env!("CARGO_PKG_VERSION"));
        let expected: String = expected.split_whitespace().collect();
        assert_eq!(serde_json::to_string(&receipt).unwrap(), expected);
    }
}
