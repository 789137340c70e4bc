//! Requests to the API and the storage, and responses of the API.

use super::*;

#[test]
fn download_uses_presigned_url_without_token() {
    let storage = storage();
    let api = api(&storage.url());
    let user = User::of(&api.url());
    user.run("e1 --dir d -j 1")
        .assert_output("", "written 2, kept 0\n", 0);
    let file = |name: &str| (name.to_owned(), "tone".to_owned());
    assert_eq!(
        user.files(),
        [
            file("e1-7-recordings-A+1.mp3"),
            file("e1-7-recordings-B+1.mp3")
        ]
    );
    let asked = api.take();
    let expected = [
        "GET /glia/engagements/e1",
        "GET /glia/sub_engagements/7/recordings/A",
        "GET /glia/sub_engagements/7/recordings/B",
    ];
    assert_eq!(lines(&asked), expected);
    for request in &asked {
        let token = format!("Token {TOKEN}");
        assert_eq!(request.header("authorization"), Some(token.as_str()));
    }
    let fetched = storage.take();
    assert_eq!(lines(&fetched), [format!("GET {SIGNED}").as_str(); 2]);
    for request in &fetched {
        assert_eq!(request.header("authorization"), None);
        assert!(!format!("{request:?}").contains(TOKEN), "{request:?}");
    }
}

#[test]
fn listed_engagements_are_not_fetched_again() {
    let storage = storage();
    let address = presigned(&storage.url());
    let page = format!(
        r#"{{"engagements": [{}, {{"id": "e2"}}, {{"id": "e3", "audio_recording_urls": null}}]}}"#,
        record(&link("A"))
    );
    let api = RawServer::start(move |request| {
        let is_list = request.line().contains('?');
        (200, "", if is_list { &page } else { &address }.clone())
    });
    let user = User::of(&api.url());
    let summary = "written 1, kept 0; engagements without a recording: 2\n";
    user.run("--all --until 2016 --dir d")
        .assert_output("", summary, 0);
    let asked = api.take();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].line().starts_with("GET /glia/engagements?"));
    assert!(asked[1].line().ends_with("/sub_engagements/7/recordings/A"));
}

#[test]
fn existing_recording_is_kept_with_any_extension() {
    let storage = storage();
    let api = api(&storage.url());
    for extension in ["mp3", "wav", "ogg", "m4a", "bin"] {
        let user = User::of(&api.url());
        fs::create_dir(user.home.path().join("d")).unwrap();
        let name = format!("e1-7-recordings-A+1.{extension}");
        fs::write(user.home.path().join("d").join(&name), "before").unwrap();
        user.run("e1 --dir d")
            .assert_output("", "written 1, kept 1\n", 0);
        assert!(user.files().contains(&(name, "before".to_owned())));
        assert_eq!((api.take().len(), storage.take().len()), (2, 1));
    }
}

/// Runs `recordings e1` with this response for its recording.
#[track_caller]
fn asked(response: ResponseParts) -> (RawServer, User, Run) {
    let record = record(&link("A"));
    let api = RawServer::start(move |request| match request.line() {
        line if line.contains("/sub_engagements/") => response.clone(),
        line if line.ends_with("/none") => (200, "", r#"{"id": "none"}"#.to_owned()),
        _ => (200, "", record.clone()),
    });
    let user = User::of(&api.url());
    let run = user.run("e1 --dir d --retries 0");
    assert_eq!(user.files(), []);
    let several = user.run("none e1 --dir d --retries 0 -q");
    assert!(matches!(several.code, Some(4 | 9)), "{several:?}");
    (api, user, run)
}

#[test]
fn unready_recording_fails_without_file() {
    let (_service, user, run) = asked((204, "", String::new()));
    let error = "written 0, kept 0\n\
                error: recording 1 of engagement `e1` is not ready yet (204)\n  \
                hint: run the same command again later: it fetches only what is missing\n";
    run.assert_output("", error, 8);
    let run = user.run("none --dir d");
    run.assert_output(
        "",
        "written 0, kept 0; engagements without a recording: 1\n",
        0,
    );
    user.run("none --dir d -q").assert_output("", "", 0);
}

#[test]
fn recording_api_errors_have_specific_exit_codes() {
    for (status, code) in [
        (401, 4),
        (403, 4),
        (404, 5),
        (429, 6),
        (422, 8),
        (500, 8),
        (302, 8),
    ] {
        let (.., run) = asked((
            status,
            "location: https://other.example/x?s1gned\r\n",
            String::new(),
        ));
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(!run.stderr.contains("s1gned"), "{run:?}");
    }
}

#[test]
fn invalid_presigned_url_is_rejected() {
    for (body, why) in [
        ("[]", "missing `url`"),
        (r#"["https://x.example/a?s1gned"]"#, "missing `url`"),
        (r#"{"url": null}"#, "missing `url`"),
        (r#"{"url": "/a?s1gned"}"#, "missing `url`"),
        (
            r#"{"url": "ftp://x.example/a?s1gned"}"#,
            "`url` is not https",
        ),
        (
            r#"{"url": "http://x.example/a?s1gned"}"#,
            "`url` is not https",
        ),
        (
            r#"{"url": "https://u:s1gned@x.example/"}"#,
            "`url` has a user or password",
        ),
        (
            r#"{"url": "https://s1gned@x.example/"}"#,
            "`url` has a user or password",
        ),
        (
            r#"{"url": "https://:s1gned@x.example/"}"#,
            "`url` has a user or password",
        ),
    ] {
        let (.., run) = asked((200, "", body.to_owned()));
        let error = format!(
            "error: unexpected response for recording 1 of engagement `e1`: \
             {why}\n"
        );
        run.assert_stderr_contains(&error);
        assert!(!run.stderr.contains("s1gned"), "{run:?}");
        assert_eq!(run.code, Some(8));
    }
}

#[test]
fn recording_links_stay_on_base_url() {
    let storage = storage();
    for (links, code, error) in [
        (
            r#""/sub_engagements/../../x""#,
            8,
            "`/sub_engagements/../../x`",
        ),
        (
            r#""https://evil.example/a.mp3?s1gned""#,
            8,
            "`https://evil.example/a.mp3`",
        ),
        (r#""""#, 8, "of ``"),
        (
            r#""A"], "audio_recording_urls": "https://evil.example/a.mp3?s1gned", "x": ["""#,
            8,
            "`audio_recording_urls` is not a list of links",
        ),
        ("7", 8, "`audio_recording_urls` is not a list of links"),
        (
            r#""https://evil.example/sub_engagements/7/recordings/A""#,
            0,
            "written 1, kept 0\n",
        ),
    ] {
        let api = api_with(record(links), &storage.url());
        let user = User::of(&api.url());
        let run = user.run("e1 --dir d");
        run.assert_stderr_contains(error);
        assert!(!run.stderr.contains("s1gned"), "{run:?}");
        assert_eq!(run.code, Some(code));
        let asked = api.take();
        let recordings = lines(&asked)[1..].to_vec();
        let expected = ["GET /glia/sub_engagements/7/recordings/A"];
        assert_eq!(recordings, expected[..usize::from(code == 0)]);
    }
}

#[test]
fn failed_recording_keeps_other_recordings() {
    let storage = storage();
    let address = presigned(&storage.url());
    let record = record(&format!("{}, {}, {}", link("A"), link("B"), link("C")));
    let api = RawServer::start(move |request| match request.line() {
        line if line.ends_with("/A") => (204, "", String::new()),
        line if line.ends_with("/B") => (404, "", String::new()),
        line if line.ends_with("/C") => (200, "", address.clone()),
        _ => (200, "", record.clone()),
    });
    let user = User::of(&api.url());
    let run = user.run("e1 --dir d");
    let error = "written 1, kept 0\n\
                error: recording 2 of engagement `e1` was not found (404); recording 1 of engagement \
                `e1` is not ready yet (204)\n  \
                hint: the token's operator may not be authorized for the engagement's site\n  \
                hint: run the same command again later: it fetches only what is missing\n";
    run.assert_output("", error, 9);
    assert_eq!(
        user.files(),
        [("e1-7-recordings-C+1.mp3".to_owned(), "tone".to_owned())]
    );
}

#[test]
fn unwritable_recording_file_stops_run() {
    let storage = storage();
    let api = api(&storage.url());
    let user = User::of(&api.url());
    fs::create_dir_all(user.home.path().join("d/e1-7-recordings-A+1.mp3")).unwrap();
    let run = user.run("e1 e2 --dir d -j 1");
    run.assert_stderr_contains("`d/e1-7-recordings-A+1.mp3` is not a regular file");
    run.assert_stderr_contains("stopped at `e1`: it and later IDs");
    assert_eq!(run.code, Some(1));
    assert_eq!(
        names_in(&user.home.path().join("d")),
        ["e1-7-recordings-A+1.mp3"]
    );
    assert_eq!(storage.take().len(), 1);
}

#[test]
fn inserted_recording_does_not_hide_others() {
    let storage = storage();
    let directory = TempDir::new().unwrap();
    for (links, summary) in [
        (link("B"), "written 1, kept 0\n"),
        (
            format!("{}, {}", link("A"), link("B")),
            "written 1, kept 1\n",
        ),
    ] {
        let api = api_with(record(&links), &storage.url());
        let line = format!("e1 --dir {}", directory.path().display());
        User::of(&api.url())
            .run(&line)
            .assert_output("", summary, 0);
    }
}

#[test]
fn recordings_with_ambiguous_ids_stay_apart() {
    let storage = storage();
    let address = presigned(&storage.url());
    let paths = [
        "1-2/recordings/A",
        "1/recordings/A",
        "1/recordings/2-recordings-A",
    ];
    let links = paths.map(|path| format!(r#""https://x.example/sub_engagements/{path}""#));
    let record = record(&links.join(", "));
    let other = r#"{"id": "e1-1", "audio_recording_urls": ["/sub_engagements/2/recordings/A"]}"#;
    let api = RawServer::start(move |request| match request.line() {
        line if line.contains("/sub_engagements/") => (200, "", address.clone()),
        line if line.ends_with("/e1-1") => (200, "", other.to_owned()),
        _ => (200, "", record.clone()),
    });
    let user = User::of(&api.url());
    user.run("e1 e1-1 --dir d")
        .assert_output("", "written 4, kept 0\n", 0);
    user.run("e1 e1-1 --dir d")
        .assert_output("", "written 0, kept 4\n", 0);
    assert_eq!(user.files().len(), 4);
}
