use super::*;

/// Which of twelve requests, to alternating paths, a failure hits.
fn hits(spec: &str) -> Vec<u32> {
    let mut faults = Faults::new(vec![spec.parse().unwrap()]);
    let path = |number| {
        if number % 2 == 0 {
            "/engagements/5/export"
        } else {
            "/engagements?page=3"
        }
    };
    (1..=12)
        .filter(|&number| faults.hit(path(number)).is_some())
        .collect()
}

#[test]
fn a_failure_hits_what_its_conditions_say() {
    let cases: [(&str, &[u32]); 8] = [
        ("503", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        ("503,every=3", &[3, 6, 9, 12]),
        ("reset,first=2", &[1, 2]),
        ("stall,at=5", &[5]),
        ("cut,from=10", &[10, 11, 12]),
        ("dribble,from=4,every=4", &[4, 8, 12]),
        ("503,path=/export,first=2", &[2, 4]),
        ("503,path=page=3,at=6", &[11]),
    ];
    for (spec, expected) in cases {
        assert_eq!(hits(spec), expected, "{spec}");
    }
}

#[test]
fn several_failures_count_each_for_itself_and_the_first_wins() {
    let specs = ["503,every=2", "reset,every=3"];
    let mut faults = Faults::new(specs.iter().map(|spec| spec.parse().unwrap()).collect());
    let effects: Vec<_> = (0..6)
        .map(|_| faults.hit("/").map(|fault| fault.effect))
        .collect();
    let unavailable = Some(Effect::Status(StatusCode::SERVICE_UNAVAILABLE, None));
    assert_eq!(
        effects,
        [
            None,
            unavailable,
            Some(Effect::Reset),
            unavailable,
            None,
            unavailable
        ]
    );
}

#[test]
fn a_failure_is_read_word_by_word() {
    let fault: Fault = "429,retry-after=0,every=3,after,path=/x".parse().unwrap();
    let every = Condition::Every(NonZeroU32::new(3).unwrap());
    let status = StatusCode::TOO_MANY_REQUESTS;
    let expected = Fault {
        effect: Effect::Status(status, Some(0)),
        after: true,
        paths: vec!["/x".to_owned()],
        conditions: vec![every],
    };
    assert_eq!(fault, expected);
}

#[test]
fn what_cannot_be_read_is_explained() {
    let cases = [
        ("", "`` is not a failure: begin with a status"),
        (
            "boom",
            "`boom` is not a failure: begin with a status from 300 to 599, `reset`",
        ),
        ("200", "`200` is not a failure"),
        ("every=3", "`every=3` is not a failure"),
        ("503,", "`` is not known here: use `every=N`"),
        ("503,sometimes", "`sometimes` is not known here"),
        ("503,after=2", "`after=2` is not known here"),
        ("503,every=0", "`every` needs a number from 1, not `0`"),
        ("503,at", "`at` needs a number from 1, not ``"),
        ("503,path=", "`path` needs some text, not ``"),
        (
            "503,retry-after=soon",
            "`retry-after` needs a number of seconds, not `soon`",
        ),
        (
            "reset,retry-after=1",
            "`retry-after` needs a status to go with",
        ),
        ("cut,after", "`cut` and `dribble` always come after acting"),
    ];
    for (spec, expected) in cases {
        let error = spec.parse::<Fault>().unwrap_err();
        assert!(error.starts_with(expected), "{spec}: {error}");
    }
}
