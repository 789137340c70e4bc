//! Locks that keep a second run away from a file.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::atomic_file;
use crate::error::{CliError, ErrorKind};
use crate::platform;

/// A locked file. The operating system releases the lock when the value is dropped or the process
/// ends.
#[derive(Debug)]
pub(crate) struct FileLock {
    /// The locked file, open for reading and writing.
    pub(crate) file: File,
}

impl FileLock {
    /// Locks the file at `path`; creates it, mode 0600, if it is missing. `guarded` is the file that
    /// no other run may use meanwhile: the same one, or that beside which [`FileLock::path_beside`] is.
    ///
    /// # Errors
    /// Busy: another run holds it; names the guarded file. Local: it cannot be opened, or is no regular
    /// file.
    pub(crate) fn acquire(path: &Path, guarded: &Path) -> anyhow::Result<Self> {
        match platform::open_locked(path) {
            Ok(file) if platform::is_regular(&file) => Ok(Self { file }),
            Ok(_) => Err(atomic_file::not_a_file(path).into()),
            Err(TryLockError::WouldBlock) => {
                let message = format!("`{}` is locked by another run", guarded.display());
                let busy = CliError::new(ErrorKind::Busy, message);
                Err(busy.hint("try again later").into())
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot open `{}`", path.display()))
            }
        }
    }

    /// Returns the path of the empty file that is locked for a file that is replaced by renaming: a lock
    /// on the file itself would stay with the old file.
    ///
    /// The empty file is never removed: otherwise a third run could create and lock another one between
    /// the opening and the locking.
    pub(crate) fn path_beside(path: &Path) -> PathBuf {
        let mut sibling = path.as_os_str().to_owned();
        sibling.push(".lock");
        sibling.into()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn locked_file_is_busy_and_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");

        for locked in [path.clone(), FileLock::path_beside(&path)] {
            let acquire = || FileLock::acquire(&locked, &path);
            let held = acquire().unwrap();
            let error = acquire().unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Busy);
            assert_eq!(
                error.to_string(),
                format!("`{}` is locked by another run", path.display())
            );
            drop(held);
            acquire().unwrap();
        }
    }

    #[test]
    fn sidecar_lock_survives_replacement() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");

        let acquire = || FileLock::acquire(&FileLock::path_beside(&path), &path);
        let held = acquire().unwrap();
        fs::write(&path, "new").unwrap();
        fs::rename(&path, directory.path().join("moved")).unwrap();

        assert!(acquire().is_err());
        drop(held);
    }

    #[test]
    fn directory_cannot_be_locked() {
        let directory = tempfile::tempdir().unwrap();
        let error = FileLock::acquire(directory.path(), directory.path()).unwrap_err();
        assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{error:#}");
    }
}
