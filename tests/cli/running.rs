//! Child processes that run beside a test, and commands that run through another program.

use std::io;
use std::ops::{Deref, DerefMut};
use std::process::{Child, Command, Output, Stdio};

use crate::harness::Run;

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
pub(crate) fn through(args: &[&str], command: &Command) -> Command {
    let mut through = Command::new(args[0]);
    through
        .args(&args[1..])
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

/// Starts a command of the harness with an empty stdin.
pub(crate) fn spawn(command: &assert_cmd::Command, stdout: Stdio, stderr: Stdio) -> Running {
    let mut child = Command::new(command.get_program());
    child.env_clear().args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            child.env(name, value);
        }
    }
    if let Some(home) = command.get_current_dir() {
        child.current_dir(home);
    }
    child.stdin(Stdio::null()).stdout(stdout).stderr(stderr);
    Running::start(&mut child)
}

/// Runs a command whose standard output is a full disk.
#[cfg(target_os = "linux")]
#[track_caller]
pub(crate) fn run_on_full_disk(command: &assert_cmd::Command) -> Run {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let full = full.expect("a device");
    let child = spawn(command, full.into(), Stdio::piped());
    Run::ended(child.wait_with_output().expect("it ends"))
}
