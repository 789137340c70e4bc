//! What happens when a person or a scheduler ends a run by a signal.
//!
//! A run that only reads ends at once: its temporary files are removed, and the process ends by the
//! signal, so that shells see it. A run that changes something registers a callback: on the first
//! signal it starts nothing new, and the second signal ends it at once.

use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::atomic_file::AtomicFile;
use crate::platform;

/// The signals of a run.
#[derive(Clone, Default)]
pub(crate) struct SignalHandler {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    signal: Option<i32>,
    wind_down: Option<Box<dyn Fn() + Send>>,
    /// Temporary files to remove if the run ends.
    unfinished: Vec<PathBuf>,
}

impl SignalHandler {
    /// Starts to handle signals.
    ///
    /// # Errors
    /// Local: the system has no descriptor or thread left.
    pub(crate) fn listen() -> io::Result<Self> {
        let handler = Self::default();
        let mut received = platform::signals()?;
        let raise = handler.clone();
        let handle_all = move || received.by_ref().for_each(|signal| raise.raise(signal));
        let spawned = thread::Builder::new().spawn(handle_all);
        spawned.map_err(|error| {
            io::Error::new(error.kind(), format!("cannot start a thread: {error}"))
        })?;
        Ok(handler)
    }

    fn raise(&self, signal: i32) {
        let mut state = self.lock();
        let is_first = state.signal.replace(signal).is_none();
        if let Some(wind_down) = state.wind_down.as_ref().filter(|_| is_first) {
            wind_down();
            return;
        }
        drop(state);
        self.end();
    }

    /// Makes the first signal only call `wind_down`. It should be quick: the second signal is
    /// handled after it.
    pub(crate) fn on_first_signal(&self, wind_down: impl Fn() + Send + 'static) {
        self.lock().wind_down = Some(Box::new(wind_down));
    }

    /// Starts a file that is removed if the run ends before it is committed.
    ///
    /// # Errors
    /// Those of [`AtomicFile::create`].
    pub(crate) fn create(&self, path: &Path) -> anyhow::Result<AtomicFile> {
        // Locked, so that a signal is handled before the file exists or after it is registered.
        let mut state = self.lock();
        let file = AtomicFile::create(path)?;
        // Committed and dropped files do not exist any more.
        state.unfinished.retain(|path| path.exists());
        state.unfinished.push(file.temp_path().to_owned());
        Ok(file)
    }

    /// Does work that a signal must not interrupt in the middle, such as writing a small file.
    pub(crate) fn defer_signals<T>(&self, work: impl FnOnce() -> T) -> T {
        let _held = self.lock();
        work()
    }

    /// Ends the run: removes unfinished files, and ends the process by the signal if one arrived.
    /// Returns if none did; the process should then end without starting another file.
    pub(crate) fn end(&self) {
        let state = self.lock();
        for file in &state.unfinished {
            // It is missing if it was committed or dropped.
            let _ = fs::remove_file(file);
        }
        if let Some(signal) = state.signal {
            platform::end_by(signal);
        }
        // Locked for good: a download that starts now would leave its file behind.
        mem::forget(state);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
