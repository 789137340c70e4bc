//! Where data goes: stdout, or a file that is renamed into place when the run succeeded.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Stdout, Write};
use std::path::Path;

use anyhow::Context;

use crate::atomic::AtomicFile;
use crate::interrupt::Interrupt;
use crate::journal::digest::{Digest, Sum};

/// Bytes gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// The writer of a run's data. Its errors say what could not be written to.
pub(crate) struct Sink {
    name: String,
    out: BufWriter<Digest<Target>>,
}

enum Target {
    Stdout(Stdout),
    /// Held back from stdout until the run is complete, in a file that has no name.
    HeldBack(File),
    /// Appears under its name only when it is whole; `None` once it has.
    File(Option<AtomicFile>),
    /// A FIFO or a device: there is nothing to rename.
    Device(File),
}

impl Sink {
    /// Opens the output; `watch` keeps a sum of it for a receipt. A file that has no name yet is
    /// removed if the run ends by a signal.
    ///
    /// # Errors
    /// Local: the file cannot be made where it is asked for.
    pub(crate) fn open(
        file: Option<&Path>,
        held_back: bool,
        watch: bool,
        interrupt: &Interrupt,
    ) -> anyhow::Result<Self> {
        let name = file.map_or("standard output".to_owned(), |path| {
            format!("`{}`", path.display())
        });
        let target = match file {
            None if held_back => Target::HeldBack(
                tempfile::tempfile().context("cannot hold the output back in a temporary file")?,
            ),
            None => Target::Stdout(io::stdout()),
            Some(path) if is_device(path) => {
                let device = File::options().write(true).open(path);
                Target::Device(device.with_context(|| format!("cannot write to {name}"))?)
            }
            Some(path) => Target::File(Some(interrupt.create(path)?)),
        };
        let out = BufWriter::with_capacity(BUFFER, Digest::new(target, watch));
        Ok(Self { name, out })
    }

    /// Puts everything in its place: what was written is now what was asked for.
    ///
    /// # Errors
    /// Local: a full disk, a directory that cannot be written to.
    pub(crate) fn put_in_place(&mut self) -> anyhow::Result<()> {
        self.flush()?;
        match self.out.get_mut().inner_mut() {
            Target::File(file) => file.take().map_or(Ok(()), AtomicFile::commit),
            Target::HeldBack(file) => {
                let mut out = io::stdout().lock();
                let copied = file.rewind().and_then(|()| io::copy(file, &mut out));
                copied
                    .and_then(|_| out.flush())
                    .map_err(|error| self.named(&error))?;
                Ok(())
            }
            Target::Stdout(_) | Target::Device(_) => Ok(()),
        }
    }

    /// Size and hash of what was written, if they were asked for.
    pub(crate) fn sum(&self) -> Option<Sum> {
        self.out.get_ref().sum()
    }

    fn named(&self, error: &io::Error) -> io::Error {
        io::Error::new(
            error.kind(),
            format!("cannot write to {}: {error}", self.name),
        )
    }
}

fn is_device(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|error| self.named(&error))
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::HeldBack(out) | Self::Device(out) => out.write(bytes),
            Self::File(Some(out)) => out.write(bytes),
            Self::File(None) => Err(io::Error::other("it is in its place already")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::HeldBack(out) | Self::Device(out) => out.flush(),
            Self::File(out) => out.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}
