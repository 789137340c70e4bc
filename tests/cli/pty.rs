//! Pseudo-terminals of a given width that pass every byte unchanged.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::{Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use assert_cmd::Command;
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, Winsize, tcgetattr, tcsetattr, tcsetwinsize};

use crate::harness::{Run, TIMEOUT};
use crate::running::{Running, spawn};

/// A pseudo-terminal.
pub(crate) struct Terminal {
    /// The end that becomes the tool's stdin, stdout or stderr.
    tool: OwnedFd,
    screen: Screen,
    keys: File,
}

/// The output that appears on a terminal.
pub(crate) struct Screen {
    pieces: Receiver<Vec<u8>>,
    seen: Vec<u8>,
}

impl Terminal {
    /// Opens a terminal with this many columns.
    pub(crate) fn new(columns: u16) -> Self {
        let (ours, tool) = open(columns).unwrap_or_else(|why| panic!("no pseudo-terminal: {why}"));
        let ours = File::from(ours);
        let keys = ours
            .try_clone()
            .unwrap_or_else(|why| panic!("no second handle: {why}"));
        Self {
            tool,
            screen: Screen::of(ours),
            keys,
        }
    }

    /// Starts a program with the terminal as stdin, stdout and stderr.
    pub(crate) fn host(self, command: &mut std::process::Command) -> (Running, Screen, File) {
        let end = || self.tool.try_clone().map(Stdio::from);
        let [stdin, stdout, stderr] =
            [end(), end(), end()].map(|end| end.unwrap_or_else(|why| panic!("{why}")));
        command.stdin(stdin).stdout(stdout).stderr(stderr);
        (Running::start(command), self.screen, self.keys)
    }

    /// Returns the tool's end and the screen.
    pub(crate) fn split(self) -> (Stdio, Screen) {
        (self.tool.into(), self.screen)
    }
}

impl Screen {
    fn of(mut terminal: File) -> Self {
        let (sender, pieces) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // On Linux, reading fails once the last process has closed the terminal.
            while let Ok(length @ 1..) = terminal.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            pieces,
            seen: Vec::new(),
        }
    }

    /// Waits until the terminal shows this text.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !String::from_utf8_lossy(&self.seen).contains(text) {
            let piece = self.pieces.recv_timeout(TIMEOUT);
            let seen = String::from_utf8_lossy(&self.seen);
            let piece = piece.unwrap_or_else(|why| panic!("`{text}` not seen: {why}: {seen}"));
            self.seen.extend(piece);
        }
    }

    /// Waits until all processes have closed the terminal and returns everything written to it.
    #[track_caller]
    pub(crate) fn complete_text(mut self) -> String {
        loop {
            match self.pieces.recv_timeout(TIMEOUT) {
                Ok(piece) => self.seen.extend(piece),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the tool hangs: {}", String::from_utf8_lossy(&self.seen))
                }
            }
        }
        String::from_utf8(self.seen).unwrap_or_else(|why| panic!("not UTF-8: {why}"))
    }
}

/// Runs a command with stdout and stderr on terminals with this many columns.
#[track_caller]
pub(crate) fn run(command: &Command, columns: u16) -> Run {
    let (stdout, stdout_screen) = Terminal::new(columns).split();
    let (stderr, stderr_screen) = Terminal::new(columns).split();
    let mut child = spawn(command, stdout, stderr);
    let (stdout, stderr) = (stdout_screen.complete_text(), stderr_screen.complete_text());
    let status = child
        .wait()
        .unwrap_or_else(|why| panic!("the tool ends: {why}"));
    Run::ended(Output {
        status,
        stdout: stdout.into_bytes(),
        stderr: stderr.into_bytes(),
    })
}

/// Opens a terminal in raw mode, which keeps line ends; returns our end and the tool's.
fn open(columns: u16) -> rustix::io::Result<(OwnedFd, OwnedFd)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    #[cfg(target_os = "linux")]
    let flags = flags | OpenptFlags::CLOEXEC;
    let ours = openpt(flags)?;
    grantpt(&ours)?;
    unlockpt(&ours)?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let tool = rustix::fs::open(ptsname(&ours, Vec::new())?, flags, Mode::empty())?;
    let mut modes = tcgetattr(&tool)?;
    modes.make_raw();
    tcsetattr(&tool, OptionalActions::Now, &modes)?;
    let size = Winsize {
        ws_row: 24,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&tool, size)?;
    Ok((ours, tool))
}
