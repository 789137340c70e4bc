//! What earlier entries of a ledger mean for the next export of an engagement.

use std::collections::HashMap;

use uuid::Uuid;

use super::entry::{EntryState, LedgerEntry};
use crate::records::dedup::canonical_id;

/// How this run must treat an engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportPlan {
    /// Send it under a new idempotency key.
    New,
    /// Send it under this idempotency key again: the API may have received it already.
    Repeat(Uuid),
    /// Skip it: it is exported.
    Skip,
}

/// The engagements that are exported or may be. All others can be sent under a new key.
#[derive(Debug, Default)]
pub(crate) struct LedgerHistory {
    exports: HashMap<Box<str>, (Uuid, ExportState)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExportState {
    /// The outcome of the only request, or of the intent to send it, is unknown.
    Sent,
    /// The outcome of several requests under one key is unknown.
    Repeated,
    /// An earlier version gave the key up because a repeated request was refused. The first request
    /// may have succeeded all the same.
    GivenUp,
    Exported,
}

impl LedgerHistory {
    /// Returns how this run must treat an engagement.
    pub(crate) fn plan(&self, id: &str) -> ExportPlan {
        match self.exports.get(&*canonical_id(id)) {
            None => ExportPlan::New,
            Some((_, ExportState::Exported)) => ExportPlan::Skip,
            Some((key, _)) => ExportPlan::Repeat(*key),
        }
    }

    /// Applies an entry. The same check guards entries that are read and entries that are written.
    /// For entries that are read it replaces a checksum: an ID or a key with a changed letter does
    /// not match the engagement's other entries.
    ///
    /// `is_legacy` entries are those of versions that wrote no base URL. They wrote `failed` also when
    /// a repeated request was refused.
    ///
    /// # Errors
    /// The entry contradicts the earlier ones.
    pub(super) fn apply(&mut self, entry: &LedgerEntry, is_legacy: bool) -> Result<(), String> {
        use {EntryState as Entry, ExportState as State};
        let id = canonical_id(entry.engagement_id);
        let known = self.exports.get(&*id).copied();
        let state = match (known.map(|(_, state)| state), entry.state) {
            (None, Entry::Sending) => State::Sent,
            (Some(State::GivenUp), Entry::Sending) => State::Repeated,
            (None | Some(State::GivenUp | State::Exported), _) => return Err(contradiction(&id)),
            _ if known.is_some_and(|(key, _)| key != entry.key) => return Err(contradiction(&id)),
            (Some(_), Entry::Sending) => State::Repeated,
            (Some(open), Entry::Unknown) => open,
            (Some(_), Entry::Exported) => State::Exported,
            (Some(State::Repeated), Entry::Failed) if is_legacy => State::GivenUp,
            (Some(_), Entry::Failed) => {
                self.exports.remove(&*id);
                return Ok(());
            }
        };
        self.exports.insert(id.into(), (entry.key, state));
        Ok(())
    }
}

fn contradiction(id: &str) -> String {
    format!("the entry of `{id}` contradicts the earlier ones")
}
