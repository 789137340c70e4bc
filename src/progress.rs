//! The progress line on stderr of a run that takes more than a second.

use std::fmt::Write;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A shorter run shows nothing.
const SHOW_AFTER: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// How far a run is, as in `120 of 500 done, page 2 of 25`. Nothing is shown before
/// [`Progress::show`].
#[derive(Debug)]
pub(crate) struct Progress {
    /// Its prefix is the page, its message what the run waits for.
    line: ProgressBar,
    /// Dropped to end the wait of the thread that shows the line.
    pending: Mutex<Option<Sender<()>>>,
}

impl Default for Progress {
    fn default() -> Self {
        let line = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let pending = Mutex::default();
        Self { line, pending }
    }
}

impl Progress {
    /// Starts to count anew. The line is shown if that takes more than a second. `verb`: what
    /// happens to engagements.
    pub(crate) fn show(&self, verb: &str) {
        let template = format!("{{spinner}} {{pos}}{{of}} {verb}{{prefix}}{{msg}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            let of_total = |state: &ProgressState, out: &mut dyn Write| {
                let _ = out.write_str(&of(state.len()));
            };
            self.line.set_style(style.with_key("of", of_total));
        }
        // An earlier count may have been shown.
        self.line.set_draw_target(ProgressDrawTarget::hidden());
        self.line.reset();
        self.line.set_prefix("");
        self.line.set_message("");
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
        match total {
            Some(total) => self.line.set_length(total),
            None => self.line.unset_length(),
        }
    }

    /// Adds engagements.
    pub(crate) fn add(&self, engagements: u64) {
        self.line.set_message("");
        self.line.inc(engagements);
    }

    /// Sets the number of the page of the list, and how many pages there will be.
    pub(crate) fn set_page(&self, page: u64, total: Option<u64>) {
        self.line.set_prefix(format!(", page {page}{}", of(total)));
    }

    /// Shows until when a long delay lasts.
    pub(crate) fn wait(&self, delay: Duration) {
        // The API may ask for a delay that is too long for a date.
        let delay = TimeDelta::from_std(delay).ok();
        let delay = delay.filter(|delay| *delay > TimeDelta::seconds(1));
        let until = delay.and_then(|delay| Utc::now().checked_add_signed(delay));
        let message = until.map(|until| until.format(", waiting until %H:%M:%S UTC").to_string());
        self.line.set_message(message.unwrap_or_default());
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
}

fn of(total: Option<u64>) -> String {
    total.map_or_else(String::new, |total| format!(" of {total}"))
}
