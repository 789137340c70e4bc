//! The API of the simulated year: late engagements, failed requests, and kills of the run that requests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::Receiver;

use chrono::{DateTime, TimeDelta, Utc};
use rustix::process::{Pid, Signal, kill_process};
use uuid::Uuid;

use crate::harness::SUCCESS;
use crate::raw_server::{Request, Response};

const ENGAGEMENTS_PER_DAY: usize = 30;

/// An engagement, and when the API shows it.
pub(super) struct Engagement {
    pub(super) id: String,
    pub(super) created_at: DateTime<Utc>,
    /// When it is in the list: up to 20 hours after it was created.
    pub(super) listed_at: DateTime<Utc>,
    /// When it has a transcript: for some not in the night in which it is listed.
    pub(super) transcribed_at: DateTime<Utc>,
    pub(super) messages: usize,
}

/// The API during all nights.
pub(super) struct Api {
    pub(super) now: DateTime<Utc>,
    /// The newest first, as the list is ordered.
    pub(super) engagements: Vec<Engagement>,
    /// Percentage of requests that fail.
    pub(super) faults: u64,
    /// The request of the run at which it is killed.
    pub(super) kill: Option<(usize, Receiver<Pid>)>,
    /// How often each target was requested, so that a repeated request has another outcome.
    pub(super) attempts: HashMap<String, u64>,
    pub(super) requests: usize,
    pub(super) requests_of_run: usize,
    pub(super) failures: usize,
    pub(super) kills: usize,
    /// The idempotency keys under which each engagement was exported.
    pub(super) exported: BTreeMap<String, BTreeSet<String>>,
}

impl Api {
    pub(super) fn new(start: DateTime<Utc>) -> Self {
        Self {
            now: start,
            engagements: Vec::new(),
            faults: 0,
            kill: None,
            attempts: HashMap::new(),
            requests: 0,
            requests_of_run: 0,
            failures: 0,
            kills: 0,
            exported: BTreeMap::new(),
        }
    }

    /// Adds the engagements of the day before `now`.
    pub(super) fn add_day(&mut self, random: &mut fastrand::Rng) {
        for _ in 0..ENGAGEMENTS_PER_DAY {
            let created_at = self.now - TimeDelta::seconds(random.i64(0..86_400));
            let listed_at = created_at + TimeDelta::seconds(random.i64(0..20 * 3600));
            let delay = if random.u8(0..20) == 0 { 30 } else { 0 };
            self.engagements.push(Engagement {
                id: Uuid::from_u128(random.u128(..)).to_string(),
                created_at,
                listed_at,
                transcribed_at: listed_at + TimeDelta::hours(delay),
                messages: random.usize(1..4),
            });
        }
        let created_at = |engagement: &Engagement| std::cmp::Reverse(engagement.created_at);
        self.engagements.sort_by_key(created_at);
    }

    pub(super) fn respond(&mut self, request: &Request) -> Response {
        self.requests += 1;
        self.requests_of_run += 1;
        let is_killed = self
            .kill
            .take_if(|(number, _)| *number == self.requests_of_run);
        let fate = self.fate(request);
        // Half of the exports that end without a response have happened.
        let response = if fate < self.faults || is_killed.is_some() {
            if fate.is_multiple_of(2) {
                self.response(request);
            }
            self.failures += 1;
            None
        } else {
            Some(self.response(request))
        };
        if let Some((_, process)) = is_killed {
            let process = process.recv().expect("the run has started");
            // The run may have ended by itself: its other requests are still read.
            self.kills += usize::from(kill_process(process, Signal::KILL).is_ok());
        }
        let Some((status, body)) = response else {
            return match fate % 3 {
                0 => Response::nothing().close(),
                1 => Response::new(500, "", ""),
                _ => Response::bytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"eng").close(),
            };
        };
        let date = self.now.format("date: %a, %d %b %Y %H:%M:%S GMT\r\n");
        Response::new(status, &date.to_string(), body)
    }

    /// A number below 100 that depends on the request and how often it was sent, not on the order in
    /// which concurrent requests arrive.
    fn fate(&mut self, request: &Request) -> u64 {
        let target = request.target().to_owned();
        let attempt = self.attempts.entry(target.clone()).or_default();
        *attempt += 1;
        let mut hasher = DefaultHasher::new();
        (target, *attempt).hash(&mut hasher);
        hasher.finish() % 100
    }

    fn response(&mut self, request: &Request) -> (u16, String) {
        let path = request.target().split(['/', '?']).collect::<Vec<_>>();
        match path[2..] {
            [id, "chat_transcript"] => self.transcript(id),
            [id, "export"] => {
                let key = request.header("x-idempotency-key").expect("a key");
                let keys = self.exported.entry(id.to_owned()).or_default();
                keys.insert(key.to_owned());
                (200, SUCCESS.to_owned())
            }
            _ => (200, self.page(request)),
        }
    }

    fn page(&self, request: &Request) -> String {
        let bound = |name| {
            let text = request.parameter(name)?.replace("%3A", ":");
            Some(text.parse::<DateTime<Utc>>().expect("a time"))
        };
        let (since, until) = (bound("start_date"), bound("end_date"));
        let listed = self.engagements.iter().filter(|engagement| {
            engagement.listed_at <= self.now
                && since.is_none_or(|since| engagement.created_at >= since)
                && until.is_none_or(|until| engagement.created_at <= until)
        });
        let record = |engagement: &Engagement| {
            let Engagement { id, created_at, .. } = engagement;
            let created_at = created_at.to_rfc3339();
            format!(r#"{{"id":"{id}","created_at":"{created_at}"}}"#)
        };
        let per_page = request.parameter("per_page").expect("a page size");
        let per_page: usize = per_page.parse().expect("a number");
        let records: Vec<String> = listed.map(record).collect();
        let number = request.page() as usize;
        let last = records.len().div_ceil(per_page).max(1);
        let page = records.chunks(per_page).nth(number - 1).unwrap_or_default();
        let link = |number| format!("\"?page={number}&per_page={per_page}\"");
        let next = if number < last {
            link(number + 1)
        } else {
            "null".to_owned()
        };
        format!(
            r#"{{"engagements":[{}],"next_page":{next},"last_page":{}}}"#,
            page.join(","),
            link(last)
        )
    }

    fn transcript(&self, id: &str) -> (u16, String) {
        let is_ready =
            |engagement: &&Engagement| engagement.id == id && engagement.transcribed_at <= self.now;
        let Some(engagement) = self.engagements.iter().find(is_ready) else {
            return (404, "{}".to_owned());
        };
        let message = |number| format!(r#"{{"message":"{number}"}}"#);
        let messages: Vec<String> = (1..=engagement.messages).map(message).collect();
        (200, format!("[{}]", messages.join(",")))
    }
}
