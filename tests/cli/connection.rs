//! Connections: base URLs, certificates, names and timeouts.

use std::fs::Permissions;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Run, TOKEN};
use crate::raw_server::{RawServer, Response, run};
use crate::running::through;
use crate::tls::Secure;

/// Starts an API with one page and the engagement `a`.
pub(crate) fn service() -> RawServer {
    RawServer::start(|_| Response::page(&["a"], "null"))
}

/// Runs `list` with this base URL, certificate file and environment.
pub(crate) fn list(base_url: &str, ca_cert: &str, variables: &[(&str, &str)]) -> Run {
    let unused = service();
    let line = format!("list -o id --retries 1 --base-url {base_url} --ca-cert {ca_cert}");
    let mut command = unused.command(&line);
    // The machine may lack root certificates.
    command
        .env("SSL_CERT_FILE", ca_cert)
        .envs(variables.iter().copied());
    run(command)
}

#[test]
fn requests_keep_path_of_base_url() {
    for (base, path) in [
        ("", "/engagements"),
        ("/", "/engagements"),
        ("/v1", "/v1/engagements"),
        ("/v1/", "/v1/engagements"),
    ] {
        let raw = service();
        let url = format!("{}{base}", raw.url());
        raw.run(&format!("list -o id --base-url {url}"))
            .assert_output("a\n", "", 0);
        assert_eq!(raw.requests()[0].target().split('?').next(), Some(path));
    }
}

#[test]
fn unsafe_base_url_is_rejected() {
    for bad in [
        "http://api.salemove.com",
        "https://user:geheim@api.salemove.com",
        "https://geheim@api.salemove.com",
        "ftp://127.0.0.1",
        "api.salemove.com",
        "https://api.salemove.com?x=1",
    ] {
        let raw = service();
        let option = raw.run(&format!("list -o id --base-url {bad}"));
        let mut command = raw.command("list -o id");
        command.env("ENGAGEMENTS_BASE_URL", bad);
        let variable = run(command);
        assert_eq!(
            (option.code, variable.code),
            (Some(2), Some(2)),
            "{option:?} {variable:?}"
        );
        for run in [&option, &variable] {
            assert!(
                run.stdout.is_empty() && !run.stderr.contains("geheim"),
                "{run:?}"
            );
        }
    }
}

#[test]
fn ca_cert_is_trusted() {
    let secure = Secure::start("127.0.0.1");
    list(
        &format!("https://{}", secure.address()),
        secure.authority(),
        &[],
    )
    .assert_output("a\n", "", 0);
}

#[test]
fn untrusted_certificate_is_final() {
    let other = Secure::start("127.0.0.1");
    for name in ["127.0.0.1", "elsewhere.example"] {
        let secure = Secure::start(name);
        let authority = if name == "127.0.0.1" { &other } else { &secure }.authority();
        let url = format!("https://{}", secure.address());
        let run = list(&url, authority, &[]);
        run.assert_stdout("", 7);
        let error = format!("the certificate of `{url}` is not trusted: ");
        run.assert_stderr_contains(&error);
        // Another root certificate does not help if the certificate is for another name.
        let has_hint = run.stderr.contains(
            "hint: if you trust its issuer, pass the issuer's certificate with `--ca-cert`",
        );
        assert_eq!(has_hint, name == "127.0.0.1", "{run:?}");
        assert_eq!(secure.connections(), 1);
    }
}

#[test]
fn ca_cert_without_certificates_is_rejected() {
    let raw = service();
    let directory = tempfile::TempDir::new().unwrap();
    let file = directory.path().join("bad.pem");
    let file = file.to_str().unwrap();
    for (content, error) in [
        (None, "cannot read certificates from"),
        (Some(""), "no certificate found in"),
        (
            Some("-----BEGIN CERTIFICATE-----\ngarbage"),
            "no certificate found in",
        ),
        (
            Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
            "invalid certificate in",
        ),
    ] {
        if let Some(content) = content {
            std::fs::write(file, content).unwrap();
        }
        let run = raw.run(&format!(
            "list --base-url https://127.0.0.1:9 --ca-cert {file}"
        ));
        assert_eq!(run.code, Some(3), "{run:?}");
        run.assert_stderr_starts_with(&format!("error: {error} `{file}`"));
    }
}

#[test]
fn endless_ca_cert_is_rejected() {
    let raw = service();
    let run = raw.run("list --base-url https://127.0.0.1:9 --ca-cert /dev/zero");
    assert_eq!(run.code, Some(3), "{run:?}");
    let error = "error: cannot read certificates from `/dev/zero`: it is larger than 16 MiB";
    run.assert_stderr_starts_with(error);
}

#[test]
fn missing_root_certificates_name_variables() {
    let raw = service();
    let mut command = raw.command("list --base-url https://127.0.0.1:9");
    command
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent");
    let run = run(command);
    assert_eq!(run.code, Some(3), "{run:?}");
    run.assert_stderr_contains(
        "hint: install the system's root certificates, correct `SSL_CERT_FILE`",
    );
}

#[test]
fn failed_thread_start_prints_one_line() {
    let raw = service();
    // Root is exempt from the limit, and another user may lack access to the binary.
    let nobody = if rustix::process::geteuid().is_root() {
        "setpriv --reuid=65534 --regid=65534 --clear-groups"
    } else {
        "env"
    };
    std::fs::set_permissions(raw.home(), Permissions::from_mode(0o755)).unwrap();
    let binary = raw.home().join("engagements");
    std::fs::copy(assert_cmd::cargo::cargo_bin!("engagements"), &binary).unwrap();
    for threads in 1..=5 {
        let show = "show a -o json --retries 0 --base-url https://no-such-name.invalid";
        let line = format!(
            "{nobody} prlimit --nproc={threads} {} {show}",
            binary.display()
        );
        let mut words = line.split(' ');
        let mut tool = Command::new(words.next().unwrap());
        tool.args(words)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", "/")
            .env("ENGAGEMENTS_TOKEN", TOKEN)
            .current_dir("/");
        let run = run(tool);
        assert_ne!(run.code, Some(0), "{run:?}");
        let lines: Vec<_> = run.stderr.lines().collect();
        assert!(lines.len() <= 2, "{run:?}");
        assert!(lines[0].starts_with("error: "), "{run:?}");
    }
}

#[test]
fn localhost_is_not_resolved() {
    // Mounts an /etc/hosts with another address for the name.
    let script = "printf '192.0.2.1 localhost\\n' > hosts && mount --bind hosts /etc/hosts && exec \"$0\" \"$@\"";
    let raw = service();
    let port = raw.address().port();
    let mut tool = raw.command("list -o id --retries 0 --connect-timeout 2s");
    tool.env("ENGAGEMENTS_BASE_URL", format!("http://localhost:{port}"));
    let mut unshare = vec!["unshare", "--map-root-user", "--mount"];
    let is_allowed = Command::new("unshare")
        .args(&unshare[1..])
        .arg("true")
        .status();
    if is_allowed.is_ok_and(|status| status.success()) {
        unshare.extend(["sh", "-c", script]);
        tool = through(&unshare, &tool);
        tool.env("PATH", "/usr/bin:/bin");
    }
    run(tool).assert_output("a\n", "", 0);
}

#[test]
fn failed_connection_is_retried() {
    let raw = service();
    let url = "http://127.0.0.1:1";
    let run = raw.run(&format!("list -o id -v --retries 1 --base-url {url}"));
    assert_eq!(run.code, Some(7), "{run:?}");
    assert_eq!(
        run.stderr
            .matches(&format!("cannot connect to `{url}`: "))
            .count(),
        3,
        "{run:?}"
    );

    let secure = Secure::start("127.0.0.1");
    for response in [
        || Response::nothing().reset(),
        || Response::new(400, "", "").close(),
    ] {
        let no_tls = RawServer::with(vec![response]);
        let url = format!("https://{}", no_tls.address());
        let run = list(&url, secure.authority(), &[]);
        assert_eq!(run.code, Some(7), "{run:?}");
        run.assert_stderr_contains(&format!("cannot connect to `{url}`: "));
        assert_eq!(no_tls.connections(), 2, "{run:?}");
    }
}

#[test]
fn hanging_connection_ends_with_timeout() {
    let (address, _kept) = unresponsive_address();
    let raw = service();
    let url = format!("http://{address}");
    for deadline in ["--connect-timeout", "--timeout"] {
        let start = Instant::now();
        let run = raw.run(&format!(
            "list -o id --retries 0 {deadline} 200ms --base-url {url}"
        ));
        let took = start.elapsed();
        assert_eq!(run.code, Some(7), "{run:?}");
        assert!(took < Duration::from_secs(3), "{took:?}");
    }
}

/// Returns an address that neither accepts nor refuses connections while the second value is kept.
fn unresponsive_address() -> (SocketAddr, (TcpListener, Vec<TcpStream>)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let _inside = runtime.enter();
    // The backlog of the standard library's listener is too long.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap().into_std().unwrap();
    let address = listener.local_addr().unwrap();
    let wait = Duration::from_millis(50);
    let connections = std::iter::from_fn(|| TcpStream::connect_timeout(&address, wait).ok());
    let connections = connections.take(64).collect();
    (address, (listener, connections))
}

#[test]
fn unknown_host_is_network_error() {
    let raw = service();
    let secure = Secure::start("127.0.0.1");
    let line = "list -o id --retries 0 --connect-timeout 2s --base-url https://no-such-name.invalid --ca-cert";
    let start = Instant::now();
    let run = raw.run(&format!("{line} {}", secure.authority()));
    assert_eq!(run.code, Some(7), "{run:?}");
    run.assert_stderr_contains("cannot connect to `https://no-such-name.invalid`");
    assert!(start.elapsed() < Duration::from_secs(5));
}
