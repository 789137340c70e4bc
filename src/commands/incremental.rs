//! Runs that continue where the last one ended.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::{Client, Query};
use crate::atomic_file;
use crate::cli::IncrementalArgs;
use crate::id::Id;
use crate::persistence::lock::FileLock;
use crate::persistence::state::{PendingState, Scope, State, WindowRequest};
use crate::settings::output::NamedFile;
use crate::signals::SignalHandler;

use super::session::Session;

/// The default of `--lookback`.
const LOOKBACK: TimeDelta = TimeDelta::hours(24);

/// The state of a run with `--state`. The end of its window follows the API's clock.
pub(super) struct IncrementalRun {
    state: State,
    client: &'static Client,
}

/// Returns the files that a run with `--state` writes besides its output.
pub(super) fn files(args: &IncrementalArgs) -> Vec<NamedFile> {
    let Some(state) = &args.state else {
        return Vec::new();
    };
    let mut files = vec![("`--state`", state.clone())];
    if let Ok(path) = atomic_file::resolve(state) {
        files.push(("the lock of `--state`", FileLock::path_beside(&path)));
    }
    files
}

impl IncrementalRun {
    /// Opens the state and narrows the query to the window of this run; `None` without `--state` or a
    /// query.
    ///
    /// # Errors
    /// Usage: a first run without `--since`, a state of other filters. Busy: another run holds
    /// it. Local: it is damaged. If the local clock is behind the state: the API cannot be asked
    /// for its time.
    pub(super) fn open(
        args: &IncrementalArgs,
        command: &str,
        query: Option<&mut Query>,
        client: &'static Client,
        session: &Session,
    ) -> anyhow::Result<Option<Self>> {
        let (Some(path), Some(query)) = (&args.state, query) else {
            return Ok(None);
        };
        let lookback = args
            .lookback
            .and_then(|lookback| TimeDelta::from_std(lookback).ok());
        let scope = Scope {
            command: command.to_owned(),
            site_ids: query.site_ids.iter().cloned().collect(),
            operator_ids: query.operator_ids.iter().cloned().collect(),
        };
        let is_dry_run = session.settings.dry_run();
        let mut state = if is_dry_run {
            State::read(path.clone(), &scope)?
        } else {
            State::open(path, &scope, &session.signals)?
        };
        let mut now = session.settings.environment.now;
        if state.is_ahead_of(now)
            && !is_dry_run
            && let Some(time) = client.probe(query)?.date
        {
            now = time;
            query.pin_to(now);
        }
        let warning = state.start(WindowRequest {
            since: query.since,
            until: query.until.unwrap_or(now),
            now,
            lookback: lookback.unwrap_or(LOOKBACK),
        })?;
        if let Some(warning) = warning {
            session.console.warn(&warning);
        }
        query.since = Some(state.since);
        let delivered = state.delivered().map(str::to_owned).collect();
        query.delivered = Some(Arc::new(delivered));
        Ok(Some(Self { state, client }))
    }

    /// Returns the IDs that failed in earlier runs.
    pub(super) fn failed_ids(&self) -> impl Iterator<Item = Id> {
        self.state.failed().filter_map(|id| id.parse().ok())
    }

    /// Adds an engagement that was delivered, with its `created_at` if that is known.
    pub(super) fn add(&mut self, id: &str, created_at: Option<DateTime<Utc>>) {
        self.follow_api_clock();
        self.state.add(id, created_at);
    }

    /// Adds an engagement that failed by itself: the next runs try it again.
    pub(super) fn add_failed(&mut self, id: &Id) {
        self.follow_api_clock();
        self.state.add_failed(id.as_str());
    }

    /// Prepares the state for the next run, when the output of this one is ready to be delivered.
    ///
    /// # Errors
    /// Local: the state cannot be written, or its lock was removed.
    pub(super) fn prepare(mut self, signals: &SignalHandler) -> anyhow::Result<PendingState> {
        self.follow_api_clock();
        self.state.prepare(signals)
    }

    /// Ends the window by the API's clock, once that is known to differ.
    fn follow_api_clock(&mut self) {
        let list = self.client.list_status();
        if let (Some(now), Some(until)) = (list.api_time, list.until) {
            self.state.set_end(until.min(now));
        }
    }
}
