//! Progress on stderr: only on a terminal, only of a run that takes more than a second, and
//! never mixed into stdout.

use std::fmt;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::sanitize::Sanitized;

/// A run shorter than this shows nothing.
const SHOW_AFTER: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// How far a run is. Nothing is shown before [`Progress::show`].
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    pages: u64,
    retries: u64,
    waiting: Option<String>,
}

impl Default for Progress {
    fn default() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // A template is constant: if it were wrong, the default would do.
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} done, {rate}{msg}") {
            let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
                // There is no rate worth telling if it cannot be written.
                let _ = write!(out, "{:.0}/s", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
        }
        Self {
            bar,
            counts: Mutex::default(),
        }
    }
}

impl Progress {
    /// Shows the progress from now on, once the run has taken a second.
    pub(crate) fn show(&self) {
        let bar = self.bar.clone();
        // Without a thread there is no progress, and all else goes on.
        let _ = thread::Builder::new().spawn(move || {
            thread::park_timeout(SHOW_AFTER);
            if !bar.is_finished() {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        });
    }

    /// So many more records, from one more page of a list or from something else.
    pub(crate) fn add(&self, records: u64, is_page: bool) {
        self.bar.inc(records);
        self.change(|counts| {
            counts.pages += u64::from(is_page);
            counts.waiting = None;
        });
    }

    /// A request is sent once more, after this wait.
    pub(crate) fn retry(&self, wait: Duration) {
        // The service asks for the wait, so it may be longer than any clock can tell.
        let until = chrono::TimeDelta::from_std(wait)
            .ok()
            .and_then(|wait| chrono::Utc::now().checked_add_signed(wait))
            .filter(|_| wait > SHOW_AFTER);
        self.change(|counts| {
            counts.retries += 1;
            counts.waiting =
                until.map(|until| until.format("waiting until %H:%M:%S UTC").to_string());
        });
    }

    /// Says something without the bar getting into it.
    pub(crate) fn suspend(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn change(&self, change: impl FnOnce(&mut Counts)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut counts);
        let pages = pluralize(counts.pages, "page", "pages");
        let retries = pluralize(counts.retries, "retry", "retries");
        let parts = [pages, retries, counts.waiting.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let message = if parts.is_empty() {
            String::new()
        } else {
            format!(", {}", parts.join(", "))
        };
        self.bar.set_message(Sanitized::line(&message).to_string());
    }
}

/// How many of something, unless there is none.
fn pluralize(number: u64, one: &str, many: &str) -> Option<String> {
    (number > 0).then(|| format!("{number} {}", if number == 1 { one } else { many }))
}

#[cfg(test)]
mod tests {
    use super::pluralize;

    #[test]
    fn pluralize_handles_zero_one_and_many() {
        for (number, words) in [(0, None), (1, Some("1 retry")), (2, Some("2 retries"))] {
            assert_eq!(pluralize(number, "retry", "retries").as_deref(), words);
        }
    }
}
