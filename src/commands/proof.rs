//! The receipt of a run, where one is asked for.

use std::path::PathBuf;

use chrono::Utc;

use crate::interrupt::Interrupt;
use crate::journal::digest::Sum;
use crate::journal::receipt::Receipt;
use crate::records::{RecordBatch, engagement};

/// A receipt and where it goes, if it is wanted.
pub(super) struct Proof(Option<Wanted>);

struct Wanted {
    path: PathBuf,
    receipt: Receipt,
    interrupt: Interrupt,
}

impl Proof {
    /// Begins the receipt in its file, so that a run that is killed does not leave the receipt of
    /// an earlier one.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn begin(
        path: Option<PathBuf>,
        receipt: Receipt,
        interrupt: &Interrupt,
    ) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Self(None));
        };
        let wanted = Wanted {
            path,
            receipt,
            interrupt: interrupt.clone(),
        };
        wanted.write()?;
        Ok(Self(Some(wanted)))
    }

    /// Counts an engagement with the rows that it gave.
    pub(super) fn delivered(&mut self, id: Option<&str>, rows: u64) {
        if let Some(wanted) = &mut self.0 {
            wanted.receipt.delivered(id, rows);
        }
    }

    /// Counts a row that is no engagement's own.
    pub(super) fn row(&mut self) {
        if let Some(wanted) = &mut self.0 {
            wanted.receipt.row();
        }
    }

    /// Counts a page of the list with the rows that each engagement gave; so many engagements of
    /// it were left out.
    pub(super) fn page(&mut self, page: &RecordBatch, rows: u64, duplicates: u64) {
        if let Some(wanted) = &mut self.0 {
            for record in page.iter() {
                wanted
                    .receipt
                    .delivered(engagement::id(&record).as_deref(), rows);
            }
            wanted.receipt.page(duplicates);
        }
    }

    /// Takes back what was counted: it is not delivered after all.
    pub(super) fn withdraw(&mut self) {
        if let Some(wanted) = &mut self.0 {
            wanted.receipt.withdraw();
        }
    }

    /// Ends the receipt: with which bytes, and whether they are all that was asked for.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn end(self, sum: Option<Sum>, complete: bool) -> anyhow::Result<()> {
        let Some(mut wanted) = self.0 else {
            return Ok(());
        };
        wanted.receipt.finish(Utc::now(), sum, complete);
        wanted.write()
    }
}

impl Wanted {
    fn write(&self) -> anyhow::Result<()> {
        self.interrupt
            .undisturbed(|| self.receipt.write(&self.path))
    }
}
