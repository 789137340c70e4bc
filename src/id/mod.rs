//! The ID of an engagement.

use std::fmt;
use std::str::FromStr;

/// An engagement's ID. It has only letters, digits, `-` and `_`, so that it is always one segment of
/// a path (API documentation, `GET /engagement/:engagement_id`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Id(String);

impl Id {
    /// Returns the ID as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if text.is_empty() {
            return Err("an ID cannot be empty".to_owned());
        }
        // A single `-` means stdin.
        if text == "-" || !text.bytes().all(allowed) {
            return Err("an ID has letters, digits, `-` and `_` only".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Id, properties};

    #[test]
    fn id_is_one_plain_path_segment() {
        for good in ["52f8e590-72af-4f20-8428-dfaf95de889e", "a", "A_1", "-1"] {
            assert_eq!(good.parse::<Id>().unwrap().as_str(), good);
        }
        for bad in ["", "-", "a/b", "..", "a?b", "a b", "a%2e", "é", "a\n", "a#"] {
            assert!(bad.parse::<Id>().is_err(), "{bad:?} was taken");
        }
    }

    proptest! {
        #[test]
        fn valid_id_keeps_its_text(text in prop_oneof![any::<String>(), "[a-zA-Z0-9_./%-]{0,9}"]) {
            properties::valid_id_keeps_its_text(&text);
        }
    }
}
