//! What holds for every ledger, whatever happened to its file: asked of random ones by the tests,
//! and of cunning ones by the fuzzer (`tests/fuzz`).
//!
//! A ledger is given as a byte for each export: which engagement, and how it ended.

use std::fs;

use serde_json::Value;
use uuid::Uuid;

use crate::failure::{Failure, Kind};
use crate::journal::ledger::{History, Ledger, Plan};

const HEADER: &str = "{\"ledger\":\"engagements\",\"version\":1}\n";

/// The engagements of these ledgers.
const IDS: [&str; 4] = ["a", "b-1", "b-2", "52f8e590-72af-4f20-8428-dfaf95de889e"];

/// A line, and what is to be done about its engagement from then on.
struct Line {
    engagement: usize,
    plan: Plan,
    text: String,
}

/// The lines of these exports, each run as the plan that earlier ones left says.
fn lines(exports: &[u8]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, export) in (1..).zip(exports) {
        let engagement = usize::from(export % 4);
        let key = match plans(&lines)[engagement] {
            Plan::Done => continue,
            Plan::Repeat(key) => key,
            Plan::New => Uuid::from_u128(number),
        };
        let mut add = |state: &str, plan| {
            let id = IDS[engagement];
            let text = format!(
                "{{\"engagement_id\":\"{id}\",\"state\":\"{state}\",\"key\":\"{key}\",\
                 \"at\":\"2026-11-23T10:00:00.123Z\"}}\n"
            );
            lines.push(Line {
                engagement,
                plan,
                text,
            });
        };
        add("sending", Plan::Repeat(key));
        match export / 4 % 4 {
            0 => {}
            1 => add("unknown", Plan::Repeat(key)),
            2 => add("failed", Plan::New),
            _ => add("exported", Plan::Done),
        }
    }
    lines
}

/// What is to be done about each engagement after these lines.
fn plans(lines: &[Line]) -> [Plan; IDS.len()] {
    let mut plans = [Plan::New; IDS.len()];
    for line in lines {
        plans[line.engagement] = line.plan;
    }
    plans
}

fn text(lines: &[Line]) -> String {
    let lines = lines.iter().map(|line| line.text.as_str());
    [HEADER].into_iter().chain(lines).collect()
}

/// The lines that are whole, but for the line end, in the first `cut` bytes.
fn whole(lines: &[Line], cut: usize) -> usize {
    let fits = |&count: &usize| text(&lines[..count]).len() - 1 <= cut;
    (0..=lines.len()).rev().find(fits).unwrap_or(0)
}

/// What a ledger of these bytes says to do about each engagement; `None` if it is refused. It is
/// the same before and after it was opened to go on with it.
fn read(bytes: &[u8]) -> Option<[Plan; IDS.len()]> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger");
    fs::write(&path, bytes).unwrap();
    let reading = || match History::read(&path) {
        Ok(history) => Some(IDS.map(|id| history.plan(id))),
        Err(error) => {
            assert_eq!(Failure::kind_of(&error), Kind::Local, "{error:#}");
            None
        }
    };
    let found = reading();
    assert_eq!(Ledger::open(&path).is_ok(), found.is_some());
    assert_eq!(reading(), found);
    found
}

fn is_done(plans: [Plan; IDS.len()]) -> [bool; IDS.len()] {
    plans.map(|plan| plan == Plan::Done)
}

/// After a power loss at any byte nothing is forgotten that was whole, also with zeros where the
/// rest should have been.
pub(crate) fn any_beginning_is_read(exports: &[u8], cut: usize, zeros: usize) {
    let lines = lines(exports);
    let mut bytes = text(&lines).into_bytes();
    bytes.truncate(cut);
    let expected = Some(plans(&lines[..whole(&lines, cut)]));
    assert_eq!(read(&bytes), expected);
    let lacks_its_end = bytes.ends_with(b"}");
    bytes.resize(bytes.len() + zeros, 0);
    let found = read(&bytes);
    // A whole line with a zero for its end is refused rather than guessed at.
    assert!(found == expected || lacks_its_end && found.is_none());
}

/// A changed byte is an error, or it changes nothing about what is exported; in the last line it
/// may pass for a power loss, and that line be left out.
pub(crate) fn a_changed_byte_forgets_nothing(exports: &[u8], position: usize, byte: u8) {
    let lines = lines(exports);
    let mut bytes = text(&lines).into_bytes();
    let position = position % bytes.len();
    bytes[position] = byte;
    let before = &lines[..lines.len().saturating_sub(1)];
    let Some(found) = read(&bytes).map(is_done) else {
        return;
    };
    let is_last = position >= text(before).len();
    assert!(found == is_done(plans(&lines)) || is_last && found == is_done(plans(before)));
}

/// Whatever happened to a ledger that is read all the same: what it calls exported is done.
pub(crate) fn what_is_exported_is_done(exports: &[u8], changes: &[(u16, u8)]) {
    let mut bytes = text(&lines(exports)).into_bytes();
    for &(position, byte) in changes {
        let position = usize::from(position) % bytes.len();
        bytes[position] = byte;
    }
    let Some(found) = read(&bytes) else {
        return;
    };
    for line in bytes.split(|&byte| byte == b'\n') {
        let entry: Value = serde_json::from_slice(line).unwrap_or_default();
        if entry["state"] == "exported" {
            let place = IDS.iter().position(|id| entry["engagement_id"] == *id);
            assert!(place.is_none_or(|place| found[place] == Plan::Done));
        }
    }
}
