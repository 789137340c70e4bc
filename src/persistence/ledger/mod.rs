//! The ledger of exports, which keeps an engagement from being exported twice.
//!
//! An append-only file of JSON lines. Before a request the ledger stores the intent with the
//! idempotency key, after it the outcome, each synced to the disk. A run that dies in between
//! leaves an intent, which the next run repeats under the same key.

mod history;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::fs::{File, Metadata};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, anyhow};
use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

pub(crate) use self::history::{EntryState, ExportPlan, LedgerHistory};
use self::history::{LedgerEntry, header};
use super::lock::FileLock;
use crate::error::{CliError, ErrorKind};
use crate::file_name::directory_of;
use crate::platform;

/// A ledger that this run has locked. Workers share it by reference.
#[derive(Debug)]
pub(crate) struct Ledger {
    path: PathBuf,
    lock: FileLock,
    state: Mutex<LedgerState>,
}

#[derive(Debug)]
struct LedgerState {
    history: LedgerHistory,
    /// Why a write failed: the file may end with a part of a line, so that no other line can follow.
    incomplete_write: Option<String>,
}

impl Ledger {
    /// Locks and reads a ledger, or creates one, and gives it the mode 0600. Cuts off an incomplete
    /// last line, and binds a ledger of an earlier version to `base_url`.
    ///
    /// # Errors
    /// Busy: another run holds the ledger. Local: the file cannot be read or written, is damaged, or
    /// belongs to another base URL; it is then left as it is.
    pub(crate) fn open(path: &Path, base_url: &str) -> anyhow::Result<Self> {
        let lock = FileLock::acquire(path, path)?;
        let mut history = LedgerHistory::parse(&lock.file, path, base_url)?;
        history.len =
            repair(&lock.file, &history, path, base_url).with_context(|| cannot_write(path))?;
        Ok(Self {
            path: path.to_owned(),
            lock,
            state: Mutex::new(LedgerState {
                history,
                incomplete_write: None,
            }),
        })
    }

    /// Returns how this run must treat an engagement.
    pub(crate) fn plan(&self, id: &str) -> ExportPlan {
        self.state().history.plan(id)
    }

    /// Appends an entry and syncs it to the disk: [`EntryState::Sending`] before a request, its
    /// outcome under the same key after it.
    ///
    /// # Errors
    /// Local: the entry contradicts the earlier ones, the path no longer names this file, or the disk
    /// is full or failing. An outcome is appended even if the path no longer names this file. After a
    /// failed write all entries are rejected; the next run finds the intents and repeats them.
    pub(crate) fn record(
        &self,
        id: &str,
        state: EntryState,
        key: Uuid,
        at: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let entry = LedgerEntry {
            engagement_id: id,
            state,
            key,
            at: &at,
        };
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        let mut ledger = self.state();
        if let Some(why) = &ledger.incomplete_write {
            return Err(anyhow!("{why}")).context(cannot_write(&self.path));
        }
        if state == EntryState::Sending {
            self.ensure_len(ledger.history.len)?;
        }
        let applied = ledger.history.apply(&entry, false);
        applied.map_err(anyhow::Error::msg)?;
        let appended = append(&self.lock.file, &line);
        ledger.incomplete_write = appended.as_ref().err().map(ToString::to_string);
        ledger.history.len += line.len() as u64;
        appended.with_context(|| cannot_write(&self.path))?;
        Ok(self.ensure_len(ledger.history.len)?)
    }

    /// Checks that the path still names the file that this run has locked, with nothing in it but
    /// what this run knows. Entries in a file that no later run reads would not prevent a second
    /// export.
    ///
    /// # Errors
    /// Local: it does not.
    pub(crate) fn ensure_in_place(&self) -> Result<(), CliError> {
        self.ensure_len(self.state().history.len)
    }

    fn ensure_len(&self, len: u64) -> Result<(), CliError> {
        let is_whole = |found: Metadata| found.len() == len;
        let file = &self.lock.file;
        if platform::is_at(file, &self.path) && file.metadata().is_ok_and(is_whole) {
            return Ok(());
        }
        let path = self.path.display();
        let message = format!("the ledger `{path}` was moved, replaced or changed during the run");
        Err(CliError::new(ErrorKind::Local, message).hint(
            "restore it before the next run: without its entries engagements could be exported \
             twice",
        ))
    }

    /// Ignores poisoning: no line above panics in the middle of a change.
    fn state(&self) -> MutexGuard<'_, LedgerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the file with complete lines only, bound to the base URL, and synced to the disk. Returns
/// its size.
fn repair(file: &File, found: &LedgerHistory, path: &Path, base_url: &str) -> io::Result<u64> {
    if file.metadata()?.len() > found.len {
        file.set_len(found.len)?;
        file.sync_all()?;
    }
    platform::make_private(file)?;
    if found.lacks_newline {
        append(file, b"\n")?;
    }
    if !found.is_bound {
        append(file, header(base_url).as_bytes())?;
    }
    // Always, because the run that created the file may have died before this.
    platform::sync_directory(directory_of(&platform::canonicalize(path)?))?;
    Ok(file.metadata()?.len())
}

/// Appends in one write, so that another process reading the file sees complete lines.
fn append(mut file: &File, line: &[u8]) -> io::Result<()> {
    // A file that can be truncated on Windows does not append by itself.
    file.seek(SeekFrom::End(0))?;
    file.write_all(line)?;
    file.sync_data()
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write the ledger `{}`", path.display())
}
