//! Files that hold a secret, or that name a command.

use std::path::Path;

use crate::platform;
use crate::shell::quoted;

/// A warning, if others than the owner can read the file.
pub(super) fn warning(path: &Path) -> Option<String> {
    let is_open = platform::can_others_read(&path.metadata().ok()?);
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    is_open.then(|| format!("others can read `{path}`, which holds a secret: `{command}`"))
}

/// A warning, if others than the owner can write the file, and so choose the command that is run.
pub(super) fn command_warning(path: &Path) -> Option<String> {
    let is_open = platform::can_others_write(&path.metadata().ok()?);
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    is_open.then(|| format!("others can write `{path}`, which names a command: `{command}`"))
}
