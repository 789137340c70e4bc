//! What all calls share: the data, what is counted, and what the server was started with.

use super::Options;
use super::access::Mint;
use super::data::Archive;
use super::faults::Faults;
use super::limit::Limiter;
use super::links::Links;
use super::signer::Signer;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Handed to every call.
pub(crate) type Shared = Arc<Practice>;

/// The practice server behind its calls.
pub(crate) struct Practice {
    /// The address of the list.
    pub(crate) list_url: String,
    /// What `next_page` looks like.
    pub(crate) links: Links,
    /// How long each answer takes.
    pub(crate) latency: Duration,
    /// Where recordings are, and how to get there.
    pub(crate) signer: Signer,
    state: Mutex<State>,
}

/// What calls change.
pub(crate) struct State {
    /// The engagements.
    pub(crate) archive: Archive,
    /// The tokens given out.
    pub(crate) mint: Mint,
    /// The rate limit, if there is one.
    pub(crate) limiter: Option<Limiter>,
    /// The failures on demand.
    pub(crate) faults: Faults,
    /// What is counted.
    pub(crate) tally: Tally,
    /// Late recordings that were asked for; they are done the next time.
    late: HashSet<String>,
    /// Positions and idempotency keys of the exports done.
    done: HashSet<(u64, String)>,
}

/// What is counted of the API's calls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Tally {
    /// Calls that came.
    pub(crate) requests: u64,
    /// Calls not answered yet.
    pub(crate) in_flight: u64,
    /// The most that ever were so at once.
    pub(crate) largest_in_flight: u64,
    /// Exports that were asked for again with the same idempotency key.
    pub(crate) repeated_exports: u64,
}

impl Practice {
    /// The server as `options` want it, which can be reached at `base_url`.
    pub(crate) fn new(options: Options, base_url: &str, signer: Signer) -> Self {
        let state = State {
            archive: Archive::new(options.seed, options.engagements.into(), options.now),
            mint: Mint::default(),
            limiter: options.rate_limit.map(Limiter::new),
            faults: Faults::new(options.faults),
            tally: Tally::default(),
            late: HashSet::new(),
            done: HashSet::new(),
        };
        Self {
            list_url: format!("{base_url}/engagements"),
            links: options.links,
            latency: options.latency,
            signer,
            state: Mutex::new(state),
        }
    }

    /// The state; never to be held across an await.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether a recording is there to be fetched; `None` if no engagement has it.
    pub(crate) fn is_ready(&mut self, path: &str) -> Option<bool> {
        let is_late = self.archive.is_late(path)?;
        Some(!is_late || !self.late.insert(path.to_owned()))
    }

    /// Exports the engagement at a position: once for each idempotency key, and each time
    /// when there is none.
    pub(crate) fn export(&mut self, position: u64, key: Option<&str>) {
        let repeated = key.is_some_and(|key| !self.done.insert((position, key.to_owned())));
        if repeated {
            self.tally.repeated_exports += 1;
        } else {
            self.archive.export(position);
        }
    }
}
