//! The JSON parsing test suite (github.com/nst/JSONTestSuite), which the package `actson` contains, and
//! an API that responds with its documents.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::raw_server::{RawServer, Request, Response};

/// How a parser must treat a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Accept it.
    Valid,
    /// Reject it.
    Invalid,
    /// Either.
    Open,
}

/// A document of the suite.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// The name, which describes the document.
    pub(super) name: String,
    /// The bytes of the document.
    pub(super) body: Vec<u8>,
}

impl Kind {
    /// Returns all documents of this kind, sorted by name.
    pub(super) fn documents(self) -> Vec<Document> {
        let prefix = match self {
            Self::Valid => "y_",
            Self::Invalid => "n_",
            Self::Open => "i_",
        };
        let files = std::fs::read_dir(directory()).expect("the suite's directory");
        let mut documents: Vec<Document> = files
            .map(|file| file.expect("an entry").path())
            .map(|path| Document {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                body: std::fs::read(path).expect("a document"),
            })
            .filter(|document| document.name.starts_with(prefix))
            .collect();
        documents.sort_by(|one, other| one.name.cmp(&other.name));
        documents
    }
}

/// Returns the directory of the suite in the package.
fn directory() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let known: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let mut packages = known["packages"].as_array().into_iter().flatten();
    let package = packages.find(|package| package["name"] == "actson");
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    PathBuf::from(manifest.expect("a dependency"))
        .with_file_name("tests/json_test_suite/test_parsing")
}

/// Builds a record with this ID and the document as a value.
pub(super) fn record(id: &str, document: &Document) -> Vec<u8> {
    [
        format!(r#"{{"id":"{id}","x":"#).as_bytes(),
        &document.body,
        b"}",
    ]
    .concat()
}

/// Returns the IDs for which [`service`] sends these documents: `d0`, `d1`, …
pub(super) fn ids(documents: &[Document]) -> Vec<String> {
    (0..documents.len()).map(|at| format!("d{at}")).collect()
}

/// Starts an API that responds to requests for the engagement or site `d7` with the body that `body`
/// builds from the eighth document.
pub(super) fn service(
    documents: &[Document],
    body: impl Fn(&str, &Document, &Request) -> Vec<u8> + Send + Sync + 'static,
) -> RawServer {
    let documents = documents.to_vec();
    RawServer::start(move |request| {
        let path = request.target().split('?').next().unwrap_or_default();
        let id = path
            .split('/')
            .nth(2)
            .or_else(|| request.parameter("site_ids%5B%5D"))
            .expect("an ID of a document");
        let at: usize = id[1..].parse().expect("a number");
        Response::new(200, "", body(id, &documents[at], request))
    })
}

/// Normalizes JSON text: removes white space and escapes non-ASCII characters. Numbers, keys and other
/// escapes stay unchanged.
pub(super) fn spelling(json: &str) -> String {
    let mut text = String::new();
    for character in json.chars() {
        match character {
            ' ' | '\t' | '\r' | '\n' => {}
            '\0'..'\x7f' => text.push(character),
            _ => {
                let units = character.encode_utf16(&mut [0; 2]).to_vec();
                text.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    text
}
