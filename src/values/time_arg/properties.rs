//! Properties of time expressions, for the unit tests and the fuzzer (`tests/fuzz`).

use chrono::{DateTime, Utc};

use crate::values::time_arg::{TimeArg, format_api_time};
use crate::values::zone::Zone;

/// Returns the instants of both bounds, if the text is a time expression.
fn edges(text: &str, zone: Zone, now: DateTime<Utc>) -> Option<[DateTime<Utc>; 2]> {
    let when: TimeArg = text.parse().ok()?;
    Some(when.resolve(zone, now))
}

/// A formatted instant is complete, and names the same instant in every zone when it is typed.
pub(crate) fn sent_instant_parses_back(text: &str, zone: Zone, now: DateTime<Utc>) {
    for instant in edges(text, zone, now).iter().flatten() {
        let name = format_api_time(*instant);
        assert_eq!(name.len(), "2015-10-01T13:00:00.000Z".len(), "{name}");
        assert_eq!(name.parse(), Ok(*instant), "{name}");
        assert_eq!(edges(&name, zone, now), Some([*instant; 2]), "{name}");
    }
}

/// A range does not end before it begins.
pub(crate) fn end_is_not_before_start(text: &str, zone: Zone, now: DateTime<Utc>) {
    if let Some([since, until]) = edges(text, zone, now) {
        assert!(since <= until, "`{text}`: {since} to {until}");
    }
}
