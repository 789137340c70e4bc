//! What a ledger says about each engagement, and therefore what is left to do.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context;
use uuid::Uuid;

use super::line::{Entry, Step};
use super::reading::Reading;
use crate::atomic;

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
    /// Reads a ledger and changes nothing, for `--dry-run`; a missing one is an empty one.
    ///
    /// It takes no lock, so that a rehearsal never makes a real run stop as busy.
    ///
    /// # Errors
    /// Local: it cannot be read, is damaged, or is of an unknown version.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(atomic::not_a_file(path).into()),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            _ => {}
        }
        let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
        Ok(Reading::of(&file, path)?.history)
    }

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
