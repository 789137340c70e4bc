//! States that a run with a wrong clock has written.

use super::*;

#[test]
fn checkpoint_within_tolerance_is_not_future() {
    let fixture = Fixture::new();
    fixture.run(ask(0), &[]);
    let state = open(&fixture.path(), &scope()).unwrap();
    assert!(!state.is_ahead_of(hour(0) - CLOCK_TOLERANCE));
    assert!(state.is_ahead_of(hour(0) - CLOCK_TOLERANCE - TimeDelta::milliseconds(1)));
}

#[test]
fn future_checkpoint_restarts_at_known_ids() {
    // The clock was a day ahead: what was delivered is known from hour -24 on.
    let fixture = Fixture::new();
    fixture.run(ask(24), &[("e1", -2)]);
    let (window, warning) = fixture.window_with_warning(ask(1)).unwrap();
    assert_eq!(window.since, hour(-24));
    assert!(is_delivered(&window, "e1"));
    assert!(warning.is_some_and(|warning| warning.contains("in the future")));

    // Nothing is known: the run starts anew.
    let fixture = Fixture::new();
    fixture.run(ask(10_000), &[]);
    assert_eq!(fixture.window(ask(1)).unwrap().since, hour(-1000));
    let without_start = WindowRequest {
        since: None,
        ..ask(1)
    };
    assert_eq!(fixture.window(without_start).unwrap().since, hour(-1000));

    // A state of an earlier version does not store it, and a wrong clock may have set it.
    for first_since in [None, Some(hour(5))] {
        let mut file = StateFile::read(&fixture.path()).unwrap().unwrap();
        file.first_since = first_since;
        let signals = SignalHandler::default();
        let file = file.write_beside(&fixture.path(), &signals).unwrap();
        file.commit().unwrap();
        let (kind, message) = refusal(fixture.window(without_start));
        assert_eq!(kind, ErrorKind::Usage);
        assert!(message.ends_with("this run needs `--since`"), "{message}");
        assert_eq!(fixture.window(ask(1)).unwrap().since, hour(-1000));
    }
}
