//! `--fields`: selection and order of fields in every format.

use crate::harness::{MockApi, file};

/// The fields of an engagement in their default order.
const ENGAGEMENT: &str = "id engagement_type created_at duration visitor_name visitor_id \
    cobrowsing_used video_used audio_used flagged audio_recording_urls crm_forwarded \
    summary_forwarded visitor_href chat_transcript_href operator_ids operator_hrefs media \
    visitor_browser visitor_device_type queue_wait_time platform source queues \
    ended_at legs";

const MESSAGE: &str = "engagement_id created_at sender_type sender_id sender_name message \
    type attachment metadata";

const RESULT: &str = "engagement_id status http_status attempts request_id error";

/// Asserts the output of `list` with these fields for these records.
#[track_caller]
fn lists(records: &str, fields: &str, format: &str, expected: &str) {
    let mock_api = MockApi::new().list(&format!("{{\"engagements\": {records}}}"));
    mock_api
        .run(&["list", "--fields", fields, "-o", format])
        .assert_output(expected, "", 0);
}

/// Asserts the output of `show` with these fields for this engagement.
#[track_caller]
fn shows(record: &str, fields: &str, format: &str, expected: &str) {
    MockApi::new()
        .get("/engagements/e1", 200, record)
        .run(&format!("show e1 --fields {fields} -o {format}"))
        .assert_output(expected, "", 0);
}

/// Asserts the output of `transcript` with these fields for these messages.
#[track_caller]
fn transcribes(messages: &str, fields: &str, format: &str, expected: &str) {
    MockApi::new()
        .transcript("e1", messages)
        .run(&format!("transcript e1 --fields {fields} -o {format}"))
        .assert_output(expected, "", 0);
}

#[test]
fn fields_are_printed_in_requested_order() {
    const RECORDS: &str = r#"[{"id": "e1", "duration": 65, "flagged": true, "x": 1}]"#;
    let json = r#"{"flagged":true,"duration":65,"id":"e1"}"#;
    for (format, expected) in [
        ("table", "FLAGGED  DURATION  ID\nyes        1m 05s  e1\n"),
        ("json", &format!("[\n{json}\n]\n")),
        ("ndjson", &format!("{json}\n")),
        ("csv", "flagged,duration,id\ntrue,65,e1\n"),
    ] {
        lists(RECORDS, "flagged, duration,id", format, expected);
    }
}

#[test]
fn null_fields_are_kept_and_absent_ones_omitted() {
    const RECORDS: &str = r#"[{"flagged": null, "id": "e1"}, {"duration": 1.50}]"#;
    for (format, expected) in [
        ("ndjson", "{\"flagged\":null}\n{\"duration\":1.50}\n"),
        ("csv", "duration,flagged\n,\n1.50,\n"),
        ("table", "DURATION  FLAGGED\n\n    1.50\n"),
    ] {
        lists(RECORDS, "duration,flagged", format, expected);
    }
}

#[test]
fn derived_fields_work_in_every_format() {
    const RECORDS: &str = r#"[{"id": "e1", "audio_used": true, "chat_transcript": {"href": "t"},
        "operators": [{"href": "https://x.test/operators/a"}, {"href": "https://x.test/operators/b"}],
        "visitor": {"href": "https://x.test/visitors/v"}}, {"id": "e2", "operators": []}]"#;
    let ndjson = r#"{"media":["chat","audio"],"operator_ids":["a","b"],"visitor_href":"https://x.test/visitors/v"}
{"media":[],"operator_ids":[]}
"#;
    let csv = "media,operator_ids,visitor_href\nchat;audio,a;b,https://x.test/visitors/v\n,,\n";
    let table = "MEDIA        OPERATOR_IDS  VISITOR_HREF\n\
                 chat, audio  a, b          https://x.test/visitors/v\n\n";
    for (format, expected) in [("ndjson", ndjson), ("csv", csv), ("table", table)] {
        lists(RECORDS, "media,operator_ids,visitor_href", format, expected);
    }
}

#[test]
fn queues_and_legs_are_json_in_csv() {
    let record = r#"{"id": "e1", "queues": [], "legs": ["a", "b"]}"#;
    let csv = "queues,legs\n[],\"[\"\"a\"\",\"\"b\"\"]\"\n";
    shows(record, "queues,legs", "csv", csv);
    let record = r#"{"id": "e1", "queues": null}"#;
    shows(record, "queues,legs", "csv", "queues,legs\n,\n");
}

#[test]
fn optional_fields_are_printed_on_request() {
    const RECORD: &str = r#"{"id": "e1", "queue_wait_time": 65, "platform": "omnicore", "source": "tab",
        "queues": [{ "id": "q1", "name": "a\u202e" }], "legs": [ 1.0 ]}"#;
    let fields = "queue_wait_time,platform,queues,legs,visitor_browser";
    let ndjson = r#"{"queue_wait_time":65,"platform":"omnicore","queues":[{"id":"q1","name":"a\u202e"}],"legs":[1.0]}
"#;
    shows(RECORD, fields, "ndjson", ndjson);
    let csv = r#"queue_wait_time,platform,queues,legs,visitor_browser
65,omnicore,"[{""id"":""q1"",""name"":""a\u202e""}]",[1.0],
"#;
    shows(RECORD, fields, "csv", csv);
}

#[test]
fn list_rejects_field_that_only_show_has() {
    for fields in ["id,legs", "+legs"] {
        let error = "error: the field `legs` comes with `show` only\n  hint: `engagements list -o id | \
                     engagements show - --fields id,legs` prints it\n";
        MockApi::new()
            .run(&format!("list --fields {fields}"))
            .assert_output("", error, 2);
    }
}

#[test]
fn ended_at_is_created_at_plus_duration() {
    const RECORDS: &str = r#"[
        {"id": "e1", "created_at": "2016-07-06T23:59:30.250Z", "duration": 65},
        {"id": "e2", "created_at": "2016-07-06T23:59:30.705086+02:00", "duration": 0},
        {"id": "e3", "created_at": "2016-07-06T23:59:30Z", "duration": null},
        {"id": "e4", "created_at": "soon", "duration": 1}
    ]"#;
    let csv =
        "id,ended_at\ne1,2016-07-07T00:00:35.250Z\ne2,2016-07-06T21:59:30.705086Z\ne3,\ne4,\n";
    let ndjson = r#"{"id":"e1","ended_at":"2016-07-07T00:00:35.250Z"}
{"id":"e2","ended_at":"2016-07-06T21:59:30.705086Z"}
{"id":"e3"}
{"id":"e4"}
"#;
    let table = "ID  ENDED_AT (UTC)\ne1  2016-07-07 00:00:35\ne2  2016-07-06 21:59:30\ne3\ne4\n";
    for (format, expected) in [("csv", csv), ("ndjson", ndjson), ("table", table)] {
        lists(RECORDS, "id,ended_at", format, expected);
    }
    let record = r#"{"id": "e1", "created_at": "2016-07-06T23:59:30Z", "duration": 65}"#;
    let expected = "{\"id\":\"e1\",\"created_at\":\"2016-07-06T23:59:30Z\",\"duration\":65,\
                    \"ended_at\":\"2016-07-07T00:00:35Z\"}\n";
    shows(record, "+ended_at", "json", expected);
}

#[test]
fn plus_prefix_adds_to_default_fields() {
    const RECORDS: &str = r#"[{"id": "e1", "x": 1.0, "source": "tab"}]"#;
    let fields = "+media,+source,+id";
    let json = "{\"id\":\"e1\",\"x\":1.0,\"source\":\"tab\",\"media\":[]}\n";
    lists(RECORDS, fields, "ndjson", json);

    let default = ENGAGEMENT.split(' ').take(17).collect::<Vec<_>>().join(",");
    let csv = format!("{default},media,source\ne1{},,tab\n", ",".repeat(16));
    lists(RECORDS, fields, "csv", &csv);

    let table =
        "ID  CREATED_AT (UTC)  ENGAGEMENT_TYPE  DURATION  VISITOR_NAME  MEDIA  FLAGGED  SOURCE\n";
    let row = format!("e1{:1$}tab\n", "", table.len() - 9);
    lists(RECORDS, fields, "table", &(table.to_owned() + &row));
}

#[test]
fn repeated_field_is_printed_once() {
    const RECORDS: &str = r#"[{"id": "e1"}]"#;
    for (fields, format, expected) in [
        ("id,media,id", "csv", "id,media\ne1,\n"),
        ("id,media,id", "ndjson", "{\"id\":\"e1\",\"media\":[]}\n"),
        ("+media,+media", "ndjson", "{\"id\":\"e1\",\"media\":[]}\n"),
    ] {
        lists(RECORDS, fields, format, expected);
    }
}

#[test]
fn own_field_of_record_is_not_duplicated() {
    const RECORDS: &str = r#"[{"id": "e1", "media": "own"}]"#;
    let expected = "{\"id\":\"e1\",\"media\":\"own\"}\n";
    lists(RECORDS, "+media", "ndjson", expected);
}

#[test]
fn show_prints_requested_fields_in_lines() {
    let record = file("responses/golden-engagement.json");
    let fields = "queues,summary_forwarded,media,id";
    let expected = "\
queues.id          q1
queues.name        Sales
summary_forwarded
media              chat
                   audio
                   cobrowsing
id                 e1
";
    shows(&record, fields, "table", expected);
}

#[test]
fn message_fields_are_selectable() {
    let messages = file("responses/golden-transcript.json");
    let fields = "sender_id,engagement_id,sender_type,sender_name";
    let visitor = "88cf925d-d606-46d6-bdf0-0715e7bb963d";
    let operator = "f8769233-937d-4550-bdd3-8613027b2729";
    let csv = format!(
        "sender_id,engagement_id,sender_type,sender_name\n{visitor},e1,visitor,\n\
         {operator},e1,operator,Alex Raffa\n,e1,system,system\nv,e1,visitor,Łukasz\n"
    );
    transcribes(&messages, fields, "csv", &csv);
    let ndjson = format!(
        "{{\"sender_id\":\"{visitor}\",\"engagement_id\":\"e1\",\"sender_type\":\"visitor\",\"sender_name\":null}}\n\
         {{\"sender_id\":\"{operator}\",\"engagement_id\":\"e1\",\"sender_type\":\"operator\",\"sender_name\":\"Alex Raffa\"}}\n\
         {{\"engagement_id\":\"e1\",\"sender_type\":\"system\",\"sender_name\":\"system\"}}\n\
         {{\"sender_id\":\"v\",\"engagement_id\":\"e1\",\"sender_type\":\"visitor\",\"sender_name\":\"Łukasz\"}}\n"
    );
    transcribes(&messages, fields, "ndjson", &ndjson);
    let table = "SENDER_TYPE  ENGAGEMENT_ID\nvisitor      e1\noperator     e1\nsystem       e1\nvisitor      e1\n";
    transcribes(&messages, "sender_type,engagement_id", "table", table);
}

#[test]
fn optional_message_fields_are_printed_on_request() {
    let messages = r#"[{"message": "a", "type": "suggestion", "metadata": {"x": 1},
        "attachment": {"type": "files", "files": [ ]}}, {"message": "b", "attachment": null}]"#;
    let fields = "message,type,attachment,metadata";
    let csv = "message,type,attachment,metadata\n\
        a,suggestion,\"{\"\"type\"\":\"\"files\"\",\"\"files\"\":[]}\",\"{\"\"x\"\":1}\"\nb,,,\n";
    transcribes(messages, fields, "csv", csv);
    let ndjson = "{\"message\":\"a\",\"type\":\"suggestion\",\
        \"attachment\":{\"type\":\"files\",\"files\":[]},\"metadata\":{\"x\":1}}\n\
        {\"message\":\"b\",\"attachment\":null}\n";
    transcribes(messages, fields, "ndjson", ndjson);
}

#[test]
fn export_result_fields_are_selectable() {
    let mock_api = MockApi::new().post("/engagements/e1/export", 200, r#"{"success":true}"#);
    let run = mock_api.run("export e1 -o json --fields status,error");
    run.assert_output("{\"status\":\"exported\",\"error\":null}\n", "", 0);
}

#[test]
fn unknown_field_error_lists_fields() {
    let of_list = ENGAGEMENT.strip_suffix(" legs");
    let of_list = of_list.expect("the list has all but the last field, `legs`");
    for (command, typed, nearest, known) in [
        ("list", "visitor_nam", "visitor_name", of_list),
        ("show e1", "+medai", "media", ENGAGEMENT),
        ("transcript e1", "id,mesage", "message", MESSAGE),
        ("export e1", "stats", "status", RESULT),
    ] {
        let run = MockApi::new().run(&format!("{command} --fields {typed}"));
        run.assert_stdout("", 2);
        run.assert_stderr_starts_with("error: unknown field `");
        if !typed.contains(',') {
            run.assert_stderr_contains(&format!("did you mean `{nearest}`?"));
        }
        let (_, listed) = run.stderr.split_once("the fields are ").unwrap();
        assert_eq!(
            listed.trim_end(),
            known,
            "a constant of this file lacks a field: {command:?}"
        );
    }
}

#[test]
fn malformed_field_list_is_rejected() {
    for (fields, reason) in [
        ("", "a field name is missing"),
        ("id,", "a field name is missing"),
        ("+", "a field name is missing"),
        ("id,+media", "to add fields, write `+id,+media`"),
        ("+queues,legs", "to add fields, write `+queues,+legs`"),
    ] {
        let run = MockApi::new().run(&["list", "--fields", fields]);
        assert_eq!(run.code, Some(2), "{fields}: {run:?}");
        assert!(run.stderr.contains(reason), "{fields}: {run:?}");
    }
}

#[test]
fn own_engagement_id_of_message_is_kept() {
    let messages = r#"[{"engagement_id": "own"}, {}]"#;
    let lines = "{\"engagement_id\":\"own\"}\n{\"engagement_id\":\"e1\"}\n";
    MockApi::new()
        .transcript("e1", messages)
        .run("transcript e1 -o ndjson")
        .assert_output(lines, "", 0);
    transcribes(messages, "+sender_name", "ndjson", lines);
}
