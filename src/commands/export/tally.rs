//! What became of all exports of a run, and the exit code that it means.

use std::fmt;

use crate::failure::{Failure, Kind};
use crate::records::export_result::{ExportResult, Status};

use super::exporter::Stop;

/// Counts of outcomes, and the failures that decide how the run ends.
#[derive(Debug, Default)]
pub(super) struct Tally {
    exported: u64,
    failed: u64,
    unknown: u64,
    skipped: u64,
    not_tried: u64,
    /// The last id with an outcome, after which nothing was tried.
    last: Option<String>,
    first_failure: Option<Failure>,
    refusal: Option<Failure>,
    ended_by: Option<Failure>,
}

impl Tally {
    /// Counts an outcome; the result in it, if it is one.
    pub(super) fn take(&mut self, outcome: Result<ExportResult, Stop>) -> Option<ExportResult> {
        let result = match outcome {
            Ok(result) => result,
            Err(Stop::After(result)) => {
                self.ended_by.clone_from(&result.failure);
                *result
            }
            Err(Stop::Before(failure)) => {
                self.not_tried += 1;
                self.ended_by = Some(failure);
                return None;
            }
            Err(Stop::NotTried) => {
                self.not_tried += 1;
                return None;
            }
        };
        *match result.status {
            Status::Exported => &mut self.exported,
            Status::Failed => &mut self.failed,
            Status::Unknown => &mut self.unknown,
            Status::Skipped => &mut self.skipped,
        } += 1;
        self.last = Some(result.engagement_id.to_string());
        if let Some(failure) = &result.failure {
            self.first_failure.get_or_insert_with(|| failure.clone());
            if failure.status == Some(401) {
                self.refusal = Some(failure.clone());
            }
        }
        Some(result)
    }

    /// Whether every id that was taken was tried.
    pub(super) fn all_tried(&self) -> bool {
        self.not_tried == 0
    }

    /// How the run ends. An unknown outcome wins: only a person can settle it.
    ///
    /// # Errors
    /// The failure with the exit code that the contract's order of precedence gives.
    pub(super) fn verdict(self, all_tried: bool) -> Result<(), Failure> {
        let settled = self.exported + self.skipped;
        let all = settled + self.failed + self.unknown;
        let rest = self.rest(all_tried);
        let Some(first) = self.first_failure.clone().or_else(|| self.ended_by.clone()) else {
            return rest.map_or(Ok(()), |rest| Err(Failure::new(Kind::Partial, rest)));
        };
        if all <= 1 && rest.is_none() {
            return Err(first);
        }
        let (kind, cause) = match (self.unknown, &self.refusal, settled) {
            (1.., _, _) => (Kind::Unknown, &first),
            (0, Some(refusal), _) => (Kind::Refused, refusal),
            (0, None, 1..) => (Kind::Partial, &first),
            (0, None, 0) => (first.kind, &first),
        };
        let cause = self.ended_by.as_ref().unwrap_or(cause);
        let parts = [self.missing(all), rest];
        let message = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        Err(Failure {
            hint: cause.hint.clone(),
            ..Failure::new(kind, message)
        })
    }

    fn missing(&self, all: u64) -> Option<String> {
        Some(match (self.failed, self.unknown) {
            (0, 0) => return None,
            (failed, 0) => format!("{failed} of {all} exports failed"),
            (0, unknown) => format!("{unknown} of {all} exports may or may not have happened"),
            (failed, unknown) => format!(
                "{failed} of {all} exports failed, and {unknown} may or may not have happened"
            ),
        })
    }

    fn rest(&self, all_tried: bool) -> Option<String> {
        if all_tried {
            return None;
        }
        Some(match &self.last {
            Some(last) => format!("nothing after `{last}` was tried"),
            None => "nothing was tried".to_owned(),
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
