//! Numbers in a range.

use std::fmt::Display;
use std::str::FromStr;

/// Parses a number of at least `min` and at most `max`, if there is a maximum.
pub(crate) fn number<T>(
    min: T,
    max: Option<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: Copy + Display + FromStr + PartialOrd + Send + Sync,
{
    move |text| {
        let number = text.parse().ok();
        let is_valid = |number: &T| *number >= min && max.is_none_or(|max| *number <= max);
        number.filter(is_valid).ok_or_else(|| match max {
            Some(max) => format!("expected a number from {min} to {max}"),
            None => format!("expected a number of {min} or more"),
        })
    }
}
