//! Proxies: which are used for what, and what they can do to a run.

use crate::connection::{list, service};
use crate::raw::{Answer, Raw, run};
use crate::tls::{Proxy, Secure};

#[test]
fn plain_http_on_this_machine_goes_through_no_proxy() {
    let (raw, proxy) = (service(), service());
    let mut command = raw.command(&["list", "-o", "id"]);
    for name in ["http_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, proxy.url());
    }
    // Nor does it need a certificate store.
    command
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent");
    run(command).is("a\n", "", 0);
    assert_eq!((raw.connections(), proxy.connections()), (1, 0));
}

#[test]
fn proxies_lead_to_names_that_only_they_know() {
    let secure = Secure::start("api.test");
    for (variable, scheme) in [
        ("HTTPS_PROXY", "http"),
        ("https_proxy", "http"),
        ("ALL_PROXY", "http"),
        ("ALL_PROXY", "socks5h"),
        ("HTTPS_PROXY", "socks5h"),
    ] {
        let proxy = Proxy::to(secure.address());
        let address = format!("{scheme}://{}", proxy.address());
        list(
            "https://api.test",
            secure.authority(),
            &[(variable, &address)],
        )
        .is("a\n", "", 0);
        assert_eq!(proxy.asked(), ["api.test:443"]);
    }
}

#[test]
fn no_proxy_goes_direct() {
    let secure = Secure::start("127.0.0.1");
    let proxy = service();
    let variables = [
        ("HTTPS_PROXY", proxy.url()),
        ("NO_PROXY", "127.0.0.1".to_owned()),
    ];
    let variables = variables
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    list(
        &format!("https://{}", secure.address()),
        secure.authority(),
        &variables,
    )
    .is("a\n", "", 0);
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn a_proxy_variable_that_is_no_url_is_refused_without_its_value() {
    for (name, value) in [
        ("HTTPS_PROXY", "geheim:3128"),
        ("ALL_PROXY", "://geheim"),
        ("https_proxy", "gopher://geheim"),
    ] {
        let raw = service();
        let mut command = raw.command(&["list", "-o", "id"]);
        command.env(name, value);
        let run = run(command);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(3)), "{run:?}");
        let said = format!("error: the environment variable `{name}` is not the URL of a proxy\n");
        assert!(
            run.stderr.starts_with(&said) && !run.stderr.contains("geheim"),
            "{run:?}"
        );
        assert_eq!(raw.connections(), 0);
    }
}

#[test]
fn a_proxy_that_wants_a_password_is_asked_once_and_one_that_is_unwell_again() {
    let secure = Secure::start("127.0.0.1");
    for (status, requests, said) in [
        (
            407,
            1,
            "the proxy does not let us through to `https://api.test`: ",
        ),
        (
            503,
            2,
            "the proxy made no connection to `https://api.test`\n",
        ),
    ] {
        let proxy = Raw::start(move |_| Answer::new(status, "", "").close());
        let address = proxy.url().replace("://", "://user:geheim@");
        let run = list(
            "https://api.test",
            secure.authority(),
            &[("HTTPS_PROXY", &address)],
        );
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(7)), "{run:?}");
        assert!(
            run.stderr.contains(said) && !run.stderr.contains("geheim"),
            "{run:?}"
        );
        assert_eq!(proxy.requests().len(), requests);
        assert!(
            proxy.requests()[0]
                .head
                .starts_with("CONNECT api.test:443 HTTP/1.1\r\n")
        );
        assert_eq!(secure.connections(), 0);
    }
}

#[test]
fn a_proxy_that_is_not_there_is_not_taken_for_the_service() {
    let secure = Secure::start("127.0.0.1");
    for (proxy, why) in [
        ("http://127.0.0.1:1", "Connection refused (os error 111)"),
        ("https://127.0.0.1:1", "Connection refused (os error 111)"),
        (
            "socks5h://127.0.0.1:1",
            "SOCKS error: failed to create underlying connection",
        ),
    ] {
        let run = list(
            "https://api.test",
            secure.authority(),
            &[("ALL_PROXY", proxy)],
        );
        let message = format!(
            "error: the list of engagements: cannot connect to the proxy for `https://api.test`: {why}\n  \
             hint: check the network, the address, and the proxy if there is one\n"
        );
        run.is("", &message, 7);
    }
}
