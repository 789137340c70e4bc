//! The differences between operating systems: file modes and identities, replacing and locking
//! files, streams, signals. No other module has `cfg(unix)` or `cfg(windows)`.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

pub(crate) use system::{
    CONFIG_VARIABLES, CURL_NOTE, REPLACE_HINT, can_others_read, can_others_write, canonicalize,
    config_home, create_dir_all, enable_colors, end_by, ensure_replaceable, entry_name, file_id,
    invalid_name, is_device, is_pipe, is_regular, is_stream, make_private, open_locked,
    open_stream, open_terminal, path_id, private, read_stdin, replace, signals, stdout,
    sync_directory, system_zone, write,
};

/// What identifies a file on this machine, however it is named: device and inode on Unix, volume
/// and index on Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    file: u64,
}
