//! The practice server's data: the document's samples, made-up engagements, and what arrives
//! or is exported while the server runs.
//!
//! An engagement is known by its *position*: 0 is the oldest, and new ones are only ever added
//! at the end, so a position means the same engagement for as long as the server runs. All of
//! a made-up engagement follows from the seed and its position; what is kept is only what
//! happened since the start. A million engagements therefore cost no memory.

mod calendar;
pub(super) mod dice;
mod id;
pub(crate) mod json;
mod legs;
pub(crate) mod people;
mod record;
mod recording;
mod samples;
mod script;
mod talk;
mod transcript;

use calendar::Calendar;
use chrono::{DateTime, Utc};
use people::{Handling, VisitorNames};
use record::Engagement;
use samples::{SAMPLES, Sample};
use script::Theme;
use std::collections::BTreeMap;
use std::ops::Range;

/// All engagements, oldest first.
pub(crate) struct Archive {
    seed: u64,
    calendar: Calendar,
    names: VisitorNames,
    themes: Vec<Theme>,
    /// When each engagement began that arrived since the start, in Unix milliseconds.
    arrived: Vec<i64>,
    /// How often the engagement at each position was exported.
    exports: BTreeMap<u64, u32>,
}

/// What stands at a position.
enum Entry {
    Sample(&'static Sample),
    MadeUp(Engagement),
}

const SAMPLE_COUNT: u64 = SAMPLES.len() as u64;

impl Archive {
    /// The samples, and `engagements` made-up ones (below 2^32) in the weeks before the day of
    /// `now`, which must be later than the samples, that is, after 2016.
    pub(crate) fn new(seed: u64, engagements: u64, now: DateTime<Utc>) -> Self {
        Self {
            seed,
            calendar: Calendar::new(seed, engagements, now),
            names: VisitorNames::new(),
            themes: script::themes(),
            arrived: Vec::new(),
            exports: BTreeMap::new(),
        }
    }

    /// How many engagements there are.
    pub(crate) fn len(&self) -> u64 {
        SAMPLE_COUNT + self.calendar.engagements() + self.arrived.len() as u64
    }

    /// The positions of the engagements that began from `from` up to and including `until`,
    /// in Unix milliseconds.
    pub(crate) fn window(&self, from: Option<i64>, until: Option<i64>) -> Range<u64> {
        let start = from.map_or(0, |from| self.first(|created_at| created_at >= from));
        let end = until.map_or(self.len(), |until| {
            self.first(|created_at| created_at > until)
        });
        start..end.max(start)
    }

    /// The first position whose time is `late` enough. Times never decrease.
    fn first(&self, late: impl Fn(i64) -> bool) -> u64 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = u64::midpoint(low, high);
            if late(self.created_at(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    fn created_at(&self, position: u64) -> i64 {
        let generated = self.calendar.engagements();
        match position.checked_sub(SAMPLE_COUNT) {
            None => sample(position).map_or(0, |sample| sample.created_at),
            Some(number) if number < generated => self.calendar.created_at(number),
            Some(number) => {
                usize::try_from(number - generated).map_or(0, |place| self.arrived[place])
            }
        }
    }

    fn entry(&self, position: u64) -> Entry {
        sample(position).map_or_else(
            || {
                let number = position - SAMPLE_COUNT;
                let created_at = self.created_at(position);
                Entry::MadeUp(Engagement::new(self.seed, number, created_at, &self.names))
            },
            Entry::Sample,
        )
    }

    /// Who handled the engagement at a position.
    pub(crate) fn handling(&self, position: u64) -> Handling {
        sample(position).map_or_else(
            || Handling::of(self.seed, position - SAMPLE_COUNT),
            |sample| Handling {
                site: 0,
                operator: sample.operator,
                successor: None,
            },
        )
    }

    /// The position of the engagement with this id.
    pub(crate) fn find(&self, id: &str) -> Option<u64> {
        let made_up = || id::number(self.seed, id)?.checked_add(SAMPLE_COUNT);
        let position = (0..)
            .zip(&SAMPLES)
            .find_map(|(at, sample)| (sample.id == id).then_some(at));
        position
            .or_else(made_up)
            .filter(|&position| position < self.len())
    }

    /// The id of the engagement at a position.
    pub(crate) fn id(&self, position: u64) -> String {
        sample(position).map_or_else(
            || id::of(self.seed, position - SAMPLE_COUNT).to_string(),
            |sample| sample.id.to_owned(),
        )
    }

    /// Writes the record at a position as it stands in a list.
    pub(crate) fn write_listed(&self, position: u64, out: &mut String) {
        let exported = self.exports.contains_key(&position);
        match self.entry(position) {
            Entry::Sample(sample) => sample.write(exported, out),
            Entry::MadeUp(engagement) => engagement.write(&self.names, exported, out),
        }
    }

    /// The record at a position as it is asked for by its id.
    pub(crate) fn record(&self, position: u64) -> String {
        let exported = self.exports.contains_key(&position);
        let mut out = String::new();
        match self.entry(position) {
            Entry::Sample(sample) => sample.write(exported, &mut out),
            Entry::MadeUp(engagement) => engagement.write_alone(&self.names, exported, &mut out),
        }
        out
    }

    /// The transcript of the engagement at a position.
    pub(crate) fn transcript(&self, position: u64) -> String {
        match self.entry(position) {
            Entry::Sample(sample) => sample.transcript.to_owned(),
            Entry::MadeUp(engagement) => transcript::json(self.seed, &engagement, &self.themes),
        }
    }

    /// Takes note of an export: from now on the record is `crm_forwarded`.
    pub(crate) fn export(&mut self, position: u64) {
        *self.exports.entry(position).or_insert(0) += 1;
    }

    /// How often each engagement that was exported was, by its id.
    pub(crate) fn exports(&self) -> impl Iterator<Item = (String, u32)> {
        self.exports
            .iter()
            .map(|(&position, &times)| (self.id(position), times))
    }

    /// One engagement more, newer than all others, which begins at `now`. Its time is rounded
    /// *up* to a millisecond, so that it is past every instant that anybody took before.
    pub(crate) fn arrive(&mut self, now: DateTime<Utc>) -> u64 {
        let position = self.len();
        let newest = position
            .checked_sub(1)
            .map_or(0, |newest| self.created_at(newest));
        self.arrived.push(newest.max(now.timestamp_millis() + 1));
        position
    }
}

fn sample(position: u64) -> Option<&'static Sample> {
    SAMPLES.get(usize::try_from(position).ok()?)
}

#[cfg(test)]
mod tests;
