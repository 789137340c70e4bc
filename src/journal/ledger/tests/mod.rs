//! What a ledger holds, and what a later run makes of it.

mod damage;

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::failure::{Failure, Kind};

const HEAD: &str = "{\"ledger\":\"engagements\",\"version\":1}\n";

struct Bench {
    directory: TempDir,
}

impl Bench {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    fn holding(text: &[u8]) -> Self {
        let bench = Self::new();
        fs::write(bench.path(), text).unwrap();
        bench
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("ledger.ndjson")
    }

    fn open(&self) -> Ledger {
        Ledger::open(&self.path()).unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    /// Opening and reading both refuse, and leave the bytes as they are.
    fn refusal(&self) -> String {
        let before = fs::read(self.path()).unwrap();
        let error = Ledger::open(&self.path()).unwrap_err();
        assert_eq!(Failure::kind_of(&error), Kind::Local);
        assert_eq!(
            History::read(&self.path()).unwrap_err().to_string(),
            error.to_string()
        );
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

#[test]
fn a_new_ledger_is_private_and_holds_exact_lines() {
    let bench = Bench::new();
    let ledger = bench.open();
    ledger.record("e1", Step::Sending, key(1), at()).unwrap();
    ledger.record("e1", Step::Exported, key(1), at()).unwrap();

    let expected = [
        HEAD,
        &line("e1", "sending", key(1)),
        &line("e1", "exported", key(1)),
    ];
    assert_eq!(bench.text(), expected.concat());
    assert_eq!(
        fs::metadata(bench.path()).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(fs::read_dir(bench.directory.path()).unwrap().count(), 1);
}

#[test]
fn an_empty_file_becomes_a_private_ledger() {
    let bench = Bench::holding(b"");
    fs::set_permissions(bench.path(), Permissions::from_mode(0o644)).unwrap();
    drop(bench.open());
    assert_eq!(bench.text(), HEAD);
    assert_eq!(
        fs::metadata(bench.path()).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_later_run_repeats_what_is_open_and_sends_anew_what_failed() {
    let bench = Bench::new();
    let ledger = bench.open();
    let outcomes = [
        ("lost", None),
        ("unknown", Some(Step::Unknown)),
        ("failed", Some(Step::Failed)),
        ("exported", Some(Step::Exported)),
    ];
    for (number, (id, outcome)) in (1..).zip(outcomes) {
        ledger.record(id, Step::Sending, key(number), at()).unwrap();
        if let Some(step) = outcome {
            ledger.record(id, step, key(number), at()).unwrap();
        }
    }
    drop(ledger);

    let ledger = bench.open();
    let history = History::read(&bench.path()).unwrap();
    for (id, plan) in [
        ("lost", Plan::Repeat(key(1))),
        ("unknown", Plan::Repeat(key(2))),
        ("failed", Plan::New),
        ("exported", Plan::Done),
        ("other", Plan::New),
    ] {
        assert_eq!(ledger.plan(id), plan, "{id}");
        assert_eq!(history.plan(id), plan, "{id}");
    }

    ledger
        .record("unknown", Step::Sending, key(2), at())
        .unwrap();
    ledger
        .record("unknown", Step::Exported, key(2), at())
        .unwrap();
    ledger
        .record("failed", Step::Sending, key(9), at())
        .unwrap();
    drop(ledger);
    let history = History::read(&bench.path()).unwrap();
    assert_eq!(history.plan("unknown"), Plan::Done);
    assert_eq!(history.plan("failed"), Plan::Repeat(key(9)));
}

#[test]
fn what_could_not_be_read_back_is_not_written() {
    let bench = Bench::new();
    let ledger = bench.open();
    ledger.record("open", Step::Sending, key(1), at()).unwrap();
    ledger.record("done", Step::Sending, key(2), at()).unwrap();
    ledger.record("done", Step::Exported, key(2), at()).unwrap();
    let before = bench.text();

    for (id, step, number) in [
        ("open", Step::Sending, 9),
        ("open", Step::Exported, 9),
        ("done", Step::Sending, 2),
        ("done", Step::Failed, 2),
        ("new", Step::Exported, 3),
    ] {
        assert!(
            ledger.record(id, step, key(number), at()).is_err(),
            "{id} {step:?}"
        );
    }
    assert_eq!(bench.text(), before);
    ledger.record("open", Step::Exported, key(1), at()).unwrap();
}

#[test]
fn reading_writes_nothing_and_needs_no_lock() {
    let bench = Bench::new();
    assert_eq!(History::read(&bench.path()).unwrap().plan("e1"), Plan::New);
    assert!(!bench.path().exists());

    let _held = bench.open();
    assert_eq!(
        Failure::kind_of(&Ledger::open(&bench.path()).unwrap_err()),
        Kind::Busy
    );
    History::read(&bench.path()).unwrap();
    let error = History::read(bench.directory.path()).unwrap_err();
    assert_eq!(Failure::kind_of(&error), Kind::Local);
}

#[test]
fn after_a_failed_write_no_line_follows() {
    let bench = Bench::new();
    let ledger = bench.open();
    ledger.book().torn = Some("the disk is full".to_owned());
    let error = ledger
        .record("e1", Step::Sending, key(1), at())
        .unwrap_err();
    assert!(
        format!("{error:#}").ends_with("an earlier line was not written: the disk is full"),
        "{error:#}"
    );
    assert_eq!(bench.text(), HEAD);
}

#[test]
fn four_workers_write_whole_lines() {
    let bench = Bench::new();
    let ledger = bench.open();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..10 {
                    let id = format!("e{worker}-{number}");
                    ledger
                        .record(&id, Step::Sending, key(number), at())
                        .unwrap();
                    ledger
                        .record(&id, Step::Exported, key(number), at())
                        .unwrap();
                }
            });
        }
    });
    drop(ledger);
    let history = History::read(&bench.path()).unwrap();
    for worker in 0..4 {
        for number in 0..10 {
            assert_eq!(history.plan(&format!("e{worker}-{number}")), Plan::Done);
        }
    }
    assert_eq!(bench.text().lines().count(), 81);
}
