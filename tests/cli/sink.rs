//! A reader that closes stdout early.

use std::io::{BufRead, BufReader, Read};

use crate::harness::SandboxServer;
use crate::sandbox::stats;

#[test]
fn closed_stdout_stops_list_silently() {
    let sandbox = SandboxServer::start("--engagements 100000");
    for format in ["ndjson", "json", "csv", "id"] {
        let mut child = sandbox.spawn(&format!("list --all -o {format}"));
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((stderr.as_str(), code), ("", Some(0)), "{format}");
        assert!(!line.is_empty(), "{format}");
    }
    // The list has 1,000 pages.
    let requests = stats(&sandbox)["requests"].as_u64().unwrap();
    assert!(requests < 500, "{requests} pages were requested");
}
