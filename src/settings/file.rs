//! Files that are read whole because a setting names them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file of so many mebibytes at most. What is larger is another file than was meant, or one
/// without an end.
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
