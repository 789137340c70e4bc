//! The record of a generated engagement: made up from its number, written as the API does.

use super::calendar::stamp;
use super::dice::{Dice, Purpose};
use super::id;
use super::json::{self, Object};
use super::people::{Handling, OPERATOR_IDS, VisitorNames, visitor_id};
use super::recording::FIRST_SUB_ENGAGEMENT;
use uuid::Uuid;

/// What is so of an engagement for good; only `crm_forwarded` can change later, by an export.
pub(crate) struct Engagement {
    /// What it was made up from: 0 is the oldest.
    pub(crate) number: u64,
    /// Its id.
    pub(crate) id: Uuid,
    /// When it began, in Unix milliseconds.
    pub(crate) created_at: i64,
    /// How long it took, in seconds.
    pub(crate) duration: u64,
    /// Its site and operators.
    pub(crate) handling: Handling,
    /// The visitor's id.
    pub(crate) visitor_id: Uuid,
    /// What was used beside the chat.
    pub(crate) media: Media,
    /// Whether the record has what later generations of the API added.
    pub(crate) later_generation: bool,
    /// Seconds that the visitor waited in a queue, if there was one.
    pub(crate) queue_wait: Option<u64>,
    /// The visitor's place among the names.
    visitor: usize,
    /// The draws for what only the record itself needs to know.
    dice: Dice,
}

/// What was used beside the chat.
#[derive(Clone, Copy)]
pub(crate) struct Media {
    /// The operator saw the visitor's page.
    pub(crate) cobrowsing: bool,
    /// The visitor saw the operator.
    pub(crate) video: bool,
    /// They spoke, which leaves a recording.
    pub(crate) audio: bool,
}

impl Engagement {
    /// Makes up engagement `number` under `seed`.
    pub(crate) fn new(seed: u64, number: u64, created_at: i64, names: &VisitorNames) -> Self {
        let mut dice = Dice::new(seed, Purpose::Record, number);
        let visitor = names.visitor(number, &mut dice);
        Self {
            number,
            id: id::of(seed, number),
            created_at,
            // The product of two draws: many short engagements, few of half an hour.
            duration: dice.below(43) * dice.below(43),
            handling: Handling::of(seed, number),
            visitor,
            visitor_id: visitor_id(seed, visitor),
            media: Media {
                cobrowsing: dice.one_in(6),
                video: dice.one_in(12),
                audio: dice.one_in(5),
            },
            later_generation: !dice.one_in(4),
            queue_wait: dice.one_in(3).then(|| dice.below(400)),
            dice,
        }
    }

    /// Writes the record as it stands in a list.
    pub(crate) fn write(&self, names: &VisitorNames, exported: bool, out: &mut String) {
        self.write_with(names, exported, out, |_| ());
    }

    /// Writes the record, and more behind it.
    pub(super) fn write_with(
        &self,
        names: &VisitorNames,
        exported: bool,
        out: &mut String,
        more: impl FnOnce(&mut Object),
    ) {
        let mut dice = self.dice.clone();
        let mut object = Object::begin(out);
        self.write_facts(names, &mut dice, &mut object);
        let forwarded = dice.one_in(3);
        object.flag("crm_forwarded", forwarded || exported);
        object.flag("summary_forwarded", dice.one_in(2));
        self.write_links(&mut object);
        if self.later_generation {
            self.write_additions(&mut dice, &mut object);
        }
        more(&mut object);
        object.end();
    }

    fn write_facts(&self, names: &VisitorNames, dice: &mut Dice, object: &mut Object) {
        object.id("id", self.id);
        object.plain(
            "engagement_type",
            dice.pick(&["reactive", "reactive", "proactive"]),
        );
        object.plain("created_at", &stamp(self.created_at));
        object.number("duration", self.duration);
        object.json("visitor_name", names.json(self.visitor));
        object.id("visitor_id", self.visitor_id);
        object
            .flag("cobrowsing_used", self.media.cobrowsing)
            .flag("video_used", self.media.video);
        // One of the document's own samples has no `audio_used`.
        if self.media.audio || !dice.one_in(6) {
            object.flag("audio_used", self.media.audio);
        }
        object.flag("flagged", dice.one_in(10));
        let recordings = if self.media.audio {
            1 + dice.below(2)
        } else {
            0
        };
        let sub_engagement = (FIRST_SUB_ENGAGEMENT + self.number).to_string();
        object.list("audio_recording_urls", 0..recordings, |out, part| {
            let part = part.to_string();
            json::url(
                out,
                &["/sub_engagements/", &sub_engagement, "/recordings/", &part],
            );
        });
    }

    fn write_links(&self, object: &mut Object) {
        let mut buffer = Uuid::encode_buffer();
        let visitor = self.visitor_id.as_hyphenated().encode_lower(&mut buffer);
        object.link("visitor", &["/visitors/", visitor]);
        let id = self.id.as_hyphenated().encode_lower(&mut buffer);
        object.link(
            "chat_transcript",
            &["/engagements/", id, "/chat_transcript"],
        );
        object.list("operators", self.handling.operators(), |out, operator| {
            json::link(out, &["/operators/", OPERATOR_IDS[operator]]);
        });
    }

    /// What later generations of the API added, and what nobody has documented.
    fn write_additions(&self, dice: &mut Dice, object: &mut Object) {
        object.json("visitor_browser", dice.pick(&BROWSERS));
        object.json("visitor_device_type", dice.pick(&DEVICES));
        match self.queue_wait {
            Some(seconds) => object.number("queue_wait_time", seconds),
            None => object.json("queue_wait_time", "null"),
        };
        object.plain("platform", dice.pick(&["omnicore", "omnibrowse"]));
        object.plain("source", dice.pick(&SOURCES));
        object.json(
            "queues",
            if self.queue_wait.is_some() {
                QUEUES
            } else {
                "[]"
            },
        );
        if dice.one_in(5) {
            object.json("mood", dice.pick(&MOODS));
        }
    }
}

const BROWSERS: [&str; 5] = [
    r#""Chrome 126""#,
    r#""Mobile Safari 17.5""#,
    r#""Firefox 128""#,
    r#""Edge 126""#,
    "null",
];

const DEVICES: [&str; 5] = [
    r#""desktop""#,
    r#""desktop""#,
    r#""mobile""#,
    r#""tablet""#,
    "null",
];

const SOURCES: [&str; 9] = [
    "tab",
    "button_embed",
    "callout",
    "sdk",
    "facebook",
    "sms",
    "whatsapp",
    "offline_phone",
    "outbound_call",
];

const QUEUES: &str = r#"[{"id":"9f2d6a31-7c58-4e0b-8b64-1d3c5e7f9a02","name":"Cards; accounts"}]"#;

/// Values of a field that no document knows, with numbers that only text can keep.
const MOODS: [&str; 4] = [
    r#"{"score":0.50,"words":["calm"]}"#,
    r#"{"score":1e-3,"words":["cross","tired"]}"#,
    r#"{"score":-0.0,"ticket":12345678901234567890}"#,
    "null",
];
