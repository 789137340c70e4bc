//! Sharing a terminal's width among the columns of a table.

/// The widths of columns that would like to be `widths` wide and can be cut to `minimums`,
/// together no wider than `available` if the minimums allow that.
///
/// Fair means: the widest are cut first and to the same width, so that a column narrower than
/// its share loses nothing to one that is wider. What a division leaves over goes to those
/// on the left.
pub(super) fn fit(widths: &[usize], minimums: &[usize], available: usize) -> Vec<usize> {
    let at = |level: usize| -> Vec<usize> {
        let columns = widths.iter().zip(minimums);
        columns
            .map(|(&width, &minimum)| width.min(level.max(minimum)))
            .collect()
    };
    let fits = |level: &usize| at(*level).iter().sum::<usize>() <= available;
    let level = (0..=available).rev().find(fits).unwrap_or(0);
    let mut fitted = at(level);
    let mut spare = available.saturating_sub(fitted.iter().sum());
    for (fit, &width) in fitted.iter_mut().zip(widths) {
        if spare > 0 && *fit == level && *fit < width {
            *fit += 1;
            spare -= 1;
        }
    }
    fitted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fit;

    #[test]
    fn the_widest_are_cut_first() {
        for (widths, minimums, available, expected) in [
            (&[][..], &[][..], 10, &[][..]),
            (&[5, 5], &[1, 1], 10, &[5, 5]),
            (&[5, 5], &[1, 1], 100, &[5, 5]),
            (&[5, 20], &[1, 1], 10, &[5, 5]),
            (&[5, 20], &[1, 1], 20, &[5, 15]),
            (&[20, 5], &[1, 1], 20, &[15, 5]),
            (&[20, 20], &[1, 1], 21, &[11, 10]),
            (&[20, 20, 20], &[1, 1, 1], 32, &[11, 11, 10]),
            (&[36, 20, 20], &[36, 1, 1], 50, &[36, 7, 7]),
            (&[36, 20, 20], &[36, 4, 9], 50, &[36, 5, 9]),
            (&[20, 20, 3], &[8, 1, 3], 20, &[9, 8, 3]),
            (&[20, 20, 3], &[8, 1, 3], 19, &[8, 8, 3]),
            (&[36, 20], &[36, 5], 30, &[36, 5]),
            (&[36, 3], &[36, 5], 30, &[36, 3]),
            (&[4, 4], &[0, 0], 0, &[0, 0]),
        ] {
            assert_eq!(
                fit(widths, minimums, available),
                expected,
                "{widths:?} in {available}"
            );
        }
    }

    proptest! {
        #[test]
        fn widths_stay_within_their_bounds(
            columns in prop::collection::vec((0_usize..200, 0_usize..40), 0..20),
            available in 0_usize..400,
        ) {
            let (widths, minimums): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
            let fitted = fit(&widths, &minimums, available);
            let least: Vec<_> = widths.iter().zip(&minimums).map(|(&w, &m)| m.min(w)).collect();
            prop_assert!(fitted.iter().zip(&widths).all(|(fit, width)| fit <= width));
            prop_assert!(fitted.iter().zip(&least).all(|(fit, least)| fit >= least));
            let (sum, least): (usize, usize) = (fitted.iter().sum(), least.iter().sum());
            let all: usize = widths.iter().sum();
            prop_assert_eq!(sum, available.clamp(least, all.max(least)));
        }
    }
}
