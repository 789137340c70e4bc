//! Runs that continue where the last one ended.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::Query;
use crate::cli::Incremental;
use crate::id::Id;
use crate::interrupt::Interrupt;
use crate::journal::state::{Ask, Scope, State, Window};
use crate::records::record::Record;
use crate::records::{RecordBatch, engagement};

/// How far a run looks back behind the last one, unless it is told.
const LOOKBACK: TimeDelta = TimeDelta::hours(24);

/// What earlier runs have left for this one; nothing if there is no `--state`.
pub(super) struct Continued(Option<Window>);

impl Continued {
    /// A run for itself.
    pub(super) fn nothing() -> Self {
        Self(None)
    }

    /// Opens the state and narrows the query to what this run has to go through.
    ///
    /// # Errors
    /// Usage: a first run without `--since`, a state of another selection. Busy: another run holds
    /// it. Local: it is damaged.
    pub(super) fn open(
        args: &Incremental,
        command: &str,
        query: &mut Query,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let Some(path) = &args.state else {
            return Ok(Self(None));
        };
        let set = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<_>>();
        let scope = Scope {
            command: command.to_owned(),
            site_ids: set(&query.site_ids),
            operator_ids: set(&query.operator_ids),
        };
        let lookback = args
            .lookback
            .and_then(|span| TimeDelta::from_std(span).ok());
        let window = State::open(path, scope)?.window(Ask {
            since: query.since,
            until: query.until.unwrap_or(now),
            now,
            lookback: lookback.unwrap_or(LOOKBACK),
        })?;
        query.since = Some(window.since());
        Ok(Self(Some(window)))
    }

    /// Whether the output is held back until the run is complete: what an incomplete run has
    /// printed would come again.
    pub(super) fn holds_back(&self) -> bool {
        self.0.is_some()
    }

    /// Leaves out of a page what earlier runs have delivered; how many that were.
    pub(super) fn leave_out(&self, page: &mut RecordBatch) -> u64 {
        let Some(window) = &self.0 else {
            return 0;
        };
        let before = page.len();
        page.retain(|record| engagement::id(record).is_none_or(|id| !window.is_delivered(&id)));
        (before - page.len()) as u64
    }

    /// The ids that earlier runs have delivered.
    pub(super) fn delivered(&self) -> HashSet<String> {
        self.0
            .iter()
            .flat_map(Window::delivered)
            .map(str::to_owned)
            .collect()
    }

    /// Remembers an engagement of the list.
    pub(super) fn add_record(&mut self, record: &Record<'_>) {
        if let Some(window) = &mut self.0
            && let Some(id) = engagement::id(record)
        {
            let created_at = engagement::created_at(record);
            let created_at = created_at.and_then(|text| text.parse::<DateTime<Utc>>().ok());
            window.add(&id, created_at);
        }
    }

    /// Remembers an engagement of which no more is known.
    pub(super) fn add(&mut self, id: &Id) {
        if let Some(window) = &mut self.0 {
            window.add(id.as_str(), None);
        }
    }

    /// Keeps what this run has done for the next; to be called when all of it is delivered.
    ///
    /// # Errors
    /// Local: the file cannot be replaced.
    pub(super) fn save(self, interrupt: &Interrupt) -> anyhow::Result<()> {
        let save = |window: Window| interrupt.undisturbed(|| window.save());
        self.0.map_or(Ok(()), save)
    }
}
