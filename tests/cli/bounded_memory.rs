//! Load in bounded memory: a list and an input that are larger than the limit. Only Linux can limit it.

use serde_json::json;

use crate::harness::{Run, read};
use crate::raw_server::{RawServer, Response, run};
use crate::readme;
use crate::running::through;

#[test]
fn long_list_needs_bounded_memory() {
    const PAGES: u32 = 150;
    // Pages of 1 MiB, together more than the limit. Without IDs, no record is stored for deduplication.
    let record = json!({"visitor_name": "V".repeat(1000)}).to_string();
    let records = vec![record; 1 << 10].join(",");
    let raw = RawServer::start(move |request| {
        let next = match request.page() {
            PAGES => "null".to_owned(),
            number => format!("\"?page={}\"", number + 1),
        };
        let body = format!(
            r#"{{"engagements":[{records}],"next_page":{next},"last_page":"?page={PAGES}"}}"#
        );
        Response::new(200, "", body)
    });
    let tool = raw.command("list --all -q -o csv -O list.csv --no-header");
    let limited = through(&["prlimit", &format!("--data={}", 96 << 20)], &tool);
    run(limited).assert_output("", "", 0);
    let rows = read(raw.home().join("list.csv"));
    assert_eq!(rows.lines().count(), PAGES as usize * 1024);
}

#[test]
fn million_stdin_lines_need_bounded_memory() {
    let raw = RawServer::start(|request| {
        let id = request.target().rsplit('/').next().unwrap_or_default();
        Response::new(200, "", json!({"id": id}).to_string())
    });
    let lines = "e1\ne2\n{\"id\":\"e3\"}\n\n".repeat(250_000);
    let tool = raw.command("show - -o ndjson");
    // As much memory as a run with three IDs needs.
    let limited = through(&["prlimit", &format!("--data={}", 64 << 20)], &tool);
    let run = Run::of(assert_cmd::Command::from_std(limited).write_stdin(lines));
    run.assert_output("{\"id\":\"e1\"}\n{\"id\":\"e2\"}\n{\"id\":\"e3\"}\n", "", 0);
    assert_eq!(raw.requests().len(), 3);
    readme::counted("stdin has a million lines", 1);
}
