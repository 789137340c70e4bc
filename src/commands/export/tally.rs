//! What became of all exports of a run, and the exit code that it means.

use std::fmt;

use crate::commands::bulk::BulkProgress;
use crate::failure::{Failure, Kind};
use crate::records::export_result::{ExportResult, Status};

use super::exporter::Stop;

/// Counts of outcomes, and the failures that decide how the run ends.
#[derive(Debug)]
pub(super) struct Tally {
    exported: u64,
    failed: u64,
    unknown: u64,
    skipped: u64,
    not_tried: u64,
    progress: BulkProgress,
    first_failure: Option<Failure>,
    refusal: Option<Failure>,
    /// What ended the run, unless it is an outcome, which is told by itself.
    ended_by: Option<Failure>,
}

impl Tally {
    /// No outcome yet; `progress` records which IDs are left.
    pub(super) fn new(progress: BulkProgress) -> Self {
        Self {
            exported: 0,
            failed: 0,
            unknown: 0,
            skipped: 0,
            not_tried: 0,
            progress,
            first_failure: None,
            refusal: None,
            ended_by: None,
        }
    }

    /// Counts an outcome; the result in it, if it is one.
    pub(super) fn take(&mut self, outcome: Result<ExportResult, Stop>) -> Option<ExportResult> {
        match outcome {
            Ok(result) => {
                self.progress.mark_done(&result.engagement_id);
                return Some(self.count(result));
            }
            Err(Stop::After(result, failure)) => {
                match result.status {
                    Status::Failed => self.progress.mark_remaining(&result.engagement_id),
                    _ => self.progress.mark_done(&result.engagement_id),
                }
                self.ended_by = self.ended_by.take().or(failure);
                return Some(self.count(*result));
            }
            Err(Stop::NoMore(failure)) => self.end_by(failure),
            Err(Stop::Before(id, failure)) => {
                self.progress.mark_remaining(&id);
                self.end_by(failure);
            }
            Err(Stop::NotTried(id)) => self.progress.mark_remaining(&id),
        }
        self.not_tried += 1;
        None
    }

    /// Takes note of what ends the run, other than an outcome.
    pub(super) fn end_by(&mut self, failure: Failure) {
        if failure.kind == Kind::Refused {
            self.refusal.get_or_insert_with(|| failure.clone());
        }
        self.ended_by.get_or_insert(failure);
    }

    fn count(&mut self, result: ExportResult) -> ExportResult {
        *match result.status {
            Status::Exported => &mut self.exported,
            Status::Failed => &mut self.failed,
            Status::Unknown => &mut self.unknown,
            Status::Skipped => &mut self.skipped,
        } += 1;
        if let Some(failure) = &result.failure {
            self.first_failure.get_or_insert_with(|| failure.clone());
            if failure.status == Some(401) {
                self.refusal = Some(failure.clone());
            }
        }
        result
    }

    /// Whether every id that was taken was tried.
    pub(super) fn all_tried(&self) -> bool {
        self.not_tried == 0
    }

    /// How the run ends. An unknown outcome wins: only a person can settle it. Of a run that left
    /// ids untried it is told which.
    ///
    /// # Errors
    /// The failure with the exit code that the contract's order of precedence gives.
    pub(super) fn verdict(&self, all_tried: bool) -> Result<(), Failure> {
        let rest = (!all_tried).then(|| self.progress.describe()).flatten();
        let cause = self.ended_by.as_ref().or(self.first_failure.as_ref());
        match (cause, &rest) {
            (None, None) => return Ok(()),
            (Some(cause), None) if self.outcomes() <= 1 => return Err(cause.clone()),
            _ => {}
        }
        let ended_by = self.ended_by.as_ref().map(|cause| cause.message.clone());
        let parts = [ended_by, self.missing(), rest];
        let message = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let sum = Failure::new(Kind::Partial, "");
        let failure = Failure {
            kind: self.kind(),
            message,
            ..self.ended_by.clone().unwrap_or(sum)
        };
        Err(if all_tried {
            failure
        } else {
            self.progress.with_hint(failure)
        })
    }

    /// What all outcomes are together.
    fn kind(&self) -> Kind {
        match (self.unknown, &self.refusal, self.exported + self.skipped) {
            (1.., _, _) => Kind::Unknown,
            (0, Some(_), _) => Kind::Refused,
            (0, None, 1..) => Kind::Partial,
            (0, None, 0) => {
                let first = self.first_failure.as_ref().or(self.ended_by.as_ref());
                first.map_or(Kind::Partial, |first| first.kind)
            }
        }
    }

    fn outcomes(&self) -> u64 {
        self.exported + self.skipped + self.failed + self.unknown
    }

    fn missing(&self) -> Option<String> {
        let all = self.outcomes();
        Some(match (self.failed, self.unknown) {
            (0, 0) => return None,
            (failed, 0) => format!("{failed} of {all} exports failed"),
            (0, unknown) => format!("{unknown} of {all} exports may or may not have happened"),
            (failed, unknown) => format!(
                "{failed} of {all} exports failed, and {unknown} may or may not have happened"
            ),
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            exported,
            failed,
            unknown,
            skipped,
            ..
        } = self;
        write!(
            formatter,
            "exported {exported}, failed {failed}, unknown {unknown}, skipped {skipped}"
        )
    }
}
