//! Locks that keep a second run away from a file.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::atomic_file;
use crate::error::{CliError, ErrorKind};
use crate::platform;

/// A locked file. The operating system releases the lock when the value is dropped or the process
/// ends.
#[derive(Debug)]
pub(crate) struct FileLock {
    file: File,
}

impl FileLock {
    /// Locks a file that is only appended to; creates it, mode 0600, if it is missing.
    ///
    /// # Errors
    /// Busy: another run holds it. Local: it cannot be opened, or is no regular file.
    pub(crate) fn acquire(path: &Path) -> anyhow::Result<Self> {
        Self::lock(path, path)
    }

    /// Locks a file that is replaced by renaming, with an empty `FILE.lock` beside it.
    ///
    /// A lock on the file itself would stay with the old file after the renaming. The empty file is
    /// never removed: otherwise a third run could create and lock another one between the opening
    /// and the locking.
    ///
    /// # Errors
    /// Those of [`FileLock::acquire`], naming the file that is guarded.
    pub(crate) fn acquire_sidecar(path: &Path) -> anyhow::Result<Self> {
        Self::lock(&Self::path_beside(path), path)
    }

    /// Returns the path of the empty file beside `path`.
    pub(crate) fn path_beside(path: &Path) -> PathBuf {
        let mut sibling = path.as_os_str().to_owned();
        sibling.push(".lock");
        sibling.into()
    }

    /// Returns the locked file, open for reading and writing.
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

    fn lock(path: &Path, guarded: &Path) -> anyhow::Result<Self> {
        let cannot_open = || format!("cannot open `{}`", path.display());
        let file = match platform::open_locked(path) {
            Ok(file) => file,
            Err(TryLockError::WouldBlock) => return Err(busy(guarded).into()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(cannot_open),
        };
        if !platform::is_regular(&file) {
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

        for acquire in [FileLock::acquire, FileLock::acquire_sidecar] {
            let held = acquire(&path).unwrap();
            let error = acquire(&path).unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Busy);
            assert_eq!(
                error.to_string(),
                format!("`{}` is locked by another run", path.display())
            );
            drop(held);
            acquire(&path).unwrap();
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
        let error = FileLock::acquire(directory.path()).unwrap_err();
        assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{error:#}");
    }
}
