//! The way of the records out of a run, and what the run's end means for them.

use std::sync::Arc;

use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::persistence::receipt::Receipt;
use crate::persistence::state::PendingState;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::records::{RecordBatch, engagement};
use crate::render::{Format, Renderer};
use crate::settings::output::Output;
use crate::signals::SignalHandler;
use crate::sink::{Sink, SinkOptions, WriteMode};

use super::session::Session;

/// The output of a run: a renderer on a sink, and the receipt of what went through.
pub(super) struct OutputWriter {
    renderer: Renderer<Sink>,
    format: Format,
    on_failure: OnFailure,
    has_write_failed: bool,
    /// Stored once the output is delivered.
    state: Option<PendingState>,
    receipt: Receipt,
    /// Something that was asked for went through, be it a conversation without a message.
    delivered: bool,
    console: Arc<Console>,
    signals: SignalHandler,
}

/// What is delivered by a run that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OnFailure {
    /// The records before the failure.
    Keeps,
    /// The same, but nothing if it was a write that failed: the sink takes back what was written,
    /// or a table has not been written before.
    KeepsUnlessWriteFailed,
    /// Nothing: the sink is atomic.
    Discards,
}

impl OutputWriter {
    /// Opens the output that the settings describe; `receipt` says what the run is about.
    ///
    /// # Errors
    /// Local: a file cannot be created.
    pub(super) fn open(
        output: Output,
        mut receipt: Receipt,
        mode: WriteMode,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let options = SinkOptions {
            file: output.file.as_deref(),
            mode,
            hash: output.receipt.is_some(),
        };
        let sink = Sink::open(options, &session.signals)?;
        if let Some(path) = output.receipt {
            receipt.begin(path, &session.signals)?;
        }
        let collects = output.style.format == Format::Table;
        if sink.is_atomic() || collects || session.settings.environment().stdout_width.is_none() {
            session.console.show_progress();
        }
        let on_failure = if sink.is_atomic() {
            OnFailure::Discards
        } else if collects || sink.is_cut_back() {
            OnFailure::KeepsUnlessWriteFailed
        } else {
            OnFailure::Keeps
        };
        Ok(Self {
            on_failure,
            has_write_failed: false,
            format: output.style.format,
            renderer: Renderer::new(output.style, sink),
            state: None,
            receipt,
            delivered: false,
            console: Arc::clone(&session.console),
            signals: session.signals.clone(),
        })
    }

    /// Whether a run that fails delivers nothing, rather than what came before the failure.
    pub(super) fn is_atomic(&self) -> bool {
        self.on_failure == OnFailure::Discards
    }

    /// Whether people, who read no header and no brackets, have been shown nothing at all.
    pub(super) fn has_no_rows(&self) -> bool {
        self.renderer.has_no_rows()
    }

    /// Removes the records that the format cannot print; returns the error of the first. Only the
    /// list of IDs has such records: a reader would take an ID of two lines for two IDs.
    pub(super) fn remove_unprintable(&self, page: &mut RecordBatch) -> Option<CliError> {
        if self.format != Format::Id {
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

    /// Delivers a page of the list; `duplicates` of it had been delivered before.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn page(&mut self, page: &RecordBatch, duplicates: u64) -> anyhow::Result<()> {
        self.write(|renderer| page.iter().try_for_each(|record| renderer.record(&record)))?;
        self.delivered |= !page.is_empty();
        self.count(page, 1, duplicates);
        Ok(())
    }

    /// Counts a page of the list whose engagements are delivered in the rows of a summary;
    /// `duplicates` of it had been counted before.
    pub(super) fn count_page(&mut self, page: &RecordBatch, duplicates: u64) {
        self.count(page, 0, duplicates);
    }

    fn count(&mut self, page: &RecordBatch, rows: u64, duplicates: u64) {
        if self.receipt.is_wanted() {
            for record in page.iter() {
                self.receipt.add(engagement::id(&record).as_deref(), rows);
            }
            self.receipt.add_page(duplicates);
        }
        self.console.progress().add(page.len() as u64, true);
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

    /// Delivers what is known of one engagement.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn record(&mut self, id: &Id, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(&Record::of(json)))?;
        self.delivered(id, 1);
        Ok(())
    }

    /// Delivers a transcript.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        self.write(|renderer| renderer.transcript(id, messages))?;
        self.delivered(id, messages.len() as u64);
        Ok(())
    }

    fn delivered(&mut self, id: &Id, rows: u64) {
        self.receipt.add(Some(id.as_str()), rows);
        self.delivered = true;
        self.console.progress().add(1, false);
    }

    /// Writes records. Only what has left the buffers counts.
    fn write(
        &mut self,
        records: impl FnOnce(&mut Renderer<Sink>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let written = records(&mut self.renderer);
        let written = written.and_then(|()| Ok(self.renderer.flush()?));
        written.inspect_err(|error| self.has_write_failed = CliError::of(error).is_none())
    }

    /// Sets the state that is stored once the output is delivered.
    pub(super) fn set_state(&mut self, state: Option<PendingState>) {
        self.state = state;
    }

    /// Ends the output as the run ended: all of it in its place, or what came before a failure
    /// and nothing after. A file that is not whole does not appear.
    ///
    /// # Errors
    /// The run's own, `partial` where something was delivered before it; or what cannot be written.
    pub(super) fn finish(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let delivered = self.delivered && !self.is_atomic();
        let run = run.map_err(|error| if delivered { partial(error) } else { error });
        let whole = run.is_ok();
        self.finish_with(run, whole)
    }

    /// Ends an output that holds failures among its records, so that it can be `whole` although
    /// the run failed.
    ///
    /// # Errors
    /// As [`OutputWriter::finish`].
    pub(super) fn finish_with(
        mut self,
        run: anyhow::Result<()>,
        whole: bool,
    ) -> anyhow::Result<()> {
        self.console.progress().end();
        if let Some(warning) = self.renderer.warning() {
            self.console.warn(&warning);
        }
        let is_delivered = run.is_ok() || !self.is_atomic();
        let finished = self.renderer.finish(whole).map_err(anyhow::Error::from);
        let finished = finished.and_then(|sink| {
            if is_delivered {
                sink.commit()
            } else {
                Ok(None)
            }
        });
        let has_write_failed = self.has_write_failed || finished.is_err();
        // The first failure is the cause, and a failed write at the end only its effect.
        let (run, checksum) = match finished {
            Ok(checksum) => (run, checksum),
            Err(error) => (run.and(Err(error)), None),
        };
        let is_lost = match self.on_failure {
            OnFailure::Keeps => false,
            OnFailure::KeepsUnlessWriteFailed => has_write_failed,
            OnFailure::Discards => run.is_err(),
        };
        if is_lost {
            self.receipt.reset_counts();
        }
        // The state does not depend on the receipt: what is delivered must not be repeated.
        let warn = |text: &str| self.console.warn(text);
        let run = match self.state {
            Some(state) => run.and_then(|()| state.commit(&self.signals, warn)),
            None => run,
        };
        let is_complete = run.is_ok() && whole;
        run.and(self.receipt.finish(checksum, is_complete, &self.signals))
    }
}

/// The same error, told as the end of a run that delivered something. A refusal that ended the
/// run stays one, and so does a full disk: whatever came before, the person has to act on that.
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
