//! What a run over several ids leaves undone when it ends early, and the command that does it.

use std::collections::HashSet;
use std::ffi::OsString;

use super::with_advice;
use crate::cli::{Part, Target, parts};
use crate::failure::Failure;
use crate::id::Id;
use crate::shell::quoted;

/// What the same command does when it is run once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// It leaves out what is done: it keeps a ledger, or a file for each engagement.
    DoesTheRest,
    /// All of it, and it has to: nothing is delivered before its end.
    StartsOver,
    /// All of it, so that some is had twice.
    Repeats,
    /// All of it, so that some is sent twice, which must not be.
    SendsTwice,
}

/// How the ids of a run were named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// So many, on the command line.
    Arguments(usize),
    /// `-`.
    Stdin,
    /// Not at all: they are of a selection.
    Selection,
}

impl Source {
    /// How these words name ids.
    pub(crate) fn of(named: &[Target]) -> Self {
        match named {
            [] => Self::Selection,
            _ if named.contains(&Target::Stdin) => Self::Stdin,
            _ => Self::Arguments(named.len()),
        }
    }
}

/// What a run has done of its ids, in their order.
#[derive(Debug)]
pub(crate) struct Rest {
    source: Source,
    again: Again,
    /// Ids with which nothing more is to be done: of arguments all, else those after `first` that
    /// must not be sent twice.
    settled: HashSet<Id>,
    /// The first id that is to be done again, or for the first time.
    first: Option<Id>,
    /// The last id with which nothing more is to be done.
    last: Option<Id>,
    /// Whether some after `first` is settled.
    mixed: bool,
}

impl Rest {
    /// A run that has done nothing yet.
    pub(crate) fn new(source: Source, again: Again) -> Self {
        Self {
            source,
            again,
            settled: HashSet::new(),
            first: None,
            last: None,
            mixed: false,
        }
    }

    /// With this one nothing more is to be done.
    pub(crate) fn settled(&mut self, id: &Id) {
        self.mixed |= self.first.is_some();
        let is_cut_out = self.mixed && self.again == Again::SendsTwice;
        if is_cut_out || matches!(self.source, Source::Arguments(_)) {
            self.settled.insert(id.clone());
        }
        self.last = Some(id.clone());
    }

    /// This one failed, and was told. It is to be done again if it may succeed then, unless an
    /// export is from a stream: of that only the end can be cut out.
    pub(crate) fn failed(&mut self, id: &Id, failure: &Failure) {
        let exact = matches!(self.source, Source::Arguments(_)) || self.again != Again::SendsTwice;
        if failure.may_pass() && exact {
            self.open(id);
        } else {
            self.settled(id);
        }
    }

    /// This one is to be done, and so is all that follows and is not settled.
    pub(crate) fn open(&mut self, id: &Id) {
        self.first.get_or_insert_with(|| id.clone());
    }

    /// What is not done, in words, unless that is all; of the only id its failure says it.
    pub(crate) fn words(&self) -> Option<String> {
        let how_much = if self.mixed { "not all" } else { "nothing" };
        match (&self.first, &self.last) {
            _ if self.source == Source::Arguments(1) => None,
            (Some(first), _) => Some(format!("{how_much} from `{first}` on was done")),
            (None, Some(last)) => Some(format!("nothing after `{last}` was done")),
            (None, None) => None,
        }
    }

    /// The failure that ended the run early, with what is not done and how to have it done.
    pub(crate) fn after(&self, failure: Failure, arguments: &[OsString]) -> Failure {
        let Some(words) = self.words() else {
            return failure;
        };
        let message = format!("{}; {words}", failure.message);
        self.advise(Failure { message, ..failure }, arguments)
    }

    /// The failure with the command that does the rest, if there is one.
    pub(crate) fn advise(&self, failure: Failure, arguments: &[OsString]) -> Failure {
        let advice = match (self.again, &self.last) {
            (Again::DoesTheRest, _) => {
                "run the same command again: it does only what is not done".to_owned()
            }
            (Again::Repeats | Again::SendsTwice, Some(last)) => {
                match self.command(arguments, last) {
                    Some(command) => format!("what is missing: `{command}`{}", self.remark()),
                    None => return failure,
                }
            }
            _ => return failure,
        };
        with_advice(failure, &advice)
    }

    fn command(&self, arguments: &[OsString], last: &Id) -> Option<String> {
        let is_left = |part: &Part| match part {
            Part::Argument(word) => !word.parse().is_ok_and(|id| self.settled.contains(&id)),
            Part::Option(..) | Part::Other(_) | Part::Separator => true,
        };
        let parts = parts(arguments).into_iter();
        let parts: Vec<Part> = match self.source {
            Source::Arguments(_) => parts.filter(is_left).collect(),
            Source::Stdin => parts.collect(),
            Source::Selection => return None,
        };
        let words = parts.into_iter().flat_map(Part::into_words);
        let words: Vec<String> = words.map(|word| quoted(&word)).collect();
        let command = format!("engagements {}", words.join(" "));
        Some(match self.source {
            Source::Stdin => format!("… | {} | {command}", self.filter(last)),
            Source::Arguments(_) | Source::Selection => command,
        })
    }

    /// What cuts the rest out of the lines that were read.
    fn filter(&self, last: &Id) -> String {
        let first = self.first.as_ref().unwrap_or(last);
        let rest = format!("sed -nE '{},$p'", lines_of(&[first.as_str()]));
        if self.again != Again::SendsTwice {
            return match &self.first {
                Some(_) => rest,
                None => format!("{rest} | sed -E '{}d'", lines_of(&[last.as_str()])),
            };
        }
        // A line that comes again further down would be sent again.
        let rest = format!("awk 'seen[$0]++ == 0' | {rest}");
        let mut out: Vec<_> = match &self.first {
            Some(_) => self.settled.iter().map(Id::as_str).collect(),
            None => vec![last.as_str()],
        };
        if out.is_empty() {
            return rest;
        }
        out.sort_unstable();
        format!("{rest} | sed -E '{}d'", lines_of(&out))
    }

    /// What a person has to know of the command.
    fn remark(&self) -> &'static str {
        match (&self.source, self.again) {
            (Source::Stdin, Again::Repeats) if self.mixed => {
                " (`…` is where the ids come from; it repeats what is done behind the first of them)"
            }
            (Source::Stdin, _) => " (`…` is where the ids come from)",
            _ => "",
        }
    }
}

/// The address, for `sed -E`, of the lines that name one of these ids, as those of standard input
/// are read: alone on the line, or in a record. What else is in a record may hold the same letters:
/// links do, and an id may be the beginning of another one.
fn lines_of(ids: &[&str]) -> String {
    let ids = match ids {
        [id] => (*id).to_owned(),
        several => format!("({})", several.join("|")),
    };
    format!(r#"/(^|"(engagement_)?id"[[:space:]]*:)[[:space:]"]*{ids}("|[[:space:]]*$)/"#)
}

#[cfg(test)]
mod tests;
