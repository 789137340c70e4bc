//! What can go wrong with an answer.

use crate::raw_server::Answer;

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    /// It is answered otherwise, or not at all.
    Kind(&'static Kind),
    /// The true answer breaks off at this place.
    Break(Framing, Place),
}

/// An answer that is not the true one.
#[derive(Debug)]
pub(super) struct Kind {
    /// What it is called.
    pub(super) name: &'static str,
    /// The exit code of a run that had nothing else to do.
    pub(super) code: i32,
    /// No other request of the run can do better.
    pub(super) ends_run: bool,
    /// An export may have happened all the same, and here it has.
    pub(super) may_have_acted: bool,
    /// The same request may be answered truly the next time, which the tool tries by itself.
    pub(super) passes: bool,
    /// The answer.
    pub(super) answer: fn() -> Answer,
}

const KIND: Kind = Kind {
    name: "",
    code: 8,
    ends_run: false,
    may_have_acted: false,
    passes: false,
    answer: Answer::nothing,
};

/// Every kind.
pub(super) static KINDS: [Kind; 11] = [
    Kind {
        name: "500",
        may_have_acted: true,
        passes: true,
        answer: || Answer::new(500, "", "oops"),
        ..KIND
    },
    Kind {
        name: "503 with a time",
        passes: true,
        answer: || Answer::new(503, "retry-after: 1\r\n", ""),
        ..KIND
    },
    Kind {
        name: "429",
        code: 6,
        passes: true,
        answer: || Answer::new(429, "", r#"{"message": "too many"}"#),
        ..KIND
    },
    Kind {
        name: "404",
        code: 5,
        answer: || Answer::new(404, "", ""),
        ..KIND
    },
    Kind {
        name: "403",
        code: 4,
        answer: || Answer::new(403, "", ""),
        ..KIND
    },
    Kind {
        name: "401",
        code: 4,
        ends_run: true,
        answer: || {
            Answer::new(
                401,
                "",
                r#"{"message": "Authorization information missing"}"#,
            )
        },
        ..KIND
    },
    Kind {
        name: "302",
        answer: || Answer::new(302, "location: https://other.example/\r\n", ""),
        may_have_acted: true,
        ..KIND
    },
    Kind {
        name: "reset",
        code: 7,
        may_have_acted: true,
        passes: true,
        answer: || Answer::nothing().reset(),
        ..KIND
    },
    Kind {
        name: "silence",
        code: 7,
        may_have_acted: true,
        passes: true,
        answer: || Answer::nothing().close(),
        ..KIND
    },
    Kind {
        name: "garbage",
        may_have_acted: true,
        answer: || Answer::new(200, "", "<html>"),
        ..KIND
    },
    Kind {
        name: "another shape",
        may_have_acted: true,
        answer: || Answer::new(200, "", "{}"),
        ..KIND
    },
];

/// What says where an answer ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Framing {
    /// The length in its head.
    Length,
    /// The last of its chunks.
    Chunks,
    /// The end of the connection.
    End,
}

/// Where an answer breaks off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(usize);

impl Place {
    /// A spread of places: those at which something ends or begins, and for a fuller run an even
    /// one besides.
    pub(super) fn spread(is_full: bool) -> impl Iterator<Item = Self> {
        (0..if is_full { 72 } else { 8 }).map(Self)
    }

    /// After how many bytes of an answer this is: before its last in any case.
    pub(super) fn of(self, head: usize, whole: usize) -> usize {
        let status = "HTTP/1.1 ".len();
        let middle = usize::midpoint(head, whole);
        let named = [0, 1, status, head - 2, head, head + 1, middle, whole - 1];
        let even = |number: usize| (number - named.len()) * whole / 64;
        named.get(self.0).copied().unwrap_or_else(|| even(self.0))
    }
}
