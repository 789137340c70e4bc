//! Reading a ledger: what is whole, what a power loss tore off, and what is damaged.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;

use anyhow::Context;
use serde::de::IgnoredAny;

use super::history::History;
use super::line::{Entry, HEADER, Header, VERSION};
use crate::atomic;
use crate::failure::{Failure, Kind};

/// A ledger as it was found.
pub(super) struct Reading {
    /// What it says.
    pub(super) history: History,
    /// The bytes of its whole lines; what is behind them was torn off by a power loss.
    pub(super) whole: u64,
    /// Whether the last whole line lacks its line end.
    pub(super) unended: bool,
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
}

impl Reading {
    /// Reads all lines, but for a last one that is torn.
    ///
    /// That one may be left out: if it was an intent, nothing was sent, since the line was not
    /// on the disk yet; if it was an outcome, its intent stands, and is repeated with its key.
    ///
    /// # Errors
    /// Local: it cannot be read, is damaged, or is of an unknown version.
    pub(super) fn of(file: &File, path: &Path) -> anyhow::Result<Self> {
        let mut input = BufReader::with_capacity(1 << 16, file);
        let mut found = Self {
            history: History::default(),
            whole: 0,
            unended: false,
        };
        let mut line = Vec::with_capacity(256);
        for number in 1_u64.. {
            let cannot_read = || format!("cannot read `{}`", path.display());
            line.clear();
            let size = input
                .read_until(b'\n', &mut line)
                .with_context(cannot_read)?;
            if size == 0 {
                break;
            }
            let taken = match number {
                1 => check_header(&line, path),
                _ => found.take(&line).map_err(|why| damaged(path, number, &why)),
            };
            if let Err(failure) = taken {
                let is_last = input.fill_buf().with_context(cannot_read)?.is_empty();
                if is_last && is_torn(&line, number) {
                    break;
                }
                return Err(failure.into());
            }
            found.whole += size as u64;
            found.unended = !line.ends_with(b"\n");
        }
        Ok(found)
    }

    fn take(&mut self, line: &[u8]) -> Result<(), String> {
        let entry: Entry = serde_json::from_slice(line)
            .map_err(|error| format!("it is no entry, see column {}", error.column()))?;
        self.history
            .apply(&entry)
            .map_err(|why| format!("`{}`: {why}", entry.engagement_id))
    }
}

fn check_header(line: &[u8], path: &Path) -> Result<(), Failure> {
    let problem = match serde_json::from_slice::<Header>(line) {
        Ok(header) if header.ledger != "engagements" => "is not one of engagements".to_owned(),
        Ok(header) if header.version != VERSION => {
            format!(
                "has version {}, and only {VERSION} is known here",
                header.version
            )
        }
        Ok(_) => return Ok(()),
        Err(_) => "does not say in its line 1 that it is a ledger".to_owned(),
    };
    let message = format!("the ledger `{}` {problem}", path.display());
    let hint = "nothing was sent; check that it is the right file";
    Err(Failure::new(Kind::Local, message).hint(hint))
}

/// Whether a power loss can have left this last line.
///
/// It leaves a beginning of the line, and on some file systems zeros for what is missing. A
/// line that lacks nothing but its end is not torn, and must fit. Of the first line nothing
/// but its beginning will do, so that no other file, given by mistake, is cut off.
fn is_torn(line: &[u8], number: u64) -> bool {
    if number == 1 {
        let zeros = line.iter().rev().take_while(|&&byte| byte == 0).count();
        return HEADER.as_bytes().starts_with(&line[..line.len() - zeros]);
    }
    let zeros = line.iter().position(|&byte| byte == 0);
    let is_unended = zeros.is_some() || !line.ends_with(b"\n");
    let written = &line[..zeros.unwrap_or(line.len())];
    let is_beginning = |error: serde_json::Error| error.is_eof();
    is_unended && serde_json::from_slice::<IgnoredAny>(written).is_err_and(is_beginning)
}

fn damaged(path: &Path, number: u64, why: &str) -> Failure {
    let message = format!(
        "line {number} of the ledger `{}` is damaged: {why}",
        path.display()
    );
    Failure::new(Kind::Local, message).hint(
        "nothing was sent; restore the file from a copy, since without it engagements could be \
         exported twice",
    )
}
