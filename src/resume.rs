//! The command that resumes a run which ended in the middle: here that of a list, in `rest`
//! that of a command over several ids.

mod rest;

use std::ffi::OsString;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::api::{Order, Query, Reach};
use crate::cli::{Part, parts};
use crate::failure::Failure;
use crate::records::{Records, engagement};
use crate::settings::instant;
use crate::shell::quoted;
pub(crate) use rest::{Again, Rest, Source};

/// The options that the command that resumes has with other values, or not at all.
const REPLACED: [&str; 3] = ["since", "until", "limit"];

/// How far the output of a list has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    order: Order,
    /// Engagements written.
    records: u64,
    /// When the last of them was created.
    last: Option<DateTime<Utc>>,
    /// How many of the last ones come again from `last` on: as a rule one.
    repeated: u64,
}

impl Written {
    /// Nothing yet of the list that this query asks for.
    pub(crate) fn nothing(query: &Query) -> Self {
        Self {
            // The service's own is back in time.
            order: query.order.unwrap_or(Order::Desc),
            records: 0,
            last: None,
            repeated: 0,
        }
    }

    /// A page of it was written.
    pub(crate) fn add(&mut self, page: &Records) {
        self.records += page.len() as u64;
        let mut times = page.iter().rev();
        // An odd record has no time; the one before it repeats a little more.
        let Some(last) = times.find_map(|record| self.time(engagement::created_at(&record)?))
        else {
            self.repeated += page.len() as u64;
            return;
        };
        let is_repeated = |time: Option<DateTime<Utc>>| time.is_none_or(|time| time == last);
        let times = page.iter().rev();
        let times = times.map(|record| self.time(engagement::created_at(&record)?));
        let repeated = times.take_while(|time| is_repeated(*time)).count();
        if repeated < page.len() || self.last != Some(last) {
            self.repeated = 0;
        }
        self.last = Some(last);
        self.repeated += repeated as u64;
    }

    /// The end of the window at which the list goes on from this time: the API knows milliseconds,
    /// and a record that was created between two of them has to be in it.
    fn time(&self, created_at: impl AsRef<str>) -> Option<DateTime<Utc>> {
        let time: DateTime<Utc> = created_at.as_ref().parse().ok()?;
        let before = time.trunc_subsecs(3);
        match self.order {
            Order::Desc if before < time => before.checked_add_signed(TimeDelta::milliseconds(1)),
            Order::Asc | Order::Desc => Some(before),
        }
    }
}

/// Adds to a failure how the rest of the list can be had, once some of it is `written`.
pub(crate) fn advise(
    error: anyhow::Error,
    arguments: &[OsString],
    query: &Query,
    written: &Written,
    reach: Reach,
) -> anyhow::Error {
    let (Some(_), Some(last)) = (Failure::of(&error), written.last) else {
        return error;
    };
    // Of what is written, what comes again counts once more.
    let limit = match reach {
        Reach::Page => return error,
        Reach::Limit(limit) => Some(limit - written.records + written.repeated),
        Reach::All => None,
    };
    let command = command(arguments, query, (written.order, last), limit);
    let repeated = match written.repeated {
        1 => "the last engagement".to_owned(),
        several => format!("the last {several} engagements"),
    };
    let advice = format!("what is missing: `{command}` (it repeats {repeated} written)");
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
fn command(
    arguments: &[OsString],
    query: &Query,
    (order, last): (Order, DateTime<Utc>),
    limit: Option<u64>,
) -> String {
    let (since, until) = match order {
        Order::Asc => (Some(last), query.until),
        Order::Desc => (query.since, Some(last)),
    };
    // A list has no arguments, and options do not follow a separator.
    let is_kept = |part: &Part| match part {
        Part::Option(name, _) => !REPLACED.contains(&name.as_str()),
        Part::Argument(_) | Part::Other(_) => true,
        Part::Separator => false,
    };
    let kept = parts(arguments).into_iter().filter(is_kept);
    let mut words = vec!["engagements".to_owned()];
    words.extend(kept.flat_map(Part::into_words).map(|word| quoted(&word)));
    let replaced = [
        since.map(instant::sent),
        until.map(instant::sent),
        limit.map(|n| n.to_string()),
    ];
    for (option, value) in REPLACED.iter().zip(replaced) {
        if let Some(value) = value {
            words.extend([format!("--{option}"), value]);
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests;
