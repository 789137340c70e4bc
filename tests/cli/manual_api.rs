//! An API whose responses the test sends itself, at the moment it chooses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{ChildStderr, Command, ExitStatus, Stdio};

use tempfile::TempDir;

use crate::harness::{connection_variables, names_in, read};
use crate::running::Running;

/// An API whose responses the test sends itself.
pub(crate) struct ManualApi {
    pub(crate) listener: TcpListener,
    pub(crate) home: TempDir,
}

impl ManualApi {
    /// Starts an API that accepts connections.
    pub(crate) fn start() -> Self {
        Self {
            listener: TcpListener::bind("127.0.0.1:0").unwrap(),
            home: TempDir::new().unwrap(),
        }
    }

    /// Builds a command with this API's environment.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
        let url = format!("http://{}", self.listener.local_addr().unwrap());
        command
            .args(line.split(' '))
            .env_clear()
            .envs(connection_variables(&url))
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    /// Starts the tool with pipes for stdout and stderr.
    pub(crate) fn spawn(&self, line: &str) -> ManualRun {
        let mut command = self.command(line);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = Running::start(&mut command);
        let stderr = BufReader::new(child.stderr.take().unwrap());
        ManualRun { child, stderr }
    }

    /// Accepts the next connection and reads its request.
    pub(crate) fn request(&self) -> TcpStream {
        let (stream, _) = self.listener.accept().unwrap();
        let mut lines = BufReader::new(&stream).lines();
        assert!(lines.any(|line| line.unwrap().is_empty()));
        stream
    }

    /// Returns the names of the files in the working directory.
    pub(crate) fn files(&self) -> Vec<String> {
        names_in(self.home.path())
    }

    /// Returns whether no further connection was made.
    pub(crate) fn has_no_other_request(&self) -> bool {
        self.listener.set_nonblocking(true).unwrap();
        self.listener.accept().is_err()
    }

    /// Returns ID and state of each line of the file `ledger`.
    pub(crate) fn ledger(&self) -> Vec<String> {
        let text = read(self.home.path().join("ledger"));
        let line = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let lines = text.lines().skip(1).map(line);
        lines
            .map(|line| format!("{} {}", line["engagement_id"], line["state"]))
            .collect()
    }
}

/// A run of the tool whose stderr is read line by line.
pub(crate) struct ManualRun {
    pub(crate) child: Running,
    stderr: BufReader<ChildStderr>,
}

impl ManualRun {
    /// Reads the next line of stderr.
    pub(crate) fn read_line(&mut self) -> String {
        let mut line = String::new();
        self.stderr.read_line(&mut line).unwrap();
        line
    }

    /// Waits for the run; returns its status, stdout and remaining stderr.
    pub(crate) fn end(mut self) -> (ExitStatus, String, String) {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut stdout)
            .unwrap();
        self.stderr.read_to_string(&mut stderr).unwrap();
        (self.child.wait().unwrap(), stdout, stderr)
    }
}

/// Sends a response and closes the connection.
pub(crate) fn respond(mut stream: TcpStream, body: &str) {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all((head + body).as_bytes()).unwrap();
}
