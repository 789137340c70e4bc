//! The JSON parsing test suite (github.com/nst/JSONTestSuite), which the package `actson` carries,
//! and a service that answers with its documents.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::raw_server::{Answer, RawServer, Request};

/// What the suite demands of a parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is JSON.
    Valid,
    /// It is none.
    Invalid,
    /// Parsers may take it or leave it.
    Open,
}

/// One document of the suite.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// What is wrong with it, or odd about it.
    pub(super) name: String,
    /// What a service would send.
    pub(super) body: Vec<u8>,
}

impl Kind {
    /// All documents of this kind, by name.
    pub(super) fn documents(self) -> Vec<Document> {
        let prefix = match self {
            Self::Valid => "y_",
            Self::Invalid => "n_",
            Self::Open => "i_",
        };
        let files = std::fs::read_dir(folder()).expect("the suite's folder");
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

/// Where cargo has put the package that carries the suite.
fn folder() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let known: Value = serde_json::from_slice(&output.stdout).expect("cargo knows its packages");
    let mut packages = known["packages"].as_array().into_iter().flatten();
    let package = packages.find(|package| package["name"] == "actson");
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    PathBuf::from(manifest.expect("a dependency"))
        .with_file_name("tests/json_test_suite/test_parsing")
}

/// A document as a value of a record with this id.
pub(super) fn record(id: &str, document: &Document) -> Vec<u8> {
    [
        format!(r#"{{"id":"{id}","x":"#).as_bytes(),
        &document.body,
        b"}",
    ]
    .concat()
}

/// The ids that ask [`service`] for these documents, the first of them `d0`.
pub(super) fn ids(documents: &[Document]) -> Vec<String> {
    (0..documents.len()).map(|at| format!("d{at}")).collect()
}

/// A service that answers each call about the engagement `d7` with what `body` makes of the
/// eighth document, and each list for the site `d7` too.
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
            .expect("it names a document");
        let at: usize = id[1..].parse().expect("a number");
        Answer::new(200, "", body(id, &documents[at], request))
    })
}

/// JSON text with every number, key and escape as it is, but without white space, and with
/// everything beyond ASCII as escapes: the same for what was sent and for what we make of it.
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
