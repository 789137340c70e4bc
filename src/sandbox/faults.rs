//! Injected faults: the syntax of `--fail`, and the requests that a fault hits.
//!
//! The help of `engagements sandbox` has the syntax. Each fault counts its own requests, from 1,
//! and only those that match its `path`. `every`, `first`, `at` and `from` can be combined. Without
//! `after`, `reset`, `stall` and a status come before any effect; `cut` and `dribble` always come
//! after it.

use axum::http::StatusCode;
use std::num::NonZeroU32;
use std::str::FromStr;

/// An injected fault.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(super) effect: Effect,
    /// Seconds, with a status.
    pub(super) retry_after: Option<u32>,
    /// Whether the request has its effect first.
    is_after: bool,
    /// All texts that the path or query must contain.
    paths: Vec<String>,
    /// The fault hits the multiples of `every` in `from..=until` of the matching requests, counted from 1.
    every: u32,
    from: u32,
    until: u32,
    /// How many requests have matched.
    count: u32,
}

/// The effect on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Status(StatusCode),
    Reset,
    Stall,
    Cut,
    Dribble,
}

/// Counts a request and returns its fault: the first one that is due, in the order of the options.
pub(super) fn next_fault(faults: &mut [Fault], path_and_query: &str) -> Option<Fault> {
    let mut next = None;
    for fault in faults {
        if fault.paths.iter().all(|text| path_and_query.contains(text)) {
            fault.count += 1;
            let is_due = fault.count.is_multiple_of(fault.every)
                && (fault.from..=fault.until).contains(&fault.count);
            next = next.or_else(|| is_due.then(|| fault.clone()));
        }
    }
    next
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(spec: &str) -> Result<Self, String> {
        let mut parts = spec.split(',');
        let mut fault = Self {
            effect: parse_effect(parts.next().unwrap_or_default())?,
            retry_after: None,
            is_after: false,
            paths: Vec::new(),
            every: 1,
            from: 1,
            until: u32::MAX,
            count: 0,
        };
        parts.try_for_each(|part| fault.add(part))?;
        match fault.effect {
            Effect::Cut | Effect::Dribble if fault.is_after => {
                Err("`cut` and `dribble` always come after the effect: omit `after`".into())
            }
            Effect::Status(_) => Ok(fault),
            _ if fault.retry_after.is_some() => Err("`retry-after` requires a status".into()),
            _ => Ok(fault),
        }
    }
}

impl Fault {
    /// Returns whether the request has its effect before it fails: an export then happens.
    pub(super) fn acts_first(&self) -> bool {
        self.is_after || matches!(self.effect, Effect::Cut | Effect::Dribble)
    }

    /// Adds a part of a specification.
    fn add(&mut self, part: &str) -> Result<(), String> {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let invalid = |expected| format!("invalid `{key}`: expected {expected}, not `{value}`");
        let number = || {
            let number: Result<NonZeroU32, _> = value.parse();
            number.map_err(|_| invalid("a positive integer"))
        };
        match key {
            "after" if part == key => self.is_after = true,
            "path" if value.is_empty() => return Err(invalid("some text")),
            "path" => self.paths.push(value.to_owned()),
            "every" => self.every = number()?.get(),
            "first" => self.until = number()?.get(),
            "at" => (self.from, self.until) = (number()?.get(), number()?.get()),
            "from" => self.from = number()?.get(),
            "retry-after" => {
                let seconds = value.parse();
                self.retry_after = Some(seconds.map_err(|_| invalid("a number of seconds"))?);
            }
            _ => {
                return Err(format!(
                    "unknown part `{part}`: expected `every=N`, `first=N`, `at=N`, `from=N`, \
                     `path=TEXT`, `retry-after=SECONDS` or `after`"
                ));
            }
        }
        Ok(())
    }
}

fn parse_effect(text: &str) -> Result<Effect, String> {
    let status = StatusCode::from_bytes(text.as_bytes()).ok();
    let status = status.filter(|status| (300..600).contains(&status.as_u16()));
    match (text, status) {
        ("reset", _) => Ok(Effect::Reset),
        ("stall", _) => Ok(Effect::Stall),
        ("cut", _) => Ok(Effect::Cut),
        ("dribble", _) => Ok(Effect::Dribble),
        (_, Some(status)) => Ok(Effect::Status(status)),
        _ => Err(format!(
            "unknown fault `{text}`: expected a status from 300 to 599, `reset`, `stall`, `cut` \
             or `dribble`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns which of twelve requests, to alternating paths, a fault hits.
    fn hits(spec: &str) -> Vec<u32> {
        let mut faults = [spec.parse().unwrap()];
        let path = |number| ["/engagements/5/export", "/engagements?page=3"][number as usize % 2];
        (1..=12)
            .filter(|&number| next_fault(&mut faults, path(number)).is_some())
            .collect()
    }

    #[test]
    fn fault_hits_requests_matching_conditions() {
        let cases: [(&str, &[u32]); 8] = [
            ("503", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ("503,every=3", &[3, 6, 9, 12]),
            ("reset,first=2", &[1, 2]),
            ("stall,at=5", &[5]),
            ("cut,from=10", &[10, 11, 12]),
            ("dribble,from=4,every=4", &[4, 8, 12]),
            ("503,path=/export,first=2", &[2, 4]),
            ("503,path=page=3,at=6", &[11]),
        ];
        for (spec, expected) in cases {
            assert_eq!(hits(spec), expected, "{spec}");
        }
    }

    #[test]
    fn faults_count_separately_and_first_wins() {
        let specs = ["503,every=2", "reset,every=3"];
        let mut faults = specs.map(|spec| spec.parse().unwrap());
        let effects = (0..6).map(|_| next_fault(&mut faults, "/").map(|fault| fault.effect));
        let unavailable = Some(Effect::Status(StatusCode::SERVICE_UNAVAILABLE));
        let expected = [
            None,
            unavailable,
            Some(Effect::Reset),
            unavailable,
            None,
            unavailable,
        ];
        assert_eq!(effects.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn invalid_faults_are_explained() {
        for (spec, expected) in [
            ("", "unknown fault ``: expected a status from 300 to 599"),
            ("boom", "unknown fault `boom`"),
            ("200", "unknown fault `200`"),
            ("503,", "unknown part ``: expected `every=N`"),
            ("503,after=2", "unknown part `after=2`"),
            (
                "503,every=0",
                "invalid `every`: expected a positive integer, not `0`",
            ),
            (
                "503,at",
                "invalid `at`: expected a positive integer, not ``",
            ),
            ("503,path=", "invalid `path`: expected some text, not ``"),
            (
                "503,retry-after=soon",
                "invalid `retry-after`: expected a number of seconds",
            ),
            ("reset,retry-after=1", "`retry-after` requires a status"),
            (
                "cut,after",
                "`cut` and `dribble` always come after the effect",
            ),
        ] {
            let error = spec.parse::<Fault>().unwrap_err();
            assert!(error.starts_with(expected), "{spec}: {error}");
        }
    }
}
