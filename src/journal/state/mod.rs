//! The state of incremental runs: how far the last one came, and what it delivered.
//!
//! Engagements can appear late, so each run looks back behind the mark of the last one and
//! leaves out what is known to be delivered. [`State`] is what earlier runs left; [`Window`]
//! is the part of time that this run goes through.

mod kept;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use self::kept::Kept;
pub(crate) use self::kept::Scope;
use super::lock::Lock;
use crate::atomic;
use crate::failure::{Failure, Kind};

/// How much longer than the look-back an id is kept.
///
/// The service filters by the time an engagement happens. That can be later than its
/// `created_at`, the moment it was requested, by as long as the visitor waited in a queue.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// A state file that this run holds.
#[derive(Debug)]
pub(crate) struct State {
    path: PathBuf,
    lock: Lock,
    scope: Scope,
    kept: Option<Kept>,
}

/// The time that the user asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
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

/// The time that this run goes through, and what was delivered in it and shortly before.
#[derive(Debug)]
pub(crate) struct Window {
    path: PathBuf,
    _lock: Lock,
    since: DateTime<Utc>,
    next: Kept,
}

impl State {
    /// Locks and reads a state; a missing file is the state before the first run.
    ///
    /// # Errors
    /// Busy: another run holds it. Usage: it is about another scope. Local: it cannot be read,
    /// is damaged, or is of an unknown version.
    pub(crate) fn open(path: &Path, scope: Scope) -> anyhow::Result<Self> {
        let path = atomic::resolve(path)?;
        let lock = Lock::beside(&path)?;
        let kept = Kept::read(&path)?;
        match &kept {
            Some(kept) if kept.scope != scope => Err(other_scope(&path, &kept.scope).into()),
            _ => Ok(Self {
                path,
                lock,
                scope,
                kept,
            }),
        }
    }

    /// Opens the window of this run.
    ///
    /// Later runs start at the mark less the look-back, but not before the time from which
    /// every delivered id is known: so nothing is repeated when the look-back was made longer,
    /// and nothing comes in from before the first `--since`.
    ///
    /// # Errors
    /// Usage: the first run has no `since`, or the window is empty.
    pub(crate) fn window(self, ask: Ask) -> anyhow::Result<Window> {
        // Nothing can be complete beyond the present, whatever end was asked for.
        let reached = ask.until.min(ask.now);
        let (since, mark, delivered) = match self.kept {
            None => (
                ask.since.ok_or_else(|| needs_since(&self.path))?,
                reached,
                BTreeMap::new(),
            ),
            Some(kept) => {
                let since = back_from(kept.mark, ask.lookback).max(kept.known_from);
                (since, kept.mark.max(reached), kept.delivered)
            }
        };
        if since > ask.until {
            return Err(empty_window(&self.path, since, ask.until).into());
        }
        let known_from = back_from(mark, ask.lookback).max(since);
        let next = Kept {
            scope: self.scope,
            mark,
            known_from,
            delivered,
        };
        Ok(Window {
            path: self.path,
            _lock: self.lock,
            since,
            next,
        })
    }
}

impl Window {
    /// The first instant of the window: what is to be sent as `start_date`.
    pub(crate) fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// The ids that are known to be delivered already.
    pub(crate) fn delivered(&self) -> impl Iterator<Item = &str> {
        self.next.delivered.keys().map(String::as_str)
    }

    /// Whether this engagement is known to be delivered already, and is to be left out.
    pub(crate) fn is_delivered(&self, id: &str) -> bool {
        self.next.delivered.contains_key(id)
    }

    /// Notes an engagement that this run has delivered, with its `created_at`; one that has
    /// none is kept as if it were as late as the mark.
    ///
    /// What later runs cannot meet again is not kept, so that a long first run stays small.
    pub(crate) fn add(&mut self, id: &str, created_at: Option<DateTime<Utc>>) {
        let created_at = created_at.unwrap_or(self.next.mark);
        if created_at >= self.kept_from() {
            self.next.delivered.insert(id.to_owned(), created_at);
        }
    }

    /// Replaces the file: the next run starts from here. To be called only when all of the
    /// window was delivered and flushed; a window that is dropped leaves the state as it was.
    ///
    /// # Errors
    /// Local: the file cannot be written; it is then as it was.
    pub(crate) fn save(mut self) -> anyhow::Result<()> {
        let kept_from = self.kept_from();
        self.next
            .delivered
            .retain(|_, created_at| *created_at >= kept_from);
        self.next.write(&self.path)
    }

    fn kept_from(&self) -> DateTime<Utc> {
        back_from(self.next.known_from, LONGEST_WAIT)
    }
}

fn back_from(instant: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
    instant
        .checked_sub_signed(span)
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn other_scope(path: &Path, scope: &Scope) -> Failure {
    let message = format!(
        "the state `{}` is about another selection: {scope}",
        path.display()
    );
    Failure::new(Kind::Usage, message)
        .hint("give each selection a state of its own; a new one starts at `--since`")
}

fn needs_since(path: &Path) -> Failure {
    let message = format!(
        "the first run with the state `{}` needs `--since`",
        path.display()
    );
    Failure::new(Kind::Usage, message).hint("later runs start where the last one ended")
}

fn empty_window(path: &Path, since: DateTime<Utc>, until: DateTime<Utc>) -> Failure {
    let message = format!(
        "the window is empty: with the state `{}` it starts at {since:?}, after its end {until:?}",
        path.display()
    );
    Failure::new(Kind::Usage, message).hint("check `--since`, `--until` and the clock")
}
