//! One file an engagement, in a folder: what an earlier run has put there is kept.

use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use crate::atomic;
use crate::id::Id;
use crate::interrupt::Interrupt;
use crate::journal::receipt::Receipt;
use crate::records::RecordBatch;
use crate::render::{Document, Format, Renderer, Style};
use crate::settings::output::Output;
use crate::talk::Talk;

use super::delivery::partial;
use super::session::Session;

/// A folder, and which file in it is whose.
#[derive(Clone)]
pub(super) struct Folder {
    path: PathBuf,
    extension: &'static str,
}

impl Folder {
    /// The folder at this path, for files of this format.
    pub(super) fn new(path: PathBuf, format: Format) -> Self {
        let extension = match format {
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Csv => "csv",
            Format::Table | Format::Details | Format::Conversation | Format::Id => "txt",
        };
        Self { path, extension }
    }

    /// Whether an engagement's file is there. Files appear whole, so it is all there.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.file(id).is_file()
    }

    fn file(&self, id: &Id) -> PathBuf {
        self.path.join(format!("{id}.{}", self.extension))
    }
}

/// Makes a folder if it is missing, for nobody else to read.
///
/// # Errors
/// Local: it cannot be made.
pub(super) fn make_folder(path: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("cannot make the folder `{}`", path.display()))?;
    atomic::remove_leftovers(path);
    Ok(())
}

/// The output of a run into a folder, and the receipt of what was written.
pub(super) struct Files {
    folder: Folder,
    style: Style,
    receipt: Receipt,
    written: u64,
    kept: u64,
    interrupt: Interrupt,
    talk: Arc<Talk>,
}

impl Files {
    /// Begins an output into the folder. Each file is what the command prints of one engagement.
    ///
    /// # Errors
    /// Local: the folder or the receipt cannot be made.
    pub(super) fn open(
        folder: Folder,
        output: Output,
        mut receipt: Receipt,
        session: &Session,
    ) -> anyhow::Result<Self> {
        make_folder(&folder.path)?;
        if let Some(path) = output.receipt {
            receipt.begin(path, &session.interrupt)?;
        }
        session.talk.show_progress();
        Ok(Self {
            folder,
            style: Style {
                document: Document::Records,
                ..session.settings.off_terminal(output.style)?
            },
            receipt,
            written: 0,
            kept: 0,
            interrupt: session.interrupt.clone(),
            talk: Arc::clone(&session.talk),
        })
    }

    /// Puts a transcript into its file; `None` is one whose file is there already.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn transcript(
        &mut self,
        id: &Id,
        messages: Option<RecordBatch>,
    ) -> anyhow::Result<()> {
        if let Some(messages) = messages {
            self.write(id, &messages)?;
            self.receipt.add(Some(id.as_str()), messages.len() as u64);
            self.written += 1;
        } else {
            self.kept += 1;
        }
        self.talk.progress().add(1, false);
        Ok(())
    }

    fn write(&self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        let path = self.folder.file(id);
        let mut whole = Renderer::new(self.style.clone(), Vec::new());
        whole.transcript(id, messages)?;
        if let Some(warning) = whole.warning() {
            self.talk
                .note(&format!("{warning} of `{}`", path.display()));
        }
        let mut file = self.interrupt.create(&path)?;
        file.write_all(&whole.finish(true)?)
            .with_context(|| format!("cannot write `{}`", path.display()))?;
        file.commit()
    }

    /// Ends the output as the run ended.
    ///
    /// # Errors
    /// The run's own, `partial` where some files are there; a receipt that cannot be written.
    pub(super) fn end(mut self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let Self { written, kept, .. } = self;
        self.talk.progress().end();
        self.talk.note(&format!("written {written}, kept {kept}"));
        let some = written + kept > 0;
        let run = run.map_err(|error| if some { partial(error) } else { error });
        let complete = run.is_ok();
        run.and(self.receipt.finish(None, complete, &self.interrupt))
    }
}
