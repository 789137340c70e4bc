//! What the raw server answers.

use super::Request;

/// What a request is answered: some bytes, and what becomes of the connection then.
pub(crate) struct Answer {
    pub(super) bytes: Vec<u8>,
    pub(super) end: End,
}

/// What becomes of a connection after an answer.
pub(super) enum End {
    Stay,
    Close,
    Reset,
    Stall,
    Dribble,
}

impl Answer {
    /// Exactly these bytes; the connection stays open for the next request.
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let end = End::Stay;
        Self { bytes, end }
    }

    /// A well-formed answer; `headers` are whole lines, each with its line break.
    pub(crate) fn new(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = body.len();
        let head = format!("HTTP/1.1 {status} x\r\n{headers}content-length: {length}\r\n\r\n");
        Self::bytes([head.as_bytes(), body].concat())
    }

    /// A page of the list with these ids and this `next_page`, which is JSON text.
    pub(crate) fn page(ids: &[&str], next: &str) -> Self {
        Self::new(200, "", page(ids, &format!(r#""next_page":{next}"#)))
    }

    /// The page that is asked for of a numbered list without end, with the engagements `1a` and
    /// `1b` on page 1, and so on. It says that its last page is `last`.
    pub(crate) fn numbered(request: &Request, last: u32) -> Self {
        let number = request.page();
        let next = number + 1;
        let more = format!(r#""next_page":"?page={next}&per_page=2","last_page":"?page={last}""#);
        let ids = [format!("{number}a"), format!("{number}b")];
        Self::new(200, "", page(&ids.each_ref().map(String::as_str), &more))
    }

    /// No bytes at all.
    pub(crate) fn nothing() -> Self {
        Self::bytes("")
    }

    /// Then the connection is closed in good order.
    pub(crate) fn close(self) -> Self {
        Self {
            end: End::Close,
            ..self
        }
    }

    /// Then the connection is reset. What was sent before may be lost on its way.
    pub(crate) fn reset(self) -> Self {
        Self {
            end: End::Reset,
            ..self
        }
    }

    /// Then nothing more comes, and the connection stays open.
    pub(crate) fn stall(self) -> Self {
        Self {
            end: End::Stall,
            ..self
        }
    }

    /// Then spaces, one every tenth of a second, without end.
    pub(crate) fn dribble(self) -> Self {
        Self {
            end: End::Dribble,
            ..self
        }
    }
}

/// The body of a page: engagements with these ids, and whatever else the page says.
pub(crate) fn page(ids: &[&str], more: &str) -> String {
    let record = |id| format!(r#"{{"id":"{id}","created_at":"2016-07-06T11:23:54.508Z"}}"#);
    let records: Vec<_> = ids.iter().map(record).collect();
    format!(r#"{{"engagements":[{}],{more}}}"#, records.join(","))
}
