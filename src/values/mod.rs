//! Values that options and settings are parsed into: times, zones, durations, sizes, URLs.

pub(crate) mod auth_scheme;
pub(crate) mod base_url;
pub(crate) mod duration;
pub(crate) mod number;
pub(crate) mod paging;
pub(crate) mod secret;
pub(crate) mod size;
pub(crate) mod time_arg;
pub(crate) mod time_range;
pub(crate) mod zone;
pub(crate) mod zone_name;
