use chrono::MappedLocalTime;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn what_people_see_is_the_zones_clock() {
    let instant = at("2016-07-06T08:57:47.999Z");
    for (zone, shown) in [
        (Tz::UTC, "2016-07-06 08:57:47"),
        (Tz::Europe__Tallinn, "2016-07-06 11:57:47"),
        (Tz::Asia__Kolkata, "2016-07-06 14:27:47"),
        (Tz::America__New_York, "2016-07-06 04:57:47"),
    ] {
        assert_eq!(Zone::from(zone).shown(instant), shown);
    }
}

#[test]
fn a_header_names_the_zone() {
    let names = [Tz::UTC.into(), Tz::Europe__Tallinn.into(), Zone::MACHINE].map(|z| z.to_string());
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
        let (zone, wall) = (
            Zone::from(zone.parse::<Tz>().unwrap()),
            wall.parse().unwrap(),
        );
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
            Tz::Asia__Kolkata.into(),
            Tz::America__New_York.into(),
        ] {
            assert!(!zone.shown(instant).is_empty());
        }
    }
}

/// The first instant of a year after which the zone's clocks are changed within the hour, or the
/// year's first instant.
fn before_a_change(zone: Tz, year: i32) -> DateTime<Utc> {
    let changed = |start: &DateTime<Utc>, step: TimeDelta| {
        let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix();
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

proptest! {
    #[test]
    fn the_database_agrees(
        zone in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
        year in 1960..2040,
        minutes in -150..150_i64,
    ) {
        let wall = Zone::from(zone).wall(before_a_change(zone, year)) + TimeDelta::minutes(minutes);
        let found = (Zone::from(zone).first(wall), Zone::from(zone).last(wall));
        match zone.from_local_datetime(&wall) {
            MappedLocalTime::Single(only) => prop_assert_eq!(found, (only.to_utc(), only.to_utc())),
            MappedLocalTime::Ambiguous(first, last) => {
                prop_assert_eq!(found, (first.to_utc(), last.to_utc()));
            }
            MappedLocalTime::None => {
                let end = chrono_tz::GapInfo::new(&wall, &zone).unwrap().end.unwrap().to_utc();
                prop_assert_eq!(found, (end, end - TimeDelta::milliseconds(1)));
            }
        }
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
