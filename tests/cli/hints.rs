//! Hints that name the cause of a failure: the token's source, the base URL, the ID, the page.

use crate::harness::{Run, TOKEN, write_private};
use crate::raw_server::{RawServer, Response, run};
use crate::tls::Secure;

/// An API whose every response is this one.
fn api(status: u16, body: &'static str) -> RawServer {
    RawServer::start(move |_| Response::new(status, "", body))
}

/// Returns the hints of a run that failed.
#[track_caller]
fn hints(run: &Run) -> Vec<&str> {
    assert_ne!(run.code, Some(0), "{run:?}");
    let lines = run.stderr.lines();
    lines
        .filter_map(|line| line.strip_prefix("  hint: "))
        .collect()
}

#[test]
fn rejected_token_names_its_source() {
    const BEARER: &str = ", or pass `--auth-scheme bearer` if the deployment needs a bearer token";
    let profile = format!("[default]\ntoken = \"{TOKEN}\"\n");
    for (name, value, options, source) in [
        (
            "ENGAGEMENTS_TOKEN",
            TOKEN,
            "",
            "the environment variable `ENGAGEMENTS_TOKEN`",
        ),
        (
            "ENGAGEMENTS_TOKEN_FILE",
            "token",
            "",
            "the token file `token`",
        ),
        ("X", "", "--token-file token", "the token file `token`"),
        ("X", "", "--config config", "`config` line 2: `token`"),
    ] {
        let raw = api(401, "{\"message\": \"Unknown token\"}");
        for (file, text) in [("token", TOKEN), ("config", &profile)] {
            write_private(raw.home().join(file), text);
        }
        for scheme in ["token", "bearer"] {
            let line = format!("show a --auth-scheme {scheme} {options}");
            let mut command = raw.command(&line);
            command.env_remove("ENGAGEMENTS_TOKEN").env(name, value);
            let run = run(command);
            let expected = format!("check the token from {source}");
            let expected = match scheme {
                "token" => expected + BEARER,
                _ => expected,
            };
            assert_eq!(hints(&run), [expected], "{run:?}");
            assert!(!run.stderr.contains(TOKEN), "{run:?}");
        }
    }
}

#[test]
fn rejected_token_of_api_key_names_the_key() {
    let raw = RawServer::start(|request| match request.target() {
        "/operator_authentication/tokens" => Response::new(200, "", "{\"token\": \"minted\"}"),
        _ => Response::new(401, "", ""),
    });
    let mut command = raw.command("show a");
    command
        .env_remove("ENGAGEMENTS_TOKEN")
        .env("ENGAGEMENTS_API_KEY_ID", "key-1")
        .env("ENGAGEMENTS_API_KEY_SECRET", "key-secret");
    let run = run(command);
    assert_eq!(
        hints(&run),
        ["check the token from the API key `key-1`"],
        "{run:?}"
    );
    assert!(!run.stderr.contains("minted"), "{run:?}");
}

#[test]
fn missing_list_suggests_base_url() {
    let raw = api(404, "");
    let run = raw.run("list");
    assert_eq!(
        hints(&run),
        ["check that `--base-url` is the API's address"]
    );
}

#[test]
fn base_url_of_list_is_recognized() {
    let raw = api(404, "{\"error_msg\": \"404 Route Not Found\"}");
    for line in ["list", "show a", "transcript a", "export a"] {
        for slash in ["", "/"] {
            let base_url = format!("{}/v1/engagements{slash}", raw.url());
            let run = raw.run(&format!("{line} --base-url {base_url}"));
            let expected = "remove `/engagements` from the end of `--base-url`";
            assert_eq!(hints(&run), [expected], "{line}");
        }
    }
}

#[test]
fn unknown_id_suggests_checking_it() {
    let raw = api(404, "{\"message\": \"Not found\"}");
    for line in ["show 52f8", "transcript 52f8", "export 52f8"] {
        let run = raw.run(line);
        let expected =
            "check the ID; the token's operator may not be authorized for the engagement's site";
        assert_eq!(hints(&run), [expected], "{line}");
    }
}

#[test]
fn port_without_tls_is_named() {
    let raw = RawServer::start(|_| Response::new(400, "", "").close());
    let url = format!("https://{}", raw.address());
    // The client needs some certificate; this one is not used.
    let secure = Secure::start("127.0.0.1");
    let certificates = secure.authority();
    let line = format!("list --base-url {url} --retries 0 --ca-cert {certificates}");
    let expected = format!(
        "error: the list of engagements: cannot connect to `{url}`: the server does not use TLS on \
         this port\n  \
         hint: check the host and the port of `--base-url`\n"
    );
    raw.run(&line).assert_output("", &expected, 7);
}

#[test]
fn page_beyond_end_is_noted() {
    for (last, note) in [
        (
            "\"/engagements?page=3\"",
            "page 99 is beyond the end of the list: the last page is 3\n",
        ),
        ("null", "page 99 is beyond the end of the list\n"),
        // The hint omits a last page that equals the requested one.
        (
            "\"/engagements?page=99\"",
            "page 99 is beyond the end of the list\n",
        ),
    ] {
        let raw = RawServer::start(move |_| {
            let body =
                format!("{{\"engagements\": [], \"next_page\": null, \"last_page\": {last}}}");
            Response::new(200, "", body)
        });
        raw.run("list --page 99 -o id").assert_output("", note, 0);
        raw.run("list --page 99").assert_output("", note, 0);
        raw.run("list --page 99 -q -o id").assert_output("", "", 0);
        raw.run("list")
            .assert_output("", "no engagements match\n", 0);
        raw.run("list --page 1 -o id").assert_output("", "", 0);
    }
}
