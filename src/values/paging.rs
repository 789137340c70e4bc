//! How the list of engagements is paged.

/// The order of the list, by starting time (API documentation, parameter `order`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Order {
    /// Oldest first.
    Asc,
    /// Newest first.
    Desc,
}

impl Order {
    /// Returns the value of the parameter.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Asc => "asc",
            Self::Desc => "desc",
        }
    }
}

/// How much of the list is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListScope {
    /// One page: the first, or the one the query names.
    Page,
    /// At most so many engagements, from as many pages as that takes.
    Limit(u64),
    /// Every page.
    All,
}
