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

    replace(&path, b"new").unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
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
        file.temp_path().parent(),
        platform::canonicalize(directory.path()).ok().as_deref()
    );
    drop(file);

    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names_in(directory.path()), ["out.csv"]);
}

#[test]
fn irregular_destinations_are_rejected() {
    let directory = tempfile::tempdir().unwrap();
    for (path, message) in [
        (directory.path().to_owned(), "is not a regular file"),
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
