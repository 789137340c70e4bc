//! A directory that is filled with one file per engagement or recording.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::Context;

use crate::atomic_file::{self, AtomicFile};
use crate::console::Console;
use crate::platform;
use crate::signals::SignalHandler;

use super::output::partial;
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
    /// Creates the directory, mode 0700, if it is missing. Removes what killed runs have left in it.
    ///
    /// # Errors
    /// Local: it cannot be created.
    pub(super) fn create(path: &Path, session: &Session) -> anyhow::Result<Self> {
        create_all(path)
            .with_context(|| format!("cannot create the directory `{}`", path.display()))?;
        atomic_file::remove_leftovers(path);
        session.console.show_progress();
        Ok(Self {
            path: path.to_owned(),
            written: AtomicU64::new(0),
            kept: AtomicU64::new(0),
            signals: session.signals.clone(),
            console: Arc::clone(&session.console),
        })
    }

    /// Whether one of these files exists. If so, counts it as kept.
    pub(super) fn keeps(&self, mut names: impl Iterator<Item = String>) -> bool {
        let is_kept = names.any(|name| self.path.join(name).is_file());
        self.kept.fetch_add(u64::from(is_kept), Relaxed);
        is_kept
    }

    /// Starts a file. It is removed if the run ends by a signal before it is committed.
    ///
    /// # Errors
    /// Local: it cannot be created.
    pub(super) fn start(&self, name: &str) -> anyhow::Result<AtomicFile> {
        self.signals.create(&self.path.join(name))
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

    /// Prints how many files there are and ends the run. `without` engagements have no file.
    ///
    /// # Errors
    /// The run's own, `partial` if some of what was requested is there.
    pub(super) fn finish(&self, run: anyhow::Result<()>, without: u64) -> anyhow::Result<()> {
        let (written, kept) = (self.written.load(Relaxed), self.kept.load(Relaxed));
        let without_recording = match without {
            0 => String::new(),
            _ => format!("; engagements without a recording: {without}"),
        };
        self.console.progress().end();
        let note = format!("written {written}, kept {kept}{without_recording}");
        self.console.note(&note);
        let is_partial = written + kept + without > 0;
        run.map_err(|error| if is_partial { partial(error) } else { error })
    }
}

/// Creates a directory and its missing parents, and brings their names to the disk.
fn create_all(path: &Path) -> io::Result<()> {
    let is_missing = |directory: &&Path| !directory.as_os_str().is_empty() && !directory.exists();
    let missing: Vec<&Path> = path.ancestors().take_while(is_missing).collect();
    platform::create_dir_all(path)?;
    missing
        .into_iter()
        .try_for_each(|directory| platform::sync_directory(atomic_file::directory_of(directory)))
}
