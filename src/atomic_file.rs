//! Files that are replaced as a whole.
//!
//! The bytes go to a temporary file in the destination's own directory. The commit renames it over
//! the destination once they are on the disk. A reader of the destination finds the old content or
//! all of the new, also after a power loss.

#[cfg(test)]
#[path = "atomic_file/tests.rs"]
mod tests;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

use crate::error::{CliError, ErrorKind};
use crate::file_name::directory_of;
use crate::platform;

/// Begins the name of every temporary file.
const TEMP_PREFIX: &str = ".engagements-";

/// Ends the name of every temporary file.
const TEMP_SUFFIX: &str = ".tmp";

/// The longest chain of links that is followed.
const MAX_LINKS: usize = 40;

/// Characters of the destination's name in the name of its temporary file: together they must
/// stay below 255 bytes.
const TEMP_NAME_CHARS: usize = 50;

/// A file that replaces its destination when it is committed. Dropping it removes it.
///
/// It does not buffer. The temporary file is locked, so that other runs can distinguish it from one
/// that a killed run has left.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    temp: NamedTempFile,
    target: PathBuf,
}

impl AtomicFile {
    /// Starts a file, mode 0600, that will replace `path`, or what `path` links to.
    ///
    /// # Errors
    /// Local: the directory is missing or not writable, or `path` is not a regular file or cannot be
    /// replaced.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let target = resolve(path)?;
        let temp = tempfile::Builder::new()
            .prefix(&temp_prefix(&target))
            .suffix(TEMP_SUFFIX)
            .make_in(directory_of(&target), create_locked)
            .with_context(|| format!("cannot create a file beside `{}`", target.display()))?;
        if target.exists() {
            // Before anything is fetched: can the rename of the commit succeed?
            platform::ensure_replaceable(&target)
                .map_err(|error| cannot_replace(&target, &error))?;
        }
        Ok(Self { temp, target })
    }

    /// Path of the temporary file, which a signal handler has to remove.
    pub(crate) fn temp_path(&self) -> &Path {
        self.temp.path()
    }

    /// Writes all of the file.
    ///
    /// # Errors
    /// Local: the disk is full or failing.
    pub(crate) fn write_content(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let written = self.write_all(bytes);
        written.with_context(|| cannot_write(&self.target))
    }

    /// Brings what was written to the disk: the commit needs no more space then.
    ///
    /// # Errors
    /// Local: the disk is full or failing.
    pub(crate) fn sync(&self) -> anyhow::Result<()> {
        let synced = self.temp.as_file().sync_all();
        synced.with_context(|| cannot_write(&self.target))
    }

    /// Replaces the destination and brings the file and its name to the disk.
    ///
    /// # Errors
    /// Local: the disk is full or failing. Unless the very last step failed, the destination is as
    /// it was before.
    pub(crate) fn commit(self) -> anyhow::Result<()> {
        self.sync()?;
        let Self { temp, target } = self;
        let (_locked_file, temp_path) = temp.into_parts();
        platform::replace(&temp_path, &target).map_err(|error| cannot_replace(&target, &error))?;
        platform::sync_directory(directory_of(&target)).with_context(|| cannot_write(&target))
    }
}

impl Write for AtomicFile {
    // Not by way of `NamedTempFile`'s own `Write`, which names the temporary file in its errors.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temp.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temp.as_file_mut().flush()
    }
}

/// Replaces a file, or what it links to, by these bytes.
///
/// # Errors
/// Local: the file cannot be created, written or replaced.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    remove_leftovers(path);
    let mut file = AtomicFile::create(path)?;
    file.write_content(bytes)?;
    file.commit()
}

/// Removes the temporary files that killed runs have left for `path`; for any file in it, if `path`
/// is a directory. Those of running processes are locked. Errors are ignored: the names are
/// hidden, and the next run tries again.
pub(crate) fn remove_leftovers(path: &Path) {
    let (directory, prefix) = match resolve(path) {
        Ok(target) => (directory_of(&target).to_owned(), temp_prefix(&target)),
        Err(_) => (path.to_owned(), TEMP_PREFIX.to_owned()),
    };
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&prefix)
            && name.ends_with(TEMP_SUFFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            // Still locked, so that a run that has just created it takes another name.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn temp_prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(TEMP_NAME_CHARS).collect();
    format!("{TEMP_PREFIX}{name}-")
}

/// Creates and locks a temporary file. Another run may remove it before it is locked; then the
/// error makes `tempfile` try another name.
fn create_locked(path: &Path) -> io::Result<File> {
    let file = platform::private(OpenOptions::new().write(true).create_new(true)).open(path)?;
    // On a file system without locks no file is ever taken for a leftover.
    let is_taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    if is_taken || !platform::is_at(&file, path) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    Ok(file)
}

fn cannot_write(target: &Path) -> String {
    format!("cannot write `{}`", target.display())
}

fn cannot_replace(target: &Path, error: &io::Error) -> CliError {
    let message = format!("cannot replace `{}`: {error}", target.display());
    let failure = CliError::new(ErrorKind::Local, message);
    match error.kind() {
        io::ErrorKind::ResourceBusy => failure.hint(platform::REPLACE_HINT),
        _ => failure,
    }
}

/// Follows links to the file that writing to `path` would write to, also if it does not exist yet.
///
/// # Errors
/// Local: the path leads to a directory or a device, or cannot be read.
pub(crate) fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let cannot_open = || format!("cannot open `{}`", path.display());
    match fs::metadata(path) {
        Ok(found) if found.is_file() => platform::canonicalize(path).with_context(cannot_open),
        Ok(_) => Err(not_a_file(path).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut target = path.to_owned();
            // Bounded, since another process may have created a circle of links in the meantime.
            for _ in 0..MAX_LINKS {
                let Ok(link) = fs::read_link(&target) else {
                    break;
                };
                target = directory_of(&target).join(link);
            }
            Ok(target)
        }
        Err(error) => Err(error).with_context(cannot_open),
    }
}

/// The failure for a path that does not lead to a regular file.
pub(crate) fn not_a_file(path: &Path) -> CliError {
    CliError::new(
        ErrorKind::Local,
        format!("`{}` is not a regular file", path.display()),
    )
}
