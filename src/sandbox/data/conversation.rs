//! Conversations of generated engagements, from the templates of `conversations.txt`, which
//! describes its own format.

use super::choices::{OPERATOR_IDS, one_in, pick, uuid};
use super::record::{Record, format_time};
use super::{Dataset, DatasetEntry};
use chrono::{Duration, DurationRound};
use fastrand::Rng;
use serde_json::{Map, Value, json};

const TEMPLATES: &str = include_str!("conversations.txt");
/// Maximum number of messages.
const MAX_MESSAGES: usize = 20;
/// Minimum number of seconds per message.
const SECONDS_PER_MESSAGE: u32 = 12;

impl Dataset {
    /// Generates the messages of an engagement, always the same: none to [`MAX_MESSAGES`], at
    /// whole seconds within its duration.
    pub(super) fn conversation(&self, entry: &DatasetEntry) -> Vec<Value> {
        let rng = &mut Rng::with_seed(entry.seed);
        let record = Record::new(self, entry, false);
        let mut messages = self.undated_messages(entry, &record, rng);
        let room = (record.duration / SECONDS_PER_MESSAGE) as usize;
        messages.truncate(if one_in(rng, 15) {
            0
        } else {
            room.min(MAX_MESSAGES)
        });
        let begin = entry.created_at;
        let begin = begin.duration_trunc(Duration::seconds(1)).unwrap_or(begin);
        let seconds = messages.iter().map(|_| rng.i64(0..=record.duration.into()));
        let mut seconds: Vec<i64> = seconds.collect();
        seconds.sort_unstable();
        for (message, seconds) in messages.iter_mut().zip(seconds) {
            message["created_at"] = format_time(begin + Duration::seconds(seconds)).into();
        }
        messages
    }

    /// Generates messages without their times. Any exchange of the topic may be left out, except the
    /// first two and the last.
    fn undated_messages(&self, entry: &DatasetEntry, record: &Record, rng: &mut Rng) -> Vec<Value> {
        // The first part describes the format.
        let topics: Vec<&str> = TEMPLATES.split("\n# ").skip(1).collect();
        let exchanges: Vec<&str> = pick::<&str>(rng, &topics)
            .trim_end()
            .split("\n\n")
            .collect();
        let placeholders = [
            (
                "{amount}",
                format!("{}.{:02}", rng.u32(20..420), rng.u32(..100)),
            ),
            ("{number}", format!("{:04}", rng.u32(..10_000))),
            ("{day}", pick(rng, &self.choices.days).clone()),
            ("{town}", pick(rng, &self.choices.towns).clone()),
            (
                "{engagement}",
                format!("{}/engagements/{}", self.base_url, entry.id),
            ),
        ];
        let mut messages = Vec::new();
        for (place, exchange) in exchanges.iter().enumerate() {
            if place > 1 && place + 1 < exchanges.len() && one_in(rng, 5) {
                continue;
            }
            // The first line of a topic is its name.
            let lines = exchange.lines().skip(usize::from(place == 0));
            let mut lines: Vec<String> = lines.map(str::to_owned).collect();
            if place == 0 {
                lines.extend(self.asides(entry, record, rng));
            }
            // A second operator replies after the first exchange.
            let operator = entry.operators[place.min(entry.operators.len() - 1)];
            for line in lines {
                let name = &self.choices.operator_names[operator];
                let line = line.replace("{operator}", name);
                let fill = |line: String, (name, value): &(&str, String)| line.replace(name, value);
                let line = placeholders.iter().fold(line, fill);
                messages.extend(self.message(&line, operator, record, rng));
            }
        }
        messages
    }

    /// Returns lines that do not depend on the topic: messages of the system about media and
    /// transfers, and sometimes text that breaks terminals, spreadsheets and parsers.
    fn asides(&self, entry: &DatasetEntry, record: &Record, rng: &mut Rng) -> Vec<String> {
        let media = [
            (record.flags.cobrowsing_used, "system CoBrowsing Started"),
            (
                record.flags.audio_used == Some(true),
                "system Upgraded to Audio",
            ),
            (record.flags.video_used, "system Upgraded to One-Way Video"),
        ];
        let used = media.into_iter().filter(|(is_used, _)| *is_used);
        let mut lines: Vec<String> = used.map(|(_, line)| line.to_owned()).collect();
        for &operator in &entry.operators[1..] {
            let name = &self.choices.operator_names[operator];
            lines.push(format!("system Transferred to {name}"));
        }
        if one_in(rng, 10) {
            let text = pick(rng, &self.choices.unusual_messages);
            lines.push(format!("v my screen says: {text}"));
        }
        lines
    }

    /// Generates the message of a line; none if it belongs to the later generation only.
    fn message(
        &self,
        line: &str,
        operator: usize,
        record: &Record,
        rng: &mut Rng,
    ) -> Option<Value> {
        let (line, fields) = line.split_once(" @ ").unwrap_or((line, ""));
        let (sender, variants) = line.split_once(' ').unwrap_or((line, ""));
        let variants: Vec<&str> = variants.split(" | ").collect();
        // Only people have a link, and visitors have no name.
        let sender = match sender {
            "system" => json!({ "type": "system", "name": "system" }),
            "g" => json!({ "type": "omniguide", "name": "Assistant" }),
            "v" => json!({ "href": record.visitor.href, "name": null, "type": "visitor" }),
            _ => json!({
                "href": format!("{}/operators/{}", self.base_url, OPERATOR_IDS[operator]),
                "name": self.choices.operator_names[operator],
                "type": "operator",
            }),
        };
        let mut message = json!({
            "message": pick::<&str>(rng, &variants),
            "created_at": null,
            "sender": sender,
        });
        if record.later.is_none() {
            return Some(message).filter(|_| fields.is_empty());
        }
        message["id"] = json!(uuid(rng));
        message["type"] = "user".into();
        message["attachment"] = Value::Null;
        let fields: Map<String, Value> = serde_json::from_str(fields).unwrap_or_default();
        for (name, value) in fields {
            message[name] = value;
        }
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_have_known_senders_and_placeholders() {
        for topic in TEMPLATES.split("\n# ").skip(1) {
            assert!(topic.trim_end().split("\n\n").count() >= 4, "{topic}");
            for line in topic.lines().skip(1).filter(|line| !line.is_empty()) {
                let (text, fields) = line.split_once(" @ ").unwrap_or((line, "{}"));
                let (sender, text) = text.split_once(' ').unwrap();
                assert!(["v", "o", "g"].contains(&sender), "{line}");
                assert!(
                    serde_json::from_str::<Map<String, Value>>(fields).is_ok(),
                    "{line}"
                );
                for gap in text.split('{').skip(1) {
                    let name = gap.split_once('}').unwrap().0;
                    let known = ["operator", "amount", "number", "day", "town"];
                    assert!(known.contains(&name), "{line}");
                }
            }
        }
    }
}
