//! The output of a run: a renderer, its destination, the receipt and the state.

use crate::api::{Client, Query};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::persistence::receipt::Receipt;
use crate::records::{Record, RecordBatch, engagement};
use crate::render::Renderer;
use crate::settings::output::OutputOptions;
use crate::sink::{Checksum, Sink, WriteMode};

use super::incremental::IncrementalRun;
use super::query::window;
use super::session::Session;

/// The output of a run, and the account of what was delivered.
pub(super) struct OutputWriter<'a> {
    /// Prints the records; `None` if each engagement has a file.
    renderer: Option<Renderer<Sink>>,
    /// The note for people, who see no header and no brackets, if there is nothing to show them.
    pub(super) if_empty: Option<&'static str>,
    /// Stored once the output is delivered.
    pub(super) incremental: Option<IncrementalRun>,
    receipt: Receipt,
    engagements: u64,
    rows: u64,
    /// Whether anything that was requested is delivered, be it a conversation without a message.
    has_delivered: bool,
    client: &'static Client,
    session: &'a Session,
}

impl<'a> OutputWriter<'a> {
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
        session: &'a Session,
    ) -> anyhow::Result<Self> {
        if let Some(query) = query {
            session.console.trace(1, || window(query));
        }
        let now = session.settings.environment.now;
        let mut receipt = Receipt::new(command, client.base_url(), now, query);
        let hash = output.receipt.is_some();
        let open = |mode| Sink::open(output.file.as_deref(), mode, hash, &session.signals);
        let sink = mode.map(open).transpose()?;
        let is_terminal = output.style.display.width.is_some();
        let renderer = sink.map(|sink| Renderer::new(output.style, sink));
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
            incremental: None,
            receipt,
            engagements: 0,
            rows: 0,
            has_delivered: false,
            client,
            session,
        })
    }

    /// Returns whether a run that fails delivers nothing, rather than what came before the failure.
    pub(super) fn is_atomic(&self) -> bool {
        let renderer = self.renderer.as_ref();
        renderer.is_some_and(|renderer| renderer.writer().is_atomic())
    }

    /// Delivers a page of the list.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn page(&mut self, page: &RecordBatch) -> anyhow::Result<()> {
        self.write(|renderer| page.iter().try_for_each(|record| renderer.record(record)))?;
        self.rows += page.len() as u64;
        self.has_delivered |= !page.is_empty();
        self.count_page(page);
        if let Some(incremental) = &mut self.incremental {
            for record in page.iter() {
                if let Some(id) = engagement::id(record) {
                    incremental.add(&id, engagement::created_at(record));
                }
            }
        }
        Ok(())
    }

    /// Counts the engagements of a page.
    pub(super) fn count_page(&mut self, page: &RecordBatch) {
        self.engagements += page.len() as u64;
        let mut ids = page.iter().filter_map(engagement::id);
        for id in [ids.next(), ids.next_back()].iter().flatten() {
            self.receipt.add_id(id);
        }
        self.session.console.progress().add(page.len() as u64);
    }

    /// Delivers the rows of a summary, and its total, which counts as no row.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn summary(&mut self, rows: &[Record], total: &Record) -> anyhow::Result<()> {
        self.rows += rows.len() as u64;
        self.write(|renderer| {
            rows.iter().try_for_each(|row| renderer.record(row))?;
            if !rows.is_empty() {
                renderer.total(total);
            }
            Ok(())
        })
    }

    /// Delivers the record of one engagement.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn record(&mut self, id: &Id, record: &Record) -> anyhow::Result<()> {
        self.write(|renderer| renderer.record(record))?;
        self.count(id, 1);
        Ok(())
    }

    /// Delivers a transcript. One that has a file is only counted.
    ///
    /// # Errors
    /// Local: the output cannot be written.
    pub(super) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        self.write(|renderer| renderer.transcript(id, messages))?;
        self.count(id, messages.len() as u64);
        Ok(())
    }

    fn count(&mut self, id: &Id, rows: u64) {
        self.engagements += 1;
        self.rows += rows;
        self.receipt.add_id(id.as_str());
        self.count_kept();
    }

    /// Counts an engagement whose file exists.
    pub(super) fn count_kept(&mut self) {
        self.has_delivered = true;
        self.session.console.progress().add(1);
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

    /// Ends the output as the run ended: commits it, or leaves what came before a failure.
    ///
    /// # Errors
    /// The error of the run, as `Partial` if records were delivered before it. Local: the output, the
    /// state or the receipt cannot be written.
    pub(super) fn finish(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let is_partial = self.has_delivered && !self.is_atomic();
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
        mut run: anyhow::Result<()>,
        is_complete: bool,
    ) -> anyhow::Result<()> {
        let (console, signals) = (&self.session.console, &self.session.signals);
        console.progress().end();
        // The next state is on the disk before the output is delivered: its commit can hardly fail.
        let mut state = None;
        if let Some(incremental) = self.incremental.take().filter(|_| run.is_ok()) {
            run = incremental.prepare(signals).map(|next| state = Some(next));
        }
        let (mut file, mut is_empty, mut checksum) = (None, false, None);
        if let Some(renderer) = self.renderer.take() {
            file = renderer.writer().replaced_file().map(str::to_owned);
            is_empty = renderer.has_no_rows();
            (run, checksum) = self.close(renderer, run, is_complete);
        }
        // The state does not depend on the receipt: what is delivered must not be repeated.
        if let Some(state) = state.filter(|_| run.is_ok()) {
            run = state.commit(signals, |text| console.warn(text));
        }
        let is_complete = run.is_ok() && is_complete;
        if let Some(file) = file.filter(|_| run.is_ok()) {
            console.note(&self.written(&file));
        }
        run.and(self.finish_receipt(checksum, is_complete))?;
        if let Some(note) = self.if_empty.filter(|_| is_empty && is_complete) {
            console.note(note);
        }
        Ok(())
    }

    /// Ends the format, and delivers the output unless it is atomic and the run has failed. Returns how
    /// the run ends with it, and the checksum.
    fn close(
        &mut self,
        renderer: Renderer<Sink>,
        run: anyhow::Result<()>,
        is_complete: bool,
    ) -> (anyhow::Result<()>, Option<Checksum>) {
        if let Some(warning) = renderer.warning() {
            self.session.console.warn(&warning);
        }
        let sink = renderer.writer();
        let is_atomic = sink.is_atomic();
        // The sink takes back what it has written, or a table has not been written before.
        let is_lost_by_write_error = renderer.is_collecting() || sink.is_truncated_on_error();
        let closed = match renderer.finish(is_complete) {
            Ok(sink) if run.is_ok() || !is_atomic => sink.commit(),
            Ok(_) => Ok(None),
            Err(error) => Err(error.into()),
        };
        let is_write_error = |error: &anyhow::Error| CliError::of(error).is_none();
        let has_write_failed = closed.is_err() || run.as_ref().is_err_and(is_write_error);
        if is_atomic && run.is_err() || is_lost_by_write_error && has_write_failed {
            (self.engagements, self.rows) = (0, 0);
            (self.receipt.first_id, self.receipt.last_id) = (None, None);
        }
        // The first failure is the cause, and a failed write at the end only its effect.
        match closed {
            Ok(checksum) => (run, checksum),
            Err(error) => (run.and(Err(error)), None),
        }
    }

    fn finish_receipt(
        &mut self,
        checksum: Option<Checksum>,
        is_complete: bool,
    ) -> anyhow::Result<()> {
        let list = self.client.list_status();
        let receipt = &mut self.receipt;
        receipt.pages = (list.pages > 0).then_some(list.pages);
        receipt.duplicates_removed = Some(list.duplicates);
        receipt.until = list.until.or(receipt.until);
        receipt.engagements = Some(self.engagements);
        receipt.records = Some(self.rows);
        receipt.finish(checksum, is_complete, &self.session.signals)
    }

    /// Describes what was written to a file.
    fn written(&self, file: &str) -> String {
        let count = |count: u64, noun: &str| match count {
            1 => format!("1 {noun}"),
            _ => format!("{count} {noun}s"),
        };
        let engagements = count(self.engagements, "engagement");
        if self.rows == self.engagements {
            return format!("written {engagements} to {file}");
        }
        let rows = count(self.rows, "row");
        format!("written {rows} of {engagements} to {file}")
    }
}

/// Converts the error of a run that produced output to `Partial`. Fatal 401/403 errors, local
/// errors and unknown outcomes keep their kind because the user must act on them.
pub(super) fn partial(error: anyhow::Error) -> anyhow::Error {
    let keeps_kind = |failure: &CliError| {
        failure.is_fatal_unauthorized()
            || matches!(failure.kind, ErrorKind::Unknown | ErrorKind::Local)
    };
    if CliError::of(&error).is_none_or(keeps_kind) {
        return error;
    }
    let kind = ErrorKind::Partial;
    let failure = CliError::from_anyhow(&error);
    CliError { kind, ..failure }.into()
}
