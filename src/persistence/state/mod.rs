//! The state of incremental runs: how far the last one came, and what it delivered.
//!
//! Engagements can appear late, so each run looks back behind the mark of the last one and leaves
//! out what is known to be delivered. [`IncrementalState`] is what earlier runs stored; [`Window`]
//! is the part of time that this run covers.

mod errors;
mod file;
mod pending;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use self::errors::{empty_window, lock_removed, mark_in_the_future, needs_since, other_scope};
pub(crate) use self::file::Scope;
use self::file::StateFile;
pub(crate) use self::pending::PendingState;
use super::lock::FileLock;
use crate::atomic_file::{self, AtomicFile};
use crate::error::CliError;
use crate::records::engagement::{MAX_QUEUE_TIME, canonical_id};
use crate::settings::time_arg;
use crate::signals::SignalHandler;

/// A mark that is later than the present by more was set by a wrong clock.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// A state file that this run holds.
#[derive(Debug)]
pub(crate) struct IncrementalState {
    path: PathBuf,
    lock: FileLock,
    scope: Scope,
    file: Option<StateFile>,
}

/// The window that the user asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WindowRequest {
    /// Where the first run starts. Later runs ignore it, so that a crontab can hold one line
    /// for all of them.
    pub(crate) since: Option<DateTime<Utc>>,
    /// The last instant of the window, pinned to `now` unless the user chose it.
    pub(crate) until: DateTime<Utc>,
    /// When this run started.
    pub(crate) now: DateTime<Utc>,
    /// How far behind the mark later runs start.
    pub(crate) lookback: TimeDelta,
}

/// The part of time that this run covers, and what was delivered in it and shortly before.
#[derive(Debug)]
pub(crate) struct Window {
    path: PathBuf,
    lock: FileLock,
    since: DateTime<Utc>,
    lookback: TimeDelta,
    /// The mark of the last run; `None` in the first one, and if a wrong clock had set it.
    previous_mark: Option<DateTime<Utc>>,
    /// Why the window does not start where the user expects it.
    warning: Option<String>,
    next: StateFile,
}

/// Where a window starts.
struct Start {
    since: DateTime<Utc>,
    previous_mark: Option<DateTime<Utc>>,
    warning: Option<String>,
}

impl IncrementalState {
    /// Locks and reads a state; a missing file is the state before the first run.
    ///
    /// # Errors
    /// Busy: another run holds it. Usage: it is about another scope. Local: it cannot be read,
    /// is damaged, or has an unknown version.
    pub(crate) fn open(path: &Path, scope: Scope) -> anyhow::Result<Self> {
        let path = atomic_file::resolve(path)?;
        let lock = FileLock::acquire_sidecar(&path)?;
        let file = StateFile::read(&path)?;
        // The state is replaced at the end of the run: a path that cannot be replaced fails now.
        drop(AtomicFile::create(&path)?);
        match &file {
            Some(file) if file.scope != scope => Err(other_scope(&path, &file.scope).into()),
            _ => Ok(Self {
                path,
                lock,
                scope,
                file,
            }),
        }
    }

    /// Whether the last run ended later than this time: one of the two clocks is wrong.
    pub(crate) fn is_ahead_of(&self, now: DateTime<Utc>) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| file.mark - now > CLOCK_TOLERANCE)
    }

    /// Opens the window of this run.
    ///
    /// # Errors
    /// Usage: the first run has no `since`, or the window is empty.
    pub(crate) fn window(self, request: WindowRequest) -> anyhow::Result<Window> {
        let start = self.start(request)?;
        let since = start.since;
        if since > request.until {
            return Err(empty_window(&self.path, since, request.until).into());
        }
        let (first_since, mut delivered, failed) = match self.file {
            None => (Some(since), BTreeMap::new(), BTreeMap::new()),
            Some(file) => (file.first_since, file.delivered, file.failed),
        };
        if start.previous_mark.is_none() {
            // Times by a wrong clock would be kept for as long as it was ahead.
            for created_at in delivered.values_mut() {
                *created_at = request.now.min(*created_at);
            }
        }
        let mut window = Window {
            path: self.path,
            lock: self.lock,
            since,
            lookback: request.lookback,
            previous_mark: start.previous_mark,
            warning: start.warning,
            next: StateFile {
                scope: self.scope,
                mark: since,
                first_since,
                known_from: since,
                delivered,
                failed,
            },
        };
        window.set_end(request.until, request.now);
        Ok(window)
    }

    /// Later runs start at the mark less the look-back, but not before the time from which every
    /// delivered ID is known: otherwise a longer look-back would repeat engagements.
    fn start(&self, request: WindowRequest) -> Result<Start, CliError> {
        let Some(file) = &self.file else {
            return Ok(Start {
                since: request.since.ok_or_else(|| needs_since(&self.path))?,
                previous_mark: None,
                warning: None,
            });
        };
        if self.is_ahead_of(request.now) {
            return self.healed_start(file, request);
        }
        let wanted = subtract(file.mark, request.lookback);
        let since = wanted.max(file.known_from);
        // Nothing was requested before the first run's start, so that nothing is missed there.
        let is_shortened = since > wanted && file.first_since.is_none_or(|first| since > first);
        let warning = is_shortened.then(|| {
            format!(
                "look-back shortened: the state `{}` stores delivered IDs since {}",
                self.path.display(),
                time_arg::format_api_time(since)
            )
        });
        Ok(Start {
            since,
            previous_mark: Some(file.mark),
            warning,
        })
    }

    /// The start after a run with a wrong clock. Until when that run delivered is unknown, but not
    /// before the latest engagement that it stored; all later ones are stored with it. Without one,
    /// repeating engagements is better than losing them: the run starts anew.
    fn healed_start(&self, file: &StateFile, request: WindowRequest) -> Result<Start, CliError> {
        let kept_from = subtract(file.known_from, MAX_QUEUE_TIME);
        let is_proof = |created_at: &DateTime<Utc>| (kept_from..=request.now).contains(created_at);
        let since = if file.delivered.values().any(is_proof) {
            kept_from
        } else {
            let first = file.first_since.filter(|first| *first <= request.now);
            let since = request.since.or(first);
            since.ok_or_else(|| mark_in_the_future(&self.path, file.mark))?
        };
        let warning = format!(
            "the state `{}` ends in the future, at {}: this run starts at {} and may repeat \
             engagements",
            self.path.display(),
            time_arg::format_api_time(file.mark),
            time_arg::format_api_time(since)
        );
        Ok(Start {
            since,
            previous_mark: None,
            warning: Some(warning),
        })
    }
}

impl Window {
    /// Returns the first instant of the window, the request's `start_date`.
    pub(crate) fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// Returns why the window does not start where the user expects it.
    pub(crate) fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// Sets the window's end; nothing can be complete beyond the present, whatever end the user
    /// chose. To be called again before the first `add` if the API's clock differs from ours.
    pub(crate) fn set_end(&mut self, until: DateTime<Utc>, now: DateTime<Utc>) {
        let reached = until.min(now);
        let mark = self.previous_mark.map_or(reached, |mark| mark.max(reached));
        self.next.mark = mark;
        self.next.known_from = subtract(mark, self.lookback).max(self.since).min(mark);
    }

    /// Returns the IDs that are known to be delivered already.
    pub(crate) fn delivered(&self) -> impl Iterator<Item = &str> {
        self.next.delivered.keys().map(String::as_str)
    }

    /// Returns the IDs that failed in earlier runs and are to be tried again.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &str> {
        self.next.failed.keys().map(String::as_str)
    }

    /// Whether this engagement is known to be delivered already.
    pub(crate) fn is_delivered(&self, id: &str) -> bool {
        self.next.delivered.contains_key(&*canonical_id(id))
    }

    /// Adds an engagement that this run has delivered, with its `created_at`; one without is kept
    /// as if it were as late as the mark.
    ///
    /// IDs that later runs cannot meet again are not kept, so that a long first run stays small.
    pub(crate) fn add(&mut self, id: &str, created_at: Option<DateTime<Utc>>) {
        let id = canonical_id(id);
        self.next.failed.remove(&*id);
        let created_at = created_at.unwrap_or(self.next.mark);
        if created_at >= self.kept_from() {
            self.next.delivered.insert(id.into_owned(), created_at);
        }
    }

    /// Adds an engagement that failed by itself. Later runs try it again for as long as they look
    /// back.
    pub(crate) fn add_failed(&mut self, id: &str) {
        let mark = self.next.mark;
        let id = canonical_id(id).into_owned();
        self.next.failed.entry(id).or_insert(mark);
    }

    /// Writes the next state beside the file, so that its commit can hardly fail. To be called when
    /// all of the window is ready to be delivered; a window that is dropped leaves the state as it
    /// was.
    ///
    /// # Errors
    /// Local: the state cannot be written, or the lock was removed: another run may have started.
    pub(crate) fn prepare(mut self, signals: &SignalHandler) -> anyhow::Result<PendingState> {
        let lock = FileLock::path_beside(&self.path);
        if !self.lock.is_at(&lock).unwrap_or(false) {
            return Err(lock_removed(&lock).into());
        }
        let kept_from = self.kept_from();
        let retried_from = subtract(self.next.mark, self.lookback);
        let next = &mut self.next;
        next.delivered
            .retain(|_, created_at| *created_at >= kept_from);
        let mut given_up = Vec::new();
        next.failed.retain(|id, failed_at| {
            let is_retried = *failed_at >= retried_from;
            if !is_retried {
                given_up.push(id.clone());
            }
            is_retried
        });
        Ok(PendingState {
            file: next.write_beside(&self.path, signals)?,
            given_up,
            lock: self.lock,
        })
    }

    fn kept_from(&self) -> DateTime<Utc> {
        subtract(self.next.known_from, MAX_QUEUE_TIME)
    }
}

fn subtract(instant: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    instant
        .checked_sub_signed(span)
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}
