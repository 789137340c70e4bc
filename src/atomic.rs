//! Files that appear whole or not at all.
//!
//! The bytes go to a temporary file in the target's own directory, which is renamed over the
//! target once they are on the disk. Whoever reads the target sees what was there before or
//! all of what is new, also after a power loss.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

use crate::failure::{Failure, Kind};

/// A file being written beside its target; removed again unless it is committed.
///
/// It does not buffer.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    temp: NamedTempFile,
    target: PathBuf,
}

impl AtomicFile {
    /// Starts a file, mode 0600, that will replace `path`, or what `path` links to.
    ///
    /// # Errors
    /// Local: the directory is missing or not writable, or `path` is no regular file.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let target = resolve(path)?;
        let temp = tempfile::Builder::new()
            .prefix(".engagements-")
            .suffix(".tmp")
            .make_in(directory_of(&target), |temp_path| {
                OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(temp_path)
            })
            .with_context(|| format!("cannot create a file beside `{}`", target.display()))?;
        Ok(Self { temp, target })
    }

    /// Where the bytes are until the commit: what a signal handler has to remove, because
    /// nothing is dropped when a process dies by a signal.
    pub(crate) fn temp_path(&self) -> &Path {
        self.temp.path()
    }

    /// Puts the file in its place, on the disk for good.
    ///
    /// # Errors
    /// Local: the disk is full or failing. Unless it was the very last step that failed, the
    /// target is as it was before.
    pub(crate) fn commit(self) -> anyhow::Result<()> {
        let Self { temp, target } = self;
        let put = || {
            temp.as_file().sync_all()?;
            temp.persist(&target).map_err(|refused| refused.error)?;
            sync_directory_of(&target)
        };
        put().with_context(|| format!("cannot write `{}`", target.display()))
    }
}

impl Write for AtomicFile {
    // Past `NamedTempFile`'s own `Write`, which names the temporary file in its errors.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temp.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temp.as_file_mut().flush()
    }
}

/// Replaces a file, or what it links to, by these bytes.
///
/// # Errors
/// Those of [`AtomicFile`].
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    file.commit()
}

/// The file that writing to `path` would write to: links followed, also a link to a file that
/// does not exist yet.
///
/// # Errors
/// Local: what is there is a folder or a device, or cannot be looked at.
pub(crate) fn resolve(path: &Path) -> anyhow::Result<PathBuf> {
    let cannot_open = || format!("cannot open `{}`", path.display());
    let mut target = path.to_owned();
    loop {
        match fs::metadata(&target) {
            Ok(found) if found.is_file() => return target.canonicalize().with_context(cannot_open),
            Ok(_) => return Err(not_a_file(path).into()),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(cannot_open),
        }
        // Ends: the kernel has just walked this chain of links, and refuses a circle.
        match fs::read_link(&target) {
            Ok(link) => target = directory_of(&target).join(link),
            Err(_) => return Ok(target),
        }
    }
}

/// The failure for a path that names something other than a regular file.
pub(crate) fn not_a_file(path: &Path) -> Failure {
    Failure::new(
        Kind::Local,
        format!("`{}` is not a regular file", path.display()),
    )
}

/// Makes a file's new entry in its directory survive a power loss, where that can be done.
pub(crate) fn sync_directory_of(path: &Path) -> io::Result<()> {
    match File::open(directory_of(path)).and_then(|directory| directory.sync_all()) {
        // Some network file systems cannot, and a drop box cannot be opened for reading.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names_in(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_commit_replaces_the_file_and_leaves_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        replace(&path, b"new").unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(names_in(directory.path()), ["out.csv"]);
    }

    #[test]
    fn a_dropped_file_leaves_the_old_one_untouched() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        fs::write(&path, "old").unwrap();

        let mut file = AtomicFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        assert_eq!(fs::read(file.temp_path()).unwrap(), b"half");
        assert_eq!(
            fs::metadata(file.temp_path()).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(
            file.temp_path().parent(),
            directory.path().canonicalize().ok().as_deref()
        );
        drop(file);

        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names_in(directory.path()), ["out.csv"]);
    }

    #[test]
    fn links_stay_links_and_their_target_is_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::create_dir(at("data")).unwrap();
        fs::write(at("data/old"), "old").unwrap();
        symlink("data/old", at("first")).unwrap();
        symlink("data/missing", at("second")).unwrap();
        symlink("second", at("third")).unwrap();

        replace(&at("first"), b"new").unwrap();
        replace(&at("third"), b"new").unwrap();

        assert_eq!(fs::read_to_string(at("data/old")).unwrap(), "new");
        assert_eq!(fs::read_to_string(at("data/missing")).unwrap(), "new");
        for link in ["first", "second", "third"] {
            assert!(
                fs::symlink_metadata(at(link)).unwrap().is_symlink(),
                "{link}"
            );
        }
        assert_eq!(names_in(&at("data")), ["missing", "old"]);
    }

    #[test]
    fn folders_devices_circles_and_missing_folders_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        symlink("circle", directory.path().join("circle")).unwrap();
        for (path, message) in [
            (directory.path().to_owned(), "is not a regular file"),
            (PathBuf::from("/dev/null"), "is not a regular file"),
            (directory.path().join("circle"), "cannot open"),
            (
                directory.path().join("missing/out.csv"),
                "cannot create a file beside",
            ),
        ] {
            let error = AtomicFile::create(&path).unwrap_err();
            assert_eq!(Failure::kind_of(&error), Kind::Local);
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn a_file_without_a_folder_is_in_the_current_one() {
        assert_eq!(directory_of(Path::new("out.csv")), Path::new("."));
        assert_eq!(directory_of(Path::new("a/out.csv")), Path::new("a"));
    }
}
