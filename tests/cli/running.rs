//! Child processes that run beside a test, and commands that run through another program.

use std::io;
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command, Output};

/// A child process that is killed when the value is dropped.
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

    /// Reads the remaining output and waits for the process.
    pub(crate) fn wait_with_output(mut self) -> io::Result<Output> {
        self.0
            .take()
            .expect("the process was not waited for")
            .wait_with_output()
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        self.0.as_ref().expect("the process was not waited for")
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        self.0.as_mut().expect("the process was not waited for")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // Fails if the process has ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Builds a command that runs `command` through another program, such as `prlimit` or `sh -c`.
pub(crate) fn through(words: &[&str], command: &Command) -> Command {
    let mut through = Command::new(words[0]);
    through
        .args(&words[1..])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear();
    let variables = command.get_envs();
    through.envs(variables.filter_map(|(name, value)| Some((name, value?))));
    if let Some(directory) = command.get_current_dir() {
        through.current_dir(directory);
    }
    through
}
