//! A chat transcript, read as a conversation.

mod message;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use anstyle::Style;

use self::message::{Message, SenderKind};
use super::display::{DIM, DisplayOptions, HEADING, OPERATOR, VISITOR};
use crate::records::RecordBatch;
use crate::sanitize::Sanitized;

/// Columns of a time of day.
const TIME: usize = 8;

/// Spaces between time, sender and message.
const GAP: usize = 2;

/// The widest that messages are moved to the right for the sake of a sender's name.
const WIDEST_SENDER: usize = 24;

/// Writes a transcript. With an `engagement_id` it is one of several: it has a heading, and
/// says so if nobody said anything.
///
/// An empty line between two transcripts is the caller's.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write(
    engagement_id: Option<&str>,
    messages: &RecordBatch,
    paper: DisplayOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    if let Some(id) = engagement_id {
        let heading = format!("engagement {}", Sanitized::line(id));
        writeln!(out, "{}", paper.styled(HEADING, &heading))?;
        if messages.is_empty() {
            writeln!(out, "{}", paper.styled(DIM, "no messages"))?;
        }
    }
    let messages: Vec<Message> = messages
        .iter()
        .map(|message| Message::of(&message, paper.zone))
        .collect();
    let columns = Columns::of(&messages, paper);
    let mut day = "";
    for message in &messages {
        if let Some(new) = message.day.as_deref().filter(|new| *new != day) {
            day = new;
            let heading = format!("{day} ({})", paper.zone);
            writeln!(out, "{}", paper.styled(HEADING, &heading))?;
        }
        columns.write(message, out)?;
    }
    Ok(())
}

/// Where senders and messages stand.
struct Columns {
    paper: DisplayOptions,
    /// The columns that senders take.
    sender: usize,
}

impl Columns {
    fn of(messages: &[Message], paper: DisplayOptions) -> Self {
        let widest = messages
            .iter()
            .map(|message| Sanitized::line(&message.sender).width())
            .max();
        // A quarter of a terminal for the sender leaves the most of it to the message.
        let most = paper
            .width
            .map_or(WIDEST_SENDER, |width| WIDEST_SENDER.min(width / 4));
        Self {
            paper,
            sender: widest.unwrap_or(0).min(most),
        }
    }

    fn write(&self, message: &Message, out: &mut impl Write) -> io::Result<()> {
        let plain = Style::new();
        let (name_style, style) = match message.speaker {
            SenderKind::Operator => (OPERATOR, plain),
            SenderKind::Visitor => (VISITOR, plain),
            SenderKind::System => (DIM, DIM),
            SenderKind::Other => (plain, plain),
        };
        let indent = " ".repeat(TIME + GAP + self.sender + GAP);
        let time = self.padded(&message.time, TIME, DIM);
        let mut before = time + &self.padded(&message.sender, self.sender, name_style);
        for line in &message.lines {
            for piece in self.paper.wrap(Sanitized::line(line), indent.len()) {
                let piece = self.paper.styled(style, piece.as_str().trim_end());
                writeln!(out, "{}", format!("{before}{piece}").trim_end())?;
                before.clone_from(&indent);
            }
        }
        Ok(())
    }

    /// Text in its column, and the gap after it.
    fn padded(&self, text: &str, columns: usize, style: Style) -> String {
        let text = self.paper.cut(Sanitized::line(text), columns);
        let pad = columns.saturating_sub(text.width()) + GAP;
        self.paper.styled(style, text.as_str()) + &" ".repeat(pad)
    }
}
