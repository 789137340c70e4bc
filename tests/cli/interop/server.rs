//! Somebody else's server, for as long as a test needs it.

use std::io::{BufRead, BufReader, PipeReader, Read as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::running::Running;

/// How often another port is tried, when somebody was quicker to take the free one.
const TRIES: usize = 5;

/// A server on a port of its own. It ends when it is dropped.
pub(super) struct Server {
    child: Running,
    port: u16,
    /// What it prints; it is little, so that nobody needs to read it before the end.
    output: BufReader<PipeReader>,
    said: String,
}

impl Server {
    /// Starts what `command` makes of a port, and waits for the word that it listens.
    pub(super) fn start(ready: &str, command: impl Fn(u16) -> Command) -> Self {
        let mut said = String::new();
        for _ in 0..TRIES {
            let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
            let mut running = Self::spawn(free.expect("a free port").port(), &command);
            if running.has_said(ready) {
                return running;
            }
            said += &running.said;
        }
        panic!("it does not start: {said}");
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
            said: String::new(),
        }
    }

    fn has_said(&mut self, word: &str) -> bool {
        let mut from = 0;
        while self.output.read_line(&mut self.said).expect("its words") > 0 {
            if self.said[from..].contains(word) {
                return true;
            }
            from = self.said.len();
        }
        false
    }

    /// The port that it listens on.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Ends it in good order; everything that it printed.
    pub(super) fn end(mut self) -> String {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("it runs");
        self.child.wait().expect("it ends");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("its words");
        std::mem::take(&mut self.said) + &rest
    }
}
