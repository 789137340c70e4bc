//! The data of the sandbox: the samples of the API documentation, generated engagements, and
//! engagements that are added while the sandbox runs.
//!
//! An engagement is identified by its *position*: 0 is the oldest. New ones are appended, so a
//! position keeps its meaning as long as the sandbox runs. The dataset stores the filtered values and a
//! seed of each generated engagement; record and transcript are generated on request.

pub(super) mod choices;
mod conversation;
mod record;
mod samples;

use choices::{Choices, OPERATOR_IDS, one_in, uuid};
use chrono::{DateTime, Duration, DurationRound, Utc};
use fastrand::Rng;
use record::Record;
use samples::{SAMPLE_RECORDINGS, SAMPLES};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use uuid::Uuid;

/// All engagements.
pub(super) struct Dataset {
    /// Base URL of the links in generated records.
    base_url: String,
    rng: Rng,
    choices: &'static Choices,
    /// IDs and names.
    visitors: Vec<(Uuid, Option<&'static str>)>,
    /// Oldest first.
    pub(super) entries: Vec<DatasetEntry>,
    positions: HashMap<Uuid, usize>,
    /// Whether the recordings are processed, by their URL paths. A recording is processed after the first
    /// request.
    pub(super) recordings: HashMap<String, bool>,
}

/// An engagement with the values that filters use.
pub(super) struct DatasetEntry {
    pub(super) id: Uuid,
    pub(super) created_at: DateTime<Utc>,
    /// An index of `SITE_IDS`.
    pub(super) site: usize,
    /// Indexes of `OPERATOR_IDS`: one, or two after a transfer.
    pub(super) operators: Vec<usize>,
    /// An index of the visitors.
    visitor: usize,
    /// URL paths of its recordings.
    recordings: Vec<String>,
    /// Generates everything else.
    seed: u64,
}

/// The responses of the API for an engagement.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Document {
    Sample(Box<RawValue>),
    Record(Box<Record>),
    Transcript(Vec<Value>),
}

/// Days before today on which the generated engagements began.
const DAYS: i64 = 42;
/// Milliseconds of a working day, which begins at 07:00 UTC.
const WORKING_DAY: i64 = 12 * 3_600_000;
/// Number of the first sub-engagement.
const FIRST_SUB_ENGAGEMENT: usize = 1_000_000;

impl Dataset {
    /// Creates the samples and `count` engagements of the weeks before the day of `now`.
    pub(super) fn new(
        seed: u64,
        count: u32,
        now: DateTime<Utc>,
        base_url: &str,
    ) -> serde_json::Result<Self> {
        let choices = Choices::load()?;
        let mut rng = Rng::with_seed(seed);
        let names = choices.usual_names.iter().chain(&choices.unusual_names);
        let mut dataset = Self {
            base_url: base_url.to_owned(),
            choices,
            visitors: names
                .map(|name| (uuid(&mut rng), name.as_deref()))
                .collect(),
            rng,
            entries: Vec::new(),
            positions: HashMap::new(),
            recordings: SAMPLE_RECORDINGS.map(|path| (path.to_owned(), true)).into(),
        };
        for entry in samples::entries()? {
            dataset.push(entry);
        }
        for number in 0..count {
            dataset.add_scheduled(number.into(), count.into(), now);
        }
        Ok(dataset)
    }

    /// Adds engagement `number` of `count`. They are spread evenly over the working days before
    /// today; one of three times has microseconds.
    fn add_scheduled(&mut self, number: i64, count: i64, now: DateTime<Utc>) {
        let today = now.duration_trunc(Duration::days(1)).unwrap_or(now);
        let slot = (DAYS * WORKING_DAY / count).max(1);
        let worked = number * (DAYS * WORKING_DAY) / count + self.rng.i64(0..slot);
        let microseconds = one_in(&mut self.rng, 3).then(|| self.rng.i64(1..1000));
        let time = today - Duration::days(DAYS - worked / WORKING_DAY)
            + Duration::hours(7)
            + Duration::milliseconds(worked % WORKING_DAY)
            + Duration::microseconds(microseconds.unwrap_or(0));
        self.generate(time);
    }

    /// Adds an engagement that begins at `now` and returns its ID. The time is rounded *up*, so
    /// that it is later than every time that a client has read before.
    pub(super) fn add_new(&mut self, now: DateTime<Utc>) -> Uuid {
        let millisecond = Duration::milliseconds(1);
        let next = now.duration_trunc(millisecond).unwrap_or(now) + millisecond;
        let newest = self.entries.last().map_or(next, |newest| newest.created_at);
        self.generate(next.max(newest))
    }

    fn generate(&mut self, created_at: DateTime<Utc>) -> Uuid {
        let rng = &mut self.rng;
        let position = self.entries.len();
        let id = uuid(rng);
        let mut operators = vec![rng.usize(..OPERATOR_IDS.len())];
        if one_in(rng, 12) {
            let distance = rng.usize(1..OPERATOR_IDS.len());
            operators.push((operators[0] + distance) % OPERATOR_IDS.len());
        }
        let count = if one_in(rng, 5) { rng.usize(1..=2) } else { 0 };
        let sub_engagement = FIRST_SUB_ENGAGEMENT + position;
        let path = |part| format!("/sub_engagements/{sub_engagement}/recordings/{part}");
        let recordings: Vec<String> = (0..count).map(path).collect();
        let is_processed = !one_in(rng, 8);
        let paths = recordings.iter().cloned();
        self.recordings
            .extend(paths.map(|path| (path, is_processed)));
        let entry = DatasetEntry {
            id,
            created_at,
            site: usize::from(one_in(rng, 3)),
            operators,
            visitor: self.choices.visitor(position, rng),
            recordings,
            seed: rng.u64(..),
        };
        self.push(entry);
        id
    }

    fn push(&mut self, entry: DatasetEntry) {
        self.positions.insert(entry.id, self.entries.len());
        self.entries.push(entry);
    }

    /// Returns the position of an ID.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.positions.get(&Uuid::try_parse(id).ok()?).copied()
    }

    /// Returns the record of an engagement, as it is listed or with its legs.
    pub(super) fn record(&self, position: usize, is_exported: bool, with_legs: bool) -> Document {
        let Some((sample, _)) = SAMPLES.get(position) else {
            let entry = &self.entries[position];
            let mut record = Record::new(self, entry, is_exported);
            if with_legs {
                record.add_legs(entry);
            }
            return Document::Record(Box::new(record));
        };
        let forwarded = format!(r#""crm_forwarded": {is_exported}"#);
        verbatim(&sample.replace(r#""crm_forwarded": false"#, &forwarded))
    }

    /// Returns the transcript of an engagement.
    pub(super) fn transcript(&self, position: usize) -> Document {
        match SAMPLES.get(position) {
            Some((_, transcript)) => verbatim(transcript),
            None => Document::Transcript(self.conversation(&self.entries[position])),
        }
    }
}

fn verbatim(sample: &str) -> Document {
    Document::Sample(serde_json::from_str(sample).unwrap_or_default())
}
