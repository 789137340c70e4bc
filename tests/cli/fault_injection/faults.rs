//! The faults of a response.

use crate::raw_server::Response;

/// A fault of one response.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// The API sends another response, or none.
    Kind(&'static Kind),
    /// The regular response is truncated at this place.
    Break(Framing, Place),
}

/// A response other than the regular one.
#[derive(Debug)]
pub(super) struct Kind {
    /// The name in assertion messages.
    pub(super) name: &'static str,
    /// The exit code of a run without other output.
    pub(super) code: i32,
    /// Every other request would fail as well.
    pub(super) ends_run: bool,
    /// An export may have happened, and with this fault it has.
    pub(super) may_have_acted: bool,
    /// A retry of the request can succeed.
    pub(super) passes: bool,
    /// Builds the response.
    pub(super) response: fn() -> Response,
}

const KIND: Kind = Kind {
    name: "",
    code: 8,
    ends_run: false,
    may_have_acted: false,
    passes: false,
    response: Response::nothing,
};

/// All kinds.
pub(super) static KINDS: [Kind; 11] = [
    Kind {
        name: "500",
        may_have_acted: true,
        passes: true,
        response: || Response::new(500, "", "oops"),
        ..KIND
    },
    Kind {
        name: "503 with a time",
        passes: true,
        response: || Response::new(503, "retry-after: 1\r\n", ""),
        ..KIND
    },
    Kind {
        name: "429",
        code: 6,
        passes: true,
        response: || Response::new(429, "", r#"{"message": "too many"}"#),
        ..KIND
    },
    Kind {
        name: "404",
        code: 5,
        response: || Response::new(404, "", ""),
        ..KIND
    },
    Kind {
        name: "403",
        code: 4,
        response: || Response::new(403, "", ""),
        ..KIND
    },
    Kind {
        name: "401",
        code: 4,
        ends_run: true,
        response: || {
            Response::new(
                401,
                "",
                r#"{"message": "Authorization information missing"}"#,
            )
        },
        ..KIND
    },
    Kind {
        name: "302",
        response: || Response::new(302, "location: https://other.example/\r\n", ""),
        may_have_acted: true,
        ..KIND
    },
    Kind {
        name: "reset",
        code: 7,
        may_have_acted: true,
        passes: true,
        response: || Response::nothing().reset(),
        ..KIND
    },
    Kind {
        name: "silence",
        code: 7,
        may_have_acted: true,
        passes: true,
        response: || Response::nothing().close(),
        ..KIND
    },
    Kind {
        name: "garbage",
        may_have_acted: true,
        response: || Response::new(200, "", "<html>"),
        ..KIND
    },
    Kind {
        name: "another shape",
        may_have_acted: true,
        response: || Response::new(200, "", "{}"),
        ..KIND
    },
];

/// How the end of a response is marked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Framing {
    /// By `Content-Length`.
    Length,
    /// By the last chunk.
    Chunks,
    /// By the end of the connection.
    End,
}

/// A place at which a response is truncated.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

impl Place {
    /// Returns the places at which a part of the response begins or ends; the full run adds 64 evenly
    /// spread places.
    pub(super) fn spread(is_full: bool) -> impl Iterator<Item = Self> {
        (0..if is_full { 72 } else { 8 }).map(Self)
    }

    /// Returns the number of bytes before this place; less than the length of the response.
    pub(super) fn of(self, head: usize, length: usize) -> usize {
        let status = "HTTP/1.1 ".len();
        let middle = usize::midpoint(head, length);
        let named = [0, 1, status, head - 2, head, head + 1, middle, length - 1];
        let even = |number: usize| (number - named.len()) * length / 64;
        named.get(self.0).copied().unwrap_or_else(|| even(self.0))
    }
}
