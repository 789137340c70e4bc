//! Ledgers of earlier versions.

use super::*;

#[test]
fn legacy_ledger_is_bound_at_next_use() {
    let exported = [
        line("e1", "sending", key(1)),
        line("e1", "exported", key(1)),
    ]
    .concat();
    for text in [
        format!("{LEGACY_HEADER}{exported}"),
        format!("{LEGACY_HEADER}{exported}{}", &HEADER[..40]),
    ] {
        let fixture = Fixture::with(&text);
        assert_eq!(fixture.read().plan("e1"), ExportPlan::Skip);
        assert_eq!(fixture.text(), text, "reading binds nothing");
        for _ in 0..2 {
            assert_eq!(fixture.open().plan("e1"), ExportPlan::Skip);
            assert_eq!(fixture.text(), format!("{LEGACY_HEADER}{exported}{HEADER}"));
        }
        let error = Ledger::open(&fixture.path(), "https://other.example").unwrap_err();
        assert!(error.to_string().contains("belongs to"), "{error}");
    }
}

#[test]
fn legacy_failure_of_repeat_keeps_key() {
    let lines = |states: &[(&str, u128)]| -> String {
        let lines = states
            .iter()
            .map(|&(state, number)| line("e1", state, key(number)));
        lines.collect()
    };
    let refused_repeat = [
        ("sending", 1),
        ("unknown", 1),
        ("sending", 1),
        ("failed", 1),
    ];
    let resent = [("sending", 2), ("exported", 2)];
    for (states, legacy, current) in [
        (
            &[("sending", 1), ("failed", 1)][..],
            ExportPlan::New,
            ExportPlan::New,
        ),
        (&refused_repeat, ExportPlan::Repeat(key(1)), ExportPlan::New),
        (
            &[refused_repeat, refused_repeat].concat(),
            ExportPlan::Repeat(key(1)),
            ExportPlan::New,
        ),
        (
            &[&refused_repeat[..], &resent].concat(),
            ExportPlan::Skip,
            ExportPlan::Skip,
        ),
    ] {
        for (header, plan) in [(LEGACY_HEADER, legacy), (HEADER, current)] {
            let fixture = Fixture::with(format!("{header}{}", lines(states)));
            assert_eq!(fixture.read().plan("e1"), plan, "{header}{states:?}");
        }
    }
}
