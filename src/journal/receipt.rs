//! The receipt of a run: proof of what was delivered, and whether that was all.

use std::path::Path;
use std::sync::OnceLock;

use chrono::{DateTime, SubsecRound, Utc};
use serde::Serialize;

use super::digest::Sum;
use crate::atomic;

/// What a run asked for and what it delivered. What is unknown is `None`, and null in the file.
///
/// The order of the fields is the contract's. `engagements` came last, and so will any later
/// one: machine formats only grow.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Receipt {
    command: &'static str,
    version: &'static str,
    base_url: String,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    /// The first instant asked for, as sent.
    pub(crate) since: Option<DateTime<Utc>>,
    /// The last instant asked for, as sent: also one that was pinned.
    pub(crate) until: Option<DateTime<Utc>>,
    /// The sites asked for; `None` when engagements were named by their ids.
    pub(crate) site_ids: Option<Vec<String>>,
    /// The operators asked for; `None` also for `--any-operator`.
    pub(crate) operator_ids: Option<Vec<String>>,
    /// Pages of the list that were read; `None` when engagements were named by their ids.
    pages: Option<u64>,
    records: u64,
    duplicates_removed: u64,
    first_id: Option<String>,
    last_id: Option<String>,
    bytes: Option<u64>,
    sha256: Option<String>,
    complete: bool,
    engagements: u64,
    /// The end of the window by the API's clock, if that differs from ours.
    #[serde(skip)]
    pub(crate) corrected_until: Option<&'static OnceLock<DateTime<Utc>>>,
}

impl Receipt {
    /// The receipt of a run that has delivered nothing yet.
    pub(crate) fn new(command: &'static str, base_url: String, started_at: DateTime<Utc>) -> Self {
        Self {
            command,
            version: env!("CARGO_PKG_VERSION"),
            base_url,
            started_at: started_at.trunc_subsecs(3),
            finished_at: None,
            since: None,
            until: None,
            site_ids: None,
            operator_ids: None,
            pages: None,
            records: 0,
            duplicates_removed: 0,
            first_id: None,
            last_id: None,
            bytes: None,
            sha256: None,
            complete: false,
            engagements: 0,
            corrected_until: None,
        }
    }

    /// Counts an engagement with the rows that it gave: its messages for a transcript, else 1.
    /// One without an id is neither the first nor the last that is named.
    pub(crate) fn delivered(&mut self, id: Option<&str>, rows: u64) {
        self.engagements += 1;
        self.records += rows;
        if let Some(id) = id {
            self.first_id.get_or_insert_with(|| id.to_owned());
            id.clone_into(self.last_id.get_or_insert_default());
        }
    }

    /// One more row that is no engagement's own, but a summary's.
    pub(crate) fn row(&mut self) {
        self.records += 1;
    }

    /// One more page of the list was read; so many of its engagements were left out, because
    /// they had been delivered before.
    pub(crate) fn page(&mut self, duplicates: u64) {
        *self.pages.get_or_insert(0) += 1;
        self.duplicates_removed += duplicates;
    }

    /// Takes back what was counted: a failed run has not renamed its output into place.
    pub(crate) fn withdraw(&mut self) {
        self.records = 0;
        self.engagements = 0;
        self.first_id = None;
        self.last_id = None;
    }

    /// Ends the run: when, with which bytes delivered (`None` where they are in many files),
    /// and whether that was all that was asked for.
    pub(crate) fn finish(&mut self, at: DateTime<Utc>, sum: Option<Sum>, complete: bool) {
        self.finished_at = Some(at.trunc_subsecs(3));
        if let Some(until) = self.corrected_until.and_then(OnceLock::get) {
            self.until = Some(*until);
        }
        (self.bytes, self.sha256) = sum.map(|sum| (sum.bytes, sum.sha256)).unzip();
        self.complete = complete;
    }

    /// Writes the receipt, mode 0600, in place of an earlier one.
    ///
    /// Write it also when the output begins: a run that is killed then leaves a receipt that
    /// is not complete, and not the one of the run before.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        atomic::replace(path, &text)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn begun() -> Receipt {
        let started_at = instant("2026-11-23T10:00:00.123456789Z");
        Receipt::new("list", "https://api.salemove.com".to_owned(), started_at)
    }

    fn written(receipt: &Receipt) -> String {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("receipt.json");
        receipt.write(&path).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        fs::read_to_string(&path).unwrap()
    }

    #[test]
    fn a_finished_run_is_told_in_the_contracts_order() {
        let mut receipt = begun();
        receipt.since = Some(instant("2015-10-01T00:00:00Z"));
        receipt.until = Some(instant("2026-11-23T10:00:00.123Z"));
        receipt.site_ids = Some(vec!["s1".to_owned(), "s2".to_owned()]);
        receipt.operator_ids = Some(vec!["o1".to_owned()]);
        receipt.page(0);
        receipt.delivered(None, 1);
        receipt.delivered(Some("e1"), 1);
        receipt.page(1);
        receipt.delivered(Some("e2"), 0);
        receipt.delivered(Some("e3"), 3);
        receipt.delivered(None, 1);
        let sum = Sum {
            bytes: 7,
            sha256: "00ff".to_owned(),
        };
        receipt.finish(instant("2026-11-23T10:00:01Z"), Some(sum), true);

        let expected = r#"{
  "command": "list",
  "version": "VERSION",
  "base_url": "https://api.salemove.com",
  "started_at": "2026-11-23T10:00:00.123Z",
  "finished_at": "2026-11-23T10:00:01Z",
  "since": "2015-10-01T00:00:00Z",
  "until": "2026-11-23T10:00:00.123Z",
  "site_ids": [
    "s1",
    "s2"
  ],
  "operator_ids": [
    "o1"
  ],
  "pages": 2,
  "records": 6,
  "duplicates_removed": 1,
  "first_id": "e1",
  "last_id": "e3",
  "bytes": 7,
  "sha256": "00ff",
  "complete": true,
  "engagements": 5
}
"#;
        assert_eq!(
            written(&receipt),
            expected.replace("VERSION", env!("CARGO_PKG_VERSION"))
        );
    }

    #[test]
    fn a_run_that_has_only_begun_is_not_complete_and_what_is_unknown_is_null() {
        let text = written(&begun());
        for line in [
            "\"complete\": false",
            "\"finished_at\": null",
            "\"until\": null",
        ] {
            assert!(text.contains(line), "{text}");
        }
        assert!(text.contains("\"sha256\": null"), "{text}");
    }

    #[test]
    fn a_withdrawn_output_counts_nothing() {
        let mut receipt = begun();
        receipt.delivered(Some("e1"), 5);
        receipt.withdraw();
        receipt.finish(instant("2026-11-23T10:00:01Z"), None, false);
        let text = written(&receipt);
        for line in ["\"records\": 0", "\"engagements\": 0", "\"first_id\": null"] {
            assert!(text.contains(line), "{text}");
        }
        assert!(text.contains("\"last_id\": null"), "{text}");
    }
}
