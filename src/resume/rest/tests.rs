//! Which command does the rest, by how the ids were named and by what happens to those done.

use std::ffi::OsString;

use super::{Again, Rest, Source};
use crate::failure::{Failure, Kind};
use crate::id::Id;

const ARGUMENTS: Source = Source::Arguments(5);

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

/// A run that settled what stands before `/`, failed for a while on what is in capitals, and ends
/// before or after what follows.
fn run(source: Source, again: Again, course: &str) -> Rest {
    let mut rest = Rest::new(source, again);
    for step in course.split(' ') {
        match step.strip_prefix('/') {
            Some(open) => rest.open(&id(open)),
            None if step.chars().all(char::is_uppercase) => {
                rest.failed(&id(step), &Failure::new(Kind::Network, "reset"));
            }
            None => rest.settled(&id(step)),
        }
    }
    rest
}

fn told(rest: &Rest, command: &str) -> (String, Option<String>) {
    let arguments: Vec<OsString> = command.split(' ').map(OsString::from).collect();
    let failure = rest.after(Failure::new(Kind::Service, "it ended"), &arguments);
    (failure.message, failure.hint)
}

fn expected(message: &str, hint: &str) -> (String, Option<String>) {
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    (format!("it ended; {message}"), hint)
}

#[test]
fn arguments_lose_those_that_are_done() {
    let command = "transcript -o csv a B c d e";
    let rest = run(ARGUMENTS, Again::Repeats, "a B c /d");
    assert_eq!(
        told(&rest, command),
        expected(
            "not all from `B` on was done",
            "what is missing: `engagements transcript -o csv B d e`"
        )
    );
    let rest = run(ARGUMENTS, Again::SendsTwice, "a B c");
    assert_eq!(
        told(&rest, "export a B c d e").1.as_deref(),
        Some("what is missing: `engagements export B d e`")
    );
}

#[test]
fn what_only_looks_like_an_id_that_is_done_stays() {
    let rest = run(ARGUMENTS, Again::SendsTwice, "export csv 4 -y");
    assert_eq!(
        told(&rest, "export -y -o csv -j 4 -- export csv 4 -y x")
            .1
            .as_deref(),
        Some("what is missing: `engagements export -y -o csv -j 4 -- x`")
    );
}

/// The address of the lines that name these.
fn at(ids: &str) -> String {
    format!(r#"/(^|"(engagement_)?id"[[:space:]]*:)[[:space:]"]*{ids}("|[[:space:]]*$)/"#)
}

#[test]
fn of_a_stream_the_end_is_cut_out() {
    let where_from = " (`…` is where the ids come from)";
    let once = "awk 'seen[$0]++ == 0' | ";
    let from = |id: &str| format!("sed -nE '{},$p'", at(id));
    let but = |ids: &str| format!(" | sed -E '{}d'", at(ids));
    for (again, course, message, filter, remark) in [
        (
            Again::Repeats,
            "a b /c",
            "nothing from `c` on was done",
            from("c"),
            where_from,
        ),
        (
            Again::Repeats,
            "a b",
            "nothing after `b` was done",
            from("b") + &but("b"),
            where_from,
        ),
        (
            Again::Repeats,
            "a B c /d",
            "not all from `B` on was done",
            from("B"),
            " (`…` is where the ids come from; it repeats what is done behind the first of them)",
        ),
        (
            Again::SendsTwice,
            "a B c /d",
            "nothing from `d` on was done",
            once.to_owned() + &from("d"),
            where_from,
        ),
        (
            Again::SendsTwice,
            "a /b c d",
            "not all from `b` on was done",
            once.to_owned() + &from("b") + &but("(c|d)"),
            where_from,
        ),
        (
            Again::SendsTwice,
            "a b",
            "nothing after `b` was done",
            once.to_owned() + &from("b") + &but("b"),
            where_from,
        ),
    ] {
        let rest = run(Source::Stdin, again, course);
        let hint = format!("what is missing: `… | {filter} | engagements export -y -`{remark}");
        assert_eq!(told(&rest, "export -y -"), expected(message, &hint));
    }
}

#[test]
fn the_same_command_is_named_where_it_does_the_rest() {
    for source in [ARGUMENTS, Source::Stdin, Source::Selection] {
        let rest = run(source, Again::DoesTheRest, "a /b");
        let hint = "run the same command again: it does only what is not done";
        let expected = expected("nothing from `b` on was done", hint);
        assert_eq!(told(&rest, "export --ledger l"), expected);
    }
}

#[test]
fn where_no_command_does_the_rest_none_is_named() {
    for (source, again) in [
        (Source::Selection, Again::Repeats),
        (Source::Stdin, Again::StartsOver),
        (ARGUMENTS, Again::StartsOver),
    ] {
        let rest = run(source, again, "a /b");
        assert_eq!(
            told(&rest, "transcript --all"),
            expected("nothing from `b` on was done", "")
        );
    }
    let rest = run(Source::Stdin, Again::Repeats, "/a");
    assert_eq!(
        told(&rest, "transcript -"),
        expected("nothing from `a` on was done", "")
    );
}

#[test]
fn the_failure_of_the_only_id_says_it_all() {
    let failure = Failure::new(Kind::Refused, "no").hint("ask");
    let rest = run(Source::Arguments(1), Again::Repeats, "/a");
    let told = rest.after(failure, &[]);
    assert_eq!(
        (told.message.as_str(), told.hint.as_deref()),
        ("no", Some("ask"))
    );
}
