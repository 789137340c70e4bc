//! What a ledger stores, and how a later run treats each engagement.

mod damage;
mod legacy;

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::error::{CliError, ErrorKind};

const BASE_URL: &str = "https://api.example";
const HEADER: &str =
    "{\"ledger\":\"engagements\",\"version\":1,\"base_url\":\"https://api.example\"}\n";
/// The header of versions that stored no base URL.
const LEGACY_HEADER: &str = "{\"ledger\":\"engagements\",\"version\":1}\n";

/// A ledger file in a directory of its own.
struct Fixture {
    directory: TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    fn with(text: impl AsRef<[u8]>) -> Self {
        let fixture = Self::new();
        fs::write(fixture.path(), text).unwrap();
        fixture
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("ledger.ndjson")
    }

    fn try_open(&self) -> anyhow::Result<Ledger> {
        Ledger::open(&self.path(), BASE_URL)
    }

    fn open(&self) -> Ledger {
        self.try_open().unwrap()
    }

    fn try_read(&self) -> anyhow::Result<LedgerHistory> {
        LedgerHistory::read(&self.path(), BASE_URL)
    }

    fn read(&self) -> LedgerHistory {
        self.try_read().unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    /// Returns the error with which opening and reading both reject the file and leave it as it is.
    fn rejection(&self) -> String {
        let before = fs::read(self.path()).unwrap();
        let error = self.try_open().unwrap_err();
        assert_eq!(CliError::kind_of(&error), ErrorKind::Local);
        assert_eq!(self.try_read().unwrap_err().to_string(), error.to_string());
        assert_eq!(fs::read(self.path()).unwrap(), before);
        error.to_string()
    }
}

fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn at() -> DateTime<Utc> {
    "2026-11-23T10:00:00.123456Z".parse().unwrap()
}

fn line(id: &str, state: &str, key: Uuid) -> String {
    format!(
        "{{\"engagement_id\":\"{id}\",\"state\":\"{state}\",\"key\":\"{key}\",\
         \"at\":\"2026-11-23T10:00:00.123Z\"}}\n"
    )
}

fn record(ledger: &Ledger, id: &str, state: EntryState, number: u128) -> anyhow::Result<()> {
    ledger.record(id, state, key(number), at())
}

#[test]
fn new_ledger_has_exact_lines() {
    let fixture = Fixture::new();
    let ledger = fixture.open();
    record(&ledger, "e1", EntryState::Sending, 1).unwrap();
    record(&ledger, "e1", EntryState::Exported, 1).unwrap();

    let expected = [
        HEADER,
        &line("e1", "sending", key(1)),
        &line("e1", "exported", key(1)),
    ];
    assert_eq!(fixture.text(), expected.concat());
    assert_eq!(fs::read_dir(fixture.directory.path()).unwrap().count(), 1);
}

#[test]
fn later_run_repeats_open_and_resends_failed() {
    let fixture = Fixture::new();
    let ledger = fixture.open();
    let outcomes = [
        ("lost", None),
        ("unknown", Some(EntryState::Unknown)),
        ("failed", Some(EntryState::Failed)),
        ("exported", Some(EntryState::Exported)),
    ];
    for (number, (id, outcome)) in (1..).zip(outcomes) {
        record(&ledger, id, EntryState::Sending, number).unwrap();
        if let Some(state) = outcome {
            record(&ledger, id, state, number).unwrap();
        }
    }
    drop(ledger);

    let ledger = fixture.open();
    let history = fixture.read();
    for (id, plan) in [
        ("lost", ExportPlan::Repeat(key(1))),
        ("unknown", ExportPlan::Repeat(key(2))),
        ("failed", ExportPlan::New),
        ("exported", ExportPlan::Skip),
        ("other", ExportPlan::New),
    ] {
        assert_eq!([ledger.plan(id), history.plan(id)], [plan; 2], "{id}");
    }

    record(&ledger, "unknown", EntryState::Sending, 2).unwrap();
    record(&ledger, "unknown", EntryState::Exported, 2).unwrap();
    record(&ledger, "failed", EntryState::Sending, 9).unwrap();
    record(&ledger, "lost", EntryState::Sending, 1).unwrap();
    record(&ledger, "lost", EntryState::Failed, 1).unwrap();
    drop(ledger);
    let history = fixture.read();
    assert_eq!(history.plan("unknown"), ExportPlan::Skip);
    assert_eq!(history.plan("failed"), ExportPlan::Repeat(key(9)));
    assert_eq!(history.plan("lost"), ExportPlan::New);
}

#[test]
fn uuid_case_does_not_distinguish_engagements() {
    let uuid = "52f8e590-72af-4f20-8428-dfaf95de889e";
    let fixture = Fixture::new();
    let ledger = fixture.open();
    record(&ledger, &uuid.to_uppercase(), EntryState::Sending, 1).unwrap();
    assert_eq!(ledger.plan(uuid), ExportPlan::Repeat(key(1)));
    record(&ledger, uuid, EntryState::Exported, 1).unwrap();
    record(&ledger, "Other", EntryState::Sending, 2).unwrap();
    drop(ledger);
    let history = fixture.read();
    assert_eq!(history.plan(&uuid.to_uppercase()), ExportPlan::Skip);
    assert_eq!(history.plan("other"), ExportPlan::New);
}

#[test]
fn contradicting_entry_is_not_written() {
    let fixture = Fixture::new();
    let ledger = fixture.open();
    record(&ledger, "open", EntryState::Sending, 1).unwrap();
    record(&ledger, "done", EntryState::Sending, 2).unwrap();
    record(&ledger, "done", EntryState::Exported, 2).unwrap();
    let before = fixture.text();

    for (id, state, number) in [
        ("open", EntryState::Sending, 9),
        ("open", EntryState::Exported, 9),
        ("done", EntryState::Sending, 2),
        ("done", EntryState::Failed, 2),
        ("new", EntryState::Exported, 3),
    ] {
        let error = record(&ledger, id, state, number).unwrap_err();
        let expected = format!("the entry of `{id}` contradicts the earlier ones");
        assert_eq!(error.to_string(), expected, "{state:?}");
    }
    assert_eq!(fixture.text(), before);
    record(&ledger, "open", EntryState::Exported, 1).unwrap();
}

#[test]
fn reading_writes_nothing_and_needs_no_lock() {
    let fixture = Fixture::new();
    assert_eq!(fixture.read().plan("e1"), ExportPlan::New);
    assert!(!fixture.path().exists());

    let _held = fixture.open();
    assert_eq!(
        CliError::kind_of(&fixture.try_open().unwrap_err()),
        ErrorKind::Busy
    );
    fixture.read();
    let error = LedgerHistory::read(fixture.directory.path(), BASE_URL).unwrap_err();
    assert_eq!(CliError::kind_of(&error), ErrorKind::Local);
    let expected = "is not a regular file";
    assert!(error.to_string().ends_with(expected), "{error:#}");
}

#[test]
fn failed_write_blocks_further_entries() {
    let fixture = Fixture::new();
    let ledger = fixture.open();
    ledger.state().incomplete_write = Some("the disk is full".to_owned());
    let error = record(&ledger, "e1", EntryState::Sending, 1).unwrap_err();
    let path = fixture.path();
    let expected = format!(
        "cannot write the ledger `{}`: the disk is full",
        path.display()
    );
    assert_eq!(format!("{error:#}"), expected);
    assert_eq!(fixture.text(), HEADER);
}

#[test]
fn replaced_ledger_blocks_intents_only() {
    let changes: [fn(&Path); 4] = [
        |path| fs::remove_file(path).unwrap(),
        |path| fs::rename(path, path.with_extension("old")).unwrap(),
        |path| {
            fs::copy(path, path.with_extension("copy")).unwrap();
            fs::rename(path.with_extension("copy"), path).unwrap();
        },
        |path| fs::write(path, "").unwrap(),
    ];
    for change in changes {
        let fixture = Fixture::new();
        let ledger = fixture.open();
        record(&ledger, "e1", EntryState::Sending, 1).unwrap();
        change(&fixture.path());
        // An outcome is appended all the same.
        for (id, state, plan) in [
            ("e1", EntryState::Exported, ExportPlan::Skip),
            ("e2", EntryState::Sending, ExportPlan::New),
        ] {
            let error = record(&ledger, id, state, 1).unwrap_err();
            assert_eq!(CliError::kind_of(&error), ErrorKind::Local);
            assert_eq!(ledger.plan(id), plan);
        }
    }
}

#[test]
fn concurrent_workers_write_complete_lines() {
    let fixture = Fixture::new();
    let ledger = fixture.open();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..10 {
                    let id = format!("e{worker}-{number}");
                    record(ledger, &id, EntryState::Sending, number).unwrap();
                    record(ledger, &id, EntryState::Exported, number).unwrap();
                }
            });
        }
    });
    drop(ledger);
    let history = fixture.read();
    for worker in 0..4 {
        for number in 0..10 {
            let plan = history.plan(&format!("e{worker}-{number}"));
            assert_eq!(plan, ExportPlan::Skip);
        }
    }
    assert_eq!(fixture.text().lines().count(), 81);
}
