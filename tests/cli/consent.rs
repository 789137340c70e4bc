//! What `export` does only when it was told to: asking, rehearsing.

use crate::bench::{Practice, Run};
use crate::work::{assert_exported_once, exports, ids, pipe, requests, words};

/// The ids and keys in the commands that a rehearsal prints.
fn printed(run: &Run) -> Vec<(String, String)> {
    let between = |line: &str, start: &str, end: &str| {
        let (_, rest) = line.split_once(start).unwrap();
        rest.split(end).next().unwrap().to_owned()
    };
    let line = |line: &str| {
        assert!(line.starts_with("curl --request POST "), "{line}");
        (
            between(line, "/engagements/", "/export"),
            between(line, "X-Idempotency-Key: ", "'"),
        )
    };
    run.stdout.lines().map(line).collect()
}

#[test]
fn a_selection_needs_a_yes_where_nobody_can_be_asked() {
    let practice = Practice::start(&[]);
    let told = "error: export needs confirmation\n  \
                hint: pass `--yes`, or preview with `--dry-run`\n";
    practice.run(&words("export --all", &[])).is("", told, 2);
    pipe(&practice, &["a".to_owned()], "export -").is("", told, 2);
    assert_eq!(requests(&practice), 0);
}

#[test]
fn ids_as_arguments_need_none() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 2);
    assert_eq!(practice.run(&words("export", &ids)).code, Some(0));
    assert_exported_once(&practice, &ids);
}

#[test]
fn a_rehearsal_prints_the_posts_and_sends_none() {
    let practice = Practice::start(&[]);
    let wanted = ids(&practice, 3);
    let before = requests(&practice);
    for run in [
        practice.run(&words("export --dry-run", &wanted)),
        pipe(&practice, &wanted, "export - --dry-run"),
    ] {
        assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
        let ids: Vec<String> = printed(&run).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, wanted);
        assert!(run.stdout.contains("$ENGAGEMENTS_TOKEN"), "{}", run.stdout);
        assert!(!run.stdout.contains("sandbox-token"), "{}", run.stdout);
    }
    assert_eq!(requests(&practice), before);
    let listed = practice.run(&words("export --limit 3 --dry-run", &[]));
    assert_eq!(printed(&listed).len(), 3);
    assert_eq!(requests(&practice), before + 1, "the list, and no more");
    assert!(exports(&practice).is_empty());
}

#[test]
fn a_rehearsal_reads_the_ledger_and_leaves_it_as_it_is() {
    let practice = Practice::start(&["--fail", "500,path=/export,at=2"]);
    let ids = ids(&practice, 3);
    let ledger = practice.home().join("ledger");
    let dry = || practice.run(&words("export --dry-run --ledger ledger", &ids));
    assert_eq!(printed(&dry()).len(), 3);
    assert!(!ledger.exists(), "a rehearsal begins no ledger");
    let run = practice.run(&words("export --ledger ledger", &ids[..2]));
    assert_eq!(run.code, Some(10), "{run:?}");
    let before = std::fs::read_to_string(&ledger).unwrap();
    let (first, second) = (printed(&dry()), printed(&dry()));
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), before);
    let left: Vec<&str> = first.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(left, [&ids[1], &ids[2]], "what is exported is left out");
    assert_eq!(
        first[0].1, second[0].1,
        "what may have happened keeps its key"
    );
    assert!(before.contains(&first[0].1));
    assert_ne!(first[1].1, second[1].1, "what was never sent has none yet");
}

#[test]
fn a_printed_command_sends_what_the_tool_would_send() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 1);
    if std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_err()
    {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: there is no curl");
        return;
    }
    let printed = practice.run(&words("export --dry-run", &ids)).stdout;
    let sent = crate::work::paste(&practice, &[], printed.trim_end());
    assert_eq!(
        (sent.stdout.as_str(), sent.code),
        ("{\"success\":true}", Some(0))
    );
    assert_exported_once(&practice, &ids);
    let again = crate::work::paste(&practice, &[], printed.trim_end());
    assert_eq!(again.code, Some(0));
    assert_eq!(
        crate::practice::stats(&practice)["repeated_exports"],
        1,
        "its key is sent"
    );
    assert_exported_once(&practice, &ids);
}
