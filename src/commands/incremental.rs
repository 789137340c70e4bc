//! Runs that continue where the last one ended.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::{Client, Query};
use crate::atomic_file;
use crate::cli::IncrementalArgs;
use crate::error::CliError;
use crate::id::Id;
use crate::persistence::lock::FileLock;
use crate::persistence::state::{PendingState, Scope, State, WindowRequest};
use crate::settings::output::NamedFile;
use crate::sink::WriteMode;

use super::outcome::Outcome;
use super::session::Session;

/// The default of `--lookback`.
const LOOKBACK: TimeDelta = TimeDelta::hours(24);

/// A run with `--state`; without it, a run that stores nothing.
pub(super) struct IncrementalRun {
    state: Option<State>,
    client: &'static Client,
    until: Option<DateTime<Utc>>,
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
    /// Opens the state and narrows the query to the window of this run. Without `--state` or a query it
    /// stores nothing.
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
    ) -> anyhow::Result<Self> {
        let (Some(path), Some(query)) = (&args.state, query) else {
            return Ok(Self {
                state: None,
                client,
                until: None,
            });
        };
        let lookback = args
            .lookback
            .and_then(|lookback| TimeDelta::from_std(lookback).ok());
        let (scope, is_dry_run) = (scope(command, query), session.settings.dry_run());
        let mut state = if is_dry_run {
            State::read(path.clone(), &scope)?
        } else {
            State::open(path, &scope, &session.signals)?
        };
        let mut now = session.settings.environment().now;
        if state.is_ahead_of(now)
            && !is_dry_run
            && let Some(time) = client.status(query)?.time
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
        query.since = Some(state.since());
        let delivered = state.delivered().map(str::to_owned).collect();
        query.delivered = Some(Arc::new(delivered));
        Ok(Self {
            state: Some(state),
            client,
            until: query.until,
        })
    }

    /// Returns whether the run stores what it has done.
    pub(super) fn is_active(&self) -> bool {
        self.state.is_some()
    }

    /// Returns how the output is written. With a state it is buffered: the next run would repeat
    /// what an incomplete one has printed.
    pub(super) fn write_mode(&self) -> WriteMode {
        if self.state.is_some() {
            WriteMode::Buffer
        } else {
            WriteMode::Stream
        }
    }

    /// Returns the IDs that failed in earlier runs.
    pub(super) fn failed_ids(&self) -> Vec<Id> {
        let failed = self.state.iter().flat_map(State::failed);
        failed.filter_map(|id| id.parse().ok()).collect()
    }

    /// Adds an engagement that was delivered, with its `created_at` if that is known.
    pub(super) fn add(&mut self, id: &str, created_at: Option<DateTime<Utc>>) {
        if let Some(state) = self.state_by_api_clock() {
            state.add(id, created_at);
        }
    }

    /// Prepares the state for the next run: everything but `failed` is ready to be delivered.
    ///
    /// # Errors
    /// Local: the state cannot be written, or its lock was removed.
    pub(super) fn prepare(
        mut self,
        failed: &[Id],
        session: &Session,
    ) -> anyhow::Result<Option<PendingState>> {
        if let Some(state) = self.state_by_api_clock() {
            for id in failed {
                state.add_failed(id.as_str());
            }
        }
        let state = self.state.map(|state| state.prepare(&session.signals));
        state.transpose()
    }

    /// Ends a run over several engagements. Returns the state for the next run, and the failure of
    /// the IDs that this one leaves to it.
    ///
    /// # Errors
    /// The failure that ended the run. Local: the state cannot be written, or its lock was removed.
    pub(super) fn finish(
        self,
        outcome: Outcome,
        session: &Session,
    ) -> anyhow::Result<(Option<PendingState>, Option<CliError>)> {
        if self.state.is_none() {
            return outcome.into_result().map(|()| (None, None));
        }
        let (failed, failure) = outcome.into_failed_ids()?;
        Ok((self.prepare(&failed, session)?, failure))
    }

    /// Returns the state, whose window ends by the API's clock once that is known to differ.
    fn state_by_api_clock(&mut self) -> Option<&mut State> {
        let state = self.state.as_mut()?;
        let list = self.client.list_status();
        if let Some(now) = list.api_time {
            let until = list.until.or(self.until);
            state.set_end(until.map_or(now, |until| until.min(now)));
        }
        Some(state)
    }
}

fn scope(command: &str, query: &Query) -> Scope {
    let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
    Scope {
        command: command.to_owned(),
        site_ids: set(&query.site_ids),
        operator_ids: set(&query.operator_ids),
    }
}
