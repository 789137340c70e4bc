//! What earlier entries of a ledger mean for the next export of an engagement.

use std::borrow::Cow;
use std::collections::HashMap;

use uuid::Uuid;

use super::entry::{EntryState, LedgerEntry};

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
pub(crate) struct History {
    exports: HashMap<Box<str>, ExportState>,
}

#[derive(Clone, Copy, Debug)]
enum ExportState {
    Exported,
    /// A request was sent, or was about to be, and its outcome is not known.
    Open {
        key: Uuid,
        is_repeat: bool,
    },
    /// An earlier version gave the key up because a repeated request was refused. The first request
    /// may have succeeded all the same.
    GivenUp {
        key: Uuid,
    },
}

impl History {
    /// Returns how this run must treat an engagement.
    pub(crate) fn plan(&self, id: &str) -> ExportPlan {
        match self.exports.get(&*canonical(id)) {
            None => ExportPlan::New,
            Some(ExportState::Open { key, .. } | ExportState::GivenUp { key }) => {
                ExportPlan::Repeat(*key)
            }
            Some(ExportState::Exported) => ExportPlan::Skip,
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
    /// Why the entry contradicts the earlier ones.
    pub(super) fn apply(
        &mut self,
        entry: &LedgerEntry,
        is_legacy: bool,
    ) -> Result<(), &'static str> {
        let id = canonical(entry.engagement_id);
        let key = entry.key;
        let before = self.exports.get(&*id).copied();
        let after = match (before, entry.state) {
            (None, EntryState::Sending) => ExportState::Open {
                key,
                is_repeat: false,
            },
            (Some(ExportState::GivenUp { .. }), EntryState::Sending) => ExportState::Open {
                key,
                is_repeat: true,
            },
            (None | Some(ExportState::GivenUp { .. }), _) => return Err("it was not being sent"),
            (Some(ExportState::Exported), _) => return Err("it is exported already"),
            (Some(ExportState::Open { key: other, .. }), _) if other != key => {
                return Err("it was being sent under another key");
            }
            (Some(_), EntryState::Sending) => ExportState::Open {
                key,
                is_repeat: true,
            },
            (Some(open), EntryState::Unknown) => open,
            (Some(_), EntryState::Exported) => ExportState::Exported,
            (
                Some(ExportState::Open {
                    is_repeat: true, ..
                }),
                EntryState::Failed,
            ) if is_legacy => ExportState::GivenUp { key },
            (Some(_), EntryState::Failed) => {
                self.exports.remove(&*id);
                return Ok(());
            }
        };
        self.exports.insert(id.into(), after);
        Ok(())
    }
}

/// Returns the ID in the form under which the ledger stores it: a UUID in lower case, because its
/// case does not distinguish engagements.
fn canonical(id: &str) -> Cow<'_, str> {
    if id.bytes().any(|byte| byte.is_ascii_uppercase()) && Uuid::try_parse(id).is_ok() {
        return id.to_ascii_lowercase().into();
    }
    id.into()
}
