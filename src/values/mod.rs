//! Values that options and settings are parsed into: times, zones, numbers, URLs, tokens.

pub(crate) mod base_url;
pub(crate) mod paging;
pub(crate) mod quantity;
pub(crate) mod secret;
pub(crate) mod time_arg;
pub(crate) mod token;
pub(crate) mod zone;
