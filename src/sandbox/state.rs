//! State that all requests share.

use super::SandboxArgs;
use super::auth::TokenIssuer;
use super::data::{Dataset, Document};
use super::faults::Fault;
use super::page::ListCache;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::hash::RandomState;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The state as handlers receive it.
pub(super) type Shared = Arc<AppState>;

/// State of the sandbox.
pub(super) struct AppState {
    pub(super) base_url: String,
    pub(super) args: SandboxArgs,
    /// Signs presigned URLs.
    pub(super) signing_key: RandomState,
    mutable: Mutex<MutableState>,
}

/// What requests change.
pub(super) struct MutableState {
    pub(super) dataset: Dataset,
    pub(super) latest_list: ListCache,
    pub(super) token_issuer: TokenIssuer,
    pub(super) faults: Vec<Fault>,
    pub(super) stats: RequestStats,
    /// The current second (Unix time) and how many requests it had, for the rate limit.
    pub(super) current_second: (i64, u32),
    /// Engagements and idempotency keys of exports.
    export_keys: HashSet<(Uuid, String)>,
}

/// Counters of API requests.
#[derive(Clone, Default, Serialize)]
pub(super) struct RequestStats {
    pub(super) requests: u64,
    /// Requests without a response yet.
    pub(super) in_flight: u64,
    pub(super) largest_in_flight: u64,
    /// Exports requested again with the same idempotency key.
    repeated_exports: u64,
    /// How often each engagement was exported; a repeated key counts once.
    pub(super) exports: BTreeMap<Uuid, u32>,
}

impl AppState {
    /// Creates the state of a sandbox that can be reached at `base_url`.
    ///
    /// # Errors
    /// A data file is invalid.
    pub(super) fn new(args: SandboxArgs, base_url: &str, now: DateTime<Utc>) -> io::Result<Self> {
        let mutable = MutableState {
            dataset: Dataset::new(args.seed, args.engagements, now, base_url)?,
            latest_list: ListCache::default(),
            token_issuer: TokenIssuer::default(),
            faults: args.faults.clone(),
            stats: RequestStats::default(),
            current_second: (0, 0),
            export_keys: HashSet::new(),
        };
        Ok(Self {
            base_url: base_url.to_owned(),
            args,
            signing_key: RandomState::new(),
            mutable: Mutex::new(mutable),
        })
    }

    /// Locks the mutable state; do not hold the guard across an await.
    pub(super) fn lock(&self) -> MutexGuard<'_, MutableState> {
        self.mutable.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MutableState {
    /// Returns the record of an engagement, as it is listed or with its legs.
    pub(super) fn record(&self, position: usize, with_legs: bool) -> Document {
        let id = self.dataset.entries[position].id;
        let is_exported = self.stats.exports.contains_key(&id);
        self.dataset.record(position, is_exported, with_legs)
    }

    /// Exports an engagement: once per idempotency key, or at every request without one.
    pub(super) fn export(&mut self, position: usize, key: Option<&str>) {
        let id = self.dataset.entries[position].id;
        if key.is_some_and(|key| !self.export_keys.insert((id, key.to_owned()))) {
            self.stats.repeated_exports += 1;
        } else {
            *self.stats.exports.entry(id).or_default() += 1;
        }
    }
}
