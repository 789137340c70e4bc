//! `-O` and `--receipt`: files are complete or absent.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::harness::{FILTERS, FORMATS, MockApi, file, names_in, read};
#[cfg(target_os = "linux")]
use crate::running::run_on_full_disk;

/// Expects a list of one page.
pub(crate) fn service() -> MockApi {
    MockApi::new().list(&file("responses/golden-list.json"))
}

/// Expects a list whose second page fails; see [`BOTH_PAGES`].
pub(crate) fn failing_service() -> MockApi {
    let page = file("responses/golden-list.json").replacen("null", r#""?page=2""#, 1);
    let path = format!("/engagements?{FILTERS}&end_date=2016-07-07T23%3A59%3A59.999Z&per_page=100");
    MockApi::new()
        .get(&path, 200, &page)
        .get(&format!("{path}&page=2"), 404, "")
}

pub(crate) const BOTH_PAGES: &str = "list --all --until 2016-07-07 -o csv";

/// Returns the output for the list of [`service`].
pub(crate) fn expected(format: &str) -> String {
    file(&format!("expected/golden/list/rows.{format}"))
}

#[test]
fn output_file_is_private_and_equals_stdout() {
    for format in FORMATS {
        let mock_api = service();
        mock_api
            .run(&format!("list -o {format} -O out"))
            .assert_output("", "written 4 engagements to `out`\n", 0);
        let path = mock_api.home().join("out");
        assert_eq!(read(&path), expected(format), "{format}");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names_in(&mock_api.home()), ["out"]);
    }
}

#[test]
fn dash_as_output_file_is_stdout() {
    let mock_api = service();
    let run = mock_api.run("list -o csv -O -");
    run.assert_output(&expected("csv"), "", 0);
    assert_eq!(names_in(&mock_api.home()), [""; 0]);
    let mock_api = service();
    mock_api
        .run("list -o csv -O ./- -q")
        .assert_output("", "", 0);
    assert_eq!(read(mock_api.home().join("-")), expected("csv"));
}

#[test]
fn output_file_replaces_existing_file() {
    let mock_api = service();
    let path = mock_api.home().join("out");
    fs::write(&path, "before\n".repeat(9999)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    mock_api
        .run("list -o csv --output-file out -q")
        .assert_output("", "", 0);
    assert_eq!(read(&path), expected("csv"));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn empty_result_creates_output_file() {
    for (format, expected) in [("json", "[]\n"), ("ndjson", "")] {
        let mock_api = MockApi::new();
        mock_api
            .run_on("", &format!("show - -o {format} -O out"))
            .assert_output("", "written 0 engagements to `out`\n", 0);
        assert_eq!(read(mock_api.home().join("out")), expected);
    }
}

#[test]
fn failed_run_keeps_output_file() {
    for before in [None, Some("before")] {
        let mock_api = failing_service();
        let path = mock_api.home().join("out");
        if let Some(before) = before {
            fs::write(&path, before).unwrap();
        }
        let run = mock_api.run(&format!("{BOTH_PAGES} -O out"));
        // Nothing was delivered, so the exit code is that of the cause.
        run.assert_stdout("", 5);
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
        assert_eq!(
            names_in(&mock_api.home()).len(),
            usize::from(before.is_some())
        );
    }
}

#[test]
fn output_file_follows_symlink() {
    let mock_api = service();
    fs::create_dir(mock_api.home().join("data")).unwrap();
    fs::write(mock_api.home().join("data/real"), "before").unwrap();
    symlink("data/real", mock_api.home().join("out")).unwrap();
    mock_api
        .run("list -o csv -O out -q")
        .assert_output("", "", 0);
    assert!(mock_api.home().join("out").is_symlink());
    assert_eq!(read(mock_api.home().join("data/real")), expected("csv"));
    assert_eq!(names_in(&mock_api.home().join("data")), ["real"]);
}

#[test]
fn invalid_output_path_sends_no_request() {
    for option in ["-O", "--receipt"] {
        for (path, message) in [
            ("folder", "`folder` is not a regular file"),
            ("missing/out", "cannot create a file beside `missing/out`"),
            ("file/out", "cannot open `file/out`"),
            ("circle", "cannot open `circle`"),
        ] {
            let mock_api = MockApi::new();
            fs::create_dir(mock_api.home().join("folder")).unwrap();
            fs::write(mock_api.home().join("file"), "").unwrap();
            symlink("circle", mock_api.home().join("circle")).unwrap();
            let run = mock_api.run(&format!("list -o csv {option} {path}"));
            run.assert_stdout("", 1);
            run.assert_stderr_starts_with(&format!("error: {message}"));
            assert_eq!(names_in(&mock_api.home()), ["circle", "file", "folder"]);
        }
    }
}

#[test]
fn output_to_fifo_keeps_fifo() {
    let mock_api = service();
    let path = mock_api.home().join("fifo");
    mkfifo(&path, Mode::S_IRWXU).unwrap();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || read(&path)
    });
    mock_api.run("list -o csv -O fifo").assert_output("", "", 0);
    assert_eq!(reader.join().unwrap(), expected("csv"));
    assert!(path.metadata().unwrap().file_type().is_fifo());
}

#[test]
fn failed_run_counts_records_written_to_fifo() {
    let mock_api = failing_service();
    let path = mock_api.home().join("fifo");
    mkfifo(&path, Mode::S_IRWXU).unwrap();
    let reader = std::thread::spawn(move || read(&path));
    let run = mock_api.run(&format!("{BOTH_PAGES} -O fifo --receipt proof"));
    assert_eq!(run.code, Some(9), "{run:?}");
    assert_eq!(reader.join().unwrap(), expected("csv"));
    let proof = read(mock_api.home().join("proof"));
    assert!(proof.contains("\"records\": 4,"), "{proof}");
}

#[test]
fn output_to_device_keeps_device() {
    service().run("list -O /dev/null").assert_output("", "", 0);
    let device = Path::new("/dev/null").metadata().unwrap();
    assert!(device.file_type().is_char_device());
}

#[cfg(target_os = "linux")]
const FULL_DISK: &str =
    "error: cannot write to standard output: No space left on device (os error 28)\n";

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_reported_for_list() {
    for format in FORMATS {
        let mock_api = service();
        let run = mock_api.run(&format!("list -o {format} -O /dev/full"));
        let message = "error: cannot write to `/dev/full`: No space left on device (os error 28)\n";
        run.assert_output("", message, 1);

        let mock_api = service();
        let command = mock_api.command(&format!("list -o {format}"));
        run_on_full_disk(&command).assert_output("", FULL_DISK, 1);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_reported_for_every_command() {
    for line in [
        "--help",
        "config show",
        "completions bash",
        "man",
        "sandbox",
        "list -n",
        "show a -n",
        "export a -n",
    ] {
        let mock_api = MockApi::new();
        run_on_full_disk(&mock_api.command(line)).assert_output("", FULL_DISK, 1);
    }
}
