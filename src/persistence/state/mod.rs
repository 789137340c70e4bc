//! The state of incremental runs: how far the last one came, and what it delivered.
//!
//! Engagements can appear late, so each run looks back behind the checkpoint of the last one and leaves
//! out what is known to be delivered.
//!
//! ```text
//! kept_from            known_from                checkpoint
//!     |--- queue time ---|------- look-back -------|
//!     |--- IDs of delivered engagements are kept --|
//!                        |--- the next run starts here, or later with a shorter look-back
//! ```
//!
//! The queue time is added because `created_at` can be earlier than the time by which the API filters.

mod file;
mod start;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::mem;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

pub(crate) use self::file::Scope;
use self::file::StateFile;
pub(crate) use self::start::WindowRequest;
use super::lock::FileLock;
use crate::atomic_file::{self, AtomicFile};
use crate::error::{CliError, ErrorKind};
use crate::records::dedup::canonical_id;
use crate::records::engagement::MAX_QUEUE_TIME;
use crate::signals::SignalHandler;

/// A checkpoint that is later than the present by more was set by a wrong clock.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// A state file that this run has locked, and what the run adds to it.
#[derive(Debug)]
pub(crate) struct State {
    path: PathBuf,
    /// `None` in a dry run, which stores nothing.
    lock: Option<FileLock>,
    /// Whether no run has stored anything yet.
    is_new: bool,
    /// What the last run stored; from [`State::start`] on, what the next run reads.
    file: StateFile,
    since: DateTime<Utc>,
    lookback: TimeDelta,
    /// The checkpoint of the last run; `None` in the first one, and if a wrong clock had set it.
    previous_checkpoint: Option<DateTime<Utc>>,
}

/// The state for the next run, written but not committed.
#[derive(Debug)]
pub(crate) struct PendingState {
    file: AtomicFile,
    /// IDs that failed and that no later run tries.
    given_up: Vec<String>,
    lock: Option<FileLock>,
}

impl State {
    /// Locks and reads a state; a missing file is the state before the first run.
    ///
    /// # Errors
    /// Busy: another run holds it. Usage: it is about another scope. Local: it cannot be read or
    /// replaced, is damaged, or has an unknown version.
    pub(crate) fn open(
        path: &Path,
        scope: &Scope,
        signals: &SignalHandler,
    ) -> anyhow::Result<Self> {
        let path = atomic_file::resolve(path)?;
        let lock = FileLock::acquire(&FileLock::path_beside(&path), &path)?;
        let state = Self::read(path, scope)?;
        // The state is replaced at the end of the run: a path that cannot be replaced fails now.
        drop(signals.create(&state.path)?);
        Ok(Self {
            lock: Some(lock),
            ..state
        })
    }

    /// Reads a state for a dry run, without locking it.
    ///
    /// # Errors
    /// Usage: it is about another scope. Local: it cannot be read, is damaged, or has an unknown
    /// version.
    pub(crate) fn read(path: PathBuf, scope: &Scope) -> anyhow::Result<Self> {
        let stored = StateFile::read(&path)?;
        let is_new = stored.is_none();
        let file = stored.unwrap_or_else(|| StateFile::new(scope.clone()));
        if file.scope != *scope {
            let (path, scope) = (path.display(), file.scope);
            let message = format!("the state `{path}` belongs to other filters: {scope}");
            return Err(CliError::new(ErrorKind::Usage, message)
                .hint("use another `--state` file; a new one starts at `--since`")
                .into());
        }
        Ok(Self {
            path,
            lock: None,
            is_new,
            since: file.checkpoint,
            lookback: TimeDelta::zero(),
            previous_checkpoint: None,
            file,
        })
    }

    /// Returns whether the last run ended later than this time: one of the two clocks is wrong.
    pub(crate) fn is_ahead_of(&self, now: DateTime<Utc>) -> bool {
        self.file.checkpoint - now > CLOCK_TOLERANCE
    }

    /// Sets the end of the window. To be called again before the first [`State::add`] if the API's
    /// clock differs from ours.
    pub(crate) fn set_end(&mut self, end: DateTime<Utc>) {
        let checkpoint = self
            .previous_checkpoint
            .map_or(end, |previous| previous.max(end));
        self.file.checkpoint = checkpoint;
        self.file.known_from = subtract(checkpoint, self.lookback)
            .max(self.since)
            .min(checkpoint);
    }

    /// Returns the first instant of the window, the request's `start_date`.
    pub(crate) fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// Returns the IDs that are known to be delivered already.
    pub(crate) fn delivered(&self) -> impl Iterator<Item = &str> {
        self.file.delivered.keys().map(String::as_str)
    }

    /// Returns the IDs that failed in earlier runs and are to be tried again.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &str> {
        self.file.failed.keys().map(String::as_str)
    }

    /// Adds an engagement that this run has delivered, with its `created_at`; one without is kept
    /// as if it were as late as the checkpoint. IDs that later runs cannot meet again are not kept, so
    /// that a long first run stays small.
    pub(crate) fn add(&mut self, id: &str, created_at: Option<DateTime<Utc>>) {
        let id = canonical_id(id);
        self.file.failed.remove(&*id);
        let created_at = created_at.unwrap_or(self.file.checkpoint);
        if created_at >= self.kept_from() {
            self.file.delivered.insert(id.into_owned(), created_at);
        }
    }

    /// Adds an engagement that failed by itself. Later runs try it again for as long as they look
    /// back.
    pub(crate) fn add_failed(&mut self, id: &str) {
        let id = canonical_id(id).into_owned();
        self.file.failed.entry(id).or_insert(self.file.checkpoint);
    }

    /// Writes the next state beside the file, so that its commit can hardly fail. To be called when
    /// all of the window is ready to be delivered; a state that is dropped leaves the file as it
    /// was.
    ///
    /// # Errors
    /// Local: the state cannot be written, or the lock was removed: another run may have started.
    pub(crate) fn prepare(mut self, signals: &SignalHandler) -> anyhow::Result<PendingState> {
        let lock = FileLock::path_beside(&self.path);
        let is_held = |held: &FileLock| held.is_at(&lock);
        if !self.lock.as_ref().is_some_and(is_held) {
            let path = lock.display();
            let message =
                format!("the lock `{path}` was moved, removed or replaced during the run");
            return Err(CliError::new(ErrorKind::Local, message)
                .hint("never remove it; make sure that no other run is in progress, and run again")
                .into());
        }
        let kept_from = self.kept_from();
        let retried_from = subtract(self.file.checkpoint, self.lookback);
        let file = &mut self.file;
        file.delivered
            .retain(|_, created_at| *created_at >= kept_from);
        let failed = mem::take(&mut file.failed).into_iter();
        let (retried, given_up): (BTreeMap<_, _>, BTreeMap<_, _>) =
            failed.partition(|(_, failed_at)| *failed_at >= retried_from);
        file.failed = retried;
        Ok(PendingState {
            file: file.write_beside(&self.path, signals)?,
            given_up: given_up.into_keys().collect(),
            lock: self.lock,
        })
    }

    fn kept_from(&self) -> DateTime<Utc> {
        subtract(self.file.known_from, MAX_QUEUE_TIME)
    }

    fn name(&self) -> String {
        format!("the state `{}`", self.path.display())
    }
}

impl PendingState {
    /// Replaces the file: the next run starts from here. To be called when all of the window is
    /// delivered. Calls `warn` for each engagement that is not tried again.
    ///
    /// # Errors
    /// Local: the file cannot be replaced.
    pub(crate) fn commit(self, signals: &SignalHandler, warn: impl Fn(&str)) -> anyhow::Result<()> {
        signals.defer_signals(|| self.file.commit())?;
        drop(self.lock);
        for id in self.given_up {
            warn(&format!(
                "engagement `{id}` has failed for longer than the look-back: later runs do \
                 not try it again"
            ));
        }
        Ok(())
    }
}

fn subtract(instant: DateTime<Utc>, duration: TimeDelta) -> DateTime<Utc> {
    let earlier = instant.checked_sub_signed(duration);
    earlier.unwrap_or(DateTime::<Utc>::MIN_UTC)
}
