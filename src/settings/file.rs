//! Files that a setting names, read into memory.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

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
