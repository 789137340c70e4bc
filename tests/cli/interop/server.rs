//! Other servers as child processes.

use std::io::{BufRead, BufReader, PipeReader, Read as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::running::Running;

/// Attempts with another port if a process has taken the free one.
const TRIES: usize = 5;

/// A server on a free port; it ends when the value is dropped.
pub(super) struct Server {
    child: Running,
    port: u16,
    /// The output, which is small enough for the buffer of a pipe.
    output: BufReader<PipeReader>,
    text: String,
}

impl Server {
    /// Starts the command that `command` returns for a port, and waits for `ready` in its output.
    pub(super) fn start(ready: &str, command: impl Fn(u16) -> Command) -> Self {
        let mut output = String::new();
        for _ in 0..TRIES {
            let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
            let mut running = Self::spawn(free.expect("a free port").port(), &command);
            if running.wait_for(ready) {
                return running;
            }
            output += &running.text;
        }
        panic!("the server does not start: {output}");
    }

    fn spawn(port: u16, command: impl Fn(u16) -> Command) -> Self {
        let (output, ours) = std::io::pipe().expect("a pipe");
        let also = ours.try_clone().expect("a handle");
        let mut command = command(port);
        command.stdin(Stdio::null()).stdout(ours).stderr(also);
        Self {
            child: Running::start(&mut command),
            port,
            output: BufReader::new(output),
            text: String::new(),
        }
    }

    fn wait_for(&mut self, text: &str) -> bool {
        let mut from = 0;
        while self.output.read_line(&mut self.text).expect("UTF-8") > 0 {
            if self.text[from..].contains(text) {
                return true;
            }
            from = self.text.len();
        }
        false
    }

    /// Returns the port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Terminates the server and returns its output.
    pub(super) fn end(mut self) -> String {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("the server is running");
        self.child.wait().expect("the server ends");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("UTF-8");
        std::mem::take(&mut self.text) + &rest
    }
}
