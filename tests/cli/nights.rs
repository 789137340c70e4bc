//! Simulates nights of exports with one ledger: no engagement is exported twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Write};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use uuid::Uuid;

use crate::bulk_helpers::with_ids;
use crate::harness::SUCCESS;
use crate::idempotency_keys::Site;
use crate::raw_server::{RawServer, Request, Response};
use crate::running::spawn;

/// Whether the API acts on a request, and its response.
struct Reaction {
    acts: bool,
    response: fn() -> Response,
}

const fn reaction(acts: bool, response: fn() -> Response) -> Reaction {
    Reaction { acts, response }
}

static SUCCESSFUL: Reaction = reaction(true, || Response::new(200, "", SUCCESS));
static REJECTED: Reaction = reaction(false, || Response::new(200, "", "{\"success\":false}"));

/// The other replies of a bad night. Where the response does not decide the export, the API may have acted.
static FAULTS: [Reaction; 18] = [
    reaction(true, || Response::nothing().close()),
    reaction(true, || Response::nothing().reset()),
    reaction(true, || {
        Response::bytes("HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"suc").close()
    }),
    reaction(true, || Response::new(200, "", "")),
    reaction(true, || Response::new(202, "", "{}")),
    reaction(true, || Response::new(408, "", "")),
    reaction(true, || Response::new(409, "", "")),
    reaction(true, || Response::new(502, "", "<html>")),
    reaction(true, || Response::new(503, "", "")),
    reaction(false, || Response::nothing().close()),
    reaction(true, || Response::new(302, "location: /login\r\n", "")),
    reaction(false, || Response::new(401, "", "")),
    reaction(false, || Response::new(403, "", "")),
    reaction(false, || Response::new(404, "", "")),
    reaction(false, || Response::new(422, "", "")),
    reaction(false, || Response::new(429, "", "")),
    reaction(false, || Response::new(500, "", "")),
    reaction(false, || Response::new(503, "", "")),
];

/// When a run is killed: at a request, before or after the API acts, or while the response arrives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kill {
    Before,
    After,
    During,
}

/// The API's account of all nights.
#[derive(Default)]
struct Account {
    /// The keys under which each engagement was exported.
    exported: HashMap<String, BTreeSet<String>>,
    /// All keys of each engagement.
    sent: HashMap<String, BTreeSet<String>>,
    requests: u64,
    repeats: u64,
    lost: u64,
    refused_repeats: u64,
}

impl Account {
    /// Handles a request. Honors the idempotency key: a repeated key exports nothing, and is never
    /// rejected once it has exported.
    fn handle(&mut self, id: &str, key: &str, reaction: &'static Reaction) -> &'static Reaction {
        self.requests += 1;
        let is_repeat = !insert(&mut self.sent, id, key);
        let is_exported = self.exported.get(id).is_some_and(|keys| keys.contains(key));
        let reaction = if is_exported && std::ptr::eq(reaction, &raw const REJECTED) {
            &SUCCESSFUL
        } else {
            reaction
        };
        self.repeats += u64::from(is_repeat);
        self.refused_repeats += u64::from(is_repeat && !reaction.acts);
        if reaction.acts {
            insert(&mut self.exported, id, key);
            self.lost += u64::from(!std::ptr::eq(reaction, &raw const SUCCESSFUL));
        }
        reaction
    }
}

/// Stores a key of an engagement; returns whether it is new.
fn insert(keys: &mut HashMap<String, BTreeSet<String>>, id: &str, key: &str) -> bool {
    keys.entry(id.to_owned())
        .or_default()
        .insert(key.to_owned())
}

/// The faults of one night.
struct Night {
    seed: u64,
    /// Percentage of requests with a fault.
    faults: u64,
    /// The request at which the run is killed.
    kill: Option<(usize, Kill)>,
    process: Mutex<Receiver<Pid>>,
    /// Kills the run while the response arrives.
    killer: Mutex<Option<JoinHandle<()>>>,
}

impl Night {
    fn respond(&self, request: &Request, account: &Mutex<Account>) -> Response {
        let path = request.target().split('/').nth(2).expect("an ID");
        let key = request.header("x-idempotency-key").expect("a key");
        let mut random = fastrand::Rng::with_seed(self.seed ^ request.number as u64);
        let reaction = match random.u64(0..100) {
            0 => &REJECTED,
            share if share < self.faults => random.choice(&FAULTS).expect("a fault"),
            _ => &SUCCESSFUL,
        };
        let kill = self
            .kill
            .filter(|(at, _)| *at == request.number)
            .map(|(_, kill)| kill);
        if kill == Some(Kill::Before) {
            self.kill();
            return Response::nothing().close();
        }
        let id = path.to_lowercase();
        let reaction = account.lock().unwrap().handle(&id, key, reaction);
        match kill {
            Some(Kill::After) => self.kill(),
            Some(Kill::During) => {
                let process = self.process.lock().unwrap().recv().expect("a run");
                // Fails if the run has ended by itself.
                let killer = thread::spawn(move || {
                    let _ = kill_process(process, Signal::KILL);
                });
                *self.killer.lock().unwrap() = Some(killer);
            }
            _ => {}
        }
        (reaction.response)()
    }

    fn kill(&self) {
        let process = self.process.lock().unwrap().recv().expect("a run");
        kill_process(process, Signal::KILL).expect("the run is in progress");
    }
}

/// All nights of a simulation.
struct Simulation {
    site: Site,
    random: fastrand::Rng,
    account: Arc<Mutex<Account>>,
    kills: u64,
    outages: u64,
}

impl Simulation {
    /// Runs one night for these IDs and returns those that are exported by its results.
    fn night(&mut self, ids: &[String], is_calm: bool) -> BTreeSet<String> {
        let (send_process, process) = channel();
        let kills = [Kill::Before, Kill::After, Kill::During];
        let mut night = Night {
            seed: self.random.u64(..),
            faults: 0,
            kill: None,
            process: Mutex::new(process),
            killer: Mutex::default(),
        };
        let mut is_down = false;
        if !is_calm {
            is_down = self.random.u8(0..8) == 0;
            night.faults = *self.random.choice(&[5, 30, 30, 95]).expect("a share");
            if self.random.u8(0..3) == 0 {
                let kill = *self.random.choice(&kills).expect("a moment");
                night.kill = Some((self.random.usize(1..=ids.len()), kill));
            }
        }
        self.outages += u64::from(is_down);
        let (night, account) = (Arc::new(night), Arc::clone(&self.account));
        let serving = Arc::clone(&night);
        let address = self.site.address;
        let server = (!is_down).then(|| {
            RawServer::start_at(address, move |request| serving.respond(request, &account))
        });
        let spelled = self.spelled(ids);
        let concurrency = if self.random.bool() { 4 } else { 1 };
        let line = format!("export --ledger ledger -o ndjson -q --retries 0 -j {concurrency}");
        let tool = self.site.command(&with_ids(&line, &spelled));
        let mut child = spawn(&tool, Stdio::piped(), Stdio::piped());
        let _ = send_process.send(Pid::from_child(&child));
        let mut stdout = String::new();
        let pipe = child.stdout.as_mut().expect("a pipe");
        pipe.read_to_string(&mut stdout).expect("text");
        drop(server);
        // Join before waiting for the process: afterwards its ID may belong to another process.
        if let Some(killer) = night.killer.lock().unwrap().take() {
            killer.join().expect("no panic");
        }
        let output = child.wait_with_output().expect("it ends");
        match output.status.code() {
            None => self.kills += 1,
            Some(code) => assert!(matches!(code, 0 | 4..=10), "{output:?}"),
        }
        let results = stdout
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let exported = results
            .filter(|result| result["status"] == "exported" || result["status"] == "skipped");
        exported
            .map(|result| {
                result["engagement_id"]
                    .as_str()
                    .expect("an ID")
                    .to_lowercase()
            })
            .collect()
    }

    /// The IDs as different sources spell them.
    fn spelled(&mut self, ids: &[String]) -> Vec<String> {
        let mut spell = |id: &String| {
            if self.random.bool() {
                id.to_uppercase()
            } else {
                id.clone()
            }
        };
        ids.iter().map(&mut spell).collect()
    }

    fn assert_exported_once(&self) {
        for (id, keys) in &self.account.lock().unwrap().exported {
            assert_eq!(keys.len(), 1, "{id} was exported under {keys:?}");
        }
    }
}

#[test]
fn repeated_faults_export_each_engagement_once() {
    let is_long = std::env::var_os("ENGAGEMENTS_LONG").is_some();
    let count = if is_long { 10_000 } else { 300 };
    let mut simulation = Simulation {
        site: Site::new(),
        random: fastrand::Rng::with_seed(14),
        account: Arc::default(),
        kills: 0,
        outages: 0,
    };
    let ids: Vec<String> = (0..count)
        .map(|_| Uuid::from_u128(simulation.random.u128(..)).to_string())
        .collect();
    let mut done = BTreeSet::new();
    let mut nights = 0;
    while done.len() < ids.len() {
        nights += 1;
        // Each night exports the oldest engagements that are not done, and some that are.
        let open = ids.iter().filter(|id| !done.contains(*id)).take(50);
        let again = ids.iter().filter(|id| done.contains(*id)).take(5);
        let tonight: Vec<String> = open.chain(again).cloned().collect();
        done.extend(simulation.night(&tonight, nights % 10 == 0));
        simulation.assert_exported_once();
    }
    let before = simulation.account.lock().unwrap().requests;
    simulation.night(&ids[..50.min(ids.len())], true);
    let account = simulation.account.lock().unwrap();
    assert_eq!(account.requests, before, "exported engagements are skipped");
    let exported: BTreeMap<_, _> = account.exported.iter().collect();
    assert!(
        exported.keys().copied().eq(&done),
        "reported and actual exports differ"
    );
    assert!(simulation.kills > 0 && account.refused_repeats > 0 && account.lost > 0);
    if is_long {
        let _ = writeln!(
            std::io::stderr(),
            "{nights} nights ({} down, {} killed), {} requests, {} lost responses, {} repeats of \
             which {} were refused: {} exports, each under one key",
            simulation.outages,
            simulation.kills,
            account.requests,
            account.lost,
            account.repeats,
            account.refused_repeats,
            exported.len()
        );
    }
}
