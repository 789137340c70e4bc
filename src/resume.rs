//! The command that resumes a list which ended in the middle.

use std::ffi::OsString;

use crate::api::{Order, Reach};
use crate::failure::Failure;
use crate::shell::quoted;

/// Adds to a failure how the rest of the list can be had, once some of it is there.
pub(crate) fn advise(
    error: anyhow::Error,
    arguments: &[OsString],
    order: Option<Order>,
    last: Option<&str>,
    reach: Reach,
) -> anyhow::Error {
    let (Some(failure), Some(last)) = (Failure::of(&error), last) else {
        return error;
    };
    if reach == Reach::Page {
        return error;
    }
    let command = command(arguments, order, last);
    let advice = format!("what is missing: `{command}` (it repeats the last engagement written)");
    let hint = match &failure.hint {
        Some(hint) => format!("{hint}\n{advice}"),
        None => advice,
    };
    let failure = Failure {
        message: format!("{error:#}"),
        ..failure.clone()
    };
    failure.hint(hint).into()
}

/// The same command line, from the last record on: the list goes back in time unless it is
/// asked to go forward.
fn command(arguments: &[OsString], order: Option<Order>, last: &str) -> String {
    let (option, alias) = match order {
        Some(Order::Asc) => ("--since", "--start-date"),
        Some(Order::Desc) | None => ("--until", "--end-date"),
    };
    let mut words = vec!["engagements".to_owned()];
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        if argument == option || argument == alias {
            arguments.next();
        } else if !argument.starts_with(&format!("{option}="))
            && !argument.starts_with(&format!("{alias}="))
        {
            words.push(quoted(&argument));
        }
    }
    words.push(option.to_owned());
    words.push(quoted(last));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::api::Order;
    use std::ffi::OsString;

    const LAST: &str = "2016-07-06T11:23:54.508Z";

    #[test]
    fn the_window_ends_where_the_output_did() {
        for (arguments, order, expected) in [
            (
                "list --all",
                None,
                format!("engagements list --all --until {LAST}"),
            ),
            (
                "list --until now --all --end-date=7d -o csv",
                Some(Order::Desc),
                format!("engagements list --all -o csv --until {LAST}"),
            ),
            (
                "list --since 7d --until now --order asc",
                Some(Order::Asc),
                format!("engagements list --until now --order asc --since {LAST}"),
            ),
        ] {
            let arguments: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
            assert_eq!(command(&arguments, order, LAST), expected);
        }
    }
}
