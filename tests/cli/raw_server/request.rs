//! Requests to the raw server.

use std::net::TcpStream;

/// A received request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// Its number among all requests, from 1.
    pub(crate) number: usize,
    /// The request line and the headers.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Request {
    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        let header = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value)
    }

    /// Returns method, path and query, such as `GET /engagements?page=2`.
    pub(crate) fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap_or_default();
        line.trim_end_matches(" HTTP/1.1")
    }

    /// Returns the path and query.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// Returns the requested page number.
    pub(crate) fn page(&self) -> u32 {
        self.parameter("page")
            .map_or(1, |number| number.parse().expect("a number"))
    }

    /// Returns a query parameter, still encoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target().split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

/// The first byte of a TLS handshake; such a client never sends the head of a request.
const TLS_HANDSHAKE: u8 = 0x16;

/// Returns head and body of the next request without consuming it; `None` at the end of the connection.
pub(super) fn peek_request(connection: &TcpStream) -> Option<(String, String)> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = connection
            .peek(&mut buffer)
            .ok()
            .filter(|length| *length > 0)?;
        let seen = String::from_utf8_lossy(&buffer[..length]).into_owned();
        if buffer[0] == TLS_HANDSHAKE {
            return Some((seen, String::new()));
        }
        let Some((head, rest)) = seen.split_once("\r\n\r\n") else {
            continue;
        };
        let lower = head.to_lowercase();
        let length = lower
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().expect("a length"));
        if let Some(body) = rest.get(..length) {
            return Some((format!("{head}\r\n\r\n"), body.to_owned()));
        }
    }
}
