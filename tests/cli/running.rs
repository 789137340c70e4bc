//! Commands that a test goes on beside, and commands that other commands run.

use std::io;
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command, Output};

/// A process under way. It ends at the latest with the test, however that ends.
pub(crate) struct Running(Option<Child>);

impl Running {
    /// Starts a command.
    #[track_caller]
    pub(crate) fn start(command: &mut Command) -> Self {
        let child = command.spawn();
        Self(Some(
            child.unwrap_or_else(|why| panic!("{command:?}: {why}")),
        ))
    }

    /// Waits for its end, and reads meanwhile what it still prints.
    pub(crate) fn wait_with_output(mut self) -> io::Result<Output> {
        self.0.take().expect("it is under way").wait_with_output()
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        self.0.as_ref().expect("it is under way")
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        self.0.as_mut().expect("it is under way")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // It may have ended by itself; then there is nothing left to do.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The same command, run by another that gets it as its last words: as `prlimit` and `sh -c`.
pub(crate) fn through(words: &[&str], command: &Command) -> Command {
    let mut through = Command::new(words[0]);
    through
        .args(&words[1..])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear();
    let variables = command.get_envs();
    through.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        through.current_dir(folder);
    }
    through
}
