//! Dependencies: licenses, sources and checksums; processes and unsafe code.

use crate::harness::read;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};
use toml::Table;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Parses a TOML file of the repository.
fn table(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = fs::read_to_string(path).unwrap_or_else(|why| panic!("{name}: {why}"));
    text.parse().unwrap_or_else(|why| panic!("{name}: {why}"))
}

/// Returns the output of cargo.
fn cargo(args: &[&str]) -> String {
    let run = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{args:?}: {complaint}");
    String::from_utf8(run.stdout).unwrap()
}

/// Returns the packages that are linked, built or tested on this machine.
fn dependencies() -> Vec<Value> {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let platform = ["--filter-platform", host.unwrap()];
    let args = ["metadata", "--locked", "--offline", "--format-version", "1"];
    let metadata: Value = serde_json::from_str(&cargo(&[&args[..], &platform].concat())).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn dependencies_have_permitted_licenses() {
    let policy = table(".deny.toml");
    let allowed = policy["licenses"]["allow"].as_array().unwrap();
    let is_allowed = |term: &LicenseReq| {
        let licence = term.license.id().map(|id| id.name);
        term.addition.is_none() && allowed.iter().any(|name| name.as_str() == licence)
    };
    let dependencies = dependencies();
    assert!(dependencies.len() > 100, "{}", dependencies.len());
    for package in dependencies {
        let terms = package["license"].as_str().unwrap_or_default();
        let terms = Expression::parse_mode(terms, ParseMode::LAX);
        let is_allowed = terms.is_ok_and(|terms| terms.evaluate(is_allowed));
        assert!(is_allowed, "{}: {}", package["name"], package["license"]);
    }
}

#[test]
fn dependencies_have_registry_and_checksum() {
    for (lock, own) in [
        ("Cargo.lock", "engagements"),
        ("tests/fuzz/Cargo.lock", "engagements-fuzz"),
    ] {
        let packages = table(lock)["package"].as_array().unwrap().clone();
        let (ours, theirs): (Vec<_>, Vec<_>) = packages
            .into_iter()
            .partition(|package| package.get("source").is_none());
        let names: Vec<_> = ours
            .iter()
            .map(|package| package["name"].as_str())
            .collect();
        assert_eq!(names, [Some(own)], "{lock}");
        assert!(!theirs.is_empty(), "{lock}");
        for package in theirs {
            assert_eq!(package["source"].as_str(), Some(REGISTRY), "{package:?}");
            assert!(package.get("checksum").is_some(), "{package:?}");
        }
    }
}

/// Returns the files below a directory that contain this text.
fn files_with(text: &str, directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(text, &path));
        } else if read(&path).contains(text) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn only_secret_commands_start_processes() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let only = source.join("settings/credentials.rs").display().to_string();
    assert_eq!(files_with("Command::new(", &source), [only]);
}

#[test]
fn unsafe_code_is_forbidden() {
    for manifest in ["Cargo.toml", "tests/fuzz/Cargo.toml"] {
        let lint = &table(manifest)["lints"]["rust"]["unsafe_code"];
        assert_eq!(lint.as_str(), Some("forbid"), "{manifest}");
    }
}
