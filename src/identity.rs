//! Which file a path leads to, however it is spelled.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::atomic_file::resolve;
use crate::error::{CliError, ErrorKind};
use crate::file_name::directory_of;
use crate::platform::{self, FileId};
use crate::stream::is_stream;

/// A file on this machine. One that does not exist yet is its name in a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileIdentity {
    id: FileId,
    name: Option<OsString>,
}

impl FileIdentity {
    /// Returns the identity of the file that a path leads to. `None` for a device or socket, which
    /// several writers may share, and for a path that leads nowhere.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.metadata() {
            Ok(found) if platform::is_device(&found) => None,
            Ok(_) => Some(Self {
                id: platform::path_id(path).ok()?,
                name: None,
            }),
            Err(_) => Self::of_entry(path),
        }
    }

    /// Returns the identity of the name that a path leads to: it stays when the file is replaced. A
    /// directory that does not exist yet is a part of the name.
    pub(crate) fn of_entry(path: &Path) -> Option<Self> {
        let target = resolve(path).ok()?;
        let mut name = PathBuf::from(target.file_name()?);
        let mut directory = directory_of(&target);
        while !directory.exists() {
            name = Path::new(directory.file_name()?).join(name);
            directory = directory_of(directory);
        }
        Some(Self {
            id: platform::path_id(directory).ok()?,
            name: Some(platform::entry_name(name.as_os_str())),
        })
    }
}

/// Checks that no two of these settings lead to the same file, and none that is to be replaced
/// to the file behind standard output, if that is written.
///
/// # Errors
/// Usage: names the first two that do.
pub(crate) fn ensure_distinct(
    files: &[(&'static str, PathBuf)],
    writes_stdout: bool,
) -> Result<(), CliError> {
    let stdout = stdout_file().filter(|_| writes_stdout);
    let mut distinct: Vec<(&str, FileIdentity)> = Vec::new();
    for (name, path) in files {
        if let Some(reason) = platform::invalid_name(path).filter(|_| !is_stream(path)) {
            let message = format!("{name} cannot be `{}`: {reason}", path.display());
            return Err(CliError::new(ErrorKind::Usage, message));
        }
        let Some(file) = FileIdentity::of(path) else {
            continue;
        };
        let earlier = distinct.iter().find(|(_, other)| *other == file);
        let other = match earlier {
            Some((other, _)) => other,
            None if stdout.as_ref() == Some(&file) && !is_stream(path) => "standard output",
            None => {
                distinct.push((name, file));
                continue;
            }
        };
        let message = format!("{other} and {name} name the same file");
        return Err(CliError::new(ErrorKind::Usage, message));
    }
    Ok(())
}

fn stdout_file() -> Option<FileIdentity> {
    let stdout = platform::stdout().ok().filter(platform::is_regular)?;
    let id = platform::file_id(&stdout).ok()?;
    Some(FileIdentity { id, name: None })
}
