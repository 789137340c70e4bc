//! Files that settings name: read into memory, and their permissions.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::platform;
use crate::sanitize::quoted;

/// Reads a file of at most `mebibytes`. A larger one is a wrong file, or has no end.
///
/// # Errors
/// It cannot be read, or is larger.
pub(crate) fn read(path: &Path, mebibytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = File::open(path)?.take(mebibytes * 1024 * 1024 + 1);
    file.read_to_end(&mut bytes)?;
    if file.limit() == 0 {
        let why = format!("it is larger than {mebibytes} MiB");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(bytes)
}

/// Returns a warning if others can write a file that names a command, or read one that holds a secret.
pub(super) fn permission_warning(
    path: &Path,
    names_command: bool,
    holds_secret: bool,
) -> Option<String> {
    let access = platform::access_of_others(&path.metadata().ok()?);
    let (action, content) = if names_command && access & 0o022 != 0 {
        ("write", "names a command")
    } else if holds_secret && access != 0 {
        ("read", "holds a secret")
    } else {
        return None;
    };
    let path = path.display().to_string();
    let command = format!("chmod 600 {}", quoted(&path));
    Some(format!(
        "others can {action} `{path}`, which {content}: `{command}`"
    ))
}
