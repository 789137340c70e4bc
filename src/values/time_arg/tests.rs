use proptest::prelude::*;

use super::*;

/// `text | zone | since | until` a line; in `every` zone where it makes no difference.
const TABLE: &str = include_str!("table.txt");

const ZONES: [(&str, &str); 3] = [
    ("UTC", "UTC"),
    ("Berlin", "Europe/Berlin"),
    ("Kolkata", "Asia/Kolkata"),
];

fn now() -> DateTime<Utc> {
    "2016-07-06T20:15:30.123456789Z".parse().unwrap()
}

/// What is sent for both edges.
fn edges(text: &str, zone: &str) -> [String; 2] {
    let zone = Zone::iana(zone).unwrap();
    let when: TimeArg = text.parse().unwrap();
    when.resolve(zone, now()).map(format_api_time)
}

#[test]
fn time_expression_has_first_and_last_instant() {
    let mut checked = 0;
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let [text, zone, since, until] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("a line without four columns: {line}");
        };
        for (_, tz) in ZONES
            .iter()
            .filter(|(name, _)| ["every", name].contains(&zone))
        {
            assert_eq!(edges(text, tz), [since, until], "`{text}` in {tz}");
            checked += 1;
        }
    }
    assert_eq!(checked, 83 * ZONES.len(), "a text lacks a zone");
}

/// Checks the refusal of each of the texts between the bars.
fn assert_rejected(texts: &str) {
    for text in texts.split('|') {
        let error = text.parse::<TimeArg>().unwrap_err();
        assert!(
            error.starts_with("expected a time such as 2015-10-01"),
            "`{text}`: {error}"
        );
    }
}

#[test]
fn incomplete_time_is_rejected() {
    assert_rejected("|T|T13|-|Z|2015-|2015-10-|2015-10-01T|2015T13|2015-10-01T13:");
    assert_rejected("2015-10-01T13:30:|2015-10-01T13:30:00.|2015-10T13|2015-10-01T13:30:00.Z");
    assert_rejected("2015-10-01TZ|2015-10-01T+03:00");
}

#[test]
fn time_with_surrounding_text_is_rejected() {
    assert_rejected(" | 2015|2015 |2015-10-01\n|now |2015-10-01 |2015-10-01T 13");
    assert_rejected("2015-10-01  13|2015-10-01T13:00:00Z |2015\0|2015-10-01T13:00:00 +03:00");
    assert_rejected("2015-10-01T13:00:00ZZ|2015-10-01T13:00 CET");
}

#[test]
fn time_fields_have_fixed_width_and_no_sign() {
    assert_rejected("+2015|-2015|+12345-01-01|12015-01-01|215-01-01|15|20151|2015-1-1|2015-10-1");
    assert_rejected("2015-+1-01|2015-10-01T1|2015-10-01T13:3|20151001|20151001T130000Z");
    assert_rejected("2015-10-01T1300|2015-W40|2015-274|2015/10/01|01.10.2015|10/01/2015");
    assert_rejected("2015-10-01T13:30:+5");
}

#[test]
fn misplaced_fraction_or_offset_is_rejected() {
    assert_rejected("2015-10-01T13.5|2015-10-01T13:30.5|2015-10-01T13:30:00.5.5|2015Z|2015-10Z");
    assert_rejected("2015-10-01Z|2015-10-01+03:00|2015+03|2015-10-01T13:00+|2015-10-01T13:00+3");
    assert_rejected("2015-10-01T13:00+300|2015-10-01T13:00+03:60|2015-10-01T13:00+0360");
    assert_rejected("2015-10-01T13:00+24:00|2015-10-01T13:00+3:000|2015-10-01T13:00+03:00Z");
    assert_rejected("2015-10-01T13:00++3|2015-10-01T13:00+03:00:00|2015-10-01T13:00\u{2212}03:00");
}

#[test]
fn duration_needs_known_units() {
    assert_rejected("7|d|-7d|+7d|7M|1h30|7dd|18446744073709551616s");
    assert_rejected("9999999999999999999w|18446744073709551615ms");
}

#[test]
fn unknown_time_words_and_digits_are_rejected() {
    assert_rejected("tomorrow|interim|last week|null|every|١٢٣٤|２０１５|٧d|2015-10-0١");
    assert_rejected("2015-10-01T13:00:00.١Z");
}

#[test]
fn years_have_four_digits() {
    let (start, end) = ("0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z");
    assert_eq!(edges("0000", "UTC")[0], start);
    assert_eq!(edges("0000", "Asia/Kolkata")[0], start);
    assert_eq!(edges("0000-01-01T00+05:00", "UTC")[0], start);
    assert_eq!(edges("9999", "UTC")[1], end);
    assert_eq!(edges("9999-12-31", "America/New_York")[1], end);
    assert_eq!(edges("9999999d", "UTC"), [start, start]);
}

#[test]
fn calendar_day_follows_transitions() {
    let hours_since = |text: &str, now: &str| {
        let when: TimeArg = text.parse().unwrap();
        let now = now.parse().unwrap();
        let zone = Zone::iana("Europe/Berlin").unwrap();
        (now - when.resolve(zone, now)[0]).num_hours()
    };
    assert_eq!(hours_since("yesterday", "2016-03-27T22:00:00Z"), 23);
    assert_eq!(hours_since("yesterday", "2016-10-30T23:00:00Z"), 25);
    assert_eq!(hours_since("24h", "2016-10-30T23:00:00Z"), 24);
    assert_eq!(hours_since("1d", "2016-03-27T22:00:00Z"), 24);
}

#[test]
fn impossible_date_is_explained() {
    for (text, reason) in [
        ("2024-02-30", "February 2024 has no day 30"),
        ("1900-02-29", "February 1900 has no day 29"),
        ("2015-04-31T10", "April 2015 has no day 31"),
        ("2015-10-00", "October 2015 has no day 0"),
        ("2015-13", "there is no month 13"),
        ("2015-00-01", "there is no month 0"),
        ("2015-10-01T24", "there is no time 24:00:00"),
        ("2015-10-01 13:60", "there is no time 13:60:00"),
        ("2016-12-31T23:59:60Z", "there is no time 23:59:60"),
    ] {
        assert_eq!(TimeRange::parse(text), Err(reason.to_owned()), "`{text}`");
    }
}

#[test]
fn time_fraction_covers_milliseconds() {
    for (text, first, last) in [
        ("13:30:05.5", "13:30:05.500", "13:30:05.500"),
        ("13:30:05,5", "13:30:05.500", "13:30:05.500"),
        ("13:30:05.1230000", "13:30:05.123", "13:30:05.123"),
        ("13:30:05.1230001", "13:30:05.123", "13:30:05.124"),
        ("23:59:59.999999999999", "23:59:59.999", "24:00:00.000"),
    ] {
        let range = TimeRange::parse(&format!("2015-10-01T{text}"));
        let range = range.unwrap().unwrap();
        let at = |time: &str| match time {
            "24:00:00.000" => "2015-10-02T00:00:00Z".parse().unwrap(),
            time => format!("2015-10-01T{time}Z")
                .parse::<DateTime<Utc>>()
                .unwrap(),
        };
        assert_eq!(range.resolve(Zone::UTC), [at(first), at(last)], "`{text}`");
    }
}

/// Texts that are a time or nearly one.
fn nearly_a_time() -> impl Strategy<Value = String> {
    "[0-9]{4}(-[0-9]{2}(-[0-3][0-9]([T ][0-9]{2}(:[0-9]{2}(:[0-9]{2}([.,][0-9]{0,12})?)?)?\
     (Z|[+-][0-9]{2}:?[0-9]{2})?)?)?)?|[0-9]{1,20}(ms|[smhdw])"
}

proptest! {
    #[test]
    fn any_time_text_resolves_consistently(
        text in prop_oneof![any::<String>(), "[0-9TZz:.,+ -]{0,30}", nearly_a_time()],
        zone in prop::sample::select(ZONES.map(|(_, tz)| tz).to_vec()),
    ) {
        properties::sent_instant_parses_back(&text, Zone::iana(zone).unwrap(), now());
        properties::end_is_not_before_start(&text, Zone::iana(zone).unwrap(), now());
    }
}
