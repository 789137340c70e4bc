//! Responses of the raw server.

use super::Request;

/// A response: its bytes, and what happens to the connection afterwards.
pub(crate) struct Response {
    pub(super) bytes: Vec<u8>,
    pub(super) end: End,
}

/// Status, headers and body of a valid response; see [`Response::new`].
pub(crate) type ResponseParts = (u16, &'static str, String);

impl From<ResponseParts> for Response {
    fn from((status, headers, body): ResponseParts) -> Self {
        Self::new(status, headers, body)
    }
}

/// The end of a response: how the connection continues.
pub(super) enum End {
    Stay,
    Close,
    Reset,
    Stall,
    Dribble,
}

impl Response {
    /// Sends exactly these bytes and keeps the connection open for the next request.
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let end = End::Stay;
        Self { bytes, end }
    }

    /// Builds a valid response; `headers` are complete lines with line breaks.
    pub(crate) fn new(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len();
        let head = format!("HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\n\r\n");
        Self::bytes([head.as_bytes(), body].concat())
    }

    /// Builds a page of the list with these IDs and this `next_page`, which is JSON text.
    pub(crate) fn page(ids: &[&str], next: &str) -> Self {
        Self::new(200, "", page(ids, &format!(r#""next_page":{next}"#)))
    }

    /// Builds the requested page of an endless numbered list: page 1 has the engagements `1a` and
    /// `1b`, and so on. `last_page` is `last`.
    pub(crate) fn numbered(request: &Request, last: u32) -> Self {
        let number = request.page();
        let next = number + 1;
        let more = format!(r#""next_page":"?page={next}&per_page=2","last_page":"?page={last}""#);
        let ids = [format!("{number}a"), format!("{number}b")];
        Self::new(200, "", page(&ids.each_ref().map(String::as_str), &more))
    }

    /// Sends no bytes.
    pub(crate) fn nothing() -> Self {
        Self::bytes("")
    }

    /// Closes the connection afterwards.
    pub(crate) fn close(self) -> Self {
        Self {
            end: End::Close,
            ..self
        }
    }

    /// Resets the connection afterwards; the client may lose the bytes sent before.
    pub(crate) fn reset(self) -> Self {
        Self {
            end: End::Reset,
            ..self
        }
    }

    /// Sends nothing more afterwards and keeps the connection open.
    pub(crate) fn stall(self) -> Self {
        Self {
            end: End::Stall,
            ..self
        }
    }

    /// Sends one space every 100 ms afterwards, without end.
    pub(crate) fn dribble(self) -> Self {
        Self {
            end: End::Dribble,
            ..self
        }
    }
}

/// Builds the body of a page with these IDs and further members `more`.
pub(crate) fn page(ids: &[&str], more: &str) -> String {
    let record = |id| format!(r#"{{"id":"{id}","created_at":"2016-07-06T11:23:54.508Z"}}"#);
    let records: Vec<_> = ids.iter().map(record).collect();
    format!(r#"{{"engagements":[{}],{more}}}"#, records.join(","))
}
