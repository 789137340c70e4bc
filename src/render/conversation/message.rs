//! What is read of one message of a transcript (API document, `GET
//! /engagements/:engagement_id/chat_transcript`). All of it is still a stranger's words.

use crate::records::cell::Cell;
use crate::records::column::DisplayKind;
use crate::records::record::Record;
use crate::render::value_text;
use crate::settings::zone::Zone;

/// One message.
pub(super) struct Message {
    /// Its day in the zone; `None` if its time is not understood.
    pub(super) day: Option<String>,
    /// Its time of day in the zone, or whatever is there instead.
    pub(super) time: String,
    /// On whose side the sender is.
    pub(super) speaker: SenderKind,
    /// Who sent it.
    pub(super) sender: String,
    /// What it says, and what is attached to it.
    pub(super) lines: Vec<String>,
}

/// On whose side a sender is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SenderKind {
    Operator,
    Visitor,
    System,
    /// A type that later generations may have.
    Other,
}

impl Message {
    /// Reads a message; what is missing is empty, and what is no message is shown as JSON.
    pub(super) fn of(fields: &Record<'_>, zone: Zone) -> Self {
        let words = |cell: &Cell<'_>| value_text::words(DisplayKind::Text, cell, zone).into_owned();
        let created_at = words(&fields.cell("created_at"));
        let (day, time) = match value_text::time(&created_at, zone) {
            Some(shown) => {
                let (day, time) = shown.split_once(' ').unwrap_or(("", &shown));
                (Some(day.to_owned()), time.to_owned())
            }
            None => (
                None,
                value_text::unconverted_time(&created_at).unwrap_or(created_at),
            ),
        };
        let (speaker, sender) = match fields.cell("sender") {
            Cell::Json(sender) => {
                let sender = Record::of(sender);
                named(&words(&sender.cell("type")), words(&sender.cell("name")))
            }
            other => named("", words(&other)),
        };
        let said = match fields.iter().next() {
            Some(_) => words(&fields.cell("message")),
            None => words(&Cell::of(Some(fields.json()))),
        };
        let mut lines = vec![said];
        let attached = words(&fields.cell("attachment"));
        if !attached.is_empty() {
            lines.push(format!("attachment: {attached}"));
            lines.retain(|line| !line.is_empty());
        }
        Self {
            day,
            time,
            speaker,
            sender,
            lines,
        }
    }
}

/// The side of a sender of this type, and what it is called. Only operators go by their name
/// alone: a visitor can choose any name, also an operator's.
fn named(kind: &str, name: String) -> (SenderKind, String) {
    let both = |kind: &str| format!("{kind} {name}").trim().to_owned();
    match kind {
        "operator" if name.is_empty() => (SenderKind::Operator, "Operator".to_owned()),
        "operator" => (SenderKind::Operator, name),
        "visitor" if name.starts_with("Visitor") => (SenderKind::Visitor, name),
        "visitor" => (SenderKind::Visitor, both("Visitor")),
        "system" => (SenderKind::System, "system".to_owned()),
        "" if name.is_empty() => (SenderKind::Other, "unknown".to_owned()),
        "" => (SenderKind::Other, both("unknown")),
        kind => (SenderKind::Other, both(kind)),
    }
}
