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
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::mem;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use self::file::StateFile;
pub(crate) use self::file::{PendingState, Scope};
use super::lock::FileLock;
use crate::atomic_file;
use crate::error::{CliError, ErrorKind};
use crate::platform;
use crate::records::dedup::canonical_id;
use crate::records::engagement::MAX_QUEUE_TIME;
use crate::signals::SignalHandler;
use crate::values::time_arg::format_api_time;

/// A checkpoint that is later than the present by more was set by a wrong clock.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// The window that the user asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WindowRequest {
    /// Where the first run starts. Later runs ignore it, so that a crontab can hold one line
    /// for all of them.
    pub(crate) since: Option<DateTime<Utc>>,
    /// The last instant of the window.
    pub(crate) until: DateTime<Utc>,
    /// When this run started.
    pub(crate) now: DateTime<Utc>,
    /// How far behind the checkpoint later runs start.
    pub(crate) lookback: TimeDelta,
}

/// A state file that this run has locked, and what the run adds to it.
#[derive(Debug)]
pub(crate) struct State {
    path: PathBuf,
    /// `None` in a dry run, which stores nothing.
    lock: Option<FileLock>,
    /// What the last run stored; from [`State::start`] on, what the next run reads.
    file: StateFile,
    /// The first instant of the window, the request's `start_date`.
    pub(crate) since: DateTime<Utc>,
    lookback: TimeDelta,
    /// The checkpoint does not move back behind that of the last run, unless a wrong clock had set it.
    min_checkpoint: DateTime<Utc>,
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
        let file = StateFile::read(&path)?;
        let file = file.unwrap_or_else(|| StateFile::new(scope.clone()));
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
            since: file.checkpoint,
            lookback: TimeDelta::zero(),
            min_checkpoint: file.checkpoint,
            file,
        })
    }

    /// Returns whether the last run ended later than this time: one of the two clocks is wrong.
    pub(crate) fn is_ahead_of(&self, now: DateTime<Utc>) -> bool {
        self.file.checkpoint - now > CLOCK_TOLERANCE
    }

    /// Starts the window of this run. Returns a warning if it does not start where the user expects.
    ///
    /// # Errors
    /// Usage: the first run has no `since`, or the window is empty.
    pub(crate) fn start(&mut self, request: WindowRequest) -> Result<Option<String>, CliError> {
        let (since, warning) = if self.file.is_new() {
            (self.first_start(request)?, None)
        } else if self.is_ahead_of(request.now) {
            self.healed_start(request)?
        } else {
            self.usual_start(request)
        };
        if since > request.until {
            let (name, since, until) = (
                self.name(),
                format_api_time(since),
                format_api_time(request.until),
            );
            let message = format!("{name} starts at {since}, which is later than {until}");
            let empty = CliError::new(ErrorKind::Usage, message);
            return Err(empty.hint("check `--until` and the clock"));
        }
        self.since = since;
        self.lookback = request.lookback;
        self.set_end(request.until.min(request.now));
        Ok(warning)
    }

    fn first_start(&mut self, request: WindowRequest) -> Result<DateTime<Utc>, CliError> {
        self.file.first_since = request.since;
        request.since.ok_or_else(|| {
            let message = format!("the first run with {} needs `--since`", self.name());
            CliError::new(ErrorKind::Usage, message)
                .hint("later runs start where the last one ended")
        })
    }

    /// Later runs start at the checkpoint less the look-back, but not before the time from which every
    /// delivered ID is known: otherwise a longer look-back would repeat engagements.
    fn usual_start(&self, request: WindowRequest) -> (DateTime<Utc>, Option<String>) {
        let wanted = subtract(self.file.checkpoint, request.lookback);
        let since = wanted.max(self.file.known_from);
        // Nothing was requested before the first run's start, so that nothing is missed there.
        let is_first = |first| since <= first;
        let is_shortened = since > wanted && !self.file.first_since.is_some_and(is_first);
        let warning = is_shortened.then(|| {
            let (name, start) = (self.name(), format_api_time(since));
            format!("look-back shortened: {name} stores delivered IDs since {start}")
        });
        (since, warning)
    }

    /// The start after a run with a wrong clock. Until when that run delivered is unknown, but not
    /// before the latest engagement that it stored; all later ones are stored with it. Without one,
    /// repeating engagements is better than losing them: the run starts anew.
    fn healed_start(
        &mut self,
        request: WindowRequest,
    ) -> Result<(DateTime<Utc>, Option<String>), CliError> {
        let end = format_api_time(self.file.checkpoint);
        let problem = format!("{} ends in the future, at {end}: this run", self.name());
        let kept_from = self.kept_from();
        let is_proof = |created_at: &DateTime<Utc>| (kept_from..=request.now).contains(created_at);
        let known = self.file.delivered.values().any(is_proof);
        let first = self.file.first_since.filter(|first| *first <= request.now);
        let since = known.then_some(kept_from).or(request.since).or(first);
        let since = since.ok_or_else(|| {
            CliError::new(ErrorKind::Usage, format!("{problem} needs `--since`"))
                .hint("start where the delivered engagements end; some may be repeated")
        })?;
        self.min_checkpoint = DateTime::<Utc>::MIN_UTC;
        // Times by a wrong clock would be kept for as long as it was ahead.
        for created_at in self.file.delivered.values_mut() {
            *created_at = request.now.min(*created_at);
        }
        let start = format_api_time(since);
        let warning = format!("{problem} starts at {start} and may repeat engagements");
        Ok((since, Some(warning)))
    }

    /// Sets the end of the window. To be called again before the first [`State::add`] if the API's
    /// clock differs from ours.
    pub(crate) fn set_end(&mut self, end: DateTime<Utc>) {
        let checkpoint = end.max(self.min_checkpoint);
        let known_from = subtract(checkpoint, self.lookback).max(self.since);
        self.file.checkpoint = checkpoint;
        self.file.known_from = known_from.min(checkpoint);
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
        let is_held = |held: &FileLock| platform::is_at(&held.file, &lock);
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

fn subtract(instant: DateTime<Utc>, duration: TimeDelta) -> DateTime<Utc> {
    let earlier = instant.checked_sub_signed(duration);
    earlier.unwrap_or(DateTime::<Utc>::MIN_UTC)
}
