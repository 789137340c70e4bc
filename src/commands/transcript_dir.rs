//! `transcript --output-dir`: one file per engagement. Existing files are kept.

use std::path::PathBuf;
use std::sync::Arc;

use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::file_name::unique_stem;
use crate::id::Id;
use crate::identity::FileIdentity;
use crate::records::RecordBatch;
use crate::render::display::DisplayOptions;
use crate::render::{JsonShape, OutputFormat, RenderOptions, Renderer};
use crate::settings::output::{NamedFile, OutputOptions};

use super::output_dir::OutputDir;
use super::session::Session;

/// A directory of transcripts.
pub(super) struct TranscriptDir {
    pub(super) dir: OutputDir,
    /// Files of other options, which may be in the directory too.
    others: Vec<NamedFile>,
    /// The directory and the name of each of `others`, resolved again once the directory exists.
    reserved: Vec<(&'static str, FileIdentity)>,
    style: RenderOptions,
    extension: &'static str,
    console: Arc<Console>,
}

impl TranscriptDir {
    /// Describes a directory for files of the output's format.
    pub(super) fn new(path: PathBuf, output: &OutputOptions, session: &Session) -> Self {
        let extension = match output.style.format {
            OutputFormat::Json => "json",
            OutputFormat::Ndjson => "ndjson",
            OutputFormat::Csv => "csv",
            OutputFormat::Table
            | OutputFormat::Details
            | OutputFormat::Conversation
            | OutputFormat::Id => "txt",
        };
        let style = RenderOptions {
            json_shape: JsonShape::Records,
            display: DisplayOptions {
                width: None,
                color: session.settings.color(false),
                ..output.style.display
            },
            ..output.style.clone()
        };
        Self {
            dir: OutputDir::new(path, session),
            reserved: resolve_entries(&output.files),
            others: output.files.clone(),
            style,
            extension,
            console: Arc::clone(&session.console),
        }
    }

    /// Creates the directory if it is missing.
    ///
    /// # Errors
    /// As [`OutputDir::create`].
    pub(super) fn create(&mut self) -> anyhow::Result<()> {
        self.dir.create()?;
        // Other options may name files in a directory that did not exist before.
        self.reserved = resolve_entries(&self.others);
        Ok(())
    }

    /// Checks that an engagement's file is not that of another option.
    ///
    /// # Errors
    /// Usage: the file is that of another option.
    pub(super) fn ensure_free(&self, id: &Id) -> Result<(), CliError> {
        // Files by the names of earlier versions are kept.
        let names = [self.name(id), format!("{id}.{}", self.extension)];
        for path in names.map(|name| self.dir.path(&name)) {
            let file = FileIdentity::of_entry(&path);
            let mut reserved = self.reserved.iter();
            if let Some((option, _)) = reserved.find(|(_, other)| Some(other) == file.as_ref()) {
                let path = path.display();
                let message = format!("{option} and `--output-dir` name the same file: `{path}`");
                return Err(CliError::new(ErrorKind::Usage, message));
            }
        }
        Ok(())
    }

    /// Returns whether an engagement's file exists.
    pub(super) fn has(&self, id: &Id) -> bool {
        self.dir.has(id.as_str(), self.extension)
    }

    fn name(&self, id: &Id) -> String {
        format!("{}.{}", unique_stem(id.as_str()), self.extension)
    }

    /// Writes an engagement's file, and prints the renderer's warning.
    ///
    /// # Errors
    /// Local: the file cannot be written.
    pub(super) fn write(&self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        let name = self.name(id);
        let path = self.dir.path(&name);
        let mut renderer = Renderer::new(self.style.clone(), Vec::new());
        renderer.transcript(id, messages)?;
        let warning = renderer.warning();
        let mut file = self.dir.start(&name)?;
        file.write_content(&renderer.finish(true)?)?;
        self.dir.commit(file)?;
        if let Some(warning) = warning {
            let path = path.display();
            self.console.warn(&format!("{warning} of `{path}`"));
        }
        Ok(())
    }
}

fn resolve_entries(files: &[NamedFile]) -> Vec<(&'static str, FileIdentity)> {
    let files = files.iter();
    let entries = files.filter_map(|(name, path)| Some((*name, FileIdentity::of_entry(path)?)));
    entries.collect()
}
