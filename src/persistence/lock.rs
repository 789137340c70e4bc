//! One run at a time on a file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::atomic_file;
use crate::error::{CliError, ErrorKind};

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
        let identity = |found: fs::Metadata| (found.dev(), found.ino());
        Ok(identity(fs::metadata(path)?) == identity(self.file.metadata()?))
    }

    fn hold(path: &Path, guarded: &Path) -> anyhow::Result<Self> {
        let cannot = |act: &str| format!("cannot {act} `{}`", path.display());
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)
            .with_context(|| cannot("open"))?;
        if !file.metadata().with_context(|| cannot("open"))?.is_file() {
            return Err(atomic_file::not_a_file(path).into());
        }
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(busy(guarded).into()),
            Err(TryLockError::Error(error)) => Err(error).with_context(|| cannot("lock")),
        }
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
    use std::os::unix::fs::PermissionsExt;

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
    fn sidecar_lock_is_private_and_survives_replacement() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.json");

        let held = FileLock::acquire_sidecar(&path).unwrap();
        fs::write(&path, "new").unwrap();
        fs::rename(&path, directory.path().join("moved")).unwrap();

        assert!(FileLock::acquire_sidecar(&path).is_err());
        let sibling = directory.path().join("state.json.lock");
        assert_eq!(
            fs::metadata(sibling).unwrap().permissions().mode() & 0o777,
            0o600
        );
        drop(held);
    }

    #[test]
    fn directories_and_devices_cannot_be_locked() {
        let directory = tempfile::tempdir().unwrap();
        for path in [directory.path(), Path::new("/dev/null")] {
            let error = FileLock::take(path).unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{error:#}");
        }
    }
}
