use proptest::prelude::*;

use super::*;

fn group(seconds: &[u64]) -> Group {
    let mut group = Group::default();
    for seconds in seconds {
        group.add(Some(*seconds), [false; MEDIA.len()]);
    }
    group
}

#[test]
fn median_is_exact() {
    for (seconds, median) in [
        (&[][..], None),
        (&[7], Some("7")),
        (&[7, 0], Some("3.5")),
        (&[9, 1, 2], Some("2")),
        (&[9, 1, 2, 3], Some("2.5")),
        (&[5, 5, 5, 0], Some("5")),
        (&[u64::MAX, u64::MAX], Some("18446744073709551615")),
    ] {
        assert_eq!(group(seconds).median().as_deref(), median, "{seconds:?}");
    }
}

proptest! {
    #[test]
    fn median_equals_sorting(mut seconds in prop::collection::vec(0..50_u64, 1..60)) {
        let median = group(&seconds).median();
        seconds.sort_unstable();
        let middle = seconds[seconds.len() / 2] + seconds[(seconds.len() - 1) / 2];
        let expected = if middle % 2 == 0 { "" } else { ".5" };
        prop_assert_eq!(median, Some(format!("{}{expected}", middle / 2)));
    }
}
