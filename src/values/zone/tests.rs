use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn iana(name: &str) -> Zone {
    Zone::iana(name).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn displayed_time_is_local() {
    let instant = at("2016-07-06T08:57:47.999Z");
    for (zone, shown) in [
        ("UTC", "2016-07-06 08:57:47"),
        ("Europe/Tallinn", "2016-07-06 11:57:47"),
        ("Asia/Kolkata", "2016-07-06 14:27:47"),
        ("America/New_York", "2016-07-06 04:57:47"),
    ] {
        assert_eq!(iana(zone).format_local(instant), shown);
        assert_eq!(iana(zone).to_string(), zone);
    }
}

#[test]
fn zone_name_is_utc_local_or_an_iana_name() {
    let parse = |text: &str| text.parse::<ZoneName>();
    for (text, name) in [
        ("utc", "UTC"),
        ("UTC", "UTC"),
        ("Europe/Tallinn", "Europe/Tallinn"),
    ] {
        assert_eq!(parse(text), Ok(ZoneName::Iana(iana(name))));
    }
    assert_eq!(parse("local"), Ok(ZoneName::Local));
    let wrong = "| utc|utc |Local|+03:00|Mars/Base|Europe|EST5EDT,M3.2.0";
    for wrong in wrong.split('|') {
        assert!(parse(wrong).is_err(), "`{wrong}`");
    }
}

#[test]
fn tz_variable_names_zone() {
    for (variable, name) in [
        ("", "UTC"),
        ("Europe/Tallinn", "Europe/Tallinn"),
        (":Asia/Kolkata", "Asia/Kolkata"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
    ] {
        assert_eq!(
            Zone::of_variable(variable),
            Some(iana(name)),
            "`{variable}`"
        );
    }
    for nonsense in ["Mars/Base", "utc ", "JST-9", "/nonexistent/zone", "local"] {
        assert_eq!(Zone::of_variable(nonsense), None);
    }
}

/// `zone | local time | earliest instant | latest instant` a line.
const CHANGES: &str = "\
# Put forward at two o'clock, and back at two.
America/New_York | 2016-03-13T02:30:00 | 2016-03-13T07:00:00Z | 2016-03-13T07:00:00Z
America/New_York | 2016-11-06T01:30:00 | 2016-11-06T05:30:00Z | 2016-11-06T06:30:00Z
America/New_York | 2016-11-06T02:00:00 | 2016-11-06T07:00:00Z | 2016-11-06T07:00:00Z
# Put forward at midnight: the day begins at one.
America/Sao_Paulo | 2016-10-16T00:00:00 | 2016-10-16T03:00:00Z | 2016-10-16T03:00:00Z
# Put back at midnight: the last hour of the day before comes twice.
America/Sao_Paulo | 2016-02-20T23:59:59 | 2016-02-21T01:59:59Z | 2016-02-21T02:59:59Z
America/Sao_Paulo | 2016-02-21T00:00:00 | 2016-02-21T03:00:00Z | 2016-02-21T03:00:00Z
# Put back at one to midnight: the day begins twice.
America/Havana | 2016-11-06T00:00:00 | 2016-11-06T04:00:00Z | 2016-11-06T05:00:00Z
# By half an hour.
Australia/Lord_Howe | 2016-10-02T02:15:00 | 2016-10-01T15:30:00Z | 2016-10-01T15:30:00Z
# By a whole day: Samoa had no 30 December 2011.
Pacific/Apia | 2011-12-30T12:00:00 | 2011-12-30T10:00:00Z | 2011-12-30T10:00:00Z
Pacific/Apia | 2011-12-31T00:00:00 | 2011-12-30T10:00:00Z | 2011-12-30T10:00:00Z
# From the sun's time to the railway's, by an odd number of seconds.
Europe/Berlin | 1893-04-01T00:05:00 | 1893-03-31T23:06:32Z | 1893-03-31T23:06:32Z";

#[test]
fn local_times_resolve_at_transitions() {
    for line in CHANGES.lines().filter(|line| !line.starts_with('#')) {
        let [zone, local, earliest, latest] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not four columns: {line}");
        };
        let (zone, local) = (iana(zone), local.parse().unwrap());
        assert_eq!(
            zone.instants(local),
            [at(earliest), at(latest)],
            "{local} in {zone}"
        );
    }
}

#[test]
fn extreme_instants_are_displayed() {
    for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        for zone in ["UTC", "Asia/Kolkata", "America/New_York"] {
            assert!(!iana(zone).format_local(instant).is_empty());
        }
    }
}

/// Returns the minutes around the first transition of a year in steps of a quarter of an hour.
fn around_transition(zone: Zone, year: i32) -> impl Iterator<Item = NaiveDateTime> {
    let start = Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    let offset = |at: DateTime<Utc>| zone.to_local(at) - at.naive_utc();
    let mut days = (0..366).map(|day| start + TimeDelta::days(day));
    let day = days.find(|day| offset(*day) != offset(*day + TimeDelta::days(1)));
    let day = zone.to_local(day.unwrap_or(start));
    (-8..200).map(move |quarter| day + TimeDelta::minutes(15 * quarter))
}

proptest! {
    #[test]
    fn earliest_and_latest_have_requested_local_time(
        tz in prop::sample::select(&chrono_tz::TZ_VARIANTS[..]),
        year in 1960..2037,
    ) {
        let zone = Zone(tz);
        for local in around_transition(zone, year) {
            let [earliest, latest] = zone.instants(local);
            prop_assert!(earliest <= latest);
            if zone.to_local(earliest) == local {
                prop_assert_eq!(zone.to_local(latest), local);
            } else {
                // The clocks skipped it: just before the moment of the change they show less.
                let before = zone.to_local(earliest - TimeDelta::seconds(1));
                prop_assert_eq!(earliest, latest);
                prop_assert!(before < local && local < zone.to_local(earliest), "{} {}", local, zone);
            }
        }
    }
}
