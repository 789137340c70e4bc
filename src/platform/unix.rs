//! Linux and macOS.

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::iter;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::{flag, low_level};

use super::FileId;

/// What to do about a file that cannot be replaced because it is a mount point.
pub(crate) const REPLACE_HINT: &str = "mount the directory instead, or write to standard output";

/// The variables that lead to the directory of config files.
pub(crate) const CONFIG_VARIABLES: &str = "`HOME` or `XDG_CONFIG_HOME`";

/// A note on how to run a printed command.
pub(crate) const CURL_NOTE: Option<&str> = None;

/// Where the directory of config files may be: below the directory in a variable.
pub(crate) const CONFIG_HOMES: [(&str, &str); 2] = [("XDG_CONFIG_HOME", ""), ("HOME", ".config")];

/// The terminal of this process.
pub(crate) const TERMINAL: &str = "/dev/tty";

/// The longest chain of links that Linux follows.
const MAX_LINKS: usize = 40;

/// Gives a file that is created the mode 0600.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600)
}

/// Gives an open file the mode 0600.
pub(crate) fn make_private(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(0o600))
}

/// Returns the access of others than the owner, as bits of a mode.
pub(crate) fn access_of_others(found: &Metadata) -> u32 {
    found.mode() & 0o077
}

/// Creates a directory, mode 0700, and its missing parents.
pub(crate) fn create_dir_all(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Brings the entries of a directory to the disk, where the file system can do that.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    let synced = File::open(path).and_then(|directory| directory.sync_all());
    synced.or_else(|error| match error.kind() {
        // Some network file systems cannot sync, and a drop box cannot be opened for reading.
        ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied => Ok(()),
        _ => Err(error),
    })
}

/// Returns the identity of an open file.
pub(crate) fn file_id(file: &File) -> io::Result<FileId> {
    Ok(id_of(&file.metadata()?))
}

/// Returns the identity of the file that a path leads to.
pub(crate) fn path_id(path: &Path) -> io::Result<FileId> {
    Ok(id_of(&path.metadata()?))
}

fn id_of(found: &Metadata) -> FileId {
    (found.dev(), found.ino())
}

/// Opens a file for reading and writing, creates it if it is missing, mode 0600, and locks it.
pub(crate) fn open_locked(path: &Path) -> Result<File, TryLockError> {
    let mut options = OpenOptions::new();
    let options = options.read(true).append(true).create(true);
    let file = private(options).open(path).map_err(TryLockError::Error)?;
    file.try_lock().map(|()| file)
}

/// Checks that a file can be replaced, before anything is fetched.
///
/// # Errors
/// `ResourceBusy` for a mount point, as single files in containers often are.
pub(crate) fn ensure_replaceable(path: &Path) -> io::Result<()> {
    if is_mount_point(path) {
        let why = "it is a mount point";
        return Err(io::Error::new(ErrorKind::ResourceBusy, why));
    }
    // This never removes a file. It is refused for the same reasons as the rename: an immutable
    // file, or another user's file in a sticky directory.
    match fs::remove_dir(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(error),
        _ => Ok(()),
    }
}

/// Renames a file over another.
pub(crate) fn replace(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

#[cfg(target_os = "linux")]
fn is_mount_point(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

/// Only Linux has files that are mount points.
#[cfg(not(target_os = "linux"))]
fn is_mount_point(_: &Path) -> bool {
    false
}

/// Returns whether several writers may share what a path leads to.
pub(crate) fn is_device(found: &Metadata) -> bool {
    found.file_type().is_char_device() || found.file_type().is_socket()
}

/// Returns whether an open file is a regular one.
pub(crate) fn is_regular(file: &File) -> bool {
    file.metadata().is_ok_and(|found| found.is_file())
}

/// Returns whether an open file is a pipe or a socket.
pub(crate) fn is_pipe(file: &File) -> bool {
    let kind = file.metadata().map(|found| found.file_type());
    kind.is_ok_and(|kind| kind.is_fifo() || kind.is_socket())
}

/// Returns whether a path leads to a stream, which is written as it is: a FIFO, a device, a socket
/// or an open descriptor.
pub(crate) fn is_stream(path: &Path) -> bool {
    let is_special = |found: Metadata| !found.is_file() && !found.is_dir();
    descriptor(path).is_some() || path.metadata().is_ok_and(is_special)
}

/// Opens a stream for writing.
pub(crate) fn open_stream(path: &Path) -> io::Result<File> {
    match descriptor(path) {
        Some(1) => stdout(),
        Some(2) => Ok(io::stderr().as_fd().try_clone_to_owned()?.into()),
        // Opening `/dev/fd/N` anew would start a regular file at its beginning.
        Some(number) if path.metadata()?.is_file() => duplicate(number, path),
        _ => File::options().write(true).open(path),
    }
}

/// Returns a handle of standard output.
pub(crate) fn stdout() -> io::Result<File> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

/// Returns the number of this process's open descriptor that a path such as `/dev/stdout` or
/// `/proc/self/fd/3` leads to.
fn descriptor(path: &Path) -> Option<i32> {
    let own = ["/dev/fd", "/proc/self/fd"].map(|path| fs::canonicalize(path).ok());
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let directory = crate::file_name::directory_of(&path).canonicalize().ok();
        if directory.is_some() && own.contains(&directory) {
            return path.file_name()?.to_str()?.parse().ok();
        }
        path = directory?.join(fs::read_link(&path).ok()?);
    }
    None
}

#[cfg(target_os = "linux")]
fn duplicate(number: i32, _: &Path) -> io::Result<File> {
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    let this_process = pidfd_open(getpid(), PidfdFlags::empty())?;
    Ok(pidfd_getfd(this_process, number, PidfdGetfdFlags::empty())?.into())
}

/// Elsewhere opening the path duplicates the descriptor.
#[cfg(not(target_os = "linux"))]
fn duplicate(_: i32, path: &Path) -> io::Result<File> {
    File::options().write(true).open(path)
}

/// Writes to a stream. Waits while a non-blocking descriptor is not ready.
pub(crate) fn write(file: &File, bytes: &[u8]) -> io::Result<usize> {
    let mut out = file;
    when_ready(file, PollFlags::OUT, || out.write(bytes))
}

/// Reads standard input. Waits while a non-blocking descriptor is not ready.
pub(crate) fn read_stdin(buffer: &mut [u8]) -> io::Result<usize> {
    let stdin = io::stdin();
    when_ready(&stdin, PollFlags::IN, || stdin.lock().read(buffer))
}

fn when_ready(
    descriptor: &impl AsFd,
    flags: PollFlags,
    mut attempt: impl FnMut() -> io::Result<usize>,
) -> io::Result<usize> {
    loop {
        match attempt() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                // A signal ends the wait too.
                let _ = poll(&mut [PollFd::new(descriptor, flags)], None);
            }
            result => return result,
        }
    }
}

/// Terminals interpret color sequences.
pub(crate) fn enable_colors() {}

/// Returns the signals that end this run, as they arrive. What the run was started to ignore stays
/// ignored: under `nohup` a hang-up ends nothing, and in the background of a script Ctrl-C is meant
/// for others.
///
/// A file that would grow beyond the limit of the system is then a write that fails, as on a full
/// disk: by default its signal would end the process in the middle of it.
pub(crate) fn signals() -> io::Result<impl Iterator<Item = i32>> {
    flag::register(SIGXFSZ, Arc::default())?;
    let ignored = ignored_signals();
    let is_handled = |signal: &i32| ignored & (1 << (signal - 1)) == 0;
    let mut received = Signals::new([SIGINT, SIGTERM, SIGHUP].iter().copied().filter(is_handled))?;
    Ok(iter::from_fn(move || received.forever().next()))
}

/// The signals that this process ignores, a bit each. Only Linux lists them.
fn ignored_signals() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

/// Ends the process by a signal, so that a shell sees it. The kernel delivers no such signal to
/// process 1 of a container: there the code that a shell would print is the exit code.
pub(crate) fn end_by(signal: i32) {
    if std::process::id() == 1 {
        low_level::exit(128 + signal);
    }
    let _ = low_level::emulate_default_handler(signal);
}
