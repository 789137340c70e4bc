//! Files that hold a secret, or that name a command.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::shell::quoted;

/// A warning, if others than the owner can read the file.
pub(super) fn warning(path: &Path) -> Option<String> {
    let mode = path.metadata().ok()?.permissions().mode();
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    (mode & 0o077 != 0)
        .then(|| format!("others can read `{path}`, which holds a secret: `{command}`"))
}

/// A warning, if others than the owner can write the file, and so choose the command that is run.
pub(super) fn command_warning(path: &Path) -> Option<String> {
    let mode = path.metadata().ok()?.permissions().mode();
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    (mode & 0o022 != 0)
        .then(|| format!("others can write `{path}`, which names a command: `{command}`"))
}
