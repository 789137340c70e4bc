//! The transcript of a generated engagement: its conversation with times, as the API writes it.

use super::calendar::stamp;
use super::dice::{Dice, Purpose};
use super::json::{self, Object};
use super::people::{OPERATOR_IDS, OPERATOR_NAMES};
use super::record::Engagement;
use super::script::Theme;
use super::talk::{self, Said, Speaker};
use uuid::Uuid;

/// The transcript of `engagement` under `seed`: a JSON array of messages.
pub(crate) fn json(seed: u64, engagement: &Engagement, themes: &[Theme]) -> String {
    let mut dice = Dice::new(seed, Purpose::Talk, engagement.number);
    let said = talk::conversation(engagement, themes, &mut dice);
    let times = times(&said, engagement, &mut dice);
    let mut out = String::new();
    json::list(
        &mut out,
        said.iter().zip(times),
        |out, (said, created_at)| {
            write(said, created_at, engagement, &mut dice, out);
        },
    );
    out
}

/// When each message is sent, in Unix milliseconds of whole seconds: spread over the
/// engagement's duration, longer texts after longer pauses.
fn times(said: &[Said], engagement: &Engagement, dice: &mut Dice) -> Vec<i64> {
    let pauses: Vec<u64> = said
        .iter()
        .map(|said| said.text.len() as u64 + 10 + dice.below(40))
        .collect();
    let all = pauses.iter().sum::<u64>().max(1);
    let begin = engagement.created_at.div_euclid(1000) * 1000;
    let mut passed = 0;
    let at = |pause: u64| {
        passed += pause;
        begin + (engagement.duration * passed / all * 1000).cast_signed()
    };
    pauses.into_iter().map(at).collect()
}

fn write(said: &Said, at: i64, engagement: &Engagement, dice: &mut Dice, out: &mut String) {
    let mut message = Object::begin(out);
    message
        .text("message", &said.text)
        .plain("created_at", &stamp(at));
    message.json("sender", &sender(said.by, engagement));
    if engagement.later_generation {
        message.id("id", dice.uuid());
    }
    message.end();
}

/// The `sender`: only people have a link, only operators a name, as in the document.
fn sender(by: Speaker, engagement: &Engagement) -> String {
    let mut out = String::new();
    let mut sender = Object::begin(&mut out);
    match by {
        Speaker::Visitor => {
            let mut buffer = Uuid::encode_buffer();
            let id = engagement
                .visitor_id
                .as_hyphenated()
                .encode_lower(&mut buffer);
            sender
                .href(&["/visitors/", id])
                .json("name", "null")
                .plain("type", "visitor");
        }
        Speaker::Operator(place) => {
            sender.href(&["/operators/", OPERATOR_IDS[place]]);
            sender
                .text("name", OPERATOR_NAMES[place])
                .plain("type", "operator");
        }
        Speaker::System => {
            sender.plain("type", "system").plain("name", "system");
        }
    }
    sender.end();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::data::people::VisitorNames;
    use crate::sandbox::data::script::themes;
    use serde_json::Value;

    fn transcript(number: u64) -> (Engagement, Vec<Value>) {
        let engagement = Engagement::new(5, number, 1_700_000_000_123, &VisitorNames::new());
        let messages = serde_json::from_str(&json(5, &engagement, &themes())).unwrap();
        (engagement, messages)
    }

    #[test]
    fn messages_follow_each_other_within_the_engagement() {
        for number in 0..100 {
            let (engagement, messages) = transcript(number);
            let times: Vec<_> = messages
                .iter()
                .map(|m| m["created_at"].to_string())
                .collect();
            assert!(times.is_sorted(), "{times:?}");
            assert!(times.iter().all(|time| time.ends_with(".000Z\"")));
            let end = stamp(engagement.created_at + engagement.duration.cast_signed() * 1000);
            assert!(
                messages
                    .iter()
                    .all(|m| m["created_at"].as_str().unwrap() <= end.as_str())
            );
        }
    }

    #[test]
    fn senders_are_written_as_in_the_document() {
        let engagement = transcript(1).0;
        let keys = |by| -> Vec<String> {
            let sender: Value = serde_json::from_str(&sender(by, &engagement)).unwrap();
            sender.as_object().unwrap().keys().cloned().collect()
        };
        assert_eq!(keys(Speaker::Visitor), ["href", "name", "type"]);
        assert_eq!(keys(Speaker::Operator(1)), ["href", "name", "type"]);
        assert_eq!(keys(Speaker::System), ["type", "name"]);
    }

    #[test]
    fn only_later_generations_give_messages_an_id() {
        for number in 0..50 {
            let (engagement, messages) = transcript(number);
            let with_id = messages
                .iter()
                .filter(|message| message.get("id").is_some())
                .count();
            let expected = if engagement.later_generation {
                messages.len()
            } else {
                0
            };
            assert_eq!(with_id, expected);
        }
    }
}
