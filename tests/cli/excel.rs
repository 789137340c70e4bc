//! `--excel`: csv for spreadsheets, with nothing in it that they would run.

use crate::bench::{Bench, SELECTED};

fn list(answer: &str) -> Bench {
    Bench::new().get(&format!("/engagements?{SELECTED}"), 200, answer)
}

const WORDS: [&str; 6] = [
    "list",
    "-o",
    "csv",
    "--excel",
    "--fields",
    "visitor_name,duration",
];

#[test]
fn text_that_looks_like_a_formula_is_guarded_and_numbers_are_not() {
    let bench = list(
        r#"{"engagements": [
            {"visitor_name": "=1+1", "duration": -5},
            {"visitor_name": "+1", "duration": "-5"},
            {"visitor_name": "-a", "duration": 1.50},
            {"visitor_name": "@a", "duration": null},
            {"visitor_name": "\ta", "duration": true},
            {"visitor_name": "\ra"},
            {"visitor_name": " =a"},
            {"visitor_name": "a=b, \"c\"\nd"}
        ]}"#,
    );
    let expected = "\u{feff}visitor_name,duration\r\n\
        '=1+1,-5\r\n\
        '+1,'-5\r\n\
        '-a,1.50\r\n\
        '@a,\r\n\
        '\ta,true\r\n\
        \"'\ra\",\r\n \
        =a,\r\n\
        \"a=b, \"\"c\"\"\nd\",\r\n";
    bench.run(&WORDS).is(expected, "", 0);
}

#[test]
fn lists_and_json_are_text_too() {
    let bench = list(
        r#"{"engagements": [{"audio_recording_urls": ["=a", "b"], "queues": [{"name": "=a"}]}]}"#,
    );
    let run = bench.run(&[
        "list",
        "-o",
        "csv",
        "--excel",
        "--fields",
        "audio_recording_urls,queues",
    ]);
    let expected = "\u{feff}audio_recording_urls,queues\r\n\
        '=a;b,\"[{\"\"name\"\":\"\"=a\"\"}]\"\r\n";
    run.is(expected, "", 0);
}

#[test]
fn the_mark_comes_before_the_first_byte_and_only_there() {
    let none = r#"{"engagements": []}"#;
    list(none)
        .run(&WORDS)
        .is("\u{feff}visitor_name,duration\r\n", "", 0);
    let row = r#"{"engagements": [{"visitor_name": "a"}, {"visitor_name": "b"}]}"#;
    let run = list(row).run(&[&WORDS[..], &["--no-header"]].concat());
    run.is("\u{feff}a,\r\nb,\r\n", "", 0);
    let run = list(row).run(&WORDS[..3]);
    assert!(!run.stdout.contains(['\u{feff}', '\r']), "{run:?}");
}

#[test]
fn it_goes_with_csv_only() {
    for words in [
        &["list"][..],
        &["list", "-o", "json"],
        &["transcript", "e1", "-o", "ndjson"],
    ] {
        let run = Bench::new().run(&[words, &["--excel"]].concat());
        let message =
            "error: `--excel` has no effect on this output\n  hint: it goes with `-o csv`\n";
        run.is("", message, 2);
    }
}
