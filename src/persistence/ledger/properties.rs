//! Properties of every ledger, whatever happened to its file. Property tests check them for random
//! ledgers, the fuzzer (`tests/fuzz`) for crafted ones.
//!
//! A ledger is given as one byte per export: which engagement, and how it ended.

use std::fs;

use serde_json::Value;
use uuid::Uuid;

use crate::error::{CliError, ErrorKind};
use crate::persistence::ledger::{ExportPlan, Ledger, LedgerHistory};

const BASE_URL: &str = "https://api.example";
const HEADER: &str =
    "{\"ledger\":\"engagements\",\"version\":1,\"base_url\":\"https://api.example\"}\n";

/// The engagements of these ledgers.
const IDS: [&str; 4] = ["a", "b-1", "b-2", "52f8e590-72af-4f20-8428-dfaf95de889e"];

type Plans = [ExportPlan; IDS.len()];

/// A line, and how its engagement must be treated from then on.
struct Line {
    engagement: usize,
    plan: ExportPlan,
    text: String,
}

/// Returns the lines of these exports, each of which follows the plan that the earlier ones left.
fn lines(exports: &[u8]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, export) in (1..).zip(exports) {
        let engagement = usize::from(export % 4);
        let key = match plans(&lines)[engagement] {
            ExportPlan::Skip => continue,
            ExportPlan::Repeat(key) => key,
            ExportPlan::New => Uuid::from_u128(number),
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
        add("sending", ExportPlan::Repeat(key));
        match export / 4 % 4 {
            0 => {}
            1 => add("unknown", ExportPlan::Repeat(key)),
            2 => add("failed", ExportPlan::New),
            _ => add("exported", ExportPlan::Skip),
        }
    }
    lines
}

/// Returns how each engagement must be treated after these lines.
fn plans(lines: &[Line]) -> Plans {
    let mut plans = [ExportPlan::New; IDS.len()];
    for line in lines {
        plans[line.engagement] = line.plan;
    }
    plans
}

fn text(lines: &[Line]) -> String {
    let lines = lines.iter().map(|line| line.text.as_str());
    [HEADER].into_iter().chain(lines).collect()
}

/// Returns how many lines are complete, but for the line end, in the first `cut` bytes.
fn complete_lines(lines: &[Line], cut: usize) -> usize {
    let fits = |&count: &usize| text(&lines[..count]).len() - 1 <= cut;
    (0..=lines.len()).rev().find(fits).unwrap_or(0)
}

/// Returns how a ledger of these bytes treats each engagement; `None` if it is rejected. The answer is
/// the same before and after it was opened for writing.
fn read(bytes: &[u8]) -> Option<Plans> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ledger");
    fs::write(&path, bytes).unwrap();
    let read = || match LedgerHistory::read(&path, BASE_URL) {
        Ok(history) => Some(IDS.map(|id| history.plan(id))),
        Err(error) => {
            assert_eq!(CliError::kind_of(&error), ErrorKind::Local, "{error:#}");
            None
        }
    };
    let plans = read();
    let opened = Ledger::open(&path, BASE_URL);
    assert_eq!(opened.is_ok(), plans.is_some());
    assert_eq!(read(), plans);
    plans
}

fn is_done(plans: Plans) -> [bool; IDS.len()] {
    plans.map(|plan| plan == ExportPlan::Skip)
}

/// After a power loss at any byte no complete line is lost, also if zeros replace the rest of a line.
pub(crate) fn complete_lines_survive_power_loss(exports: &[u8], cut: usize, zeros: usize) {
    let zeros = zeros % 4;
    let lines = lines(exports);
    let mut bytes = text(&lines).into_bytes();
    bytes.truncate(cut);
    let expected = Some(plans(&lines[..complete_lines(&lines, cut)]));
    assert_eq!(read(&bytes), expected);
    // A complete line with a zero for its end is rejected, and so are more zeros than a header has bytes.
    let may_be_rejected = bytes.ends_with(b"}") || cut < HEADER.len() && cut + zeros > HEADER.len();
    bytes.resize(bytes.len() + zeros, 0);
    let plans = read(&bytes);
    assert!(plans == expected || may_be_rejected && plans.is_none());
}

/// A changed byte is an error, or it does not change what is exported. A change in the last line may
/// look like a power loss, and that line is ignored.
pub(crate) fn changed_byte_loses_no_export(exports: &[u8], position: usize, byte: u8) {
    let lines = lines(exports);
    let mut bytes = text(&lines).into_bytes();
    let position = position % bytes.len();
    bytes[position] = byte;
    let before = &lines[..lines.len().saturating_sub(1)];
    let Some(done) = read(&bytes).map(is_done) else {
        return;
    };
    let is_last = position >= text(before).len();
    assert!(done == is_done(plans(&lines)) || is_last && done == is_done(plans(before)));
}

/// Whatever happened to a ledger that can be read: what it calls exported is skipped.
pub(crate) fn exported_entry_is_skipped(exports: &[u8], changes: &[(u16, u8)]) {
    let mut bytes = text(&lines(exports)).into_bytes();
    for &(position, byte) in changes {
        let position = usize::from(position) % bytes.len();
        bytes[position] = byte;
    }
    let Some(plans) = read(&bytes) else {
        return;
    };
    for line in bytes.split(|&byte| byte == b'\n') {
        let entry: Value = serde_json::from_slice(line).unwrap_or_default();
        if entry["state"] == "exported" {
            let index = IDS.iter().position(|id| entry["engagement_id"] == *id);
            assert!(index.is_none_or(|index| plans[index] == ExportPlan::Skip));
        }
    }
}
