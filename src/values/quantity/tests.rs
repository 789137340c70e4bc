use proptest::prelude::*;

use super::*;

#[test]
fn duration_has_units_or_is_seconds() {
    for (text, milliseconds) in [
        ("0", 0),
        ("0s", 0),
        ("1ms", 1),
        ("500ms", 500),
        ("30", 30_000),
        ("30s", 30_000),
        ("007s", 7_000),
        ("5m", 300_000),
        ("1.5m", 90_000),
        ("2h", 7_200_000),
        ("1h30m", 5_400_000),
        ("24H", 86_400_000),
        ("1d12h", 129_600_000),
        ("7d", 604_800_000),
        ("2w", 1_209_600_000),
        ("365d", 31_536_000_000),
        ("31536000", 31_536_000_000),
    ] {
        assert_eq!(
            parse_duration(text),
            Ok(Duration::from_millis(milliseconds)),
            "`{text}`"
        );
    }
}

#[test]
fn invalid_duration_is_rejected() {
    for text in [
        "",
        " ",
        "s",
        "ms",
        "-1",
        "+1",
        "+1s",
        "-1s",
        "1M",
        "1h30",
        "1,5",
        "1e3",
        "0x10",
        "1x",
        "٣s",
        "٣",
        "inf",
        "1_000",
        "18446744073709551616",
        "99999999999999999999999s",
    ] {
        assert_eq!(parse_duration(text), Err(EXPECTED.to_owned()), "`{text}`");
    }
}

#[test]
fn duration_above_one_year_is_rejected() {
    for text in [
        "366d",
        "53w",
        "31536001",
        "8761h",
        "1y",
        "18446744073709551615",
    ] {
        let error = parse_duration(text).unwrap_err();
        assert_eq!(error, "expected at most 365 days", "`{text}`");
    }
}

#[test]
fn deadline_is_at_least_a_millisecond() {
    assert_eq!(parse_deadline("1ms"), Ok(Duration::from_millis(1)));
    for text in ["0", "0s", "0ms", "0h", "1us"] {
        let error = parse_deadline(text).unwrap_err();
        assert_eq!(error, "expected at least 1ms", "`{text}`");
    }
    assert!(parse_deadline("soon").is_err());
}

#[test]
fn size_is_bytes_or_has_a_unit() {
    for (text, expected) in [
        ("0", 0),
        ("500", 500),
        ("500B", 500),
        ("64k", 64 << 10),
        ("100MB", 100 << 20),
        ("4GiB", 4 << 30),
        ("2t", 2 << 40),
    ] {
        assert_eq!(parse_size(text), Ok(expected), "{text}");
    }
    for text in [
        "",
        "G",
        "-1",
        "+1",
        "1.5G",
        "4 GiB",
        "1x",
        "99999999T",
        "1ib1",
    ] {
        assert!(parse_size(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn parsed_duration_never_exceeds_maximum(
        text in prop_oneof![any::<String>(), "[0-9.]{0,25}(ms|[a-zA-Z])?"],
    ) {
        prop_assert!(parse_duration(&text).map_or(true, |duration| duration <= MAX_DURATION));
    }
}
