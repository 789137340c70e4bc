//! Reads a ledger. An incomplete last line, which a power loss explains, is no damage.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use serde::de::IgnoredAny;

use super::entry::{ENTRY_START, HEADER_START, Header, LedgerEntry, VERSION, header};
use super::history::LedgerHistory;
use crate::atomic_file;
use crate::error::{CliError, ErrorKind};

/// The largest size of an incomplete line with zeros. An entry has at least 116 bytes, so that two
/// entries are larger.
const MAX_ZEROED_LINE: usize = 231;

/// The content of a ledger file.
#[derive(Default)]
pub(super) struct ParsedLedger {
    /// What the entries mean.
    pub(super) history: LedgerHistory,
    /// The size of the complete lines. A power loss cut off the line after them.
    pub(super) valid_len: u64,
    /// Whether the last complete line lacks its line end.
    pub(super) missing_newline: bool,
    /// Whether the ledger names its base URL.
    pub(super) is_bound: bool,
}

impl LedgerHistory {
    /// Reads a ledger without changing or locking it, for `--dry-run`. A missing file is empty.
    ///
    /// # Errors
    /// Local: the file cannot be read, is damaged, or belongs to another base URL.
    pub(crate) fn read(path: &Path, base_url: &str) -> anyhow::Result<Self> {
        match fs::metadata(path) {
            Ok(found) if !found.is_file() => return Err(atomic_file::not_a_file(path).into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            _ => {}
        }
        let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
        Ok(ParsedLedger::read(&file, path, base_url)?.history)
    }
}

impl ParsedLedger {
    /// Reads all lines but an incomplete last one.
    ///
    /// An incomplete intent was not followed by a request, because the line was not on the disk yet.
    /// Before an incomplete outcome there is a complete intent, whose key is used again.
    ///
    /// # Errors
    /// Local: the file cannot be read, is damaged, or belongs to another base URL.
    pub(super) fn read(file: &File, path: &Path, base_url: &str) -> anyhow::Result<Self> {
        let cannot_read = || format!("cannot read `{}`", path.display());
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut parsed = Self::default();
        let mut line = Vec::with_capacity(256);
        for number in 1_u64.. {
            line.clear();
            let len = input
                .read_until(b'\n', &mut line)
                .with_context(cannot_read)?;
            if len == 0 {
                break;
            }
            if let Err(failure) = parsed.add_line(number, &line, path, base_url) {
                let is_last = input.fill_buf().with_context(cannot_read)?.is_empty();
                let is_incomplete = match number {
                    1 => is_incomplete_header(&line, base_url),
                    _ => is_incomplete_entry(&line),
                };
                if is_last && is_incomplete {
                    break;
                }
                return Err(failure.into());
            }
            parsed.valid_len += len as u64;
            parsed.missing_newline = !line.ends_with(b"\n");
        }
        Ok(parsed)
    }

    fn add_line(
        &mut self,
        number: u64,
        line: &[u8],
        path: &Path,
        base_url: &str,
    ) -> Result<(), CliError> {
        let is_header = line.starts_with(HEADER_START.as_bytes());
        if number == 1 || is_header && !self.is_bound {
            self.is_bound = check_header(line, path, base_url)?;
            if number == 1 || self.is_bound {
                return Ok(());
            }
        }
        let entry = serde_json::from_slice::<LedgerEntry>(line)
            .map_err(|error| format!("no valid entry, see column {}", error.column()));
        let applied = entry.and_then(|entry| self.history.apply(&entry, !self.is_bound));
        applied.map_err(|why| {
            let path = path.display();
            let message = format!("line {number} of the ledger `{path}` is damaged: {why}");
            CliError::new(ErrorKind::Local, message).hint(
                "nothing was sent; restore the file from a backup: without its entries \
                 engagements could be exported twice",
            )
        })
    }
}

/// Checks a header and returns whether it names the base URL.
fn check_header(line: &[u8], path: &Path, base_url: &str) -> Result<bool, CliError> {
    let path = path.display();
    let (message, advice) = match serde_json::from_slice::<Header>(line) {
        Ok(header) if header.ledger == "engagements" => match header.base_url {
            _ if header.version != VERSION => (
                format!("the ledger `{path}` has version {}", header.version),
                "use a newer version of this tool",
            ),
            Some(other) if other != base_url => (
                format!("the ledger `{path}` belongs to `{other}`, not to `{base_url}`"),
                "use one ledger for each base URL",
            ),
            base_url => return Ok(base_url.is_some()),
        },
        _ => (
            format!("`{path}` is not a ledger: invalid header"),
            "check the path",
        ),
    };
    Err(CliError::new(ErrorKind::Local, message).hint(format!("nothing was sent; {advice}")))
}

/// Returns whether a power loss explains the first line: the beginning of a header, perhaps with
/// zeros for the rest. Any other text may be a file that was named by mistake, which is kept.
fn is_incomplete_header(line: &[u8], base_url: &str) -> bool {
    is_incomplete(line, HEADER_START, header(base_url).len())
}

/// Returns whether a power loss explains the last line: the beginning of one entry, perhaps with
/// zeros for the rest of that entry. An entry that lacks only its line end is complete.
fn is_incomplete_entry(line: &[u8]) -> bool {
    [ENTRY_START, HEADER_START]
        .into_iter()
        .any(|start| is_incomplete(line, start, MAX_ZEROED_LINE))
}

fn is_incomplete(line: &[u8], start: &str, max_zeroed: usize) -> bool {
    let start = start.as_bytes();
    let zeros = line.iter().rev().take_while(|&&byte| byte == 0).count();
    let written = &line[..line.len() - zeros];
    let lacks_end = || {
        let parsed = serde_json::from_slice::<IgnoredAny>(written);
        !written.ends_with(b"\n") && parsed.is_err_and(|error| error.is_eof())
    };
    (start.starts_with(written) || written.starts_with(start) && lacks_end())
        && (zeros == 0 || line.len() <= max_zeroed)
}
