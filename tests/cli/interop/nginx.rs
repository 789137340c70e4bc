//! nginx in front of the sandbox: TLS, compression, rate limits, and its own error pages.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::programs;
use super::server::Server;
use crate::bulk_helpers::{assert_exported_once, ids, statuses, with_ids};
use crate::harness::{Run, SandboxServer};
use crate::readme::counted;
use crate::tls::Certified;

/// nginx with a certificate for 127.0.0.1 in front of a sandbox.
pub(super) struct Front {
    running: Server,
    directory: TempDir,
}

impl Front {
    /// Starts nginx with these additional lines in the `http` and the `server` block.
    pub(super) fn start(nginx: &Path, sandbox: &SandboxServer, http: &str, server: &str) -> Self {
        let directory = TempDir::new().expect("a directory");
        let certified = Certified::new("127.0.0.1");
        for (name, pem) in [
            ("authority.pem", &certified.authority),
            ("certificate.pem", &certified.certificate.pem()),
            ("key.pem", &certified.key.serialize_pem()),
        ] {
            std::fs::write(directory.path().join(name), pem).expect("a file");
        }
        let path = directory.path().join("nginx.conf");
        // nginx logs its event method after it has bound the port.
        let running = Server::start("using the \"", |port| {
            let upstream = sandbox.url();
            let text = include_str!("nginx.conf");
            let text = text.replace("PORT", &port.to_string());
            let text = text.replace("UPSTREAM", upstream);
            let text = text.replace("# http", http).replace("# server", server);
            std::fs::write(&path, text).expect("a file");
            let mut command = Command::new(nginx);
            command.args(["-e", "stderr", "-p"]).arg(directory.path());
            command.arg("-c").arg(&path);
            command
        });
        Self { running, directory }
    }

    /// Returns the base URL.
    pub(super) fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.running.port())
    }

    /// Returns the path of a PEM file with the root certificate.
    pub(super) fn authority(&self) -> PathBuf {
        self.directory.path().join("authority.pem")
    }

    /// Builds a command for a path of the sandbox behind nginx.
    pub(super) fn command(
        &self,
        sandbox: &SandboxServer,
        path: &str,
        line: &str,
    ) -> assert_cmd::Command {
        let mut command = sandbox.command(line);
        command
            .env("ENGAGEMENTS_BASE_URL", self.url() + path)
            .env("SSL_CERT_FILE", self.authority());
        command
    }

    /// Stops nginx; returns status and encoding of each response.
    pub(super) fn log(self) -> Vec<String> {
        self.running.end();
        let log = std::fs::read_to_string(self.directory.path().join("access.log"));
        log.expect("a log").lines().map(str::to_owned).collect()
    }
}

#[test]
fn nginx_does_not_change_list() {
    let Some([nginx]) = programs(["nginx"]) else {
        return;
    };
    let mut cases = 0;
    for links in ["numbered", "bare", "cursor"] {
        let sandbox = SandboxServer::start(&format!("--links {links}"));
        let front = Front::start(&nginx, &sandbox, "", "");
        for path in ["", "/below"] {
            for format in ["table", "json", "ndjson", "csv", "id"] {
                let line = format!("list --all -o {format}");
                let direct = sandbox.run(&line);
                direct.assert_success();
                Run::of(&mut front.command(&sandbox, path, &line)).assert_output(
                    &direct.stdout,
                    "",
                    0,
                );
                cases += 1;
            }
        }
        // Three pages each.
        assert_eq!(front.log(), vec!["200 gzip"; 30]);
    }
    counted("nginx proxies with TLS and gzip", cases);
}

/// How nginx rejects requests above a limit: by default with a 503 and an HTML page; with a configured
/// status; and with `Retry-After`.
const REFUSALS: [(u16, &str); 4] = [
    (503, ""),
    (429, "limit_req_status 429;"),
    (
        503,
        "error_page 503 @busy; location @busy { add_header Retry-After 1 always; return 503; }",
    ),
    (
        429,
        "limit_req_status 429; error_page 429 @busy; \
         location @busy { add_header Retry-After 1 always; return 429; }",
    ),
];

/// Starts nginx with a rate limit such as `rate=2r/s` and `burst=2 nodelay`.
fn limiting(nginx: &Path, sandbox: &SandboxServer, limit: [&str; 2], refusal: &str) -> Front {
    let [rate, burst] = limit;
    let zone = format!("limit_req_zone $server_port zone=all:1m {rate};");
    let limit = format!("limit_req zone=all {burst}; {refusal}");
    Front::start(nginx, sandbox, &zone, &limit)
}

#[test]
fn nginx_rate_limit_only_delays_list() {
    let Some([nginx]) = programs(["nginx"]) else {
        return;
    };
    let sandbox = SandboxServer::start("");
    let line = "list --all -o json --per-page 50 --retries 20";
    let direct = sandbox.run(line);
    std::thread::scope(|scope| {
        for (status, refusal) in REFUSALS {
            let (nginx, sandbox, direct) = (&nginx, &sandbox, &direct);
            scope.spawn(move || {
                let front = limiting(nginx, sandbox, ["rate=2r/s", "burst=2 nodelay"], refusal);
                let run = Run::of(&mut front.command(sandbox, "", line));
                run.assert_output(&direct.stdout, "", 0);
                let (pages, refused): (Vec<_>, Vec<_>) =
                    front.log().into_iter().partition(|line| line == "200 gzip");
                assert_eq!(pages.len(), 6, "{refusal}");
                let status = status.to_string();
                assert!(
                    !refused.is_empty() && refused.iter().all(|line| line.starts_with(&status))
                );
            });
        }
    });
}

#[test]
fn nginx_rejected_export_is_retried_if_safe() {
    let Some([nginx]) = programs(["nginx"]) else {
        return;
    };
    let outcomes = std::thread::scope(|scope| {
        let nginx = &nginx;
        let export = |(status, refusal): (u16, &'static str)| {
            scope.spawn(move || export_past_the_limit(nginx, status, refusal))
        };
        REFUSALS.map(export).map(|outcome| outcome.join().unwrap())
    });
    // After a 503 without `Retry-After` the API may have acted.
    assert_eq!(
        outcomes,
        [(1, Some(10)), (2, Some(0)), (2, Some(0)), (2, Some(0))]
    );
}

/// Exports two engagements; returns how many were exported, and the exit code.
fn export_past_the_limit(nginx: &Path, status: u16, refusal: &str) -> (usize, Option<i32>) {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 2);
    let front = limiting(nginx, &sandbox, ["rate=30r/m", ""], refusal);
    let line = with_ids("export -o ndjson --retries 20", &ids);
    let run = Run::of(&mut front.command(&sandbox, "", &line));
    let done = statuses(&run).into_iter();
    let done = done.filter(|(_, status)| status == "exported");
    let done: Vec<String> = done.map(|(id, _)| id).collect();
    assert_exported_once(&sandbox, &done);
    let status = status.to_string();
    let refused = |line: &String| line.starts_with(&status);
    assert!(front.log().iter().any(refused), "{refusal}: {run:?}");
    (done.len(), run.code)
}

/// Configurations in which nginx responds itself, the exit code, and a part of the error.
const RESPONSES: [(&str, i32, &str); 15] = [
    ("return 204;", 8, "unexpected response for "),
    (
        "default_type text/html; return 200 '<html><h1>Down for maintenance</h1></html>';",
        8,
        "unexpected response for ",
    ),
    (
        "return 301 https://login.test/?next=x;",
        8,
        "is redirected to `https://login.test` (301)",
    ),
    ("return 302 /login;", 8, "(302)"),
    (
        "return 400;",
        8,
        "the API rejected the request for the list of engagements (400)",
    ),
    (
        "auth_basic 'the API'; auth_basic_user_file none;",
        4,
        "authentication failed (401)",
    ),
    ("deny all;", 4, " denied (403)"),
    ("return 404;", 5, "was not found (404)"),
    (
        "return 413;",
        8,
        "the API rejected the request for the list of engagements (413)",
    ),
    ("return 429;", 6, "(429)"),
    ("return 444;", 7, "the connection"),
    ("return 500;", 8, "(500)"),
    (
        "proxy_pass http://127.0.0.1:1;",
        8,
        "server error for the list of engagements (502)",
    ),
    (
        "return 503;",
        8,
        "server error for the list of engagements (503)",
    ),
    (
        "proxy_read_timeout 100ms; proxy_pass UPSTREAM/;",
        8,
        "(504)",
    ),
];

#[test]
fn nginx_error_pages_are_reported_without_html() {
    let Some([nginx]) = programs(["nginx"]) else {
        return;
    };
    let sandbox = SandboxServer::start("--latency 1s");
    let locations = RESPONSES.iter().enumerate();
    let locations = locations.map(|(at, (lines, ..))| format!("location /a{at}/ {{ {lines} }}"));
    let server = locations
        .collect::<String>()
        .replace("UPSTREAM", sandbox.url());
    let front = Front::start(&nginx, &sandbox, "", &server);
    for (at, (lines, code, error)) in RESPONSES.into_iter().enumerate() {
        let line = "list -o json --retries 0";
        let run = Run::of(&mut front.command(&sandbox, &format!("/a{at}"), line));
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("", Some(code)),
            "{lines}: {run:?}"
        );
        assert!(run.stderr.contains(error), "{lines}: {run:?}");
        assert!(!run.stderr.contains(['<', '>']), "{lines}: {run:?}");
    }
    assert_eq!(front.log().len(), RESPONSES.len());
    counted(
        "nginx responds itself: HTML, redirects, nothing",
        RESPONSES.len(),
    );
}
