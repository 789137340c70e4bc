//! The differences between operating systems: file modes and identities, replacing and locking
//! files, streams, signals. No other module has `cfg(unix)` or `cfg(windows)`.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::file_name::is_reserved;

pub(crate) use system::*;

/// What identifies a file on this machine, however it is named: device and inode on Unix, volume
/// and index on Windows.
pub(crate) type FileId = (u64, u64);

/// Returns whether a path names this open file.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let id = file_id(file).ok();
    id.is_some() && id == path_id(path).ok()
}

/// Begins a path as Windows returns it.
const VERBATIM: &str = r"\\?\";

/// Returns the absolute path without links, as people write it.
pub(crate) fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    let path = path.canonicalize()?;
    let plain = path.to_str().and_then(|path| path.strip_prefix(VERBATIM));
    let is_drive = |plain: &&str| plain.as_bytes().get(1) == Some(&b':');
    Ok(plain.filter(is_drive).map_or(path.clone(), PathBuf::from))
}

/// Returns the form of a file name that is equal for all spellings of one name.
pub(crate) fn entry_name(name: &OsStr) -> OsString {
    if cfg!(any(windows, target_os = "macos")) {
        name.to_string_lossy().to_lowercase().into()
    } else {
        name.to_owned()
    }
}

/// Returns why the system cannot have a file of this name.
pub(crate) fn invalid_name(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy();
    if !cfg!(windows) {
        None
    } else if is_reserved(name.split('.').next()?.trim_end()) {
        Some("Windows reserves this name")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends with a dot or a space")
    } else if name.contains(['<', '>', ':', '"', '|', '?', '*']) {
        Some("it has a character that Windows reserves")
    } else {
        None
    }
}

/// Returns the IANA name of the system's time zone. A Unix system without any configuration, such as
/// a small container, runs on UTC.
pub(crate) fn system_zone() -> Option<String> {
    match iana_time_zone::get_timezone() {
        Ok(name) => Some(name),
        Err(_) if cfg!(unix) && !Path::new("/etc/localtime").exists() => Some("UTC".to_owned()),
        Err(_) => None,
    }
}
