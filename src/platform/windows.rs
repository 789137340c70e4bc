//! Windows.
#![expect(
    clippy::unnecessary_wraps,
    reason = "functions have the signatures that Unix needs"
)]

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::future::poll_fn;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::iter;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::AsHandle;
use std::path::Path;
use std::task::Poll;

use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};
use winapi_util::console::Console;
use winapi_util::file::{information, typ};
use winapi_util::{AsHandleRef, Handle};

use super::FileId;

/// What to do about a file that cannot be replaced because it is open.
pub(crate) const REPLACE_HINT: &str = "close the program that has it open, or name another file";

/// The variables that lead to the directory of config files.
pub(crate) const CONFIG_VARIABLES: &str = "`APPDATA`";

/// A note on how to run a printed command.
pub(crate) const CURL_NOTE: Option<&str> =
    Some("these commands are for a POSIX shell, such as the one of Git for Windows");

/// Where the directory of config files may be: below the directory in a variable.
pub(crate) const CONFIG_HOMES: [(&str, &str); 1] = [("APPDATA", "")];

/// The console of this process.
pub(crate) const TERMINAL: &str = "CONIN$";

/// Numbers of signals, as on Unix: the exit code is 128 more.
const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

/// Access and sharing of an open file.
const DELETE: u32 = 0x0001_0000;
const FILE_SHARE_READ: u32 = 1;

/// Errors of the system.
const ERROR_SHARING_VIOLATION: i32 = 32;
const ERROR_NO_DATA: i32 = 232;
const ERROR_PIPE_NOT_CONNECTED: i32 = 233;

/// Files have the access rights of their directory.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Files have the access rights of their directory.
pub(crate) fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// Access rights of others are not looked at.
pub(crate) fn access_of_others(_: &Metadata) -> u32 {
    0
}

/// Creates a directory and its missing parents.
pub(crate) fn create_dir_all(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// The file system itself brings the entries of directories to the disk.
pub(crate) fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Returns the identity of an open file.
pub(crate) fn file_id(file: &File) -> io::Result<FileId> {
    id_of(file)
}

/// Returns the identity of the file that a path leads to.
pub(crate) fn path_id(path: &Path) -> io::Result<FileId> {
    id_of(&Handle::from_path_any(path)?)
}

fn id_of(handle: impl AsHandleRef) -> io::Result<FileId> {
    let found = information(handle)?;
    Ok((found.volume_serial_number(), found.file_index()))
}

/// Opens a file for reading and writing, creates it if it is missing, and locks it: others can only
/// read it. A lock on its content would keep them from that too.
pub(crate) fn open_locked(path: &Path) -> Result<File, TryLockError> {
    let mut options = OpenOptions::new();
    // A file that is open for appending could not be truncated.
    options.read(true).write(true).create(true).truncate(false);
    let opened = options.share_mode(FILE_SHARE_READ).open(path);
    opened.map_err(|error| match error.raw_os_error() {
        Some(ERROR_SHARING_VIOLATION) => TryLockError::WouldBlock,
        _ => TryLockError::Error(error),
    })
}

/// Checks that a file can be replaced, before anything is fetched.
///
/// # Errors
/// `ResourceBusy` if another program has it open and does not allow that.
pub(crate) fn ensure_replaceable(path: &Path) -> io::Result<()> {
    let opened = OpenOptions::new().access_mode(DELETE).open(path);
    opened
        .map(drop)
        .map_err(|error| match error.raw_os_error() {
            Some(ERROR_SHARING_VIOLATION) => {
                io::Error::new(ErrorKind::ResourceBusy, "another program has it open")
            }
            _ => error,
        })
}

/// Renames a file over another.
pub(crate) fn replace(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to).map_err(|error| ensure_replaceable(to).err().unwrap_or(error))
}

/// Devices have no metadata.
pub(crate) fn is_device(_: &Metadata) -> bool {
    false
}

/// Returns whether an open file is a regular one.
pub(crate) fn is_regular(file: &File) -> bool {
    typ(file).is_ok_and(|kind| kind.is_disk())
}

/// Returns whether an open file is a pipe.
pub(crate) fn is_pipe(file: &File) -> bool {
    typ(file).is_ok_and(|kind| kind.is_pipe())
}

/// Returns whether a path leads to a stream, which is written as it is: `NUL`, a device or a pipe.
pub(crate) fn is_stream(path: &Path) -> bool {
    let path = path.as_os_str();
    path.eq_ignore_ascii_case("nul") || path.as_encoded_bytes().starts_with(br"\\.\")
}

/// Opens a stream for writing.
pub(crate) fn open_stream(path: &Path) -> io::Result<File> {
    File::options().write(true).open(path)
}

/// Returns a handle of standard output.
pub(crate) fn stdout() -> io::Result<File> {
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

/// Writes to a stream.
pub(crate) fn write(mut file: &File, bytes: &[u8]) -> io::Result<usize> {
    if file.is_terminal() {
        // The console reads bytes in its own code page, and text by way of the standard library.
        let mut console = io::stdout().lock();
        console.write_all(bytes)?;
        return console.flush().map(|()| bytes.len());
    }
    file.write(bytes)
        .map_err(|error| match error.raw_os_error() {
            Some(ERROR_NO_DATA | ERROR_PIPE_NOT_CONNECTED) => ErrorKind::BrokenPipe.into(),
            _ => error,
        })
}

/// Reads standard input.
pub(crate) fn read_stdin(buffer: &mut [u8]) -> io::Result<usize> {
    io::stdin().lock().read(buffer)
}

/// Makes the console interpret color sequences; an old one that cannot shows them.
pub(crate) fn enable_colors() {
    for console in [Console::stdout(), Console::stderr()].iter_mut().flatten() {
        let _ = console.set_virtual_terminal_processing(true);
    }
}

/// Returns the signals that end this run, as they arrive: Ctrl-C, and SIGTERM for Ctrl-Break and the
/// end of the console.
pub(crate) fn signals() -> io::Result<impl Iterator<Item = i32>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (mut interrupts, mut breaks, mut closes) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    let next_signal = move || {
        runtime.block_on(poll_fn(|context| {
            if interrupts.poll_recv(context).is_ready() {
                Poll::Ready(SIGINT)
            } else if breaks.poll_recv(context).is_ready() || closes.poll_recv(context).is_ready() {
                Poll::Ready(SIGTERM)
            } else {
                Poll::Pending
            }
        }))
    };
    Ok(iter::repeat_with(next_signal))
}

/// Ends the process with the exit code that a shell on Unix shows for a signal.
#[expect(clippy::exit, reason = "there are no signals to end the process by")]
pub(crate) fn end_by(signal: i32) {
    std::process::exit(128 + signal);
}
