//! A chat transcript, read as a conversation.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use clap::builder::styling::Style;

use super::display::{DIM, DisplayOptions, HEADING, OPERATOR, VISITOR, value_text};
use crate::records::column::DisplayKind;
use crate::records::json::{Cell, JsonSlice};
use crate::records::{Record, RecordBatch};
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// Width of a time of day.
const TIME_WIDTH: usize = 8;

/// Maximum width of the column of senders.
const MAX_SENDER_WIDTH: usize = 24;

/// Writes the messages of a transcript, with a line for each new day. A `heading` names the
/// engagement if there are several.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(
    heading: Option<&str>,
    messages: &RecordBatch,
    display: DisplayOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(id) = heading {
        let heading = format!("engagement {}", Sanitized::line(id));
        writeln!(out, "{}", display.styled(HEADING, &heading))?;
        if messages.is_empty() {
            writeln!(out, "{}", display.styled(DIM, "no messages"))?;
        }
    }
    let messages = messages.iter();
    let messages: Vec<_> = messages
        .map(|message| Message::new(message, display.zone))
        .collect();
    let widths = messages.iter().map(|message| message.sender.width());
    let max_width = display.width.map_or(MAX_SENDER_WIDTH, |width| width / 4);
    let sender_width = widths
        .max()
        .unwrap_or(0)
        .min(max_width)
        .min(MAX_SENDER_WIDTH);
    let mut day = "";
    for message in &messages {
        if let Some(new) = message.day.as_deref().filter(|new| *new != day) {
            day = new;
            let heading = format!("{day} ({})", display.zone);
            writeln!(out, "{}", display.styled(HEADING, &heading))?;
        }
        message.write(sender_width, display, out)?;
    }
    Ok(())
}

/// One message (API documentation, `GET /engagements/:engagement_id/chat_transcript`).
struct Message {
    /// Its local date; `None` if its time is invalid.
    day: Option<String>,
    /// Its local time of day, or the invalid time.
    time: Sanitized,
    sender: Sanitized,
    sender_style: Style,
    text_style: Style,
    /// Its text and its attachment.
    lines: Vec<Sanitized>,
}

impl Message {
    fn new(record: &Record, zone: Zone) -> Self {
        let created_at = record.cell("created_at");
        let local_time = record
            .time("created_at")
            .map(|time| zone.format_local(time));
        let (day, time) = match local_time.as_deref().and_then(|time| time.split_once(' ')) {
            Some((day, time)) => (Some(day.to_owned()), time.to_owned()),
            None => (None, value_text(DisplayKind::Time, &created_at, zone)),
        };
        let text = |cell: Cell<'_>| value_text(DisplayKind::Text, &cell, zone);
        let (kind, name) = match record.cell("sender") {
            Cell::Json(_) => (
                text(record.nested_cell("sender", "type")),
                text(record.nested_cell("sender", "name")),
            ),
            other => (String::new(), text(other)),
        };
        let (sender, sender_style) = sender(&kind, name);
        let is_suggestion = text(record.cell("type")) == "suggestion";
        let mut lines = vec![text(record.cell("message"))];
        if is_suggestion {
            lines[0].insert_str(0, "(suggestion, only the operator saw it) ");
        }
        lines.extend(attachment(record));
        if lines.len() > 1 {
            lines.retain(|line| !line.is_empty());
        }
        Self {
            day,
            time: Sanitized::line(&time),
            sender: Sanitized::line(&sender),
            sender_style,
            text_style: if kind == "system" || is_suggestion {
                DIM
            } else {
                Style::new()
            },
            lines: lines.iter().map(|line| Sanitized::line(line)).collect(),
        }
    }

    fn write(
        &self,
        sender_width: usize,
        display: DisplayOptions,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let indent = TIME_WIDTH + 2 + sender_width + 2;
        let time = display.padded(DIM, self.time.as_str(), TIME_WIDTH);
        let sender = display.truncate(self.sender.as_str(), sender_width);
        let sender = display.padded(self.sender_style, &sender, sender_width);
        let mut before = format!("{time}  {sender}  ");
        for line in self
            .lines
            .iter()
            .flat_map(|line| display.wrap(line, indent))
        {
            let line = display.styled(self.text_style, line.trim_end());
            writeln!(out, "{}", format!("{before}{line}").trim_end())?;
            before = " ".repeat(indent);
        }
        Ok(())
    }
}

/// Returns the displayed name of a sender and its style. Only operators go by their name alone: a
/// visitor can choose any name, also an operator's.
fn sender(kind: &str, name: String) -> (String, Style) {
    let with_kind = |kind: &str| format!("{kind} {name}").trim().to_owned();
    match kind {
        "operator" if name.is_empty() => ("Operator".to_owned(), OPERATOR),
        "operator" => (name, OPERATOR),
        "visitor" if name.starts_with("Visitor") => (name, VISITOR),
        "visitor" => (with_kind("Visitor"), VISITOR),
        "system" => ("system".to_owned(), DIM),
        "" => (with_kind("unknown"), Style::new()),
        kind => (with_kind(kind), Style::new()),
    }
}

/// Returns the attachment of a message as a line: its files, its choices or the chosen one; an
/// attachment of another kind as it is.
fn attachment(record: &Record) -> Option<String> {
    let attachment = record.get("attachment")?;
    let mut names = Vec::new();
    for (list, name) in [("files", "name"), ("options", "text")] {
        let entries = attachment.member(list).and_then(JsonSlice::entries);
        for entry in entries.unwrap_or_default() {
            let is_deleted = entry.member("deleted").map(JsonSlice::get) == Some("true");
            let mark = if is_deleted { " (deleted)" } else { "" };
            let name = entry.member(name).and_then(JsonSlice::text);
            names.extend(name.map(|name| format!("{name}{mark}")));
        }
    }
    let chosen = attachment.member("selected_option");
    names.extend(chosen.and_then(JsonSlice::text).map(Cow::into_owned));
    let text = match names.as_slice() {
        [] => value_text(DisplayKind::Text, &Cell::of(Some(attachment)), Zone::UTC),
        names => names.join(", "),
    };
    (!text.is_empty()).then(|| format!("attachment: {text}"))
}
