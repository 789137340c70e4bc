//! Files that hold a secret.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// A warning, if others than the owner can read the file.
pub(super) fn warning(path: &Path) -> Option<String> {
    let mode = path.metadata().ok()?.permissions().mode();
    let path = path.display();
    (mode & 0o077 != 0).then(|| {
        format!("warning: others can read `{path}`, which holds a secret: `chmod 600 {path}`")
    })
}
