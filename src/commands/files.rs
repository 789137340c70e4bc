//! One file an engagement, in a folder: what an earlier run has put there is kept.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;

use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::identity::FileIdentity;
use crate::interrupt::Interrupt;
use crate::journal::receipt::Receipt;
use crate::records::RecordBatch;
use crate::render::{Document, Format, Renderer, Style};
use crate::settings::output::Output;
use crate::talk::Talk;

use super::output_dir::OutputDir;
use super::session::Session;

/// A folder, and which file in it is whose.
#[derive(Clone)]
pub(super) struct Folder {
    path: PathBuf,
    extension: &'static str,
    /// Files of other options, which may be in the directory too.
    reserved: Arc<[(&'static str, FileIdentity)]>,
}

impl Folder {
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

    /// Checks that the file of an engagement is not that of another option.
    ///
    /// # Errors
    /// Usage: it is.
    pub(super) fn ensure_free(&self, id: &Id) -> Result<(), Failure> {
        let path = self.path.join(self.name(id));
        let file = FileIdentity::of_entry(&path);
        let taken = self
            .reserved
            .iter()
            .find(|(_, other)| Some(other) == file.as_ref());
        taken.map_or(Ok(()), |(option, _)| {
            let path = path.display();
            let message = format!("{option} and `--output-dir` name the same file: `{path}`");
            Err(Failure::new(Kind::Usage, message))
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
pub(super) struct Files {
    folder: Folder,
    dir: OutputDir,
    style: Style,
    receipt: Receipt,
    interrupt: Interrupt,
    talk: Arc<Talk>,
}

impl Files {
    /// Begins an output into the directory. Each file is what the command prints of one engagement.
    ///
    /// # Errors
    /// Local: the directory or the receipt cannot be created.
    pub(super) fn open(
        folder: Folder,
        output: Output,
        mut receipt: Receipt,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let dir = OutputDir::create(&folder.path, session)?;
        if let Some(path) = output.receipt {
            receipt.begin(path, &session.interrupt)?;
        }
        Ok(Self {
            folder,
            dir,
            style: Style {
                document: Document::Records,
                ..session.settings.off_terminal(output.style)?
            },
            receipt,
            interrupt: session.interrupt.clone(),
            talk: Arc::clone(&session.talk),
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
        let name = self.folder.name(id);
        if let Some(messages) = messages {
            self.write(id, &name, &messages)?;
            self.receipt.add(Some(id.as_str()), messages.len() as u64);
        } else {
            self.dir.keeps([name].into_iter());
        }
        self.talk.progress().add(1, false);
        Ok(())
    }

    fn write(&self, id: &Id, name: &str, messages: &RecordBatch) -> anyhow::Result<()> {
        let mut renderer = Renderer::new(self.style.clone(), Vec::new());
        renderer.transcript(id, messages)?;
        if let Some(warning) = renderer.warning() {
            let path = self.folder.path.join(name);
            self.talk
                .note(&format!("{warning} of `{}`", path.display()));
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
    pub(super) fn end(mut self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let run = self.dir.finish(run, 0);
        let is_complete = run.is_ok();
        run.and(self.receipt.finish(None, is_complete, &self.interrupt))
    }
}
