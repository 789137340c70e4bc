//! Directories that are filled with one file per engagement or recording. Existing files are kept: they
//! are complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::Context;

use crate::atomic_file::{self, AtomicFile};
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::file_name::{directory_of, unique_stem};
use crate::id::Id;
use crate::identity::FileIdentity;
use crate::platform;
use crate::records::RecordBatch;
use crate::render::{JsonShape, OutputFormat, RenderOptions, Renderer};
use crate::settings::output::{NamedFile, OutputOptions};
use crate::signals::SignalHandler;

use super::session::Session;

/// A directory that several workers fill.
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
        let missing = self.path.ancestors().take_while(|path| !path.exists());
        let missing: Vec<&Path> = missing
            .filter(|path| !path.as_os_str().is_empty())
            .collect();
        platform::create_dir_all(&self.path).with_context(cannot_create)?;
        for path in missing {
            platform::sync_directory(directory_of(path)).with_context(cannot_create)?;
        }
        atomic_file::remove_leftovers(&self.path);
        Ok(())
    }

    /// Returns the path of an ID's file, and the one by which earlier versions named it.
    fn paths(&self, id: &str, extension: &str) -> [PathBuf; 2] {
        [&*unique_stem(id), id].map(|stem| self.path.join(format!("{stem}.{extension}")))
    }

    /// Returns whether the file of an ID exists.
    pub(super) fn has(&self, id: &str, extension: &str) -> bool {
        let [path, earlier] = self.paths(id, extension);
        path.is_file() || earlier.is_file() && is_entry(&earlier)
    }

    /// Counts a file that exists.
    pub(super) fn count_kept(&self) {
        self.kept.fetch_add(1, Relaxed);
    }

    /// Starts the file of an ID. It is removed if the run ends by a signal before it is committed.
    ///
    /// # Errors
    /// Local: it cannot be created.
    pub(super) fn start(&self, id: &str, extension: &str) -> anyhow::Result<AtomicFile> {
        let [path, _] = self.paths(id, extension);
        self.signals.create(&path)
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

/// Returns whether a directory has exactly this name. Where case does not count, a path may lead to
/// the file of another ID.
fn is_entry(path: &Path) -> bool {
    let entries = fs::read_dir(directory_of(path)).into_iter().flatten();
    let mut names = entries.flatten().map(|entry| entry.file_name());
    names.any(|name| path.file_name() == Some(&name))
}

/// The directory of `transcript --output-dir`.
pub(super) struct TranscriptDir {
    pub(super) dir: OutputDir,
    style: RenderOptions,
    extension: &'static str,
    /// Files of other options, which may be in the directory too.
    others: Vec<NamedFile>,
}

impl TranscriptDir {
    /// Describes a directory for files of the output's format.
    pub(super) fn new(path: PathBuf, output: &OutputOptions, session: &Session) -> Self {
        let extension = match output.style.format {
            OutputFormat::Json => "json",
            OutputFormat::Ndjson => "ndjson",
            OutputFormat::Csv => "csv",
            _ => "txt",
        };
        let mut style = output.style.clone();
        style.json_shape = JsonShape::Records;
        style.display.width = None;
        style.display.color = session.settings.color(false);
        Self {
            dir: OutputDir::new(path, session),
            style,
            extension,
            others: output.files.clone(),
        }
    }

    /// Checks that an engagement's file is not that of another option. Paths are resolved each time:
    /// another option may name a file in a directory that did not exist before.
    ///
    /// # Errors
    /// Usage: the file is that of another option.
    pub(super) fn ensure_free(&self, id: &Id) -> Result<(), CliError> {
        for path in self.dir.paths(id.as_str(), self.extension) {
            let file = FileIdentity::of_entry(&path);
            let is_same = |other| file.is_some() && file == FileIdentity::of_entry(other);
            if let Some((option, _)) = self.others.iter().find(|(_, other)| is_same(other)) {
                let path = path.display();
                let message = format!("{option} and `--output-dir` name the same file: `{path}`");
                return Err(CliError::new(ErrorKind::Usage, message));
            }
        }
        Ok(())
    }

    /// Returns whether an engagement's file exists, and counts it then.
    ///
    /// # Errors
    /// As [`TranscriptDir::ensure_free`].
    pub(super) fn keeps(&self, id: &Id) -> Result<bool, CliError> {
        self.ensure_free(id)?;
        let exists = self.has(id);
        if exists {
            self.dir.count_kept();
        }
        Ok(exists)
    }

    /// Returns whether an engagement's file exists.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.dir.has(id.as_str(), self.extension)
    }

    /// Writes an engagement's file, and prints the renderer's warning.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn write(&self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        let mut renderer = Renderer::new(self.style.clone(), Vec::new());
        renderer.transcript(id, messages)?;
        let warning = renderer.warning();
        let mut file = self.dir.start(id.as_str(), self.extension)?;
        file.write_content(&renderer.finish(true)?)?;
        self.dir.commit(file)?;
        if let Some(warning) = warning {
            let [path, _] = self.dir.paths(id.as_str(), self.extension);
            let console = &self.dir.console;
            console.warn(&format!("{warning} of `{}`", path.display()));
        }
        Ok(())
    }
}
