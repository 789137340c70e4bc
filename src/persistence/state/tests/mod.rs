//! Which window a run goes through, and what it knows to be delivered.

mod wrong_clock;

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::error::ErrorKind;

const DAY: TimeDelta = TimeDelta::days(1);

struct Fixture {
    directory: TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("state.json")
    }

    fn window(&self, ask: WindowRequest) -> anyhow::Result<State> {
        self.window_with_warning(ask).map(|(state, _)| state)
    }

    fn window_with_warning(&self, ask: WindowRequest) -> anyhow::Result<(State, Option<String>)> {
        let mut state = open(&self.path(), &scope())?;
        let warning = state.start(ask)?;
        Ok((state, warning))
    }

    fn run(&self, ask: WindowRequest, delivered: &[(&str, i64)]) -> DateTime<Utc> {
        let mut window = self.window(ask).unwrap();
        for (id, created_at) in delivered {
            window.add(id, Some(hour(*created_at)));
        }
        let since = window.since;
        save(window);
        since
    }
}

fn open(path: &Path, scope: &Scope) -> anyhow::Result<State> {
    State::open(path, scope, &SignalHandler::default())
}

fn save(window: State) {
    let signals = SignalHandler::default();
    let pending = window.prepare(&signals).unwrap();
    pending.commit(&signals, |_| ()).unwrap();
}

fn is_delivered(window: &State, id: &str) -> bool {
    window.delivered().any(|delivered| delivered == id)
}

fn scope() -> Scope {
    let ids = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
    Scope {
        command: "list".to_owned(),
        site_ids: ids(&["s1", "s2"]),
        operator_ids: ids(&["o1"]),
    }
}

/// An hour counted from the day of the tests.
fn hour(hours: i64) -> DateTime<Utc> {
    "2026-11-23T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours)
}

/// The first run asks from -1000 on, and each goes up to the present.
fn ask(now: i64) -> WindowRequest {
    WindowRequest {
        since: Some(hour(-1000)),
        until: hour(now),
        now: hour(now),
        lookback: DAY,
    }
}

fn refusal<T>(result: anyhow::Result<T>) -> (ErrorKind, String) {
    let error = result.err().unwrap();
    (CliError::kind_of(&error), error.to_string())
}

#[test]
fn later_run_starts_at_checkpoint_minus_lookback() {
    let fixture = Fixture::new();
    assert_eq!(
        fixture.run(ask(0), &[("old", -60), ("e1", -2)]),
        hour(-1000)
    );

    let mut window = fixture.window(ask(1)).unwrap();
    assert_eq!(window.since, hour(-24));
    assert!(is_delivered(&window, "e1"));
    assert!(!is_delivered(&window, "late"));
    window.add("late", Some(hour(-3)));
    assert!(is_delivered(&window, "late"));
    save(window);

    let window = fixture
        .window(WindowRequest {
            since: None,
            ..ask(2)
        })
        .unwrap();
    assert_eq!(window.since, hour(-23));
    assert!(is_delivered(&window, "e1"));
    assert!(is_delivered(&window, "late"));
}

#[test]
fn ids_are_kept_for_lookback_and_queue_time() {
    let fixture = Fixture::new();
    fixture.run(ask(0), &[("gone", -49), ("waited", -48), ("e1", -2)]);
    let window = fixture.window(ask(1)).unwrap();
    assert!(!is_delivered(&window, "gone"));
    assert!(is_delivered(&window, "waited"));
    save(window);
    assert!(!is_delivered(&fixture.window(ask(1)).unwrap(), "waited"));
}

#[test]
fn id_without_time_is_kept_like_newest() {
    let fixture = Fixture::new();
    let mut window = fixture.window(ask(0)).unwrap();
    window.add("timeless", None);
    save(window);
    assert!(is_delivered(&fixture.window(ask(48)).unwrap(), "timeless"));
    fixture.run(ask(48), &[]);
    fixture.run(ask(49), &[]);
    let window = fixture.window(ask(49)).unwrap();
    assert!(!is_delivered(&window, "timeless"));
}

#[test]
fn unsaved_window_changes_nothing() {
    let fixture = Fixture::new();
    fixture.run(ask(0), &[("e1", -2)]);
    let before = fs::read(fixture.path()).unwrap();
    let mut window = fixture.window(ask(5)).unwrap();
    window.add("e2", Some(hour(4)));
    drop(window);
    assert_eq!(fs::read(fixture.path()).unwrap(), before);
}

#[test]
fn longer_lookback_is_limited_to_known_ids() {
    let fixture = Fixture::new();
    fixture.run(
        WindowRequest {
            lookback: TimeDelta::hours(1),
            ..ask(0)
        },
        &[],
    );
    assert_eq!(fixture.run(ask(10), &[]), hour(-1));
    assert_eq!(fixture.run(ask(30), &[]), hour(-1));
    assert_eq!(fixture.run(ask(31), &[]), hour(6));
}

#[test]
fn window_never_starts_before_first_since() {
    let fixture = Fixture::new();
    fixture.run(
        WindowRequest {
            since: Some(hour(-3)),
            ..ask(0)
        },
        &[],
    );
    assert_eq!(fixture.window(ask(1)).unwrap().since, hour(-3));
}

#[test]
fn checkpoint_never_moves_back_or_past_now() {
    let fixture = Fixture::new();
    let no_lookback = WindowRequest {
        lookback: TimeDelta::zero(),
        ..ask(0)
    };
    fixture.run(
        WindowRequest {
            until: hour(100),
            ..no_lookback
        },
        &[],
    );
    let next = |now| WindowRequest {
        until: hour(now),
        now: hour(now),
        ..no_lookback
    };
    assert_eq!(
        fixture.run(
            WindowRequest {
                lookback: DAY,
                ..next(5)
            },
            &[]
        ),
        hour(0)
    );
    fixture.run(
        WindowRequest {
            until: hour(3),
            lookback: DAY,
            ..next(6)
        },
        &[],
    );
    assert_eq!(fixture.window(next(7)).unwrap().since, hour(5));
}

#[test]
fn maximum_lookback_does_not_overflow() {
    let fixture = Fixture::new();
    let endless = WindowRequest {
        lookback: TimeDelta::MAX,
        ..ask(0)
    };
    fixture.run(endless, &[("e1", -999)]);
    assert_eq!(fixture.run(endless, &[]), hour(-1000));
}

#[test]
fn first_run_needs_since_and_nonempty_window() {
    let fixture = Fixture::new();
    let (kind, message) = refusal(fixture.window(WindowRequest {
        since: None,
        ..ask(0)
    }));
    assert_eq!(kind, ErrorKind::Usage);
    assert!(message.contains("needs `--since`"), "{message}");
    assert!(!fixture.path().exists());

    // One instant is a window.
    fixture.run(ask(-1000), &[]);
    fixture.run(ask(0), &[]);
    let (kind, message) = refusal(fixture.window(WindowRequest {
        until: hour(-25),
        ..ask(0)
    }));
    assert_eq!(kind, ErrorKind::Usage);
    let expected =
        "starts at 2026-11-22T00:00:00.000Z, which is later than 2026-11-21T23:00:00.000Z";
    assert!(message.ends_with(expected), "{message}");
}

#[test]
fn state_of_other_scope_is_rejected() {
    let fixture = Fixture::new();
    fixture.run(ask(0), &[]);
    let others = [
        Scope {
            command: "transcript".to_owned(),
            ..scope()
        },
        Scope {
            site_ids: ["s1".to_owned()].into(),
            ..scope()
        },
        Scope {
            operator_ids: ["o2".to_owned()].into(),
            ..scope()
        },
    ];
    for other in others {
        let (kind, message) = refusal(open(&fixture.path(), &other));
        assert_eq!(kind, ErrorKind::Usage);
        assert!(
            message.ends_with("`list` of sites `s1,s2`, operators `o1`"),
            "{message}"
        );
    }
}
