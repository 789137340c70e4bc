//! The state file: its format, how it is read and replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::atomic_file::{self, AtomicFile};
use crate::error::{CliError, ErrorKind};
use crate::persistence::lock::FileLock;
use crate::signals::SignalHandler;

/// The name that each file begins with.
const TOOL: &str = "engagements";

/// The version of the files that this program reads and writes.
const VERSION: u32 = 1;

/// The beginning of a file, which is checked before the rest is read.
#[derive(Deserialize)]
struct Header {
    state: String,
    version: u32,
}

/// What a run stores for the next one.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StateFile {
    /// The tool that the file belongs to.
    state: String,
    /// The version of the format.
    version: u32,
    /// The engagements that the state is about.
    pub(super) scope: Scope,
    /// The end of the last complete window.
    #[serde(rename = "mark")]
    pub(super) checkpoint: DateTime<Utc>,
    /// The first run's `--since`; older files lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first_since: Option<DateTime<Utc>>,
    /// Every engagement delivered from here on has its ID in `delivered`.
    pub(super) known_from: DateTime<Utc>,
    /// IDs of engagements with their `created_at`.
    pub(super) delivered: BTreeMap<String, DateTime<Utc>>,
    /// IDs that failed, with the checkpoint of the run in which they first did.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) failed: BTreeMap<String, DateTime<Utc>>,
}

/// Which engagements a state is about. Another scope needs another file: the checkpoint does not cover
/// engagements that were never requested, and they would be lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    /// The subcommand: what `list` has delivered, `transcript` has not.
    pub(crate) command: String,
    /// The sites.
    pub(crate) site_ids: BTreeSet<String>,
    /// The operators; none for `--any-operator`.
    pub(crate) operator_ids: BTreeSet<String>,
}

/// The state for the next run, written but not committed.
#[derive(Debug)]
pub(crate) struct PendingState {
    pub(super) file: AtomicFile,
    /// IDs that failed and that no later run tries.
    pub(super) given_up: Vec<String>,
    pub(super) lock: Option<FileLock>,
}

impl StateFile {
    /// Creates the state of engagements of which nothing is delivered.
    pub(super) fn new(scope: Scope) -> Self {
        Self {
            state: TOOL.to_owned(),
            version: VERSION,
            scope,
            checkpoint: DateTime::<Utc>::MIN_UTC,
            first_since: None,
            known_from: DateTime::<Utc>::MIN_UTC,
            delivered: BTreeMap::new(),
            failed: BTreeMap::new(),
        }
    }

    /// Returns whether no run has stored anything yet.
    pub(super) fn is_new(&self) -> bool {
        self.checkpoint == DateTime::<Utc>::MIN_UTC
    }

    /// Reads the file, if there is one.
    ///
    /// # Errors
    /// Local: it cannot be read, is damaged, or is of an unknown version.
    pub(super) fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("cannot read `{}`", path.display()))?,
        };
        let file = Self::parse(&text).map_err(|why| {
            let message = format!("the state `{}` {why}", path.display());
            CliError::new(ErrorKind::Local, message)
                .hint("restore the file from a copy, or remove it and start again with `--since`")
        })?;
        Ok(Some(file))
    }

    /// Writes a file, mode 0600, that replaces the one at `path` when it is committed. It is on the
    /// disk already.
    ///
    /// # Errors
    /// Local: it cannot be written.
    pub(super) fn write_beside(
        &self,
        path: &Path,
        signals: &SignalHandler,
    ) -> anyhow::Result<AtomicFile> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        atomic_file::remove_leftovers(path);
        let mut file = signals.create(path)?;
        file.write_content(&text)?;
        file.sync()?;
        Ok(file)
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let damaged = |error: serde_json::Error| format!("is damaged: {error}");
        let header: Header = serde_json::from_slice(text).map_err(damaged)?;
        if header.state != TOOL {
            return Err("is not a state of engagements".to_owned());
        }
        if header.version != VERSION {
            let version = header.version;
            return Err(format!(
                "has version {version}, and only {VERSION} is known here"
            ));
        }
        let file: Self = serde_json::from_slice(text).map_err(damaged)?;
        if file.known_from > file.checkpoint {
            return Err("is damaged: its `known_from` is after its `mark`".to_owned());
        }
        Ok(file)
    }
}

impl PendingState {
    /// Replaces the file: the next run starts from here. To be called when all of the window is
    /// delivered. Calls `warn` for each engagement that is not tried again.
    ///
    /// # Errors
    /// Local: the file cannot be replaced.
    pub(crate) fn commit(self, signals: &SignalHandler, warn: impl Fn(&str)) -> anyhow::Result<()> {
        signals.defer_signals(|| self.file.commit())?;
        drop(self.lock);
        for id in self.given_up {
            warn(&format!(
                "engagement `{id}` has failed for longer than the look-back: later runs do \
                 not try it again"
            ));
        }
        Ok(())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(",");
        let (command, sites) = (&self.command, list(&self.site_ids));
        let operators = match self.operator_ids.len() {
            0 => "any operator".to_owned(),
            _ => format!("operators `{}`", list(&self.operator_ids)),
        };
        write!(formatter, "`{command}` of sites `{sites}`, {operators}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "state": "engagements",
  "version": 1,
  "scope": {
    "command": "list",
    "site_ids": [
      "s1",
      "s2"
    ],
    "operator_ids": []
  },
  "mark": "2026-11-23T00:00:00.250Z",
  "known_from": "2026-11-22T00:00:00.250Z",
  "delivered": {
    "e1": "2026-11-22T22:00:00Z"
  }
}
"#;

    fn state_file() -> StateFile {
        let scope = Scope {
            command: "list".to_owned(),
            site_ids: ["s2".to_owned(), "s1".to_owned()].into(),
            operator_ids: BTreeSet::new(),
        };
        StateFile {
            checkpoint: "2026-11-23T00:00:00.250Z".parse().unwrap(),
            known_from: "2026-11-22T00:00:00.250Z".parse().unwrap(),
            delivered: [("e1".to_owned(), "2026-11-22T22:00:00Z".parse().unwrap())].into(),
            ..StateFile::new(scope)
        }
    }

    #[test]
    fn state_file_round_trips() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        assert_eq!(StateFile::read(&path).unwrap(), None);

        let pending = state_file().write_beside(&path, &SignalHandler::default());
        pending.unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        assert_eq!(StateFile::read(&path).unwrap(), Some(state_file()));

        // Only a missing file is no state.
        assert!(StateFile::read(directory.path()).is_err());
    }

    #[test]
    fn damaged_state_is_rejected_and_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");
        let cuts = (0..TEXT.len() - 1).map(|cut| TEXT[..cut].to_owned());
        let edits = [
            TEXT.replace("\"mark\"", "\"mask\""),
            TEXT.replace("T22:", "T25:"),
            TEXT.replace("\"state\": \"engagements\"", "\"state\": \"of mind\""),
            TEXT.replace("\"version\": 1", "\"version\": 2"),
            TEXT.replace("\"mark\": \"2026", "\"mark\": \"2025"),
            format!("{TEXT}{TEXT}"),
        ];
        for text in cuts.chain(edits) {
            fs::write(&path, &text).unwrap();
            let error = StateFile::read(&path).unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{text}");
            assert!(error.to_string().starts_with("the state `"), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn scope_is_displayed_in_plain_words() {
        assert_eq!(
            state_file().scope.to_string(),
            "`list` of sites `s1,s2`, any operator"
        );
    }
}
