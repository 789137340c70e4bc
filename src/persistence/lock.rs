//! One run at a time on a file.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::atomic_file;
use crate::error::{CliError, ErrorKind};
use crate::platform;

/// A file held by this run; the operating system lets go of it when the value is dropped or
/// the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct FileLock {
    file: File,
}

impl FileLock {
    /// Locks a file that is only ever appended to; creates it, mode 0600, if it is missing.
    ///
    /// # Errors
    /// Busy: another run holds it. Local: it cannot be opened, or is no regular file.
    pub(crate) fn take(path: &Path) -> anyhow::Result<Self> {
        Self::hold(path, path)
    }

    /// Locks a file that is replaced by renaming, by way of an empty `FILE.lock` beside it.
    ///
    /// A lock on the file itself would stay with the old file when the new one takes its name.
    /// The empty file is never removed: between opening and locking it, a third run could
    /// otherwise come to hold a file of the same name.
    ///
    /// # Errors
    /// Those of [`FileLock::take`], naming the file that is guarded.
    pub(crate) fn acquire_sidecar(path: &Path) -> anyhow::Result<Self> {
        Self::hold(&Self::path_beside(path), path)
    }

    /// Path of the empty file beside `path`.
    pub(crate) fn path_beside(path: &Path) -> PathBuf {
        let mut sibling = path.as_os_str().to_owned();
        sibling.push(".lock");
        sibling.into()
    }

    /// The file that was locked, open for reading from its start and for appending.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Returns whether this path names the locked file.
    ///
    /// # Errors
    /// The path names no file.
    pub(crate) fn is_at(&self, path: &Path) -> io::Result<bool> {
        Ok(platform::path_id(path)? == platform::file_id(&self.file)?)
    }

    fn hold(path: &Path, guarded: &Path) -> anyhow::Result<Self> {
        let cannot_open = || format!("cannot open `{}`", path.display());
        let file = match platform::open_locked(path) {
            Ok(file) => file,
            Err(TryLockError::WouldBlock) => return Err(busy(guarded).into()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(cannot_open),
        };
        if !platform::is_regular(&file).with_context(cannot_open)? {
            return Err(atomic_file::not_a_file(path).into());
        }
        Ok(Self { file })
    }
}

fn busy(path: &Path) -> CliError {
    CliError::new(
        ErrorKind::Busy,
        format!("`{}` is locked by another run", path.display()),
    )
    .hint("try again later")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn locked_file_is_busy_and_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");

        for take in [FileLock::take, FileLock::acquire_sidecar] {
            let held = take(&path).unwrap();
            let error = take(&path).unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Busy);
            assert_eq!(
                error.to_string(),
                format!("`{}` is locked by another run", path.display())
            );
            drop(held);
            take(&path).unwrap();
        }
    }

    #[test]
    fn sidecar_lock_survives_replacement() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");

        let held = FileLock::acquire_sidecar(&path).unwrap();
        fs::write(&path, "new").unwrap();
        fs::rename(&path, directory.path().join("moved")).unwrap();

        assert!(FileLock::acquire_sidecar(&path).is_err());
        drop(held);
    }

    #[test]
    fn directory_cannot_be_locked() {
        let directory = tempfile::tempdir().unwrap();
        let error = FileLock::take(directory.path()).unwrap_err();
        assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{error:#}");
    }
}
