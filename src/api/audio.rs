//! The audio of a recording: of which kind it is, and whether all of it came.

use std::io::{Read, Write};

use reqwest::blocking::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, TRANSFER_ENCODING};

use super::http_client::{Peer, TransportError};
use super::retry::TransportErrorKind;
use crate::failure::Kind;

/// Bytes that are read at a time.
const BUFFER: usize = 64 * 1024;

/// What the file of a recording may end with.
pub(crate) const EXTENSIONS: [&str; 5] = ["mp3", "wav", "ogg", "m4a", "bin"];

/// What the file of a recording ends with that is of this kind (a `Content-Type`).
fn extension(kind: &str) -> Option<&'static str> {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    Some(match &*kind.to_ascii_lowercase() {
        "audio/mpeg" | "audio/mp3" => "mp3",
        "audio/wav" | "audio/x-wav" | "audio/vnd.wave" => "wav",
        "audio/ogg" => "ogg",
        "audio/mp4" => "m4a",
        "application/octet-stream" | "binary/octet-stream" => "bin",
        kind if kind.starts_with("audio/") => "bin",
        _ => return None,
    })
}

/// Writes the body of an answer into what `open` makes for a file with its extension, and gives
/// that back when all of it is there.
pub(super) fn receive<W: Write>(
    mut response: Response,
    peer: &Peer,
    open: impl Fn(&str) -> anyhow::Result<W>,
) -> Result<W, TransportError> {
    let extension = check(&response).map_err(|why| refused(Kind::Service, why.to_owned()))?;
    let mut file = open(extension).map_err(|why| refused(Kind::Local, format!("{why:#}")))?;
    let mut buffer = vec![0; BUFFER];
    let mut is_empty = true;
    loop {
        let read = response.read(&mut buffer);
        match read.map_err(|error| peer.body_error(&error))? {
            0 if is_empty => return Err(refused(Kind::Service, "its audio is empty".to_owned())),
            0 => return Ok(file),
            length => file
                .write_all(&buffer[..length])
                .map_err(|why| refused(Kind::Local, format!("cannot write its file: {why}")))?,
        }
        is_empty = false;
    }
}

/// The extension for an answer, if it is audio that cannot end early without anybody seeing it.
fn check(response: &Response) -> Result<&'static str, &'static str> {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err("its audio is encoded in a way that was not asked for");
    }
    // What is said of the length, the HTTP library holds the answer to. Of any other transfer
    // encoding it takes what comes until the connection ends.
    let is_chunked = headers.get_all(TRANSFER_ENCODING).iter().eq(["chunked"]);
    if response.content_length().is_none() && !is_chunked {
        return Err("its audio does not say where it ends");
    }
    let kind = text(CONTENT_TYPE).unwrap_or("application/octet-stream");
    extension(kind).ok_or("what its storage answers is no audio")
}

/// An attempt that is not repeated: the next would end the same.
fn refused(kind: Kind, message: String) -> TransportError {
    let how = TransportErrorKind::InvalidResponse;
    TransportError {
        kind,
        ..TransportError::new(how, message)
    }
}

#[cfg(test)]
mod tests {
    use super::{EXTENSIONS, extension};

    #[test]
    fn files_end_with_what_they_are() {
        for (kind, expected) in [
            ("audio/mpeg", "mp3"),
            ("Audio/X-WAV; codecs=1", "wav"),
            ("audio/ogg;codecs=opus", "ogg"),
            ("audio/mp4", "m4a"),
            ("audio/basic", "bin"),
            ("audio/../../x", "bin"),
            ("binary/octet-stream", "bin"),
        ] {
            let extension = extension(kind).unwrap();
            assert_eq!(extension, expected, "{kind}");
            assert!(EXTENSIONS.contains(&extension), "{extension}");
        }
        for other in ["", "text/html", "application/json", "application/xml"] {
            assert_eq!(extension(other), None, "{other}");
        }
    }
}
