//! The output of a run: a renderer, its destination, the receipt and the state.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::persistence::receipt::Receipt;
use crate::persistence::state::PendingState;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::records::{RecordBatch, engagement};
use crate::render::{OutputFormat, Renderer};
use crate::settings::output::Output;
use crate::signals::SignalHandler;
use crate::sink::{Sink, WriteMode};
use crate::stream::is_stream;

use super::session::Session;
use super::transcript_dir::TranscriptDir;

/// The output of a run, and the receipt of what was delivered.
pub(super) struct OutputWriter {
    destination: Destination,
    /// The note for people, who see no header and no brackets, if there is nothing to show them.
    pub(super) if_empty: Option<&'static str>,
    /// Whether a run that fails delivers nothing, rather than what came before the failure.
    is_atomic: bool,
    /// Whether a run that cannot write delivers nothing: the sink takes back what was written, or
    /// a table has not been written before.
    is_lost_by_write_error: bool,
    /// The file that the run replaces.
    file: Option<PathBuf>,
    /// Stored once the output is delivered.
    state: Option<PendingState>,
    receipt: Receipt,
    /// Whether anything that was requested is delivered, be it a conversation without a message.
    has_delivered: bool,
    console: Arc<Console>,
    signals: SignalHandler,
}

enum Destination {
    /// stdout or a file.
    Sink(Box<Renderer<Sink>>, OutputFormat),
    /// A file for each transcript.
    Directory(TranscriptDir),
}

impl OutputWriter {
    /// Opens the output that the settings describe; `receipt` says what the run is about.
    ///
    /// # Errors
    /// Local: a file cannot be created.
    pub(super) fn open(
        output: Output,
        receipt: Receipt,
        mode: WriteMode,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let hash = output.receipt.is_some();
        let file = output.file;
        let sink = Sink::open(file.as_deref(), mode, hash, &session.signals)?;
        let (is_atomic, is_cut_back) = (sink.is_atomic(), sink.is_cut_back());
        let format = output.style.format;
        let renderer = Box::new(Renderer::new(output.style, sink));
        let destination = Destination::Sink(renderer, format);
        let mut writer = Self::new(destination, output.receipt, receipt, session)?;
        let collects = format == OutputFormat::Table;
        writer.is_atomic = is_atomic;
        writer.file = file.filter(|path| !is_stream(path));
        writer.is_lost_by_write_error = collects || is_cut_back;
        if is_atomic || collects || session.settings.environment().stdout_width.is_none() {
            session.console.show_progress("done");
        }
        Ok(writer)
    }

    /// Opens a directory with a file for each transcript.
    ///
    /// # Errors
    /// Local: the directory or the receipt cannot be created.
    pub(super) fn open_dir(
        directory: TranscriptDir,
        output: Output,
        receipt: Receipt,
        session: &Session,
    ) -> anyhow::Result<Self> {
        directory.dir.create()?;
        Self::new(
            Destination::Directory(directory),
            output.receipt,
            receipt,
            session,
        )
    }

    fn new(
        destination: Destination,
        receipt_path: Option<PathBuf>,
        mut receipt: Receipt,
        session: &Session,
    ) -> anyhow::Result<Self> {
        if let Some(path) = receipt_path {
            receipt.begin(path, &session.signals)?;
        }
        Ok(Self {
            destination,
            if_empty: None,
            is_atomic: false,
            is_lost_by_write_error: false,
            file: None,
            state: None,
            receipt,
            has_delivered: false,
            console: Arc::clone(&session.console),
            signals: session.signals.clone(),
        })
    }

    /// Whether a run that fails delivers nothing, rather than what came before the failure.
    pub(super) fn is_atomic(&self) -> bool {
        self.is_atomic
    }

    /// Removes the records that the format cannot print; returns the error of the first. Only the
    /// list of IDs has such records: a reader would take an ID of two lines for two IDs.
    pub(super) fn remove_unprintable(&self, page: &mut RecordBatch) -> Option<CliError> {
        if !matches!(self.destination, Destination::Sink(_, OutputFormat::Id)) {
            return None;
        }
        let mut first = None;
        page.retain(|record| match engagement::path_safe_id(record) {
            Ok(_) => true,
            Err(error) => {
                first.get_or_insert(error.hint("`-o ndjson` prints it as it is"));
                false
            }
        });
        first
    }

    /// Delivers a page of the list.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn page(&mut self, page: &RecordBatch) -> anyhow::Result<()> {
        self.write(|renderer| page.iter().try_for_each(|record| renderer.record(&record)))?;
        self.has_delivered |= !page.is_empty();
        self.count(page, 1);
        Ok(())
    }

    /// Counts the engagements of a page, each with its rows of the output.
    pub(super) fn count(&mut self, page: &RecordBatch, rows: u64) {
        let engagements = page.len() as u64;
        self.receipt.engagements += engagements;
        self.receipt.records += engagements * rows;
        let ends = [page.iter().next(), page.iter().next_back()];
        for id in ends.iter().flatten().filter_map(engagement::id) {
            self.receipt.add_id(&id);
        }
        self.console.progress().add(engagements);
    }

    /// Counts the pages of the list, and the engagements that were left out of them because they
    /// had been delivered before.
    pub(super) fn count_list(&mut self, pages: u64, duplicates: u64) {
        self.receipt.pages = (pages > 0).then_some(pages);
        self.receipt.duplicates_removed = duplicates;
    }

    /// Delivers a row of a summary.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn row(&mut self, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(&Record::of(json)))?;
        self.receipt.records += 1;
        Ok(())
    }

    /// Delivers the total of a summary, which counts as no row.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn total(&mut self, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.write(|renderer| {
            renderer.total(&Record::of(json));
            Ok(())
        })
    }

    /// Delivers what is known of one engagement.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn record(&mut self, id: &Id, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(&Record::of(json)))?;
        self.delivered(id, 1);
        Ok(())
    }

    /// Delivers a transcript; `None` if its file exists.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn transcript(
        &mut self,
        id: &Id,
        messages: Option<&RecordBatch>,
    ) -> anyhow::Result<()> {
        let Some(messages) = messages else {
            self.has_delivered = true;
            self.console.progress().add(1);
            return Ok(());
        };
        if let Destination::Directory(files) = &self.destination {
            if let Some(warning) = files.write(id, messages)? {
                self.console.warn(&warning);
            }
        } else {
            self.write(|renderer| renderer.transcript(id, messages))?;
        }
        self.delivered(id, messages.len() as u64);
        Ok(())
    }

    fn delivered(&mut self, id: &Id, rows: u64) {
        self.receipt.engagements += 1;
        self.receipt.records += rows;
        self.receipt.add_id(id.as_str());
        self.has_delivered = true;
        self.console.progress().add(1);
    }

    /// Writes records. Only what has left the buffers counts.
    fn write(
        &mut self,
        records: impl FnOnce(&mut Renderer<Sink>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if let Destination::Sink(renderer, _) = &mut self.destination {
            records(renderer)?;
            renderer.flush()?;
        }
        Ok(())
    }

    /// Sets the state that is stored once the output is delivered.
    pub(super) fn set_state(&mut self, state: Option<PendingState>) {
        self.state = state;
    }

    /// Ends the output as the run ended: commits it, or leaves what came before a failure.
    ///
    /// # Errors
    /// The run's own, `partial` where something was delivered before it; or what cannot be written.
    pub(super) fn finish(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let is_partial = self.has_delivered && !self.is_atomic;
        let run = run.map_err(|error| if is_partial { partial(error) } else { error });
        let is_complete = run.is_ok();
        self.finish_with(run, is_complete)
    }

    /// Ends an output that has failures among its records, or that leaves failed IDs to the next
    /// run: whether it is complete does not depend on whether the run failed.
    ///
    /// # Errors
    /// As [`OutputWriter::finish`].
    pub(super) fn finish_with(
        mut self,
        run: anyhow::Result<()>,
        is_complete: bool,
    ) -> anyhow::Result<()> {
        self.console.progress().end();
        let is_committed = run.is_ok() || !self.is_atomic;
        let mut is_empty = false;
        let finished = match self.destination {
            Destination::Sink(renderer, _) => {
                is_empty = renderer.has_no_rows();
                if let Some(warning) = renderer.warning() {
                    self.console.warn(&warning);
                }
                let sink = renderer.finish(is_complete).map_err(anyhow::Error::from);
                sink.and_then(|sink| {
                    if is_committed {
                        sink.commit()
                    } else {
                        Ok(None)
                    }
                })
            }
            Destination::Directory(files) => {
                files.dir.finish("");
                Ok(None)
            }
        };
        // The first failure is the cause, and a failed write at the end only its effect.
        let is_write_error = |error: &anyhow::Error| CliError::of(error).is_none();
        let has_write_failed = finished.is_err() || run.as_ref().is_err_and(is_write_error);
        let (run, checksum) = match finished {
            Ok(checksum) => (run, checksum),
            Err(error) => (run.and(Err(error)), None),
        };
        if self.is_atomic && run.is_err() || self.is_lost_by_write_error && has_write_failed {
            self.receipt.reset_counts();
        }
        // The state does not depend on the receipt: what is delivered must not be repeated.
        let warn = |text: &str| self.console.warn(text);
        let run = run.and_then(|()| match self.state {
            Some(state) => state.commit(&self.signals, warn),
            None => Ok(()),
        });
        let is_complete = run.is_ok() && is_complete;
        if let Some(path) = self.file.filter(|_| run.is_ok()) {
            self.console.note(&written(&self.receipt, &path));
        }
        run.and(self.receipt.finish(checksum, is_complete, &self.signals))?;
        if let Some(note) = self.if_empty.filter(|_| is_empty && is_complete) {
            self.console.note(note);
        }
        Ok(())
    }
}

/// Describes what was written to a file.
fn written(receipt: &Receipt, path: &Path) -> String {
    let count = |count: u64, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let engagements = count(receipt.engagements, "engagement");
    let rows = match receipt.records {
        rows if rows == receipt.engagements => engagements,
        rows => format!("{} of {engagements}", count(rows, "row")),
    };
    format!("written {rows} to `{}`", path.display())
}

/// Converts the error of a run that produced output to `Partial`. Fatal 401/403 errors, local
/// errors and unknown outcomes keep their kind because the user must act on them.
pub(super) fn partial(error: anyhow::Error) -> anyhow::Error {
    match CliError::of(&error) {
        Some(failure) if failure.kind == ErrorKind::Unauthorized && failure.is_fatal => error,
        Some(failure) if !matches!(failure.kind, ErrorKind::Unknown | ErrorKind::Local) => {
            CliError {
                kind: ErrorKind::Partial,
                ..CliError::from_anyhow(&error)
            }
            .into()
        }
        _ => error,
    }
}
