//! `engagements recordings`: a file for each recording, and what is said of those that are missing.

mod download;
mod interrupted;
mod storage;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;
use tempfile::TempDir;

use crate::bench::{Practice, Run, TOKEN, tool};
use crate::files::names_in;
use crate::practice::records;
use crate::recorder::{Recorder, Reply, Request};
use crate::work::{pipe, requests};

/// A sample of the API's document, with one recording.
const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

/// The address of the audio, on the host that the table below puts in front.
const SIGNED: &str = "/audio?signature=s1gned";

/// A record of `e1` with these links, of which each is JSON.
fn record(links: &str) -> String {
    format!(r#"{{"id": "e1", "audio_recording_urls": [{links}]}}"#)
}

/// The link to a recording of `e1`, as the API writes it.
fn link(part: &str) -> String {
    format!(r#""https://api.salemove.com/sub_engagements/7/recordings/{part}""#)
}

/// A service where `e1` has two recordings, which are on that storage.
fn service(storage: &str) -> Recorder {
    let address = format!(r#"{{"url": "{storage}{SIGNED}"}}"#);
    let record = record(&format!("{}, {}", link("A"), link("B")));
    Recorder::start(move |request| {
        let is_recording = request.line.contains("/sub_engagements/");
        let body = if is_recording { &address } else { &record };
        (200, "x-request-id: 6f1d\r\n", body.clone())
    })
}

/// A storage with one recording, four bytes long.
fn storage() -> Recorder {
    Recorder::start(|_| (200, "content-type: audio/mpeg\r\n", "tone".to_owned()))
}

/// Runs the tool against a service, below a path of its own, with an empty home.
struct User {
    home: TempDir,
    base_url: String,
}

impl User {
    fn of(service: &str) -> Self {
        let home = TempDir::new().unwrap();
        let base_url = format!("{service}/glia/");
        Self { home, base_url }
    }

    #[track_caller]
    fn run(&self, words: &str) -> Run {
        let mut command = tool(self.home.path());
        command.env("ENGAGEMENTS_BASE_URL", &self.base_url);
        command.envs([
            ("ENGAGEMENTS_TOKEN", TOKEN),
            ("ENGAGEMENTS_SITE_IDS", "s1"),
            ("ENGAGEMENTS_OPERATOR_IDS", "o1"),
        ]);
        let words = words.split(' ').filter(|word| !word.is_empty());
        Run::of(command.arg("recordings").args(words))
    }

    /// Names and contents of what is in the folder `d`.
    fn files(&self) -> Vec<(String, String)> {
        let folder = self.home.path().join("d");
        let content = |name: &String| fs::read_to_string(folder.join(name)).unwrap();
        let names = names_in(&folder).into_iter();
        names.map(|name| (name.clone(), content(&name))).collect()
    }
}

fn lines(requests: &[Request]) -> Vec<&str> {
    requests.iter().map(|it| it.line.as_str()).collect()
}

#[test]
fn each_recording_is_a_private_file_and_is_fetched_once() {
    let practice = Practice::start(&[]);
    let run = |summary: &str| {
        let run = practice.run(&["recordings", SAMPLE, "--dir", "a/b"]);
        run.is("", &format!("{summary}\n"), 0);
    };
    run("written 1, kept 0");
    let path = practice
        .home()
        .join(format!("a/b/{SAMPLE}-1122834-recordings-XaMiTQI.wav"));
    let audio = fs::read(&path).unwrap();
    assert_eq!((&audio[..4], audio.len()), (&b"RIFF"[..], 4044));
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let before = requests(&practice);
    run("written 0, kept 1");
    assert_eq!(requests(&practice), before + 1, "the engagement's record");
    assert_eq!(names_in(path.parent().unwrap()).len(), 1);
}

#[test]
fn what_is_late_fails_and_the_same_command_fetches_it_later() {
    let practice = Practice::start(&[]);
    let words = ["recordings", "--all", "--dir", "d"];
    let first = practice.run(&words);
    assert_eq!((first.stdout.as_str(), first.code), ("", Some(9)));
    let late = " is not ready yet (204)\n  request id: ";
    assert!(first.stderr.contains(late), "{}", first.stderr);
    assert!(
        first.stderr.contains("it fetches only what is missing\n"),
        "{}",
        first.stderr
    );
    let listed = records(&practice.run(&["list", "--all", "-o", "json"]));
    let count = |record: &Value| record["audio_recording_urls"].as_array().unwrap().len();
    let all: usize = listed.iter().map(count).sum();
    let without = listed.iter().filter(|record| count(record) == 0).count();
    let there = names_in(&practice.home().join("d")).len();
    assert!(0 < there && there < all, "{there} of {all}");

    let second = practice.run(&words);
    let summary = format!(
        "written {}, kept {there}; engagements without a recording: {without}\n",
        all - there
    );
    second.is("", &summary, 0);
    let mut expected: Vec<String> = listed
        .iter()
        .flat_map(|record| {
            let id = record["id"].as_str().unwrap().to_owned();
            let links = record["audio_recording_urls"].as_array().unwrap();
            links.iter().map(move |link| {
                let path = link
                    .as_str()
                    .unwrap()
                    .split_once("/sub_engagements/")
                    .unwrap()
                    .1;
                format!("{id}-{}.wav", path.replace('/', "-"))
            })
        })
        .collect();
    expected.sort();
    assert_eq!(names_in(&practice.home().join("d")), expected);
}

#[test]
fn ids_come_from_a_list_too() {
    let practice = Practice::start(&[]);
    let list = practice.run(&["list", "--until", "2016", "--all", "-o", "ndjson"]);
    let lines: Vec<String> = list.stdout.lines().map(str::to_owned).collect();
    let run = pipe(&practice, &lines, "recordings - --dir d -q");
    run.is("", "", 0);
    let names = names_in(&practice.home().join("d"));
    let other = "37e9f0f4-c62e-4103-8ff6-f4e8024a4204-1120220-twilio_recordings-4994.wav";
    assert_eq!(
        names,
        [other, &format!("{SAMPLE}-1122834-recordings-XaMiTQI.wav")]
    );
}

#[test]
fn a_rehearsal_prints_the_requests_that_are_known() {
    let (storage, practice) = (storage(), Practice::start(&[]));
    let user = User::of(&service(&storage.url).url);
    let run = user.run("e1 e2 --dir d -n");
    let ends: Vec<_> = run
        .stdout
        .lines()
        .map(|line| line.rsplit('/').next())
        .collect();
    assert_eq!(ends, [Some("e1"), Some("e2")], "{run:?}");
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
    assert_eq!(names_in(user.home.path()), [""; 0]);
    let run = practice.run(&["recordings", "--all", "--dir", "d", "-n"]);
    assert!(run.stdout.contains("/engagements?site_ids"), "{run:?}");
    assert_eq!((requests(&practice), run.code), (0, Some(0)));
}

#[test]
fn the_folder_has_to_be_named_and_to_be_one() {
    let user = User::of("http://127.0.0.1:1");
    let run = user.run("e1");
    assert!(run.stderr.contains("--dir <DIR>"), "{run:?}");
    assert_eq!(run.code, Some(2));
    fs::write(user.home.path().join("d"), "").unwrap();
    let run = user.run("e1 --dir d");
    let start = "error: cannot create the directory `d`: ";
    assert!(run.stderr.starts_with(start), "{run:?}");
    assert_eq!(run.code, Some(1));
}
