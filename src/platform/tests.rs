use std::os::unix::fs::symlink;

use super::*;
use crate::atomic_file::{AtomicFile, replace as replace_file};
use crate::error::{CliError, ErrorKind as CliErrorKind};
use crate::identity::FileIdentity;
use crate::persistence::state::{Scope, State};
use crate::signals::SignalHandler;

#[test]
fn path_spellings_have_one_file_identity() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::write(at("file"), "").unwrap();
    fs::create_dir(at("dir")).unwrap();
    symlink("file", at("link")).unwrap();
    fs::hard_link(at("file"), at("hard")).unwrap();
    symlink("missing", at("dangling")).unwrap();
    let identity = |name: &str| FileIdentity::of(&at(name)).unwrap();
    for (one, other) in [
        ("file", "./file"),
        ("file", "link"),
        ("file", "hard"),
        ("file", "dir/../link"),
        ("missing", "dangling"),
        ("missing", "dir/../missing"),
    ] {
        assert_eq!(identity(one), identity(other), "{one} {other}");
    }
    assert_ne!(identity("file"), identity("missing"));
    assert_ne!(identity("missing"), identity("missing2"));
    assert_eq!(FileIdentity::of("/dev/null".as_ref()), None);
    assert_eq!(identity("none/file"), identity("dir/../none/file"));
    assert_ne!(identity("none/file"), identity("other/file"));
}

#[test]
fn commit_replaces_target_of_symlink() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    fs::create_dir(at("data")).unwrap();
    fs::write(at("data/old"), "old").unwrap();
    symlink("data/old", at("first")).unwrap();
    symlink("data/missing", at("second")).unwrap();
    symlink("second", at("third")).unwrap();

    replace_file(&at("first"), b"new").unwrap();
    replace_file(&at("third"), b"new").unwrap();

    assert_eq!(fs::read_to_string(at("data/old")).unwrap(), "new");
    assert_eq!(fs::read_to_string(at("data/missing")).unwrap(), "new");
    for link in ["first", "second", "third"] {
        let found = fs::symlink_metadata(at(link)).unwrap();
        assert!(found.is_symlink(), "{link}");
    }
    let mut names: Vec<_> = fs::read_dir(at("data"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["missing", "old"]);
}

#[test]
fn devices_and_circular_links_are_not_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let circle = directory.path().join("circle");
    symlink("circle", &circle).unwrap();
    for (path, message) in [
        (Path::new("/dev/null"), "is not a regular file"),
        (&circle, "cannot open"),
    ] {
        let error = AtomicFile::create(path).unwrap_err();
        assert_eq!(CliError::kind_of(&error), CliErrorKind::Local);
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn files_are_private() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    replace_file(&path, b"new").unwrap();
    open_locked(&directory.path().join("lock")).unwrap();
    for entry in fs::read_dir(directory.path()).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().mode() & 0o777, 0o600);
    }
}

#[test]
fn state_is_locked_also_through_symlink() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state.json");
    let link = directory.path().join("link");
    symlink("state.json", &link).unwrap();
    let open = |path: &Path| {
        let scope = Scope {
            command: "list".to_owned(),
            site_ids: ["s1".to_owned()].into(),
            operator_ids: ["o1".to_owned()].into(),
        };
        State::open(path, &scope, &SignalHandler::default())
    };
    let held = open(&path).unwrap();
    for path in [&path, &link] {
        let Err(error) = open(path) else {
            panic!("{} is not locked", path.display());
        };
        assert_eq!(CliError::kind_of(&error), CliErrorKind::Busy);
        assert!(
            error.to_string().contains("state.json` is locked"),
            "{error}"
        );
    }
    drop(held);
    open(&link).unwrap();
}
