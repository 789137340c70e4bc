//! What a ledger says about each engagement, and therefore what is left to do.

use std::collections::HashMap;

use uuid::Uuid;

use super::line::{Entry, Step};

/// What is to be done about an engagement, after all that earlier runs have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Send it, with a new key.
    New,
    /// Send it with this same key: the service may have it already.
    Repeat(Uuid),
    /// Leave it out: it is exported.
    Done,
}

/// The engagements that are exported or may be; the others need no memory.
#[derive(Debug, Default)]
pub(crate) struct History {
    standings: HashMap<Box<str>, Standing>,
}

#[derive(Debug, PartialEq, Eq)]
enum Standing {
    Exported,
    Open { key: Uuid },
}

impl History {
    /// What is to be done about this engagement.
    pub(crate) fn plan(&self, id: &str) -> Plan {
        match self.standings.get(id) {
            None => Plan::New,
            Some(Standing::Open { key }) => Plan::Repeat(*key),
            Some(Standing::Exported) => Plan::Done,
        }
    }

    /// Takes in an entry, or says why it cannot follow what came before it.
    ///
    /// The same check guards what is read and what is written. For what is read it stands in
    /// for a checksum: an id or a key with a changed letter no longer fits its other line.
    pub(super) fn apply(&mut self, entry: &Entry) -> Result<(), &'static str> {
        let id = entry.engagement_id;
        let open = Standing::Open { key: entry.key };
        match (entry.step, self.standings.get_mut(id)) {
            (Step::Sending, None) => drop(self.standings.insert(id.into(), open)),
            (step, Some(standing)) if *standing == open => match step {
                Step::Sending | Step::Unknown => {}
                Step::Exported => *standing = Standing::Exported,
                Step::Failed => drop(self.standings.remove(id)),
            },
            (Step::Sending, Some(Standing::Exported)) => return Err("it is exported already"),
            (Step::Sending, Some(_)) => return Err("it may have been sent under another key"),
            _ => return Err("it was not being sent under this key"),
        }
        Ok(())
    }
}
