//! `--excel`: CSV for spreadsheets, without formulas.

use crate::harness::{FILTERS, MockApi};

/// Expects the list with this response.
fn list(response: &str) -> MockApi {
    MockApi::new().list(response)
}

const LIST: &str = "list -o csv --excel --fields visitor_name,duration";

#[test]
fn excel_csv_guards_formulas_but_not_numbers() {
    let mock_api = list(
        r#"{"engagements": [
            {"visitor_name": "=1+1", "duration": -5},
            {"visitor_name": "+a", "duration": "-5"},
            {"visitor_name": "-a", "duration": 1.50},
            {"visitor_name": "@a", "duration": null},
            {"visitor_name": "\ta", "duration": true},
            {"visitor_name": "\ra"},
            {"visitor_name": "\na"},
            {"visitor_name": "\u0000=a\u0000b"},
            {"visitor_name": " \u200b=a"},
            {"visitor_name": "\uff1da \uff0b"},
            {"visitor_name": "x;=1+1"},
            {"visitor_name": "x\t \"=1+1"},
            {"visitor_name": "a=b, \"c\"\nd"}
        ]}"#,
    );
    let rows = [
        "\u{feff}\"visitor_name\",\"duration\"",
        "\"'=1+1\",-5",
        "\"'+a\",\"'-5\"",
        "\"'-a\",1.50",
        "\"'@a\",\"\"",
        "\"'\ta\",\"true\"",
        "\"'\ra\",\"\"",
        "\"'\na\",\"\"",
        "\"'=ab\",\"\"",
        "\"' \u{200b}=a\",\"\"",
        "\"'\u{ff1d}a \u{ff0b}\",\"\"",
        "\"x;'=1+1\",\"\"",
        "\"x\t \"\"'=1+1\",\"\"",
        "\"a=b, \"\"c\"\"\nd\",\"\"",
    ];
    mock_api
        .run(LIST)
        .assert_output(&(rows.join("\r\n") + "\r\n"), "", 0);
}

#[test]
fn excel_csv_keeps_digits_and_uses_local_time() {
    let mock_api = list(
        r#"{"engagements": [
            {"visitor_name": "0012345", "created_at": "2016-07-06T11:57:47.656Z"},
            {"visitor_name": "3/4", "created_at": "2016-12-31T22:30:00Z"},
            {"visitor_name": "1e5", "created_at": "soon"},
            {"visitor_name": "4111 1111 1111 1111", "created_at": "2016"},
            {"visitor_name": "true", "created_at": null},
            {"visitor_name": "MAR1"},
            {"visitor_name": "Visitor 8"}
        ]}"#,
    );
    let rows = [
        "\u{feff}\"visitor_name\",\"created_at\"",
        "\"'0012345\",\"2016-07-06 14:57:47\"",
        "\"'3/4\",\"2017-01-01 00:30:00\"",
        "\"'1e5\",\"soon\"",
        "\"'4111 1111 1111 1111\",\"'2016\"",
        "\"'true\",\"\"",
        "\"'MAR1\",\"\"",
        "\"Visitor 8\",\"\"",
    ];
    let line = "list -o csv --excel --fields visitor_name,created_at --tz Europe/Tallinn";
    let run = mock_api.run(line);
    run.assert_output(&(rows.join("\r\n") + "\r\n"), "", 0);
}

#[test]
fn long_excel_cells_are_truncated_with_warning() {
    let response = |long: &str| {
        format!(r#"{{"engagements": [{{"visitor_name": "a"}}, {{"visitor_name": "{long}"}}]}}"#)
    };
    let long = "a".repeat(32_768);
    let cut = format!("{}…", "a".repeat(32_766));
    let expected = format!("\u{feff}\"visitor_name\"\r\n\"a\"\r\n\"{cut}\"\r\n");
    let warning = "warning: truncated to 32,767 characters, the limit of a spreadsheet's cell: \
                   `visitor_name` in row 3\n";
    let line = "list -o csv --excel --fields visitor_name";
    list(&response(&long))
        .run(line)
        .assert_output(&expected, warning, 0);
    let fits = format!(
        "\u{feff}\"visitor_name\"\r\n\"a\"\r\n\"{}\"\r\n",
        &long[1..]
    );
    list(&response(&long[1..]))
        .run(line)
        .assert_output(&fits, "", 0);

    let mock_api = MockApi::new().transcript("e1", &format!(r#"[{{"message": "{long}"}}]"#));
    let line = "transcript e1 -o csv --excel --output-dir d";
    let run = mock_api.run(line);
    let named = "`message` in row 2 of `d/e1.csv`\n";
    run.assert_stderr_contains(named);
}

#[test]
fn csv_uses_requested_delimiter() {
    let response = r#"{"engagements": [{"visitor_name": "a;b,c\td|e", "duration": 1}]}"#;
    for (delimiter, row) in [
        (";", "\"a;b,c\td|e\";1"),
        ("tab", "\"a;b,c\td|e\"\t1"),
        ("|", "\"a;b,c\td|e\"|1"),
        (",", "\"a;b,c\td|e\",1"),
        (":", "a;b,c\td|e:1"),
    ] {
        let line = format!(
            "list -o csv --no-header --delimiter {delimiter} --fields visitor_name,duration"
        );
        list(response)
            .run(&line)
            .assert_output(&format!("{row}\n"), "", 0);
    }
    let expected = "\u{feff}\"visitor_name\";\"duration\"\r\n\"a;b,c\td|e\";1\r\n";
    list(response)
        .run(&format!("{LIST} --delimiter ;"))
        .assert_output(expected, "", 0);
    for delimiter in ["", "\"", ";;", "é", "\n", ".", "-", "+", "e", "E", "5"] {
        let run = MockApi::new().run(&["list", "-o", "csv", "--delimiter", delimiter]);
        run.assert_stderr_contains("expected `;`, `tab`");
        assert_eq!(run.code, Some(2), "{run:?}");
    }
}

#[test]
fn excel_csv_guards_lists_and_json() {
    let mock_api = list(
        r#"{"engagements": [{"audio_recording_urls": ["=a", "b"], "queues": [{"name": "=a"}]}]}"#,
    );
    let run = mock_api.run("list -o csv --excel --fields audio_recording_urls,queues");
    let expected = "\u{feff}\"audio_recording_urls\",\"queues\"\r\n\
        \"'=a;b\",\"[{\"\"name\"\":\"\"=a\"\"}]\"\r\n";
    run.assert_output(expected, "", 0);
}

#[test]
fn excel_csv_starts_with_one_byte_order_mark() {
    let none = r#"{"engagements": []}"#;
    let header = "\u{feff}\"visitor_name\",\"duration\"\r\n";
    list(none).run(LIST).assert_output(header, "", 0);
    let row = r#"{"engagements": [{"visitor_name": "a"}, {"visitor_name": "b"}]}"#;
    let run = list(row).run(&format!("{LIST} --no-header"));
    run.assert_output("\u{feff}\"a\",\"\"\r\n\"b\",\"\"\r\n", "", 0);
    let run = list(row).run("list -o csv");
    assert!(!run.stdout.contains(['\u{feff}', '\r']), "{run:?}");
}

#[test]
fn excel_option_requires_csv() {
    for line in ["list", "list -o json", "transcript e1 -o ndjson"] {
        for option in ["--excel", "--delimiter ;"] {
            let (name, _) = option.split_once(' ').unwrap_or((option, ""));
            let message = format!(
                "error: `{name}` has no effect on this output\n  hint: it goes with `-o csv`\n"
            );
            MockApi::new()
                .run(&format!("{line} {option}"))
                .assert_output("", &message, 2);
        }
    }
}

#[test]
fn text_like_nan_is_quoted() {
    let mock_api = list(
        r#"{"engagements": [
            {"visitor_name": "nan", "duration": 1e5},
            {"visitor_name": "inf", "duration": "Infinity"}
        ]}"#,
    );
    let rows = [
        "\u{feff}\"visitor_name\",\"duration\"",
        "\"nan\",1e5",
        "\"inf\",\"Infinity\"",
    ];
    mock_api
        .run(LIST)
        .assert_output(&(rows.join("\r\n") + "\r\n"), "", 0);
}

#[test]
fn excel_times_and_days_sort_and_hide_no_formula() {
    let mock_api = list(
        r#"{"engagements": [
            {"created_at": "9999-12-31T23:59:59Z"},
            {"created_at": "-0001-01-01T00:00:00Z"}
        ]}"#,
    );
    let options = "--tz Europe/Tallinn --fields created_at --no-header";
    let run = mock_api.run(&format!("list -o csv --excel {options}"));
    let rows = "\u{feff}\"'9999-12-31T23:59:59Z\"\r\n\"'-0001-01-01T00:00:00Z\"\r\n";
    run.assert_output(rows, "", 0);
    let path = format!("/engagements?{FILTERS}&end_date=2017-01-01T00%3A00%3A00.000Z&per_page=100");
    let response = r#"{"engagements": [{"created_at": "2016-07-06T12:00:00Z"}]}"#;
    let line = "list --summary day -o csv --excel --until 2017-01-01T00:00:00.000Z";
    let run = MockApi::new().get(&path, 200, response).run(line);
    run.assert_stdout_contains("\r\n\"2016-07-06\",1,");
}
