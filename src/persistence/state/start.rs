//! Where the window of a run starts.

use chrono::{DateTime, TimeDelta, Utc};

use super::{State, subtract};
use crate::error::{CliError, ErrorKind};
use crate::values::time_arg::format_api_time;

/// The window that the user asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WindowRequest {
    /// Where the first run starts. Later runs ignore it, so that a crontab can hold one line
    /// for all of them.
    pub(crate) since: Option<DateTime<Utc>>,
    /// The last instant of the window.
    pub(crate) until: DateTime<Utc>,
    /// When this run started.
    pub(crate) now: DateTime<Utc>,
    /// How far behind the checkpoint later runs start.
    pub(crate) lookback: TimeDelta,
}

impl State {
    /// Starts the window of this run. Returns a warning if it does not start where the user expects.
    ///
    /// # Errors
    /// Usage: the first run has no `since`, or the window is empty.
    pub(crate) fn start(&mut self, request: WindowRequest) -> Result<Option<String>, CliError> {
        let (since, warning) = if self.is_new {
            let since = request.since.ok_or_else(|| {
                let message = format!("the first run with {} needs `--since`", self.name());
                CliError::new(ErrorKind::Usage, message)
                    .hint("later runs start where the last one ended")
            })?;
            self.file.first_since = Some(since);
            (since, None)
        } else if self.is_ahead_of(request.now) {
            self.healed_start(request)?
        } else {
            self.previous_checkpoint = Some(self.file.checkpoint);
            self.usual_start(request.lookback)
        };
        if since > request.until {
            let (since, until) = (format_api_time(since), format_api_time(request.until));
            let message = format!(
                "{} starts at {since}, which is later than {until}",
                self.name()
            );
            return Err(
                CliError::new(ErrorKind::Usage, message).hint("check `--until` and the clock")
            );
        }
        if self.previous_checkpoint.is_none() {
            // Times by a wrong clock would be kept for as long as it was ahead.
            for created_at in self.file.delivered.values_mut() {
                *created_at = request.now.min(*created_at);
            }
        }
        self.since = since;
        self.lookback = request.lookback;
        self.set_end(request.until.min(request.now));
        Ok(warning)
    }

    /// Later runs start at the checkpoint less the look-back, but not before the time from which every
    /// delivered ID is known: otherwise a longer look-back would repeat engagements.
    fn usual_start(&self, lookback: TimeDelta) -> (DateTime<Utc>, Option<String>) {
        let wanted = subtract(self.file.checkpoint, lookback);
        let since = wanted.max(self.file.known_from);
        // Nothing was requested before the first run's start, so that nothing is missed there.
        let is_first = |first| since <= first;
        let is_shortened = since > wanted && !self.file.first_since.is_some_and(is_first);
        let warning = is_shortened.then(|| {
            let start = format_api_time(since);
            format!(
                "look-back shortened: {} stores delivered IDs since {start}",
                self.name()
            )
        });
        (since, warning)
    }

    /// The start after a run with a wrong clock. Until when that run delivered is unknown, but not
    /// before the latest engagement that it stored; all later ones are stored with it. Without one,
    /// repeating engagements is better than losing them: the run starts anew.
    fn healed_start(
        &self,
        request: WindowRequest,
    ) -> Result<(DateTime<Utc>, Option<String>), CliError> {
        let kept_from = self.kept_from();
        let is_proof = |created_at: &DateTime<Utc>| (kept_from..=request.now).contains(created_at);
        let problem = format!(
            "{} ends in the future, at {}: this run",
            self.name(),
            format_api_time(self.file.checkpoint)
        );
        let since = if self.file.delivered.values().any(is_proof) {
            Some(kept_from)
        } else {
            let first = self.file.first_since.filter(|first| *first <= request.now);
            request.since.or(first)
        };
        let Some(since) = since else {
            return Err(
                CliError::new(ErrorKind::Usage, problem + " needs `--since`")
                    .hint("start where the delivered engagements end; some may be repeated"),
            );
        };
        let start = format_api_time(since);
        Ok((
            since,
            Some(format!(
                "{problem} starts at {start} and may repeat engagements"
            )),
        ))
    }
}
