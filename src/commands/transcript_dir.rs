//! One file an engagement, in a folder: what an earlier run has put there is kept.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;

use crate::cli::IdArg;
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::identity::FileIdentity;
use crate::persistence::receipt::Receipt;
use crate::records::RecordBatch;
use crate::render::{Document, Format, RenderOptions, Renderer};
use crate::settings::output::Output;
use crate::signals::SignalHandler;

use super::output_dir::OutputDir;
use super::session::Session;

/// A folder, and which file in it is whose.
#[derive(Clone)]
pub(super) struct TranscriptDir {
    path: PathBuf,
    extension: &'static str,
    /// Files of other options, which may be in the directory too.
    reserved: Arc<[(&'static str, FileIdentity)]>,
}

impl TranscriptDir {
    /// Creates the description of a directory for files of this format.
    pub(super) fn new(
        path: PathBuf,
        format: Format,
        reserved: Vec<(&'static str, FileIdentity)>,
    ) -> Self {
        let extension = match format {
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Csv => "csv",
            Format::Table | Format::Details | Format::Conversation | Format::Id => "txt",
        };
        let reserved = reserved.into();
        Self {
            path,
            extension,
            reserved,
        }
    }

    /// Checks that no file of the IDs given as arguments is that of another option.
    ///
    /// # Errors
    /// Usage: one is.
    pub(super) fn ensure_all_free(&self, ids: &[IdArg]) -> Result<(), CliError> {
        ids.iter().try_for_each(|id| match id {
            IdArg::Id(id) => self.ensure_free(id),
            IdArg::Stdin => Ok(()),
        })
    }

    /// Checks that the file of an engagement is not that of another option.
    ///
    /// # Errors
    /// Usage: it is.
    pub(super) fn ensure_free(&self, id: &Id) -> Result<(), CliError> {
        let path = self.path.join(self.name(id));
        let file = FileIdentity::of_entry(&path);
        let taken = self
            .reserved
            .iter()
            .find(|(_, other)| Some(other) == file.as_ref());
        taken.map_or(Ok(()), |(option, _)| {
            let path = path.display();
            let message = format!("{option} and `--output-dir` name the same file: `{path}`");
            Err(CliError::new(ErrorKind::Usage, message))
        })
    }

    /// Whether an engagement's file is there. Files appear whole, so it is all there.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.path.join(self.name(id)).is_file()
    }

    fn name(&self, id: &Id) -> String {
        format!("{id}.{}", self.extension)
    }
}

/// The output of a run into a directory, and the receipt of what was written.
pub(super) struct TranscriptDirWriter {
    directory: TranscriptDir,
    dir: OutputDir,
    style: RenderOptions,
    receipt: Receipt,
    signals: SignalHandler,
    console: Arc<Console>,
}

impl TranscriptDirWriter {
    /// Begins an output into the directory. Each file is what the command prints of one engagement.
    ///
    /// # Errors
    /// Local: the directory or the receipt cannot be created.
    pub(super) fn open(
        directory: TranscriptDir,
        output: Output,
        mut receipt: Receipt,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let dir = OutputDir::create(&directory.path, session)?;
        if let Some(path) = output.receipt {
            receipt.begin(path, &session.signals)?;
        }
        Ok(Self {
            directory,
            dir,
            style: RenderOptions {
                document: Document::Records,
                ..session.settings.without_terminal(output.style)?
            },
            receipt,
            signals: session.signals.clone(),
            console: Arc::clone(&session.console),
        })
    }

    /// Writes a transcript to its file; `None` if that exists.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn transcript(
        &mut self,
        id: &Id,
        messages: Option<RecordBatch>,
    ) -> anyhow::Result<()> {
        let name = self.directory.name(id);
        if let Some(messages) = messages {
            self.write(id, &name, &messages)?;
            self.receipt.add(Some(id.as_str()), messages.len() as u64);
        } else {
            self.dir.keeps([name].into_iter());
        }
        self.console.progress().add(1, false);
        Ok(())
    }

    fn write(&self, id: &Id, name: &str, messages: &RecordBatch) -> anyhow::Result<()> {
        let mut renderer = Renderer::new(self.style.clone(), Vec::new());
        renderer.transcript(id, messages)?;
        if let Some(warning) = renderer.warning() {
            let path = self.directory.path.join(name);
            self.console
                .warn(&format!("{warning} of `{}`", path.display()));
        }
        let mut file = self.dir.start(name)?;
        file.write_all(&renderer.finish(true)?)
            .with_context(|| format!("cannot write `{name}`"))?;
        self.dir.commit(file)
    }

    /// Ends the output as the run ended.
    ///
    /// # Errors
    /// The run's own, `partial` where some files are there; a receipt that cannot be written.
    pub(super) fn finish(mut self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let run = self.dir.finish(run, 0);
        let is_complete = run.is_ok();
        run.and(self.receipt.finish(None, is_complete, &self.signals))
    }
}
