//! Standard input and output, and other destinations that are written as they are, without a
//! replacement: FIFOs, devices and open descriptors such as `/dev/fd/3`.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::OFlags;
use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

use crate::atomic_file::directory_of;

/// The longest chain of links that Linux follows.
const MAX_LINKS: usize = 40;

/// An open destination. A write waits while a non-blocking descriptor is not ready.
///
/// If a write to a regular file fails, the file is cut back, so that no partial record stays, and
/// all later writes fail.
#[derive(Debug)]
pub(crate) struct Stream {
    file: File,
    is_regular: bool,
    /// The length to cut a regular file back to; known once something is written.
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
        Self::new(io::stdout().as_fd().try_clone_to_owned()?.into())
    }

    /// Opens the stream that a path leads to.
    ///
    /// # Errors
    /// The stream cannot be opened for writing.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = match descriptor(path) {
            Some(number) if number <= 2 || path.metadata()?.is_file() => duplicate(number)?.into(),
            _ => File::options().write(true).open(path)?,
        };
        Self::new(file)
    }

    fn new(file: File) -> io::Result<Self> {
        Ok(Self {
            is_regular: file.metadata()?.is_file(),
            file,
            kept_len: None,
            written: 0,
            has_failed: false,
        })
    }

    /// Whether it is a regular file, as behind the redirection of a shell.
    pub(crate) fn is_regular(&self) -> bool {
        self.is_regular
    }

    /// Keeps what is written so far, also if a later write fails.
    pub(crate) fn keep(&mut self) {
        if let Some(len) = &mut self.kept_len {
            *len += self.written;
            self.written = 0;
        }
    }

    /// Brings a regular file to the disk. Cuts it back if that fails.
    ///
    /// # Errors
    /// The disk is full or failing.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        if !self.is_regular {
            return Ok(());
        }
        self.file.sync_all().inspect_err(|_| self.cut_back())
    }

    /// Cuts a regular file back to its kept length, unless another process has written to it too.
    fn cut_back(&mut self) {
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
        }
        loop {
            match self.file.write(bytes) {
                Ok(length) => {
                    self.written += length as u64;
                    return Ok(length);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    wait(self.file.as_fd(), PollFlags::OUT)?;
                }
                Err(error) => {
                    self.cut_back();
                    return Err(error);
                }
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard input. A read waits while a non-blocking descriptor is not ready.
pub(crate) struct Stdin;

impl Read for Stdin {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut stdin = io::stdin().lock();
        loop {
            match stdin.read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    wait(io::stdin().as_fd(), PollFlags::IN)?;
                }
                result => return result,
            }
        }
    }
}

fn wait(descriptor: BorrowedFd<'_>, flags: PollFlags) -> io::Result<()> {
    match poll(&mut [PollFd::from_borrowed_fd(descriptor, flags)], None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Returns whether a path leads to a stream, which is written as it is: a FIFO, a device, a socket
/// or an open descriptor.
pub(crate) fn is_stream(path: &Path) -> bool {
    let is_special = || {
        path.metadata()
            .map(|found| !found.is_file() && !found.is_dir())
    };
    descriptor(path).is_some() || is_special().unwrap_or(false)
}

/// Returns the number of this process's open descriptor that a path such as `/dev/stdout` or
/// `/proc/self/fd/3` leads to.
fn descriptor(path: &Path) -> Option<i32> {
    let own = ["/dev/fd", "/proc/self/fd"].map(|path| fs::canonicalize(path).ok());
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let directory = directory_of(&path).canonicalize().ok();
        if directory.is_some() && own.contains(&directory) {
            return path.file_name()?.to_str()?.parse().ok();
        }
        path = directory?.join(fs::read_link(&path).ok()?);
    }
    None
}

/// Opening `/dev/fd/N` anew would start a regular file at its beginning.
fn duplicate(number: i32) -> io::Result<OwnedFd> {
    match number {
        0 => io::stdin().as_fd().try_clone_to_owned(),
        1 => io::stdout().as_fd().try_clone_to_owned(),
        2 => io::stderr().as_fd().try_clone_to_owned(),
        _ => {
            let this_process = pidfd_open(getpid(), PidfdFlags::empty());
            this_process
                .and_then(|process| pidfd_getfd(process, number, PidfdGetfdFlags::empty()))
                // Containers may not allow it.
                .or_else(|error| open_appending(number).ok_or_else(|| error.into()))
        }
    }
}

/// Opens a descriptor anew if it appends, so that it has no position of its own to lose.
fn open_appending(number: i32) -> Option<OwnedFd> {
    let info = fs::read_to_string(format!("/proc/self/fdinfo/{number}")).ok()?;
    let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
    let flags = OFlags::from_bits_retain(u32::from_str_radix(flags.trim(), 8).ok()?);
    let file = flags.contains(OFlags::APPEND).then(|| {
        File::options()
            .append(true)
            .open(format!("/dev/fd/{number}"))
    });
    Some(file?.ok()?.into())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::Write;
    use std::os::fd::AsRawFd;

    use super::open_appending;

    #[test]
    fn only_appending_descriptor_is_reopened() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("f");
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .unwrap();
        file.write_all(b"a").unwrap();
        File::from(open_appending(file.as_raw_fd()).unwrap())
            .write_all(b"b")
            .unwrap();
        file.write_all(b"c").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "abc");
        let file = File::options().write(true).open(&path).unwrap();
        assert!(open_appending(file.as_raw_fd()).is_none());
    }
}
