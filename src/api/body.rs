//! Reads the body of a response: decodes it, and bounds its size.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;
use reqwest::blocking::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

use super::http_client::{Peer, TransportError};
use super::retry::TransportErrorKind;
use crate::parallel;

/// Memory for the bodies of responses.
const MEMORY: u64 = 256 * 1024 * 1024;

/// A decoded body larger than this is refused: no page of the API comes close.
const MAX_BODY: u64 = 32 * 1024 * 1024;

/// As many encodings of one body are no mistake.
const MAX_CODINGS: usize = 5;

/// The first byte of a gzip member.
const GZIP_MAGIC: u8 = 0x1f;

/// Pools of workers in a run: one fetches the pages of the list, one an engagement each.
const POOLS: u64 = 2;

/// Returns how large a body may be that is in memory before the output has come to it: each worker has one
/// that it reads and one that waits for the output. Each pool also has two bodies of any size: the one that is
/// written, and the one that is to be written next.
pub(super) fn max_body_ahead(concurrency: usize) -> u64 {
    let shared = MEMORY - POOLS * 2 * MAX_BODY;
    (shared / (POOLS * 2 * concurrency as u64)).min(MAX_BODY)
}

/// Reads and decodes the body.
///
/// # Errors
/// It is truncated, too large, or encoded in an unknown way. It is larger than `max_ahead` and it is not
/// its turn: it is to be requested again then.
pub(super) fn read(
    response: Response,
    peer: &Peer,
    max_ahead: u64,
) -> Result<Vec<u8>, TransportError> {
    let codings = codings(response.headers());
    let length = response.content_length().unwrap_or(0).min(max_ahead);
    let mut body = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let mut reader = decoder(response, &codings).map_err(|error| peer.body_error(&error))?;
    let mut read_up_to = |limit| {
        let missing = limit - body.len() as u64;
        let read = reader.by_ref().take(missing).read_to_end(&mut body);
        read.map(|_| body.len() as u64 == limit)
            .map_err(|error| peer.body_error(&error))
    };
    let limit = max_ahead.min(MAX_BODY + 1);
    if read_up_to(limit)? && limit <= MAX_BODY {
        if !parallel::is_turn() {
            let message = "the body is too large to be read in advance".to_owned();
            return Err(TransportError::new(
                TransportErrorKind::TooLargeAhead,
                message,
            ));
        }
        read_up_to(MAX_BODY + 1)?;
    }
    if body.len() as u64 > MAX_BODY {
        return Err(peer.invalid_response("the body is larger than 32 MiB"));
    }
    Ok(body)
}

/// The names of the codings, in the order in which they were applied.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(CONTENT_ENCODING).iter();
    let lines: Vec<_> = lines
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    let names = lines.join(",").to_ascii_lowercase();
    let names = names.split(',').map(str::trim);
    names
        .filter(|name| !["", "identity"].contains(name))
        .map(str::to_owned)
        .collect()
}

fn decoder(response: Response, codings: &[String]) -> io::Result<Box<dyn BufRead>> {
    let invalid = |why| Err(io::Error::new(io::ErrorKind::InvalidData, why));
    let mut reader: Box<dyn BufRead> = Box::new(BufReader::new(response));
    if codings.len() > MAX_CODINGS {
        return invalid("too many content encodings".to_owned());
    }
    // An empty body is not encoded, whatever its headers claim.
    if reader.fill_buf()?.is_empty() {
        return Ok(reader);
    }
    for coding in codings.iter().rev() {
        reader = match coding.as_str() {
            "gzip" | "x-gzip" => {
                let members = GzipReader(Some(GzDecoder::new(reader)));
                Box::new(BufReader::new(members))
            }
            unknown => return invalid(format!("unknown content encoding `{unknown}`")),
        };
    }
    Ok(reader)
}

/// Decodes the members of a gzip body. As with `gzip` and `curl`, anything else after them is ignored.
struct GzipReader<R>(Option<GzDecoder<R>>);

impl<R: BufRead> Read for GzipReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let length = member.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let has_next = member.get_mut().fill_buf()?.first() == Some(&GZIP_MAGIC);
            let over = self.0.take().filter(|_| has_next);
            self.0 = over.map(|member| GzDecoder::new(member.into_inner()));
        }
        Ok(0)
    }
}
