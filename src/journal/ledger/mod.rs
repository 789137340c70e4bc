//! The ledger of exports: what was sent, so that nothing is sent twice.
//!
//! An append-only file of JSON lines. Before an engagement is sent its intent is on the disk,
//! afterwards its outcome; a run that dies in between leaves an intent, which the next run
//! repeats under the same key.

mod history;
#[cfg(test)]
mod laws;
mod line;
mod reading;
#[cfg(test)]
mod tests;

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, anyhow};
use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

pub(crate) use self::history::{History, Plan};
pub(crate) use self::line::Step;
use self::line::{Entry, HEADER};
use self::reading::Reading;
use super::lock::Lock;
use crate::atomic;

/// A ledger that this run holds. Workers share it by reference.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    lock: Lock,
    book: Mutex<Book>,
}

#[derive(Debug)]
struct Book {
    history: History,
    /// The file ends with a whole line. After a write that failed it may not, and a further
    /// line would be glued to the rest of it.
    ends_well: bool,
}

impl Ledger {
    /// Locks and reads a ledger; begins one, mode 0600, if there is none.
    ///
    /// A torn last line is cut off, so that the file has whole lines only and any later
    /// damage can be told from it.
    ///
    /// # Errors
    /// Busy: another run holds it. Local: it cannot be read or written, is damaged, or is of
    /// an unknown version; it is then left as it is.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let lock = Lock::take(path)?;
        let found = Reading::of(lock.file(), path)?;
        mend(lock.file(), &found, path).with_context(|| cannot_write(path))?;
        let book = Book {
            history: found.history,
            ends_well: true,
        };
        Ok(Self {
            path: path.to_owned(),
            lock,
            book: Mutex::new(book),
        })
    }

    /// What is to be done about this engagement.
    pub(crate) fn plan(&self, id: &str) -> Plan {
        self.book().history.plan(id)
    }

    /// Appends a line and waits until it is on the disk: [`Step::Sending`] before anything is
    /// sent, its outcome, under the same key, afterwards.
    ///
    /// # Errors
    /// Local: the line cannot follow what the ledger says (nothing is written then), or the
    /// disk is full or failing. After a failed write every further line is refused; the next
    /// run finds the intents and repeats them.
    pub(crate) fn record(
        &self,
        id: &str,
        step: Step,
        key: Uuid,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let entry = Entry {
            engagement_id: id,
            step,
            key,
            at: &at,
        };
        let line = entry.to_line()?;
        let mut book = self.book();
        if !book.ends_well {
            return Err(anyhow!("an earlier line was not written"))
                .context(cannot_write(&self.path));
        }
        book.history
            .apply(&entry)
            .map_err(|why| anyhow!("cannot record `{id}`: {why}"))?;
        book.ends_well = false;
        append(self.lock.file(), &line).with_context(|| cannot_write(&self.path))?;
        book.ends_well = true;
        Ok(())
    }

    /// A worker that panicked left `ends_well` telling the truth, so its poison says no more.
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the file with whole lines only, the first one included, and on the disk.
fn mend(file: &File, found: &Reading, path: &Path) -> io::Result<()> {
    if file.metadata()?.len() > found.whole {
        file.set_len(found.whole)?;
        file.sync_all()?;
    }
    if found.whole == 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
        append(file, HEADER.as_bytes())?;
    } else if found.unended {
        append(file, b"\n")?;
    }
    // Always: the run that began the file may have died before it came to this.
    atomic::sync_directory_of(&path.canonicalize()?)
}

/// One write, so that another process reading the file sees whole lines.
fn append(mut file: &File, line: &[u8]) -> io::Result<()> {
    file.write_all(line)?;
    file.sync_data()
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write the ledger `{}`", path.display())
}
