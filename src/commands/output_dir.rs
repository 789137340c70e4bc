//! A directory that is filled with one file per engagement or recording.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::Context;

use crate::atomic_file::{self, AtomicFile};
use crate::console::Console;
use crate::file_name;
use crate::platform;
use crate::signals::SignalHandler;

use super::session::Session;

/// A directory that several workers fill. Existing files are kept: they are complete.
pub(super) struct OutputDir {
    path: PathBuf,
    written: AtomicU64,
    kept: AtomicU64,
    signals: SignalHandler,
    console: Arc<Console>,
}

impl OutputDir {
    /// Describes a directory, which need not exist yet.
    pub(super) fn new(path: PathBuf, session: &Session) -> Self {
        Self {
            path,
            written: AtomicU64::new(0),
            kept: AtomicU64::new(0),
            signals: session.signals.clone(),
            console: Arc::clone(&session.console),
        }
    }

    /// Creates the directory, mode 0700, if it is missing, and brings the names of new directories
    /// to the disk. Removes what killed runs have left in it.
    ///
    /// # Errors
    /// Local: it cannot be created.
    pub(super) fn create(&self) -> anyhow::Result<()> {
        let cannot_create = || format!("cannot create the directory `{}`", self.path.display());
        let mut missing: Vec<_> = self
            .path
            .ancestors()
            .take_while(|path| !path.exists())
            .collect();
        missing.retain(|path| !path.as_os_str().is_empty());
        platform::create_dir_all(&self.path).with_context(cannot_create)?;
        for path in missing {
            platform::sync_directory(file_name::directory_of(path)).with_context(cannot_create)?;
        }
        atomic_file::remove_leftovers(&self.path);
        Ok(())
    }

    /// Returns whether the file of an ID exists.
    pub(super) fn has(&self, id: &str, extension: &str) -> bool {
        file_name::exists(&self.path, id, extension)
    }

    /// Counts a file that exists.
    pub(super) fn count_kept(&self) {
        self.kept.fetch_add(1, Relaxed);
    }

    /// Returns the path of a file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Starts a file. It is removed if the run ends by a signal before it is committed.
    ///
    /// # Errors
    /// Local: it cannot be created.
    pub(super) fn start(&self, name: &str) -> anyhow::Result<AtomicFile> {
        self.signals.create(&self.path(name))
    }

    /// Commits a file.
    ///
    /// # Errors
    /// Local: the disk is full or failing.
    pub(super) fn commit(&self, file: AtomicFile) -> anyhow::Result<()> {
        file.commit()?;
        self.written.fetch_add(1, Relaxed);
        Ok(())
    }

    /// Prints how many files there are, and `more`. Returns whether there are any.
    pub(super) fn finish(&self, more: &str) -> bool {
        let (written, kept) = (self.written.load(Relaxed), self.kept.load(Relaxed));
        self.console.progress().end();
        self.console
            .note(&format!("written {written}, kept {kept}{more}"));
        written + kept > 0
    }
}
