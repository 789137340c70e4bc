//! The way of the records out of a run, and what the run's end means for them.

use std::sync::Arc;

use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::journal::receipt::Receipt;
use crate::records::RecordBatch;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use crate::render::{Format, Renderer};
use crate::settings::output::Output;
use crate::sink::Sink;
use crate::talk::Talk;

use super::proof::Proof;
use super::session::Session;

/// The output of a run: a renderer on a sink, and the receipt of what went through.
pub(super) struct Delivery {
    renderer: Renderer<Sink>,
    /// Nothing is delivered before the end: the output goes to a file, or is held back.
    all_or_nothing: bool,
    /// Nothing is written before the end, wherever it goes.
    collects: bool,
    proof: Proof,
    /// Something that was asked for went through, be it a conversation without a message.
    delivered: bool,
    talk: Arc<Talk>,
}

impl Delivery {
    /// Opens the output that the settings describe; `receipt` says what the run is about.
    /// `held_back` keeps it from stdout until the run is complete.
    ///
    /// # Errors
    /// Local: a file cannot be made where it is asked for.
    pub(super) fn open(
        output: Output,
        receipt: Receipt,
        held_back: bool,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let watch = output.receipt.is_some();
        let interrupt = &session.interrupt;
        let sink = Sink::open(output.file.as_deref(), held_back, watch, interrupt)?;
        let proof = Proof::begin(output.receipt, receipt, interrupt)?;
        let all_or_nothing = sink.is_all_or_nothing();
        let collects = output.style.format == Format::Table;
        if all_or_nothing || collects || session.settings.environment().stdout_width.is_none() {
            session.talk.show_progress();
        }
        let renderer = Renderer::new(output.style, sink);
        Ok(Self {
            renderer,
            all_or_nothing,
            collects,
            proof,
            delivered: false,
            talk: Arc::clone(&session.talk),
        })
    }

    /// Whether a run that fails delivers nothing, rather than what came before the failure.
    pub(super) fn is_all_or_nothing(&self) -> bool {
        self.all_or_nothing
    }

    /// Whether people, who read no header and no brackets, have been shown nothing at all.
    pub(super) fn is_blank(&self) -> bool {
        self.renderer.is_blank()
    }

    /// Delivers a page of the list; `duplicates` of it had been delivered before.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn page(&mut self, page: &RecordBatch, duplicates: u64) -> anyhow::Result<()> {
        for record in page.iter() {
            self.renderer.record(&record)?;
        }
        // Only what has left the buffers counts.
        self.renderer.flush()?;
        self.delivered |= !page.is_empty();
        self.proof.page(page, 1, duplicates);
        self.talk.progress().add(page.len() as u64, true);
        Ok(())
    }

    /// Counts a page of the list whose engagements are delivered in the rows of a summary;
    /// `duplicates` of it had been counted before.
    pub(super) fn counted(&mut self, page: &RecordBatch, duplicates: u64) {
        self.proof.page(page, 0, duplicates);
        self.talk.progress().add(page.len() as u64, true);
    }

    /// Delivers a row of a summary.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn row(&mut self, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.renderer.record(&Record::of(json))?;
        self.proof.row();
        Ok(())
    }

    /// Delivers what is known of one engagement.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn record(&mut self, id: &Id, json: JsonSlice<'_>) -> anyhow::Result<()> {
        self.renderer.record(&Record::of(json))?;
        self.delivered(id, 1)
    }

    /// Delivers a transcript.
    ///
    /// # Errors
    /// What cannot be written.
    pub(super) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        self.renderer.transcript(id, messages)?;
        self.delivered(id, messages.len() as u64)
    }

    fn delivered(&mut self, id: &Id, rows: u64) -> anyhow::Result<()> {
        self.renderer.flush()?;
        self.proof.delivered(Some(id.as_str()), rows);
        self.delivered = true;
        self.talk.progress().add(1, false);
        Ok(())
    }

    /// Ends the output as the run ended: all of it in its place, or what came before a failure
    /// and nothing after. A file that is not whole does not appear.
    ///
    /// # Errors
    /// The run's own, `partial` where something was delivered before it; or what cannot be written.
    pub(super) fn end(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let delivered = self.delivered && !self.all_or_nothing;
        let run = run.map_err(|error| if delivered { partial(error) } else { error });
        let whole = run.is_ok();
        self.end_as(run, whole)
    }

    /// Ends an output that holds failures among its records, so that it can be `whole` although
    /// the run failed.
    ///
    /// # Errors
    /// As [`Delivery::end`].
    pub(super) fn end_as(self, run: anyhow::Result<()>, whole: bool) -> anyhow::Result<()> {
        self.talk.progress().end();
        if let Some(warning) = self.renderer.warning() {
            self.talk.note(&warning);
        }
        let is_delivered = run.is_ok() || !self.all_or_nothing;
        let finished = self.renderer.finish(whole).map_err(Into::into);
        let finished = finished.and_then(|mut sink| {
            if is_delivered {
                sink.put_in_place()?;
            }
            Ok(sink.sum().filter(|_| is_delivered))
        });
        let is_lost = self.collects && finished.is_err();
        // What ended the run is its failure, and not what came of that.
        let (run, sum) = match finished {
            Ok(sum) => (run, sum),
            Err(error) => (run.and(Err(error)), None),
        };
        let mut proof = self.proof;
        if is_lost || self.all_or_nothing && run.is_err() {
            proof.withdraw();
        }
        let complete = run.is_ok() && whole;
        run.and(proof.end(sum, complete))
    }
}

/// The same error, told as the end of a run that delivered something. A refusal that ended the
/// run stays one, and so does a full disk: whatever came before, the person has to act on that.
pub(super) fn partial(error: anyhow::Error) -> anyhow::Error {
    match Failure::of(&error) {
        Some(failure) if failure.kind == Kind::Refused && failure.ends_run => error,
        Some(failure) if !matches!(failure.kind, Kind::Unknown | Kind::Local) => Failure {
            kind: Kind::Partial,
            ..Failure::telling(&error)
        }
        .into(),
        _ => error,
    }
}
