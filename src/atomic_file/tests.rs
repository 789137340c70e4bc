use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn names_in(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn commit_replaces_file_and_leaves_no_temp_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

    replace(&path, b"new").unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(names_in(directory.path()), ["out.csv"]);
}

#[test]
fn dropped_atomic_file_keeps_old_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.csv");
    fs::write(&path, "old").unwrap();

    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"half").unwrap();
    assert_eq!(fs::read(file.temp_path()).unwrap(), b"half");
    assert_eq!(
        fs::metadata(file.temp_path()).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        file.temp_path().parent(),
        directory.path().canonicalize().ok().as_deref()
    );
    drop(file);

    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names_in(directory.path()), ["out.csv"]);
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

    replace(&at("first"), b"new").unwrap();
    replace(&at("third"), b"new").unwrap();

    assert_eq!(fs::read_to_string(at("data/old")).unwrap(), "new");
    assert_eq!(fs::read_to_string(at("data/missing")).unwrap(), "new");
    for link in ["first", "second", "third"] {
        assert!(
            fs::symlink_metadata(at(link)).unwrap().is_symlink(),
            "{link}"
        );
    }
    assert_eq!(names_in(&at("data")), ["missing", "old"]);
}

#[test]
fn irregular_destinations_are_rejected() {
    let directory = tempfile::tempdir().unwrap();
    symlink("circle", directory.path().join("circle")).unwrap();
    for (path, message) in [
        (directory.path().to_owned(), "is not a regular file"),
        (PathBuf::from("/dev/null"), "is not a regular file"),
        (directory.path().join("circle"), "cannot open"),
        (
            directory.path().join("missing/out.csv"),
            "cannot create a file beside",
        ),
    ] {
        let error = AtomicFile::create(&path).unwrap_err();
        assert_eq!(CliError::kind_of(&error), ErrorKind::Local);
        assert!(error.to_string().contains(message), "{error}");
    }
}

#[test]
fn bare_file_name_is_in_current_directory() {
    assert_eq!(directory_of(Path::new("out.csv")), Path::new("."));
    assert_eq!(directory_of(Path::new("a/out.csv")), Path::new("a"));
}
