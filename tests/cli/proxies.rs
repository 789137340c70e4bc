//! Proxies: which are used, and how they fail.

use crate::connection::{list, service};
use crate::harness::Run;
use crate::raw_server::{RawServer, Response, run};
use crate::tls::{Proxy, Secure};

#[test]
fn loopback_http_needs_no_proxy_or_certificates() {
    let (raw, proxy) = (service(), service());
    let mut command = raw.command("list -o id");
    for name in ["http_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, proxy.url());
    }
    // Nor does it need a certificate store.
    command
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent");
    run(command).assert_output("a\n", "", 0);
    assert_eq!((raw.connections(), proxy.connections()), (1, 0));
}

#[test]
fn proxies_resolve_names() {
    let secure = Secure::start("api.test");
    for (variable, scheme) in [
        ("HTTPS_PROXY", "http"),
        ("https_proxy", "http"),
        ("ALL_PROXY", "http"),
        ("all_proxy", "socks5h"),
        ("HTTPS_PROXY", "socks5h"),
    ] {
        let proxy = Proxy::to(secure.address());
        let address = format!("{scheme}://{}", proxy.address());
        list(
            "https://api.test",
            secure.authority(),
            &[(variable, &address)],
        )
        .assert_output("a\n", "", 0);
        assert_eq!(proxy.asked(), ["api.test:443"]);
    }
}

#[test]
fn no_proxy_connects_directly() {
    let secure = Secure::start("127.0.0.1");
    let proxy = service();
    let base_url = format!("https://{}", secure.address());
    let unusable = "ftp://p".to_owned();
    for (proxy_url, name, value) in [
        (&proxy.url(), "NO_PROXY", "127.0.0.1"),
        (&proxy.url(), "no_proxy", "api.test 127.0.0.0/8"),
        (&proxy.url(), "NO_PROXY", "*"),
        (&unusable, "NO_PROXY", "*"),
    ] {
        let variables = [("HTTPS_PROXY", proxy_url.as_str()), (name, value)];
        list(&base_url, secure.authority(), &variables).assert_output("a\n", "", 0);
    }
    assert_eq!(proxy.connections(), 0);
}

/// Runs against an https server that only the proxy reaches; returns the run and what the proxy was asked.
fn through_proxy(variables: impl Fn(&str) -> Vec<(&'static str, String)>) -> (Run, Vec<String>) {
    let secure = Secure::start("api.test");
    let proxy = Proxy::to(secure.address());
    let variables = variables(&proxy.address().to_string());
    let variables: Vec<_> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let run = list("https://api.test", secure.authority(), &variables);
    (run, proxy.asked())
}

#[test]
fn proxy_is_parsed_like_curl() {
    let values: [fn(&str) -> String; 6] = [
        str::to_owned,
        |address| format!("http://{address}\r"),
        |address| format!(" http://{address} "),
        |address| format!("http://user:p^ss@{address}"),
        |address| format!("http://DOMAIN\\user:geheim@{address}"),
        |address| format!("HTTP://{address}/path"),
    ];
    for value in values {
        let (run, asked) = through_proxy(|address| vec![("HTTPS_PROXY", value(address))]);
        run.assert_output("a\n", "", 0);
        assert_eq!(asked, ["api.test:443"]);
    }
}

#[test]
fn proxy_precedence() {
    let unusable = "ftp://p".to_owned();
    for others in [
        // Empty counts as unset.
        vec![("HTTPS_PROXY", String::new())],
        // This variable makes other programs ignore proxies.
        vec![("REQUEST_METHOD", "GET".to_owned())],
        // Not used, so not read.
        vec![
            ("ALL_PROXY", unusable.clone()),
            ("HTTP_PROXY", unusable.clone()),
        ],
        vec![
            ("NO_PROXY", String::new()),
            ("no_proxy", "elsewhere.test".to_owned()),
        ],
    ] {
        let (run, asked) = through_proxy(|address| {
            let mut variables = others.clone();
            variables.push(("https_proxy", format!("http://{address}")));
            variables
        });
        run.assert_output("a\n", "", 0);
        assert_eq!(asked, ["api.test:443"], "{others:?}");
    }
    let (run, asked) = through_proxy(|address| {
        vec![
            ("HTTPS_PROXY", unusable.clone()),
            ("https_proxy", format!("http://{address}")),
        ]
    });
    assert_eq!((run.code, asked.len()), (Some(3), 0), "{run:?}");
}

#[test]
fn unneeded_invalid_proxy_is_ignored() {
    let raw = service();
    for command in [
        raw.command("list -o id"),
        raw.command("show --sandbox --all -o id"),
    ] {
        let mut command = command;
        command
            .env("HTTPS_PROXY", "gopher://p")
            .env("ALL_PROXY", "-");
        assert_ne!(run(command).code, Some(3));
    }
    assert_eq!(raw.connections(), 1);
}

#[test]
fn unusable_proxy_error_omits_value() {
    let secure = Secure::start("127.0.0.1");
    for (name, value) in [
        ("HTTPS_PROXY", "http://geheim:x"),
        ("ALL_PROXY", "://geheim"),
        ("https_proxy", "gopher://geheim"),
        ("all_proxy", "http://user:gehe/im@127.0.0.1"),
        ("all_proxy", "http://geheim\\127.0.0.1"),
    ] {
        let base_url = format!("https://{}", secure.address());
        let run = list(&base_url, secure.authority(), &[(name, value)]);
        run.assert_stdout("", 3);
        let message = format!("error: invalid proxy in `{name}`: expected a URL such as ");
        run.assert_stderr_starts_with(&message);
        assert!(!run.stderr.contains("gehe"), "{run:?}");
    }
    assert_eq!(secure.connections(), 0);
}

#[test]
fn proxy_407_is_final_and_503_is_retried() {
    let secure = Secure::start("127.0.0.1");
    for (status, requests) in [(407, 1), (503, 2)] {
        let proxy = RawServer::start(move |_| Response::new(status, "", "").close());
        let address = proxy.url().replace("://", "://user:geheim@");
        let run = list(
            "https://api.test",
            secure.authority(),
            &[("HTTPS_PROXY", &address)],
        );
        run.assert_stdout("", 7);
        let name = proxy.address();
        let message = match status {
            407 => format!(
                "the proxy `{name}` requires valid credentials for `https://api.test` (407)\n"
            ),
            _ => format!("cannot connect to `https://api.test` through the proxy `{name}`: "),
        };
        run.assert_stderr_contains(&message);
        assert!(!run.stderr.contains("geheim"), "{run:?}");
        assert_eq!(proxy.requests().len(), requests);
        let connect = "CONNECT api.test:443 HTTP/1.1\r\n";
        assert!(proxy.requests()[0].head.starts_with(connect));
        assert_eq!(secure.connections(), 0);
    }
}

#[test]
fn unreachable_proxy_is_named() {
    let secure = Secure::start("127.0.0.1");
    for (scheme, why) in [
        ("http", "Connection refused (os error 111)"),
        ("https", "Connection refused (os error 111)"),
        (
            "socks5h",
            "SOCKS error: failed to create underlying connection",
        ),
    ] {
        let run = list(
            "https://api.test",
            secure.authority(),
            &[("ALL_PROXY", &format!("{scheme}://user:geheim@127.0.0.1:1"))],
        );
        let message = format!(
            "error: the list of engagements: cannot connect to `https://api.test` through the proxy `127.0.0.1:1`: \
             {why}\n  hint: check the network, the proxy and the URL\n"
        );
        run.assert_output("", &message, 7);
    }
}
