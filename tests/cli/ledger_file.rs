//! The ledger file: moved, replaced, damaged, of another base URL, or writable by others.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::harness::{Run, SUCCESS, read};
use crate::raw_server::{RawServer, Response};

const LEGACY_HEADER: &str = "{\"ledger\":\"engagements\",\"version\":1}\n";

/// Starts an API that exports every engagement.
fn exporting() -> RawServer {
    RawServer::start(|_| Response::new(200, "", SUCCESS))
}

fn ledger(raw: &RawServer) -> PathBuf {
    raw.home().join("ledger")
}

fn export(raw: &RawServer, ids: &str) -> Run {
    raw.run(&format!("export {ids} --ledger ledger -o ndjson"))
}

/// Exports `e1` with the ledger and returns the text of the ledger.
#[track_caller]
fn exported(raw: &RawServer) -> String {
    let run = export(raw, "e1");
    assert_eq!(run.code, Some(0), "{run:?}");
    read(ledger(raw))
}

#[test]
fn replaced_ledger_ends_run_before_next_send() {
    let changes: [fn(&Path); 5] = [
        |ledger| fs::rename(ledger, ledger.with_extension("1")).unwrap(),
        |ledger| fs::remove_file(ledger).unwrap(),
        |ledger| {
            // Like `sed -i`.
            fs::copy(ledger, ledger.with_extension("new")).unwrap();
            fs::rename(ledger.with_extension("new"), ledger).unwrap();
        },
        |ledger| {
            fs::rename(ledger, ledger.with_extension("1")).unwrap();
            fs::write(ledger, "").unwrap();
        },
        // Like logrotate's `copytruncate`.
        |ledger| fs::write(ledger, "").unwrap(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let (send_path, path) = std::sync::mpsc::channel::<PathBuf>();
        let path = std::sync::Mutex::new(path);
        let raw = RawServer::start(move |request| {
            if request.number == 2 {
                change(&path.lock().unwrap().recv().unwrap());
            }
            Response::new(200, "", SUCCESS)
        });
        send_path.send(ledger(&raw)).unwrap();
        let run = export(&raw, "e1 e2 e3 e4");
        assert_eq!(raw.requests().len(), 2, "{number}: {run:?}");
        assert_eq!(run.code, Some(1), "{number}: {run:?}");
        assert_eq!(
            run.stdout.matches("\"exported\"").count(),
            2,
            "{number}: {run:?}"
        );
        let error = "the ledger `ledger` was moved, replaced or changed during the run";
        assert!(run.stderr.contains(error), "{number}: {run:?}");
    }
}

/// Exports `e1` to an API that moves the ledger at the first request and then sends this response.
fn export_without_ledger(response: fn(usize) -> Response) -> (Run, usize) {
    let home = tempfile::TempDir::new().unwrap();
    let path = home.path().join("ledger");
    let moved = path.clone();
    let raw = RawServer::start(move |request| {
        if request.number == 1 {
            fs::rename(&moved, moved.with_extension("1")).unwrap();
        }
        response(request.number)
    });
    let ledger = path.to_str().unwrap();
    let run = raw.run(&["export", "e1", "--ledger", ledger, "-o", "ndjson"]);
    let error = format!("error: the ledger `{ledger}` was moved, replaced or changed");
    run.assert_stderr_contains(&error);
    let entries = read(path.with_extension("1"));
    assert_eq!(entries.lines().count(), 3, "{entries}");
    (run, raw.requests().len())
}

#[test]
fn ledger_moved_during_last_export_ends_with_1() {
    let (run, requests) = export_without_ledger(|_| Response::new(200, "", SUCCESS));
    assert_eq!((run.code, requests), (Some(1), 1), "{run:?}");
    run.assert_stdout_contains("\"exported\"");
}

#[test]
fn ledger_moved_during_unknown_export_ends_with_10() {
    let (run, requests) = export_without_ledger(|_| Response::new(500, "", ""));
    assert_eq!((run.code, requests), (Some(10), 1), "{run:?}");
    let unknown = "the export of engagement `e1` (500)";
    run.assert_stderr_contains(unknown);
    run.assert_stderr_contains("(idempotency key `");
}

#[test]
fn ledger_moved_during_wait_ends_run_before_resend() {
    let (run, requests) = export_without_ledger(|number| match number {
        1 => Response::new(429, "retry-after: 1\r\n", ""),
        _ => Response::new(200, "", SUCCESS),
    });
    assert_eq!((run.code, requests), (Some(1), 1), "{run:?}");
    run.assert_stdout_contains("\"attempts\":1");
}

#[test]
fn several_zeroed_lines_are_damage() {
    let zeros = |count| "\0".repeat(count);
    for damage in [
        |text: &str, _: usize| format!("{text}{}", "\0".repeat(4096)),
        |text: &str, end: usize| format!("{}{}", &text[..end], "\0".repeat(text.len() - end)),
        |text: &str, _: usize| "\0".repeat(text.len()),
    ] {
        let raw = exporting();
        let text = exported(&raw);
        let header = text.find('\n').unwrap() + 1;
        let damaged = damage(&text, header);
        fs::write(ledger(&raw), &damaged).unwrap();
        let run = export(&raw, "e1");
        assert_eq!((run.code, raw.requests().len()), (Some(1), 1), "{run:?}");
        assert_eq!(read(ledger(&raw)), damaged);
    }
    // A power loss can leave one line of zeros in place of the outcome: the export is repeated.
    let raw = exporting();
    let text = exported(&raw);
    let last = text.trim_end().rfind('\n').unwrap() + 1;
    let zeroed = format!("{}{}", &text[..last], zeros(text.len() - last));
    fs::write(ledger(&raw), zeroed).unwrap();
    let run = export(&raw, "e1");
    assert_eq!((run.code, raw.requests().len()), (Some(0), 2), "{run:?}");
    let keys: Vec<_> = raw
        .requests()
        .iter()
        .map(|r| r.header("x-idempotency-key").map(str::to_owned))
        .collect();
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn ledger_of_other_base_url_is_rejected() {
    let (first, second) = (exporting(), exporting());
    let text = exported(&first);
    let base_url = format!("\"base_url\":\"{}\"", first.url());
    assert!(text.lines().next().unwrap().contains(&base_url), "{text}");
    fs::write(ledger(&second), &text).unwrap();
    for more in ["", "--dry-run"] {
        let run = second.run(&format!("export e1 e2 --ledger ledger {more}"));
        let error = format!(
            "error: the ledger `ledger` belongs to `{}`, not to `{}`\n  \
             hint: nothing was sent; use one ledger for each base URL\n",
            first.url(),
            second.url()
        );
        run.assert_output("", &error, 1);
    }
    assert!(second.requests().is_empty());
    assert_eq!(read(ledger(&second)), text);
}

#[test]
fn ledger_without_base_url_is_bound_at_next_use() {
    let (first, second) = (exporting(), exporting());
    let entries = exported(&first).split_once('\n').unwrap().1.to_owned();
    let legacy = format!("{LEGACY_HEADER}{entries}");
    fs::write(ledger(&first), &legacy).unwrap();
    first
        .run("export e1 --ledger ledger --dry-run")
        .assert_output("", "", 0);
    assert_eq!(read(ledger(&first)), legacy);
    let run = export(&first, "e1 e2");
    assert_eq!((run.code, first.requests().len()), (Some(0), 2), "{run:?}");
    let bound = read(ledger(&first));
    assert!(bound.starts_with(&legacy), "{bound}");
    fs::write(ledger(&second), &bound).unwrap();
    let run = export(&second, "e1 e2");
    assert_eq!((run.code, second.requests().len()), (Some(1), 0), "{run:?}");
    let run = export(&first, "e1 e2");
    assert_eq!((run.code, first.requests().len()), (Some(0), 2), "{run:?}");
}

#[test]
fn exported_engagements_count_as_skipped() {
    let raw = exporting();
    exported(&raw);
    let run = export(&raw, "e1 e2");
    let expected = "exported 1, failed 0, unknown 0, skipped 1\n";
    assert_eq!((run.stderr.as_str(), run.code), (expected, Some(0)));
}

#[test]
fn unreadable_ledger_is_not_empty_in_dry_run() {
    let raw = exporting();
    exported(&raw);
    let run = raw.run("export e1 --dry-run --ledger ledger/below");
    run.assert_stdout("", 1);
    let expected = "error: cannot open `ledger/below`";
    run.assert_stderr_starts_with(expected);
}

#[test]
fn ledger_writable_by_others_is_tightened() {
    let raw = exporting();
    let mode = || fs::metadata(ledger(&raw)).unwrap().permissions().mode() & 0o777;
    fs::write(ledger(&raw), "").unwrap();
    fs::set_permissions(ledger(&raw), Permissions::from_mode(0o644)).unwrap();
    exported(&raw);
    assert_eq!(mode(), 0o600);
    for before in [0o620, 0o602, 0o640] {
        fs::set_permissions(ledger(&raw), Permissions::from_mode(before)).unwrap();
        export(&raw, "e1");
        assert_eq!(mode(), 0o600);
    }
}

#[test]
fn uuid_case_is_ignored_by_ledger() {
    let raw = exporting();
    let id = "52f8e590-72af-4f20-8428-dfaf95de889e";
    assert_eq!(export(&raw, id).code, Some(0));
    let run = export(&raw, &id.to_uppercase());
    run.assert_stdout_contains("\"skipped\"");
    assert_eq!(raw.requests().len(), 1);
}

#[test]
fn ids_that_are_no_uuids_keep_their_case() {
    // For input and ledger, each of these is an engagement with its own idempotency key.
    let raw = exporting();
    let id = "52f8e59072af4f208428dfaf95de889e";
    let run = export(&raw, &format!("{id} {}", id.to_uppercase()));
    assert_eq!((run.code, raw.requests().len()), (Some(0), 2), "{run:?}");
    let keys = raw.requests();
    let key = |number: usize| keys[number].header("x-idempotency-key");
    assert_ne!(key(0), key(1));
}
