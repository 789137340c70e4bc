//! A mock of the API that expects each request once.

use std::path::PathBuf;

use assert_cmd::Command;
use mockito::{Matcher, Mock, ServerGuard};
use tempfile::TempDir;

use super::{ACCEPT, Args, FILTERS, Run, TOKEN, command_with, connection_variables};

/// A mock of the API. A run must make every expected request exactly once and no other request.
pub(crate) struct MockApi {
    server: ServerGuard,
    mocks: Vec<Mock>,
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl MockApi {
    /// Starts a mock without expectations; its commands have a token, a site and an operator.
    pub(crate) fn new() -> Self {
        let mut server = mockito::Server::new();
        // Matches every unexpected request; `checked` fails if there was one.
        let unexpected = ["GET", "POST"].map(|method| {
            let mock = server.mock(method, Matcher::Any);
            mock.with_status(501).expect(0).create()
        });
        let variables = connection_variables(&server.url());
        let variables = variables
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec();
        let home = TempDir::new().expect("a home");
        Self {
            server,
            mocks: unexpected.into(),
            home,
            variables,
        }
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the home and working directory of the commands.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// Sets an environment variable of the commands; an empty value removes it.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        if !value.is_empty() {
            self.variables.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Expects one GET of this path and query, with the documented headers.
    pub(crate) fn get(self, path: &str, status: usize, body: &str) -> Self {
        self.expect("GET", path, |mock| mock.with_status(status).with_body(body))
    }

    /// Expects one GET of the first page of the list, with the default filters.
    pub(crate) fn list(self, body: &str) -> Self {
        self.get(&format!("/engagements?{FILTERS}"), 200, body)
    }

    /// Expects one GET of the transcript of this engagement.
    pub(crate) fn transcript(self, id: &str, body: &str) -> Self {
        self.get(&format!("/engagements/{id}/chat_transcript"), 200, body)
    }

    /// Expects one POST of this path, with an idempotency key.
    pub(crate) fn post(self, path: &str, status: usize, body: &str) -> Self {
        let uuid = Matcher::Regex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-".to_owned());
        self.expect("POST", path, |mock| {
            mock.with_status(status)
                .with_body(body)
                .match_header("x-idempotency-key", uuid)
        })
    }

    /// Expects one request; `respond` adds conditions and the response.
    pub(crate) fn expect(
        mut self,
        method: &str,
        path: &str,
        respond: impl FnOnce(Mock) -> Mock,
    ) -> Self {
        let authorization = format!("Token {TOKEN}");
        let mock = self
            .server
            .mock(method, path)
            .match_header("authorization", authorization.as_str())
            .match_header("accept", ACCEPT)
            .with_header("content-type", "application/json")
            .with_header("x-request-id", "6f1d");
        self.mocks.push(respond(mock).expect(1).create());
        self
    }

    /// Builds a command with this mock's environment.
    pub(crate) fn command(&self, args: &(impl Args + ?Sized)) -> Command {
        command_with(self.home.path(), &self.variables, args)
    }

    /// Runs the tool and asserts that it made exactly the expected requests.
    #[track_caller]
    pub(crate) fn run(&self, args: &(impl Args + ?Sized)) -> Run {
        self.checked(&mut self.command(args))
    }

    /// Like [`MockApi::run`], with this standard input.
    #[track_caller]
    pub(crate) fn run_on(&self, stdin: &str, args: &(impl Args + ?Sized)) -> Run {
        self.checked(self.command(args).write_stdin(stdin))
    }

    #[track_caller]
    fn checked(&self, command: &mut Command) -> Run {
        let run = Run::of(command);
        for mock in &self.mocks {
            mock.assert();
        }
        run
    }
}
