//! The receipt of a run, where one is asked for.

use std::path::PathBuf;

use chrono::Utc;

use crate::journal::digest::Sum;
use crate::journal::receipt::Receipt;

/// A receipt and where it goes, if it is wanted.
pub(super) struct Proof(Option<(PathBuf, Receipt)>);

impl Proof {
    /// Begins the receipt in its file, so that a run that is killed does not leave the receipt of
    /// an earlier one.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn begin(path: Option<PathBuf>, receipt: Receipt) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self(None));
        };
        receipt.write(&path)?;
        Ok(Self(Some((path, receipt))))
    }

    /// Counts an engagement with the rows that it gave.
    pub(super) fn delivered(&mut self, id: Option<&str>, rows: u64) {
        if let Some((_, receipt)) = &mut self.0 {
            receipt.delivered(id, rows);
        }
    }

    /// Counts a row that is no engagement's own.
    pub(super) fn row(&mut self) {
        if let Some((_, receipt)) = &mut self.0 {
            receipt.row();
        }
    }

    /// Counts a page of the list, of which so many engagements were left out.
    pub(super) fn page(&mut self, duplicates: u64) {
        if let Some((_, receipt)) = &mut self.0 {
            receipt.page(duplicates);
        }
    }

    /// Takes back what was counted: it is not delivered after all.
    pub(super) fn withdraw(&mut self) {
        if let Some((_, receipt)) = &mut self.0 {
            receipt.withdraw();
        }
    }

    /// Ends the receipt: with which bytes, and whether they are all that was asked for.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn end(self, sum: Option<Sum>, complete: bool) -> anyhow::Result<()> {
        let Some((path, mut receipt)) = self.0 else {
            return Ok(());
        };
        receipt.finish(Utc::now(), sum, complete);
        receipt.write(&path)
    }
}
