//! The files and commands that secrets are read from.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use crate::encoding::decode;
use crate::error::{CliError, ErrorKind};
use crate::platform;
use crate::shell::quoted;
use crate::stream::Stdin;
use crate::values::secret::Secret;

/// The maximum length of a secret in bytes.
const MAX_LEN: u64 = 64 * 1024;

/// Reads the first line of a file, or of stdin for `-`.
///
/// # Errors
/// Settings: the file cannot be read.
pub(super) fn from_file(path: &Path) -> Result<Secret, CliError> {
    let text = if path == Path::new("-") {
        // A buffer of one byte: what follows the line may be the run's input.
        first_line(&mut BufReader::with_capacity(1, Stdin.take(MAX_LEN)))
    } else {
        File::open(path).and_then(|file| first_line(&mut BufReader::new(file.take(MAX_LEN))))
    };
    text.map(Secret::new).map_err(|error| {
        let message = format!("cannot read the token file `{}`: {error}", path.display());
        CliError::new(ErrorKind::Settings, message)
    })
}

/// Returns a warning if others than the owner can read a file that holds a secret.
pub(super) fn read_warning(path: &Path) -> Option<String> {
    let is_open = platform::can_others_read(&path.metadata().ok()?);
    is_open.then(|| permission_warning(path, "read", "holds a secret"))
}

/// Returns a warning if others than the owner can write a file that names a command.
pub(super) fn write_warning(path: &Path) -> Option<String> {
    let is_open = platform::can_others_write(&path.metadata().ok()?);
    is_open.then(|| permission_warning(path, "write", "names a command"))
}

fn permission_warning(path: &Path, action: &str, content: &str) -> String {
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    format!("others can {action} `{path}`, which {content}: `{command}`")
}

/// Returns the first line that a command prints. It runs without a shell; its stderr is shown.
///
/// # Errors
/// The reason why there is none, without the output.
pub(super) fn from_command(words: &[OsString]) -> Result<Secret, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("the command is empty".to_owned());
    };
    let name = program.display();
    let cannot_run = |error: io::Error| format!("cannot run `{name}`: {error}");
    let (reader, writer) = io::pipe().map_err(cannot_run)?;
    // A statement of its own: the command must be dropped, since it keeps the pipe open.
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(writer)
        .spawn()
        .map_err(cannot_run)?;
    let mut reader = BufReader::new(reader);
    let line = first_line(&mut reader.by_ref().take(MAX_LEN));
    // Otherwise the command could block on a full pipe. The thread may outlive the command, which may
    // leave an agent behind that keeps its stdout open.
    thread::spawn(move || io::copy(&mut reader, &mut io::sink()));
    let status = child.wait().map_err(cannot_run)?;
    if !status.success() {
        return Err(format!("`{name}` failed: {status}"));
    }
    line.map(Secret::new)
        .map_err(|error| format!("cannot read the output of `{name}`: {error}"))
}

/// Reads a line, without its end.
fn first_line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    Ok(decode(line)?.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{OsString, from_command};

    fn run(words: &[&str]) -> Result<String, String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        from_command(&words).map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn secret_command_yields_first_line_without_shell() {
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
    fn long_output_does_not_block_secret_command() {
        let long = "echo token; head -c 500000 /dev/zero; echo";
        assert_eq!(run(&["sh", "-c", long]).unwrap(), "token");
    }
}
