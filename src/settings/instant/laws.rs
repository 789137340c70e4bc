//! What holds for every T, whoever typed it: asked of random texts by the tests, and of cunning
//! ones by the fuzzer (`tests/fuzz`).

use chrono::{DateTime, TimeDelta, Utc};

use crate::settings::instant::{When, sent};
use crate::settings::stretch::Edge;
use crate::settings::zone::Zone;

/// The instants of both edges, if the text is a T.
fn edges(text: &str, zone: Zone, now: DateTime<Utc>) -> Option<[DateTime<Utc>; 2]> {
    let when: When = text.parse().ok()?;
    Some([Edge::Since, Edge::Until].map(|edge| when.resolve(edge, zone, now)))
}

/// What is sent is a full instant that can be typed, and names that instant in every zone.
pub(crate) fn what_is_sent_names_itself(text: &str, zone: Zone, now: DateTime<Utc>) {
    for instant in edges(text, zone, now).iter().flatten() {
        let name = sent(*instant);
        assert_eq!(name.len(), "2015-10-01T13:00:00.000Z".len(), "{name}");
        assert_eq!(name.parse(), Ok(*instant), "{name}");
        assert_eq!(edges(&name, zone, now), Some([*instant; 2]), "{name}");
    }
}

/// What a text names does not end before it begins. Only a time that the clocks leave out has no
/// instant at all: it ends with the one before the change, and begins with the one after.
pub(crate) fn the_end_is_not_before_the_start(text: &str, zone: Zone, now: DateTime<Utc>) {
    let Some([since, until]) = edges(text, zone, now) else {
        return;
    };
    let left_out = || {
        let changed = zone.wall(since) - zone.wall(until) > TimeDelta::milliseconds(1);
        since - until == TimeDelta::milliseconds(1) && changed
    };
    assert!(since <= until || left_out(), "`{text}`: {since} to {until}");
}
