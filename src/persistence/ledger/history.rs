//! The content of a ledger file, and what it means for the next export of an engagement.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind::NotFound};
use std::path::Path;

use anyhow::Context;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::atomic_file;
use crate::error::{CliError, ErrorKind};
use crate::records::dedup::canonical_id;

/// The version of the file format.
const VERSION: u32 = 1;

/// The beginning of each header, before the base URL. Earlier versions wrote no base URL.
const HEADER_START: &str = "{\"ledger\":\"engagements\",\"version\":1";

/// The beginning of each entry.
const ENTRY_START: &str = "{\"engagement_id\":\"";

/// The largest size of an incomplete line with zeros. An entry has at least 116 bytes, so that two
/// entries are larger.
const MAX_ZEROED_LINE: usize = 231;

/// The first line. In a ledger whose first line has no base URL, a later line of the same form binds
/// it to one.
#[derive(Deserialize)]
struct Header {
    ledger: String,
    version: u32,
    base_url: Option<String>,
}

/// Returns the header line for an API.
pub(super) fn header(base_url: &str) -> String {
    let base_url = serde_json::Value::from(base_url);
    format!("{HEADER_START},\"base_url\":{base_url}}}\n")
}

/// One of the other lines. It borrows its text, because a ledger can have a million entries.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LedgerEntry<'a> {
    pub(super) engagement_id: &'a str,
    pub(super) state: EntryState,
    /// The `X-Idempotency-Key` of the request.
    pub(super) key: Uuid,
    /// When the entry was written, in UTC. It is for people only, so it is not parsed.
    pub(super) at: &'a str,
}

/// How far the export of an engagement had come when its entry was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EntryState {
    /// The request is about to be sent.
    Sending,
    /// The API confirmed the export.
    Exported,
    /// The export did not happen.
    Failed,
    /// The export may or may not have happened.
    Unknown,
}

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

/// What the complete lines of a ledger say.
#[derive(Debug, Default)]
pub(crate) struct LedgerHistory {
    /// The engagements that are exported or may be. All others can be sent under a new key.
    exports: HashMap<Box<str>, (Uuid, ExportState)>,
    /// The size of the complete lines. A power loss cut off the line after them.
    pub(super) len: u64,
    /// Whether the last complete line lacks its line end.
    pub(super) lacks_newline: bool,
    /// Whether the ledger names its base URL.
    pub(super) is_bound: bool,
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
    /// Reads a ledger without changing or locking it, for `--dry-run`. A missing file is empty.
    ///
    /// # Errors
    /// Local: the file cannot be read, is damaged, or belongs to another base URL.
    pub(crate) fn read(path: &Path, base_url: &str) -> anyhow::Result<Self> {
        match File::open(atomic_file::resolve(path)?) {
            Err(error) if error.kind() == NotFound => Ok(Self::default()),
            file => {
                let file = file.with_context(|| format!("cannot open `{}`", path.display()))?;
                Self::parse(&file, path, base_url)
            }
        }
    }

    /// Reads all lines but an incomplete last one, which a power loss explains.
    ///
    /// An incomplete intent was not followed by a request, because the line was not on the disk yet.
    /// Before an incomplete outcome there is a complete intent, whose key is used again.
    ///
    /// # Errors
    /// Local: the file cannot be read, is damaged, or belongs to another base URL.
    pub(super) fn parse(file: &File, path: &Path, base_url: &str) -> anyhow::Result<Self> {
        let cannot_read = || format!("cannot read `{}`", path.display());
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut history = Self::default();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = input.read_until(b'\n', &mut line);
            if read.with_context(cannot_read)? == 0 {
                break;
            }
            if let Err(failure) = history.add_line(number, &line, path, base_url) {
                let is_last = input.fill_buf().with_context(cannot_read)?.is_empty();
                if is_last && is_incomplete(number, &line, base_url) {
                    break;
                }
                return Err(failure.into());
            }
            history.len += line.len() as u64;
            history.lacks_newline = !line.ends_with(b"\n");
        }
        Ok(history)
    }

    fn add_line(
        &mut self,
        number: u64,
        line: &[u8],
        path: &Path,
        base_url: &str,
    ) -> Result<(), CliError> {
        let binds = !self.is_bound && line.starts_with(HEADER_START.as_bytes());
        if number == 1 || binds {
            self.is_bound = check_header(line, path, base_url)?;
            if number == 1 || self.is_bound {
                return Ok(());
            }
        }
        let entry = serde_json::from_slice::<LedgerEntry>(line)
            .map_err(|error| format!("no valid entry, see column {}", error.column()));
        let applied = entry.and_then(|entry| self.apply(&entry, !self.is_bound));
        applied.map_err(|why| {
            let path = path.display();
            let message = format!("line {number} of the ledger `{path}` is damaged: {why}");
            CliError::new(ErrorKind::Local, message).hint(
                "nothing was sent; restore the file from a backup: without its entries \
                 engagements could be exported twice",
            )
        })
    }

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
        let contradiction = || format!("the entry of `{id}` contradicts the earlier ones");
        let (key, known) = self.exports.get(&*id).copied().unzip();
        let state = match (known, entry.state) {
            (None, Entry::Sending) => State::Sent,
            (Some(State::GivenUp), Entry::Sending) => State::Repeated,
            (None | Some(State::GivenUp | State::Exported), _) => return Err(contradiction()),
            _ if key != Some(entry.key) => return Err(contradiction()),
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

/// Checks a header and returns whether it names the base URL.
fn check_header(line: &[u8], path: &Path, base_url: &str) -> Result<bool, CliError> {
    let path = path.display();
    let header = serde_json::from_slice::<Header>(line).ok();
    let (message, advice) = match header.filter(|header| header.ledger == "engagements") {
        None => (
            format!("`{path}` is not a ledger: invalid header"),
            "check the path",
        ),
        Some(Header { version, .. }) if version != VERSION => (
            format!("the ledger `{path}` has version {version}"),
            "use a newer version of this tool",
        ),
        Some(header) => match header.base_url {
            Some(other) if other != base_url => (
                format!("the ledger `{path}` belongs to `{other}`, not to `{base_url}`"),
                "use one ledger for each base URL",
            ),
            base_url => return Ok(base_url.is_some()),
        },
    };
    Err(CliError::new(ErrorKind::Local, message).hint(format!("nothing was sent; {advice}")))
}

/// Returns whether a power loss explains the last line: the beginning of one line, perhaps with zeros
/// for the rest of it. An entry that lacks only its line end is complete. If it is the first line too,
/// any other text may be a file that was named by mistake, which is kept.
fn is_incomplete(number: u64, line: &[u8], base_url: &str) -> bool {
    let zeros = line.iter().rev().take_while(|&&byte| byte == 0).count();
    let written = &line[..line.len() - zeros];
    let begins = |start: &str| {
        let parsed = serde_json::from_slice::<IgnoredAny>(written);
        let lacks_end = !written.ends_with(b"\n") && parsed.is_err_and(|error| error.is_eof());
        start.as_bytes().starts_with(written) || written.starts_with(start.as_bytes()) && lacks_end
    };
    let (begins_a_line, max_zeroed) = if number == 1 {
        (begins(HEADER_START), header(base_url).len())
    } else {
        (begins(HEADER_START) || begins(ENTRY_START), MAX_ZEROED_LINE)
    };
    begins_a_line && (zeros == 0 || line.len() <= max_zeroed)
}
