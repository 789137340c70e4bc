//! Which file a path leads to, however it is spelled.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use crate::atomic_file::{directory_of, resolve};
use crate::error::{CliError, ErrorKind};
use crate::stream::is_stream;

/// A file on this machine: device and inode. A file that does not exist yet is its name in a
/// directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileIdentity {
    device: u64,
    inode: u64,
    name: Option<OsString>,
}

impl FileIdentity {
    /// Returns the identity of the file that a path leads to. `None` for a device or socket, which
    /// several writers may share, and for a path that leads nowhere.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.metadata() {
            Ok(found) => Self::of_metadata(&found),
            Err(_) => Self::of_entry(path),
        }
    }

    /// Returns the identity of the name that a path leads to: it stays when the file is replaced.
    pub(crate) fn of_entry(path: &Path) -> Option<Self> {
        let target = resolve(path).ok()?;
        let directory = directory_of(&target).metadata().ok()?;
        Some(Self {
            device: directory.dev(),
            inode: directory.ino(),
            name: Some(target.file_name()?.to_owned()),
        })
    }

    fn of_metadata(found: &Metadata) -> Option<Self> {
        let kind = found.file_type();
        let is_shared = kind.is_char_device() || kind.is_socket();
        (!is_shared).then(|| Self {
            device: found.dev(),
            inode: found.ino(),
            name: None,
        })
    }
}

/// Checks that no two of these settings lead to the same file, and none that is to be replaced
/// to the file behind standard output, if that is written. Returns their names in directories.
///
/// # Errors
/// Usage: names the first two that do.
pub(crate) fn ensure_distinct(
    files: &[(&'static str, PathBuf)],
    writes_stdout: bool,
) -> Result<Vec<(&'static str, FileIdentity)>, CliError> {
    let stdout = stdout_file().filter(|_| writes_stdout);
    let mut distinct: Vec<(&str, FileIdentity)> = Vec::new();
    for (name, path) in files {
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
    let entries = files.iter();
    let entries = entries.filter_map(|(name, path)| Some((*name, FileIdentity::of_entry(path)?)));
    Ok(entries.collect())
}

fn stdout_file() -> Option<FileIdentity> {
    let stdout = File::from(io::stdout().as_fd().try_clone_to_owned().ok()?);
    let found = stdout.metadata().ok().filter(Metadata::is_file)?;
    FileIdentity::of_metadata(&found)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::FileIdentity;

    #[test]
    fn path_spellings_have_one_file_identity() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::write(at("file"), "").unwrap();
        fs::create_dir(at("dir")).unwrap();
        symlink("file", at("link")).unwrap();
        fs::hard_link(at("file"), at("hard")).unwrap();
        symlink("missing", at("dangling")).unwrap();
        let identity = |name: &str| FileIdentity::of(&at(name)).unwrap();
        for (one, other) in [
            ("file", "./file"),
            ("file", "link"),
            ("file", "hard"),
            ("file", "dir/../link"),
            ("missing", "dangling"),
            ("missing", "dir/../missing"),
        ] {
            assert_eq!(identity(one), identity(other), "{one} {other}");
        }
        assert_ne!(identity("file"), identity("missing"));
        assert_ne!(identity("missing"), identity("missing2"));
        assert_eq!(FileIdentity::of("/dev/null".as_ref()), None);
        assert_eq!(FileIdentity::of(&at("none/file")), None);
    }
}
