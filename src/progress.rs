//! The progress line on stderr of a run that takes more than a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A shorter run shows nothing.
const SHOW_AFTER: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// How far a run is. Nothing is shown before [`Progress::show`].
#[derive(Debug)]
pub(crate) struct Progress {
    line: ProgressBar,
    /// Dropped to end the wait of the thread that shows the line.
    pending: Mutex<Option<Sender<()>>>,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// What is counted: `done` or `found`.
    verb: &'static str,
    count: u64,
    total: Option<u64>,
    pages: u64,
    total_pages: Option<u64>,
    retries: u64,
    waiting: Option<String>,
}

impl Default for Progress {
    fn default() -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            line.set_style(style);
        }
        Self {
            line,
            pending: Mutex::default(),
            counts: Mutex::default(),
        }
    }
}

impl Progress {
    /// Starts to count anew. The line is shown if it takes more than a second.
    pub(crate) fn show(&self, verb: &'static str) {
        self.update(|counts| {
            *counts = Counts {
                verb,
                ..Counts::default()
            };
        });
        self.line.set_draw_target(ProgressDrawTarget::hidden());
        self.line.reset();
        let line = self.line.clone();
        let (pending, is_over) = channel();
        self.set_pending(Some(pending));
        // Without a thread there is no progress, and everything else works.
        let _ = thread::Builder::new().spawn(move || {
            if is_over.recv_timeout(SHOW_AFTER) == Err(RecvTimeoutError::Timeout) {
                line.set_draw_target(ProgressDrawTarget::stderr());
                line.enable_steady_tick(TICK);
            }
        });
    }

    /// Sets how many engagements there will be.
    pub(crate) fn set_total(&self, total: Option<u64>) {
        self.update(|counts| counts.total = total);
    }

    /// Adds engagements.
    pub(crate) fn add(&self, engagements: u64) {
        self.update(|counts| {
            counts.count += engagements;
            counts.waiting = None;
        });
    }

    /// Adds a page of the list, and how many pages there will be.
    pub(crate) fn add_page(&self, total_pages: Option<u64>) {
        self.update(|counts| {
            counts.pages += 1;
            counts.total_pages = total_pages;
        });
    }

    /// Adds a retry after this delay.
    pub(crate) fn retry(&self, delay: Duration) {
        // The API may ask for a delay that is too long for a date.
        let until = TimeDelta::from_std(delay).ok();
        let until = until.and_then(|delay| Utc::now().checked_add_signed(delay));
        let until = until.filter(|_| delay > SHOW_AFTER);
        self.update(|counts| {
            counts.retries += 1;
            counts.waiting =
                until.map(|until| until.format("waiting until %H:%M:%S UTC").to_string());
        });
    }

    /// Writes something else to stderr without mixing it with the progress.
    pub(crate) fn suspend(&self, write: impl FnOnce()) {
        self.line.suspend(write);
    }

    /// Removes the line.
    pub(crate) fn end(&self) {
        self.set_pending(None);
        self.line.finish_and_clear();
    }

    fn set_pending(&self, pending: Option<Sender<()>>) {
        *self.pending.lock().unwrap_or_else(PoisonError::into_inner) = pending;
    }

    fn update(&self, change: impl FnOnce(&mut Counts)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut counts);
        let seconds = self.line.elapsed().as_secs().max(1);
        self.line.set_message(counts.describe(seconds));
    }
}

impl Counts {
    fn describe(&self, seconds: u64) -> String {
        let of = |total: Option<u64>| total.map_or(String::new(), |total| format!(" of {total}"));
        let parts = [
            Some(format!("{}{} {}", self.count, of(self.total), self.verb)),
            Some(format!("{}/s", self.count / seconds)),
            pluralize(self.pages, &of(self.total_pages), "page", "pages"),
            pluralize(self.retries, "", "retry", "retries"),
            self.waiting.clone(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Returns a number, what is between, and its noun; `None` for zero.
fn pluralize(number: u64, between: &str, one: &str, many: &str) -> Option<String> {
    let noun = if number == 1 && between.is_empty() {
        one
    } else {
        many
    };
    (number > 0).then(|| format!("{number}{between} {noun}"))
}

#[cfg(test)]
mod tests {
    use super::{Counts, pluralize};

    #[test]
    fn pluralize_handles_zero_one_and_many() {
        for (number, words) in [(0, None), (1, Some("1 retry")), (2, Some("2 retries"))] {
            assert_eq!(pluralize(number, "", "retry", "retries").as_deref(), words);
        }
    }

    #[test]
    fn progress_names_known_totals() {
        let counts = Counts {
            verb: "done",
            count: 120,
            total: Some(500),
            pages: 1,
            total_pages: Some(25),
            ..Counts::default()
        };
        assert_eq!(counts.describe(3), "120 of 500 done, 40/s, 1 of 25 pages");
        let counts = Counts {
            total: None,
            total_pages: None,
            ..counts
        };
        assert_eq!(counts.describe(1), "120 done, 120/s, 1 page");
    }
}
