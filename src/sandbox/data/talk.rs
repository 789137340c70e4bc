//! What is said in a generated engagement: stitched from the script so that it makes sense,
//! fits into the engagement's duration and shows what media were used.

use super::dice::Dice;
use super::people::OPERATOR_NAMES;
use super::record::Engagement;
use super::script::{Block, Line, Theme};

/// No conversation is longer.
pub(crate) const LONGEST: usize = 20;
/// An engagement has at most one message in so many seconds.
const PACE: u64 = 12;

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// The visitor, who has no name.
    Visitor,
    /// An operator, as a place in the operators' list.
    Operator(usize),
    /// The service itself.
    System,
}

/// One thing said.
pub(crate) struct Said {
    /// By whom.
    pub(crate) by: Speaker,
    /// The words.
    pub(crate) text: String,
}

/// The conversation of `engagement`, from nothing at all to [`LONGEST`] messages.
pub(crate) fn conversation(
    engagement: &Engagement,
    themes: &[Theme],
    dice: &mut Dice,
) -> Vec<Said> {
    if dice.one_in(15) {
        return Vec::new();
    }
    let theme = &themes[dice.place(themes.len())];
    let gaps = Gaps::new(dice);
    let asides = asides(engagement, dice);
    let room = usize::try_from(engagement.duration / PACE).map_or(LONGEST, |n| n.min(LONGEST));
    let taken = theme.opening().len() + asides.len();
    let rest = rest(theme, room.saturating_sub(taken), dice);

    let first = engagement.handling.operator;
    let second = engagement.handling.successor.unwrap_or(first);
    let mut said = Vec::new();
    for line in theme.opening() {
        said.push(gaps.fill(line, first, dice));
    }
    said.extend(asides);
    for line in rest.into_iter().flatten() {
        said.push(gaps.fill(line, second, dice));
    }
    said.truncate(room);
    said
}

/// What is said after the opening without belonging to the theme: the system tells what media
/// are used (in the document's words where it has any) and of a transfer, and now and then a
/// visitor pastes what does harm.
fn asides(engagement: &Engagement, dice: &mut Dice) -> Vec<Said> {
    let mut asides = Vec::new();
    let mut say = |by, text: &str| {
        asides.push(Said {
            by,
            text: text.to_owned(),
        });
    };
    if engagement.media.cobrowsing {
        say(Speaker::System, "CoBrowsing Started");
    }
    if engagement.media.audio {
        say(Speaker::System, "Upgraded to Audio");
    }
    if engagement.media.video {
        say(Speaker::System, "Upgraded to One-Way Video");
    }
    if let Some(successor) = engagement.handling.successor {
        let name = OPERATOR_NAMES[successor];
        say(Speaker::System, &format!("Transferred to {name}"));
    }
    if dice.one_in(10) {
        let pasted = dice.pick(&HOSTILE);
        say(Speaker::Visitor, &format!("my screen says: {pasted}"));
    }
    asides
}

/// What follows the opening: what answers it, of the other blocks as many as room and chance
/// allow, and the closing. Where there is no room for that much, the visitor leaves early.
fn rest<'a>(theme: &'a Theme, room: usize, dice: &mut Dice) -> Vec<&'a Block> {
    let mut left = room.saturating_sub(theme.closing().len());
    let mut blocks = Vec::new();
    for block in theme.between() {
        let answer = blocks.is_empty();
        if answer || block.len() <= left && !dice.one_in(5) {
            left = left.saturating_sub(block.len());
            blocks.push(block);
        }
    }
    blocks.push(theme.closing());
    blocks
}

/// What is filled into the gaps of the script, the same throughout one conversation.
struct Gaps {
    amount: String,
    number: String,
    day: &'static str,
    town: &'static str,
}

impl Gaps {
    fn new(dice: &mut Dice) -> Self {
        Self {
            amount: format!("{}.{:02}", 20 + dice.below(400), dice.below(100)),
            number: format!("{:04}", dice.below(10_000)),
            day: dice.pick(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
            town: dice.pick(&["Tartu", "Kraków", "Porto", "Lyon", "Ghent", "Århus"]),
        }
    }

    fn fill(&self, line: &Line, operator: usize, dice: &mut Dice) -> Said {
        let text = dice
            .pick(&line.ways)
            .replace("{operator}", OPERATOR_NAMES[operator])
            .replace("{amount}", &self.amount)
            .replace("{number}", &self.number)
            .replace("{day}", self.day)
            .replace("{town}", self.town);
        let by = if line.by_visitor {
            Speaker::Visitor
        } else {
            Speaker::Operator(operator)
        };
        Said { by, text }
    }
}

/// Messages that do harm to terminals, spreadsheets and parsers.
const HOSTILE: [&str; 8] = [
    "\u{1b}[1;31mERROR\u{1b}[0m \u{1b}]8;;http://example.com\u{7}click\u{1b}]8;;\u{7}",
    "=IMPORTXML(\"http://example.com\",\"//a\")",
    "line one\nline two\r\n\tline three, with \"quotes\" and a comma",
    "\u{202e}txt.exe\u{202c} and \u{200b}nothing\u{feff}",
    "\u{9b}2J \u{85} \u{7f} \u{2028} \u{0}",
    "{\"message\": \"not a message\", \"sender\": null}",
    "<script>alert('😱')</script> & \\u0041 \\",
    "שלום, 请问, مرحبا, 🤷🏽\u{200d}♀\u{fe0f}",
];

#[cfg(test)]
mod tests;
