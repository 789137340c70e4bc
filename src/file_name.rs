//! Names of files that are made of IDs, and the directories of files.

use std::path::Path;

/// Names that Windows keeps for devices, with any extension.
const RESERVED: [&str; 4] = ["aux", "con", "nul", "prn"];

/// Returns the part of a file name before the extension for an ID, or for several joined ones. No
/// two have names that are equal where case does not count, as on Windows and macOS.
///
/// An ID without upper-case letters is its own name. Another one is followed by `+` and a hexadecimal
/// number with a bit for each of its characters, the last one first: 1 for an upper-case letter. A
/// reserved name is followed by `+`.
pub(crate) fn unique_stem(id: &str) -> String {
    let has_upper_case = id.bytes().any(|byte| byte.is_ascii_uppercase());
    if !has_upper_case && !is_reserved(id) {
        return id.to_owned();
    }
    let digit = |four: &[u8]| {
        let value = four.iter().fold(0, |value, byte| {
            value << 1 | u32::from(byte.is_ascii_uppercase())
        });
        char::from_digit(value, 16)
    };
    let digits: Vec<char> = id.as_bytes().rchunks(4).filter_map(digit).collect();
    let number: String = digits.into_iter().rev().collect();
    format!("{id}+{}", number.trim_start_matches('0'))
}

/// Returns whether Windows keeps a name, without its extension, for a device.
pub(crate) fn is_reserved(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
    RESERVED.contains(&stem.as_str())
        || port
            .is_some_and(|port| port.len() == 1 && port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the directory of a file.
pub(crate) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_differ_where_case_does_not_count() {
        for (id, expected) in [
            ("52f8e590-72af", "52f8e590-72af"),
            ("a_b", "a_b"),
            ("Ab", "Ab+2"),
            ("aB", "aB+1"),
            ("ABCDe", "ABCDe+1e"),
            ("abcdE", "abcdE+1"),
            ("con", "con+"),
            ("Con", "Con+4"),
            ("lpt1", "lpt1+"),
            ("com", "com"),
            ("com10", "com10"),
        ] {
            assert_eq!(unique_stem(id), expected);
        }
    }
}
