//! Simulates a year of cron jobs: every night lists, reads and exports, with late engagements, failures
//! and kills.
//!
//! The API's `Date` is the clock of the simulation. A normal run simulates three weeks;
//! `ENGAGEMENTS_LONG=1 cargo test year` simulates the year and prints its figures.

mod api;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Days, TimeDelta, Utc};
use rustix::process::Pid;
use serde_json::Value;

use crate::raw_server::RawServer;
use crate::running::Running;
use api::{Api, Engagement};

/// Tries of a job in one night. A night without success is made up for by the next one.
const TRIES: usize = 3;

/// The machine with the cron jobs.
struct Simulation {
    api: Arc<Mutex<Api>>,
    server: RawServer,
    random: fastrand::Rng,
    start: DateTime<Utc>,
    runs: usize,
    /// The IDs that the files of the list contain.
    listed: Vec<String>,
    /// The largest size that a state file had after a night, in bytes.
    largest_state: u64,
    /// The IDs that results of exports call exported or skipped.
    reported: BTreeSet<String>,
}

impl Simulation {
    fn new(start: DateTime<Utc>) -> Self {
        let api = Arc::new(Mutex::new(Api::new(start)));
        let serving = Arc::clone(&api);
        Self {
            api,
            server: RawServer::start(move |request| serving.lock().unwrap().respond(request)),
            random: fastrand::Rng::with_seed(19),
            start,
            runs: 0,
            listed: Vec::new(),
            largest_state: 0,
            reported: BTreeSet::new(),
        }
    }

    /// Runs the three jobs of one night, each until it succeeds or its tries are used up.
    fn night(&mut self, is_calm: bool) {
        self.read(is_calm);
        for name in ["list.state", "transcript.state"] {
            if let Ok(metadata) = fs::metadata(self.server.home().join(name)) {
                self.largest_state = self.largest_state.max(metadata.len());
            }
        }
        self.export(is_calm);
    }

    /// Lists the new engagements into a file, and appends their transcripts to an archive.
    fn read(&mut self, is_calm: bool) {
        let start = self.start.to_rfc3339();
        let read = format!("--all --since {start} --lookback 3d --per-page 25 -o ndjson");
        let list = format!("list {read} --state list.state -O night.ndjson");
        if (0..TRIES).any(|_| self.run(&list, is_calm, Stdio::null()).0 == Some(0)) {
            let path = self.server.home().join("night.ndjson");
            let text = fs::read_to_string(&path).expect("the file of the list");
            let ids = text.lines().map(|line| field(line, "id"));
            self.listed.extend(ids);
        }

        let transcript = format!("transcript {read} --state transcript.state");
        for _ in 0..TRIES {
            let archive = self.append("transcripts.ndjson");
            if self.run(&transcript, is_calm, archive.into()).0 == Some(0) {
                break;
            }
        }
    }

    /// Exports the engagements of the last days with a ledger.
    fn export(&mut self, is_calm: bool) {
        let now = self.api.lock().unwrap().now;
        let recently = (now - TimeDelta::days(4)).to_rfc3339();
        let export = format!("export --all --since {recently} --yes --ledger ledger -o ndjson");
        for _ in 0..TRIES {
            let (code, stdout) = self.run(&export, is_calm, Stdio::piped());
            let results = stdout.lines().filter(|line| line.ends_with('}'));
            let done = results
                .filter(|line| ["exported", "skipped"].contains(&field(line, "status").as_str()));
            let ids = done.map(|line| field(line, "engagement_id"));
            self.reported.extend(ids);
            if code == Some(0) {
                break;
            }
            let ledger = self.server.home().join("ledger");
            if code.is_none() && fs::metadata(ledger).is_ok_and(|file| file.len() > 0) {
                // The power is cut while the next line is being written.
                let truncated = self.append("ledger").write_all(b"{\"engagement_id\":");
                truncated.expect("the ledger is writable");
            }
        }
    }

    /// Runs a command; outside calm nights requests fail, and some runs are killed.
    fn run(&mut self, line: &str, is_calm: bool, stdout: Stdio) -> (Option<i32>, String) {
        self.runs += 1;
        let (send_process, process) = channel();
        {
            let mut api = self.api.lock().unwrap();
            let faults = self.random.choice([0, 1, 5, 20]).expect("a share");
            api.faults = if is_calm { 0 } else { faults };
            let is_killed = !is_calm && self.random.u8(0..8) == 0;
            api.kill = is_killed.then(|| (self.random.usize(1..8), process));
            api.requests_of_run = 0;
        }
        let mut command = self.server.command(line);
        command
            .args(["--retries", "0", "-q"])
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped());
        let child = Running::start(&mut command);
        // Fails if the run is not killed: the receiver is dropped.
        let _ = send_process.send(Pid::from_child(&child));
        let output = child.wait_with_output().expect("it ends");
        let code = output.status.code();
        let is_expected = matches!(
            (is_calm, code),
            (_, Some(0 | 9)) | (false, None | Some(7 | 8 | 10))
        );
        assert!(is_expected, "{line}: {output:?}");
        (code, String::from_utf8(output.stdout).expect("UTF-8"))
    }

    fn append(&self, name: &str) -> File {
        let path = self.server.home().join(name);
        let mut options = File::options();
        options
            .create(true)
            .append(true)
            .open(path)
            .expect("a file")
    }
}

/// The text of a field in a line of NDJSON.
fn field(line: &str, name: &str) -> String {
    let record: Value = serde_json::from_str(line).expect("a JSON object");
    record[name].as_str().expect("a text").to_owned()
}

/// Asserts that the archive has every message of every engagement once, in order.
fn assert_transcripts(server: &RawServer, engagements: &[Engagement]) {
    let archive = fs::read_to_string(server.home().join("transcripts.ndjson")).unwrap();
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in archive.lines() {
        let texts = messages.entry(field(line, "engagement_id")).or_default();
        texts.push(field(line, "message"));
    }
    for engagement in engagements {
        let expected: Vec<String> = (1..=engagement.messages).map(|n| n.to_string()).collect();
        assert_eq!(
            messages.get(&engagement.id),
            Some(&expected),
            "{}",
            engagement.id
        );
    }
    assert_eq!(messages.len(), engagements.len());
}

#[test]
fn year_of_cron_loses_and_repeats_nothing() {
    let is_long = std::env::var_os("ENGAGEMENTS_LONG").is_some();
    let nights = if is_long { 365 } else { 21 };
    let start = Utc::now() - Days::new(nights + 10);
    let mut simulation = Simulation::new(start);
    for _ in 0..nights {
        {
            let mut api = simulation.api.lock().unwrap();
            api.now += TimeDelta::days(1);
            api.add_day(&mut simulation.random);
        }
        simulation.night(false);
    }
    // The last engagements appear, and failed jobs catch up.
    for _ in 0..4 {
        simulation.api.lock().unwrap().now += TimeDelta::days(1);
        simulation.night(true);
    }

    let api = simulation.api.lock().unwrap();
    let all: BTreeSet<String> = api.engagements.iter().map(|e| e.id.clone()).collect();
    let listed: BTreeSet<String> = simulation.listed.iter().cloned().collect();
    assert_eq!(
        simulation.listed.len(),
        listed.len(),
        "an engagement is listed twice"
    );
    assert_eq!(listed, all);

    assert_transcripts(&simulation.server, &api.engagements);

    let exported: BTreeSet<String> = api.exported.keys().cloned().collect();
    assert_eq!(exported, all);
    assert_eq!(simulation.reported, all);
    let repeated = api.exported.iter().find(|(_, keys)| keys.len() > 1);
    assert_eq!(repeated, None, "exported under two keys");
    assert!(api.failures > 0 && api.kills > 0);

    let state = simulation.largest_state;
    assert!(state < 32 * 1024, "{state} bytes of state");
    let ledger = fs::metadata(simulation.server.home().join("ledger"))
        .unwrap()
        .len();
    assert!(ledger < 1024 * all.len() as u64, "{ledger} bytes of ledger");
    if is_long {
        let _ = writeln!(
            std::io::stderr(),
            "{nights} nights, {} engagements, {} runs ({} killed), {} requests ({} failed): nothing \
             lost, nothing repeated; states of at most {state} bytes, ledger of {ledger} bytes",
            all.len(),
            simulation.runs,
            api.kills,
            api.requests,
            api.failures
        );
    }
}
