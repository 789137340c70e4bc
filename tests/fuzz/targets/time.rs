//! Time expressions of `--since` and `--until` in any time zone.

#![no_main]

#[path = "../../../src/values/time_arg/properties.rs"]
mod properties;
#[path = "../../../src/values"]
mod values {
    mod quantity;
    pub(crate) mod time_arg;
    pub(crate) mod zone;
}

use chrono::DateTime;
use values::zone::Zone;

libfuzzer_sys::fuzz_target!(|input: (u16, i32, &str)| {
    let (zone, seconds, text) = input;
    let zones = &chrono_tz::TZ_VARIANTS;
    let name = zones[usize::from(zone) % zones.len()].name();
    let zone = Zone::iana(name).unwrap_or(Zone::UTC);
    // Half a second past any second from 1901 to 2038.
    let now = DateTime::from_timestamp(seconds.into(), 500_000_000).unwrap_or_default();
    properties::sent_instant_parses_back(text, zone, now);
    properties::end_is_not_before_start(text, zone, now);
});
