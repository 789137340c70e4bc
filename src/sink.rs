//! Where data goes: stdout, or a file that is renamed into place when the run succeeded.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::Path;

use anyhow::Context;

use crate::atomic::AtomicFile;

/// Bytes gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// The writer of a run's data. Its errors say what could not be written to.
pub(crate) struct Sink {
    name: String,
    target: Target,
}

enum Target {
    Stdout(BufWriter<Stdout>),
    /// Appears under its name only when it is whole.
    File(BufWriter<AtomicFile>),
    /// A FIFO or a device: there is nothing to rename.
    Device(BufWriter<File>),
}

impl Sink {
    /// Opens the output.
    ///
    /// # Errors
    /// Local: the file cannot be made where it is asked for.
    pub(crate) fn open(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = file else {
            let target = Target::Stdout(BufWriter::with_capacity(BUFFER, io::stdout()));
            return Ok(Self {
                name: "standard output".to_owned(),
                target,
            });
        };
        let name = format!("`{}`", path.display());
        let is_device = path
            .metadata()
            .is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
        let target = if is_device {
            let device = File::options().write(true).open(path);
            let device = device.with_context(|| format!("cannot write to {name}"))?;
            Target::Device(BufWriter::with_capacity(BUFFER, device))
        } else {
            Target::File(BufWriter::with_capacity(BUFFER, AtomicFile::create(path)?))
        };
        Ok(Self { name, target })
    }

    /// The file that is being written and has no name yet, which a signal would leave behind.
    pub(crate) fn unfinished(&self) -> Option<&Path> {
        match &self.target {
            Target::File(file) => Some(file.get_ref().temp_path()),
            Target::Stdout(_) | Target::Device(_) => None,
        }
    }

    /// Puts everything in its place: what was written is now what was asked for.
    ///
    /// # Errors
    /// Local: a full disk, a directory that cannot be written to.
    pub(crate) fn commit(mut self) -> anyhow::Result<()> {
        self.flush()?;
        match self.target {
            Target::Stdout(_) | Target::Device(_) => Ok(()),
            Target::File(file) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.commit()
            }
        }
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.target {
            Target::Stdout(out) => out,
            Target::File(out) => out,
            Target::Device(out) => out,
        }
    }

    fn named(&self, error: &io::Error) -> io::Error {
        io::Error::new(
            error.kind(),
            format!("cannot write to {}: {error}", self.name),
        )
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer()
            .write(bytes)
            .map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush().map_err(|error| self.named(&error))
    }
}
