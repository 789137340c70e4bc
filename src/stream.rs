//! Standard input and output, and other destinations that are written as they are, without a
//! replacement: FIFOs, devices and open descriptors such as `/dev/fd/3`.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::platform;
pub(crate) use crate::platform::is_stream;

/// An open destination. A write waits while a non-blocking descriptor is not ready.
///
/// If a write to a regular file fails, the file is truncated to its earlier length, so that no partial
/// record stays, and all later writes fail.
#[derive(Debug)]
pub(crate) struct Stream {
    file: File,
    /// Whether it is a regular file, as behind the redirection of a shell.
    pub(crate) is_regular: bool,
    /// The length to truncate a regular file to; known once something is written that is not kept.
    kept_len: Option<u64>,
    /// Bytes written behind `kept_len`.
    written: u64,
    has_failed: bool,
}

impl Stream {
    /// The process's standard output.
    ///
    /// # Errors
    /// The system has no descriptor left.
    pub(crate) fn stdout() -> io::Result<Self> {
        platform::stdout().map(Self::new)
    }

    /// Opens the stream that a path leads to.
    ///
    /// # Errors
    /// The stream cannot be opened for writing.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        platform::open_stream(path).map(Self::new)
    }

    fn new(file: File) -> Self {
        Self {
            is_regular: platform::is_regular(&file),
            file,
            kept_len: None,
            written: 0,
            has_failed: false,
        }
    }

    /// Keeps what is written so far, also if a later write fails.
    pub(crate) fn keep(&mut self) {
        self.kept_len = None;
    }

    /// Brings a regular file to the disk. Truncates it if that fails.
    ///
    /// # Errors
    /// The disk is full or failing.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        if !self.is_regular {
            return Ok(());
        }
        self.file.sync_all().inspect_err(|_| self.truncate())
    }

    /// Truncates a regular file to its kept length, unless another process has written to it too.
    fn truncate(&mut self) {
        self.has_failed = true;
        let Some(len) = self.kept_len else { return };
        let end = len + self.written;
        let is_at_end = self.file.stream_position().is_ok_and(|at| at == end)
            && self.file.metadata().is_ok_and(|found| found.len() == end);
        // Without the seek, the next command of the same redirection would leave a gap.
        if is_at_end && self.file.set_len(len).is_ok() {
            let _ = self.file.seek(SeekFrom::Start(len));
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_failed {
            return Err(io::Error::other("an earlier write has failed"));
        }
        if self.is_regular && self.kept_len.is_none() {
            self.kept_len = Some(self.file.metadata()?.len());
            self.written = 0;
        }
        let written = platform::write(&self.file, bytes).inspect_err(|_| self.truncate())?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard input. A read waits while a non-blocking descriptor is not ready.
pub(crate) struct Stdin;

impl Read for Stdin {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        platform::read_stdin(buffer)
    }
}
