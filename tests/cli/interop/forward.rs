//! tinyproxy between the tool and the API.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::nginx::Front;
use super::programs;
use super::server::Server;
use crate::bulk_helpers::{assert_exported_once, ids, with_ids};
use crate::harness::{Run, SandboxServer};

/// Starts tinyproxy with these configuration lines; it logs each request.
fn tinyproxy(program: &Path, directory: &TempDir, lines: &str) -> Server {
    let path = directory.path().join("tinyproxy.conf");
    Server::start("Accepting connections", |port| {
        let own = format!("Port {port}\nListen 127.0.0.1\nLogLevel Info\nTimeout 60\n");
        std::fs::write(&path, own + lines).expect("a file");
        let mut command = Command::new(program);
        command.args(["-d", "-c"]).arg(&path);
        command
    })
}

/// Starts nginx in front of a sandbox.
fn service(nginx: &Path) -> (SandboxServer, Front) {
    let sandbox = SandboxServer::start("");
    let front = Front::start(nginx, &sandbox, "", "");
    (sandbox, front)
}

const LIST: &str = "list --all -o json";

#[test]
fn tinyproxy_does_not_change_lists_and_exports() {
    let Some([nginx, program]) = programs(["nginx", "tinyproxy"]) else {
        return;
    };
    let directory = TempDir::new().unwrap();
    let (sandbox, front) = service(&nginx);
    let direct = sandbox.run(LIST);
    for (variable, asked) in [
        ("HTTPS_PROXY", true),
        ("https_proxy", true),
        ("ALL_PROXY", true),
        ("all_proxy", true),
        ("NO_PROXY", false),
    ] {
        let proxy = tinyproxy(&program, &directory, "");
        let address = format!("http://127.0.0.1:{}", proxy.port());
        let mut command = front.command(&sandbox, "", LIST);
        if asked {
            command.env(variable, address);
        } else {
            command.env("ALL_PROXY", address).env(variable, "127.0.0.1");
        }
        Run::of(&mut command).assert_output(&direct.stdout, "", 0);
        let connect = front.url().replace("https://", "CONNECT ") + " HTTP/1.1";
        assert_eq!(proxy.end().contains(&connect), asked, "{variable}");
    }
    let proxy = tinyproxy(&program, &directory, "");
    let ids = ids(&sandbox, 3);
    let mut command = front.command(&sandbox, "", &with_ids("export", &ids));
    command.env("HTTPS_PROXY", format!("http://127.0.0.1:{}", proxy.port()));
    assert_eq!(Run::of(&mut command).code, Some(0));
    assert_exported_once(&sandbox, &ids);
}

#[test]
fn tinyproxy_error_is_network_error() {
    let Some([nginx, program]) = programs(["nginx", "tinyproxy"]) else {
        return;
    };
    let directory = TempDir::new().unwrap();
    let (sandbox, front) = service(&nginx);
    let direct = sandbox.run(LIST);
    for (lines, user, code, error) in [
        ("BasicAuth user geheim", "user:geheim@", 0, ""),
        (
            "BasicAuth user geheim",
            "",
            7,
            "requires valid credentials for `https://127",
        ),
        (
            "BasicAuth user geheim",
            "user:geheim2@",
            7,
            "through the proxy `127.0.0.1:",
        ),
        ("ConnectPort 1", "", 7, "through the proxy `127.0.0.1:"),
        (
            "Upstream http 127.0.0.1:1",
            "",
            7,
            "through the proxy `127.0.0.1:",
        ),
    ] {
        let proxy = tinyproxy(&program, &directory, lines);
        let address = format!("http://{user}127.0.0.1:{}", proxy.port());
        let mut command = front.command(&sandbox, "", LIST);
        let run = Run::of(command.env("HTTPS_PROXY", address).args(["--retries", "1"]));
        let stdout = if code == 0 {
            direct.stdout.as_str()
        } else {
            ""
        };
        assert_eq!(
            (run.stdout.as_str(), run.code),
            (stdout, Some(code)),
            "{lines}: {run:?}"
        );
        assert!(
            run.stderr.contains(error) && !run.stderr.contains("geheim"),
            "{run:?}"
        );
    }
}
