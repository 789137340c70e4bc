//! What a power loss leaves, and what only damage can leave.

use proptest::prelude::*;

use super::*;
use crate::persistence::ledger::properties;

#[test]
fn truncated_last_line_keeps_earlier_lines() {
    let first = [
        HEADER,
        &line("e1", "sending", key(1)),
        &line("e1", "exported", key(1)),
    ]
    .concat();
    let last = line("e2", "sending", key(2));
    for cut in 0..last.len() {
        let fixture = Fixture::with(format!("{first}{}", &last[..cut]));
        let read = fixture.read();
        let ledger = fixture.open();

        // An entry that lacks only its line end is complete.
        let (kept, plan) = if cut == last.len() - 1 {
            (last.as_str(), ExportPlan::Repeat(key(2)))
        } else {
            ("", ExportPlan::New)
        };
        let plans = |id| [read.plan(id), ledger.plan(id)];
        assert_eq!(plans("e1"), [ExportPlan::Skip; 2], "cut at {cut}");
        assert_eq!(plans("e2"), [plan; 2], "cut at {cut}");

        record(&ledger, "e3", EntryState::Sending, 3).unwrap();
        let added = line("e3", "sending", key(3));
        assert_eq!(fixture.text(), format!("{first}{kept}{added}"));
    }
}

#[test]
fn truncated_header_is_rewritten() {
    for cut in 0..HEADER.len() {
        let fixture = Fixture::with(&HEADER[..cut]);
        assert_eq!(fixture.read().plan("e1"), ExportPlan::New);
        drop(fixture.open());
        assert_eq!(fixture.text(), HEADER, "cut at {cut}");
    }
}

#[test]
fn zeros_for_one_line_are_removed() {
    let exported = [
        line("e1", "sending", key(1)),
        line("e1", "exported", key(1)),
    ]
    .concat();
    let text = format!("{HEADER}{exported}");
    let zeros = |count: usize| "\0".repeat(count);
    let len = line("e2", "sending", key(2)).len();
    for (torn, kept) in [
        (format!("{}\0\0\0", &HEADER[..9]), HEADER),
        (zeros(HEADER.len()), HEADER),
        (format!("{text}{}", zeros(len)), &text),
        (format!("{text}{{\"engage{}", zeros(len - 8)), &text),
    ] {
        let fixture = Fixture::with(torn);
        drop(fixture.open());
        assert_eq!(fixture.text(), kept);
    }
}

#[test]
fn zeros_for_several_lines_are_damage() {
    let exported = [
        line("e1", "sending", key(1)),
        line("e1", "exported", key(1)),
    ]
    .concat();
    let text = format!("{HEADER}{exported}");
    let zeros = |count: usize| "\0".repeat(count);
    for damaged in [
        format!("{HEADER}{}", zeros(exported.len())),
        format!("{text}{}", zeros(exported.len())),
        format!("{text}{}", zeros(4096)),
        format!("{text}{{\"engagement_id\":\"e{}", zeros(exported.len())),
        // A hole in a line, or a line end after zeros.
        format!("{HEADER}{{\"engage\0\0\0\"at\":\"\"}}\n"),
        format!("{HEADER}\0\0\0\n"),
        zeros(text.len()),
        zeros(4096),
    ] {
        Fixture::with(damaged).rejection();
    }
}

#[test]
fn flipped_byte_loses_no_export() {
    let lines = [
        HEADER.to_owned(),
        line("e1", "sending", key(1)),
        line("e1", "exported", key(1)),
        line("e2", "sending", key(2)),
    ];
    let text = lines.concat();
    let end = text.len() - lines[3].len();
    let mut rejected = 0;
    for position in 0..end {
        let mut bytes = text.clone().into_bytes();
        bytes[position] ^= 1;
        let fixture = Fixture::with(&bytes);
        match fixture.try_read() {
            Err(error) => {
                assert_eq!(CliError::kind_of(&error), ErrorKind::Local);
                rejected += 1;
            }
            // The time of an entry decides nothing.
            Ok(history) => {
                assert_eq!(history.plan("e1"), ExportPlan::Skip, "flipped {position}");
            }
        }
    }
    assert!(rejected * 10 > end * 7, "{rejected} of {end}");
}

#[test]
fn damaged_line_is_rejected_with_line_number() {
    let good = line("e1", "sending", key(1));
    let exported = line("e1", "exported", key(1));
    let other_key = line("e1", "exported", key(2));
    for (text, line) in [
        (format!("{HEADER}\n{good}"), 2),
        (format!("{HEADER}{good}\n"), 3),
        (format!("{HEADER}{good}garbage\n"), 3),
        (format!("{HEADER}{}{good}", &good[..20]), 2),
        (format!("{HEADER}{}\n{good}", &good[..20]), 2),
        (format!("{HEADER}\0\0\n{good}"), 2),
        (format!("{HEADER}{good}{HEADER}"), 3),
        (format!("{HEADER}{}", good.replace("sending", "sent")), 2),
        (format!("{HEADER}{}", good.replace("\"key\"", "\"kex\"")), 2),
        (format!("{HEADER}{}", good.replace("\"at\"", "\"et\"")), 2),
        (format!("{HEADER}{exported}"), 2),
        (format!("{HEADER}{good}{other_key}"), 3),
        // Not the beginning of an entry.
        (format!("{HEADER}{good}garbage"), 3),
        (format!("{HEADER}{}", good.replace('\n', "x")), 2),
        (format!("{HEADER}{{\"other\":[1"), 2),
        // Complete, with a zero for its line end, so it cannot be ignored.
        (format!("{HEADER}{}", good.replace('\n', "\0")), 2),
        (format!("{HEADER}{good}{}\0{good}", exported.trim_end()), 3),
        // Complete but for its line end, and a contradiction.
        (format!("{HEADER}{}", exported.trim_end()), 2),
        (format!("{HEADER}{good}{}", other_key.trim_end()), 3),
        (format!("{HEADER}{HEADER}"), 2),
        (format!("{LEGACY_HEADER}{LEGACY_HEADER}"), 2),
    ] {
        let message = Fixture::with(&text).rejection();
        assert!(
            message.contains(&format!("line {line}")),
            "{message}\n{text}"
        );
    }
}

#[test]
fn unrelated_file_is_rejected_and_kept() {
    let good = line("e1", "sending", key(1));
    for text in [
        "e1",
        "\0binary",
        "{\"ledger\":\"books\"",
        "{\"ledger\":\"books\",\"version\":1}",
        "{\"engagement_id\":\"e1\",\"st",
        "\n",
        &good,
    ] {
        let message = Fixture::with(text).rejection();
        assert!(message.contains("ledger.ndjson` is "), "{message}");
    }
}

#[test]
fn other_version_or_base_url_is_rejected() {
    let other_version = HEADER.replace(":1,", ":2,");
    let other_url = HEADER.replace("api", "other");
    for (text, expected) in [
        (other_version, "has version 2"),
        (
            other_url.clone(),
            "belongs to `https://other.example`, not to `https://api.example`",
        ),
        (
            format!("{LEGACY_HEADER}{other_url}"),
            "belongs to `https://other.example`, not to `https://api.example`",
        ),
    ] {
        let message = Fixture::with(text).rejection();
        assert!(message.ends_with(expected), "{message}");
    }
}

proptest! {
    #[test]
    fn any_ledger_has_the_properties(
        exports in prop::collection::vec(any::<u8>(), 0..6),
        position in 0..2000_usize,
        zeros in 0..3_usize,
        byte in prop_oneof![Just(0), Just(b'\n'), any::<u8>()],
        changes in prop::collection::vec((0..2000_u16, any::<u8>()), 0..3),
    ) {
        properties::complete_lines_survive_power_loss(&exports, position, zeros);
        properties::changed_byte_loses_no_export(&exports, position, byte);
        properties::exported_entry_is_skipped(&exports, &changes);
    }
}
