//! Signals: what happens when a person or a scheduler ends a run.
//!
//! A run that only reads ends at once: what it made beside its target is removed, and the process
//! dies by the signal, so that shells see it. A run that changes something asks to be told
//! instead: on the first signal it starts nothing new; the second ends it at once all the same.

use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::atomic_file::AtomicFile;

/// The signals of a run.
#[derive(Clone, Default)]
pub(crate) struct SignalHandler {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    signal: Option<i32>,
    wind_down: Option<Box<dyn Fn() + Send>>,
    unfinished: Vec<PathBuf>,
}

impl SignalHandler {
    /// Listens from now on. What the run was started to ignore stays ignored: under `nohup` a
    /// hang-up ends nothing, and in the background of a script Ctrl-C is meant for others.
    ///
    /// A file that would grow beyond what the system allows is a write that fails, as on a full
    /// disk: by default its signal would end the run in the middle of it.
    ///
    /// # Errors
    /// The system does not let us.
    pub(crate) fn listen() -> io::Result<Self> {
        let signals = Self::default();
        flag::register(SIGXFSZ, Arc::default())?;
        let ignored = ignored_signals();
        let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter();
        let heeded = heeded.filter(|signal| ignored & (1 << (signal - 1)) == 0);
        let mut received = Signals::new(heeded)?;
        let told = signals.clone();
        let handle_all = move || received.forever().for_each(|signal| told.raise(signal));
        let spawned = thread::Builder::new().spawn(handle_all);
        spawned.map_err(|error| {
            io::Error::new(error.kind(), format!("cannot start a thread: {error}"))
        })?;
        Ok(signals)
    }

    fn raise(&self, signal: i32) {
        let mut state = self.lock();
        let first = state.signal.replace(signal).is_none();
        if let Some(wind_down) = state.wind_down.as_ref().filter(|_| first) {
            wind_down();
            return;
        }
        drop(state);
        self.end();
    }

    /// From now on the first signal only calls `wind_down`. It should be quick: the second signal is
    /// heeded when it is done.
    pub(crate) fn on_first_signal(&self, wind_down: impl Fn() + Send + 'static) {
        self.lock().wind_down = Some(Box::new(wind_down));
    }

    /// Starts a file that is removed if the run ends before it is in its place.
    ///
    /// # Errors
    /// Those of [`AtomicFile::create`].
    pub(crate) fn create(&self, path: &Path) -> anyhow::Result<AtomicFile> {
        // Locked, so that a signal comes before the file is there or when it is known.
        let mut state = self.lock();
        let file = AtomicFile::create(path)?;
        // Those that are in their place, or given up, are not there any more.
        state.unfinished.retain(|path| path.exists());
        state.unfinished.push(file.temp_path().to_owned());
        Ok(file)
    }

    /// Does work that a signal has to wait for, since it would be left half done: no more than the
    /// writing of a small file.
    pub(crate) fn defer_signals<T>(&self, work: impl FnOnce() -> T) -> T {
        let _held = self.lock();
        work()
    }

    /// Ends the run: removes the files that others may still be at work on, and ends the process by
    /// the signal if one came. Returns if none did, or if the system does not do it; the process
    /// should then end, and no further file is begun.
    pub(crate) fn end(&self) {
        let state = self.lock();
        for file in &state.unfinished {
            // Renamed into place, or given up: either way it is not there.
            let _ = std::fs::remove_file(file);
        }
        if let Some(signal) = state.signal {
            die_by(signal);
        }
        // Locked for good: a download that begins now would leave its file behind.
        mem::forget(state);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the process by a signal, so that a shell sees it. The kernel delivers no such signal to
/// process 1 of a container: there the code that a shell would print is the exit code.
fn die_by(signal: i32) {
    if std::process::id() == 1 {
        low_level::exit(128 + signal);
    }
    let _ = low_level::emulate_default_handler(signal);
}

/// The signals that this process ignores, a bit each, where the system tells (Linux).
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}
