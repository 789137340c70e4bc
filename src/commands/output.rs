//! The output of a run: a renderer, its destination, the receipt and the state.

mod finish;

use std::borrow::Cow;
use std::sync::Arc;

use crate::api::{Client, Query};
use crate::console::Console;
use crate::error::CliError;
use crate::id::Id;
use crate::persistence::receipt::Receipt;
use crate::persistence::state::PendingState;
use crate::records::{Record, RecordBatch, engagement};
use crate::render::Renderer;
use crate::settings::output::OutputOptions;
use crate::signals::SignalHandler;
use crate::sink::{Sink, WriteMode};

pub(super) use self::finish::partial;
use super::session::Session;

/// The output of a run, and the receipt of what was delivered.
pub(super) struct OutputWriter {
    /// Prints the records; `None` if each engagement has a file.
    renderer: Option<Box<Renderer<Sink>>>,
    /// The note for people, who see no header and no brackets, if there is nothing to show them.
    pub(super) if_empty: Option<&'static str>,
    /// Stored once the output is delivered.
    pub(super) state: Option<PendingState>,
    receipt: Receipt,
    /// Whether anything that was requested is delivered, be it a conversation without a message.
    has_delivered: bool,
    client: &'static Client,
    console: Arc<Console>,
    signals: SignalHandler,
}

impl OutputWriter {
    /// Opens the output of a command that processes a query, or IDs. Without a `mode` nothing is
    /// printed: each engagement has a file, and is only counted here.
    ///
    /// # Errors
    /// Local: a file cannot be created.
    pub(super) fn open(
        output: OutputOptions,
        mode: Option<WriteMode>,
        command: &'static str,
        query: Option<&Query>,
        client: &'static Client,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let mut receipt = session.receipt(command, client, query);
        let hash = output.receipt.is_some();
        let open = |mode| Sink::open(output.file.as_deref(), mode, hash, &session.signals);
        let sink = mode.map(open).transpose()?;
        let is_terminal = output.style.display.width.is_some();
        let renderer = sink.map(|sink| Box::new(Renderer::new(output.style, sink)));
        let prints_now = renderer
            .as_ref()
            .is_some_and(|renderer| !renderer.is_collecting() && !renderer.writer().is_atomic());
        if !prints_now || !is_terminal {
            session.console.show_progress("done");
        }
        if let Some(path) = output.receipt {
            receipt.begin(path, &session.signals)?;
        }
        Ok(Self {
            renderer,
            if_empty: None,
            state: None,
            receipt,
            has_delivered: false,
            client,
            console: Arc::clone(&session.console),
            signals: session.signals.clone(),
        })
    }

    /// Returns whether a run that fails delivers nothing, rather than what came before the failure.
    pub(super) fn is_atomic(&self) -> bool {
        let renderer = self.renderer.as_ref();
        renderer.is_some_and(|renderer| renderer.writer().is_atomic())
    }

    /// Delivers a page of the list. Returns the error of the first record that the format cannot
    /// print; the others are delivered. Only the list of IDs has such records.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn page(&mut self, page: &mut RecordBatch) -> anyhow::Result<Option<CliError>> {
        let mut unprintable = None;
        if let Some(renderer) = &self.renderer {
            page.retain(|record| match renderer.ensure_printable(record) {
                Ok(()) => true,
                Err(error) => {
                    unprintable.get_or_insert(error);
                    false
                }
            });
        }
        self.write(|renderer| page.iter().try_for_each(|record| renderer.record(record)))?;
        self.has_delivered |= !page.is_empty();
        self.count(page, 1);
        Ok(unprintable.map(|error| error.hint("`-o ndjson` prints it as it is")))
    }

    /// Counts the engagements of a page, each with its rows of the output.
    pub(super) fn count(&mut self, page: &RecordBatch, rows: u64) {
        let engagements = page.len() as u64;
        self.receipt.engagements += engagements;
        self.receipt.records += engagements * rows;
        let mut ids = page
            .iter()
            .filter_map(|record| engagement::id(record).map(Cow::into_owned));
        for id in [ids.next(), ids.next_back()].iter().flatten() {
            self.receipt.add_id(id);
        }
        self.console.progress().add(engagements);
    }

    /// Delivers a row of a summary.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn row(&mut self, record: &Record) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(record))?;
        self.receipt.records += 1;
        Ok(())
    }

    /// Delivers the total of a summary, which counts as no row.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn total(&mut self, record: &Record) -> anyhow::Result<()> {
        self.write(|renderer| {
            renderer.total(record);
            Ok(())
        })
    }

    /// Delivers the record of one engagement.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn record(&mut self, id: &Id, record: &Record) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(record))?;
        self.count_delivered(id, 1);
        Ok(())
    }

    /// Delivers a transcript.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        self.write(|renderer| renderer.transcript(id, messages))?;
        self.count_delivered(id, messages.len() as u64);
        Ok(())
    }

    /// Counts an engagement whose file exists.
    pub(super) fn count_kept(&mut self) {
        self.has_delivered = true;
        self.console.progress().add(1);
    }

    /// Counts an engagement that was delivered.
    pub(super) fn count_delivered(&mut self, id: &Id, rows: u64) {
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
        if let Some(renderer) = &mut self.renderer {
            records(renderer)?;
            renderer.flush()?;
        }
        Ok(())
    }
}
