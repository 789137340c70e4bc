//! A state that is stored once the output is delivered.

use crate::atomic_file::AtomicFile;
use crate::persistence::lock::FileLock;
use crate::signals::SignalHandler;

/// The state for the next run, which is not in its place yet.
#[derive(Debug)]
pub(crate) struct PendingState {
    pub(super) file: AtomicFile,
    /// IDs that failed and that no later run tries.
    pub(super) given_up: Vec<String>,
    pub(super) lock: FileLock,
}

impl PendingState {
    /// Replaces the file: the next run starts from here. To be called when all of the window is
    /// delivered. Calls `warn` for each engagement that is not tried again.
    ///
    /// # Errors
    /// Local: the file cannot be replaced.
    pub(crate) fn commit(self, signals: &SignalHandler, warn: impl Fn(&str)) -> anyhow::Result<()> {
        signals.defer_signals(|| self.file.commit())?;
        drop(self.lock);
        for id in self.given_up {
            warn(&format!(
                "engagement `{id}` has failed for longer than the look-back: later runs do \
                 not try it again"
            ));
        }
        Ok(())
    }
}
