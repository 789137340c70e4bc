//! Where data goes: stdout, of which this is the one writer, or a file that is replaced when the
//! run succeeds.

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use anyhow::Context;
use sha2::{Digest, Sha256};

use crate::atomic_file::{self, AtomicFile};
use crate::signals::SignalHandler;
use crate::stream::{Stream, is_stream};

/// What messages call stdout.
const STDOUT: &str = "standard output";

/// Bytes gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// What a run that fails leaves of its output on a stream. A file is only replaced by a run that
/// succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteMode {
    /// The records before the failure; nothing in a regular file that cannot take them all.
    Stream,
    /// Nothing: the output is buffered until the run is complete.
    Buffer,
    /// Every record before the failure, since it reports what cannot be repeated.
    Log,
}

/// The writer of a run's data. Its errors name the destination.
pub(crate) struct Sink {
    out: BufWriter<Output>,
}

/// What is below the buffer: a destination, and the checksum of the bytes that it has accepted.
struct Output {
    name: String,
    mode: WriteMode,
    destination: Destination,
    bytes: u64,
    /// `None` without a receipt: hashing costs more than writing.
    hash: Option<Sha256>,
}

enum Destination {
    Stream(Stream),
    /// A temporary file without a name, copied to the stream when the run is complete.
    Buffered(File, Stream, SignalHandler),
    File(AtomicFile),
}

/// Size and hash of what was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    /// Number of bytes.
    pub(crate) bytes: u64,
    /// Their SHA-256 in lower-case hexadecimal digits, as `sha256sum` prints it.
    pub(crate) sha256: String,
}

impl Sink {
    /// Opens a file, or stdout. A temporary file with a name is removed if the run ends by a signal.
    /// `hash`: whether to compute the checksum of a receipt.
    ///
    /// # Errors
    /// Local: the destination or a temporary file cannot be opened.
    pub(crate) fn open(
        file: Option<&Path>,
        mode: WriteMode,
        hash: bool,
        signals: &SignalHandler,
    ) -> anyhow::Result<Self> {
        let name = file.map_or(STDOUT.to_owned(), |path| format!("`{}`", path.display()));
        let destination = match file {
            Some(path) if !is_stream(path) => {
                atomic_file::remove_leftovers(path);
                Destination::File(signals.create(path)?)
            }
            _ => {
                let stream = file.map_or_else(Stream::stdout, Stream::open);
                let stream = stream.with_context(|| cannot_write(&name))?;
                if mode == WriteMode::Buffer {
                    let buffer = tempfile::tempfile().with_context(cannot_buffer)?;
                    Destination::Buffered(buffer, stream, signals.clone())
                } else {
                    Destination::Stream(stream)
                }
            }
        };
        let output = Output {
            name,
            mode,
            destination,
            bytes: 0,
            hash: hash.then(Sha256::new),
        };
        Ok(Self {
            out: BufWriter::with_capacity(BUFFER, output),
        })
    }

    /// Opens stdout for output that is not part of a run.
    ///
    /// # Errors
    /// Local: the system has no descriptor left.
    pub(crate) fn stdout() -> anyhow::Result<Self> {
        Self::open(None, WriteMode::Stream, false, &SignalHandler::default())
    }

    /// Returns whether nothing is delivered before the commit.
    pub(crate) fn is_atomic(&self) -> bool {
        !matches!(self.out.get_ref().destination, Destination::Stream(_))
    }

    /// Returns the name of the file that the commit replaces.
    pub(crate) fn replaced_file(&self) -> Option<&str> {
        let output = self.out.get_ref();
        matches!(output.destination, Destination::File(_)).then_some(&output.name)
    }

    /// Returns whether a failed write removes what was written before.
    pub(crate) fn is_truncated_on_error(&self) -> bool {
        let output = self.out.get_ref();
        match &output.destination {
            Destination::Stream(stream) => output.mode == WriteMode::Stream && stream.is_regular,
            Destination::Buffered(..) | Destination::File(_) => true,
        }
    }

    /// Delivers what was written and returns its checksum, if one was asked for. What a receipt or
    /// a state relies on is on the disk then.
    ///
    /// # Errors
    /// Local: a full disk, a directory that cannot be written to.
    pub(crate) fn commit(mut self) -> anyhow::Result<Option<Checksum>> {
        self.flush()?;
        let (output, _) = self.out.into_parts();
        let checksum = output.hash.map(|hash| Checksum {
            bytes: output.bytes,
            sha256: hex(&hash.finalize()),
        });
        let delivered = match output.destination {
            Destination::File(file) => return file.commit().map(|()| checksum),
            // A receipt relies on the output.
            Destination::Stream(mut stream) if checksum.is_some() => stream.sync(),
            Destination::Stream(_) => Ok(()),
            Destination::Buffered(mut file, mut stream, signals) => {
                let is_regular = stream.is_regular;
                let mut copy = || {
                    file.rewind()?;
                    io::copy(&mut file, &mut stream)?;
                    stream.sync()
                };
                // A signal must not leave half of a regular file; a reader may never come.
                if is_regular {
                    signals.defer_signals(copy)
                } else {
                    copy()
                }
            }
        };
        delivered.map_err(|error| named(&error, &cannot_write(&output.name)))?;
        Ok(checksum)
    }
}

/// Prints a text on stdout.
///
/// # Errors
/// Local: stdout cannot be written to.
pub(crate) fn print(text: &[u8]) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    out.write_all(text)?;
    Ok(out.flush()?)
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.destination {
            Destination::Stream(out) => out.write(bytes),
            Destination::Buffered(out, ..) => out.write(bytes),
            Destination::File(out) => out.write(bytes),
        };
        let accepted = written.map_err(|error| match self.destination {
            Destination::Buffered(..) => named(&error, &cannot_buffer()),
            Destination::Stream(_) | Destination::File(_) => {
                named(&error, &cannot_write(&self.name))
            }
        })?;
        self.bytes += accepted as u64;
        if let Some(hash) = &mut self.hash {
            hash.update(&bytes[..accepted]);
        }
        Ok(accepted)
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Destination::Stream(stream) = &mut self.destination
            && self.mode == WriteMode::Log
        {
            stream.keep();
        }
        Ok(())
    }
}

fn named(error: &io::Error, action: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{action}: {error}"))
}

fn cannot_write(name: &str) -> String {
    format!("cannot write to {name}")
}

fn cannot_buffer() -> String {
    let directory = env::temp_dir();
    format!(
        "cannot buffer the output in a temporary file in `{}` (`TMPDIR` names another directory)",
        directory.display()
    )
}

fn hex(bytes: &[u8]) -> String {
    let add = |text: String, byte: &u8| text + &format!("{byte:02x}");
    bytes.iter().fold(String::new(), add)
}
