//! Files that hold a secret.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::shell::quoted;

/// A warning, if others than the owner can read the file.
pub(super) fn warning(path: &Path) -> Option<String> {
    let mode = path.metadata().ok()?.permissions().mode();
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    (mode & 0o077 != 0)
        .then(|| format!("warning: others can read `{path}`, which holds a secret: `{command}`"))
}
