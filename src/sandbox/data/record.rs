//! Records of generated engagements.

use super::choices::{Choices, OPERATOR_IDS, SITE_IDS, one_in, pick, uuid};
use super::{Dataset, DatasetEntry};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use fastrand::Rng;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use uuid::Uuid;

/// A record as the API sends it. Its URLs belong to the sandbox, so that a client that follows
/// them with its token stays on loopback.
#[derive(Serialize)]
pub(crate) struct Record {
    id: Uuid,
    engagement_type: &'static str,
    created_at: String,
    pub(super) duration: u32,
    visitor_name: Option<&'static str>,
    visitor_id: Uuid,
    #[serde(flatten)]
    pub(super) flags: Flags,
    audio_recording_urls: Vec<String>,
    crm_forwarded: bool,
    summary_forwarded: bool,
    pub(super) visitor: Link,
    chat_transcript: Link,
    operators: Vec<Link>,
    /// Absent in one of four records, which are of an earlier generation of the API.
    #[serde(flatten)]
    pub(super) later: Option<LaterFields>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    legs: Vec<Value>,
}

#[derive(Serialize)]
pub(super) struct Flags {
    pub(super) cobrowsing_used: bool,
    pub(super) video_used: bool,
    /// Absent in one sample of the API documentation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audio_used: Option<bool>,
    flagged: bool,
}

/// Fields of later generations. `None` is an absent field; a null is a value.
#[derive(Serialize)]
pub(super) struct LaterFields {
    visitor_browser: &'static Value,
    visitor_device_type: &'static Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue_wait_time: Option<Value>,
    platform: &'static Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static Value>,
    queues: Vec<&'static Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mood: Option<&'static RawValue>,
}

#[derive(Serialize)]
pub(super) struct Link {
    pub(super) href: String,
}

impl Record {
    /// Generates the record of an engagement, always the same.
    pub(super) fn new(dataset: &Dataset, entry: &DatasetEntry, is_exported: bool) -> Self {
        let (choices, url) = (dataset.choices, &dataset.base_url);
        let rng = &mut Rng::with_seed(entry.seed);
        let link = |path: &str, id: &str| Link {
            href: format!("{url}/{path}/{id}"),
        };
        let operator = |&index: &usize| link("operators", OPERATOR_IDS[index]);
        let recording = |path: &String| format!("{url}{path}");
        let has_audio = !entry.recordings.is_empty();
        let (visitor_id, visitor_name) = dataset.visitors[entry.visitor];
        let is_proactive = one_in(rng, 3);
        let is_later = !one_in(rng, 4);
        Self {
            id: entry.id,
            engagement_type: ["reactive", "proactive"][usize::from(is_proactive)],
            created_at: format_time(entry.created_at),
            // A product of two random numbers: many short engagements, few of half an hour.
            duration: rng.u32(..43) * rng.u32(..43),
            visitor_name,
            visitor_id,
            flags: Flags {
                cobrowsing_used: one_in(rng, 6),
                video_used: one_in(rng, 12),
                audio_used: (has_audio || !one_in(rng, 6)).then_some(has_audio),
                flagged: one_in(rng, 10),
            },
            audio_recording_urls: entry.recordings.iter().map(recording).collect(),
            crm_forwarded: one_in(rng, 3) || is_exported,
            summary_forwarded: rng.bool(),
            visitor: link("visitors", &visitor_id.to_string()),
            chat_transcript: link("engagements", &format!("{}/chat_transcript", entry.id)),
            operators: entry.operators.iter().map(operator).collect(),
            later: is_later.then(|| LaterFields::random(is_proactive, choices, rng)),
            legs: Vec::new(),
        }
    }

    /// Adds one leg per operator, in records of the later generation. Together they last as long
    /// as the engagement; the first is accepted when the engagement is created.
    pub(super) fn add_legs(&mut self, entry: &DatasetEntry) {
        let Some(later) = &self.later else { return };
        let rng = &mut Rng::with_seed(entry.seed);
        let offered = "text";
        let highest = match self.flags.audio_used {
            Some(true) => "audio",
            _ => offered,
        };
        let mut accepted_at = entry.created_at;
        let mut left = self.duration;
        for (place, &operator) in entry.operators.iter().enumerate() {
            let is_first = place == 0;
            let is_last = place + 1 == entry.operators.len();
            let duration = if is_last { left } else { rng.u32(..=left) };
            let wait = later.queue_wait_time.as_ref().and_then(Value::as_i64);
            let wait = wait.filter(|_| is_first).unwrap_or(1);
            let ended_at = accepted_at + Duration::seconds(duration.into());
            let reasons = ["visitor_left", "visitor_left", "operator_left", "error"];
            self.legs.push(json!({
                "id": uuid(rng),
                "operator": { "id": OPERATOR_IDS[operator] },
                "site": { "id": SITE_IDS[entry.site] },
                "requested_at": format_time(accepted_at - Duration::seconds(wait)),
                "accepted_at": format_time(accepted_at),
                "request_type": if is_first { self.engagement_type } else { "transfer" },
                "request_source": later.source,
                "offered_media_type": offered,
                "accepted_media_type": offered,
                "request_queues": Some(&later.queues).filter(|all| is_first && !all.is_empty()),
                "duration": duration,
                "highest_visitor_media_type": highest,
                "highest_operator_media_type": if self.flags.video_used { "video" } else { highest },
                "used_cobrowsing": self.flags.cobrowsing_used,
                "ended_at": format_time(ended_at),
                "end_reason": if is_last { *pick(rng, &reasons) } else { "transfer" },
            }));
            accepted_at = ended_at;
            left -= duration;
        }
    }
}

impl LaterFields {
    fn random(is_proactive: bool, choices: &'static Choices, rng: &mut Rng) -> Self {
        // An operator starts a proactive engagement, so the visitor waits in no queue.
        let queue = (!is_proactive && rng.bool()).then(|| pick(rng, &choices.queues));
        let wait = queue.map_or(Value::Null, |_| rng.u32(..400).into());
        let sources = [&choices.reactive_sources, &choices.proactive_sources];
        let sources = sources[usize::from(is_proactive)];
        Self {
            visitor_browser: pick(rng, &choices.browsers),
            visitor_device_type: pick(rng, &choices.devices),
            queue_wait_time: (wait.is_number() || rng.bool()).then_some(wait),
            platform: pick(rng, &choices.platforms),
            source: (!one_in(rng, 10)).then(|| pick(rng, sources)),
            queues: queue.into_iter().collect(),
            mood: one_in(rng, 5).then(|| &**pick(rng, &choices.undocumented)),
        }
    }
}

/// Formats a time as the API does: UTC, with milliseconds, or microseconds where they are not 0.
pub(super) fn format_time(time: DateTime<Utc>) -> String {
    let digits = match time.timestamp_subsec_micros() % 1000 {
        0 => SecondsFormat::Millis,
        _ => SecondsFormat::Micros,
    };
    time.to_rfc3339_opts(digits, true)
}
