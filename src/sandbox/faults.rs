//! Failures on demand: what `--fail` takes, and which request it hits.
//!
//! A failure is written `WHAT[,KEY=VALUE]...[,after]`:
//!
//! - `WHAT` is a status from 300 to 599, or `reset` (the connection is reset), `stall` (no
//!   answer ever comes), `cut` (the answer breaks off in its body) or `dribble` (the answer
//!   comes a few bytes at a time).
//! - `path=TEXT`: only requests with TEXT in their path or query. Requests are counted, from
//!   1, by each failure for itself, and only those that its `path` lets through.
//! - `every=N` (each Nth), `first=N` (the first N), `at=N` (the Nth), `from=N` (the Nth and all
//!   after it): which of them are hit; without any, all are. Several conditions must all hold.
//! - `retry-after=SECONDS`: the header, with a status.
//! - `after`: the request is acted on, and only then fails. Without it, `reset`, `stall` and
//!   a status come before anything has happened; `cut` and `dribble` are always after it.

use axum::http::StatusCode;
use std::num::NonZeroU32;
use std::str::FromStr;

/// A failure on demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What happens.
    pub(crate) effect: Effect,
    /// Whether the request is acted on before that.
    after: bool,
    /// What the path or query must contain, all of it.
    paths: Vec<String>,
    /// Which of the matching requests are hit; all conditions must hold.
    conditions: Vec<Condition>,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It is answered with this status, and told to come back after so many seconds.
    Status(StatusCode, Option<u32>),
    /// Its connection is reset.
    Reset,
    /// It is never answered.
    Stall,
    /// Its answer breaks off in the body.
    Cut,
    /// Its answer comes a few bytes at a time.
    Dribble,
}

impl Effect {
    /// Whether it happens to a true answer, so that the request must be acted on first.
    fn needs_answer(self) -> bool {
        matches!(self, Self::Cut | Self::Dribble)
    }
}

/// A condition on the number of a request, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Condition {
    Every(NonZeroU32),
    First(NonZeroU32),
    At(NonZeroU32),
    From(NonZeroU32),
}

impl Condition {
    fn holds(self, number: u32) -> bool {
        match self {
            Self::Every(n) => number.is_multiple_of(n.get()),
            Self::First(n) => number <= n.get(),
            Self::At(n) => number == n.get(),
            Self::From(n) => number >= n.get(),
        }
    }
}

/// Failures with their counts of requests.
pub(crate) struct Faults(Vec<(Fault, u32)>);

impl Faults {
    /// Begins to count.
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(faults.into_iter().map(|fault| (fault, 0)).collect())
    }

    /// Counts a request and says what hits it: of several failures the one given first.
    pub(crate) fn hit(&mut self, path_and_query: &str) -> Option<Fault> {
        let mut hit = None;
        for (fault, count) in &mut self.0 {
            if !fault.paths.iter().all(|text| path_and_query.contains(text)) {
                continue;
            }
            *count += 1;
            if hit.is_none()
                && fault
                    .conditions
                    .iter()
                    .all(|condition| condition.holds(*count))
            {
                hit = Some(fault.clone());
            }
        }
        hit
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(spec: &str) -> Result<Self, String> {
        let mut words = spec.split(',');
        let mut fault = Self {
            effect: effect(words.next().unwrap_or_default())?,
            after: false,
            paths: Vec::new(),
            conditions: Vec::new(),
        };
        words.try_for_each(|word| fault.add(word))?;
        if fault.after && fault.effect.needs_answer() {
            return Err("`cut` and `dribble` always come after acting: leave out `after`".into());
        }
        Ok(fault)
    }
}

impl Fault {
    /// Whether the request is acted on before it fails: an export then happens all the same.
    pub(crate) fn acts_first(&self) -> bool {
        self.after || self.effect.needs_answer()
    }

    /// Adds a word of a specification.
    fn add(&mut self, word: &str) -> Result<(), String> {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        let number = || {
            value
                .parse()
                .map_err(|_| needs(key, "a number from 1", value))
        };
        match key {
            "after" if word == key => self.after = true,
            "path" if !value.is_empty() => self.paths.push(value.to_owned()),
            "path" => return Err(needs(key, "some text", value)),
            "every" => self.conditions.push(Condition::Every(number()?)),
            "first" => self.conditions.push(Condition::First(number()?)),
            "at" => self.conditions.push(Condition::At(number()?)),
            "from" => self.conditions.push(Condition::From(number()?)),
            "retry-after" => {
                let Effect::Status(_, retry_after) = &mut self.effect else {
                    return Err("`retry-after` needs a status to go with".into());
                };
                let seconds = value
                    .parse()
                    .map_err(|_| needs(key, "a number of seconds", value))?;
                *retry_after = Some(seconds);
            }
            _ => {
                let known = "`every=N`, `first=N`, `at=N`, `from=N`, `path=TEXT`, \
                             `retry-after=SECONDS` or `after`";
                return Err(format!("`{word}` is not known here: use {known}"));
            }
        }
        Ok(())
    }
}

fn effect(word: &str) -> Result<Effect, String> {
    let status = || StatusCode::from_bytes(word.as_bytes()).ok();
    match (word, status()) {
        ("reset", _) => Ok(Effect::Reset),
        ("stall", _) => Ok(Effect::Stall),
        ("cut", _) => Ok(Effect::Cut),
        ("dribble", _) => Ok(Effect::Dribble),
        (_, Some(status)) if (300..600).contains(&status.as_u16()) => {
            Ok(Effect::Status(status, None))
        }
        _ => Err(format!(
            "`{word}` is not a failure: begin with a status from 300 to 599, `reset`, `stall`, \
             `cut` or `dribble`"
        )),
    }
}

fn needs(key: &str, what: &str, value: &str) -> String {
    format!("`{key}` needs {what}, not `{value}`")
}

#[cfg(test)]
mod tests;
