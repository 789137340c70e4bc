//! What a power loss leaves, and what nothing but damage can have left.

use proptest::prelude::*;

use super::*;
use crate::journal::ledger::laws;

#[test]
fn cut_at_any_byte_of_its_last_line_it_works_on_and_keeps_all_before() {
    let first = [
        HEAD,
        &line("e1", "sending", key(1)),
        &line("e1", "exported", key(1)),
    ]
    .concat();
    let last = line("e2", "sending", key(2));
    for cut in 0..last.len() {
        let bench = Bench::holding(format!("{first}{}", &last[..cut]).as_bytes());
        let read = History::read(&bench.path()).unwrap();
        let ledger = bench.open();

        // Only the line's end is missing: all that the line says is certain.
        let is_whole = cut == last.len() - 1;
        let kept = if is_whole { last.as_str() } else { "" };
        let plan = if is_whole {
            Plan::Repeat(key(2))
        } else {
            Plan::New
        };
        assert_eq!(
            [read.plan("e1"), ledger.plan("e1")],
            [Plan::Done; 2],
            "cut at {cut}"
        );
        assert_eq!(
            [read.plan("e2"), ledger.plan("e2")],
            [plan; 2],
            "cut at {cut}"
        );

        ledger.record("e3", Step::Sending, key(3), at()).unwrap();
        assert_eq!(
            bench.text(),
            format!("{first}{kept}{}", line("e3", "sending", key(3)))
        );
    }
}

#[test]
fn cut_at_any_byte_of_its_first_line_it_is_begun_again() {
    for cut in 0..HEAD.len() {
        let bench = Bench::holding(&HEAD.as_bytes()[..cut]);
        assert_eq!(History::read(&bench.path()).unwrap().plan("e1"), Plan::New);
        drop(bench.open());
        assert_eq!(bench.text(), HEAD, "cut at {cut}");
    }
}

#[test]
fn zeros_that_a_power_loss_left_at_the_end_are_cut_off() {
    for torn in [
        format!("{}\0\0\0", &HEAD[..9]),
        format!("{HEAD}\0\0\0\0"),
        format!("{HEAD}{{\"engage\0\0\0\"at\":\"\"}}\n"),
    ] {
        let bench = Bench::holding(torn.as_bytes());
        drop(bench.open());
        assert_eq!(bench.text(), HEAD);
    }
}

#[test]
fn a_flipped_byte_before_the_last_line_never_changes_what_is_done() {
    let lines = [
        HEAD.to_owned(),
        line("e1", "sending", key(1)),
        line("e1", "exported", key(1)),
        line("e2", "sending", key(2)),
    ];
    let whole = lines.concat();
    let end = whole.len() - lines[3].len();
    let mut refused = 0;
    for position in 0..end {
        let mut bytes = whole.clone().into_bytes();
        bytes[position] ^= 1;
        let bench = Bench::holding(&bytes);
        match History::read(&bench.path()) {
            Err(error) => {
                assert_eq!(Failure::kind_of(&error), Kind::Local);
                refused += 1;
            }
            // A digit of a time tells another time, and decides nothing.
            Ok(history) => assert_eq!(history.plan("e1"), Plan::Done, "flipped {position}"),
        }
    }
    assert!(refused * 10 > end * 8, "{refused} of {end}");
}

#[test]
fn other_damage_is_refused_naming_the_line() {
    let good = line("e1", "sending", key(1));
    let exported = line("e1", "exported", key(1));
    let other_key = line("e1", "exported", key(2));
    for (text, line) in [
        (format!("{HEAD}\n{good}"), 2),
        (format!("{HEAD}{good}\n"), 3),
        (format!("{HEAD}{good}garbage\n"), 3),
        (format!("{HEAD}{}{good}", &good[..20]), 2),
        (format!("{HEAD}{}\n{good}", &good[..20]), 2),
        (format!("{HEAD}\0\0\n{good}"), 2),
        (format!("{HEAD}{good}{HEAD}"), 3),
        (format!("{HEAD}{}", good.replace("sending", "sent")), 2),
        (format!("{HEAD}{}", good.replace("\"key\"", "\"kex\"")), 2),
        (format!("{HEAD}{}", good.replace("\"at\"", "\"et\"")), 2),
        (format!("{HEAD}{exported}"), 2),
        (format!("{HEAD}{good}{other_key}"), 3),
        // Not the beginning of a line, so not torn.
        (format!("{HEAD}{good}garbage"), 3),
        (format!("{HEAD}{}", good.replace('\n', "x")), 2),
        // Whole, with a zero for its end, so it cannot be left out.
        (format!("{HEAD}{}", good.replace('\n', "\0")), 2),
        (format!("{HEAD}{good}{}\0{good}", exported.trim_end()), 3),
        // Whole but for its end, so not torn, and yet it does not fit.
        (format!("{HEAD}{}", exported.trim_end()), 2),
        (format!("{HEAD}{good}{}", other_key.trim_end()), 3),
        (good.clone(), 1),
    ] {
        let message = Bench::holding(text.as_bytes()).refusal();
        assert!(
            message.contains(&format!("line {line}")),
            "{message}\n{text}"
        );
    }
}

#[test]
fn another_file_given_by_mistake_is_refused_and_left_alone() {
    let others: [&[u8]; 5] = [
        b"e1",
        b"\0binary",
        b"{\"ledger\":\"books\"",
        b"{\"ledger\":\"books\",\"version\":1}",
        b"\n",
    ];
    for text in others {
        let message = Bench::holding(text).refusal();
        assert!(message.starts_with("the ledger `"), "{message}");
    }
}

#[test]
fn another_version_is_refused() {
    let message = Bench::holding(HEAD.replace('1', "2").as_bytes()).refusal();
    assert!(
        message.ends_with("has version 2, and only 1 is known here"),
        "{message}"
    );
}

proptest! {
    #[test]
    fn any_ledger_keeps_the_laws(
        exports in prop::collection::vec(any::<u8>(), 0..6),
        position in 0..2000_usize,
        zeros in 0..3_usize,
        byte in prop_oneof![Just(0), Just(b'\n'), any::<u8>()],
        changes in prop::collection::vec((0..2000_u16, any::<u8>()), 0..3),
    ) {
        laws::any_beginning_is_read(&exports, position, zeros);
        laws::a_changed_byte_forgets_nothing(&exports, position, byte);
        laws::what_is_exported_is_done(&exports, &changes);
    }
}
