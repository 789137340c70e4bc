//! The end of an output: what is committed, counted and stored.

use super::OutputWriter;
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::persistence::receipt::Receipt;
use crate::render::Renderer;
use crate::sink::{Checksum, Sink};

impl OutputWriter {
    /// Ends the output as the run ended: commits it, or leaves what came before a failure.
    ///
    /// # Errors
    /// The error of the run, as `Partial` if records were delivered before it. Local: the output, the
    /// state or the receipt cannot be written.
    pub(in crate::commands) fn finish(self, run: anyhow::Result<()>) -> anyhow::Result<()> {
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
    pub(in crate::commands) fn finish_with(
        mut self,
        run: anyhow::Result<()>,
        is_complete: bool,
    ) -> anyhow::Result<()> {
        self.console.progress().end();
        let is_atomic = self.is_atomic();
        let closed = match self.renderer.take() {
            Some(renderer) => {
                let is_delivered = run.is_ok() || !is_atomic;
                close(*renderer, is_delivered, is_complete, &self.console)
            }
            None => ClosedOutput::default(),
        };
        let is_write_error = |error: &anyhow::Error| CliError::of(error).is_none();
        let has_write_failed = closed.error.is_some() || run.as_ref().is_err_and(is_write_error);
        // The first failure is the cause, and a failed write at the end only its effect.
        let mut run = run.and(closed.error.map_or(Ok(()), Err));
        if is_atomic && run.is_err() || closed.is_lost_by_error && has_write_failed {
            self.receipt.reset_counts();
        }
        // The state does not depend on the receipt: what is delivered must not be repeated.
        if let Some(state) = self.state.take().filter(|_| run.is_ok()) {
            run = state.commit(&self.signals, |text| self.console.warn(text));
        }
        let is_complete = run.is_ok() && is_complete;
        if let Some(file) = closed.replaced_file.filter(|_| run.is_ok()) {
            self.console.note(&written(&self.receipt, &file));
        }
        run.and(self.finish_receipt(closed.checksum, is_complete))?;
        if let Some(note) = self.if_empty.filter(|_| closed.is_empty && is_complete) {
            self.console.note(note);
        }
        Ok(())
    }

    fn finish_receipt(
        &mut self,
        checksum: Option<Checksum>,
        is_complete: bool,
    ) -> anyhow::Result<()> {
        let list = self.client.list_status();
        self.receipt.pages = (list.pages > 0).then_some(list.pages);
        self.receipt.duplicates_removed = list.duplicates;
        self.receipt.until = list.until.or(self.receipt.until);
        self.receipt.finish(checksum, is_complete, &self.signals)
    }
}

/// An output whose format and sink are closed.
#[derive(Default)]
struct ClosedOutput {
    checksum: Option<Checksum>,
    /// The error that prevented its delivery.
    error: Option<anyhow::Error>,
    /// Whether an error loses all of it: the sink takes back what it has written, or a table has not
    /// been written before.
    is_lost_by_error: bool,
    /// The file that it replaces.
    replaced_file: Option<String>,
    /// Whether a format for people has nothing to show.
    is_empty: bool,
}

/// Ends the format, and delivers the output if `is_delivered`.
fn close(
    renderer: Renderer<Sink>,
    is_delivered: bool,
    is_complete: bool,
    console: &Console,
) -> ClosedOutput {
    let sink = renderer.writer();
    let mut closed = ClosedOutput {
        is_lost_by_error: renderer.is_collecting() || sink.is_truncated_on_error(),
        replaced_file: sink.replaced_file().map(str::to_owned),
        is_empty: renderer.has_no_rows(),
        ..ClosedOutput::default()
    };
    if let Some(warning) = renderer.warning() {
        console.warn(&warning);
    }
    let delivered = match renderer.finish(is_complete) {
        Ok(sink) if is_delivered => sink.commit(),
        Ok(_) => Ok(None),
        Err(error) => Err(error.into()),
    };
    match delivered {
        Ok(checksum) => closed.checksum = checksum,
        Err(error) => closed.error = Some(error),
    }
    closed
}

/// Describes what was written to a file.
fn written(receipt: &Receipt, file: &str) -> String {
    let count = |count: u64, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let engagements = count(receipt.engagements, "engagement");
    let rows = match receipt.records {
        rows if rows == receipt.engagements => engagements,
        rows => format!("{} of {engagements}", count(rows, "row")),
    };
    format!("written {rows} to {file}")
}

/// Converts the error of a run that produced output to `Partial`. Fatal 401/403 errors, local
/// errors and unknown outcomes keep their kind because the user must act on them.
pub(in crate::commands) fn partial(error: anyhow::Error) -> anyhow::Error {
    match CliError::of(&error) {
        Some(failure) if failure.is_fatal_unauthorized() => error,
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
