//! `-O` and `--receipt`: a file appears whole or not at all.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;

use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::{Pid, Signal, kill_process};

use crate::bench::{Bench, Practice, SELECTED, file};
use crate::pty::spawn;
use crate::raw::{Answer, Raw, run};
use crate::running::through;

pub(crate) const FORMATS: [&str; 4] = ["table", "json", "ndjson", "csv"];

/// A service with a list of one page.
pub(crate) fn service() -> Bench {
    let path = format!("/engagements?{SELECTED}");
    Bench::new().get(&path, 200, &file("answers/golden-list.json"))
}

/// A service whose second page fails, and the words that ask for both.
pub(crate) fn failing_service() -> Bench {
    let page = file("answers/golden-list.json").replacen("null", r#""?page=2""#, 1);
    let path =
        format!("/engagements?{SELECTED}&end_date=2016-07-07T23%3A59%3A59.999Z&per_page=100");
    Bench::new()
        .get(&path, 200, &page)
        .get(&format!("{path}&page=2"), 404, "")
}

pub(crate) const BOTH_PAGES: [&str; 6] = ["list", "--all", "--until", "2016-07-07", "-o", "csv"];

/// What a format prints of the service's list.
pub(crate) fn expected(format: &str) -> String {
    file(&format!("expected/golden/list/rows.{format}"))
}

pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.map(|entry| entry.file_name().to_string_lossy().into_owned())
    };
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry).ok()).collect();
    names.sort();
    names
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

#[test]
fn the_file_is_what_stdout_would_have_been_and_its_owners_alone() {
    for format in FORMATS {
        let bench = service();
        bench
            .run(&["list", "-o", format, "-O", "out"])
            .is("", "", 0);
        let path = bench.home().join("out");
        assert_eq!(read(&path), expected(format), "{format}");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names_in(&bench.home()), ["out"]);
    }
}

#[test]
fn a_dash_is_stdout_and_a_file_of_that_name_has_a_folder() {
    let bench = service();
    let run = bench.run(&["list", "-o", "csv", "-O", "-"]);
    run.is(&expected("csv"), "", 0);
    assert_eq!(names_in(&bench.home()), [""; 0]);
    let bench = service();
    bench.run(&["list", "-o", "csv", "-O", "./-"]).is("", "", 0);
    assert_eq!(read(&bench.home().join("-")), expected("csv"));
}

#[test]
fn a_file_that_was_there_is_replaced_whatever_its_mode() {
    let bench = service();
    let path = bench.home().join("out");
    fs::write(&path, "before\n".repeat(9999)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    bench
        .run(&["list", "-o", "csv", "--output-file", "out"])
        .is("", "", 0);
    assert_eq!(read(&path), expected("csv"));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_empty_result_is_a_file_too() {
    for (format, expected) in [("json", "[]\n"), ("ndjson", "")] {
        let bench = Bench::new();
        bench
            .run_on("", &["show", "-", "-o", format, "-O", "out"])
            .is("", "", 0);
        assert_eq!(read(&bench.home().join("out")), expected);
    }
}

#[test]
fn a_failed_run_leaves_the_file_as_it_was_and_nothing_beside_it() {
    for before in [None, Some("before")] {
        let bench = failing_service();
        let path = bench.home().join("out");
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        let run = bench.run(&[&BOTH_PAGES[..], &["-O", "out"]].concat());
        // Nothing was delivered, so the code is the cause's own.
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(5)), "{run:?}");
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
        assert_eq!(names_in(&bench.home()).len(), usize::from(before.is_some()));
    }
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_replaced() {
    let bench = service();
    fs::create_dir(bench.home().join("data")).unwrap();
    fs::write(bench.home().join("data/real"), "before").unwrap();
    symlink("data/real", bench.home().join("out")).unwrap();
    bench.run(&["list", "-o", "csv", "-O", "out"]).is("", "", 0);
    assert!(bench.home().join("out").is_symlink());
    assert_eq!(read(&bench.home().join("data/real")), expected("csv"));
    assert_eq!(names_in(&bench.home().join("data")), ["real"]);
}

#[test]
fn where_no_file_can_be_nothing_is_asked_of_the_service() {
    for option in ["-O", "--receipt"] {
        for (path, words) in [
            ("folder", "`folder` is not a regular file"),
            ("missing/out", "cannot create a file beside `missing/out`"),
            ("file/out", "cannot open `file/out`"),
            ("circle", "cannot open `circle`"),
        ] {
            let bench = Bench::new();
            fs::create_dir(bench.home().join("folder")).unwrap();
            fs::write(bench.home().join("file"), "").unwrap();
            symlink("circle", bench.home().join("circle")).unwrap();
            let run = bench.run(&["list", "-o", "csv", option, path]);
            assert_eq!((run.stdout.as_str(), run.code), ("", Some(1)), "{run:?}");
            assert!(
                run.stderr.starts_with(&format!("error: {words}")),
                "{run:?}"
            );
            assert_eq!(names_in(&bench.home()), ["circle", "file", "folder"]);
        }
    }
}

#[test]
fn a_fifo_is_written_to_and_stays() {
    let bench = service();
    let path = bench.home().join("fifo");
    mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || read(&path)
    });
    bench
        .run(&["list", "-o", "csv", "-O", "fifo"])
        .is("", "", 0);
    assert_eq!(reader.join().unwrap(), expected("csv"));
    assert!(path.metadata().unwrap().file_type().is_fifo());
}

#[test]
fn what_a_fifo_has_taken_before_a_failure_is_delivered() {
    let bench = failing_service();
    let path = bench.home().join("fifo");
    mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
    let reader = std::thread::spawn(move || read(&path));
    let options = ["-O", "fifo", "--receipt", "proof"];
    let run = bench.run(&[&BOTH_PAGES[..], &options].concat());
    assert_eq!(run.code, Some(9), "{run:?}");
    assert_eq!(reader.join().unwrap(), expected("csv"));
    let proof = read(&bench.home().join("proof"));
    assert!(proof.contains("\"records\": 4,"), "{proof}");
}

#[test]
fn a_device_is_written_to_and_stays() {
    service().run(&["list", "-O", "/dev/null"]).is("", "", 0);
    let device = Path::new("/dev/null").metadata().unwrap();
    assert!(device.file_type().is_char_device());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clear_error() {
    for format in FORMATS {
        let bench = service();
        let run = bench.run(&["list", "-o", format, "-O", "/dev/full"]);
        let message = "error: cannot write to `/dev/full`: No space left on device (os error 28)\n";
        run.is("", message, 1);

        let bench = service();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let child = spawn(
            &bench.tool(&["list", "-o", format]),
            full.into(),
            Stdio::piped(),
        );
        let output = child.wait_with_output().unwrap();
        let message =
            "error: cannot write to standard output: No space left on device (os error 28)\n";
        assert_eq!(String::from_utf8_lossy(&output.stderr), message, "{format}");
        assert_eq!(output.status.code(), Some(1), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_clear_error_of_whatever_is_printed() {
    for words in [
        "--help",
        "config show",
        "completions bash",
        "man",
        "sandbox",
        "list -n",
        "show a -n",
        "export a -n",
    ] {
        let bench = Bench::new();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let words: Vec<&str> = words.split(' ').collect();
        let child = spawn(&bench.tool(&words), full.into(), Stdio::piped());
        let output = child.wait_with_output().unwrap();
        let message =
            "error: cannot write to standard output: No space left on device (os error 28)\n";
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            message,
            "{words:?}"
        );
        assert_eq!(output.status.code(), Some(1), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_the_size_of_files_is_a_clear_error_and_leaves_nothing() {
    let raw = Raw::with(vec![|| Answer::page(&["a", "b"], "null")]);
    let tool = raw.command(&["list", "-o", "csv", "-O", "out"]);
    let message = "error: cannot write to `out`: File too large (os error 27)\n";
    run(through(&["prlimit", "--fsize=100"], &tool)).is("", message, 1);
    assert_eq!(names_in(raw.home()), [""; 0]);
}

#[test]
fn a_run_that_is_terminated_leaves_nothing_beside_the_file() {
    let practice = Practice::start(&["--latency", "100ms"]);
    fs::write(practice.home().join("out"), "before").unwrap();
    let words = "list --all --per-page 2 -j 1 -v -O out --receipt proof";
    let tool = practice.tool(&words.split(' ').collect::<Vec<_>>());
    let mut child = spawn(&tool, Stdio::null(), Stdio::piped());
    let mut trace = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(trace.next().unwrap().unwrap().starts_with("window: "));
    for _ in 0..3 {
        assert!(trace.next().unwrap().unwrap().contains("GET "));
    }
    let names = names_in(practice.home());
    assert_eq!(names.len(), 3, "one is temporary: {names:?}");

    let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(id, Signal::TERM).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(Signal::TERM.as_raw()));
    assert_eq!(names_in(practice.home()), ["out", "proof"]);
    assert_eq!(read(&practice.home().join("out")), "before");
    let proof = read(&practice.home().join("proof"));
    assert!(proof.contains("\"complete\": false"), "{proof}");
}
