//! Text from files and pipes, also as programs on Windows write it.

use std::io::{self, ErrorKind};

/// Begins a text in UTF-16: a byte order mark, as PowerShell 5.1 writes it into files.
const UTF16_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// Returns the text without a byte order mark.
///
/// # Errors
/// Invalid data: it is not UTF-8.
pub(crate) fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let invalid = |reason| io::Error::new(ErrorKind::InvalidData, reason);
    if UTF16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(invalid("it is UTF-16; save it as UTF-8"));
    }
    let mut text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8"))?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}
