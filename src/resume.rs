//! The command that resumes a run which ended in the middle: here that of a list, in `rest`
//! that of a command over several ids.

mod rest;

use std::ffi::OsString;

use crate::api::{Order, Query, Reach};
use crate::failure::Failure;
use crate::settings::instant;
use crate::shell::quoted;
pub(crate) use rest::{Again, Rest, Source};

const WINDOW: [&str; 4] = ["--since", "--start-date", "--until", "--end-date"];

/// Adds to a failure how the rest of the list can be had, once some of it is there. `last` is
/// when the last engagement written was created.
pub(crate) fn advise(
    error: anyhow::Error,
    arguments: &[OsString],
    query: &Query,
    last: Option<&str>,
    reach: Reach,
) -> anyhow::Error {
    let (Some(_), Some(last)) = (Failure::of(&error), last) else {
        return error;
    };
    if reach == Reach::Page {
        return error;
    }
    let command = command(arguments, query, last);
    let advice = format!("what is missing: `{command}` (it repeats the last engagement written)");
    with_advice(Failure::telling(&error), &advice).into()
}

/// The failure with one more line of advice.
fn with_advice(failure: Failure, advice: &str) -> Failure {
    let hint = match &failure.hint {
        Some(hint) => format!("{hint}\n{advice}"),
        None => advice.to_owned(),
    };
    failure.hint(hint)
}

/// The same command line, from the last record on: the list goes back in time unless it is
/// asked to go forward. The other end of the window is the one of this run, told as an instant:
/// a span back from now would have moved by the time the command is run.
fn command(arguments: &[OsString], query: &Query, last: &str) -> String {
    let (since, until) = (
        query.since.map(instant::sent),
        query.until.map(instant::sent),
    );
    let (since, until) = match query.order {
        Some(Order::Asc) => (Some(last.to_owned()), until),
        Some(Order::Desc) | None => (since, Some(last.to_owned())),
    };
    let mut words = vec!["engagements".to_owned()];
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        let (option, value) = argument
            .split_once('=')
            .map_or((&*argument, None), |(option, value)| (option, Some(value)));
        if !WINDOW.contains(&option) {
            words.push(quoted(&argument));
        } else if value.is_none() {
            arguments.next();
        }
    }
    for (option, time) in [("--since", since), ("--until", until)] {
        if let Some(time) = time {
            words.extend([option.to_owned(), quoted(&time)]);
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::api::{Order, Query};
    use std::ffi::OsString;

    const LAST: &str = "2016-07-06T11:23:54.508Z";
    const SINCE: &str = "2016-07-01T00:00:00.000Z";
    const UNTIL: &str = "2016-07-08T12:00:00.250Z";

    fn resumed(arguments: &str, order: Option<Order>) -> String {
        let arguments: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
        let query = Query {
            site_ids: Vec::new(),
            operator_ids: Vec::new(),
            since: arguments
                .iter()
                .any(|argument| argument == "7d")
                .then(|| SINCE.parse().unwrap()),
            until: Some(UNTIL.parse().unwrap()),
            order,
            page: None,
            per_page: None,
        };
        command(&arguments, &query, LAST)
    }

    #[test]
    fn the_window_ends_where_the_output_did() {
        for (arguments, order, expected) in [
            ("list --all", None, format!("list --all --until {LAST}")),
            (
                "list --until now --all --end-date=7d -o csv",
                Some(Order::Desc),
                format!("list --all -o csv --until {LAST}"),
            ),
            (
                "list --since 7d --until now --order asc",
                Some(Order::Asc),
                format!("list --order asc --since {LAST} --until {UNTIL}"),
            ),
        ] {
            assert_eq!(resumed(arguments, order), format!("engagements {expected}"));
        }
    }

    #[test]
    fn the_other_end_does_not_move_with_the_clock() {
        assert_eq!(
            resumed("list --start-date 7d -L 900", None),
            format!("engagements list -L 900 --since {SINCE} --until {LAST}")
        );
    }
}
