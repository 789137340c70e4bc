//! A text that cannot be printed, and the places that it is read from.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::private;
use crate::failure::{Failure, Kind};

/// How long a command may take to come up with a secret: somebody may have to unlock something.
const PATIENCE: Duration = Duration::from_secs(60);

/// A secret has its first line in so many bytes.
const LONGEST: u64 = 64 * 1024;

/// What is shown in place of a secret.
pub(crate) const MASK: &str = "***";

/// A secret text: it has no `Display`, and its `Debug` shows nothing.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// Hides a text.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, for the one place that sends it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(MASK)
    }
}

/// A secret that was found.
#[derive(Debug)]
pub(super) struct Given {
    /// It.
    pub(super) secret: Secret,
    /// What a message calls the place.
    pub(super) origin: String,
    /// What is worth a warning about the place.
    pub(super) warning: Option<String>,
}

/// The first line of a file, or of standard input for `-`; with a warning if others can read it.
///
/// # Errors
/// A settings failure: the file cannot be read.
pub(super) fn from_file(path: &Path) -> Result<Given, Failure> {
    let is_stdin = path == Path::new("-");
    let text = if is_stdin {
        first_line(io::stdin().lock())
    } else {
        fs::File::open(path).and_then(first_line)
    };
    let text = text.map_err(|why| {
        let message = format!("cannot read the token file `{}`: {why}", path.display());
        Failure::new(Kind::Settings, message)
    })?;
    Ok(Given {
        warning: private::warning(path).filter(|_| !is_stdin && !text.is_empty()),
        secret: Secret(text),
        origin: format!("the token file `{}`", path.display()),
    })
}

/// The first line that a command prints. It is run without a shell; what it says to stderr is seen.
///
/// # Errors
/// Why there is none, in words that do not repeat what was printed.
pub(super) fn from_command(words: &[String]) -> Result<Secret, String> {
    from_command_within(words, PATIENCE)
}

fn from_command_within(words: &[String], patience: Duration) -> Result<Secret, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("the command is empty".to_owned());
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| format!("cannot run `{program}`: {why}"))?;
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        // Nobody waits any more if it took too long.
        let _ = done.send(to_its_end(child));
    });
    let Ok(ended) = ended.recv_timeout(patience) else {
        return Err(format!("`{program}` took longer than {patience:?}"));
    };
    match ended {
        Ok((line, status)) if status.success() => Ok(Secret(line)),
        Ok((_, status)) => Err(format!("`{program}` failed: {status}")),
        Err(why) => Err(format!("cannot read what `{program}` prints: {why}")),
    }
}

fn to_its_end(mut child: Child) -> io::Result<(String, ExitStatus)> {
    let line = match child.stdout.take() {
        Some(stdout) => first_line(stdout)?,
        None => String::new(),
    };
    Ok((line, child.wait()?))
}

fn first_line(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(LONGEST).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Duration, from_command};

    fn run(words: &[&str]) -> Result<String, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        from_command(&words).map(|secret| secret.reveal().to_owned())
    }

    #[test]
    fn a_command_is_run_without_a_shell_and_its_first_line_counts() {
        assert_eq!(run(&["printf", "a b\\nc\\n"]).unwrap(), "a b");
        assert_eq!(run(&["echo", "$HOME", "; true"]).unwrap(), "$HOME ; true");
        assert_eq!(
            run(&["false"]).unwrap_err(),
            "`false` failed: exit status: 1"
        );
        assert!(
            run(&["no-such-program"])
                .unwrap_err()
                .starts_with("cannot run `no-such-program`")
        );
        assert_eq!(run(&[]).unwrap_err(), "the command is empty");
    }

    #[test]
    fn a_command_that_does_not_end_is_not_waited_for() {
        for words in [
            ["sleep", "3"].as_slice(),
            &["sh", "-c", "exec >&-; sleep 3"],
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let why = super::from_command_within(&words, Duration::from_millis(20)).unwrap_err();
            assert!(why.ends_with("took longer than 20ms"), "{why}");
        }
    }
}
