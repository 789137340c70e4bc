//! Values of generated records: the lists of `choices.json`.

use fastrand::Rng;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

/// Sites of the sandbox. The first is the one of the API documentation's Ruby example, and the
/// documentation's sample records belong to it.
pub(crate) const SITE_IDS: [&str; 2] = [
    "e1c6bd0b-aef2-4948-8182-85a075f419e0",
    "5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3",
];

/// Operators of the sandbox. The first two are those of the documentation's samples.
pub(crate) const OPERATOR_IDS: [&str; 5] = [
    "18529853-4487-4234-be0b-7ca94e1e06bf",
    "f8769233-937d-4550-bdd3-8613027b2729",
    "0a9c1f6e-52b7-4d0a-8f35-6d1b7f1c2e90",
    "7d4e2b18-c6a3-4f59-b1d7-93e5a0c8f642",
    "c35f8d07-19e4-4b62-a8c0-2f7b6d94e1a5",
];

/// The lists of `choices.json`.
#[derive(Deserialize)]
pub(super) struct Choices {
    /// In the order of [`OPERATOR_IDS`].
    pub(super) operator_names: Vec<String>,
    pub(super) usual_names: Vec<Option<String>>,
    pub(super) unusual_names: Vec<Option<String>>,
    pub(super) unusual_messages: Vec<String>,
    pub(super) days: Vec<String>,
    pub(super) towns: Vec<String>,
    pub(super) browsers: Vec<Value>,
    pub(super) devices: Vec<Value>,
    pub(super) platforms: Vec<Value>,
    pub(super) reactive_sources: Vec<Value>,
    pub(super) proactive_sources: Vec<Value>,
    pub(super) queues: Vec<Value>,
    /// Values of an undocumented field.
    pub(super) undocumented: Vec<Box<RawValue>>,
}

/// The number of engagements of which one has a visitor with an unusual name.
const UNUSUAL_EVERY: usize = 9;

impl Choices {
    /// Reads the lists, which live as long as the process.
    pub(super) fn load() -> serde_json::Result<&'static Self> {
        let choices: Self = serde_json::from_str(include_str!("choices.json"))?;
        Ok(Box::leak(Box::new(choices)))
    }

    /// Chooses the visitor of an engagement: an index of the usual names and the unusual ones
    /// after them. Unusual names take turns, so that any list of 200 engagements has all of them.
    pub(super) fn visitor(&self, engagement: usize, rng: &mut Rng) -> usize {
        let usual = self.usual_names.len();
        if engagement % UNUSUAL_EVERY == 4 {
            usual + engagement / UNUSUAL_EVERY % self.unusual_names.len()
        } else {
            rng.usize(..usual)
        }
    }
}

/// Chooses an item of a list, which must not be empty.
pub(super) fn pick<'a, T>(rng: &mut Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}

/// Returns true once in `n` calls on average.
pub(super) fn one_in(rng: &mut Rng, n: u32) -> bool {
    rng.u32(..n) == 0
}

/// Makes a random (version 4) UUID.
pub(super) fn uuid(rng: &mut Rng) -> Uuid {
    uuid::Builder::from_random_bytes(rng.u128(..).to_ne_bytes()).into_uuid()
}
