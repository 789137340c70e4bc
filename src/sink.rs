//! Where data goes: stdout, of which this is the one writer, or a file that is replaced when the
//! run succeeds.

mod hashing;

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use anyhow::Context;

use crate::atomic_file::{self, AtomicFile};
use crate::signals::SignalHandler;
use crate::stream::{Stream, is_stream};
pub(crate) use hashing::Checksum;
use hashing::HashingWriter;

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
    name: String,
    mode: WriteMode,
    out: BufWriter<HashingWriter<Destination>>,
}

enum Destination {
    Stream(Stream),
    /// A temporary file without a name, copied to the stream when the run is complete.
    Buffered(File, Stream, SignalHandler),
    File(AtomicFile),
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
                let stream = stream.with_context(|| format!("cannot write to {name}"))?;
                if mode == WriteMode::Buffer {
                    let buffer = tempfile::tempfile().with_context(no_buffer)?;
                    Destination::Buffered(buffer, stream, signals.clone())
                } else {
                    Destination::Stream(stream)
                }
            }
        };
        Ok(Self {
            name,
            mode,
            out: BufWriter::with_capacity(BUFFER, HashingWriter::new(destination, hash)),
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
        !matches!(self.destination(), Destination::Stream(_))
    }

    /// Returns the name of the file that the commit replaces.
    pub(crate) fn replaced_file(&self) -> Option<&str> {
        matches!(self.destination(), Destination::File(_)).then_some(&self.name)
    }

    /// Returns whether a failed write removes what was written before.
    pub(crate) fn is_truncated_on_error(&self) -> bool {
        match self.destination() {
            Destination::Stream(stream) => self.mode == WriteMode::Stream && stream.is_regular(),
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
        let Self { name, out, .. } = self;
        let out = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let (destination, checksum) = out.finish();
        match destination {
            Destination::File(file) => file.commit()?,
            // A receipt relies on the output.
            Destination::Stream(mut stream) if checksum.is_some() => {
                stream.sync().map_err(|error| cannot_write(&name, &error))?;
            }
            Destination::Stream(_) => {}
            Destination::Buffered(mut file, mut stream, signals) => {
                let is_regular = stream.is_regular();
                let mut copy = || {
                    file.rewind()?;
                    io::copy(&mut file, &mut stream)?;
                    stream.sync()
                };
                // A signal must not leave half of a regular file; a reader may never come.
                let copied = if is_regular {
                    signals.defer_signals(&mut copy)
                } else {
                    copy()
                };
                copied.map_err(|error| cannot_write(&name, &error))?;
            }
        }
        Ok(checksum)
    }

    fn destination(&self) -> &Destination {
        &self.out.get_ref().inner
    }

    fn named(&self, error: &io::Error) -> io::Error {
        match self.destination() {
            Destination::Buffered(..) => {
                io::Error::new(error.kind(), format!("{}: {error}", no_buffer()))
            }
            Destination::Stream(_) | Destination::File(_) => cannot_write(&self.name, error),
        }
    }
}

fn cannot_write(name: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write to {name}: {error}"))
}

fn no_buffer() -> String {
    let directory = env::temp_dir();
    format!(
        "cannot buffer the output in a temporary file in `{}` (`TMPDIR` names another directory)",
        directory.display()
    )
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
        self.out.write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|error| self.named(&error))?;
        if let Destination::Stream(stream) = &mut self.out.get_mut().inner
            && self.mode == WriteMode::Log
        {
            stream.keep();
        }
        Ok(())
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(out) => out.write(bytes),
            Self::Buffered(out, ..) => out.write(bytes),
            Self::File(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
